"""The sections about findings: the pillars' scorecard, every finding with its frame, questions, suppressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.lint.report import SEVERITIES
from archlint.reports.review.blocks import Block, Cell, Column, Filter, Findings, Heading, Items, Table, Text
from archlint.reports.summary import counts
from archlint.reports.text import framed

if TYPE_CHECKING:
    from archlint.lint.report import Finding
    from archlint.lint.review import Review


def pillars(review: Review) -> tuple[Block, ...]:
    rows = []
    for pillar in review.pillars:
        numbers = counts(pillar.findings)
        cells = [Cell(str(numbers[name]), name if numbers[name] else "") for name in SEVERITIES]
        rows.append((
            Cell(pillar.name, href=f"#findings-{pillar.name}" if pillar.findings else ""), Cell(str(pillar.judged)),
            Cell(str(pillar.passed), "good" if pillar.passed == pillar.judged else ""), *cells, Cell(str(pillar.suppressed)),
        ))  # fmt: skip
    columns = [Column("Pillar"), Column("Rules run", True), Column("Passed", True)]
    columns += [
        Column(name, True)
        for name in ("High risk (errors)", "Medium risk (warnings)", "Improvements (advice)", "Suppressed")
    ]
    left_out = dict.fromkeys(chapter for pillar in review.pillars for chapter in pillar.left_out)
    unjudged = Text(f"Not judged, for the design has nothing of the kind: {', '.join(left_out)}.") if left_out else None
    unknown = Text(
        "Not judged either: code, data models, people and process. What the description does not say is unknown, and no rule fires on it."
    )
    return (
        Table("The five pillars: what was judged and how it went", tuple(columns), tuple(rows)),
        *([unjudged] if unjudged else []),
        unknown,
    )


def by_pillar(review: Review) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if len(review.report.findings) > 1:
        present = {finding.severity for finding in review.report.findings}
        blocks.append(Filter(tuple(name for name in SEVERITIES if name in present)))
    for pillar in review.pillars:
        if pillar.findings:
            ranked = sorted(pillar.findings, key=lambda finding: SEVERITIES.index(finding.severity))
            blocks.append(Heading(pillar.name.capitalize(), f"findings-{pillar.name}"))
            blocks.append(Findings(tuple((finding, framed(finding, review.report)) for finding in ranked)))
    return tuple(blocks)


def questions(review: Review) -> tuple[Block, ...]:
    if not review.report.questions:
        return ()
    items = tuple(Cell(f"{question.message} ({_place(question)})") for question in review.report.questions)
    return (Text("The description cannot answer these; the people in the room can."), Items(items, ordered=True))


def suppressions(review: Review) -> tuple[Block, ...]:
    if not review.report.suppressed:
        return ()
    columns = (Column("Rule"), Column("Severity"), Column("About"), Column("Because"), Column("Place"))
    rows = tuple(
        (
            Cell(hidden.rule), Cell(hidden.severity, hidden.severity), Cell(hidden.subject),
            Cell(hidden.because or "no reason given", "" if hidden.because else "warning"), Cell(_place(hidden)),
        )
        for hidden in review.report.suppressed
    )  # fmt: skip
    return (Table("Findings that the design's authors have decided to live with", columns, rows),)


def _place(finding: Finding) -> str:
    return f"{finding.path}:{finding.line}"

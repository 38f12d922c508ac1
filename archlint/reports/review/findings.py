"""The sections about findings: the pillars' scorecard, every finding with its frame, questions, suppressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.lint.cards import chapters
from archlint.lint.report import SEVERITIES
from archlint.reports.review.blocks import Block, Cell, Column, Filter, Findings, Heading, Items, Table, Text, Told
from archlint.reports.review.design import places
from archlint.reports.summary import counts
from archlint.reports.text import framed

if TYPE_CHECKING:
    from archlint.lint.actions import Action
    from archlint.lint.report import Finding
    from archlint.lint.review import Pillar, Review


def pillars(review: Review) -> tuple[Block, ...]:
    columns = (
        Column("Pillar", look="capital"),
        Column("Rules run", True),
        Column("Passed", True),
        Column("High risk (errors)", True),
        Column("Medium risk (warnings)", True),
        Column("Improvements (advice)", True),
        Column("Suppressed", True),
        Column("Not applicable", True),
    )
    rows = tuple(_pillar(pillar) for pillar in review.pillars)
    idle = {review.cards[rule].chapter for pillar in review.pillars for rule in pillar.idle}
    used = {review.cards[rule].chapter for pillar in review.pillars for rule in pillar.ran}
    left_out = [str(about["title"]) for name, about in chapters().items() if name in idle - used]
    unjudged = f"Not judged, because the design has nothing of the kind: {'; '.join(left_out)}." if left_out else ""
    unknown = (
        "Not judged either: code, data models, people and process. What the description does not say is unknown, and "
        "no rule fires on it."
    )
    table = Table("The five pillars: what was judged and how it went", columns, rows)
    return (table, *([Text(unjudged)] if unjudged else []), Text(unknown))


def _pillar(pillar: Pillar) -> tuple[Cell, ...]:
    numbers = counts(pillar.findings)
    return (
        Cell(pillar.name, href=f"#findings-{pillar.name}" if pillar.findings else ""), Cell(str(len(pillar.ran))),
        Cell(str(pillar.passed), "good" if pillar.passed == len(pillar.ran) else ""),
        *(Cell(str(numbers[name]), name if numbers[name] else "") for name in SEVERITIES),
        Cell(str(pillar.suppressed)), Cell(str(len(pillar.idle))),
    )  # fmt: skip


def by_pillar(review: Review) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if len(review.report.findings) > 1:
        present = {finding.severity for finding in review.report.findings}
        blocks.append(Filter(tuple(name for name in SEVERITIES if name in present)))
    nodes = places(review)
    numbered = list(enumerate(review.actions, 1))
    for pillar in review.pillars:
        told = tuple(_told(review, *one, nodes) for one in numbered if one[1].finding.pillar == pillar.name)
        if told:
            blocks += [Heading(pillar.name.capitalize(), f"findings-{pillar.name}"), Findings(told)]
    return tuple(blocks)


def _told(review: Review, number: int, action: Action, nodes: dict[str, str]) -> Told:
    finding = action.finding
    frame = tuple(framed(finding, review.report))
    return Told(
        number,
        finding,
        nodes.get(finding.component, "#architecture"),
        frame,
        action.effort,
        action.change,
        action.option,
    )


def questions(review: Review) -> tuple[Block, ...]:
    if not review.report.questions:
        return ()
    items = tuple(Cell(question.message, note=place(question)) for question in review.report.questions)
    return (Text("The description cannot answer these; the people in the room can."), Items(items, ordered=True))


def suppressions(review: Review) -> tuple[Block, ...]:
    if not review.report.suppressed:
        return ()
    columns = (
        Column("Rule"),
        Column("Severity"),
        Column("About"),
        Column("Because", look="long"),
        Column("Until", look="short"),
        Column("Place"),
    )
    rows = tuple(
        (
            Cell(hidden.rule), Cell(hidden.severity, hidden.severity), Cell(hidden.subject or hidden.component),
            Cell(hidden.because or "no reason given", "" if hidden.because else "warning"),
            Cell(hidden.until or "no end"), Cell(place(hidden)),
        )
        for hidden in review.report.suppressed
    )  # fmt: skip
    return (Table("Findings that the design's authors have decided to live with", columns, rows),)


def place(finding: Finding) -> str:
    """Where a finding is: `samples/x.yaml:31`."""
    return f"{finding.path}:{finding.line}"

"""The sections for the meeting itself: next actions, what changed, assumptions, traceability, the plan, the sign-off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.document.quantities import UNKNOWN
from archlint.lint.report import SEVERITIES
from archlint.reports.review import money
from archlint.reports.review.blocks import Block, Cell, Column, Form, Heading, Items, Table, Text
from archlint.reports.summary import costs

if TYPE_CHECKING:
    from archlint.lint.report import Finding
    from archlint.lint.review import Review
    from archlint.model.base import Fields

_NEXT = 5


def next_actions(review: Review) -> tuple[Block, ...]:
    """The five remedies that come first: the worst findings, the dearest before the others."""
    first = _ranked(review)[:_NEXT]
    if not first:
        return ()
    items = tuple(Cell(f"{finding.remedy} ({finding.message})", finding.severity) for finding in first)
    return (Heading("The next actions"), Items(items, ordered=True))


def _ranked(review: Review) -> list[Finding]:
    return sorted(review.report.findings, key=lambda f: (SEVERITIES.index(f.severity), -(f.monthly_cost or 0), f.line))


def changes(review: Review) -> tuple[Block, ...]:
    found = review.changes
    if found is None:
        return ()
    blocks: list[Block] = [Text(f"Compared with {found.old}.")]
    parts = (
        ("New findings", tuple(Cell(f"{f.message} ({f.rule})", f.severity) for f in found.appeared)),
        ("Findings that are gone", tuple(Cell(f"{f.message} ({f.rule})", "good") for f in found.gone)),
        ("New components", tuple(Cell(name) for name in found.components_added)),
        ("Removed components", tuple(Cell(name) for name in found.components_removed)),
    )
    for title, items in parts:
        if items:
            blocks += [Heading(title), Items(items)]
    return (*blocks, *money.changed(review))


def assumptions(review: Review) -> tuple[Block, ...]:
    blocks: list[Block] = []
    unknown = [Cell(text) for text in review.bill.unknown]
    if unknown:
        blocks += [Heading("Unknown, so the bill is a lower bound"), Items(tuple(unknown))]
    assumed = [Cell(str(one)) for one in review.bill.assumed]
    if assumed:
        blocks += [Heading("Assumed in the bill"), Items(tuple(assumed))]
    defaults = _defaults(review)
    if defaults:
        columns = (Column("Component"), Column("Type"), Column("Left to AWS's defaults"))
        blocks.append(Table("Settings that the description leaves to AWS's defaults", columns, tuple(defaults)))
    return tuple(blocks)


def _defaults(review: Review) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for component in review.design.components.values():
        taken = [f"{name} {_shown(value)}" for name, value in _settings(component)]
        if taken:
            rows.append((Cell(component.name), Cell(component.type), Cell(", ".join(taken))))
    return rows


def _settings(component: Fields) -> list[tuple[str, object]]:
    """The settings of its own type that a component does not state, with the defaults they have."""
    from archlint.model.component import Component

    found = []
    for name, spec in component.specs.items():
        plain = spec.default not in (None, "", (), False) and spec.default is not UNKNOWN and spec.default != {}
        if spec.kind == "setting" and plain and name not in Component.specs and not component.gives(name):
            found.append((spec.alias or name, spec.default))
    return found


def _shown(value: object) -> str:
    return "true" if value is True else str(value)


def traceability(review: Review) -> tuple[Block, ...]:
    findings: dict[str, list[Finding]] = {}
    for finding in review.report.findings:
        for name in finding.facts:
            findings.setdefault(name, []).append(finding)
    if not findings:
        return ()
    rows = []
    for name in sorted(findings):
        fact = review.facts.get(name, {})
        rules = dict.fromkeys(finding.rule for finding in findings[name])
        about = dict.fromkeys(finding.subject for finding in findings[name])
        says = f"{fact.get('says', '')}" + (f" Today: {fact['today']}" if fact.get("today") else "")
        rows.append((Cell(name), Cell(says), Cell(", ".join(rules)), Cell(", ".join(about))))
    columns = (Column("Note"), Column("What it says"), Column("Rules that rest on it"), Column("Findings about"))
    clean = [
        name
        for name in review.design.components
        if not any(f.subject == name or f.component == name for f in review.report.findings)
    ]
    quiet = Text(f"Components without a finding: {', '.join(clean)}.") if clean else None
    table = Table("Each note behind a finding, the rule that rests on it, and what it is about", columns, tuple(rows))
    return (table, *([quiet] if quiet else []))


def plan(review: Review) -> tuple[Block, ...]:
    ranked = _ranked(review)
    if not ranked:
        return ()
    rows = tuple(
        (
            Cell(str(number)), Cell(finding.remedy), Cell(_IMPORTANCE[finding.severity], finding.severity), Cell(finding.subject or finding.component),
            Cell(finding.rule, href=finding.source), Cell(costs(finding)), Cell(""), Cell(""),
        )
        for number, finding in enumerate(ranked, 1)
    )  # fmt: skip
    columns = (
        Column("No.", True), Column("Action"), Column("Importance"), Column("About"), Column("Rule"), Column("Money"),
        Column("Owner"), Column("Due"),
    )  # fmt: skip
    return (
        Table(
            "What is to be done, the most important first; owners and dates are filled in at the meeting", columns, rows
        ),
    )


_IMPORTANCE = {"error": "high", "warning": "medium", "advice": "low"}


def sign_off(review: Review) -> tuple[Block, ...]:
    about = f"What is signed is the description with sha256 {review.digest}; any change of it is another description."
    return (Form("Decision", ("Role", "Name", "Decision", "Date", "Signature"), 3, about),)

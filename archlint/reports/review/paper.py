"""The sections for the meeting itself: next actions, what changed, the action plan, the sign-off."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from archlint.lint.actions import EFFORTS
from archlint.lint.report import SEVERITIES
from archlint.reports import summary
from archlint.reports.review import money
from archlint.reports.review.blocks import Block, Cell, Column, Form, Heading, Items, Table, Text

if TYPE_CHECKING:
    from archlint.lint.actions import Action
    from archlint.lint.report import Finding
    from archlint.lint.review import Review

NEXT = 5
_IMPORTANCE = {"error": "high", "warning": "medium", "advice": "low"}
_GUESSED = (
    "Effort is a guess from what a remedy touches: small is one setting, medium one component, large the way between "
    "two. Owners and dates are filled in at the meeting."
)


def next_actions(review: Review) -> tuple[Block, ...]:
    """The remedies that come first: of the worst findings, of those the dearest; each rule's once."""
    first: dict[str, tuple[int, Action]] = {}
    for number, action in enumerate(review.actions, 1):
        first.setdefault(action.finding.rule, (number, action))
    if not first:
        return ()
    alike = Counter(action.finding.rule for action in review.actions)
    items = tuple(_next(number, action, alike[rule]) for rule, (number, action) in list(first.items())[:NEXT])
    return (Heading("The next actions"), Items(items, ordered=True))


def _next(number: int, action: Action, alike: int) -> Cell:
    finding = action.finding
    more = f" – and {alike - 1:,} more like it" if alike > 1 else ""
    return Cell(finding.remedy, finding.severity, f"#finding-{number}", note=f"{finding.message}{more}")


def changes(review: Review) -> tuple[Block, ...]:
    found = review.changes
    if found is None:
        return ()
    blocks: list[Block] = [Text(f"Compared with {found.old}.")]
    parts = (
        ("New findings", tuple(Cell(f"{f.message} (`{f.rule}`)", f.severity) for f in found.appeared)),
        ("Findings that are gone", tuple(Cell(f"{f.message} (`{f.rule}`)", "good") for f in found.gone)),
        ("New components", tuple(Cell(name) for name in found.components_added)),
        ("Removed components", tuple(Cell(name) for name in found.components_removed)),
    )
    for title, items in parts:
        if items:
            blocks += [Heading(f"{title}: {len(items)}"), Items(items)]
    if len(blocks) == 1:
        blocks.append(Text("The findings and the components are the same."))
    return (*blocks, *money.changed(review))


def plan(review: Review) -> tuple[Block, ...]:
    if not review.actions:
        return ()
    money = any(action.finding.monthly_cost is not None for action in review.actions)
    columns = (
        Column("No.", True), Column("Action", look="long"), Column("Importance"), Column("Effort"), Column("About"),
        Column("Rule", look="medium"),
        *((Column("Costs a month", True),) if money else ()),
        Column("Owner", look="blank"), Column("Due", look="blank"),
    )  # fmt: skip
    rows = tuple(_planned(number, action, money=money) for number, action in enumerate(review.actions, 1))
    return (Text(_GUESSED), _quadrant(review), Table("What is to be done, the most important first", columns, rows))


def _planned(number: int, action: Action, *, money: bool) -> tuple[Cell, ...]:
    finding = action.finding
    return (
        Cell(str(number), href=f"#finding-{number}", order=number), Cell(finding.remedy),
        Cell(_IMPORTANCE[finding.severity], finding.severity, order=SEVERITIES.index(finding.severity)),
        Cell(action.effort, order=EFFORTS.index(action.effort)), Cell(finding.subject or finding.component),
        Cell(finding.rule, href=finding.source),
        *((_at_stake(finding),) if money else ()), Cell(""), Cell(""),
    )  # fmt: skip


def _at_stake(finding: Finding) -> Cell:
    if finding.monthly_cost is None:
        return Cell("", order=0.0)
    return Cell(summary.money(finding.monthly_cost), order=float(finding.monthly_cost))


def _quadrant(review: Review) -> Table:
    """The numbers of the actions by importance and effort."""
    numbers: dict[tuple[str, str], list[str]] = {}
    for number, action in enumerate(review.actions, 1):
        numbers.setdefault((action.finding.severity, action.effort), []).append(str(number))
    rows = tuple(
        (
            Cell(f"{_IMPORTANCE[severity]} importance", severity),
            *(Cell(", ".join(numbers.get((severity, effort), ()))) for effort in EFFORTS),
        )
        for severity in SEVERITIES
        if any((severity, effort) in numbers for effort in EFFORTS)
    )
    columns = (Column("Actions by number"), *(Column(f"{effort} effort") for effort in EFFORTS))
    return Table("Where to begin: importance and effort", columns, rows)


def sign_off(review: Review) -> tuple[Block, ...]:
    about = f"What is signed is the description with sha256 `{review.digest}`; any change of it is another description."
    return (Form("Decision", ("Role", "Name", "Decision", "Date", "Signature"), 3, about),)

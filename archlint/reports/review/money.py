"""The sections about money: the bill, other loads, and scenarios side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.reports.cost_words import amount, change, dollars, percent, terms, title, units
from archlint.reports.review.blocks import Bars, Block, Cell, Column, Heading, Line, Table, Text
from archlint.reports.summary import found

if TYPE_CHECKING:
    from decimal import Decimal

    from archlint.cost.bill import Bill
    from archlint.lint.review import Review

_MOST_BARS = 10


def figure(bill: Bill) -> str:
    """The month's total as a figure."""
    return ("≥ " if bill.unknown else "") + dollars(bill.monthly)


def remark(review_bill: Bill) -> str:
    return f"at least: {len(review_bill.unknown)} things are unknown" if review_bill.unknown else "a month"


def tone(review: Review) -> str:
    """Whether the bill is within the description's budget."""
    budget = review.design.description.head.budget
    if budget is None or not budget:
        return ""
    return "error" if float(review.bill.monthly) > float(budget) else "good"


def bill(review: Review) -> tuple[Block, ...]:
    whole = review.bill
    priced = [component for component in whole.components if component.items]
    if not priced:
        return ()
    ranked = sorted(priced, key=lambda component: (-component.monthly, component.name))
    blocks: list[Block] = [Text(f"{title(whole)[0].upper()}{title(whole)[1:]}. {terms(whole)}")]
    largest = ranked[0].monthly or 1
    bars = [
        (one.name, float(one.monthly / largest), dollars(one.monthly), "") for one in ranked[:_MOST_BARS] if one.monthly
    ]
    if bars:
        blocks.append(Bars("What costs most, a month", tuple(bars)))
    blocks.append(_lines(whole))
    blocks += _entries(whole)
    if review.influences:
        rows = tuple(
            (
                Cell(one.what),
                Cell(f"{one.elasticity:.0%}", order=f"{one.elasticity:020.9f}"),
                Cell(f"${one.monthly:,.2f}", order=f"{one.monthly:020.6f}"),
            )
            for one in review.influences
        )
        columns = (Column("Input"), Column("Share of the bill that follows it", True), Column("A month", True))
        blocks.append(Table("Which input moves the bill most", columns, rows))
    return tuple(blocks)


def _lines(whole: Bill) -> Table:
    rows = [
        (
            Cell(component.name), Cell(item.label), Cell(amount(item.quantity), order=f"{float(item.quantity):024.6f}"),
            Cell(units(item.quantity, item.unit)), Cell(dollars(item.monthly), order=f"{float(item.monthly):020.6f}"), Cell(item.worked_out),
        )
        for component in whole.components
        for item in component.items
    ]  # fmt: skip
    columns = (
        Column("Component"),
        Column("Line"),
        Column("Quantity", True),
        Column("Unit"),
        Column("Monthly", True),
        Column("Worked out"),
    )
    foot = (Cell("Total"), Cell(""), Cell(""), Cell(""), Cell(dollars(whole.monthly)), Cell(""))
    return Table("The bill, line by line", columns, tuple(rows), foot)


def _entries(whole: Bill) -> list[Block]:
    if not whole.entries:
        return []
    rows = tuple(
        (
            Cell(entry.name), Cell(amount(entry.requests), order=f"{float(entry.requests):024.3f}"),
            Cell(dollars(entry.monthly), order=f"{float(entry.monthly):020.6f}"),
            Cell(dollars(entry.per_million) if entry.per_million is not None else "", order=f"{float(entry.per_million or 0):020.6f}"),
        )
        for entry in whole.entries
    )  # fmt: skip
    columns = (
        Column("Entry point"),
        Column("Requests a month", True),
        Column("Causes a month", True),
        Column("Per million", True),
    )
    return [Table("What each entry point causes, everything behind it included", columns, rows)]


def what_if(review: Review) -> tuple[Block, ...]:
    points = review.points
    if not points or not any(point.monthly for point in points):
        return ()
    line = tuple((p.factor, float(p.monthly), dollars(p.monthly), "; ".join(p.steps)) for p in points)
    rows = tuple(
        (
            Cell(f"×{p.factor:g}", order=f"{p.factor:020.4f}"), Cell(dollars(p.monthly), order=f"{float(p.monthly):020.4f}"),
            Cell(dollars(p.per_million) if p.per_million is not None else ""), Cell("; ".join(p.steps)),
        )
        for p in points
    )  # fmt: skip
    columns = (
        Column("Load", True),
        Column("Monthly", True),
        Column("Per million requests", True),
        Column("What is different"),
    )
    return (Line("The bill at multiples of today's load", line), Table("The same in figures", columns, rows))


def scenarios(review: Review) -> tuple[Block, ...]:
    if not review.scenarios:
        return ()
    base = review.scenarios[0].bill.monthly
    rows = []
    for view in review.scenarios:
        by = view.bill.monthly - base
        tight = view.tightest
        rows.append((
            Cell(view.name or "as described"), Cell(figure(view.bill), order=f"{float(view.bill.monthly):020.4f}"),
            Cell(_by(by, base) if view.name else ""), Cell(found(view.findings)),
            Cell(f"{tight.subject}: {tight.what}, {tight.share:.0%} used" if tight else "", "error" if tight and tight.share > 1 else ""),
        ))  # fmt: skip
    columns = (
        Column("Scenario"),
        Column("Monthly", True),
        Column("Difference", True),
        Column("Findings"),
        Column("Tightest limit"),
    )
    return (Table("The description and its scenarios", columns, tuple(rows)),)


def _by(by: Decimal, base: Decimal) -> str:
    return f"{change(by)} ({percent(by / base)})" if base else change(by)


def changed(review: Review) -> tuple[Block, ...]:
    """How the money changed since the older description."""
    if review.changes is None:
        return ()
    money = review.changes.money
    rows = tuple(
        (
            Cell(one.name),
            Cell(dollars(one.before) if one.before is not None else "new"),
            Cell(dollars(one.after) if one.after is not None else "gone"),
            Cell(change(one.by)),
        )
        for one in money.changes
        if one.by
    )
    columns = (Column("Component"), Column("Before", True), Column("After", True), Column("Change", True))
    total = (Cell("Total"), Cell(dollars(money.before)), Cell(dollars(money.after)), Cell(change(money.by)))
    return (Heading("Money"), Table("The bill before and after", columns, rows, total))

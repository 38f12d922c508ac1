"""The sections about money: the bill, other loads, and scenarios side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.document.money import dollars
from archlint.reports.cost_words import amount, change, percent, terms, title, units
from archlint.reports.review import limits
from archlint.reports.review.blocks import Bars, Block, Cell, Column, Curve, Heading, Items, Point, Table, Text
from archlint.reports.summary import found

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from archlint.cost.bill import Bill, ComponentBill
    from archlint.lint.review import Review, ScenarioView

_MOST_BARS = 10


def figure(bill: Bill) -> str:
    """The month's total as a figure."""
    return ("≥ " if bill.unknown else "") + dollars(bill.monthly)


def remark(bill: Bill) -> str:
    """What is to be known beside the figure."""
    if not bill.unknown:
        return "a month"
    return (
        "at least: 1 thing is unknown"
        if len(bill.unknown) == 1
        else f"at least: {len(bill.unknown)} things are unknown"
    )


def over_budget(review: Review) -> bool | None:
    """Whether the bill is above the description's budget; None where it has none."""
    budget = review.design.budget
    return None if not budget else float(review.bill.monthly) > float(budget)


def bill(review: Review) -> tuple[Block, ...]:
    whole = review.bill
    priced = [component for component in whole.components if component.items]
    if not priced:
        return ()
    said = title(whole)
    blocks: list[Block] = [Text(f"{said[0].upper()}{said[1:]}. {terms(whole)}"), Text(_split(review))]
    blocks += _dearest(priced)
    blocks += [_lines(whole), *_entries(whole)]
    if review.influences:
        rows = tuple(
            (
                Cell(one.what),
                Cell(f"{one.elasticity * 100:.0f} %", order=one.elasticity),
                Cell(dollars(one.monthly), order=one.monthly),
            )
            for one in review.influences
        )
        columns = (Column("Input"), Column("Share of the bill that follows it", True), Column("A month", True))
        blocks.append(Table("Which input moves the bill most", columns, rows))
    return tuple(blocks)


def _split(review: Review) -> str:
    whole, free = review.bill, review.bill_with_free_tier
    used = dollars(whole.monthly - whole.standing)
    grows = f"{dollars(whole.standing)} is paid whether anything enters or not, {used} grows with use."
    if free.monthly == whole.monthly:
        return grows
    return f"{grows} With what AWS always gives away taken off, it would be {dollars(free.monthly)}."


def _dearest(priced: list[ComponentBill]) -> Iterator[Bars]:
    ranked = sorted((one for one in priced if one.monthly), key=lambda one: (-one.monthly, one.name))[:_MOST_BARS]
    if ranked:
        largest = ranked[0].monthly
        rows = tuple((one.name, float(one.monthly / largest), dollars(one.monthly), "") for one in ranked)
        yield Bars("What costs most, a month", rows)


def _lines(whole: Bill) -> Table:
    rows = tuple(
        (
            Cell(component.name), Cell(item.label), Cell(amount(item.quantity), order=float(item.quantity)),
            Cell(units(item.quantity, item.unit)), Cell(dollars(item.monthly), order=float(item.monthly)),
            Cell(item.worked_out),
        )
        for component in whole.components
        for item in component.items
    )  # fmt: skip
    columns = (
        Column("Component"), Column("Line", look="medium"), Column("Quantity", True), Column("Unit"),
        Column("Monthly", True), Column("Worked out", look="long"),
    )  # fmt: skip
    foot = (Cell("Total"), Cell(""), Cell(""), Cell(""), Cell(dollars(whole.monthly)), Cell(""))
    return Table("The bill, line by line", columns, rows, foot)


def _entries(whole: Bill) -> Iterator[Table]:
    if not whole.entries:
        return
    rows = tuple(
        (
            Cell(entry.name), Cell(amount(entry.requests), order=float(entry.requests)), _money(entry.monthly),
            _money(entry.per_million),
        )
        for entry in whole.entries
    )  # fmt: skip
    columns = (
        Column("Entry point"),
        Column("Requests a month", True),
        Column("Causes a month", True),
        Column("Per million", True),
    )
    yield Table("What each entry point causes, everything behind it included", columns, rows)


def _money(sum_: Decimal | None) -> Cell:
    return Cell("") if sum_ is None else Cell(dollars(sum_), order=float(sum_))


def what_if(review: Review) -> tuple[Block, ...]:
    points = review.points
    if not any(point.monthly for point in points):
        return ()
    budget = review.design.budget
    line = (float(budget), f"budget {budget}") if budget else None
    drawn = tuple(Point(p.factor, float(p.monthly), dollars(p.monthly), "; ".join(p.steps)) for p in points)
    rows = tuple(
        (Cell(f"×{p.factor:g}", order=p.factor), _money(p.monthly), _money(p.per_million), Cell("; ".join(p.steps)))
        for p in points
    )
    columns = (
        Column("Load", True),
        Column("Monthly", True),
        Column("Per million requests", True),
        Column("What is different from there on", look="long"),
    )
    return (
        Curve("The bill at multiples of today's load, US dollars a month on logarithmic scales", drawn, line),
        Table("The same in figures", columns, rows),
    )


def scenarios(review: Review) -> tuple[Block, ...]:
    views = review.scenarios
    if not views:
        return ()
    columns = (
        Column("Scenario"), Column("Monthly", True), Column("Difference", True),
        Column("Findings", look="long"), Column("Tightest limit", look="long"),
    )  # fmt: skip
    table = Table(
        "The description and its scenarios", columns, tuple(_scenario(view, views[0].bill.monthly) for view in views)
    )
    blocks: list[Block] = [table, *_by_component(views)]
    for view in views[1:]:
        if view.only:
            items = tuple(Cell(f"{found.message} (`{found.rule}`)", found.severity) for found in view.only)
            blocks += [Heading(f"Only in {view.name}"), Items(items)]
    return tuple(blocks)


def _scenario(view: ScenarioView, base: Decimal) -> tuple[Cell, ...]:
    tight, by = view.tightest, view.bill.monthly - base
    limit = (
        Cell(f"{tight.subject}: {tight.what}, {limits.used(tight)}", limits.tone(tight.share)) if tight else Cell("")
    )
    grown = f"{change(by)} ({percent(by / base)})" if base else change(by)
    return (
        Cell(view.name or "as described"), Cell(figure(view.bill), order=float(view.bill.monthly)),
        Cell(grown if view.name else "", order=float(by)), Cell(found(view.findings)), limit,
    )  # fmt: skip


def _by_component(views: tuple[ScenarioView, ...]) -> Iterator[Table]:
    """What each component costs in each scenario, where it is not the same in all."""
    names = dict.fromkeys(part.name for view in views for part in view.bill.components)
    costs = {name: [view.bill.of(name) for view in views] for name in names}
    rows = tuple((Cell(name), *map(_money, each)) for name, each in costs.items() if len(set(each)) > 1)
    if rows:
        columns = (Column("Component"), *(Column(view.name or "as described", True) for view in views))
        foot = (Cell("Total"), *(_money(view.bill.monthly) for view in views))
        yield Table("What they cost, component by component", columns, rows, foot)


def changed(review: Review) -> tuple[Block, ...]:
    """How the money changed since the older description."""
    if review.changes is None:
        return ()
    money = review.changes.money
    rows = tuple(
        (
            Cell(one.name), Cell("new") if one.before is None else _money(one.before),
            Cell("gone") if one.after is None else _money(one.after), Cell(change(one.by), order=float(one.by)),
        )
        for one in money.changes
        if one.by
    )  # fmt: skip
    columns = (Column("Component"), Column("Before", True), Column("After", True), Column("Change", True))
    total = (Cell("Total"), _money(money.before), _money(money.after), Cell(change(money.by)))
    return (Heading("Money"), Table("The bill before and after", columns, rows, total))

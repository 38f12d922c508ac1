"""The bill for people at a terminal: a table of lines, what each entry point costs, what is assumed and not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.document.money import dollars
from archlint.reports.cost_words import amount, terms, title, units
from archlint.reports.escape import legible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from archlint.cost.bill import Bill
    from archlint.cost.curve import Point
    from archlint.cost.sensitivity import Influence

Row = tuple[str, ...]


def render(bills: Sequence[tuple[str, Bill]], *, details: bool = False, width: int | None = None) -> str:
    """Every bill under the path of its description; `details` adds how each line was worked out.

    In a terminal that is too narrow for the table the lines' names are shortened; `width` is None without a terminal.
    """
    return "\n".join("".join(f"{line}\n" for line in _bill(path, bill, details, width)) for path, bill in bills)


def _bill(path: str, bill: Bill, details: bool, width: int | None) -> Iterator[str]:
    yield f"{legible(path)}: {title(bill)}"
    yield ""
    rows: list[Row] = [("component", "line", "quantity", "unit", "monthly")]
    for component in bill.components:
        name = component.name
        for item in component.items:
            count = amount(item.quantity)
            rows.append((name, item.label, count, units(item.quantity, item.unit), dollars(item.monthly)))
            name = ""
            if details:
                rows.append(("", f"  = {item.worked_out}", "", "", ""))
    rows.append(("total", "", "", "", dollars(bill.monthly)))
    yield from table(fitting(rows, width), right=(2, 4), loose=("  = ",))
    yield ""
    yield from _entries(bill)
    yield from _told("At least, for this is not known:", bill.unknown)
    yield from _told("Assumed:", [str(one) for one in bill.assumed])
    yield terms(bill)


def fitting(rows: list[Row], width: int | None) -> list[Row]:
    """The rows with the names of lines cut to what a terminal has room for, where it has room for any of them."""
    if width is None:
        return rows
    rest = sum(max(len(row[at]) for row in rows) for at in (0, 2, 3, 4))
    room = max(_LEAST, width - rest - 2 * len(rows[0]))
    return [
        (row[0], row[1] if len(row[1]) <= room else f"{row[1][: room - 1].rstrip()}…", *row[2:])
        if not row[1].startswith("  = ")
        else row
        for row in rows
    ]


_LEAST = 12  # columns that the name of a line keeps


def _entries(bill: Bill) -> Iterator[str]:
    if not bill.entries:
        return
    rows: list[Row] = [("entry point", "a month", "monthly", "per million")]
    for entry in bill.entries:
        each = "" if entry.per_million is None else dollars(entry.per_million)
        rows.append((entry.name, amount(entry.requests), dollars(entry.monthly), each))
    rows.append(("whatever happens", "", dollars(bill.standing), ""))
    yield from table(rows, right=(1, 2, 3))
    yield ""


def _told(head: str, texts: Iterable[str]) -> Iterator[str]:
    told = list(texts)
    if told:
        yield head
        yield from (f"  - {legible(text)}" for text in told)
        yield ""


def table(rows: Sequence[Row], right: Sequence[int], loose: tuple[str, ...] = ()) -> Iterator[str]:
    """Aligned columns, two spaces apart; `right` are those of numbers, cells that start with `loose` take any room."""
    shown = [tuple(legible(cell) for cell in row) for row in rows]
    widths = [
        max(len(row[at]) for row in shown if not (loose and row[at].startswith(loose))) for at in range(len(rows[0]))
    ]
    for row in shown:
        cells = [cell.rjust(widths[at]) if at in right else cell.ljust(widths[at]) for at, cell in enumerate(row)]
        yield ("  " + "  ".join(cells)).rstrip()


def curve(points: Sequence[tuple[str, Sequence[Point]]]) -> str:
    """The bill at other loads, under the path of each description."""
    return "\n".join("".join(f"{line}\n" for line in _curve(path, found)) for path, found in points)


def _curve(path: str, points: Sequence[Point]) -> Iterator[str]:
    yield f"{legible(path)}: the bill at other loads"
    yield ""
    rows: list[Row] = [("load", "monthly", "per million", "from here on")]
    for point in points:
        least = "≥ " if point.at_least else ""
        each = "" if point.per_million is None else dollars(point.per_million)
        first, *more = point.steps or ("",)
        rows.append((f"{point.factor:g}×", least + dollars(point.monthly), each, first))
        rows += [("", "", "", step) for step in more]
    yield from table(rows, right=(0, 1, 2))


def sensitivity(found: Sequence[tuple[str, Sequence[Influence]]]) -> str:
    """What moves the bill most, under the path of each description."""
    return "\n".join("".join(f"{line}\n" for line in _sensitivity(path, one)) for path, one in found)


def _sensitivity(path: str, found: Sequence[Influence]) -> Iterator[str]:
    yield f"{legible(path)}: what moves the bill most"
    yield ""
    rows: list[Row] = [("input", "10 % more changes the bill by")]
    rows += [(one.what, f"{one.elasticity * 10:+.2f} %") for one in found]
    yield from table(rows, right=(1,))

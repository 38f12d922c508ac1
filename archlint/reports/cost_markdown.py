"""The bill as a comment: the dearest components first, entry points, what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.document.money import dollars
from archlint.reports.cost_words import amount, terms, title, units
from archlint.reports.escape import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archlint.cost.bill import Bill


def render(bills: Sequence[tuple[str, Bill]], *, details: bool = False) -> str:
    """Every bill under the path of its description; `details` adds how each line was worked out."""
    return "\n".join("".join(f"{line}\n" for line in _bill(path, bill, details)) for path, bill in bills)


def _bill(path: str, bill: Bill, details: bool) -> Iterator[str]:
    yield f"### {markdown(path)}: {title(bill)}"
    yield ""
    yield "| component | line | quantity | monthly |" + (" worked out |" if details else "")
    yield "| --- | --- | ---: | ---: |" + (" --- |" if details else "")
    for component in sorted(bill.components, key=lambda part: -part.monthly):
        for item in sorted(component.items, key=lambda part: -part.monthly):
            count = f"{amount(item.quantity)} {units(item.quantity, item.unit)}"
            more = f" {markdown(item.worked_out)} |" if details else ""
            cells = (markdown(component.name), markdown(item.label), count, dollars(item.monthly))
            yield f"| {' | '.join(cells)} |{more}"
    yield ""
    if bill.entries:
        yield "| entry point | a month | monthly | per million |"
        yield "| --- | ---: | ---: | ---: |"
        for entry in bill.entries:
            each = "" if entry.per_million is None else dollars(entry.per_million)
            yield f"| {markdown(entry.name)} | {amount(entry.requests)} | {dollars(entry.monthly)} | {each} |"
        yield f"| whatever happens | | {dollars(bill.standing)} | |"
        yield ""
    if bill.unknown:
        yield "At least, for this is not known:"
        yield ""
        yield from (f"- {markdown(text)}" for text in bill.unknown)
        yield ""
    if bill.assumed:
        yield "Assumed:"
        yield ""
        yield from (f"- {markdown(str(one))}" for one in bill.assumed)
        yield ""
    yield terms(bill)

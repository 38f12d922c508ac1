"""The bill of a design: its load, what that makes AWS meter, the prices, and who causes what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from archlint.cost.bill import Bill, ComponentBill, EntryBill, Item, Line
from archlint.cost.book import PriceBook
from archlint.cost.events import Assumption, Gap, Metered
from archlint.cost.metering import metered
from archlint.cost.pricing import FreeTier, priced, proportional
from archlint.cost.tiers import exact, total
from archlint.design.load import Load
from archlint.document.quantities import Quantity
from archlint.document.units import MONTH
from archlint.model.base import Fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from archlint.design.graph import Design
    from archlint.design.load.shares import End

Told = TypeVar("Told", Gap, Assumption)


class Terms(NamedTuple):
    """How an estimate is made: free allowances or not, a region whose prices stand in, and a factor on every rate."""

    free_tier: FreeTier = "none"
    fallback: str | None = None
    scale: float = 1.0


USUAL = Terms()
"""No free tier, no region's prices for another's, the load as it is stated."""


def estimate(design: Design, terms: Terms = USUAL) -> Bill:
    """What a month of a design costs at the likely values, with the low and the high end where it has ranges."""
    found = one_bill(design, terms, "likely")
    if not has_ranges(design):
        return found
    ends: list[Decimal] = [one_bill(design, terms, end).monthly for end in ("low", "high")]
    return found._replace(low=min(*ends, found.monthly), high=max(*ends, found.monthly))


def priced_events(design: Design, terms: Terms) -> tuple[Load, list[Line]]:
    """The load and the priced line of every meter event, for what looks behind the bill."""
    load = Load(design, "likely", terms.scale)
    counted = [event for event in metered(design, load) if isinstance(event, Metered)]
    return load, list(priced(counted, PriceBook(terms.fallback), terms.free_tier).lines)


def one_bill(design: Design, terms: Terms, end: End) -> Bill:
    """The bill at one end of the ranges."""
    load = Load(design, end, terms.scale)
    events = list(metered(design, load))
    counted = [event for event in events if isinstance(event, Metered)]
    book = PriceBook(terms.fallback)
    charges, lines, unpriced = priced(counted, book, terms.free_tier)
    head = design.description.head
    return Bill(
        region=head.region,
        scenario=design.description.scenario,
        free_tier=terms.free_tier,
        prices_as_of=max((charge.price.date for charge in charges), default=book.as_of(head.region)),
        components=tuple(_components(design, load, lines)),
        entries=tuple(_entries(load, lines)),
        charges=charges,
        gaps=_once(event for event in events if isinstance(event, Gap)),
        unpriced=unpriced,
        assumed=_once(event for event in events if isinstance(event, Assumption)),
        borrowed=tuple(sorted(book.borrowed)),
        monthly=total(charge.monthly for charge in charges),
    )


def _once(told: Iterable[Told]) -> tuple[Told, ...]:
    return tuple({str(one): one for one in told}.values())


def _components(design: Design, load: Load, lines: Sequence[Line]) -> Iterable[ComponentBill]:
    """A bill for each component in file order, then for the parts of networks."""
    by_component: dict[str, dict[tuple[str, str], list[Line]]] = {name: {} for name in design.components}
    for line in lines:
        items = by_component.setdefault(line.event.component, {})
        items.setdefault((line.event.region, line.event.dimension), []).append(line)
    for name, items in by_component.items():
        component = design.components.get(name)
        parts = tuple(_item(group) for group in items.values())
        monthly = total(item.monthly for item in parts)
        if component is None:
            yield ComponentBill(name, "network", None, None, parts, monthly)
        elif parts or load.fed(component):
            average = load.arrivals(component) if load.fed(component) else None
            peak = load.peak(component) if load.peaks(component) else None
            yield ComponentBill(name, component.type, average, peak, parts, monthly)


def _item(lines: Sequence[Line]) -> Item:
    price = lines[0].charge.price
    return Item(
        dimension=price.dimension,
        label=price.label,
        unit=price.unit,
        quantity=total(line.quantity for line in lines),
        billed=total(line.billed for line in lines),
        monthly=total(line.monthly for line in lines),
        lines=tuple(lines),
    )


def costs_per_event(load: Load, lines: Iterable[Line]) -> list[float]:
    """US dollars a month that one event per second makes at each node of the load, with everything that it sets off."""
    direct: dict[int, float] = {}
    for line in lines:
        node = line.event.driver
        if node is not None:
            direct[node] = direct.get(node, 0.0) + float(line.monthly)
    return load.costs_per_event(
        {node: cost / load.value(node) for node, cost in direct.items() if load.value(node) > 0.0}
    )


def _entries(load: Load, lines: Sequence[Line]) -> Iterable[EntryBill]:
    """What each entry point causes. The amounts add up to all that grows with any of them."""
    variable = total(line.monthly for line in lines if line.event.driver is not None)
    each = costs_per_event(load, lines)
    entries = load.entries
    weights = [each[load.node(entry.at)] * entry.rate for entry in entries]
    amounts = proportional(variable, weights) if entries else []
    for entry, amount in zip(entries, amounts, strict=True):
        yield EntryBill(entry.name, amount, exact(entry.rate * MONTH))


def has_ranges(design: Design) -> bool:
    """True where any quantity of a description is a range, so that its bill has a low and a high end."""
    description = design.description
    parts: list[Iterable[Fields]] = [description.components.values(), description.flows, description.usage.values()]
    return any(_ranges(part) for group in parts for part in group)


def _ranges(part: Fields) -> bool:
    for name in part.given:
        value = part.__dict__.get(name)
        if isinstance(value, Quantity):
            if value.is_range:
                return True
        elif isinstance(value, Fields):
            if _ranges(value):
                return True
        elif isinstance(value, dict | list):
            inner = value.values() if isinstance(value, dict) else value
            if any(_ranges(item) if isinstance(item, Fields) else _is_range(item) for item in inner):
                return True
    return False


def _is_range(value: object) -> bool:
    return isinstance(value, Quantity) and value.is_range

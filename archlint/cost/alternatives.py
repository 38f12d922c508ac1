"""What one component costs by itself: as it is, as it could be set instead, and what single flows make of it.

Every amount is in US dollars a month, from the first tier on, and None where something that it depends on is not known.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from archlint.cost.book import NoPrice, PriceBook
from archlint.cost.events import Gap, Metered
from archlint.cost.metering import METERS, unread
from archlint.cost.pricing import priced
from archlint.cost.site import Site
from archlint.cost.tiers import ZERO, exact, slices, total

if TYPE_CHECKING:
    from collections.abc import Container
    from decimal import Decimal

    from archlint.cost.bill import Line
    from archlint.design.graph import Design
    from archlint.model.base import Place
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

C = TypeVar("C", bound="Component")

_BOOK = PriceBook()


class Own(NamedTuple):
    """The lines of one component's own meter, what it would need to know besides, and whether all has its price."""

    lines: tuple[Line, ...]
    gaps: tuple[Place, ...]
    is_priced: bool


def own(design: Design, component: Component) -> Own | None:
    """What a component's meter counts under the design's load; None for a type that has none, or without any load."""
    if design.components.get(component.name) is not component:  # it is set otherwise than the design has it
        return _metered(design, component)
    kept = _KEPT.setdefault(design, {})
    if component.name not in kept:
        kept[component.name] = _metered(design, component)
    return kept[component.name]


def _metered(design: Design, component: Component) -> Own | None:
    where = METERS.get(component.type)
    if where is None or not design.has_load or unread(component):
        return None
    meter: Any = getattr(import_module(f"archlint.cost.meters.{where[0]}"), where[1])
    events = list(meter(component, Site(design, design.load, component)))
    found = priced([event for event in events if isinstance(event, Metered)], _BOOK)
    gaps = tuple(event.place for event in events if isinstance(event, Gap))
    return Own(found.lines, gaps, not found.unpriced)


_KEPT: WeakKeyDictionary[Design, dict[str, Own | None]] = WeakKeyDictionary()
"""What components cost as they are: several rules ask for it."""


def monthly(design: Design, component: Component) -> Decimal | None:
    """What a component costs, where its load is known."""
    found = _of_known_load(design, component)
    return None if found is None or found.gaps or not found.is_priced else total(line.monthly for line in found.lines)


def saving(design: Design, component: C, **changes: Any) -> Decimal | None:
    """What other settings of a component save (negative: what they cost more).

    What it holds is the same before and after, so nothing has to be known of that.
    """
    before, after = _of_known_load(design, component), _of_known_load(design, otherwise(component, **changes))
    if before is None or after is None or not (before.is_priced and after.is_priced):
        return None
    if any(not _is_held(gap) for gap in (*before.gaps, *after.gaps)):
        return None
    return total(line.monthly for line in before.lines) - total(line.monthly for line in after.lines)


def standing(design: Design, component: Component) -> Decimal | None:
    """What a component costs whether anything happens or not, beside what it holds where that is not known."""
    found = own(design, component)
    if found is None or not found.is_priced or any(not _is_held(gap) for gap in found.gaps):
        return None
    return total(line.monthly for line in found.lines if line.event.driver is None)


def caused(design: Design, component: Component, *flows: AnyFlow) -> Decimal | None:
    """What a component costs because of these flows into or out of it."""
    found = causes(design, component)
    parts = [None if found is None else found.get(design.load.node(flow), ZERO) for flow in flows]
    return None if None in parts else total(part for part in parts if part is not None)


def causes(design: Design, component: Component) -> dict[int, Decimal | None] | None:
    """What each flow makes a component cost, by its node in the load; None for a flow of which not all is known."""
    found = _of_known_load(design, component)
    gaps = [gap.path for gap in found.gaps if not _is_held(gap)] if found is not None else []
    if found is None or not found.is_priced or any(path[0] != "flows" for path in gaps):
        return None
    amounts: dict[int, list[Decimal]] = {}
    for line in found.lines:
        if line.event.driver is not None:
            amounts.setdefault(line.event.driver, []).append(line.monthly)
    unclear = (design.flow_at(path[1]) for path in gaps)
    return {
        **{node: total(parts) for node, parts in amounts.items()},
        **{design.load.node(flow): None for flow in unclear if flow is not None},
    }


def spent(design: Design, component: Component, dimensions: Container[str]) -> Decimal | None:
    """What a component spends on some dimensions; None where that is nothing as far as is known."""
    found = _of_known_load(design, component)
    if found is None or not found.is_priced or any(gap.path[0] == "flows" for gap in found.gaps):
        return None
    return total(line.monthly for line in found.lines if line.event.dimension in dimensions) or None


def charge(design: Design, component: Component, dimension: str, quantity: float) -> Decimal | None:
    """What a month's quantity of one dimension costs where the component is."""
    price = _BOOK.price(dimension, component.region or design.description.head.region)
    return None if isinstance(price, NoPrice) else total(part.monthly for part in slices(exact(quantity), price))


def otherwise(component: C, **changes: Any) -> C:
    """The component with other settings, at the same place in the design."""
    copy = object.__new__(type(component))
    copy.__dict__.update(component.__dict__)
    copy.__dict__.update(changes)
    copy.__dict__["given"] = component.given | changes.keys()
    return copy


def _of_known_load(design: Design, component: Component) -> Own | None:
    """What a component's meter counts, where every entry point that feeds it says how much it is used."""
    if not design.has_load or not design.load.fed(component) or not design.load.complete(component):
        return None
    return own(design, component)


def _is_held(gap: Place) -> bool:
    """True for what a component holds: it is paid for as well however the component is set, and whatever comes."""
    return gap.path[0] == "usage" or gap.path[-1] == "storage"

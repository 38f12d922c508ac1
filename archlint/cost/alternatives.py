"""What one component costs by itself, as it is and as it could be set instead, under the same load."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from archlint.cost.book import PriceBook
from archlint.cost.events import Metered
from archlint.cost.metering import METERS
from archlint.cost.pricing import priced
from archlint.cost.site import Site
from archlint.cost.tiers import ZERO

if TYPE_CHECKING:
    from decimal import Decimal

    from archlint.design.graph import Design
    from archlint.model.component import Component

C = TypeVar("C", bound="Component")


def otherwise(component: C, **changes: Any) -> C:
    """The component with other settings, at the same place in the design."""
    copy = object.__new__(type(component))
    copy.__dict__.update(component.__dict__)
    copy.__dict__.update(changes)
    copy.__dict__["given"] = component.given | changes.keys()
    return copy


def monthly(design: Design, component: Component) -> Decimal | None:
    """US dollars a month of one component by itself, from the first tier on; None where anything of it is unknown."""
    where = METERS.get(component.type)
    load = design.load
    if where is None or not load.fed(component) or not load.complete(component):
        return None
    meter: Any = getattr(import_module(f"archlint.cost.meters.{where[0]}"), where[1])
    events = list(meter(component, Site(design, load, component)))
    counted = [event for event in events if isinstance(event, Metered)]
    found = priced(counted, PriceBook())
    if found.unpriced or (len(counted) < len(events) and _gaps(events)):
        return None
    return sum((line.monthly for line in found.lines), ZERO)


def _gaps(events: list[Any]) -> bool:
    from archlint.cost.events import Gap

    return any(isinstance(event, Gap) for event in events)


def saving(design: Design, component: C, **changes: Any) -> Decimal | None:
    """What other settings save a month (negative: what they cost more); None where it is not known."""
    now, then = monthly(design, component), monthly(design, otherwise(component, **changes))
    return None if now is None or then is None else now - then

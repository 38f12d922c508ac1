"""Who needs events in order or just once, and where order is lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.model.component import known

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.component import Component, Needs
    from archlint.model.description import AnyFlow

KEEPS_ORDER = frozenset({"as_sent", "per_group", "per_shard", "per_item"})
"""What an integration says of order where none is lost."""


def needs_order(flow: AnyFlow) -> bool:
    return _orders(flow.needs) or _orders(flow.target.needs)


def _orders(needs: Needs | None) -> bool:
    return needs is not None and known(needs) and known(needs.order)


def loses_order(design: Design, flow: AnyFlow) -> AnyFlow | None:
    """The first flow on the ways back from this one that does not keep order, where all between keep it."""
    pending, seen = [flow.source], {flow.source.name, flow.target.name}
    while pending:
        kept = []
        for before in design.events_into(pending.pop()):
            order = design.delivery(before).order
            if order in ("none", "best_effort"):
                return before
            if order in KEEPS_ORDER and before.source.name not in seen:
                seen.add(before.source.name)
                kept.append(before.source)
        pending += reversed(kept)
    return None


def wanted_in_order(component: Component) -> bool:
    return component.needs is not None and (not known(component.needs) or known(component.needs.order))


def fed_by_fifo(design: Design, component: Component) -> bool:
    return any(getattr(flow.source, "fifo", False) is True for flow in design.events_into(component))


def needs_once(flow: AnyFlow) -> bool:
    return any(
        needs is not None and known(needs) and needs.exactly_once is True for needs in (flow.needs, flow.target.needs)
    )

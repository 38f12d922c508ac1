"""How the parts hang together under load: circles that never end, databases that run out of connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks.hit import Hit
from archlint.model.component import known
from archlint.model.compute import Function
from archlint.model.storage import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design


def event_storm(design: Design) -> Iterator[Hit]:
    for loop in design.load.endless:
        flows = sorted(loop.flows, key=lambda flow: flow.number)
        first = flows[0]
        stated = next((flow for flow in flows if flow.gives("ratio")), None)
        if stated is None:
            continue  # nobody says how much comes back: event-loop warns of the circle
        names = [component.name for component in loop.components]
        yield Hit(
            at=stated.field("ratio"),
            related=[(flow.at, "") for flow in flows if flow is not stated],
            subject=first,
            values={"parts": names, "gain": f"{loop.gain:.3g}"},
        )


def connections_exhausted(design: Design) -> Iterator[Hit]:
    for database in design.of(Database):
        limit = database.max_connections
        if limit is None or not known(limit):
            continue
        callers = [flow.source for flow in design.events_into(database) if isinstance(flow.source, Function)]
        wanted = 0.0
        for function in callers:
            busy = design.load.concurrency(function, at_peak=True)
            wanted += (busy or 0.0) * float(function.connections)
        if wanted > limit:
            peaks = all(design.load.peaks(function) for function in callers)
            yield Hit(
                at=database.field("max_connections"),
                related=[(function.at, "") for function in callers],
                values={
                    "database": database,
                    "wanted": f"{wanted:,.0f}",
                    "limit": f"{limit:,}",
                    "functions": callers,
                    "when": "at the peak" if peaks else "on average (no peak is stated)",
                },
            )


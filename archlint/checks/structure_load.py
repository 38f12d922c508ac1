"""How the parts hang together under load: circles that never end, databases that run out of connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._rates import when
from archlint.checks._storms import storms
from archlint.checks.hit import Hit
from archlint.model.component import known
from archlint.model.compute import Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.checks._storms import Storm
    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow


def event_storm(design: Design) -> Iterator[Hit]:
    for storm in storms(design):
        parts = dict.fromkeys(flow.source.name for flow in storm.flows)
        gain = f"{storm.gain:.3g}" if storm.gain < float("inf") else "ever more"
        yield Hit(
            at=storm.stated.field("ratio"),
            related=[(flow.at, "") for flow in _back(storm)],
            subject=storm.stated,
            values={"parts": list(parts), "gain": gain},
        )


def _back(storm: Storm) -> list[AnyFlow]:
    """The shortest way from where the stated flow ends back to where it starts, within the storm."""
    ways: dict[str, list[AnyFlow]] = {storm.stated.target.name: []}
    waiting = list(ways)
    for name in waiting:
        for flow in storm.flows:
            if flow.source.name == name and flow.target.name not in ways:
                ways[flow.target.name] = [*ways[name], flow]
                waiting.append(flow.target.name)
    return ways.get(storm.stated.source.name, [])


def connections_exhausted(design: Design) -> Iterator[Hit]:
    from archlint.model.storage import Database

    for database in design.of(Database):
        limit = database.max_connections
        callers = _callers(design, database)
        wanted = sum(_at_once(design, function) * float(function.connections) for function in callers)
        if limit is not None and wanted > limit:
            yield Hit(
                at=database.field("max_connections"),
                related=[(function.at, "") for function in callers],
                values={
                    "database": database,
                    "wanted": f"{wanted:,.0f}",
                    "limit": f"{limit:,}",
                    "functions": callers,
                    "when": when(any(design.load.peaks(function) for function in callers)),
                },
            )


def _at_once(design: Design, function: Function) -> float:
    """How many of a function run at the peak: no more than are reserved for it."""
    wanted, reserved = design.load.concurrency(function, at_peak=True) or 0.0, function.reserved_concurrency
    return min(wanted, float(reserved)) if reserved is not None and known(reserved) else wanted


def _callers(design: Design, database: Component) -> list[Function]:
    """The functions that connect to a database themselves, without a proxy between, as far as that is known."""
    callers = {flow.source.name: flow.source for flow in design.events_into(database)}
    return [one for one in callers.values() if isinstance(one, Function) and known(one.connections)]

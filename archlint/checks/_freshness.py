"""How old data may be, as those say who read it behind a component."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.model.component import known
from archlint.model.flow import READS
from archlint.model.registry import PASS_THROUGH, STORES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.document.quantities import Duration
    from archlint.model.base import Place
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

_NOT_READ = frozenset({"transform", "backup"})


class Wish(NamedTuple):
    """How old the data may be that one reader gets, and where that is stated."""

    freshness: Duration
    reader: Component
    at: Place


def wishes(design: Design, start: Component) -> list[Wish]:
    """What is said about freshness from a component on: by itself, by what it delivers to, by what reads there.

    The tightest comes first.
    """
    found: dict[object, Wish] = {}
    _note(found, start, start, *design.events_into(start))
    todo, seen = [start], {start.name}
    while todo:
        here = todo.pop()
        for flow, reader in _readers(design, here):
            _note(found, reader, flow, reader)
            if reader.type in PASS_THROUGH | STORES and reader.name not in seen:
                seen.add(reader.name)
                todo.append(reader)
    return sorted(found.values(), key=lambda wish: wish.freshness)


def _note(found: dict[object, Wish], reader: Component, *parts: AnyFlow | Component) -> None:
    for part in parts:
        if part.needs is not None and known(part.needs.freshness):
            at = part.field("needs.freshness")
            found[at.path] = Wish(part.needs.freshness, reader, at)


def _readers(design: Design, component: Component) -> Iterator[tuple[AnyFlow, Component]]:
    """Who gets data out of a component: what it delivers to, and what reads in it."""
    for flow in design.events_out_of(component):
        if flow.purpose not in _NOT_READ:
            yield flow, flow.target
    for flow in design.events_into(component):
        if flow.operation in READS:
            yield flow, flow.source

"""Payloads that press on a limit, each told once for every end that it presses on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks.hit import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archlint.design.payloads import Pressing
    from archlint.model.base import Place

_SENT = {"event": "one event", "batch": "one batch", "answer": "one answer"}


def at_their_ends(pressing: Iterable[Pressing]) -> Iterator[Hit]:
    """A hit for each end that a stated payload presses on, at the flow that states it where that is one of several."""
    found: dict[tuple[Place, str, str], Pressing] = {}
    for each in pressing:
        key = (each.at, getattr(each.flow, each.limit.end).name, each.limit.of)
        if key not in found or each.flow.path == each.at.path[:-1]:
            found[key] = each
    for each in found.values():
        limit, end = each.limit, getattr(each.flow, each.limit.end)
        values = {"flow": each.flow, "payload": each.size, "limit": limit.limit, "end": end, "what": _SENT[limit.of]}
        yield Hit(at=each.at, subject=each.flow, related=[end.at], values=values)

"""Cold starts that a caller waits for: which functions an entry point calls, and what one of them starting adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.design.routes import ROUTED
from archlint.design.timing import ZERO
from archlint.model.component import Needs
from archlint.model.compute import Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.document.quantities import Duration
    from archlint.model.base import Place
    from archlint.model.description import AnyFlow


class Target(NamedTuple):
    """How long the caller of a flow may wait, and where that is stated."""

    latency: Duration
    at: Place


def target_of(flow: AnyFlow) -> Target | None:
    """The latency that a flow, or whoever calls by it, needs; None where none is stated."""
    for part in (flow, flow.source):
        if isinstance(part.needs, Needs) and part.needs.gives("latency"):
            return Target(part.needs.latency, part.field("needs.latency"))
    return None


def waits(design: Design, flow: AnyFlow) -> Duration:
    """What one call by a flow takes at worst with nothing starting cold, by its own route only."""
    slowest, pending, seen = ZERO, [flow], {flow.target.name}
    while pending:
        here = pending.pop()
        if here.target.type not in ROUTED:
            slowest = max(slowest, design.timing.worst(here.target, here))
            continue
        for after in _calls(design, here):
            if after.target.type not in ROUTED or after.target.name not in seen:
                seen.add(after.target.name)
                pending.append(after)
    return slowest


def called(design: Design, flow: AnyFlow) -> Iterator[Function]:
    """The functions that the caller of a flow waits for, each once."""
    pending, seen = [flow], {flow.target.name}
    while pending:
        here = pending.pop()
        if isinstance(here.target, Function):
            yield here.target
        for after in _calls(design, here):
            if after.target.name not in seen:
                seen.add(after.target.name)
                pending.append(after)


def _calls(design: Design, flow: AnyFlow) -> list[AnyFlow]:
    return [after for after in design.routes.behind(flow) if design.timing.is_call(after)]

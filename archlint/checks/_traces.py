"""Where X-Ray follows a request, and where it loses it on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.model.flow import READS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

_CARRIES = frozenset({"sqs", "sns", "eventbridge", "s3", "load_balancer"})
"""Types that hand the mark of a trace on, whether or not they are traced themselves."""


class Gap(NamedTuple):
    """A component that is not traced, and the nearest ones before and behind it that are."""

    component: Component
    before: Component
    after: Component


def traceable(design: Design) -> list[Component]:
    """The components that X-Ray can trace: functions, workflows, GraphQL APIs, and of APIs the REST ones."""
    found = design.typed("api_gateway", "appsync", "step_functions", "lambda")
    return [one for one in found if getattr(one, "protocol", "rest") == "rest"]


def gaps(design: Design) -> list[Gap]:
    """The components that could be traced, are not, and stand between two that are."""
    possible = traceable(design)
    traced = [one for one in possible if is_traced(one) is True]
    before = _nearest(traced, design.events_out_of, _target)
    after = _nearest(traced, design.events_into, _source)
    return [
        Gap(one, before[one.name], after[one.name])
        for one in possible
        if is_traced(one) is False and one.name in before and one.name in after
    ]


def is_traced(component: Component) -> object:
    """True where X-Ray traces a component, False where it does not; anything else where that is not known."""
    return getattr(component, "tracing", None)


def _nearest(
    traced: list[Component],
    flows: Callable[[Component], Sequence[AnyFlow]],
    end: Callable[[AnyFlow], Component],
) -> dict[str, Component]:
    """For everything that a request reaches from a traced component, going one way: the nearest traced one."""
    found: dict[str, Component] = {}
    todo = [(one, one) for one in traced]
    for here, origin in todo:  # grows while it is walked: nearest first
        for flow in flows(here):
            there = end(flow)
            if flow.operation not in READS and there.name not in found:
                found[there.name] = origin
                if is_traced(there) is False or there.type in _CARRIES:
                    todo.append((there, origin))
    return found


def _target(flow: AnyFlow) -> Component:
    return flow.target


def _source(flow: AnyFlow) -> Component:
    return flow.source

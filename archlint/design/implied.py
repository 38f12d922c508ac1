"""The edges that settings imply: dead letters, destinations, authorizers, a proxy's database."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from archlint.model.flow import Edge, Flow
from archlint.model.flow_kinds import defaults_between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.model.base import Path
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow, Description

_FIELDS: dict[str, tuple[tuple[str, Edge, str], ...]] = {
    # type -> (field, edge, purpose)
    "sqs": (("dlq.to", "dead_letter", "destination"),),
    "lambda": (
        ("dlq", "dead_letter", "destination"),
        ("on_failure", "on_failure", "destination"),
        ("on_success", "on_success", "destination"),
    ),
    "eventbridge": (("dlq", "dead_letter", "destination"),),
    "schedule": (("dlq", "dead_letter", "destination"),),
    "pipe": (("dlq", "dead_letter", "destination"),),
    "iot_rule": (("error_action", "on_failure", "destination"),),
    "dynamodb": (("kinesis_stream", "event", "destination"),),
    "rds_proxy": (("target", "event", "destination"),),
    "api_gateway": (("authorizer.function", "event", "authorizer"),),
}
_FLOW_FIELDS: tuple[tuple[str, Edge], ...] = (
    ("dlq", "dead_letter"),
    ("on_failure", "on_failure"),
    ("on_success", "on_success"),
)


def implied_flows(description: Description) -> Iterator[AnyFlow]:
    """The edges that are not written as flows, in the order of the components and flows that imply them.

    What a setting already implies may be written as a flow too, to say more of it, as how long an authorizer's answer
    is kept; it is that one flow then. Failures are not: beside them the same two may well exchange events.
    """
    components, written = description.components, cache(_written)
    for component in components.values():
        for name, edge, purpose in _FIELDS.get(component.type, ()):
            target = components.get(_value(component, name) or "")
            if target is None:
                continue
            if edge != "event" or (component.name, target.name, purpose) not in written(description):
                yield _edge(component, target, edge, purpose, (*component.path, *_keys(name)), component)
    for flow in description.flows:
        given = flow.given
        for name, edge in _FLOW_FIELDS:
            if name in given:
                target = components.get(getattr(flow, name) or "")
                if target is not None:
                    yield _edge(_giver(flow), target, edge, "destination", (*flow.path, name), flow)


def _written(description: Description) -> set[tuple[str, str, str]]:
    """The ends and the purpose of every flow that is written."""
    return {(flow.source.name, flow.target.name, flow.purpose) for flow in description.flows}


def _giver(flow: AnyFlow) -> Component:
    """Who sends a flow's failures on: of a mapping its function, of anything else its source."""
    return (
        flow.target
        if flow.source.type in ("sqs", "kinesis", "dynamodb", "kafka") and flow.target.type == "lambda"
        else flow.source
    )


def _value(component: Component, dotted: str) -> Any:
    at: Any = component
    for name in dotted.split("."):
        at = getattr(at, name, None)
    return at if isinstance(at, str) else None


def _keys(dotted: str) -> list[str]:
    return ["lambda" if name == "function" else name for name in dotted.split(".")]


def _edge(
    source: Component, target: Component, edge: Edge, purpose: str, path: Path, owner: Component | AnyFlow
) -> AnyFlow:
    flow: AnyFlow = Flow.made({})
    flow.__dict__.update(
        defaults_between(source.type, target.type),
        path=path, source=source, target=target, edge=edge, purpose=purpose, owner=owner, number=-1,
    )  # fmt: skip
    return flow

"""What `explain` tells, for programs: a promise to those who read it, so nothing in it is renamed or dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.quantities import Quantity
from archlint.model.component import Component, known
from archlint.model.flow import Flow
from archlint.model.workflow import Workflow
from archlint.reports import explain, explain_load
from archlint.reports.explain_route import in_words
from archlint.reports.rules import described

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from archlint.design.causes import Cause
    from archlint.design.delivery import Attempts, PayloadLimit
    from archlint.design.failures import RouteFailures
    from archlint.design.graph import Design
    from archlint.lint.cards import Card
    from archlint.model.asl.timing import Step
    from archlint.model.asl.visits import Tally
    from archlint.model.base import Place
    from archlint.model.description import AnyFlow


def rule(card: Card, examples: list[Mapping[str, Any]], facts: Mapping[str, Mapping[str, Any]]) -> str:
    """One rule, with its facts and examples in full."""
    told = [
        {
            "name": example["name"],
            "description": example["description"],
            "says": [expected["says"] for expected in example["expect"]],
        }
        for example in examples
    ]
    own = [
        {key: facts[name].get(key) for key in ("id", "heading", "says", "holds_today", "today", "source")}
        for name in card.facts
    ]
    return _document(card.id, [{"kind": "rule", **described(card, len(told)), "examples": told, "facts": own}])


def named(design: Design, name: str, now: datetime) -> str | None:
    """What there is to say about the component, flows or routes of that name; None where the design has none such."""
    found = [_entry(design, one, now) for one in explain.meant(design, name)]
    return _document(name, found) if found else None


def _document(name: str, entries: list[dict[str, Any]]) -> str:
    from archlint.reports.json_ import dumps

    return dumps({"schema": 1, "name": name, "explained": entries})


def _entry(design: Design, one: Component | AnyFlow | RouteFailures, now: datetime) -> dict[str, Any]:
    if isinstance(one, Component):
        return _component(design, one, now)
    return _flow(design, one) if isinstance(one, Flow) else _route(design, one)


def _component(design: Design, one: Component, now: datetime) -> dict[str, Any]:
    from archlint.design.access.derived import own_policy, role_policy

    again = design.repetition(one)
    return {
        "kind": "component",
        "name": one.name,
        "type": one.type,
        **_where(design, one.at),
        "settings": dict(explain.settings(one)),
        "by_the_clock": explain.by_the_clock(one, now) or None,
        "arriving": [_brief(design, flow) for flow in design.into(one)],
        "leaving": [_brief(design, flow) for flow in design.out_of(one)],
        "load": explain_load.component_fields(design, one),
        "repeated_by": None if again is None else str(again.flow),
        "worst_time": _number(design.timing.worst(one)) or None,
        **_workflow(design, one),
        "takes_failures": design.is_dead_letter(one),
        "role_policy": role_policy(design.access, one),
        "own_policy": own_policy(design.access, one),
    }


def _workflow(design: Design, one: Component) -> dict[str, Any]:
    """What was worked out of a workflow beside what every component has."""
    if not isinstance(one, Workflow):
        return {}
    from archlint.design.workflows import outline

    found = outline(design, one)
    if found is None:
        return {"workflow": None}
    told = {
        "states": sum(found.kinds.values()),
        "kinds": dict(found.kinds),
        "transitions": _tally(found.transitions),
        "history": _tally(found.history) if one.workflow == "standard" else None,
        "worst_time": _number(found.worst),
        "at_least": _number(found.bounded.at_least),
        "ended_after": None if found.end is None else _number(found.end.after),
        "steps": [_step(step) for step in found.bounded.steps],
        "not_bounded": list(found.bounded.unknown),
        "loops": [list(loop) for loop in found.bounded.loops],
    }
    return {"workflow": told}


def _tally(tally: Tally) -> dict[str, Any]:
    return {"average": _number(tally.total), "at_least": _number(tally.at_least), "missing": list(tally.missing)}


def _step(step: Step) -> dict[str, Any]:
    times = {key: _number(getattr(step, key)) for key in ("time", "at_least", "attempts", "each", "pauses", "rounds")}
    return {"state": step.state.name, **times}


def _brief(design: Design, flow: AnyFlow) -> dict[str, Any]:
    delivery = design.delivery(flow)
    return {"flow": str(flow), "edge": flow.edge, "mode": delivery.mode, "guarantee": delivery.guarantee}


def _flow(design: Design, flow: AnyFlow) -> dict[str, Any]:
    delivery, tried = design.delivery(flow), design.samples.tried(flow)
    return {
        "kind": "flow",
        "flow": str(flow),
        "source": flow.source.name,
        "target": flow.target.name,
        **_where(design, flow.at),
        "edge": flow.edge,
        "supported": delivery.supported,
        "why": delivery.why,
        "way_round": delivery.way_round,
        "mode": delivery.mode,
        "guarantee": delivery.guarantee,
        "order": delivery.order,
        "samples": None if tried is None else {"picked": tried[0], "of": tried[1]},
        "tries": [_tries(layer) for layer in delivery.attempts],
        "limits": [_limit(flow, size) for size in delivery.sizes],
        "payload": _number(flow.payload),
        "load": explain_load.flow_fields(design, flow),
        "worst_time": _number(design.timing.waits_for(flow) or design.timing.worst(flow.target, flow)) or None,
        "permissions": [[act.action for act in choice] for choice in design.access.needed(flow).acts],
        "facts": list(delivery.facts),
        "documentation": delivery.source,
    }


def _route(design: Design, found: RouteFailures) -> dict[str, Any]:
    failures = [
        {
            "status": failure.status,
            "means": failure.means,
            "causes": [_cause(design, cause) for cause in failure.causes],
            "work_begun": failure.begun,
            "repeated_by": [str(caller.flow.source) for caller in failure.repeated_by],
            "lost": "request" if failure.begun == "no" else "answer",
            "facts": list(failure.facts),
        }
        for failure in found.failures
    ]
    return {
        "kind": "route",
        "route": found.route,
        "api": found.api.name,
        "protocol": found.api.protocol if known(found.api.protocol) else None,
        "waits": _number(found.waits),
        "integrations": [{"flow": str(flow), "target": flow.target.name} for flow in found.flows],
        "callers": [
            {
                "flow": str(caller.flow),
                "caller": caller.flow.source.name,
                "retries": caller.retries if known(caller.retries) else None,
                "backoff": caller.backoff if known(caller.backoff) else None,
            }
            for caller in found.callers
        ],
        "repeatable": found.repeatable,
        "failures": failures,
        "later": [
            {
                "flow": str(later.flow),
                "tries": [_tries(layer) for layer in later.tries],
                "ends": str(later.rescue) if later.rescue is not None else later.final,
            }
            for later in found.later
        ],
        "hidden": [_cause(design, cause) for cause in found.hidden],
    }


def _cause(design: Design, cause: Cause) -> dict[str, Any]:
    return {"kind": cause.kind, "says": in_words(cause), "expected": cause.expected, **_where(design, cause.at)}


def _where(design: Design, place: Place) -> dict[str, Any]:
    span = design.description.document.locate(place.path)
    return {"path": span.source.path, "line": span.line, "column": span.column}


def _tries(layer: Attempts) -> dict[str, Any]:
    """One layer of trying again; `times` counts every try, "unlimited" where there is no end, null where not known."""
    times: Any = layer.times
    return {
        "if": layer.on,
        "by": layer.owner,
        "times": None if not known(times) else "unlimited" if times == float("inf") else int(times),
        "over": _number(layer.over),
        "ends": str(layer.rescue) if layer.rescue is not None else layer.final,
    }


def _limit(flow: AnyFlow, size: PayloadLimit) -> dict[str, Any]:
    return {
        "limit": size.id,
        "bytes": _number(size.limit),
        "of": size.of,
        "set_by": getattr(flow, size.end).name,
        "grows_by": size.factor,
    }


def _number(value: object) -> float | None:
    """Seconds or bytes as a number; None for what is not known or not there."""
    if not isinstance(value, Quantity | float | int):
        return None
    number = float(value)
    return int(number) if number.is_integer() else number

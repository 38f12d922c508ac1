"""Logs, metrics and traces: what is kept for ever, what nobody watches, where a request is lost from sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._alarms import FAILED_EXECUTIONS, is_watched
from archlint.checks._amounts import logs_kept
from archlint.checks._traces import gaps, is_traced, traceable
from archlint.checks.hit import Fix, Hit
from archlint.model.compute import Function
from archlint.model.operations import LogGroup
from archlint.model.workflow import Workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.base import Place
    from archlint.model.component import Component


def trace_breaks(design: Design) -> Iterator[Hit]:
    for gap in gaps(design):
        at = gap.component.field("tracing")
        yield Hit(
            at=at,
            related=[gap.before.field("tracing"), gap.after.field("tracing")],
            values={"component": gap.component, "before": gap.before, "after": gap.after},
            fix=Fix(at, "true", safe=False),
        )


def tracing_off(design: Design) -> Iterator[Hit]:
    told = {gap.component.name for gap in gaps(design)}
    for component in traceable(design):
        connected = design.events_into(component) or design.events_out_of(component)
        if is_traced(component) is False and connected and component.name not in told:
            at = component.field("tracing")
            yield Hit(at=at, values={"component": component}, fix=Fix(at, "true", safe=False))


def logs_never_expire(design: Design) -> Iterator[Hit]:
    for component, at in _kept_for_ever(design):
        yield Hit(at=at, monthly=logs_kept(design, component), values={"component": component}, fix=Fix(at, "30d"))


def _kept_for_ever(design: Design) -> Iterator[tuple[Component, Place]]:
    """What writes logs that never expire, and where their retention would be set."""
    elsewhere = {flow.source.name for flow in design.events_to("cloudwatch_logs")}
    for function in design.of(Function):
        if (function.logs is None or function.logs.retention is None) and function.name not in elsewhere:
            yield function, function.field("logs.retention")
    for workflow in design.of(Workflow):
        if workflow.logs is not None and workflow.logs.level != "off" and workflow.logs.retention is None:
            yield workflow, workflow.field("logs.retention")
    for group in design.of(LogGroup):
        if group.retention is None:
            yield group, group.field("retention")


_TELLING = {
    "lambda": ("errors or throttles", ("error", "throttle")),
    "sqs": ("the age of its oldest message", ("age", "depth", "visible", "backlog")),
    "kinesis": ("how far its readers are behind", ("age", "behind")),
    "step_functions": ("executions that fail", FAILED_EXECUTIONS),
    "api_gateway": ("5xx answers", ("5", "error")),
}
"""What an alarm on each type would tell, and what words of metrics' names begin with that tell it."""


def alarm_missing(design: Design) -> Iterator[Hit]:
    if not design.description.is_production:
        return
    for component in design.typed(*_TELLING):
        told, words = _TELLING[component.type]
        if is_watched(component, words) or _is_watched_elsewhere(design, component):
            continue
        at = component.field("alarms")
        yield Hit(
            at=at,
            values={"component": component, "told": told},
            fix=None if isinstance(component.alarms, list) else Fix(at, "true", safe=False),
        )


def _is_watched_elsewhere(design: Design, component: Component) -> bool:
    """True for dead letters, which a rule of their own wants watched, and for streams whose readers are watched."""
    if component.type == "kinesis":
        readers = [flow.target for flow in design.events_out_of(component)]
        return all(is_watched(reader, ("age", "behind")) for reader in readers)
    if component.type == "sqs":
        return design.is_dead_letter(component) or not design.events_out_of(component)
    return False

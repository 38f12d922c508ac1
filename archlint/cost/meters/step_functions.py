"""Step Functions: state transitions of Standard workflows, requests and GB-seconds of Express ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.catalog.billing import billed
from archlint.cost.meters.logs import stored, traces
from archlint.cost.meters.rounding import GB, MB, Spread, chunks
from archlint.design.load.steps import execution
from archlint.document.quantities import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.cost.site import Site, Traffic
    from archlint.design.load.steps import Execution
    from archlint.model.base import Place
    from archlint.model.workflow import Workflow

MEMORY_STEP = billed("stepfunctions.memory.step")
TIME_STEP = billed("stepfunctions.time.step")


def express_gb_seconds(executions: float, duration: Spread, memory: float) -> float:
    """Memory rounded up to 64 MB times duration (s) rounded up to 100 ms, in GB-seconds."""
    held = chunks(Spread(memory), MEMORY_STEP) * MEMORY_STEP / GB
    return executions * held * chunks(duration, TIME_STEP) * TIME_STEP


def meter(workflow: Workflow, site: Site) -> Iterator[Event]:
    found = execution(site.design, workflow, site.end, lambda state: _task_time(workflow, site, state))
    if found is None:
        yield site.gap(
            f"definition of {workflow}: what its executions do is not in the bill", workflow.field("definition")
        )
    for name in found.missing if found is not None else ():
        what = f"odds or items of state {name} of {workflow}: the least is in the bill"
        yield site.gap(what, workflow.field(f"states.{name}"))
    for traffic in site.arriving:
        if workflow.workflow == "express":
            yield from _express(workflow, site, traffic, found)
        elif found is not None:
            yield from _standard(workflow, site, traffic, found)
    if workflow.tracing is True:
        yield from traces(site)
    if workflow.logs is not None and workflow.logs.level != "off":
        yield from _logs(workflow, site)
    if found is not None and workflow.workflow == "express" and found.seconds is not None:
        for name in found.untimed:
            what = f"duration of state {name} of {workflow}: it counts as nothing"
            yield site.gap(what, workflow.field(f"states.{name}.duration"))


def _standard(workflow: Workflow, site: Site, traffic: Traffic, found: Execution) -> Iterator[Event]:
    dimension = "stepfunctions.standard_transitions"
    how = "{} executions × {} transitions"
    quantity = traffic.calls * found.transitions
    yield site.metered(dimension, quantity, how, traffic.calls, found.transitions, by=traffic)
    for child, seconds in found.runs:
        if isinstance(child.executions, Unknown):
            continue
        count = traffic.calls * child.executions
        if child.state.children == "EXPRESS":
            yield site.metered("stepfunctions.express_requests", count, "{} child executions", count, by=traffic)
            what = f"duration of the children of {child.state.name} of {workflow}: their time"
            yield _held(workflow, site, traffic, count, seconds, what, workflow.field(f"states.{child.state.name}"))
            continue
        each = child.transitions.at_least if isinstance(child.transitions.total, Unknown) else child.transitions.total
        yield site.metered(dimension, count * each, "{} child executions × {} transitions", count, each, by=traffic)


def _express(workflow: Workflow, site: Site, traffic: Traffic, found: Execution | None) -> Iterator[Event]:
    count = traffic.calls
    yield site.metered("stepfunctions.express_requests", count, "{} executions", count, by=traffic)
    seconds = None if found is None else found.seconds
    if traffic.flow is not None and traffic.flow.duration is not None:
        seconds = site.pick(traffic.flow.duration.average)
    at = workflow.field("states")
    yield _held(workflow, site, traffic, count, seconds, f"duration of {workflow}: its time", at)


def _held(
    workflow: Workflow, site: Site, traffic: Traffic, count: float, seconds: float | None, what: str, at: Place
) -> Event:
    """The memory that Express executions hold while they run; a gap where nobody knows how long that is."""
    if seconds is None:
        return site.gap(f"{what} is not in the bill", at)
    memory = site.pick(workflow.memory) or MEMORY_STEP
    quantity = express_gb_seconds(count, Spread(seconds), memory)
    how = "{} executions × {} s × {} MB, by 100 ms and 64 MB"
    return site.metered("stepfunctions.express_duration", quantity, how, count, seconds, memory / MB, by=traffic)


def _logs(workflow: Workflow, site: Site) -> Iterator[Event]:
    each = site.pick(workflow.logs.per_execution) if workflow.logs is not None else None
    if each is None:
        what = f"log bytes per execution of {workflow}: its logs are not in the bill"
        yield site.gap(what, workflow.field("logs.per_execution"))
        return
    retention = site.pick(workflow.logs.retention) if workflow.logs is not None else None
    for traffic in site.arriving:
        quantity = traffic.calls * each / GB
        how = "{} executions × {} B of logs"
        yield site.metered("cloudwatch.logs_ingest_vended", quantity, how, traffic.calls, each, by=traffic)
        yield stored(site, quantity, retention, traffic)


def _task_time(workflow: Workflow, site: Site, state: str) -> float | None:
    """Seconds that the target of a task takes, by the flow that the task makes."""
    for flow in site.design.events_out_of(workflow):
        if flow.state == state:
            return site.load.waiting.call_time(flow)
    return None

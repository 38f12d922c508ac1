"""Step Functions: state transitions of Standard workflows, requests and GB-seconds of Express ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.cost.meters.rounding import GB, MB, Spread, chunks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.cost.site import Site
    from archlint.model.workflow import Workflow

MEMORY_STEP = 64 * MB
TIME_STEP = 0.1


def express_gb_seconds(executions: float, duration: Spread, memory: float) -> float:
    """Memory rounded up to 64 MB times duration (s) rounded up to 100 ms, in GB-seconds."""
    return executions * chunks(Spread(memory), MEMORY_STEP) * MEMORY_STEP / GB * chunks(duration, TIME_STEP) * TIME_STEP


def meter(workflow: Workflow, site: Site) -> Iterator[Event]:
    from archlint.design.load.steps import execution

    found = execution(workflow, site.end)
    for traffic in site.arriving:
        count = traffic.calls
        if workflow.workflow == "standard":
            if found is None:
                yield site.gap(
                    f"definition of {workflow}: its transitions are not in the bill", workflow.field("definition")
                )
                return
            how = "{} executions × {} transitions"
            quantity = count * found.transitions
            yield site.metered(
                "stepfunctions.standard_transitions", quantity, how, count, found.transitions, by=traffic
            )
            continue
        yield site.metered("stepfunctions.express_requests", count, "{} executions", count, by=traffic)
        seconds = None if found is None else found.seconds
        if traffic.flow is not None and traffic.flow.duration is not None:
            seconds = site.pick(traffic.flow.duration.average)
        if seconds is None:
            yield site.gap(f"duration of {workflow}: its time is not in the bill", workflow.field("states"))
            continue
        memory = site.pick(workflow.memory) or MEMORY_STEP
        quantity = express_gb_seconds(count, Spread(seconds), memory)
        how = "{} executions × {} s × {} MB, by 100 ms and 64 MB"
        yield site.metered("stepfunctions.express_duration", quantity, how, count, seconds, memory / MB, by=traffic)
    if found is not None:
        yield from (site.assumed(text) for text in found.assumed)

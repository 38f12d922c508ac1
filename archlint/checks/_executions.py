"""What happens to whole executions: how they are started, what doubles, who hears of failures, what they record."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.checks._alarms import FAILED_EXECUTIONS, is_watched
from archlint.checks._states import at_least
from archlint.document.quantities import Unknown
from archlint.model.flow import ADDING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.asl.knowledge import Says
    from archlint.model.base import Place
    from archlint.model.description import AnyFlow
    from archlint.model.states import Machine, MapState, State
    from archlint.model.workflow import Workflow


def started_without_waiting(design: Design, workflow: Workflow) -> AnyFlow | None:
    """The first flow that starts a workflow and does not wait for its end."""
    return next((flow for flow in design.events_into(workflow) if design.delivery(flow).mode not in ("sync", "")), None)


def stops_itself(workflow: Workflow, limit: float) -> bool:
    """Whether a timeout of its own, or one that is not known, ends an execution before AWS's limit does."""
    stated = [workflow.timeout, workflow.asl.timeout if workflow.asl is not None else None]
    return any(timeout is not None and not limit < timeout for timeout in stated)


def doubled(design: Design, workflow: Workflow) -> Iterator[tuple[Place, str]]:
    """What does harm where a workflow runs twice, and where that is stated; each target is named once."""
    if workflow.idempotency is not None or workflow.idempotent is True:
        return
    if workflow.idempotent is False:
        yield workflow.field("idempotent"), "it is not idempotent"
    told: set[str] = set()
    for flow in design.events_out_of(workflow):
        target = flow.target
        if target.idempotency is not None or target.name in told:
            continue
        if target.idempotent is False:
            told.add(target.name)
            yield target.field("idempotent"), f"{target} is not idempotent"
        elif target.idempotent is not True and flow.operation in ADDING:
            yield flow.at, f"`{flow.state}` adds to {target}" if flow.state else f"{flow} adds"


def told_of_failure(design: Design, workflow: Workflow) -> bool:
    """Whether somebody hears of an execution that fails: an alarm, a rule on its events, or callers that wait."""
    if is_watched(workflow, FAILED_EXECUTIONS):
        return True
    starts = design.events_into(workflow)
    if starts and all(design.delivery(flow).mode in ("sync", "callback") for flow in starts):
        return True
    from archlint.model.pattern_facts import sources

    return any(
        source.text == "aws.states"
        for picked in design.patterns
        if picked.dialect == "eventbridge" and picked.is_on
        for pattern in picked.patterns
        for source in sources(pattern)
    )


class Growth(NamedTuple):
    """The history of one execution: its events, and the state that is entered most. `map` starts it as a child."""

    events: float
    state: State
    visits: float
    map: MapState | None


def grown(machine: Machine, says: Says) -> Iterator[Growth]:
    """The history of an execution, and of the Standard children that its distributed maps start."""
    from archlint.model.asl.history import children, history

    if machine.first is not None:
        yield _growth(machine, says, at_least(history(machine, says)), None)
    for child in children(machine, says):
        if child.state.children == "STANDARD" and child.state.processor is not None and child.state.processor.states:
            yield _growth(child.state.processor, says, at_least(child.history), child.state)


def _growth(machine: Machine, says: Says, events: float, map_: MapState | None) -> Growth:
    from archlint.model.asl.visits import visits
    from archlint.model.states import all_states

    counted = visits(machine, says)

    def count(state: State) -> float:
        found = counted[state.name]
        return 0.0 if isinstance(found, Unknown) else found

    most = max(all_states(machine), key=count)
    return Growth(events, most, count(most), map_)

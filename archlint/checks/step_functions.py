"""Workflows: their states' timeouts, retries and ways out, how long they run, what they carry, what type they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._executions import (
    Growth,
    doubled,
    grown,
    started_without_waiting,
    stops_itself,
    told_of_failure,
)
from archlint.checks._states import (
    WAITS,
    at_once,
    defined,
    gives_up,
    refused,
    said_output,
    wait_of,
    waits_for_work,
)
from archlint.checks._told_elsewhere import waits_for_standard
from archlint.checks._words import counted
from archlint.checks.hit import Hit
from archlint.design.workflows import at_worst, aws_ending, ending, longest, place, tasks, waited
from archlint.document.quantities import Duration
from archlint.model.asl.knowledge import known, most_attempts
from archlint.model.definitions import names_a_file
from archlint.model.flow import ADDING
from archlint.model.states import Choice, MapState, Parallel, Task, Worker, all_states, nested, standard_only
from archlint.model.workflow import Workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design


def workflow_outlasts_limit(design: Design) -> Iterator[Hit]:
    for workflow, _ in defined(design):
        found, limit, waits = longest(design, workflow), aws_ending(design, workflow), waited(design, workflow)
        if found is None or limit is None or waits is None or stops_itself(workflow, limit.after):
            continue
        if waits.at_least <= limit.after < found.at_least:
            steps = [step for step in found.steps if step.at_least > 0]
            yield Hit(
                at=limit.at,
                subject=workflow,
                related=[(place(workflow, step.state), f"up to {Duration(step.at_least)}") for step in steps],
                values={"workflow": workflow, "worst": found.at_least, "what": limit.what, "limit": limit.after},
            )


def definition_not_there(design: Design) -> Iterator[Hit]:
    for workflow in design.of(Workflow):
        if workflow.asl is None and names_a_file(workflow.definition):
            at = workflow.field("definition")
            yield Hit(at=at, subject=workflow, values={"workflow": workflow, "file": workflow.definition})


def history_overflows(design: Design) -> Iterator[Hit]:
    limit = design.limit("sfn.history")
    for workflow, machine in defined(design):
        if workflow.workflow != "standard":
            continue
        for growth in grown(machine, at_worst(design, workflow)):
            if growth.events > limit:
                yield Hit(
                    at=place(workflow, growth.state),
                    subject=workflow,
                    values={
                        "what": _whose(growth).format(workflow=workflow),
                        "events": f"{growth.events:,.0f}",
                        "state": growth.state.name,
                        "visits": f"{growth.visits:,.0f}",
                        "limit": f"{limit:,.0f}",
                    },
                )


def _whose(growth: Growth) -> str:
    return f"a child of `{growth.map.name}` of {{workflow}}" if growth.map is not None else "an execution of {workflow}"


def express_not_idempotent(design: Design) -> Iterator[Hit]:
    for workflow, _ in defined(design):
        start = started_without_waiting(design, workflow)
        if workflow.workflow != "express" or start is None:
            continue
        harm = list(doubled(design, workflow))
        if harm:
            yield Hit(
                at=workflow.field("workflow"),
                subject=workflow,
                related=[(start.at, "starts it and does not wait"), *harm],
                values={"workflow": workflow, "start": start.source, "what": counted(what for _, what in harm)},
            )


def express_cannot_wait(design: Design) -> Iterator[Hit]:
    for workflow, machine in defined(design):
        if workflow.workflow == "express":
            for state, way in standard_only(machine):
                if not refused(workflow, state):
                    yield Hit(
                        at=place(workflow, state),
                        subject=workflow,
                        related=[workflow.field("workflow")],
                        values={"state": state.name, "workflow": workflow, "what": WAITS[way]},
                    )


def api_waits_for_standard(design: Design) -> Iterator[Hit]:
    for flow in design.events_to("step_functions"):
        if waits_for_standard(flow):
            yield Hit(
                at=flow.field("mode") if flow.mode == "sync" else flow.field("as"),
                subject=flow,
                related=[flow.target.field("workflow")],
                values={"flow": flow, "source": flow.source, "workflow": flow.target},
            )


def task_without_timeout(design: Design) -> Iterator[Hit]:
    for workflow, machine in defined(design):
        end = aws_ending(design, workflow)
        if end is None or stops_itself(workflow, end.after):
            continue
        flows = tasks(design, workflow)
        for state in all_states(machine):
            if isinstance(state, Task) and not gives_up(state) and waits_for_work(state):
                wait = wait_of(design, state, flows.get(state.name), end.after)
                yield Hit(
                    at=place(workflow, state),
                    subject=workflow,
                    values={"state": state.name, "workflow": workflow, "wait": wait},
                )


def task_without_retry(design: Design) -> Iterator[Hit]:
    for workflow, machine in defined(design):
        flows = tasks(design, workflow)
        for state, around in nested(machine):
            if not isinstance(state, Task) or not state.call.service or state.call.way not in ("request", "sync"):
                continue
            flow = flows.get(state.name)
            harmful = flow is not None and (flow.target.idempotent is False or flow.operation in ADDING)
            if not harmful and all(most_attempts(worker) == 1 for worker in (state, *around)):
                called = flow.target if flow is not None else state.call.service
                yield Hit(
                    at=place(workflow, state),
                    subject=workflow,
                    values={"state": state.name, "workflow": workflow, "called": called},
                )


def task_error_not_caught(design: Design) -> Iterator[Hit]:
    for workflow, machine in defined(design):
        if told_of_failure(design, workflow):
            continue
        loose = [
            state
            for state, around in nested(machine)
            if isinstance(state, Task) and not any(worker.catches for worker in (state, *around))
        ]
        if loose:
            yield Hit(
                at=place(workflow, loose[0]),
                subject=workflow,
                related=[(place(workflow, state), "not caught either") for state in loose[1:]],
                values={"states": counted(f"`{state.name}`" for state in loose), "workflow": workflow},
            )


def choice_without_default(design: Design) -> Iterator[Hit]:
    for workflow, machine in defined(design):
        for state in all_states(machine):
            if isinstance(state, Choice) and not state.default and not any(branch.always for branch in state.branches):
                yield Hit(
                    at=place(workflow, state), subject=workflow, values={"state": state.name, "workflow": workflow}
                )


def wait_too_long(design: Design) -> Iterator[Hit]:
    for workflow, _ in defined(design):
        waits, end = waited(design, workflow), ending(design, workflow)
        if waits is not None and end is not None and end.after < waits.at_least:
            longest_wait = max(waits.steps, key=lambda step: step.at_least)
            yield Hit(
                at=place(workflow, longest_wait.state),
                subject=workflow,
                related=[end.at],
                values={"workflow": workflow, "waits": waits.at_least, "end": end.what, "limit": end.after},
            )


def parallel_fails_as_one(design: Design) -> Iterator[Hit]:
    for workflow, machine in defined(design):
        for state in all_states(machine):
            if not isinstance(state, Parallel):
                continue
            works = [[found for found in all_states(branch) if isinstance(found, Worker)] for branch in state.branches]
            tries = [max(most_attempts(work) for work in branch) for branch in works if branch]
            if len(set(tries)) > 1 and not any(work.catches for branch in works for work in branch):
                yield Hit(
                    at=place(workflow, state),
                    subject=workflow,
                    values={"state": state.name, "workflow": workflow, "least": min(tries), "most": max(tries)},
                )


def map_too_wide(design: Design) -> Iterator[Hit]:
    inline, distributed = design.limit("sfn.map.inline"), design.limit("sfn.map.distributed")
    for workflow, machine in defined(design):
        says = at_worst(design, workflow)
        for state in all_states(machine):
            if not isinstance(state, MapState):
                continue
            most = distributed if state.is_distributed else inline
            asked = at_once(state, known(says, state, "items"))
            if asked is not None and asked > most:
                yield Hit(
                    at=place(workflow, state).field("MaxConcurrency"),
                    subject=workflow,
                    values={
                        "state": state.name,
                        "workflow": workflow,
                        "asked": f"{asked:,.0f}",
                        "kind": "a distributed map" if state.is_distributed else "an inline map",
                        "most": f"{most:,.0f}",
                    },
                )


def state_unreachable(design: Design) -> Iterator[Hit]:
    for workflow, _ in defined(design):
        for fault in workflow.faults:
            if fault.rule == "state-unreachable":
                yield Hit(
                    at=workflow.at._replace(path=fault.path),
                    subject=workflow,
                    values={"what": fault.message, "workflow": workflow, "how": fault.remedy},
                )


def state_payload_too_large(design: Design) -> Iterator[Hit]:
    from archlint.model.asl.payloads import results

    limit = design.limit("sfn.payload")
    for workflow, machine in defined(design):
        for state, size, parts in results(machine, at_worst(design, workflow)):
            stated = said_output(workflow, state)
            of_its_flow = isinstance(state, Task) and stated is None  # payload-too-large speaks of those
            if size > limit and not of_its_flow and not any(part > limit for part, _ in parts):
                sum_ = " + ".join(f"{count:,.0f} × {part}" if count > 1 else str(part) for part, count in parts)
                yield Hit(
                    at=place(workflow, state),
                    subject=workflow,
                    related=[stated] if stated is not None else (),
                    values={
                        "state": state.name,
                        "workflow": workflow,
                        "size": f"{size} ({sum_})" if sum_ else size,
                        "limit": limit,
                    },
                )

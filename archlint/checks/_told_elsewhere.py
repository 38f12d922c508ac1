"""What the general rules leave to rules that know the mistake: one cause gives one finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.design.notices import sets_off

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.design.repetition import Repetition
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow


def pair_has_its_rule(flow: AnyFlow) -> bool:
    """True for a pair that AWS does not offer and that a rule of its own speaks of."""
    pair = (flow.source.type, flow.target.type)
    if "flink" in pair or pair == ("firehose", "redshift"):
        return True
    if flow.source.type == "api_gateway" and flow.purpose == "authorizer":
        return True
    return waits_for_standard(flow) or waits_in_express(flow)


def waits_for_standard(flow: AnyFlow) -> bool:
    """True where the answer of a Standard workflow is waited for by anything but another workflow."""
    if getattr(flow.target, "workflow", "") != "standard" or flow.source.type == "step_functions":
        return False
    return flow.mode == "sync" or (flow.source.type == "pipe" and flow.purpose == "enrichment")


def waits_in_express(flow: AnyFlow) -> bool:
    """True for a task of an Express workflow, in a definition that is known, that waits for a job or a token."""
    if getattr(flow.source, "workflow", "") != "express" or getattr(flow.source, "asl", None) is None:
        return False
    from archlint.model.states import all_tasks

    tasks = all_tasks(flow.source.asl.machine)  # type: ignore[attr-defined]  # a workflow's, see above
    return any(task.name == flow.state and task.call.way != "request" for task in tasks)


def repeated_by_express(design: Design, component: Component, again: Repetition) -> bool:
    """True where only the type of a workflow has a task's target see events twice: `express-not-idempotent` says so."""
    from archlint.checks._executions import doubled, started_without_waiting
    from archlint.model.workflow import Workflow

    workflow = again.flow.source
    if again.further or not isinstance(workflow, Workflow) or workflow.workflow != "express" or workflow.asl is None:
        return False
    if started_without_waiting(design, workflow) is None:
        return False
    return any(place == component.field("idempotent") for place, _ in doubled(design, workflow))


def circle_has_its_rule(circle: list[AnyFlow]) -> bool:
    """True for a circle of one function and a bucket, which is the matter of `bucket-triggers-itself`."""
    if sum(flow.target.type == "lambda" for flow in circle) != 1 or not _goes_straight(circle):
        return False
    return any(notice.source.type == "s3" and sets_off(circle[at - 1], notice) for at, notice in enumerate(circle))


def _goes_straight(circle: list[AnyFlow]) -> bool:
    """True where nothing but queues and topics stands between bucket and function."""
    return all(flow.target.type in ("s3", "lambda", "sqs", "sns") for flow in circle)

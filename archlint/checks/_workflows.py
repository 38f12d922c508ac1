"""What a workflow would cost as one of the other kind, where it may be of that kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.model.component import known

if TYPE_CHECKING:
    from decimal import Decimal

    from archlint.design.graph import Design
    from archlint.model.workflow import Workflow


def saved_as_express(design: Design, workflow: Workflow) -> Decimal | None:
    """What a Standard workflow would save a month as Express; None where it cannot be one or that is not known."""
    if workflow.workflow != "standard" or not _bears_repeats(workflow) or not _may_be_express(design, workflow):
        return None
    from archlint.cost.alternatives import saving

    return saving(design, workflow, workflow="express")


def saved_as_standard(design: Design, workflow: Workflow) -> Decimal | None:
    """What an Express workflow would save a month as Standard; None where callers wait for its answer."""
    if workflow.workflow != "express" or any(design.delivery(flow).mode == "sync" for flow in design.into(workflow)):
        return None
    from archlint.cost.alternatives import saving

    return saving(design, workflow, workflow="standard")


def _bears_repeats(workflow: Workflow) -> bool:
    """False for a workflow of which it is said that running twice does harm, as Express ones may."""
    needs = workflow.needs
    return workflow.idempotent is not False and not (needs is not None and known(needs) and needs.exactly_once is True)


def _may_be_express(design: Design, workflow: Workflow) -> bool:
    """True for a workflow that ends within Express's limit and uses nothing that only Standard has."""
    from archlint.design.load.steps import definition_of
    from archlint.model.states import standard_only

    definition = definition_of(workflow)
    if definition is None or any(True for _ in standard_only(definition.machine)):
        return False
    seconds = design.load.waiting.execution(workflow)
    return seconds is not None and seconds < float(design.limit("sfn.express.duration"))

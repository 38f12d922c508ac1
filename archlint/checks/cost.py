"""Money: budgets, side costs larger than the work they serve, the dearer kind of workflow, steps that are near."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from archlint.checks.hit import Hit
from archlint.model.base import Place
from archlint.model.component import known
from archlint.model.workflow import Workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.bill import Bill, ComponentBill
    from archlint.design.graph import Design

_SIDE = {
    "cloudwatch.logs_ingest": "logs",
    "cloudwatch.logs_ingest_vended": "logs",
    "cloudwatch.logs_storage": "logs",
    "xray.traces": "traces",
    "kms.requests": "key requests",
    "vpc.nat_hour": "NAT",
    "vpc.nat_gb": "NAT",
}
"""What serves the work of a component without being it, by dimension of the bill."""


def over_budget(design: Design, bill: Bill) -> Iterator[Hit]:
    budget = design.description.head.budget
    if budget is None or not known(budget) or Decimal(str(float(budget))) >= bill.monthly:
        return
    over = bill.monthly - Decimal(str(float(budget)))
    dearest = max(bill.components, key=lambda component: component.monthly)
    yield Hit(
        at=Place(("budget",)),
        monthly=over,
        values={
            "total": ("at least " if bill.unknown else "") + f"${bill.monthly:,.2f}",
            "budget": budget,
            "over": f"${over:,.2f}",
            "dearest": dearest.name,
            "most": f"${dearest.monthly:,.2f}",
        },
    )


def side_cost_dominates(design: Design, bill: Bill, *, least: float) -> Iterator[Hit]:
    for part in bill.components:
        if part.name not in design.components:
            continue
        sides = _sides(part)
        work = part.monthly - sum(sides.values(), Decimal(0))
        if not sides:
            continue
        what, amount = max(sides.items(), key=lambda item: item[1])
        if amount > work > 0 and amount >= least:
            component = design.components[part.name]
            yield Hit(
                at=component.at,
                subject=component,
                monthly=amount,
                values={"component": part.name, "what": what, "amount": f"${amount:,.2f}", "work": f"${work:,.2f}"},
            )


def _sides(part: ComponentBill) -> dict[str, Decimal]:
    sides: dict[str, Decimal] = {}
    for item in part.items:
        if item.dimension in _SIDE:
            sides[_SIDE[item.dimension]] = sides.get(_SIDE[item.dimension], Decimal(0)) + item.monthly
    return sides


def workflow_type_costs_more(design: Design, *, least: float) -> Iterator[Hit]:
    from archlint.cost.alternatives import saving

    for workflow in design.of(Workflow):
        other = "express" if workflow.workflow == "standard" else "standard"
        saved = saving(design, workflow, workflow=other)
        if saved is not None and saved >= least and (other == "standard" or _may_be_express(design, workflow)):
            yield Hit(
                at=workflow.field("workflow"),
                subject=workflow,
                monthly=saved,
                values={
                    "workflow": workflow,
                    "kind": workflow.workflow,
                    "other": other.capitalize(),
                    "saved": f"${saved:,.2f}",
                },
            )


def _may_be_express(design: Design, workflow: Workflow) -> bool:
    """True for a workflow that ends within Express's limit and uses nothing that only Standard has."""
    from archlint.design.load.steps import definition_of, execution
    from archlint.model.states import standard_only

    definition = definition_of(workflow)
    if definition is None or any(True for _ in standard_only(definition.machine)):
        return False
    found = execution(workflow, "likely", lambda _: None)
    limit = design.limit("sfn.express.duration")
    return found is not None and found.seconds is not None and found.seconds < limit


def cost_cliff_near(design: Design, bill: Bill, *, limit: float) -> Iterator[Hit]:
    if not bill.monthly:
        return
    from archlint.cost.curve import outgrown
    from archlint.cost.estimate import Terms, one_bill

    today, soon = set(outgrown(design, Terms())), outgrown(design, Terms(scale=limit))
    more = None
    for step in soon:
        if step in today:
            continue
        if more is None:
            more = one_bill(design, Terms(scale=limit), "likely").monthly - bill.monthly
        entry = design.entries[0] if design.entries else None
        yield Hit(
            at=entry.at if entry is not None else Place(("name",)),
            subject=entry,
            monthly=more,
            values={"factor": f"{limit:g}", "step": step, "more": f"${more:,.2f}"},
        )

"""Money: budgets, side costs larger than the work they serve, the dearer kind of workflow, steps that are near."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from archlint.checks.hit import Hit
from archlint.document.money import dollars
from archlint.model.base import Place
from archlint.model.component import known
from archlint.model.workflow import Workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.bill import Bill
    from archlint.design.graph import Design


def over_budget(design: Design, bill: Bill) -> Iterator[Hit]:
    budget = design.budget
    if budget is None or not known(budget) or Decimal(str(float(budget))) >= bill.monthly:
        return
    over = bill.monthly - Decimal(str(float(budget)))
    dearest = max(bill.components, key=lambda component: component.monthly)
    yield Hit(
        at=Place(("budget",)),
        monthly=over,
        values={
            "total": ("at least " if bill.unknown else "") + dollars(bill.monthly),
            "budget": budget,
            "over": dollars(over),
            "dearest": dearest.name,
            "most": dollars(dearest.monthly),
        },
    )


def side_cost_dominates(design: Design, bill: Bill, *, least: float) -> Iterator[Hit]:
    from archlint.checks._side_costs import side_costs

    for side in side_costs(design, bill):
        if side.work and side.amount > side.work and side.amount >= least:
            yield Hit(
                at=side.at,
                subject=side.subject,
                monthly=side.amount,
                values={
                    "spender": side.subject,
                    "what": side.what,
                    "amount": dollars(side.amount),
                    "work": dollars(side.work),
                    "served": side.served,
                },
            )


def workflow_type_costs_more(design: Design, *, least: float, rate: float) -> Iterator[Hit]:
    from archlint.checks._workflows import saved_as_express, saved_as_standard

    for workflow in design.of(Workflow):
        express = saved_as_express(design, workflow) if design.load.arrivals(workflow) <= rate else None
        standard = saved_as_standard(design, workflow)
        saved = express if express is not None else standard
        if saved is not None and saved >= least:
            yield Hit(
                at=workflow.field("workflow"),
                subject=workflow,
                monthly=saved,
                values={
                    "workflow": workflow,
                    "other": "Standard" if express is None else "Express",
                    "saved": dollars(saved),
                },
            )


def cost_cliff_near(design: Design, bill: Bill, *, limit: float) -> Iterator[Hit]:
    from archlint.checks._steps import steps

    near = steps(design, bill, limit)
    if near:
        more = (bill.monthly - bill.standing) * (Decimal(str(limit)) - 1)
        entry = design.load.entries[0].at
        yield Hit(
            at=entry.at,
            subject=entry,
            related=[(step.at, "") for step in near if step.at is not None],
            monthly=more,
            values={"factor": f"{limit:g}", "steps": [step.words for step in near], "more": dollars(more)},
        )

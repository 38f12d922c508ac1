"""Workflows under load: Standard ones at a rate that Express is made for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._rates import busiest, per_second
from archlint.checks._workflows import saved_as_express
from archlint.checks.hit import Hit
from archlint.document.money import dollars
from archlint.model.workflow import Workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design


def standard_at_high_rate(design: Design, *, rate: float, least: float) -> Iterator[Hit]:
    limit = design.limit("sfn.start.rate")[0]
    for workflow in design.of(Workflow):
        if workflow.workflow != "standard":
            continue
        busy, average = busiest(design, workflow), design.load.arrivals(workflow)
        refused = limit < busy.rate
        saved = saved_as_express(design, workflow) if refused or rate < average else None
        gain = saved if saved is not None and saved >= least else None
        if refused or gain is not None:
            collides = f"an account starts Standard ones {per_second(limit)}"
            if not refused and gain is not None:
                collides = f"as Express it would cost {dollars(gain)} a month less"
            yield Hit(
                at=workflow.field("workflow"),
                subject=workflow,
                related=[(flow.at, "") for flow in design.events_into(workflow)],
                monthly=gain,
                values={
                    "workflow": workflow,
                    "rate": per_second(busy.rate if refused else average),
                    "when": busy.when if refused else "on average",
                    "collides": collides,
                },
            )

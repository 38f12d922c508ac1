"""Workflows under load: Standard ones whose rate and length make Express cheaper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._rates import busiest, per_second
from archlint.checks.hit import Hit
from archlint.model.workflow import Workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design


def standard_at_high_rate(design: Design) -> Iterator[Hit]:
    limit = design.limit("sfn.start.rate")[0]
    for workflow in design.of(Workflow):
        busy = busiest(design, workflow)
        if workflow.workflow == "standard" and limit < busy.rate:
            yield Hit(
                at=workflow.field("workflow"),
                subject=workflow,
                related=[(flow.at, "") for flow in design.events_into(workflow)],
                values={
                    "workflow": workflow,
                    "rate": per_second(busy.rate),
                    "limit": per_second(limit),
                    "when": busy.when,
                },
            )

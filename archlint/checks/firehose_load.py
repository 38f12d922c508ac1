"""Firehose under load: what rounding small records up costs."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from archlint.checks.hit import Hit
from archlint.model.streaming import Firehose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design


def small_records_rounded_up(design: Design, *, share: float, least: float) -> Iterator[Hit]:
    from archlint.cost.alternatives import monthly

    from archlint.cost.meters.streaming import FIREHOSE_STEP

    for firehose in design.of(Firehose):
        for flow in design.events_into(firehose):
            came = design.payloads.largest(flow)
            if came is None:
                continue
            size = float(came[0])
            billed = -(-size // FIREHOSE_STEP) * FIREHOSE_STEP
            rounding = 1 - size / billed
            cost = monthly(design, firehose)
            if rounding < share or cost is None:
                continue
            wasted = cost * Decimal(str(round(rounding, 6)))
            if wasted >= least:
                yield Hit(
                    at=flow.field("payload"),
                    subject=flow,
                    monthly=wasted,
                    values={"flow": flow, "size": came[0], "part": f"{rounding:.0%}", "wasted": f"${wasted:,.2f}"},
                )

"""Firehose under load: what rounding small records up costs."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from archlint.checks._words import percent
from archlint.checks.hit import Hit
from archlint.document.money import dollars
from archlint.model.streaming import Firehose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design


def small_records_rounded_up(design: Design, *, share: float, least: float) -> Iterator[Hit]:
    from archlint.cost.alternatives import causes
    from archlint.cost.meters.rounding import chunks
    from archlint.cost.meters.streaming import FIREHOSE_STEP
    from archlint.cost.site import Site

    for firehose in design.of(Firehose):
        site, costs = Site(design, design.load, firehose), causes(design, firehose)
        for flow in design.events_into(firehose):
            size = site.payload(site.traffic(flow))
            if size is None or flow.source.type == "kafka":  # from Kafka, bytes are billed as they come
                continue
            rounding = 1.0 - size.mean / (chunks(size, FIREHOSE_STEP) * FIREHOSE_STEP)
            cost = None if costs is None else costs.get(design.load.node(flow))
            wasted = None if cost is None else cost * Decimal(str(round(rounding, 6)))
            if wasted is not None and wasted >= least and rounding >= share:
                yield Hit(
                    at=flow.field("payload"),
                    subject=flow,
                    monthly=wasted,
                    values={
                        "flow": flow,
                        "size": design.load.of(flow).payload,
                        "part": percent(rounding),
                        "wasted": dollars(wasted),
                    },
                )

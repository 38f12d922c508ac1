"""Data streams: what they take and give, and for how long they keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._written import seconds
from archlint.checks.hit import Fix, Hit
from archlint.model.component import Component
from archlint.model.streaming import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design


def window_shorter_than_outage(design: Design) -> Iterator[Hit]:
    _, most = design.limit("kds.retention")
    for flow in design.flows(Stream, Component):
        stream = flow.source
        for part in (flow, flow.target):
            if part.needs is not None and stream.retention < part.needs.survives:
                outage = part.needs.survives
                at = stream.field("retention")
                yield Hit(
                    at=at,
                    subject=flow,
                    related=[part.field("needs.survives")],
                    values={"stream": stream, "kept": stream.retention, "consumer": flow.target, "outage": outage},
                    fix=Fix(at, seconds(outage), safe=False) if outage <= most else None,
                )
                break

"""What is written to a stream each second, as the rules about shards see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.checks._rates import busiest

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow
    from archlint.model.streaming import Stream


class Written(NamedTuple):
    """Records and bytes per second at the busiest that is known, and when that is; unknown sizes count as nothing."""

    records: float
    bytes: float
    when: str


def written(design: Design, stream: Stream) -> Written:
    """What reaches a stream."""
    loads = [design.load.of(flow) for flow in design.into(stream)]
    busy = busiest(design, stream)
    return Written(busy.rate, sum(load.peak * float(load.payload or 0.0) for load in loads), busy.when)


def sharing(design: Design, stream: Stream) -> list[AnyFlow]:
    """The flows to consumers that have no read throughput of their own."""
    return [flow for flow in design.events_out_of(stream) if flow.enhanced_fan_out is False]


def shards_in_words(count: int) -> str:
    return "1 shard" if count == 1 else f"{count:,} shards"

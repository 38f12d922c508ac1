"""APIs under load: peaks over their throttle, reads that a cache would answer for less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._rates import busiest, per_second
from archlint.checks.hit import Hit
from archlint.model.api import Api
from archlint.model.component import known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.base import Place


def peak_over_throttle(design: Design) -> Iterator[Hit]:
    for api in design.of(Api):
        busy = busiest(design, api)
        limit, whose, at = _throttle(design, api)
        if limit < busy.rate:
            yield Hit(
                at=at,
                subject=api,
                related=[(flow.at, "") for flow in design.events_into(api)],
                values={
                    "api": api,
                    "rate": per_second(busy.rate),
                    "when": busy.when,
                    "limit": per_second(limit),
                    "whose": whose,
                },
            )


def _throttle(design: Design, api: Api) -> tuple[float, str, Place]:
    stated = api.throttle.rate if api.throttle is not None and known(api.throttle) else None
    if stated is not None:
        return float(stated), "its throttle", api.field("throttle")
    return float(design.limit("apigw.throttle")), "the account", api.at


def reads_not_cached(design: Design, *, hits: float) -> Iterator[Hit]:
    from archlint.cost.alternatives import monthly, otherwise

    for api in design.of(Api):
        if api.protocol != "rest" or api.cache is not None:
            continue
        reads = [flow for flow in design.events_into(api) if any(route.startswith("GET ") for route in flow.route)]
        behind = [flow.target for flow in design.events_out_of(api) if any(r.startswith("GET ") for r in flow.route)]
        if not reads or len(behind) != 1:
            continue
        from archlint.model.api import ResponseCache

        now, cached = monthly(design, api), monthly(design, otherwise(api, cache=ResponseCache.of({"size": "0.5 GB"})))
        work = monthly(design, behind[0])
        if now is None or cached is None or work is None:
            continue
        from decimal import Decimal

        saved = work * Decimal(str(hits)) - (cached - now)
        if saved > 0:
            yield Hit(
                at=api.field("cache"),
                subject=api,
                related=[(flow.at, "") for flow in reads],
                monthly=saved,
                values={"api": api, "function": behind[0], "saved": f"${saved:,.2f}", "share": f"{hits:.0%}"},
            )

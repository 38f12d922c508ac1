"""APIs under load: peaks over their throttle, reads that a cache would answer for less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._rates import busiest, per_second, when
from archlint.checks._words import counted, percent
from archlint.checks.hit import Hit
from archlint.design.access.arns import home_of
from archlint.design.gateways import names, routes
from archlint.document.money import dollars
from archlint.model.api import Api, Throttle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from archlint.cost.bill import Bill
    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow


def peak_over_throttle(design: Design) -> Iterator[Hit]:
    accounts: dict[tuple[str | None, str], list[Api]] = {}
    for api in design.of(Api):
        accounts.setdefault(home_of(design, api), []).append(api)
        rate, busy = _admitted(api), busiest(design, api)
        if rate is not None and rate < busy.rate and not _absorbed(design, api, busy.rate - rate):
            yield Hit(
                at=api.field("throttle"),
                subject=api,
                related=[(flow.at, "") for flow in design.events_into(api)],
                values={
                    "who": f"{api} gets",
                    "rate": per_second(busy.rate),
                    "when": busy.when,
                    "limit": per_second(rate),
                    "whose": "its throttle",
                },
            )
    for apis in accounts.values():
        yield from _over_account(design, apis)


def _admitted(api: Api) -> float | None:
    """Requests a second that an API's own throttle admits; None where it has none."""
    throttle = api.throttle
    return float(throttle.rate) if isinstance(throttle, Throttle) and isinstance(throttle.rate, float) else None


def _absorbed(design: Design, api: Api, excess: float) -> bool:
    """True for a peak so short that the burst which the throttle allows holds all that is over the rate."""
    lasts, burst = design.load.peak_lasts(api), getattr(api.throttle, "burst", None)
    return lasts is not None and burst is not None and excess * lasts <= burst


def _over_account(design: Design, apis: list[Api]) -> Iterator[Hit]:
    """Where the APIs of one account and region together get more than it admits, each no more than its own throttle."""
    own = {api: _admitted(api) for api in apis}
    # a throttle above the account's default tells that the quota has been raised at least as far
    limit = max(design.limit("apigw.throttle"), *(rate or 0.0 for rate in own.values()))
    wanted = {api: min(design.load.peak(api), float("inf") if rate is None else rate) for api, rate in own.items()}
    together = sum(wanted.values())
    if limit < together:
        busy = [api for api in apis if wanted[api]]
        first = max(busy, key=lambda api: wanted[api])
        whole = counted(api.name for api in busy)
        yield Hit(
            at=first.at,
            subject=first,
            related=[(api.at, "") for api in busy if api is not first],
            values={
                "who": f"{first} gets" if len(busy) == 1 else f"{whole} together get",
                "rate": per_second(together),
                "when": when(any(design.load.peaks(api) for api in busy)),
                "limit": per_second(limit),
                "whose": "the account",
            },
        )


def reads_not_cached(design: Design, bill: Bill, *, hits: float) -> Iterator[Hit]:
    for api in design.of(Api):
        reads = [flow for flow in routes(design, api) if all(name.startswith("GET ") for name in names(flow))]
        if api.protocol != "rest" or api.cache is not None or not reads:
            continue
        saved = _saved_by_cache(design, bill, api, reads, hits)
        if saved is not None and saved > 0:
            yield Hit(
                at=api.field("cache"),
                subject=api,
                related=[(flow.at, "") for flow in reads],
                monthly=saved,
                values={
                    "api": api,
                    "targets": list(dict.fromkeys(flow.target.name for flow in reads)),
                    "saved": dollars(saved),
                    "share": percent(hits),
                },
            )


def _saved_by_cache(design: Design, bill: Bill, api: Api, reads: list[AnyFlow], hits: float) -> Decimal | None:
    """What a cache that answers a part of the reads saves of all that they set off, less what it costs itself."""
    from archlint.cost.alternatives import charge
    from archlint.cost.estimate import costs_per_event
    from archlint.cost.tiers import exact
    from archlint.document.units import HOURS

    cache = charge(design, api, "apigateway.cache_0_5gb", HOURS)
    lines = (line for part in bill.components for item in part.items for line in item.lines)
    each = costs_per_event(design.load, lines)
    work = sum(each[design.load.node(flow)] * design.load.of(flow).rate for flow in reads)
    return None if cache is None else exact(hits * work) - cache

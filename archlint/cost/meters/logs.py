"""CloudWatch: log data taken in and kept, alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.catalog.billing import billed
from archlint.cost.meters.rounding import GB
from archlint.document.units import MONTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event, Metered
    from archlint.cost.site import Site, Traffic
    from archlint.model.component import Component
    from archlint.model.operations import LogGroup

PACKED = billed("logs.packed")
"""Log data is stored compressed; AWS's own examples reckon with 15 % of its size."""
TRACES_ALWAYS = billed("xray.always")
TRACES_SAMPLED = billed("xray.sampled")


def stored(site: Site, ingested: float, retention: float | None, by: Traffic | None = None) -> Metered:
    """Log data that is kept, from the GB that a month brings; without a retention (s), the first month's."""
    months = 1.0 if retention is None else retention / MONTH
    quantity = ingested * PACKED * months
    how = (
        "{} GB a month × 15 % × {} months"
        if retention is not None
        else "{} GB × 15 %, more with every month: never deleted"
    )
    terms = (ingested, months) if retention is not None else (ingested,)
    return site.metered("cloudwatch.logs_storage", quantity, how, *terms, by=by)


def meter(group: LogGroup, site: Site) -> Iterator[Event]:
    total = 0.0
    for traffic in site.arriving:
        size = site.payload(traffic)
        if size is None:
            yield site.no_payload(traffic, "what it logs is not in the bill")
            continue
        quantity = traffic.events * size.mean / GB
        total += quantity
        yield site.metered(
            "cloudwatch.logs_ingest", quantity, "{} events × {} B", traffic.events, size.mean, by=traffic
        )
    kept = site.pick(site.usage.storage) if site.usage is not None else None
    if kept is not None:
        yield site.metered("cloudwatch.logs_storage", kept / GB, "{} GB kept", kept / GB)
    else:
        yield stored(site, total, site.pick(group.retention))


def alarms(component: Component, site: Site) -> Iterator[Event]:
    """The alarms of any component: one metric each; `alarms: true` is one."""
    stated = component.alarms
    count = len(stated) if isinstance(stated, list) else int(stated is True)
    if count:
        yield site.metered("cloudwatch.alarm_standard", float(count), "{} alarm metrics", float(count))


def traces(site: Site) -> Iterator[Event]:
    """X-Ray traces that begin here: a trace is recorded once, by the first on its way that is traced."""
    begun = [t for t in site.arriving if t.flow is None or getattr(t.flow.source, "tracing", False) is not True]
    calls = sum(traffic.calls for traffic in begun)
    rate = calls / MONTH
    traced = min(rate, TRACES_ALWAYS) + TRACES_SAMPLED * max(rate - TRACES_ALWAYS, 0.0)
    if calls > 0.0:
        what = f"{site.component} is traced by X-Ray's default rule: one request a second and 5 % of the rest"
        yield site.assumed(what)
    for traffic in begun:
        quantity = traced * MONTH * traffic.calls / calls if calls else 0.0
        yield site.metered("xray.traces_recorded", quantity, "1/s and 5 % of the rest of {}/s", rate, by=traffic)


def firewall(component: Component, site: Site) -> Iterator[Event]:
    """A web ACL before an API or a distribution, and the requests that it looks at."""
    if getattr(component, "waf", False) is True:
        yield site.metered("waf.web_acl_month", 1.0, "{} web ACL", 1.0)
        for traffic in site.arriving:
            yield site.metered("waf.requests", traffic.calls, "{} requests", traffic.calls, by=traffic)

"""EventBridge: events by 64 KB, archives, API destinations, pipes and schedules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.catalog.billing import billed
from archlint.cost.meters.rounding import GB, Spread, chunks, together
from archlint.document.units import MONTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.cost.site import Site
    from archlint.model.messaging import Bus, Pipe, Schedule

CHUNK = billed("eventbridge.chunk")


def meter(bus: Bus, site: Site) -> Iterator[Event]:
    kept = 0.0
    for traffic in site.arriving:
        size = site.payload(traffic)
        if size is None and traffic.events > 0.0:
            yield site.no_payload(traffic, "every event is counted as one of 64 KB")
        count = traffic.events * chunks(size or Spread(0.0), CHUNK)
        source = traffic.flow.source.type if traffic.flow is not None else ""
        yield site.metered(_events_of(bus, source), count, "{} events, each by 64 KB", traffic.events, by=traffic)
        if bus.archive is not None and size is not None:
            quantity = traffic.events * size.mean / GB
            kept += quantity
            yield site.metered("eventbridge.archive_processing", quantity, "{} GB archived", quantity, by=traffic)
    if bus.archive is not None:
        stated = site.pick(site.usage.retained) if site.usage is not None else None
        retention = site.pick(bus.archive.retention)
        months = 1.0 if retention is None else retention / MONTH
        amount = kept * months if stated is None else stated / GB
        yield site.metered("eventbridge.archive_storage", amount, "{} GB kept", amount)
    for traffic in site.leaving:
        if traffic.flow is not None and traffic.flow.target.type == "http_endpoint":
            count = traffic.events * chunks(site.payload(traffic) or Spread(0.0), CHUNK)
            yield site.metered(
                "eventbridge.api_destinations", count, "{} invocations, by 64 KB", traffic.events, by=traffic
            )
        elif traffic.flow is not None and traffic.flow.target.account != site.account:
            count = traffic.events * chunks(site.payload(traffic) or Spread(0.0), CHUNK)
            how = "{} events to another account, by 64 KB"
            yield site.metered("eventbridge.cross_account_delivery", count, how, traffic.events, by=traffic)


def _events_of(bus: Bus, source: str) -> str:
    if source == "s3":
        return "eventbridge.optin_aws_data_events"
    return "eventbridge.partner_events" if bus.bus == "partner" else "eventbridge.custom_events"


def pipe(component: Pipe, site: Site) -> Iterator[Event]:
    """Requests after filtering: one per batch and 64 KB of it."""
    for traffic in site.leaving:
        if traffic.flow is None or traffic.flow.purpose == "enrichment" or traffic.batch <= 0.0:
            continue
        size = site.payload(traffic)
        if size is None and traffic.events > 0.0:
            yield site.no_payload(traffic, f"every batch of {component} is counted as one request")
        count = traffic.events / traffic.batch * chunks(together(size or Spread(0.0), traffic.batch), CHUNK)
        how = "{} events, {} a batch, by 64 KB"
        yield site.metered("eventbridge.pipes_requests", count, how, traffic.events, traffic.batch, by=traffic)


def schedule(component: Schedule, site: Site) -> Iterator[Event]:
    """Invocations of EventBridge Scheduler; rules on the default bus that run by the clock cost nothing."""
    if component.service == "scheduler":
        for traffic in site.leaving:
            yield site.metered(
                "eventbridge.scheduler_invocations", traffic.events, "{} invocations", traffic.events, by=traffic
            )

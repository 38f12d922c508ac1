"""SNS: publishes by 64 KB, deliveries by protocol, and the messages and bytes of FIFO topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.catalog.billing import billed
from archlint.cost.meters.rounding import GB, Spread, chunks, together
from archlint.document.units import MONTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.cost.site import Site, Traffic
    from archlint.model.messaging import Topic

CHUNK = billed("sns.chunk")
DELIVERIES = {
    "sqs": "sns.delivery_sqs",
    "lambda": "sns.delivery_lambda",
    "firehose": "sns.delivery_firehose",
    "http_endpoint": "sns.delivery_http",
    "api_gateway": "sns.delivery_http",
    "load_balancer": "sns.delivery_http",
    "on_premises": "sns.delivery_http",
}
TO_PEOPLE = {"email": "sns.delivery_email", "sms": "sns.sms", "push": "sns.delivery_mobile_push"}
"""How a client is told, by the flow's `operation`."""


def meter(topic: Topic, site: Site) -> Iterator[Event]:
    for traffic in site.arriving:
        size = site.payload(traffic)
        if size is None and traffic.events > 0.0:
            yield site.no_payload(traffic, "every message is counted as one request")
        yield from _published(topic, site, traffic, size)
    for traffic in site.leaving:
        yield from _delivered(topic, site, traffic)


def _published(topic: Topic, site: Site, traffic: Traffic, size: Spread | None) -> Iterator[Event]:
    batch = max(1.0, traffic.batch)
    count = traffic.events / batch * chunks(together(size or Spread(0.0), batch), CHUNK)
    how = "{} messages, {} a call, by 64 KB"
    if not topic.fifo:
        yield site.metered("sns.publish_requests", count, how, traffic.events, batch, by=traffic)
        return
    yield site.metered("sns.fifo_publish_requests", count, how, traffic.events, batch, by=traffic)
    if size is not None:
        quantity = traffic.events * size.mean / GB
        yield site.metered("sns.fifo_publish_payload", quantity, "{} × {} B", traffic.events, size.mean, by=traffic)
        archive = site.pick(topic.archive)
        if archive is not None:
            yield site.metered("sns.fifo_archive_processing", quantity, "{} GB archived", quantity, by=traffic)
            kept = quantity * archive / MONTH
            yield site.metered("sns.fifo_archive_storage", kept, "{} GB a month × {} months", quantity, archive / MONTH)


def _delivered(topic: Topic, site: Site, traffic: Traffic) -> Iterator[Event]:
    flow = traffic.flow
    assert flow is not None  # noqa: S101 -- what leaves a topic leaves by a flow
    size = site.payload(traffic)
    if topic.fifo:
        yield site.metered("sns.fifo_delivery_messages", traffic.events, "{} deliveries", traffic.events, by=traffic)
        if size is not None:
            quantity = traffic.events * size.mean / GB
            how = "{} deliveries × {} B"
            yield site.metered("sns.fifo_delivery_payload", quantity, how, traffic.events, size.mean, by=traffic)
        return
    dimension = DELIVERIES.get(flow.target.type) or TO_PEOPLE.get(flow.operation)
    if dimension is None:
        yield site.gap(
            f"operation of {flow}: how it is delivered (email, sms, push) is not known", flow.field("operation")
        )
        return
    count = traffic.events
    if dimension == "sns.delivery_http":
        count *= chunks(size or Spread(0.0), CHUNK)
    yield site.metered(dimension, count, "{} deliveries", count, by=traffic)
    if flow.filter is not None and flow.filter_on == "body" and size is not None:
        scanned = sum(before.events for before in site.arriving) * size.mean / GB
        yield site.metered(
            "sns.filter_payload", scanned, "{} GB looked at by a filter on the body", scanned, by=traffic
        )

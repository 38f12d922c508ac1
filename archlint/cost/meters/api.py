"""API Gateway, AppSync and CloudFront: requests by their chunks, connections, caches, access logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.catalog.billing import billed
from archlint.cost.meters.logs import firewall, traces
from archlint.cost.meters.rounding import GB, Spread, chunks
from archlint.document.units import HOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.cost.site import Site, Traffic
    from archlint.model.api import Api, Distribution, GraphApi

HTTP_CHUNK = billed("apigateway.http.chunk")
MESSAGE_CHUNK = billed("apigateway.message.chunk")
UPDATE_CHUNK = billed("appsync.update.chunk")
CACHES = (0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118.0, 237.0)
"""Sizes of an API's cache in GB, as AWS sells them."""
LOG_LINE = 500.0  # bytes of one access log entry: assumed
CONNECTION = "$connect"


def meter(api: Api, site: Site) -> Iterator[Event]:
    for traffic in site.arriving:
        if api.protocol == "rest":
            yield site.metered("apigateway.rest_requests", traffic.calls, "{} requests", traffic.calls, by=traffic)
        elif api.protocol == "http":
            yield from _chunked(site, traffic, "apigateway.http_requests", HTTP_CHUNK, "request", "512 KB")
        elif api.protocol == "websocket" and not (traffic.flow is not None and CONNECTION in traffic.flow.route):
            yield from _chunked(site, traffic, "apigateway.websocket_messages", MESSAGE_CHUNK, "message", "32 KB")
    if api.protocol == "websocket":
        yield from _connections(site, "apigateway.websocket_minutes")
    if api.cache is not None:
        yield from _cache(api, site)
    if api.tracing is True:
        yield from traces(site)
    yield from firewall(api, site)
    if api.access_log != "none":
        yield site.assumed(f"{api} writes {LOG_LINE:.0f} B of access log per request")
        for traffic in site.arriving:
            how = "{} requests × {} B of access log"
            quantity = traffic.calls * LOG_LINE / GB
            yield site.metered("cloudwatch.logs_ingest", quantity, how, traffic.calls, LOG_LINE, by=traffic)


def _chunked(site: Site, traffic: Traffic, dimension: str, quantum: float, noun: str, named: str) -> Iterator[Event]:
    size = site.payload(traffic)
    if size is None and traffic.calls > 0.0:
        yield site.no_payload(traffic, f"every {noun} is counted as one of {named}")
    count = traffic.calls * chunks(size or Spread(0.0), quantum)
    yield site.metered(dimension, count, "{} " + noun + "s, by " + named, traffic.calls, by=traffic)


def _connections(site: Site, dimension: str) -> Iterator[Event]:
    """Minutes of open connections, from how many are open on average or from how long each stays open."""
    usage = site.usage
    opened = site.pick(usage.connections) if usage is not None else None
    if opened is not None:
        minutes = opened * HOURS * 60.0
        yield site.metered(dimension, minutes, "{} connections open × {} h × 60", opened, HOURS)
        return
    lasts = site.pick(usage.connection_time) if usage is not None else None
    begun = sum(t.calls for t in site.arriving if t.flow is not None and CONNECTION in t.flow.route)
    if lasts is None:
        what = f"connections of {site.component}: the minutes they are open are not in the bill"
        yield site.gap(what, site.usage_place)
    else:
        yield site.metered(dimension, begun * lasts / 60.0, "{} connections × {} s", begun, lasts)


def _cache(api: Api, site: Site) -> Iterator[Event]:
    size = site.pick(api.cache.size) if api.cache is not None else None
    if size is None:
        yield site.gap(f"size of the cache of {api}: it is not in the bill", api.field("cache.size"))
        return
    fitting = min(CACHES, key=lambda offered: abs(offered - size / GB))
    name = f"{fitting:g}".replace(".", "_")
    yield site.running(f"apigateway.cache_{name}gb", 1.0, f"cache of {fitting:g} GB")


def graph_api(api: GraphApi, site: Site) -> Iterator[Event]:
    """AppSync: operations, updates that clients are sent, minutes of their connections."""
    if api.tracing is True:
        yield from traces(site)
    yield from firewall(api, site)
    for traffic in site.arriving:
        yield site.metered("appsync.queries", traffic.calls, "{} operations", traffic.calls, by=traffic)
    for traffic in site.leaving:
        if traffic.flow is not None and traffic.flow.target.type == "client":
            yield from _chunked(site, traffic, "appsync.realtime_updates", UPDATE_CHUNK, "update", "5 KB")
    if site.usage is not None and site.pick(site.usage.connections) is not None:
        yield from _connections(site, "appsync.connection_minutes")


def distribution(component: Distribution, site: Site) -> Iterator[Event]:
    """CloudFront: requests and the bytes of its answers."""
    yield from firewall(component, site)
    for traffic in site.arriving:
        yield site.metered("cloudfront.requests", traffic.calls, "{} requests", traffic.calls, by=traffic)
        size = site.spread(traffic.flow.response) if traffic.flow is not None else None
        if size is None and traffic.flow is not None:
            what = f"response of {traffic.flow}: what {component} sends is not in the bill"
            yield site.gap(what, traffic.flow.field("response"))
        elif size is not None:
            quantity = traffic.calls * size.mean / GB
            how = "{} answers × {} B"
            yield site.metered("cloudfront.data_out", quantity, how, traffic.calls, size.mean, by=traffic)

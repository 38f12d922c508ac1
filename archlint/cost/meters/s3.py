"""S3: storage by class, requests by kind, multipart uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.cost.meters.rounding import GB
from archlint.model.flow import WRITES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.cost.site import Site, Traffic
    from archlint.model.storage import Bucket

STORAGE = {
    "standard": "standard_storage",
    "intelligent_tiering": "int_frequent_storage",
    "standard_ia": "ia_storage",
    "one_zone_ia": "onezone_ia_storage",
    "glacier_instant": "gir_storage",
    "glacier_flexible": "gfr_storage",
    "glacier_deep_archive": "gda_storage",
    "express_one_zone": "express_storage",
}
WRITTEN = {
    "standard_ia": "ia_requests_tier1",
    "one_zone_ia": "onezone_ia_requests_tier1",
    "glacier_flexible": "gfr_requests_tier1",
    "glacier_deep_archive": "gda_requests_tier1",
}
READ = {"standard_ia": "ia_requests_tier2", "one_zone_ia": "onezone_ia_requests_tier2"}
RETRIEVED = {"standard_ia": "ia_retrieval", "one_zone_ia": "onezone_ia_retrieval"}
FREE = frozenset({"delete", "abort"})


def meter(bucket: Bucket, site: Site) -> Iterator[Event]:
    kind = bucket.storage_class
    for traffic in site.arriving:
        yield from _requests(site, traffic, kind)
    held = site.pick(site.usage.storage) if site.usage is not None else None
    if held is None:
        yield site.gap(f"storage of {bucket}: it is not in the bill", site.usage_place)
    else:
        yield site.metered(f"s3.{STORAGE[kind]}", held / GB, "{} GB kept", held / GB)


def _requests(site: Site, traffic: Traffic, kind: str) -> Iterator[Event]:
    flow = traffic.flow
    operation = flow.operation if flow is not None else ""
    if operation in FREE:
        return
    if operation in WRITES or operation == "list":
        parts = site.pick(flow.parts) if flow is not None else None
        each = 1.0 if parts is None or parts <= 1.0 else parts + 2.0  # begin, every part, complete
        name = WRITTEN.get(kind, "requests_tier1")
        how = "{} writes × {} requests"
        yield site.metered(f"s3.{name}", traffic.calls * each, how, traffic.calls, each, by=traffic)
        return
    yield site.metered(f"s3.{READ.get(kind, 'requests_tier2')}", traffic.calls, "{} reads", traffic.calls, by=traffic)
    size = site.spread(flow.response) if flow is not None else None
    if kind in RETRIEVED and size is not None:
        quantity = traffic.calls * size.mean / GB
        yield site.metered(f"s3.{RETRIEVED[kind]}", quantity, "{} reads × {} B", traffic.calls, size.mean, by=traffic)

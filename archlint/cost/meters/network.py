"""NAT gateways, endpoints and idle addresses: by the hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.cost.events import Metered
from archlint.document.units import HOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.design.graph import Design
    from archlint.design.load import Load
    from archlint.model.network import TransitGateway, Vpc


def networks(design: Design, load: Load) -> Iterator[Event]:
    """What the networks cost whether anything passes through them or not."""
    del load  # standing hours do not depend on it; the signature is that of every meter
    for name, section in design.description.sections.get("vpcs", {}).items():
        vpc: Vpc = section  # type: ignore[assignment]  # the chapter's own type
        yield from _network(design, name, vpc)
    yield from _joins(design)


def _network(design: Design, name: str, vpc: Vpc) -> Iterator[Event]:
    region = vpc.region or design.description.head.region

    def hours(part: str, dimension: str, count: float, what: str) -> Metered:
        how = "{} " + what + " × {} h"
        return Metered(dimension, count * HOURS, part, vpc.account, region, None, how, (count, HOURS))

    for nat, gateway in vpc.nat_gateways.items():
        yield hours(f"{name}.{nat}", "vpc.nat_hour", 1.0, "NAT gateway")
        if gateway.kind == "public":
            yield hours(f"{name}.{nat}", "vpc.public_ipv4_in_use", 1.0, "public address")
    for endpoint, stated in vpc.endpoints.items():
        if stated.kind == "interface":
            yield hours(f"{name}.{endpoint}", "vpc.endpoint_hour", float(max(1, len(stated.subnets))), "zones")
    if vpc.idle_addresses:
        yield hours(name, "vpc.public_ipv4_idle", float(vpc.idle_addresses), "idle addresses")


def _joins(design: Design) -> Iterator[Event]:
    """Transit gateways by the attachment and VPNs by the connection."""
    sections, region = design.description.sections, design.description.head.region
    for name, section in sections.get("transit_gateways", {}).items():
        gateway: TransitGateway = section  # type: ignore[assignment]  # the chapter's own type
        count = float(len(gateway.attachments))
        how = "{} attachments × {} h"
        terms = (count, HOURS)
        yield Metered("vpc.transit_gateway_attachment_hour", count * HOURS, name, "", region, None, how, terms)
    for name in sections.get("vpns", {}):
        yield Metered("vpc.vpn_hour", HOURS, name, "", region, None, "VPN × {} h", (HOURS,))

"""What crosses from one availability zone to another on its way to a NAT gateway, and what that costs."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.design.network.flows import Crossing
    from archlint.design.network.topology import At


def paid_between_zones(design: Design) -> dict[At, Decimal]:
    """US dollars a month for each NAT gateway, by its place, where the load and all sizes of what crosses are known."""
    if not design.has_load:
        return {}
    from archlint.cost.alternatives import charge

    topology = design.network.network.topology
    zones = {(subnet.vpc.name, subnet.name): subnet.zone for subnet in topology.subnets}
    homes = {nat.at: (nat.subnet.vpc.name, nat.subnet.zone) for nat in topology.nat_gateways}
    found: dict[At, Decimal] = {}
    unknown: set[At] = set()
    for crossing in design.network.crossings():
        for at, share in _shares(crossing, zones, homes).items():
            size = gigabytes(design, crossing)
            cost = None if size is None else charge(design, crossing.caller, "data_transfer.inter_az", 2 * size * share)
            if cost is None:
                unknown.add(at)
            else:
                found[at] = found.get(at, Decimal(0)) + cost
    return {at: cost for at, cost in found.items() if at not in unknown and cost}


def _shares(crossing: Crossing, zones: dict[tuple[str, str], str], homes: dict[At, tuple[str, str]]) -> dict[At, float]:
    """The share of a flow's paths that lead from another zone to each NAT gateway."""
    paths = [path for path in crossing.answer.paths if path.verdict == "delivered"]
    shares: dict[At, float] = {}
    for path in paths:
        for hop in path.hops:
            vpc, zone = homes.get(hop.at, ("", ""))
            if vpc and not hop.returning and zones.get((vpc, path.subnet)) != zone:
                shares[hop.at] = shares.get(hop.at, 0.0) + 1.0 / len(paths)
    return shares


def gigabytes(design: Design, crossing: Crossing) -> float | None:
    """What a flow brings both ways in a month; None where its load or its size is not known."""
    from archlint.cost.meters.rounding import GB
    from archlint.cost.site import Site

    site = Site(design, design.load, crossing.caller)
    traffic = site.traffic(crossing.flow)
    there, back = site.payload(traffic), site.spread(crossing.flow.response)
    load = design.load.of(crossing.flow)
    if there is None or not load.fed or not load.complete:
        return None
    return (traffic.events * there.mean + traffic.calls * (back.mean if back is not None else 0.0)) / GB

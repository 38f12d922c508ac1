"""Calls to AWS services that go through NAT gateways although an endpoint would carry them for less."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.catalog.networks import networks
from archlint.design.network.resolve import SERVICE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from archlint.design.graph import Design
    from archlint.design.network.flows import Crossing
    from archlint.design.network.topology import NatGateway
    from archlint.model.description import AnyFlow


class Detour(NamedTuple):
    """Flows from one network to one service through its NAT gateways, and what an endpoint would save a month."""

    nats: list[NatGateway]
    service: str
    kind: str
    callers: list[str]
    flows: list[AnyFlow]
    monthly: Decimal | None


class _Passage(NamedTuple):
    """One flow's ways through NAT gateways: which, from which zones, and their share of all ways that get through."""

    crossing: Crossing
    nats: tuple[NatGateway, ...]
    zones: frozenset[str]
    share: float


def detours(design: Design) -> Iterator[Detour]:
    """Detours to a service with a gateway endpoint always, others where the traffic is known to pay for an endpoint."""
    found: dict[tuple[str, str], list[_Passage]] = {}
    for crossing in design.network.crossings():
        passage = _passage(design, crossing)
        if passage is not None:
            key = passage.nats[0].subnet.vpc.name, str(crossing.question.target).removeprefix(SERVICE)
            found.setdefault(key, []).append(passage)
    for (_, service), passages in found.items():
        gateway = service in networks().with_gateway
        gain = _saving(design, passages, gateway=gateway)
        if gateway or (service in networks().with_interface and gain is not None and gain > 0):
            nats = list(dict.fromkeys(nat for passage in passages for nat in passage.nats))
            callers = sorted({passage.crossing.caller.name for passage in passages})
            flows = [passage.crossing.flow for passage in passages]
            yield Detour(nats, service, "gateway" if gateway else "interface", callers, flows, gain)


def _passage(design: Design, crossing: Crossing) -> _Passage | None:
    """A flow's ways through NAT gateways to an AWS service; None where it has none."""
    if not str(crossing.question.target).startswith(SERVICE):
        return None
    topology = design.network.network.topology
    nats = {nat.at: nat for nat in topology.nat_gateways}
    paths = [path for path in crossing.answer.paths if path.verdict == "delivered"]
    through = [(path, [nats[hop.at] for hop in path.hops if hop.at in nats]) for path in paths]
    passing = [(path, met) for path, met in through if met]
    if not passing:
        return None
    met_all = tuple(dict.fromkeys(nat for _, met in passing for nat in met))
    home = met_all[0].subnet.vpc
    zones = {(subnet.vpc, subnet.name): subnet.zone for subnet in topology.subnets}
    starts = frozenset(zones.get((home, path.subnet), "") for path, _ in passing)
    return _Passage(crossing, met_all, starts, len(passing) / len(paths))


def _saving(design: Design, passages: list[_Passage], *, gateway: bool) -> Decimal | None:
    """What an endpoint in every zone that calls saves a month, in US dollars; None where too little is known."""
    if not design.has_load:
        return None
    from archlint.checks._zones import gigabytes
    from archlint.cost.alternatives import charge
    from archlint.document.units import HOURS

    sizes = [(gigabytes(design, passage.crossing), passage.share) for passage in passages]
    volume = sum(size * share for size, share in sizes if size is not None)
    zones = len(frozenset[str]().union(*(passage.zones for passage in passages)))
    caller = passages[0].crossing.caller
    through_nat = charge(design, caller, "vpc.nat_gb", volume)
    through_endpoint = charge(design, caller, "vpc.endpoint_gb", volume)
    hours = charge(design, caller, "vpc.endpoint_hour", zones * HOURS)
    if not volume or through_nat is None or through_endpoint is None or hours is None:
        return None
    return through_nat if gateway else through_nat - through_endpoint - hours

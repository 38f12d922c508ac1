"""Calls to AWS services that go through a NAT gateway although an endpoint would carry them for less."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from archlint.catalog.price_lists import price_list
from archlint.design.network.resolve import SERVICE
from archlint.design.network.services import GATEWAY_SERVICES, INTERFACE_SERVICES
from archlint.model.component import known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.design.network.flows import Crossing
    from archlint.design.network.topology import At, NatGateway
    from archlint.model.description import AnyFlow

HOURS = Decimal(730)
MONTH = HOURS * 3600
GB = Decimal(2**30)


class Detour(NamedTuple):
    """Flows from one network to one service through one NAT gateway, and what an endpoint would save a month."""

    nat: str
    service: str
    kind: str
    callers: list[str]
    flows: list[AnyFlow]
    at: At
    monthly: Decimal | None


def detours(design: Design) -> Iterator[Detour]:
    """Detours to a service with a gateway endpoint always, others where the traffic is known to pay for an endpoint."""
    for (nat, service), found in _by_gateway(design).items():
        gateway = service in GATEWAY_SERVICES
        gain = _saving(design, nat, [crossing.flow for crossing in found], gateway=gateway)
        if gateway or (service in INTERFACE_SERVICES and gain is not None and gain > 0):
            callers = sorted({crossing.caller.name for crossing in found})
            flows = [crossing.flow for crossing in found]
            yield Detour(nat.name, service, "gateway" if gateway else "interface", callers, flows, nat.at, gain)


def _by_gateway(design: Design) -> dict[tuple[NatGateway, str], list[Crossing]]:
    """The flows to each service through each NAT gateway."""
    network = design.network.network
    nat_gateways = {nat.at: nat for nat in network.topology.nat_gateways}
    found: dict[tuple[NatGateway, str], list[Crossing]] = {}
    for crossing in design.network.crossings():
        service = str(crossing.question.target)
        if not service.startswith(SERVICE):
            continue
        passed = [hop.at for path in crossing.answer.paths if path.verdict == "delivered" for hop in path.hops]
        for nat in dict.fromkeys(nat_gateways[at] for at in passed if at in nat_gateways):
            found.setdefault((nat, service.removeprefix(SERVICE)), []).append(crossing)
    return found


def _saving(design: Design, nat: NatGateway, flows: list[AnyFlow], *, gateway: bool) -> Decimal | None:
    """What an endpoint in one zone saves in a month, in US dollars; None where the traffic or a price is not known."""
    volume = sum((_gigabytes(design, flow) for flow in flows), Decimal(0))
    prices = price_list(nat.subnet.vpc.region)
    costs = [prices.price(f"vpc.{name}") if prices else None for name in ("nat_gb", "endpoint_gb", "endpoint_hour")]
    rates = [cost.tiers[0].usd / cost.per for cost in costs if cost is not None]
    if not volume or len(rates) < len(costs):
        return None
    through_nat, through_endpoint, hour = rates
    return volume * through_nat if gateway else volume * (through_nat - through_endpoint) - hour * HOURS


def _gigabytes(design: Design, flow: AnyFlow) -> Decimal:
    """What the flow sends and gets back in a month; 0 where it is not known."""
    load = design.load.of(flow)
    sizes = [size for size in (load.payload, flow.response) if size is not None and known(size)]
    return sum((Decimal(float(size)) for size in sizes), Decimal(0)) * Decimal(load.tried) * MONTH / GB

"""The way back of a connection: over every leg of the request, and only over those."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.design.network.answer import Packet, Stop
from archlint.design.network.steps import Landing, cross
from archlint.design.network.topology import At, Interface, To, name_of
from archlint.design.network.travel import travel, travel_from_vpn

if TYPE_CHECKING:
    from archlint.design.network.run import Leg, Run


def reply(run: Run) -> None:
    """Send the answer back leg by leg, the last first, each by the routes and rules that hold there."""
    for leg in reversed(run.legs):
        packet = Packet(leg.far, leg.near, run.packet.protocol, run.ports[leg.ports], returning=True)
        if leg.end is not None:
            _back_by_routes(run, leg, packet, travel(run.network, run.trace, packet, leg.end))
        elif leg.vpn is not None:
            _back_by_routes(run, leg, packet, travel_from_vpn(run.network, run.trace, packet, leg.vpn))
        elif leg.start is not None:
            cross(run.network, run.trace, packet, leg.start, outward=False)
        run.ports[leg.ports] = packet.ports


def _back_by_routes(run: Run, leg: Leg, packet: Packet, landing: Landing | None) -> None:
    """The reply has to land where the request came from: at its sender, its gateway or its VPN."""
    if landing is None:
        return
    if leg.host is not None:
        right = landing.host is leg.host
    elif leg.vpn is not None:
        right = landing.vpn is not None and landing.vpn.site == leg.vpn.site
    else:
        right = landing.to is To.INTERNET_GATEWAY and landing.vpc is leg.vpc and not landing.foreign
    subnet = leg.end or leg.start
    if right or subnet is None:
        return
    if landing.to is To.EGRESS_ONLY_GATEWAY and landing.vpc is not None:
        at: At = (*landing.vpc.at, "egress_only_gateway")
        why, where, through = "egress-only-unsolicited", f"{landing.vpc.name}.egress_only_gateway", subnet.name
    else:
        why = "reply-misrouted" if isinstance(landing.host, Interface) else "no-return-route"
        at, where = subnet.table.at or subnet.at, subnet.name
        through = name_of(landing.host) if landing.host else landing.to.value
    related = (subnet.at,)
    stop = Stop(why, where, at, "", through, packet.target, packet.ports[0][0], returning=True, related=related)
    run.trace.stop_at(stop)

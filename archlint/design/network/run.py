"""One connection while it is followed: its packet, the legs it has gone, and what was noted on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from archlint.design.network.answer import Aim, Packet, Path, Question, Start, Stop, Trace, Verdict

if TYPE_CHECKING:
    from archlint.design.network.addresses import Ports
    from archlint.design.network.linked import Network
    from archlint.design.network.topology import At, Interface, NatGateway, Subnet, Vpc, Vpn


class Leg(NamedTuple):
    """A stretch of the request that the reply has to come back over.

    `near` and `far` are the addresses at its two ends as packets carry them there, `host` what has `near`, `start` and
    `end` the subnets (all None where they are outside). `ports` counts address translations: each gives the client's
    side new ports. `vpc` is the network whose internet gateway the leg goes over, `vpn` the VPN.
    """

    near: int
    far: int
    ports: int
    host: Interface | NatGateway | None = None
    start: Subnet | None = None
    end: Subnet | None = None
    vpc: Vpc | None = None
    vpn: Vpn | None = None


@dataclass(slots=True, eq=False, repr=False)
class Run:
    """One connection while it is being followed."""

    network: Network
    question: Question
    start: Start
    aim: Aim
    packet: Packet
    trace: Trace = field(default_factory=Trace)
    legs: list[Leg] = field(default_factory=list)
    ports: list[Ports] = field(default_factory=list)
    arrived: Interface | None = None
    denied_by: At = ()

    def stop(self, why: str, where: str, at: At, code: str, through: str = "", related: tuple[At, ...] = ()) -> None:
        packet = self.packet
        returning = packet.returning
        stop = Stop(why, where, at, code, through, packet.target, packet.ports[0][0], returning, related=related)
        self.trace.stop_at(stop)


def path_of(run: Run) -> Path:
    """What a finished run says."""
    stops = run.trace.stops
    verdict: Verdict = "delivered" if not stops else "partial" if all(stop.passed for stop in stops) else "dropped"
    return Path(
        run.start.name,
        run.aim.name,
        run.aim.address,
        verdict,
        tuple(run.trace.steps),
        tuple(stops),
        run.packet.source,
        run.start.interface.subnet.name if run.start.interface else "",
        run.denied_by if verdict != "dropped" else (),
    )

"""Which rule speaks of a flow that does not get through: the one that knows the mistake, else `cannot-reach`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.checks._dead_ends import is_dead_end
from archlint.design.network.resolve import INTERNET, SERVICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.design.network.answer import Path, Stop
    from archlint.design.network.flows import Crossing
    from archlint.design.network.topology import Endpoint

CANNOT_REACH = "cannot-reach"


class Trouble(NamedTuple):
    """One flow's first failing step, on one of its paths."""

    crossing: Crossing
    path: Path
    stop: Stop
    rule: str

    @property
    def partly(self) -> str:
        """On which of the caller's paths it happens, where others are free: words after the flow's name, or ""."""
        paths = self.crossing.answer.paths
        return f" from {self.path.subnet}" if any(path.verdict == "delivered" for path in paths) else ""


def troubles(design: Design, rule: str) -> Iterator[Trouble]:
    """What a rule has to say: each flow once, at the first step that stops it."""
    for crossing in design.network.crossings():
        found = next((trouble for trouble in _of(design, crossing) if trouble.rule == rule), None)
        if found is not None:
            yield found


def _of(design: Design, crossing: Crossing) -> Iterator[Trouble]:
    told_elsewhere = _behind_balancer(design, crossing)
    for path in sorted(crossing.answer.paths, key=lambda path: path.verdict != "dropped"):
        stops = [stop for stop in path.stops if stop.where not in told_elsewhere]
        if stops:
            stop = next((stop for stop in stops if not stop.passed), stops[0])
            yield Trouble(crossing, path, stop, _rule(design, crossing, path, stop))


def _behind_balancer(design: Design, crossing: Crossing) -> set[str]:
    """The components behind an application load balancer: its own flows to them are judged by themselves."""
    balancer = crossing.callee
    if balancer.type != "load_balancer" or getattr(balancer, "kind", "") != "application":
        return set()
    return {flow.target.name for flow in design.events_out_of(balancer)}


def _rule(design: Design, crossing: Crossing, path: Path, stop: Stop) -> str:
    function = crossing.caller.type == "lambda"
    through_nat = any(hop.kind == "nat-gateway" for hop in path.hops)
    if stop.why == "not-in-vpc" and function:
        return "public-function-calls-private"
    if stop.why == "endpoint-sg":
        return "endpoint-shut-by-group"
    if stop.why.startswith("nacl-return"):
        return "acl-blocks-return"
    if stop.why in ("blackhole", "tgw-no-attachment", "egress-only-ipv6") and is_dead_end(design, stop.at):
        return "route-leads-nowhere"
    if not _leads_outside(crossing):
        return CANNOT_REACH
    if through_nat and stop.why in ("no-route", "blackhole", "nat-loop"):
        return "nat-leads-nowhere"
    if stop.why == "igw-no-public-ip" and function and not through_nat:
        return "function-in-public-subnet"
    if stop.why == "no-route":
        return "endpoint-kind-wrong" if gateway_endpoint(design, crossing) else "no-way-out"
    return CANNOT_REACH


def _leads_outside(crossing: Crossing) -> bool:
    """True for a call to an AWS service or to the internet."""
    target = crossing.question.target
    return isinstance(target, str) and (target.startswith(SERVICE) or target == INTERNET or not _is_private(crossing))


def _is_private(crossing: Crossing) -> bool:
    from archlint.design.network.addresses import is_private

    return crossing.callee.type == "on_premises" or crossing.callee.vpc is not None or any(
        is_private(path.target_address) for path in crossing.answer.paths
    )  # fmt: skip


def gateway_endpoint(design: Design, crossing: Crossing) -> Endpoint | None:
    """The gateway endpoint for the service that the caller's network has, if it has one."""
    network = design.network.network
    node = network.nodes.get(crossing.caller.name)
    if node is None or not node.interfaces:
        return None
    vpc = node.interfaces[0].subnet.vpc
    service = str(crossing.question.target).removeprefix(SERVICE)
    endpoints = [each for each in network.topology.endpoints if each.vpc is vpc and not each.interfaces]
    return next((each for each in endpoints if each.service == service), None)

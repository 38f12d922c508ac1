"""The answer to one question: every way it can go, followed there and back, also through load balancers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.design.network.answer import Aim, Answer, Hop, Packet, Path, Question, Start, Stop, Verdict
from archlint.design.network.connect import connect
from archlint.design.network.groups import arrive
from archlint.design.network.resolve import address_like, aims, starts
from archlint.design.network.run import Run, path_of
from archlint.design.network.steps import cross
from archlint.design.network.topology import Interface, Kind, Listener, Node
from archlint.design.network.travel import travel

if TYPE_CHECKING:
    from archlint.design.network.linked import Network


def ask(network: Network, question: Question) -> Answer:
    """Can it get there, and back? Raises UnknownEndError for a name that nothing has."""
    paths = tuple(
        _path(network, question, start, aim)
        for start in starts(network, question.source)
        for aim in aims(network, start, question)
    )
    verdicts = {path.verdict for path in paths}
    verdict: Verdict = verdicts.pop() if len(verdicts) == 1 else "partial"
    return Answer(question, verdict, paths)


def _path(network: Network, question: Question, start: Start, aim: Aim) -> Path:
    run = connect(network, question, start, aim)
    if aim.misled:
        run.trace.steps = [_past_the_endpoint(step, aim) for step in run.trace.steps]
    if run.arrived is not None and run.arrived.kind is Kind.LOAD_BALANCER:
        _behind(run, network.nodes[run.arrived.owner], run.arrived)
    return path_of(run)


def _past_the_endpoint(step: Hop | Stop, aim: Aim) -> Hop | Stop:
    """The service's name led past its endpoint, to public addresses: that is why there is no route."""
    if isinstance(step, Stop) and step.why == "no-route":
        return step._replace(why="endpoint-dns", through=aim.name)
    return step


def _behind(run: Run, balancer: Node, interface: Interface) -> None:
    """What the load balancer does with what reached it: one target that can be reached is enough, as for its checks."""
    if not balancer.listeners:
        return
    listener = _listener(balancer, run.question)
    if listener is None:
        run.stop("no-listener", balancer.name, balancer.at, "ELBV2_LISTENERS_MISMATCH")
        return
    found = [(run.network.nodes[name], port) for name, port in listener.targets if name in run.network.nodes]
    if not found:
        run.stop("no-targets", balancer.name, listener.at, "ELBV2_LISTENER_HAS_NO_TG")
        return
    if any(not node.interfaces or node.kind is Kind.FUNCTION for node, _ in found):
        return
    zone = interface.subnet.zone
    everywhere = [(foot, port) for node, port in found for foot in node.interfaces]
    ways = [way for way in everywhere if balancer.crosses_zones or way[0].subnet.zone == zone]
    if not ways:
        zones = {foot.subnet.zone for foot in balancer.interfaces}
        if not any(foot.subnet.zone in zones for foot, _ in everywhere):
            run.stop("no-targets-in-zone", balancer.name, listener.at, "ELBV2_NO_TARGETS_IN_AZ", zone)
        return  # else its name does not lead to this zone
    tries = [_to_target(run, balancer, interface, foot, port) for foot, port in ways]
    best = next((each for each in tries if not each.trace.stops), tries[0])
    run.trace.steps.extend(best.trace.steps)
    if best.trace.stops:
        run.trace.steps.extend(stop for each in tries if each is not best for stop in each.trace.stops)


def _listener(balancer: Node, question: Question) -> Listener | None:
    return next(
        (
            listener
            for listener in balancer.listeners
            if listener.port == question.port and listener.protocol == question.protocol
        ),
        None,
    )


def _to_target(run: Run, balancer: Node, interface: Interface, foot: Interface, port: int) -> Run:
    address = address_like(foot.addresses, interface.addresses[0]) or foot.addresses[0]
    question = run.question._replace(port=port, client_ports=())
    start = Start(balancer.name, Kind.LOAD_BALANCER, interface.addresses, interface, at=interface.at)
    aim = Aim(foot.owner, address, foot, at=foot.at)
    if not balancer.keeps_client_address:
        return connect(run.network, question, start, aim)
    client = run.packet.source
    packet = Packet(client, address, question.protocol, ((port, port),))
    onward = Run(run.network, question, start, aim, packet)
    landing = travel(run.network, onward.trace, packet, interface.subnet)
    if landing is not None:
        arrive(onward, foot, carries_groups=True, sender_groups=interface.groups)
        if foot.subnet is not interface.subnet:
            back = Packet(address, client, question.protocol, run.ports[-1], returning=True)
            cross(run.network, onward.trace, back, foot.subnet, outward=True)
    return onward

"""The flows of a design as questions to its networks: which cross one, who opens the connection, what comes of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from archlint.design.network.addresses import SOMEWHERE_IPV6
from archlint.design.network.answer import Answer, Question, UnknownEndError, on_every_port
from archlint.design.network.build import Built, build
from archlint.design.network.building import whole
from archlint.design.network.linked import Network, link
from archlint.design.network.ports import port_of
from archlint.design.network.reach import ask
from archlint.design.network.resolve import INTERNET, PRIVATE, SERVICE
from archlint.design.network.services import service_of
from archlint.model.places import place_of
from archlint.model.registry import WORKERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

POLLED = ("sqs", "kinesis", "dynamodb", "kafka")
"""What workers and Flink applications fetch from by themselves; for functions the service fetches."""

ANY_PORT = 0
"""The port of a question about a flow of which nothing says to which port it goes: only routes are concluded about."""

_CALLERS = WORKERS | {"lambda", "flink", "rds_proxy", "load_balancer"}
_OUTSIDERS = frozenset({"client", "http_endpoint", "cloudfront", "sns", "eventbridge", "splunk", "schedule", "pipe"})
_ORDERS = ("eventbridge", "schedule", "pipe")
"""What calls AWS's own interface for a worker, and others over HTTP (API destinations)."""

_ENTER_PRIVATELY = ("cloudfront", "eventbridge")
"""What can be let into a network (VPC origins, private connections): whether it is, no description says."""

_CALLED_OUTSIDE = ("lambda", "api_gateway")
"""What is called through its service, wherever it stands itself."""

_TAKE_FROM_OUTSIDE = WORKERS | {"load_balancer"}


class Crossing(NamedTuple):
    """A flow that crosses a network: who opens the connection, what to, the question and its answer."""

    flow: AnyFlow
    caller: Component
    callee: Component
    question: Question
    answer: Answer


class Networks:
    """The networks of one design; everything is worked out on first use."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self._crossings: dict[int, Crossing | None] = {}

    @cached_property
    def _built(self) -> Built:
        return build(self.design.description)

    @cached_property
    def network(self) -> Network:
        return link(self._built.topology)

    @property
    def uncertain(self) -> frozenset[tuple[str, str]]:
        """(`vpcs` or `components`, name) of what is wrong or could not be read: nothing is concluded about it."""
        return self._built.uncertain

    def ask(self, question: Question) -> Answer:
        """The answer to any question. Raises UnknownEndError for a name that nothing has."""
        return ask(self.network, question)

    def end(self, name: str, *, called: bool = True) -> str:
        """How a question names a component: one that is `called` by its service's name, if it is a service.

        A function without a network is called through its service and calls by itself. Raises UnknownEndError for a
        component of which nobody knows where it stands.
        """
        component = self.design.components.get(name)
        if component is None:
            return name
        service = service_of(component)
        if called and is_private_api(component):
            return f"{PRIVATE}{service}"
        inside = self.is_called_inside(component) or (component.type == "lambda" and self.is_placed(component))
        if name in self.network.nodes and (not called or inside or service is None):
            return name
        if service is None:
            raise UnknownEndError(name)
        return f"{SERVICE}{service}"

    def port(self, name: str) -> int:
        """The port one asks for where none is named: the component's own, else that of HTTPS."""
        component = self.design.components.get(name)
        found = port_of(self.design, None, component) if component is not None else None
        return found or 443

    def crossings(self) -> Iterator[Crossing]:
        """Every flow that crosses a network, in the order of the flows."""
        for flow in self.design.all_flows:
            crossing = self.crossing(flow)
            if crossing is not None:
                yield crossing

    def crossing(self, flow: AnyFlow) -> Crossing | None:
        """A flow's way through the networks; None where it crosses none, or where too little is known to say."""
        if id(flow) not in self._crossings:
            self._crossings[id(flow)] = self._cross(flow)
        return self._crossings[id(flow)]

    def is_placed(self, component: Component) -> bool:
        """True where it stands in a network, and sends from there."""
        node = self.network.nodes.get(component.name)
        return node is not None and bool(node.interfaces)

    def is_called_inside(self, component: Component) -> bool:
        """True where callers find it in a network.

        A function or an API with a VPC link only sends from there; both are called through their services.
        """
        return is_private_api(component) or (component.type not in _CALLED_OUTSIDE and self.is_placed(component))

    def names_its_subnets(self, component: Component) -> bool:
        """True where it says in which subnets it stands, or where that makes no difference."""
        place = place_of(component)
        return place is None or place.gives("subnets")

    def is_certain(self, component: Component) -> bool:
        """False where something of it or of its network could not be read or names nothing."""
        place = place_of(component)
        if place is None:
            return True
        return not self.uncertain & {("components", component.name), ("vpcs", str(place.name))}

    def _cross(self, flow: AnyFlow) -> Crossing | None:
        ends = connection(flow)
        if ends is None or not all(self.is_certain(end) for end in ends):
            return None
        caller, callee = ends
        if not self.is_placed(caller) and not self.is_called_inside(callee):
            return None
        question = self._question(flow, caller, callee)
        if question is None or (not self.is_placed(caller) and may_go_by_data_api(flow)):
            return None
        answer = self.ask(question)
        if question.port == ANY_PORT and question.protocol in ("tcp", "udp"):
            answer = on_every_port(answer)
            if answer.verdict == "delivered":
                return None  # it may still be stopped, at a port that nobody says
        if caller.type in _ENTER_PRIVATELY and any(stop.why == "private-dest-from-internet" for stop in answer.stops):
            return None
        if answer.verdict != "delivered" and self._may_go_by_ipv6(question, callee):
            return None
        if answer.verdict == "partial" and not all(self.names_its_subnets(end) for end in ends):
            return None
        return Crossing(flow, caller, callee, question, answer)

    def _may_go_by_ipv6(self, question: Question, callee: Component) -> bool:
        """True for somebody else's endpoint without a stated address, where a way out by IPv6 works."""
        stated: object = getattr(callee, "address", "")
        if callee.type != "http_endpoint" or stated:
            return False
        return self.ask(question._replace(target=SOMEWHERE_IPV6)).verdict == "delivered"

    def _question(self, flow: AnyFlow, caller: Component, callee: Component) -> Question | None:
        port = whole(flow.port, 0) or port_of(self.design, flow, callee) or ANY_PORT
        source = caller.name if caller.name in self.network.nodes else INTERNET
        target = self._target(caller, callee)
        return Question(source, target, port, flow.protocol) if target is not None else None

    def _target(self, caller: Component, callee: Component) -> str | None:
        service = service_of(callee)
        if is_private_api(callee):
            return f"{PRIVATE}{service}"
        if callee.name in self.network.nodes and (service is None or self.is_called_inside(callee)):
            return callee.name
        if service is None:
            return None
        home = self._region(caller)
        return f"{SERVICE}{service}" if not callee.region or callee.region == home else INTERNET

    def _region(self, component: Component) -> str:
        node = self.network.nodes.get(component.name)
        if node is not None and node.interfaces:
            return node.interfaces[0].subnet.vpc.region
        return component.region or self.design.description.head.region


def may_go_by_data_api(flow: AnyFlow) -> bool:
    """True for calls of a warehouse that name no port: its Data API is reached from anywhere."""
    return flow.target.type == "redshift" and not flow.gives("port")


def is_private_api(component: Component) -> bool:
    """True for an API that answers only behind an endpoint of a network."""
    return component.type == "api_gateway" and getattr(component, "endpoint", None) == "private"


def connection(flow: AnyFlow) -> tuple[Component, Component] | None:
    """Who opens the connection that a flow goes over, and to what; None where no packets of one's own are sent.

    The event may travel the other way: a worker connects to the queue it is fed from. What a service does by itself
    (invoking a function, polling for one, delivering to another service, dead letters) crosses no network of one's own.
    """
    source, target = flow.source, flow.target
    if flow.edge != "event":
        return None
    if source.type in POLLED:
        return (target, source) if target.type in WORKERS or target.type == "flink" else None
    if source.type == "load_balancer" and getattr(source, "kind", "") == "network":
        return None  # it hands its clients' packets on as they are: judged with what reaches it
    if source.type == "load_balancer" and target.type == "lambda":
        return None  # the service invokes it
    if source.type in _CALLERS:
        return (source, target)
    if source.type == "api_gateway":
        return (source, target) if place_of(source) is not None and target.type in _TAKE_FROM_OUTSIDE else None
    if source.type in _ORDERS and target.type in WORKERS:
        return None  # it has a task run or an instance started, and connects to neither
    if source.type in _OUTSIDERS and (target.type in _TAKE_FROM_OUTSIDE or place_of(target) is not None):
        return (source, target) if target.type not in _CALLED_OUTSIDE else None
    return None

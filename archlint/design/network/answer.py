"""What a question about reachability is, and what its answer holds: paths, their hops, and every step that fails."""

# Annotations are real here, not text: of text each field of a NamedTuple would be compiled at every start.
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from archlint.design.network.addresses import Ports
from archlint.design.network.topology import At, Interface, Kind, Vpn

Verdict = Literal["delivered", "dropped", "partial"]


class Question(NamedTuple):
    """Who wants to reach what: node names, addresses as numbers, `internet`, or a service's name.

    `client_ports` are those the client speaks from; without them every port of the client's own range is judged.
    `public` says which address of the target is meant: the public one, the private one, or (None) that its name gives.
    """

    source: str | int
    target: str | int
    port: int = 443
    protocol: str = "tcp"
    client_ports: Ports = ()
    public: bool | None = None


class Hop(NamedTuple):
    """One step of a path: what was met, its name, and what it did. `returning` marks the way back."""

    kind: str
    name: str
    detail: str
    at: At
    returning: bool


class Stop(NamedTuple):
    """A step that fails.

    `why` is the reason in archlint's own code, `code` the explanation code of AWS's Reachability Analyzer that says the
    same ("" where it has none), `where` the thing it happens at and `at` its place. `through` names the filter or table
    that decides, `address` and `port` the far end that it judges. `passed` holds the client ports that do get through,
    where only some do; it is empty where nothing does.
    """

    why: str
    where: str
    at: At
    code: str = ""
    through: str = ""
    address: int = 0
    port: int = 0
    returning: bool = False
    passed: Ports = ()
    related: tuple[At, ...] = ()


class Path(NamedTuple):
    """One way the question can go: from one interface of the source to one address of the target."""

    source: str
    target: str
    target_address: int
    verdict: Verdict
    steps: tuple[Hop | Stop, ...]
    """What was passed and what stops it, in the order a packet meets them."""
    stops: tuple[Stop, ...]
    source_seen: int
    """The address the target sees as the sender's."""
    subnet: str = ""
    """The subnet it starts in; "" where that is outside every network."""
    denied_by: At = ()
    """The endpoint whose policy refuses what the packets carry, if one does: that is a refusal, not a timeout."""

    @property
    def hops(self) -> tuple[Hop, ...]:
        """What was passed, without what stops it."""
        return tuple(step for step in self.steps if isinstance(step, Hop))


class Answer(NamedTuple):
    """The verdict over all ways: `partial` where it depends on the subnet, the zone or the client's port."""

    question: Question
    verdict: Verdict
    paths: tuple[Path, ...]

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Every failing step once, in the order a packet meets them, those that stop everything first."""
        seen: dict[tuple[str, At], Stop] = {}
        for path in self.paths:
            for stop in path.stops:
                seen.setdefault((stop.why, stop.at), stop)
        return tuple(sorted(seen.values(), key=lambda stop: bool(stop.passed)))

    @property
    def succeeds(self) -> bool:
        """True where packets get there and back on every way, and no endpoint's policy refuses what they carry."""
        return self.verdict == "delivered" and not self.denied_by

    @property
    def denied_by(self) -> At:
        return next((path.denied_by for path in self.paths if path.denied_by), ())


_BY_PORT = ("sg-", "nacl-", "endpoint-sg", "no-listener", "no-targets")
"""How reasons begin that depend on the port."""


def on_every_port(answer: Answer) -> Answer:
    """What an answer says of every port: without the stops that depend on the one that was asked for."""
    paths = tuple(_on_every_port(path) for path in answer.paths)
    verdicts = {path.verdict for path in paths}
    return answer._replace(verdict=verdicts.pop() if len(verdicts) == 1 else "partial", paths=paths)


def _on_every_port(path: Path) -> Path:
    stops = tuple(stop for stop in path.stops if not stop.why.startswith(_BY_PORT))
    steps = tuple(step for step in path.steps if isinstance(step, Hop) or step in stops)
    return path._replace(verdict="dropped" if stops else "delivered", steps=steps, stops=stops)


@dataclass(slots=True, eq=False, repr=False)
class Packet:
    """A packet under way. `ports` are its possible destination ports: one for a request, the client's for a reply."""

    source: int
    target: int
    protocol: str
    ports: Ports
    returning: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Trace:
    """What is noted down while a packet is followed."""

    steps: list[Hop | Stop] = field(default_factory=list)

    @property
    def stops(self) -> list[Stop]:
        return [step for step in self.steps if isinstance(step, Stop)]

    def pass_by(self, kind: str, name: str, detail: str, at: At, returning: bool = False) -> None:
        self.steps.append(Hop(kind, name, detail, at, returning))

    def stop_at(self, stop: Stop) -> None:
        self.steps.append(stop)


class Start(NamedTuple):
    """Where a packet can start: an interface, or an address outside every network (behind a VPN, if one is given)."""

    name: str
    kind: Kind
    addresses: tuple[int, ...]
    interface: Interface | None = None
    vpn: Vpn | None = None
    at: At = ()


class Aim(NamedTuple):
    """What a name or address of the target comes down to for one start.

    `interface` is the one that has the address, where it is a private one. `misled` says that an endpoint serves this
    name but the name does not lead to it from here; `hidden` that there is none, and no other way to what it is for.
    """

    name: str
    address: int
    interface: Interface | None = None
    misled: bool = False
    hidden: bool = False
    at: At = ()


class UnknownEndError(LookupError):
    """A question names something that the design does not have."""

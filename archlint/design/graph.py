"""The linked design: components, the flows between them, and plain indexes over both."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from archlint.document import quantities as q
from archlint.model.component import Component

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from archlint.catalog.limits import Limits
    from archlint.design.access.judging import Access
    from archlint.design.delivery import Deliveries, Delivery
    from archlint.design.load import Load
    from archlint.design.network.flows import Networks
    from archlint.design.patterns import Filter
    from archlint.design.payloads import Payloads
    from archlint.design.repetition import Repetition, Repetitions
    from archlint.design.routes import Routes
    from archlint.design.samples import Samples
    from archlint.design.timing import Timing
    from archlint.model.description import AnyFlow, Description
    from archlint.model.flow import Flow

S = TypeVar("S", bound=Component)
T = TypeVar("T", bound=Component)
Book = Literal["today", "notes"]


class Design:
    """One description as a graph. Analyses are worked out on first use and kept."""

    def __init__(self, description: Description, book: Book | None = None, budget: q.Money | None = None) -> None:
        from archlint.design.implied import implied_flows

        self.description = description
        self.components = description.components
        self.written = description.flows
        """The flows as they are written, in file order, then those that the definitions of workflows make."""
        self.all_flows: list[AnyFlow] = [*description.flows, *implied_flows(description)]
        """These and the flows that a `dlq`, `on_failure`, ... implies."""
        stated: Book = description.head.limits
        self.book: Book = book or stated
        self.budget: q.Money | None = description.head.budget if budget is None else budget
        self._into: defaultdict[str, list[AnyFlow]] = defaultdict(list)
        self._out_of: defaultdict[str, list[AnyFlow]] = defaultdict(list)
        self._events_into: defaultdict[str, list[AnyFlow]] = defaultdict(list)
        self._events_out_of: defaultdict[str, list[AnyFlow]] = defaultdict(list)
        self._by_pair: defaultdict[tuple[str, str], list[AnyFlow]] = defaultdict(list)
        self._by_type: defaultdict[str, list[Component]] = defaultdict(list)
        self._limits: dict[str, Any] = {}
        self._by_item: dict[str | int, AnyFlow] = {flow.path[1]: flow for flow in description.flows}
        for component in self.components.values():
            self._by_type[component.type].append(component)
        for flow in self.all_flows:
            source, target = flow.source, flow.target
            self._into[target.name].append(flow)
            self._out_of[source.name].append(flow)
            if flow.edge == "event":
                self._events_into[target.name].append(flow)
                self._events_out_of[source.name].append(flow)
                self._by_pair[source.type, target.type].append(flow)

    @property
    def types(self) -> frozenset[str]:
        """The types its components have."""
        return frozenset(self._by_type)

    def flow_at(self, item: str | int) -> AnyFlow | None:
        """The flow written at that index of `flows`."""
        return self._by_item.get(item)

    def of(self, *models: type[T]) -> list[T]:
        """The components of these models, in file order within each type."""
        found: list[Any] = []
        for group in self._by_type.values():
            if isinstance(group[0], models):
                found += group
        return found

    def typed(self, *types: str) -> list[Component]:
        """The components of these types by short name."""
        return [component for name in types for component in self._by_type.get(name, ())]

    def flows(self, source: type[S], target: type[T]) -> Iterator[Flow[S, T]]:
        """The event flows from one model to another (base classes count), dead letters left out."""
        for group in self._by_pair.values():
            if isinstance(group[0].source, source) and isinstance(group[0].target, target):
                yield from group  # type: ignore[misc]  # the first of a group tells the types of all

    def events_from(self, *types: str) -> Iterator[AnyFlow]:
        """The event flows out of components of these types."""
        for (source, _), group in self._by_pair.items():
            if source in types:
                yield from group

    def events_to(self, *types: str) -> Iterator[AnyFlow]:
        """The event flows into components of these types."""
        for (_, target), group in self._by_pair.items():
            if target in types:
                yield from group

    def events(self) -> Iterator[AnyFlow]:
        """Every event flow: all but dead letters and destinations."""
        for group in self._by_pair.values():
            yield from group

    def into(self, component: Component) -> Sequence[AnyFlow]:
        """Everything that arrives at a component, dead letters included."""
        return self._into.get(component.name, ())

    def out_of(self, component: Component) -> Sequence[AnyFlow]:
        """Everything that leaves a component, dead letters included."""
        return self._out_of.get(component.name, ())

    def events_into(self, component: Component) -> Sequence[AnyFlow]:
        return self._events_into.get(component.name, ())

    def events_out_of(self, component: Component) -> Sequence[AnyFlow]:
        return self._events_out_of.get(component.name, ())

    def is_dead_letter(self, component: Component) -> bool:
        """True where failures are sent to it on purpose: the role comes from the edges, never from a name."""
        return any(flow.edge in ("dead_letter", "on_failure") for flow in self.into(component))

    @cached_property
    def entries(self) -> list[AnyFlow]:
        """The flows by which work enters: from a source that nothing in the design feeds."""
        return [
            f
            for f in self.written
            if f.source.type in _STARTS or (f.source.type in _CAN_START and not self.into(f.source))
        ]

    @cached_property
    def _deliveries(self) -> Deliveries:
        from archlint.design.delivery import Deliveries

        return Deliveries(self)

    @cached_property
    def delivery(self) -> Callable[[AnyFlow], Delivery]:
        """How a flow is delivered: mode, guarantee, order, who retries, where failures end."""
        return self._deliveries.__getitem__

    def variant(self, component: Component) -> str | None:
        """What a component is a variant of, as a FIFO queue is: None for AWS's own, "" where it is not known."""
        return self._deliveries.variant(component)

    @cached_property
    def routes(self) -> Routes:
        """Which flows out of an API, a load balancer and the like carry on what comes in."""
        from archlint.design.routes import Routes

        return Routes(self)

    @cached_property
    def _repetitions(self) -> Repetitions:
        from archlint.design.repetition import Repetitions

        return Repetitions(self)

    def repetition(self, component: Component) -> Repetition | None:
        """Why a component can see one event twice; None where it cannot, as far as is known."""
        return self._repetitions.of(component)

    @cached_property
    def payloads(self) -> Payloads:
        from archlint.design.payloads import Payloads

        return Payloads(self)

    @cached_property
    def patterns(self) -> tuple[Filter, ...]:
        """What rules of buses, filters and subscriptions let pass."""
        from archlint.design.patterns import filters

        return tuple(filters(self))

    @cached_property
    def samples(self) -> Samples:
        """The events that producers declare, as the patterns see them."""
        from archlint.design.samples import Samples

        return Samples(self)

    @cached_property
    def timing(self) -> Timing:
        from archlint.design.timing import Timing

        return Timing(self)

    @cached_property
    def load(self) -> Load:
        """How much flows where."""
        from archlint.design.load import Load

        return Load(self)

    @cached_property
    def has_load(self) -> bool:
        """True where something is known to enter: a use is stated, or a schedule makes one. Else there is no load."""
        return bool(self.description.usage) or "schedule" in self._by_type

    @property
    def declares_access(self) -> bool:
        """True where roles, policies and keys are judged as written; else they are derived from the flows."""
        return self.description.head.access == "declared" or bool(self.description.roles)

    @cached_property
    def access(self) -> Access:
        """Who may do what, and with which credentials."""
        from archlint.design.access.judging import Access

        return Access(self)

    @cached_property
    def network(self) -> Networks:
        """What packets meet on their way between components, and which of them arrive."""
        from archlint.design.network.flows import Networks

        return Networks(self)

    @cached_property
    def limits(self) -> Limits:
        from archlint.catalog.limits import limits

        return limits(self.book)

    def limit(self, name: str) -> Any:
        """A limit by its id, as a Duration, Size or plain number (a range as a pair), from the book in force."""
        found = self._limits.get(name)
        if found is None:
            found = self._limits[name] = _as_quantity(self.limits.value(name), self.limits.entry(name).unit)
        return found


_STARTS = frozenset({"client", "schedule", "on_premises"})
_CAN_START = frozenset(
    {
        "http_endpoint", "iot_core", "s3", "kafka", "ec2", "ecs_service", "auto_scaling_group", "aws_service",
        "cloudwatch_logs",
    }
)  # fmt: skip


def _as_quantity(value: Any, unit: str) -> Any:
    if isinstance(value, tuple):
        units = unit.split(", ")
        return tuple(_as_quantity(item, units[min(at, len(units) - 1)]) for at, item in enumerate(value))
    kind: Any = {"s": q.Duration, "bytes": q.Size}.get(unit)
    return kind(value) if kind is not None else value

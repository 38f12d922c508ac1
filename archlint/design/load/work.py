"""The load of a design: rate, batches and concurrency at every component and flow, on average and at the peak."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from archlint.design.load import gathering
from archlint.design.load.capacity import capacity, most_of_batch, shards_of
from archlint.design.load.entries import Entry, entries
from archlint.design.load.failures import in_batches, outcome
from archlint.design.load.linking import Links
from archlint.design.load.payloads import Payloads
from archlint.design.load.results import Backlog, EndlessLoop, FlowLoad
from archlint.design.load.routing import Routing
from archlint.design.load.system import Loop, Solution, System
from archlint.design.load.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archlint.design.graph import Design
    from archlint.design.load.shares import End
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

_ROUNDS = 50  # of working out batches from rates and rates from batches; one chain of buffers needs one each


class Load:
    """The load of one design at one end of its ranges; `scale` multiplies every rate that enters."""

    def __init__(self, design: Design, end: End = "likely", scale: float = 1.0) -> None:
        self.design = design
        self.end = end
        found, self.silent = entries(design, end)
        self.entries = [Entry(e.at, e.rate * scale, None if e.peak is None else e.peak * scale, e.lasts) for e in found]
        self._number = {name: at for at, name in enumerate(design.components)}
        self._flow_number = {id(flow): len(self._number) + at for at, flow in enumerate(design.all_flows)}
        self.flows = [FlowLoad() for _ in design.all_flows]
        self._routing = Routing(design)
        self._payloads = Payloads(design, self._routing, self)
        self._capacity: dict[int, float] = {}
        self._work_out()

    def of(self, flow: AnyFlow) -> FlowLoad:
        """The load of a flow."""
        return self.flows[self._flow_number[id(flow)] - len(self._number)]

    def handled(self, component: Component) -> float:
        """Events per second that a component is done with: those that no try of it failed for good, each once."""
        arriving = (self.of(flow) for flow in self.design.into(component))
        return sum(load.rate * (1.0 - load.exhausted) for load in arriving) + self.starting(component)

    def arrivals(self, component: Component) -> float:
        """Events per second that come to a component, dead letters included, before any is tried again."""
        return sum(self.of(flow).rate for flow in self.design.into(component)) + self.starting(component)

    def peak(self, component: Component) -> float:
        """Events per second that come to a component at the peak."""
        return sum(self.of(flow).peak for flow in self.design.into(component)) + self.starting(component, at_peak=True)

    def calls(self, component: Component) -> float:
        """Invocations, requests or batches per second at a component, tries included."""
        return sum(self.of(flow).calls for flow in self.design.into(component)) + self.starting(component)

    def complete(self, component: Component) -> bool:
        """False where an entry point that feeds the component does not say how much it is used."""
        return all(self.of(flow).complete for flow in self.design.into(component))

    def fed(self, component: Component) -> bool:
        """True where any known rate reaches the component."""
        return any(self.of(flow).fed for flow in self.design.into(component)) or self.starting(component) > 0.0

    def peaks(self, component: Component) -> bool:
        """True where an entry point that feeds the component states a peak."""
        return any(self.of(flow).peaks for flow in self.design.into(component))

    def peak_lasts(self, component: Component) -> float | None:
        """Seconds that the longest stated peak lasts that reaches a component; None where no length is stated."""
        nodes = (self.node(flow) for flow in self.design.into(component))
        return max((length for node in nodes if (length := self._peak_lengths.get(node)) is not None), default=None)

    def concurrency(self, component: Component, at_peak: bool = False) -> float | None:
        """Calls in progress at once, by Little's law; None where a call's duration is not known."""
        total = 0.0
        for flow in self.design.into(component):
            load = self.of(flow)
            calls = load.peak_calls if at_peak else load.calls
            if calls > 0.0:
                duration = self.waiting.call_time(flow)
                if duration is None:
                    return None
                total += calls * duration
        return total

    def capacity(self, flow: AnyFlow) -> float | None:
        """Events per second that the reader of a queue or stream can take; None where nothing known bounds it."""
        return self._capacity.get(self._flow_number[id(flow)])

    @cached_property
    def waiting(self) -> Waiting:
        """How long calls take on average, with what they wait for."""
        return Waiting(self)

    @cached_property
    def backlogs(self) -> list[Backlog]:
        """Where more arrives at the peak than the readers take, in the order of the flows."""
        return [
            Backlog(flow, self._held[node], self._capacity[node], self.of(flow).rate, self._peak_lengths.get(node))
            for flow in self.design.all_flows
            if (node := self._flow_number[id(flow)]) in self._held
        ]

    @cached_property
    def loops(self) -> tuple[Loop, ...]:
        """Circles that events can travel in, by node numbers; see `endless` for those that never end."""
        return self._system.loops()

    @property
    def endless(self) -> tuple[EndlessLoop, ...]:
        """The circles that never end once something is in them."""
        return tuple(self._named(loop) for loop in self._solution.endless)

    def circles(self) -> tuple[EndlessLoop, ...]:
        """Every circle by its components and flows, endless or not."""
        return tuple(self._named(loop) for loop in self.loops)

    def costs_per_event(self, direct: Mapping[int, float]) -> list[float]:
        """What one event costs in the end at each node, given what it costs right there: the system run backwards."""
        inputs = [direct.get(node, 0.0) for node in range(self._system.size)]
        return self._system.reversed().solve(inputs).values

    def value(self, node: int) -> float:
        """What reaches a node of the system per second."""
        return self._solution.values[node]

    def node(self, thing: AnyFlow | Component) -> int:
        """The number of a component or flow in the system."""
        found = self._flow_number.get(id(thing))
        return self._number[thing.name] if found is None else found

    def _named(self, loop: Loop) -> EndlessLoop:
        components, first = list(self.design.components.values()), len(self._number)
        return EndlessLoop(
            tuple(components[node] for node in loop.nodes if node < first),
            tuple(self.design.all_flows[node - first] for node in loop.nodes if node >= first),
            loop.gain,
        )

    def starting(self, component: Component, at_peak: bool = False) -> float:
        """Events per second that start in a component itself."""
        inputs = self._peak_inputs if at_peak else self._inputs
        return inputs[self._number[component.name]]

    def _work_out(self) -> None:
        size = len(self._number) + len(self.flows)
        self._inputs = [0.0] * size
        self._peak_inputs = [0.0] * size
        for entry in self.entries:
            node = self.node(entry.at)
            self._inputs[node] = entry.rate
            self._peak_inputs[node] = entry.rate if entry.peak is None else entry.peak
        measured = {self.node(entry.at) for entry in self.entries}
        links = Links(self.design, self._routing, self.end, self.node, frozenset(measured))
        self._system, self._solution = self._settle(links, size)
        self._mark()
        self._work_out_peak()

    def _settle(self, links: Links, size: int) -> tuple[System, Solution]:
        """Batches depend on rates, and behind buffers and failing batches rates on batches: repeat until both stand."""
        system = System(size, links.given(self.flows))
        solution = system.solve(self._inputs)
        self._take(solution)
        before: list[float] = []
        for _ in range(_ROUNDS if links.depend_on_batches else 0):
            system = System(size, links.given(self.flows))
            solution = system.solve(self._inputs)
            self._take(solution)
            now = [*solution.values, *(load.tries for load in self.flows)]
            if before and all(abs(new - old) <= 1e-12 * max(new, old) for new, old in zip(now, before, strict=True)):
                break
            before = now
        return system, solution

    def _take(self, solution: Solution) -> None:
        """Give every flow its rate, and what follows from it: payload, batch, tries."""
        first = len(self._number)
        for load, rate in zip(self.flows, solution.values[first:], strict=True):
            load.rate = load.peak = rate
        self._payloads.forget()
        for flow, load in zip(self.design.all_flows, self.flows, strict=True):
            load.payload = self._payloads.of(flow)
            self._gather(flow, load)

    def _gather(self, flow: AnyFlow, load: FlowLoad) -> None:
        arriving = self._arriving(flow)
        load.batch = load.peak_batch = gathering.batch(flow, load.rate, load.tries, load.payload, self.end, arriving)
        found = outcome(self.design, flow, self.end, lambda: gathering.batches(flow, load, self.end))
        load.tries, load.exhausted, load.told = found

    def _arriving(self, flow: AnyFlow) -> list[FlowLoad]:
        return [self.of(before) for before in self.design.into(flow.source)] if flow.source.type == "pipe" else []

    def _mark(self) -> None:
        """Which flows a known rate, an unknown one or a stated peak reaches."""
        known = [self.node(entry.at) for entry in self.entries if entry.rate > 0.0]
        peaks = [self.node(entry.at) for entry in self.entries if entry.peak is not None]
        unknown = [self.node(flow) for flow in self.silent]
        first = len(self._number)
        for starts, mark in ((known, "fed"), (peaks, "peaks"), (unknown, "complete")):
            for node in self._system.reach(starts):
                if node >= first:
                    setattr(self.flows[node - first], mark, mark != "complete")

    def _work_out_peak(self) -> None:
        """The peak of every flow: buffers hold back what their readers cannot take, everything else passes it on."""
        first = len(self._number)
        for flow, load in zip(self.design.all_flows, self.flows, strict=True):
            if flow.edge == "event" and (taken := self._takes(flow, load)) is not None:
                self._capacity[self._flow_number[id(flow)]] = taken
        self._held: dict[int, float] = {}
        if not any(load.peaks for load in self.flows):
            return
        solution = self._system.solve(self._peak_inputs, self._capacity, self._held)
        for flow, load, peak in zip(self.design.all_flows, self.flows, solution.values[first:], strict=True):
            load.peak = peak
            arriving = self._arriving(flow)
            load.peak_batch = gathering.batch(flow, peak, load.tries, load.payload, self.end, arriving)

    def _takes(self, flow: AnyFlow, load: FlowLoad) -> float | None:
        full = most_of_batch(flow, load.payload, self.end) if in_batches(flow) else 1.0
        shards = shards_of(flow.source, load.rate, load.payload, self.end)
        return capacity(flow, full, load.tries, shards, self.end)

    @cached_property
    def _peak_lengths(self) -> dict[int, float]:
        """How long (s) the longest stated peak lasts that gets to each node."""
        found: dict[int, float] = {}
        stated = ((entry.lasts, entry.at) for entry in self.entries if entry.lasts is not None)
        for lasts, at in sorted(stated, key=lambda one: -one[0]):
            found.update(dict.fromkeys(self._system.reach([self.node(at)], found), lasts))
        return found

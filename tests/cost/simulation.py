"""A discrete-event simulation of a design: single events through pollers, retries, routes and workflows.

It shares nothing with `archlint.design.load` but the description: what that works out in closed form, this counts.
"""

from __future__ import annotations

from collections import Counter
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any

from archlint.document.quantities import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from archlint.design.graph import Design

POLLERS = 5
STREAMS = ("kinesis", "dynamodb", "kafka")
WRITES = ("", "put", "update", "delete", "increment", "append", "publish")
BUFFERED = ("s3", "redshift", "opensearch", "splunk", "http_endpoint", "lambda")
ROUTED = ("api_gateway", "load_balancer", "cloudfront", "appsync")
LONGEST_WORK = 40.0
"""Seconds within which what a component sends on sets out: it works on one event longer than on another."""


def number(value: Any, default: float) -> float:
    return default if value is None or value is UNKNOWN else float(value)


class Simulation:
    """One run. `events` counts what each flow carries, `calls` the calls that carry it, per flow number."""

    def __init__(self, design: Design, rates: dict[str, float], sizes: dict[str, float], seed: int) -> None:
        self.design = design
        self.rates = rates
        self.sizes = sizes
        self.random = Random(seed)
        self.time = 0.0
        self.events: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self._queue: list[tuple[float, int, Callable[[], object]]] = []
        self._order = count()
        self._buffers: dict[tuple[int, int], list[list[int]]] = {}
        self._timers: Counter[tuple[int, int]] = Counter()

    def run(self, start: float, seconds: float) -> None:
        """Let it run in for `start` seconds, then count for `seconds`."""
        self._later(start, lambda: (self.events.clear(), self.calls.clear()))
        until = start + seconds
        for flow in self.design.written:
            if str(flow) in self.rates:
                self._next_entry(lambda flow=flow: self.offer(flow), self.rates[str(flow)])  # type: ignore[misc]
        for name in self.rates.keys() & self.design.components.keys():
            leaving = self.design.events_out_of(self.design.components[name])
            self._next_entry(lambda leaving=leaving: self._send(leaving), self.rates[name])  # type: ignore[misc]
        while self._queue and self._queue[0][0] <= until:
            self.time, _, act = heappop(self._queue)
            act()

    def _later(self, delay: float, act: Callable[[], object]) -> None:
        heappush(self._queue, (self.time + delay, next(self._order), act))

    def _next_entry(self, act: Callable[[], None], rate: float) -> None:
        def enter() -> None:
            act()
            self._next_entry(act, rate)

        self._later(self.random.expovariate(rate), enter)

    def offer(self, flow: Any) -> None:
        """One event sets out on a flow."""
        self.events[str(flow)] += 1
        source, target = flow.source, flow.target
        if flow.edge == "event" and target.type in ("lambda", "pipe") and source.type == "sqs":
            self._poll(flow, [1])
        elif flow.edge == "event" and target.type in ("lambda", "pipe") and source.type in STREAMS:
            self._read(flow)
        elif flow.edge == "event" and source.type == "firehose" and target.type in BUFFERED:
            self._buffer(flow)
        else:
            self._try_alone(flow)

    # queues: pollers gather for a window from the first message on; what fails comes back by itself

    def _poll(self, flow: Any, message: list[int]) -> None:
        key = id(flow), self.random.randrange(POLLERS)
        waiting = self._buffers.setdefault(key, [])
        waiting.append(message)
        window, most = self._gathers(flow)
        if len(waiting) >= most or not window:
            self._close(flow, key)
        elif len(waiting) == 1:
            timer = self._timers[key]
            self._later(window, lambda: self._close(flow, key) if self._timers[key] == timer else None)

    def _gathers(self, flow: Any) -> tuple[float, float]:
        owner = flow if flow.target.type == "lambda" else flow.target
        return number(owner.batch_window, 0.0), number(owner.batch_size, 10)

    def _close(self, flow: Any, key: tuple[int, int]) -> None:
        batch, self._buffers[key] = self._buffers[key], []
        self._timers[key] += 1
        self.calls[str(flow)] += 1
        failures = number(flow.target.failures, 0.0)
        failed = [self.random.random() < failures for _ in batch]
        if flow.partial_failures is not True and any(failed):
            failed = [True] * len(batch)
        redrive = flow.source.dlq
        for message, wrong in zip(batch, failed, strict=True):
            if not wrong:
                self._done(flow)
            elif redrive is not None and message[0] >= redrive.max_receives:
                self._give_up(flow)
            else:
                message[0] += 1
                self._later(30.0, lambda message=message: self._poll(flow, message))  # type: ignore[misc]

    # streams: a reader comes by every second, or every window, and tries its batch until it is through

    def _read(self, flow: Any) -> None:
        shards = flow.source.shards if flow.source.type == "kinesis" else 1
        readers = int(shards * number(flow.parallelization_factor, 1))
        key = id(flow), self.random.randrange(readers)
        waiting = self._buffers.setdefault(key, [])
        waiting.append([1])
        if len(waiting) == 1:
            every = max(1.0, number(flow.batch_window, 0.0))
            phase = every * key[1] / readers
            self._later(every - (self.time - phase) % every, lambda: self._visit(flow, key, every))

    def _visit(self, flow: Any, key: tuple[int, int], every: float) -> None:
        most = int(number(flow.batch_size, 100))
        waiting = self._buffers[key]
        batch, self._buffers[key] = waiting[:most], waiting[most:]
        if self._buffers[key]:
            self._later(every, lambda: self._visit(flow, key, every))
        failures, most_tries = number(flow.target.failures, 0.0), number(flow.retries, 10**9) + 1
        tries = 0
        while tries < most_tries:
            tries += 1
            self.calls[str(flow)] += 1
            if not any(self.random.random() < failures for _ in batch):
                for _ in batch:
                    self._done(flow)
                return
        for edge in self.design.out_of(flow.target):
            if edge.edge == "on_failure" and edge.owner is flow:
                self.offer(edge)

    def _buffer(self, flow: Any) -> None:
        """A delivery stream delivers when its buffer is full, or its interval over and something came in it."""
        key = id(flow), 0
        waiting = self._buffers.setdefault(key, [])
        waiting.append([1])
        transforms = flow.target.type == "lambda"
        interval = 60.0 if transforms else float(flow.source.interval)
        size = 1024.0**2 if transforms else float(flow.source.buffer_size)
        timer = self._timers[key]
        if len(waiting) * self.sizes.get(str(flow), 0.0) >= size:
            self._deliver(flow, key)
        elif len(waiting) == 1:
            self._later(
                interval,
                lambda: self._deliver(flow, key) if self._timers[key] == timer else None,
            )

    def _deliver(self, flow: Any, key: tuple[int, int]) -> None:
        records, self._buffers[key] = len(self._buffers[key]), []
        self._timers[key] += 1
        self.calls[str(flow)] += 1
        for _ in range(1 if flow.target.type == "s3" else records):
            self._done(flow)

    # single events

    def _try_alone(self, flow: Any) -> None:
        failures = number(getattr(flow.target, "failures", None), 0.0) if flow.edge == "event" else 0.0
        most = self._most_tries(flow)
        for _ in range(most):
            self.calls[str(flow)] += 1
            if self.random.random() >= failures:
                self._done(flow)
                return
        self._give_up(flow)

    def _most_tries(self, flow: Any) -> int:
        if flow.source.type == "sqs":
            return int(flow.source.dlq.max_receives) if flow.source.dlq else 10**6
        if flow.target.type == "lambda" and flow.source.type in ("sns", "eventbridge", "s3", "schedule"):
            return 1 + int(flow.target.retries)
        return 1 + int(number(flow.retries, 0))

    def _give_up(self, flow: Any) -> None:
        for edge in (*self.design.out_of(flow.source), *self.design.out_of(flow.target)):
            if edge.edge in ("dead_letter", "on_failure") and edge.owner in (flow.source, flow.target):
                wanted = flow.source if flow.source.type == "sqs" else flow.target
                if edge.owner is wanted:
                    self.offer(edge)

    def _done(self, flow: Any) -> None:
        """An event has been worked on; what follows sets out."""
        target = flow.target
        leaving = self.design.events_out_of(target)
        if target.type == "step_functions":
            self._execute(target, target.asl.machine, leaving)
            return
        if not leaving:
            return
        if target.type == "sqs":
            self.offer(self.random.choice(leaving))
            return
        if target.type in ROUTED:
            self._route(flow, leaving)
            return
        times = 1
        if target.type in ("dynamodb", "s3"):
            times = int(number(flow.items, 1)) if flow.operation in WRITES else 0
        if target.type == "s3":
            leaving = [one for one in leaving if (flow.key or flow.prefix or one.prefix).startswith(one.prefix)]
        for _ in range(times):
            self._send(leaving)

    def _route(self, flow: Any, leaving: list[Any]) -> None:
        """A request goes past every authorizer and on to one integration, unless a cache answers it."""
        for one in leaving:
            if one.purpose == "authorizer" and not self._kept(one):
                self.offer(one)
        cache = getattr(flow.target, "cache", None) or getattr(flow.target, "caching", None)
        reads = all(route.startswith("GET ") for route in flow.route) or flow.target.type != "api_gateway"
        if cache and reads and self.random.random() < number(cache.hits, 0.0):
            return
        onward = [one for one in leaving if one.purpose != "authorizer"]
        fitting = [one for one in onward if not flow.route or not one.route or set(one.route) & set(flow.route)]
        chosen = self.random.choice(fitting)
        if not self._kept(chosen):
            self.offer(chosen)

    def _kept(self, flow: Any) -> bool:
        """Whether the caller still has the answer of an earlier call."""
        return self.random.random() < number(getattr(flow.cache, "hits", None), 0.0)

    def _send(self, leaving: list[Any]) -> None:
        """What one event sets off, a while after it came."""
        for one in leaving:
            for _ in range(self._drawn(number(one.ratio, 1.0))):
                if self._kept(one):
                    continue
                self._later(self.random.uniform(0.0, LONGEST_WORK), lambda one=one: self.offer(one))  # type: ignore[misc]

    def _drawn(self, mean: float) -> int:
        return int(mean) + (self.random.random() < mean % 1.0)

    # workflows: one walk through the states

    def _execute(self, workflow: Any, machine: Any, leaving: list[Any]) -> bool:
        name = machine.start
        while name:
            state = machine.states[name]
            said = workflow.states.get(name)
            kind = type(state).__name__
            if kind == "Choice":
                odds = said.odds
                draw, name = self.random.random(), state.default or ""  # what the odds leave over
                for following, share in odds.items():
                    draw -= float(str(share).rstrip("%")) / (100 if "%" in str(share) else 1)
                    if draw < 0:
                        name = following
                        break
                continue
            called = next((flow.target for flow in leaving if flow.state == name), None)
            failures = number(getattr(called, "failures", None), 0.0)  # a task fails as often as what it calls
            failures = failures if said is None else number(said.failures, failures)
            most = 1 + sum(one.max_attempts for one in getattr(state, "retries", ()))
            if not self._state(workflow, state, leaving, failures, most):
                name = state.catches[0].next if state.catches else ""
                if not name:
                    return False
                continue
            name = state.next
        return True

    def _state(self, workflow: Any, state: Any, leaving: list[Any], failures: float, most: int) -> bool:
        kind = type(state).__name__
        made = [flow for flow in leaving if flow.state == state.name]
        if kind == "Task":
            for flow in made:
                self.events[str(flow)] += 1
            for _ in range(most):
                for flow in made:
                    self.calls[str(flow)] += 1
                if self.random.random() >= failures:
                    for flow in made:
                        self._done(flow)
                    return True
            return False
        if kind == "Parallel":
            for branch in state.branches:
                self._execute(workflow, branch, leaving)
        if kind == "MapState":
            for _ in range(self._drawn(float(workflow.states[state.name].items))):
                self._execute(workflow, state.processor, leaving)
        return True

"""How long an execution can take at worst, and which states that time is made of."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from archlint.document.quantities import UNKNOWN, Duration, Unknown
from archlint.model.asl.graph import components, reached
from archlint.model.asl.knowledge import Says, TaskTime, known, most_attempts, said
from archlint.model.asl.structure import following
from archlint.model.states import Definition, MapState, Parallel, Retrier, State, Task, Wait, Worker

if TYPE_CHECKING:
    from archlint.model.states import Machine

FOREVER = 100.0 * 365 * 86_400
"""Seconds that no time goes beyond, so that a retry that doubles without end stays a number."""


class Width(NamedTuple):
    """How many items of a Map run at once where `MaxConcurrency` does not say: AWS's limits."""

    inline: int
    distributed: int


class Step(NamedTuple):
    """The worst time of one state: `attempts` of `each` seconds, `pauses` between them, in `rounds` of items.

    `time` is unknown where a part of it is; `at_least` is what is known of it.
    """

    state: State
    time: Duration | Unknown
    at_least: float
    attempts: int = 1
    each: Duration | Unknown = UNKNOWN
    pauses: float = 0.0
    rounds: float = 1.0


@dataclass(frozen=True, slots=True)
class WorstTime:
    """The longest that an execution can take, and the states on that way in order.

    `total` is unknown where a state that can be reached has no known time, or where states form a loop; `at_least` is
    the longest way by what is known, each loop gone through once. With `capped` the definition's own TimeoutSeconds is
    what ends it.
    """

    total: Duration | Unknown
    at_least: Duration
    steps: tuple[Step, ...] = ()
    unknown: tuple[str, ...] = ()
    loops: tuple[tuple[str, ...], ...] = ()
    capped: bool = False


def worst_time(definition: Definition, says: Says, task_time: TaskTime, width: Width) -> WorstTime:
    """The worst time of a whole definition.

    A task takes its timeout or its target's, whichever is less, else the duration that is stated; every retry of every
    entry of Retry happens, after its whole pause. A Wait takes its seconds, a Parallel its longest branch, a Map its
    longest iteration in as many rounds as its items need. Paths that catch errors count like others.
    """
    found = _machine(definition.machine, _Frame(says, task_time, width))
    limit = definition.timeout
    if limit is None or isinstance(limit, Unknown) or (not isinstance(found.total, Unknown) and found.total <= limit):
        return found
    least = Duration(min(found.at_least, limit), unit="s")
    return WorstTime(limit, least, found.steps, found.unknown, found.loops, capped=True)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the times are taken from."""

    says: Says
    task_time: TaskTime
    width: Width
    pauses: bool = True


def _machine(machine: Machine, frame: _Frame) -> WorstTime:
    if machine.start not in machine.states:
        return WorstTime(UNKNOWN, Duration(0.0))

    def after(name: str) -> list[str]:
        return following(machine, name)

    met = reached([machine.start], after)
    groups = components((name for name in machine.states if name in met), after)
    loops = tuple(tuple(group) for group in groups if len(group) > 1 or group[0] in after(group[0]))
    steps = {name: _step(machine.states[name], frame) for name in machine.states if name in met}
    unknown = tuple(name for name, step in steps.items() if isinstance(step.time, Unknown))
    way, longest = _longest(machine, steps, groups)
    total = UNKNOWN if unknown or loops else Duration(longest, unit="s")
    return WorstTime(total, Duration(longest, unit="s"), tuple(steps[name] for name in way), unknown, loops)


def _longest(machine: Machine, steps: dict[str, Step], groups: list[list[str]]) -> tuple[list[str], float]:
    """The way that takes longest by known times. Within a loop only steps towards states not yet passed count."""
    order = {name: at for at, name in enumerate(_in_order(machine, groups))}
    best: dict[str, float] = {}
    onward: dict[str, str] = {}
    for name in reversed(list(order)):
        ahead = [target for target in following(machine, name) if order[target] > order[name]]
        choice = max(ahead, key=lambda target: best[target], default=None)
        best[name] = min(FOREVER, steps[name].at_least + (best[choice] if choice is not None else 0.0))
        if choice is not None:
            onward[name] = choice
    way = [machine.start]
    while way[-1] in onward:
        way.append(onward[way[-1]])
    return way, best[machine.start]


def _in_order(machine: Machine, groups: list[list[str]]) -> list[str]:
    """The states reached, those of a loop in the order in which they are first met from where it is entered."""
    entered = {machine.start}
    found = []
    for group in groups:
        inside = set(group)
        todo = [name for name in group if name in entered] or group[:1]
        seen = dict.fromkeys(todo)
        for name in todo:
            for target in following(machine, name):
                if target in inside and target not in seen:
                    seen[target] = None
                    todo.append(target)
        found += list(seen)
        entered.update(target for name in group for target in following(machine, name))
    return found


def _step(state: State, frame: _Frame) -> Step:
    if isinstance(state, Wait):
        return _once(state, _wait_time(state, frame.says))
    if isinstance(state, Task):
        return _tried(state, frame, _task_time(state, frame))
    if isinstance(state, Parallel):
        branches = [_machine(branch, frame) for branch in state.branches]
        unknown = any(isinstance(branch.total, Unknown) for branch in branches)
        least = max((float(branch.at_least) for branch in branches), default=0.0)
        return _tried(state, frame, UNKNOWN if unknown else Duration(least, unit="s"), least)
    if isinstance(state, MapState):
        return _map_step(state, frame)
    return _once(state, Duration(0.0) if type(state) is not State else UNKNOWN)


def _map_step(state: MapState, frame: _Frame) -> Step:
    if state.processor is None:
        return _tried(state, frame, UNKNOWN)
    one = _machine(state.processor, frame)
    turns = rounds(state, frame.says, frame.width)
    if isinstance(turns, Unknown):  # of items it has one at least, once it has any
        return _tried(state, frame, UNKNOWN, float(one.at_least))
    each = UNKNOWN if isinstance(one.total, Unknown) else Duration(one.total * turns, unit="s")
    return _tried(state, frame, each, float(one.at_least) * turns, turns)


def rounds(state: MapState, says: Says, width: Width) -> float | Unknown:
    """How many rounds the items of a Map need."""
    items = known(says, state, "items")
    if items is None or isinstance(state.concurrency, Unknown) or isinstance(state.batch, Unknown):
        return UNKNOWN
    most = width.distributed if state.is_distributed else width.inline
    return float(ceil(ceil(items / state.batch) / min(state.concurrency or most, most)))


def _once(state: State, time: Duration | Unknown) -> Step:
    return Step(state, time, 0.0 if isinstance(time, Unknown) else float(time), each=time)


def _tried(
    state: Worker, frame: _Frame, each: Duration | Unknown, least: float | None = None, rounds: float = 1.0
) -> Step:
    """The time of a state with all its retries; `least` is what is known of one attempt."""
    tries = most_attempts(state)
    pauses = min(FOREVER, sum(pause(retrier) for retrier in state.retries)) if frame.pauses else 0.0
    sure = (0.0 if isinstance(each, Unknown) else float(each)) if least is None else least
    at_least = min(FOREVER, tries * sure + pauses)
    time = each if isinstance(each, Unknown) else Duration(at_least, unit="s")
    return Step(state, time, at_least, tries, each, pauses, rounds)


def pause(retrier: Retrier) -> float:
    """The seconds that all retries of one entry wait: interval × backoff^k, each at most its MaxDelaySeconds.

    Jitter can only shorten them.
    """
    most = FOREVER if retrier.max_delay is None else retrier.max_delay
    if retrier.backoff <= 1:
        return min(FOREVER, retrier.max_attempts * min(retrier.interval, most))
    total, delay = 0.0, retrier.interval
    for done in range(retrier.max_attempts):
        if delay >= most:
            return min(FOREVER, total + (retrier.max_attempts - done) * most)
        total += delay
        delay *= retrier.backoff
    return min(FOREVER, total)


def _task_time(state: Task, frame: _Frame) -> Duration | Unknown:
    bounds = [bound for bound in (state.timeout, frame.task_time(state)) if isinstance(bound, Duration)]
    if bounds:
        return Duration(min(bounds), unit="s")
    return _high(said(frame.says, state, "duration"))


def _wait_time(state: Wait, says: Says) -> Duration | Unknown:
    return state.seconds if isinstance(state.seconds, Duration) else _high(said(says, state, "wait"))


def _high(value: object) -> Duration | Unknown:
    """The upper end of a stated duration."""
    return Duration(value.high, unit="s") if isinstance(value, Duration) else UNKNOWN


def waiting_time(machine: Machine, says: Says, width: Width) -> WorstTime:
    """The longest that Wait states alone, one after another, keep a machine waiting; waits not known count nothing."""
    return _machine(machine, _Frame(says, lambda _: Duration(0.0), width, pauses=False))

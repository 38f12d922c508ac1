"""How often each state is visited in one execution, on the average, and sums over those visits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from archlint.document.quantities import UNKNOWN, Unknown
from archlint.model.asl.graph import components, reached
from archlint.model.asl.knowledge import Says, attempts, chances, known
from archlint.model.asl.structure import following
from archlint.model.states import Choice, Machine, MapState, Parallel, State, inner_machines

if TYPE_CHECKING:
    from collections.abc import Iterable

Weigh = Callable[[State, float], float]
"""What one visit of a state counts, given its average number of attempts."""

_SWEEPS = 500
_DRAWS = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """A sum over an execution: `total` is unknown where something in it is, `at_least` is what is sure all the same.

    `missing` names the states whose odds or items would have to be known.
    """

    total: float | Unknown
    at_least: float
    missing: tuple[str, ...] = ()


def machine_visits(machine: Machine, says: Says) -> dict[str, float | Unknown]:
    """The visits of each state of one machine (not of those inside its states), where it is run once.

    Loops are solved as a linear system, so that a state repeated with chance p is visited 1 / (1 - p) times. A state
    whose visits depend on odds that are not known, or that is in a loop never left, is unknown; one never reached is 0.
    """
    draws = [_solve(machine, _edges(machine, says, draw)) for draw in range(_DRAWS)]
    found: dict[str, float | Unknown] = {}
    for name, first in draws[0].items():
        others = [draw[name] for draw in draws[1:]]
        same = first is not None and all(
            other is not None and abs(other - first) <= 1e-9 * max(1.0, first) for other in others
        )
        found[name] = first if same and first is not None else UNKNOWN
    return found


def _uneven(choice: int, count: int, draw: int) -> list[float]:
    """Chances for a fork whose odds are not known, others in every draw: what is the same in all hangs on none."""
    seeds = [
        (index + 2) * (104_729 * (choice + 1) + 15_485_863 * (draw + 1) + 7919 * index * index)
        for index in range(count)
    ]
    weights = [1.0 + seed % 1009 / 1009 for seed in seeds]
    return [weight / sum(weights) for weight in weights]


def _edges(machine: Machine, says: Says, draw: int) -> dict[str, dict[str, float]]:
    found = {}
    for at, (name, state) in enumerate(machine.states.items()):
        given = chances(machine, state, says)
        if given is None:
            targets = following(machine, name)
            given = dict(zip(targets, _uneven(at, len(targets), draw), strict=True))
        found[name] = {target: chance for target, chance in given.items() if chance > 0}
    return found


def _solve(machine: Machine, edges: Mapping[str, Mapping[str, float]]) -> dict[str, float | None]:
    """The visits, component by component of the graph; None in and behind a loop that is never left."""
    visits: dict[str, float | None] = dict.fromkeys(machine.states, 0.0)
    if machine.start not in machine.states:
        return visits
    met = reached([machine.start], lambda name: edges[name])
    arriving = dict.fromkeys(machine.states, 0.0)
    arriving[machine.start] = 1.0
    lost: set[str] = set()
    for group in components((name for name in machine.states if name in met), lambda name: edges[name]):
        counts = None if lost & set(group) else _within(group, edges, arriving)
        for name in group:
            visits[name] = None if counts is None else counts[name]
            for target, chance in edges[name].items():
                if counts is None:
                    lost.add(target)
                elif target not in counts:
                    arriving[target] += chance * counts[name]
    return visits


def _within(
    group: list[str], edges: Mapping[str, Mapping[str, float]], arriving: Mapping[str, float]
) -> dict[str, float] | None:
    """The visits within one component: v = arriving + transposed chances × v; None if it never ends.

    State by state is taken out, those with the fewest neighbours first, and what went through it goes straight on.
    """
    inside = set(group)
    onward = {name: {to: chance for to, chance in edges[name].items() if to in inside} for name in group}
    back: dict[str, set[str]] = {name: set() for name in group}
    for name, ways in onward.items():
        for to in ways:
            back[to].add(name)
    entered = {name: arriving[name] for name in group}
    taken: list[tuple[str, float, dict[str, float]]] = []
    while onward:
        name = min(onward, key=lambda one: len(onward[one]) * len(back[one]))
        ways = onward.pop(name)
        leaves = 1.0 - ways.pop(name, 0.0)
        if leaves < 1e-12:
            return None
        brought = {before: onward[before].pop(name) for before in back.pop(name) if before != name}
        taken.append((name, leaves, brought))
        for to, chance in ways.items():
            back[to].discard(name)
            entered[to] += entered[name] * chance / leaves
            for before, came in brought.items():
                onward[before][to] = onward[before].get(to, 0.0) + came * chance / leaves
                back[to].add(before)
    found: dict[str, float] = {}
    for name, leaves, brought in reversed(taken):
        found[name] = (entered[name] + sum(came * found[before] for before, came in brought.items())) / leaves
    return found


def tally(machine: Machine, says: Says, weigh: Weigh, per_item: float = 0.0) -> Tally:
    """The sum of what visits count, over one run of the machine.

    States in a Parallel count once per attempt of it, states in an inline Map once per item too, with `per_item` on top
    for each iteration; the children of a distributed Map count nothing here, being executions of their own.
    """
    visits = machine_visits(machine, says)
    worth = {name: _worth(state, says, weigh, per_item) for name, state in machine.states.items()}
    total: float | Unknown = 0.0
    missing: list[str] = []
    for name, count in visits.items():
        if count == 0:
            continue
        missing += worth[name].missing
        total = total + count * worth[name].total
    missing += [state.name for state in _undecided(machine, says, visits)]
    least = _least(machine, says, {name: value.at_least for name, value in worth.items()})
    return Tally(total, least, tuple(dict.fromkeys(missing)))


def _undecided(machine: Machine, says: Says, visits: Mapping[str, float | Unknown]) -> Iterable[State]:
    for name, state in machine.states.items():
        if visits[name] == 0:
            continue
        if isinstance(state, Choice) and chances(machine, state, says) is None:
            yield state


def _worth(state: State, says: Says, weigh: Weigh, per_item: float) -> Tally:
    tries = attempts(state, known(says, state, "failures") or 0.0)
    own = weigh(state, tries)
    if isinstance(state, MapState) and state.is_distributed:
        return Tally(own, own)
    inner = [tally(machine, says, weigh, per_item) for machine in inner_machines(state)]
    total = sum((part.total for part in inner), start=0.0) if isinstance(state, Parallel) else 0.0
    least = sum(part.at_least for part in inner) if isinstance(state, Parallel) else 0.0
    missing = [name for part in inner for name in part.missing]
    if isinstance(state, MapState) and inner:
        items = known(says, state, "items")
        if items is None:
            return Tally(UNKNOWN, own, (state.name, *missing))
        total = 0.0 if items == 0 else items * (inner[0].total + per_item)
        least = items * (inner[0].at_least + per_item)
    return Tally(own + tries * total, own + tries * least, tuple(missing))


def _least(machine: Machine, says: Says, worth: Mapping[str, float]) -> float:
    """The least that a run counts: odds that are not known go the cheapest way. Every sweep stays below the truth."""
    if machine.start not in machine.states:
        return 0.0
    known_chances = {name: chances(machine, state, says) for name, state in machine.states.items()}
    ways = {name: following(machine, name) for name in machine.states}
    least = dict.fromkeys(machine.states, 0.0)
    for _ in range(_SWEEPS):
        change = 0.0
        for name in reversed(list(machine.states)):
            given = known_chances[name]
            if given is None:
                after = min(least[target] for target in ways[name])
            else:
                after = sum(chance * least[target] for target, chance in given.items())
            change = max(change, worth[name] + after - least[name])
            least[name] = worth[name] + after
        if change < 1e-9:
            break
    return least[machine.start]


def visits(machine: Machine, says: Says) -> dict[str, float | Unknown]:
    """The visits of every state in one execution, also of those inside Parallel and Map (of all their children)."""
    found: dict[str, float | Unknown] = {}
    _gather(machine, says, 1.0, found)
    return found


def never_missed(machine: Machine, says: Says) -> set[str]:
    """The states that every way from the start to an end goes through."""
    if machine.start not in machine.states:
        return set()
    edges = _edges(machine, says, 0)

    def misses(name: str) -> bool:
        ways = reached([machine.start], lambda one: [target for target in edges[one] if target != name])
        return name != machine.start and any(not edges[one] for one in ways)

    return {name for name in reached([machine.start], lambda one: edges[one]) if not misses(name)}


def _gather(machine: Machine, says: Says, runs: float | Unknown, found: dict[str, float | Unknown]) -> None:
    for name, count in machine_visits(machine, says).items():
        here = 0.0 if count == 0 or runs == 0 else count * runs
        found[name] = here
        state = machine.states[name]
        for inner in inner_machines(state):
            _gather(inner, says, inner_runs(state, here, says), found)


def inner_runs(state: State, count: float | Unknown, says: Says) -> float | Unknown:
    """How often the machines inside a Parallel or Map run, given the visits of the state itself."""
    if count == 0:
        return 0.0
    runs = count * attempts(state, known(says, state, "failures") or 0.0)
    if not isinstance(state, MapState):
        return runs
    items = known(says, state, "items")
    if items is None or isinstance(state.batch, Unknown):
        return UNKNOWN
    return runs * ceil(items / state.batch)

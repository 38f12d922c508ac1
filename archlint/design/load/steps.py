"""What one execution of a workflow does on average: transitions, calls of each task, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.design.load.shares import End, pick
from archlint.document.quantities import UNKNOWN, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from archlint.design.graph import Design
    from archlint.model.asl.history import Children
    from archlint.model.asl.timing import Width
    from archlint.model.component import Component
    from archlint.model.states import Definition, Machine, MapState, State


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of one state, at one end of its ranges: plain numbers, unknown where nothing is said."""

    odds: Any
    items: Any
    wait: Any
    duration: Any
    failures: Any
    output: Any


NOTHING = Facts(*[UNKNOWN] * 6)


class Run(NamedTuple):
    """The child executions of one distributed Map, and the mean seconds of one; None where they are not known."""

    children: Children
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Execution:
    """One execution on average.

    `transitions` is what is sure where odds or items are not known, and `missing` names those states; `runs` are
    the executions that distributed Maps start. `seconds` is None where no state's time is known.
    """

    transitions: float
    missing: tuple[str, ...]
    seconds: float | None
    runs: tuple[Run, ...]
    untimed: tuple[str, ...]


def definition_of(workflow: Component) -> Definition | None:
    """The definition as it was read; None where there is none, or none that could be read."""
    found: Definition | None = getattr(workflow, "asl", None)
    return found


def facts_of(design: Design, workflow: Component, end: End) -> dict[str, Facts]:
    """What the description says of the states, at one end of its ranges; a task fails as often as what it calls."""
    stated: Any = getattr(workflow, "states", None)
    found = {name: _at(facts, end) for name, facts in stated.items()} if isinstance(stated, dict) else {}
    for flow in design.events_out_of(workflow):
        facts = found.get(flow.state, NOTHING) if flow.state else None
        if facts is not None and facts.failures is UNKNOWN:
            fails = pick(getattr(flow.target, "failures", None), end)
            found[flow.state] = facts if fails is None else replace(facts, failures=fails)
    return found


def _at(facts: Any, end: End) -> Facts:
    def known(name: str) -> Any:
        found = pick(getattr(facts, name), end)
        return UNKNOWN if found is None else found

    return Facts(facts.odds, *map(known, ("items", "wait", "duration", "failures", "output")))


def task_visits(design: Design, workflow: Component, end: End) -> dict[str, float]:
    """Visits of each state per execution, before any retry; where they hang on unknown odds, those that are sure."""
    definition = definition_of(workflow)
    if definition is None:
        return {}
    from archlint.model.asl.visits import never_missed, visits

    says = facts_of(design, workflow, end)
    counted = visits(definition.machine, says)
    is_open = any(isinstance(count, Unknown) for count in counted.values())
    met = never_missed(definition.machine, says) if is_open else set()
    return {name: float(name in met) if isinstance(count, Unknown) else count for name, count in counted.items()}


def task_tries(workflow: Component, state: str, failures: float) -> tuple[float, float]:
    """Expected tries of a task that fails with this probability, and the share that fails for good."""
    definition = definition_of(workflow)
    if definition is None:
        return 1.0, failures
    from archlint.model.asl.knowledge import attempts, most_attempts
    from archlint.model.states import all_states

    for found in all_states(definition.machine):
        if found.name == state:
            return attempts(found, failures), failures ** most_attempts(found)
    return 1.0, failures


def execution(
    design: Design, workflow: Component, end: End, task_time: Callable[[str], float | None]
) -> Execution | None:
    """What one execution does; `task_time` gives the seconds of a task's target, None where they are not known."""
    definition = definition_of(workflow)
    if definition is None:
        return None
    from archlint.model.asl.history import children, transitions

    says = facts_of(design, workflow, end)
    counted = transitions(definition.machine, says)
    sure = counted.at_least if isinstance(counted.total, Unknown) else counted.total
    clock = Clock(says, task_time, width(design), [])
    seconds = clock.machine(definition.machine)
    runs = tuple(
        Run(child, clock.machine(child.state.processor) if child.state.processor is not None else None)
        for child in children(definition.machine, says)
    )
    return Execution(sure, counted.missing, seconds, runs, tuple(dict.fromkeys(clock.untimed)))


def width(design: Design) -> Width:
    """How many items of a Map AWS lets run at once."""
    from archlint.model.asl.timing import Width

    return Width(int(design.limit("sfn.map.inline")), int(design.limit("sfn.map.distributed")))


@dataclass(frozen=True, slots=True)
class Clock:
    """The mean time of states and machines; `untimed` gathers the states whose time is not known."""

    says: dict[str, Facts]
    task_time: Callable[[str], float | None]
    width: Width
    untimed: list[str]

    def machine(self, machine: Machine) -> float | None:
        """The mean time through a machine: every state's as often as it is visited; None where none is known."""
        from archlint.model.asl.visits import machine_visits

        total, known = 0.0, False
        for name, count in machine_visits(machine, self.says).items():
            if isinstance(count, Unknown) or count <= 0.0:
                continue
            each = self.state(machine.states[name])
            if each is not None:
                known = True
                total += count * each
        return total if known else None

    def state(self, state: State) -> float | None:
        """The mean time of one visit with its retries, a Parallel's by its slowest branch; None where not known."""
        from archlint.model.asl.knowledge import attempts, known
        from archlint.model.states import MapState, Parallel, Task, Wait

        tries = attempts(state, known(self.says, state, "failures") or 0.0)
        if isinstance(state, Task):
            each = known(self.says, state, "duration")
            each = self.task_time(state.name) if each is None else each
            return self._times(tries, state, each)
        if isinstance(state, Wait):
            written = pick(state.seconds, "likely")
            each = known(self.says, state, "wait") if written is None else written
            return self._times(1.0, state, each)
        if isinstance(state, Parallel):
            branches = [self.machine(branch) for branch in state.branches]
            return tries * max(timed) if (timed := [each for each in branches if each is not None]) else None
        return self._map(state, tries) if isinstance(state, MapState) else None

    def _map(self, state: MapState, tries: float) -> float | None:
        from archlint.model.asl.timing import rounds

        turns = rounds(state, self.says, self.width)
        if state.processor is None or isinstance(turns, Unknown):
            self.untimed.append(state.name)
            return None
        inner = self.machine(state.processor)
        return None if inner is None else tries * turns * inner

    def _times(self, tries: float, state: State, seconds: float | None) -> float | None:
        if seconds is None:
            self.untimed.append(state.name)
            return None
        return tries * seconds

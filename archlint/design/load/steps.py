"""What one execution of a workflow does on average: transitions, calls of each task, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from archlint.design.load.shares import End, pick
from archlint.document.quantities import UNKNOWN, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from archlint.model.asl.history import Children
    from archlint.model.component import Component
    from archlint.model.states import Definition, Machine, MapState, State

INLINE_WIDTH = 40  # iterations of an inline Map at once: AWS, Map state
DISTRIBUTED_WIDTH = 10_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of one state, at one end of its ranges: plain numbers, unknown where nothing is said."""

    odds: Any
    items: Any
    wait: Any
    duration: Any
    failures: Any
    output: Any


@dataclass(frozen=True, slots=True)
class Execution:
    """One execution on average.

    `transitions` is what is sure where odds or items are not known, and `missing` names those states; `children` are
    the executions that distributed Maps start. `seconds` is None where no state's time is known.
    """

    transitions: float
    missing: tuple[str, ...]
    seconds: float | None
    children: tuple[Children, ...]
    untimed: tuple[str, ...]


def definition_of(workflow: Component) -> Definition | None:
    """The definition as it was read; None where there is none, or none that could be read."""
    found: Definition | None = getattr(workflow, "asl", None)
    return found


def facts_of(workflow: Component, end: End) -> dict[str, Facts]:
    """What the description says of the states, at one end of its ranges."""
    stated: Mapping[str, Any] = getattr(workflow, "states", None) or {}
    names = ("items", "wait", "duration", "failures", "output")

    def at(value: object) -> Any:
        found = pick(value, end)
        return UNKNOWN if found is None else found

    return {
        name: Facts(facts.odds, **{field: at(getattr(facts, field)) for field in names})
        for name, facts in stated.items()
    }


def task_visits(workflow: Component, end: End) -> dict[str, float]:
    """Visits of each state per execution, before any retry; what depends on odds that are not known is left out."""
    definition = definition_of(workflow)
    if definition is None:
        return {}
    from archlint.model.asl.visits import visits

    counted = visits(definition.machine, facts_of(workflow, end))
    return {name: count for name, count in counted.items() if not isinstance(count, Unknown)}


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


def execution(workflow: Component, end: End, task_time: Callable[[str], float | None]) -> Execution | None:
    """What one execution does; `task_time` gives the seconds of a task's target, None where they are not known."""
    definition = definition_of(workflow)
    if definition is None:
        return None
    from archlint.model.asl.history import children, transitions

    says = facts_of(workflow, end)
    counted = transitions(definition.machine, says)
    sure = counted.at_least if isinstance(counted.total, Unknown) else counted.total
    untimed: list[str] = []
    seconds = _seconds(definition.machine, says, task_time, untimed)
    return Execution(sure, counted.missing, seconds, tuple(children(definition.machine, says)), tuple(untimed))


def _seconds(
    machine: Machine, says: dict[str, Facts], task_time: Callable[[str], float | None], untimed: list[str]
) -> float | None:
    """The mean time through a machine: every state's as often as it is visited; None where none is known."""
    from archlint.model.asl.visits import machine_visits

    total, known = 0.0, False
    for name, count in machine_visits(machine, says).items():
        if isinstance(count, Unknown) or count <= 0.0:
            continue
        each = _state_seconds(machine.states[name], says, task_time, untimed)
        if each is not None:
            known = True
            total += count * each
    return total if known else None


def _state_seconds(
    state: State, says: dict[str, Facts], task_time: Callable[[str], float | None], untimed: list[str]
) -> float | None:
    from archlint.model.asl.knowledge import attempts, known
    from archlint.model.states import MapState, Parallel, Task, Wait

    tries = attempts(state, known(says, state, "failures") or 0.0)
    if isinstance(state, Task):
        each = known(says, state, "duration")
        if each is None:
            each = task_time(state.name)
        if each is None:
            untimed.append(state.name)
        return None if each is None else tries * each
    if isinstance(state, Wait):
        written = pick(state.seconds, "likely")
        each = known(says, state, "wait") if written is None else written
        if each is None:
            untimed.append(state.name)
        return each
    if isinstance(state, Parallel):
        branches = [_seconds(branch, says, task_time, untimed) for branch in state.branches]
        longest = [branch for branch in branches if branch is not None]
        return tries * max(longest) if longest else None
    if isinstance(state, MapState):
        return _map_seconds(state, says, task_time, untimed, tries)
    return None


def _map_seconds(
    state: MapState, says: dict[str, Facts], task_time: Callable[[str], float | None], untimed: list[str], tries: float
) -> float | None:
    from archlint.model.asl.knowledge import known

    items = known(says, state, "items")
    if state.processor is None or items is None:
        untimed.append(state.name)
        return None
    inner = _seconds(state.processor, says, task_time, untimed)
    if inner is None:
        return None
    width = DISTRIBUTED_WIDTH if state.is_distributed else INLINE_WIDTH
    stated = state.concurrency
    at_once = width if isinstance(stated, Unknown) or not stated else min(width, stated)
    return tries * ceil(items / at_once) * inner

"""Whether the states of a machine lead anywhere: names that do not exist, states never reached, ends never reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.model.asl.graph import reached
from archlint.model.problems import Wrong, did_you_mean, nearest
from archlint.model.states import Choice, Worker, is_last, successors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archlint.model.base import Path
    from archlint.model.states import Machine, State

RULE = "state-unreachable"


def flow_faults(machine: Machine, names: Mapping[str, Path]) -> Iterator[Wrong]:
    """What is wrong with the ways through one machine; `names` are all states of the definition with their places."""
    if not machine.states:
        return
    if machine.start and machine.start not in machine.states:
        yield _nowhere("StartAt", machine.start, (*machine.path, "StartAt"), machine, names)
    for state in machine.states.values():
        for path, target in _targets(state):
            if target and target not in machine.states:
                yield _nowhere(f"`{state.name}`", target, path, machine, names)
    if machine.first is not None:
        yield from _unreached(machine)
        yield from _endless(machine)


def following(machine: Machine, name: str) -> list[str]:
    """The states of the machine that may follow a state."""
    state = machine.states.get(name)
    return [] if state is None else [target for target in successors(state) if target in machine.states]


def _targets(state: State) -> Iterator[tuple[Path, str]]:
    """Every place of a state that names another one."""
    yield (*state.path, "Next"), state.next
    if isinstance(state, Choice):
        for branch in state.branches:
            yield (*branch.path, "Next"), branch.next
        yield (*state.path, "Default"), state.default
    if isinstance(state, Worker):
        for catcher in state.catches:
            yield (*catcher.path, "Next"), catcher.next


def _leaves(machine: Machine, state: State) -> bool:
    """Whether a state leads to none of the machine's, which is told by itself."""
    return not successors(state) or any(target not in machine.states for target in successors(state))


def _nowhere(subject: str, target: str, path: Path, machine: Machine, names: Mapping[str, Path]) -> Wrong:
    if target in names:
        message = f"{subject} leads to `{target}`, which stands in another part of the definition"
        return Wrong(RULE, path, message, "Lead to a state of the same branch or map.")
    guess = did_you_mean(target, machine.states)
    message = f"{subject} leads to `{target}`, which is no state here{guess}"
    return Wrong(RULE, path, message, "Correct the name, or add the state.")


def _unreached(machine: Machine) -> Iterator[Wrong]:
    """The states that nothing leads to; a name with a slip leads where it was meant to, and is told by itself."""
    ways = {name: list(_meant(machine, state)) for name, state in machine.states.items()}
    met = reached([machine.start], lambda name: ways[name])
    led_to = {target for name in machine.states for target in ways[name] if target != name}
    for name, state in machine.states.items():
        if name not in met:
            how = (
                f"only states that are never reached lead to `{name}`"
                if name in led_to
                else f"no state leads to `{name}`"
            )
            yield Wrong(RULE, state.path, how, "Lead to it from a state, or remove it.")


def _meant(machine: Machine, state: State) -> Iterator[str]:
    for target in successors(state):
        meant = target if target in machine.states else nearest(target, machine.states)
        if meant is not None:
            yield meant


def _endless(machine: Machine) -> Iterator[Wrong]:
    """The states from which no end can be reached, told once for each group that holds the others."""
    before: dict[str, list[str]] = {name: [] for name in machine.states}
    for name in machine.states:
        for target in following(machine, name):
            before[target].append(name)
    ends = [state.name for state in machine.states.values() if is_last(state) or _leaves(machine, state)]
    ending = reached(ends, lambda name: before[name])
    stuck = reached([machine.start], lambda name: following(machine, name)) - ending
    while stuck:
        first = next(name for name in machine.states if name in stuck)
        group = reached([first], lambda name: following(machine, name)) & stuck
        core = min((reached([name], lambda step: following(machine, step)) & stuck for name in group), key=len)
        shown = [f"`{name}`" for name in machine.states if name in core]
        listed = " and ".join(shown[:3]) if len(shown) < 4 else f"{', '.join(shown[:3])} and {len(shown) - 3} more"
        place = machine.states[next(name for name in machine.states if name in core)].path
        whose = "leads only to itself" if len(core) == 1 else "lead only to each other"
        yield Wrong(RULE, place, f"{listed} {whose}, so the machine never ends", "Add a way out to an end.")
        stuck -= reached(core, lambda name: before[name])

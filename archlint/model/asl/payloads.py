"""How large the results of states are where many come together: branches of a Parallel, items of a Map."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.document.quantities import UNKNOWN, Size, Unknown
from archlint.model.asl.knowledge import Says, known, said
from archlint.model.asl.structure import following
from archlint.model.states import Choice, MapState, Parallel, Pass, State, Succeed, Wait, is_last

if TYPE_CHECKING:
    from archlint.model.states import Machine


class Result(NamedTuple):
    """The size of a state's result: unknown, or with the parts (size, how many of it) that it is made of."""

    state: State
    size: Size | Unknown
    parts: tuple[tuple[Size, float], ...] = ()


def results(machine: Machine, says: Says) -> list[Result]:
    """The result of every state of a machine and of those inside its states.

    A size that is stated counts; a Parallel's is the sum of its branches' outputs, a Map's its items times one
    iteration's, a Pass's its own `Result`. What ResultPath keeps of the input beside the result is not in it, and the
    result of a distributed Map that writes to a bucket is unknown here. An output is the largest of what can end a
    branch; Succeed, Wait and Choice hand on what comes to them.
    """
    found = []
    for state in machine.states.values():
        if isinstance(state, Parallel):
            for branch in state.branches:
                found += results(branch, says)
        elif isinstance(state, MapState) and state.processor is not None:
            found += results(state.processor, says)
        found.append(result(state, says))
    return found


def result(state: State, says: Says) -> Result:
    """The size of one state's result."""
    stated = said(says, state, "output")
    if isinstance(stated, Size):
        return Result(state, stated)
    if isinstance(state, Pass) and state.result is not None:
        return Result(state, _written(state.result))
    if isinstance(state, Parallel):
        outputs = [(output(branch, says), 1.0) for branch in state.branches]
        return _added(state, outputs)
    if isinstance(state, MapState) and state.processor is not None and state.writer is None:
        items = known(says, state, "items")
        if items is not None and state.batch == 1:
            return _added(state, [(output(state.processor, says), items)])
    return Result(state, UNKNOWN)


def _added(state: State, outputs: list[tuple[Size | Unknown, float]]) -> Result:
    parts = tuple((size, count) for size, count in outputs if not isinstance(size, Unknown))
    if len(parts) < len(outputs):
        return Result(state, UNKNOWN)
    return Result(state, Size(sum(size * count for size, count in parts)), parts)


def _written(value: object) -> Size | Unknown:
    import json

    try:
        return Size(len(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")))
    except (TypeError, ValueError, RecursionError):
        return UNKNOWN


def output(machine: Machine, says: Says) -> Size | Unknown:
    """The largest of what a machine can end with; unknown where one of its ends is."""
    before: dict[str, list[str]] = {name: [] for name in machine.states}
    for name in machine.states:
        for target in following(machine, name):
            before[target].append(name)
    largest: Size | Unknown = UNKNOWN
    for state in machine.states.values():
        if is_last(state):
            size = _handed_on(machine, state, says, before)
            if isinstance(size, Unknown):
                return UNKNOWN
            if isinstance(largest, Unknown) or size > largest:
                largest = size
    return largest


def _handed_on(machine: Machine, last: State, says: Says, before: dict[str, list[str]]) -> Size | Unknown:
    """The size of what leaves a state, looked up through the states that only hand on what comes to them."""
    largest: Size | Unknown = Size(0.0)
    todo, met = [last], {last.name}
    while todo:
        state = todo.pop()
        found = result(state, says)
        hands_on = isinstance(state, Succeed | Wait | Choice) or (isinstance(state, Pass) and state.result is None)
        if isinstance(found.size, Unknown) and hands_on and state.name != machine.start:
            fresh = [name for name in before[state.name] if name not in met]
            met.update(fresh)
            todo += [machine.states[name] for name in fresh]
        elif isinstance(found.size, Unknown):
            return UNKNOWN
        elif isinstance(largest, Unknown) or found.size > largest:
            largest = found.size
    return largest

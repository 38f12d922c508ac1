"""What a description says of a workflow's states beside the definition, and the chances that follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from archlint.document.quantities import UNKNOWN, Duration, QuantityError, Share, Unknown
from archlint.model.asl.structure import following
from archlint.model.problems import Wrong, did_you_mean
from archlint.model.states import Choice, MapState, Worker, all_states

if TYPE_CHECKING:
    from archlint.model.states import Machine, State, Task


class StateSays(Protocol):
    """What is known of one state: `odds` by the next state's name, and quantities that may be unknown."""

    @property
    def odds(self) -> Any: ...
    @property
    def items(self) -> Any: ...
    @property
    def wait(self) -> Any: ...
    @property
    def duration(self) -> Any: ...
    @property
    def failures(self) -> Any: ...
    @property
    def output(self) -> Any: ...


Says = Mapping[str, StateSays]
"""By the name of the state; states that are not named are not known."""

TaskTime = Callable[["Task"], Duration | Unknown]
"""The most time that one call of a task's target can take, in seconds; unknown where nothing bounds it."""


def said(says: Says, state: State, what: str) -> Any:
    """What is said of a state, unknown where nothing is."""
    facts = says.get(state.name)
    return UNKNOWN if facts is None else getattr(facts, what)


def known(says: Says, state: State, what: str) -> float | None:
    """The same as a plain number, None where it is not known."""
    found = said(says, state, what)
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


def attempts(state: State, failures: float) -> float:
    """How often a state is tried on the average: (1 - f^m) / (1 - f), where m is all its attempts."""
    most = most_attempts(state)
    if failures >= 1:
        return float(most)
    return (1 - failures**most) / (1 - failures)


def most_attempts(state: State) -> int:
    """The first attempt and every retry: each entry of Retry counts for itself."""
    return 1 + sum(retrier.max_attempts for retrier in state.retries) if isinstance(state, Worker) else 1


def chances(machine: Machine, state: State, says: Says) -> dict[str, float] | None:
    """The chance of each state that may follow, the rest to one being the end; None where odds are not known.

    A Choice goes by its stated odds, and a branch that is not listed gets what is left. A state that fails after all
    its retries goes to its first catcher; failures that are not stated are none.
    """
    targets = following(machine, state.name)
    if isinstance(state, Choice):
        return _odds(targets, said(says, state, "odds"))
    failures = known(says, state, "failures") or 0.0
    given_up = min(1.0, failures) ** most_attempts(state)
    found = {state.next: 1.0 - given_up} if state.next in targets else {}
    if isinstance(state, Worker) and given_up and state.catches and state.catches[0].next in targets:
        caught = state.catches[0].next
        found[caught] = found.get(caught, 0.0) + given_up
    return found


def _odds(targets: list[str], odds: object) -> dict[str, float] | None:
    if len(targets) < 2:
        return dict.fromkeys(targets, 1.0)
    if not isinstance(odds, Mapping):
        return None
    stated = {name: share for name in targets if (share := _share(odds.get(name))) is not None}
    rest = [name for name in targets if name not in stated]
    left = max(0.0, 1.0 - sum(stated.values()))
    if len(rest) > 1 and left > 1e-9:
        return None
    total = sum(stated.values()) if not rest or sum(stated.values()) > 1 else 1.0
    if total <= 0:
        return None
    return {name: stated.get(name, left) / total for name in targets}


def _share(value: object) -> float | None:
    if value is None or value is UNKNOWN:
        return None
    try:
        return float(Share.parse(value))
    except QuantityError:
        return None


def says_faults(machine: Machine, says: Says) -> list[Wrong]:
    """What is wrong with what is said of the states: names and odds that the definition does not have.

    Paths lead into the description's `states`.
    """
    found: list[Wrong] = []
    states = {state.name: state for state in all_states(machine)}
    for name, facts in says.items():
        if name not in states:
            message = f"the definition has no state `{name}`{did_you_mean(name, states)}"
            found.append(Wrong("dangling-name", (name,), message, "Name a state of the definition."))
            continue
        state = states[name]
        if isinstance(facts.odds, Mapping):
            found += _odds_faults(state, facts.odds)
        elif facts.odds is not UNKNOWN:
            message = f"the odds of `{name}` are no mapping of states to shares"
            found.append(Wrong("wrong-value", (name, "odds"), message, "Write them like `{odds: {Ship: 90%}}`."))
        if facts.items is not UNKNOWN and not isinstance(state, MapState):
            found.append(Wrong("wrong-value", (name, "items"), f"`{name}` has items, and is no Map", "Remove `items`."))
    return found


def _odds_faults(state: State, odds: Mapping[str, Any]) -> list[Wrong]:
    path = (state.name, "odds")
    if not isinstance(state, Choice):
        return [Wrong("wrong-value", path, f"`{state.name}` has odds, and is no Choice", "Remove `odds`.")]
    found = []
    targets = [name for name in dict.fromkeys([*(branch.next for branch in state.branches), state.default]) if name]
    total = 0.0
    for name, value in odds.items():
        share = _share(value)
        if name not in targets:
            message = f"`{state.name}` does not lead to `{name}`{did_you_mean(str(name), targets)}"
            found.append(Wrong("dangling-name", (*path, str(name)), message, f"Name one of {', '.join(targets)}."))
        elif share is None:
            message = f"the odds of `{name}` in `{state.name}` are no share"
            found.append(Wrong("wrong-value", (*path, str(name)), message, "Write a share, like `30%` or `0.3`."))
        total += share or 0.0
    if total > 1 + 1e-9:
        message = f"the odds of `{state.name}` add up to {total * 100:.0f} %"
        found.append(Wrong("wrong-value", path, message, "Lower them to 100 % or less."))
    return found

"""How long an execution takes, at worst and on the average."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from definitions import (
    DISTRIBUTED,
    ORDER,
    SAYS,
    WIDTH,
    Facts,
    five_seconds,
    machine,
    no_idea,
    read,
    task,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from archlint.document.quantities import UNKNOWN, Duration
from archlint.model.asl.reading import read_definition
from archlint.model.asl.timing import FOREVER, WorstTime, pause, waiting_time, worst_time
from archlint.model.states import (
    Retrier,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def worst(
    data: dict[str, Any], says: Mapping[str, Facts] | None = None, times: Any = no_idea, **wide: int
) -> WorstTime:
    return worst_time(read(data), says or {}, times, WIDTH._replace(**wide))


def test_the_worst_time_adds_up_the_longest_way() -> None:
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "B"}], "Default": "C"}
    data = machine(
        "A",
        A=choice,
        B=task(TimeoutSeconds=10, Next="D"),
        C={"Type": "Wait", "Seconds": 30, "Next": "D"},
        D=task(TimeoutSeconds=5),
    )
    found = worst(data)
    assert found.total == 35
    assert [(step.state.name, step.at_least) for step in found.steps] == [("A", 0), ("C", 30), ("D", 5)]
    assert str(found.total) == "35 s"


def test_every_retry_happens_after_its_whole_pause() -> None:
    retry = [{"ErrorEquals": ["A"], "MaxAttempts": 2, "IntervalSeconds": 3}, {"ErrorEquals": ["B"], "MaxAttempts": 1}]
    found = worst(machine("A", A=task(TimeoutSeconds=10, Retry=retry)))
    assert found.total == 4 * 10 + (3 + 6) + 1
    (step,) = found.steps
    assert (step.attempts, step.each, step.pauses) == (4, 10, 10)


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({}, 1 + 2 + 4),
        ({"max_attempts": 0}, 0),
        ({"interval": 5, "backoff": 1}, 15),
        ({"interval": 2, "backoff": 3, "max_attempts": 4, "max_delay": 10}, 2 + 6 + 10 + 10),
        ({"max_attempts": 99_999_999, "backoff": 1}, 99_999_999),
        ({"max_attempts": 99_999_999}, FOREVER),
        ({"max_attempts": 99_999_999, "max_delay": 8}, 1 + 2 + 4 + 8 * 99_999_996),
        ({"max_attempts": 99_999_999, "backoff": 1e300}, FOREVER),
        ({"backoff": 1.5, "max_attempts": 3, "jitter": True}, 1 + 1.5 + 2.25),
    ],
)
def test_the_pauses_of_a_retry_grow_to_their_limit(fields: dict[str, Any], seconds: float) -> None:
    assert pause(Retrier(("States.ALL",), (), **fields)) == pytest.approx(seconds)


def test_a_task_takes_the_less_of_its_timeout_and_its_targets() -> None:
    assert worst(machine("A", A=task(TimeoutSeconds=3)), times=five_seconds).total == 3
    assert worst(machine("A", A=task(TimeoutSeconds=9)), times=five_seconds).total == 5
    assert worst(machine("A", A=task()), times=five_seconds).total == 5
    stated = {"A": Facts(duration=Duration(["1s", "2s", "4s"]))}
    assert worst(machine("A", A=task()), stated).total == 4


def test_what_nothing_bounds_is_unknown_with_its_least() -> None:
    found = worst(machine("A", A={"Type": "Wait", "Seconds": 30, "Next": "B"}, B=task()))
    assert found.total is UNKNOWN
    assert found.at_least == 30
    assert found.unknown == ("B",)


def test_a_parallel_takes_its_longest_branch_and_a_map_its_rounds() -> None:
    parallel = {
        "Type": "Parallel",
        "Branches": [machine("A", A=task(TimeoutSeconds=5)), machine("B", B=task(TimeoutSeconds=8))],
    }
    assert worst(machine("P", P={**parallel, "End": True})).total == 8
    retry = [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}]
    assert worst(machine("P", P={**parallel, "Retry": retry, "End": True})).total == 8 * 2 + 1
    inner = {"Type": "Map", "ItemProcessor": machine("A", A=task(TimeoutSeconds=5)), "End": True}
    assert worst(machine("M", M={**inner, "MaxConcurrency": 3}), {"M": Facts(items=10)}).total == 20
    assert worst(machine("M", M=inner), {"M": Facts(items=81)}).total == 15  # 40 at once
    assert worst(machine("M", M=inner), {"M": Facts(items=81)}, inline=100).total == 5
    assert worst(machine("M", M=inner), {"M": Facts(items=0)}).total == 0
    unknown = worst(machine("M", M=inner))
    assert (unknown.total, unknown.at_least) == (UNKNOWN, 5)


def test_a_distributed_map_works_in_batches() -> None:
    data = copy.deepcopy(DISTRIBUTED)
    data["States"]["Files"]["MaxConcurrency"] = 2
    assert worst(data, {"Files": Facts(items=95)}, five_seconds).total == 25  # 10 batches, two at once


def test_a_loop_leaves_the_worst_time_unknown_unless_the_definition_ends_it() -> None:
    found = worst(ORDER, SAYS, five_seconds)
    assert [set(loop) for loop in found.loops] == [{"Reserve", "InStock", "Pause"}]
    assert found.capped
    assert found.total == 3600
    without = {key: value for key, value in ORDER.items() if key != "TimeoutSeconds"}
    free = worst(without, SAYS, five_seconds)
    assert free.total is UNKNOWN
    assert free.at_least == (4 * 5 + 7) + 60  # Reserve with its retries, then the pause: longer than to go on
    assert [step.state.name for step in free.steps] == ["Reserve", "InStock", "Pause"]


def test_the_timeout_of_the_definition_caps_what_is_longer_only() -> None:
    slow = {**machine("A", A=task(TimeoutSeconds=50)), "TimeoutSeconds": 20}
    assert (worst(slow).total, worst(slow).capped) == (20, True)
    quick = {**machine("A", A=task(TimeoutSeconds=50)), "TimeoutSeconds": 60}
    assert (worst(quick).total, worst(quick).capped) == (50, False)


def test_waits_are_added_up_without_the_work_between() -> None:
    data = machine(
        "A",
        A={"Type": "Wait", "Seconds": 100, "Next": "B"},
        B=task(TimeoutSeconds=50, Retry=[{"ErrorEquals": ["States.ALL"]}], Next="C"),
        C={"Type": "Wait", "SecondsPath": "$.pause", "Next": "P"},
        P={"Type": "Parallel", "Branches": [machine("D", D={"Type": "Wait", "Seconds": 7, "End": True})], "End": True},
    )
    found = waiting_time(read(data).machine, {}, WIDTH)
    assert (found.at_least, found.unknown) == (107, ("C",))
    assert waiting_time(read(data).machine, {"C": Facts(wait=Duration("1h"))}, WIDTH).total == 3707


@st.composite
def _forks(draw: st.DrawFn) -> list[tuple[int, list[int]]]:
    """For each state of a machine without loops, its seconds and the later states it may lead to."""
    size = draw(st.integers(1, 7))
    found = []
    for at in range(size):
        ahead = draw(st.lists(st.integers(at + 1, size), min_size=1, max_size=3, unique=True))
        found.append((draw(st.integers(0, 50)), ahead))
    return found


@settings(max_examples=150)
@given(_forks())
def test_the_worst_time_is_that_of_the_longest_of_all_ways(forks: list[tuple[int, list[int]]]) -> None:
    states: dict[str, Any] = {f"F{len(forks)}": {"Type": "Succeed"}}
    for at, (seconds, ahead) in enumerate(forks):
        states[f"F{at}"] = {"Type": "Wait", "Seconds": seconds, "Next": f"G{at}"}
        rules = [{"Variable": "$.a", "IsNull": True, "Next": f"F{target}"} for target in ahead]
        states[f"G{at}"] = {"Type": "Choice", "Choices": rules}
    definition = read_definition(machine("F0", **states))[0]
    assert definition is not None

    def longest(at: int) -> int:
        return 0 if at == len(forks) else forks[at][0] + max(longest(target) for target in forks[at][1])

    found = worst_time(definition, {}, no_idea, WIDTH)
    assert found.total == found.at_least == longest(0)
    assert sum(step.at_least for step in found.steps) == longest(0)
    assert found.steps[0].state.name == "F0"
    assert found.steps[-1].state.name == f"F{len(forks)}"

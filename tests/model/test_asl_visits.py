"""How often states are visited, and what that makes in transitions, history and payload."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from definitions import (
    DISTRIBUTED,
    ORDER,
    SAYS,
    Facts,
    machine,
    read,
    task,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from archlint.document.quantities import UNKNOWN, Share, Size
from archlint.model.asl.history import children, history, transitions
from archlint.model.asl.knowledge import attempts, says_faults
from archlint.model.asl.payloads import output, results
from archlint.model.asl.reading import read_definition
from archlint.model.asl.visits import never_missed, visits

if TYPE_CHECKING:
    from collections.abc import Mapping


def test_visits_follow_odds_loops_branches_and_items() -> None:
    counted = visits(read(ORDER).machine, SAYS)
    again = 1 / 0.9  # a tenth waits and reserves once more
    assert counted["Reserve"] == pytest.approx(again)
    assert counted["Pause"] == pytest.approx(again - 1)
    assert counted["EachLine"] == pytest.approx(1)
    assert counted["Pack"] == pytest.approx(4)
    assert counted["Mail"] == counted["Book"] == pytest.approx(1)
    assert counted["Done"] == pytest.approx(1)
    assert counted["Failed"] == 0


def test_transitions_are_one_for_each_visit() -> None:
    found = transitions(read(ORDER).machine, SAYS)
    again = 1 / 0.9
    assert found.total == pytest.approx(2 * again + (again - 1) + 1 + 4 + 1 + 3 + 1)
    assert found.at_least == pytest.approx(float(found.total))
    assert found.missing == ()


def test_a_state_is_never_missed_where_no_way_leads_around_it() -> None:
    again = {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "D"}], "Default": "A"}
    around = read(machine("A", A=task(Next="B"), B=again, D=task())).machine
    assert never_missed(around, {}) == {"A", "B", "D"}
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "B"}], "Default": "C"}
    apart = read(machine("A", A=choice, B=task(Next="D"), C=task(Next="D"), D=task())).machine
    assert never_missed(apart, {}) == {"A", "D"}
    assert never_missed(apart, {"A": Facts(odds={"B": 1})}) == {"A", "B", "D"}


def test_what_the_odds_do_not_touch_is_known_without_them() -> None:
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "B"}], "Default": "C"}
    data = machine("A", A=choice, B=task(Next="D"), C=task(Next="D"), D=task())
    definition = read(data)
    counted = visits(definition.machine, {})
    assert counted["A"] == counted["D"] == 1
    assert counted["B"] is UNKNOWN
    found = transitions(definition.machine, {})
    assert found.total is UNKNOWN
    assert found.at_least == 3  # each way has as many
    assert found.missing == ("A",)


def test_the_least_goes_the_shortest_way() -> None:
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "B"}], "Default": "D"}
    data = machine("A", A=choice, B=task(Next="C"), C=task(Next="D"), D=task())
    assert transitions(read(data).machine, {}).at_least == 2


def test_one_branch_whose_odds_are_not_listed_gets_the_rest() -> None:
    choice = {
        "Type": "Choice",
        "Choices": [{"Variable": "$.a", "IsNull": True, "Next": name} for name in ("B", "C")],
        "Default": "D",
    }
    definition = read(machine("A", A=choice, B=task(), C=task(), D=task()))
    counted = visits(definition.machine, {"A": Facts(odds={"B": 0.5, "C": Share("20%")})})
    assert [counted[name] for name in "BCD"] == pytest.approx([0.5, 0.2, 0.3])
    assert visits(definition.machine, {"A": Facts(odds={"B": 0.5})})["C"] is UNKNOWN
    assert visits(definition.machine, {"A": Facts(odds={"B": 1})})["C"] == 0


def test_failures_bring_retries_and_catchers() -> None:
    data = machine(
        "A",
        A=task(
            Retry=[{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2}],
            Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Sorry"}],
            Next="B",
        ),
        B=task(),
        Sorry={"Type": "Fail"},
    )
    definition = read(data)
    says = {"A": Facts(failures=0.2)}
    counted = visits(definition.machine, says)
    assert counted["B"] == pytest.approx(1 - 0.2**3)
    assert counted["Sorry"] == pytest.approx(0.2**3)
    assert attempts(definition.machine.states["A"], 0.2) == pytest.approx(1.24)
    assert transitions(definition.machine, says).total == pytest.approx(1.24 + 1)
    assert attempts(definition.machine.states["A"], 1.0) == 3


def test_a_loop_that_is_never_left_has_no_known_visits() -> None:
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "A"}], "Default": "C"}
    definition = read(machine("A", A={"Type": "Pass", "Next": "B"}, B=choice, C=task()))
    says = {"B": Facts(odds={"A": 1})}
    counted = visits(definition.machine, says)
    assert counted["A"] is UNKNOWN
    assert transitions(definition.machine, says).total is UNKNOWN


def test_a_loop_of_one_state_is_solved() -> None:
    data = machine(
        "A",
        A={"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "A"}], "Default": "B"},
        B=task(),
    )
    assert visits(read(data).machine, {"A": Facts(odds={"A": 0.75})})["A"] == pytest.approx(4)


def test_items_that_are_not_known_leave_the_least() -> None:
    data = machine("M", M={"Type": "Map", "ItemProcessor": machine("A", A=task()), "Next": "B"}, B=task())
    found = transitions(read(data).machine, {})
    assert (found.total, found.at_least, found.missing) == (UNKNOWN, 2, ("M",))
    assert transitions(read(data).machine, {"M": Facts(items=0)}).total == 2


@pytest.mark.parametrize(
    ("states", "says", "events"),
    [
        ({"A": task()}, {}, 2 + 5),
        ({"A": task(Resource="arn:aws:lambda:eu-west-1:111122223333:function:a")}, {}, 2 + 5),
        ({"A": task(Resource="arn:aws:states:::ecs:runTask.sync")}, {}, 2 + 6),
        ({"A": task(Resource="arn:aws:states:::sqs:sendMessage.waitForTaskToken")}, {}, 2 + 6),
        ({"A": {"Type": "Pass", "End": True}}, {}, 2 + 2),
        ({"A": {"Type": "Wait", "Seconds": 1, "Next": "B"}, "B": {"Type": "Succeed"}}, {}, 2 + 2 + 2),
        ({"A": {"Type": "Fail"}}, {}, 2 + 1),
        (
            {"A": {"Type": "Parallel", "Branches": [machine("B", B=task()), machine("C", C=task())], "End": True}},
            {},
            2 + 4 + 10,
        ),
        (
            {"A": {"Type": "Map", "ItemProcessor": machine("B", B=task()), "End": True}},
            {"A": Facts(items=100)},
            2 + 4 + 100 * 7,
        ),
        ({"A": task(Retry=[{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}])}, {"A": Facts(failures=1)}, 2 + 5 + 3),
    ],
)
def test_the_history_counts_what_each_state_writes(
    states: dict[str, Any], says: dict[str, Facts], events: float
) -> None:
    found = history(read(machine("A", **states)).machine, says)
    assert found.total == pytest.approx(events)
    assert found.at_least == pytest.approx(events)


def test_children_of_a_distributed_map_are_executions_of_their_own() -> None:
    definition = read(DISTRIBUTED)
    says = {"Files": Facts(items=95)}
    assert transitions(definition.machine, says).total == 1
    assert history(definition.machine, says).total == 2 + 6
    (child,) = children(definition.machine, says)
    assert (child.executions, child.transitions.total, child.history.total) == (10, 1, 7)
    assert visits(definition.machine, says)["Scan"] == 10
    assert children(definition.machine, {})[0].executions is UNKNOWN


def test_what_is_said_of_states_that_are_not_there_is_told() -> None:
    says = {
        "InStok": Facts(),
        "InStock": Facts(odds={"EachLin": 0.5, "Pause": "lots", "EachLine": 0.9}),
        "Reserve": Facts(odds={"InStock": 1}, items=3),
        "Pause": Facts(odds=5),
    }
    assert [(wrong.rule, wrong.path, wrong.message) for wrong in says_faults(read(ORDER).machine, says)] == [
        ("dangling-name", ("InStok",), "the definition has no state `InStok`; did you mean `InStock`?"),
        (
            "dangling-name",
            ("InStock", "odds", "EachLin"),
            "`InStock` does not lead to `EachLin`; did you mean `EachLine`?",
        ),
        ("wrong-value", ("InStock", "odds", "Pause"), "the odds of `Pause` in `InStock` are no share"),
        ("wrong-value", ("InStock", "odds"), "the odds of `InStock` add up to 140 %"),
        ("wrong-value", ("Reserve", "odds"), "`Reserve` has odds, and is no Choice"),
        ("wrong-value", ("Reserve", "items"), "`Reserve` has items, and is no Map"),
        ("wrong-value", ("Pause", "odds"), "the odds of `Pause` are no mapping of states to shares"),
    ]


@st.composite
def _chains(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Facts]]:
    """Machines of choices and passes, every odd known, each state with a chance to leave for the end."""
    size = draw(st.integers(1, 6))
    names = [f"S{index}" for index in range(size)]
    states: dict[str, Any] = {"End": {"Type": "Succeed"}}
    says = {}
    for name in names:
        aims = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
        shares = [draw(st.integers(1, 4)) / 10 for _ in aims]
        states[name] = {
            "Type": "Choice",
            "Choices": [{"Variable": "$.a", "IsNull": True, "Next": aim} for aim in aims],
            "Default": "End",
        }
        says[name] = Facts(odds=dict(zip(aims, shares, strict=True)))
    return machine("S0", **states), says


@settings(max_examples=40)
@given(_chains(), st.integers(0, 2**32))
def test_visits_are_what_walking_many_times_gives(chain: tuple[dict[str, Any], dict[str, Facts]], seed: int) -> None:
    data, says = chain
    definition, _ = read_definition(data)
    assert definition is not None
    counted = visits(definition.machine, says)
    dice, walks = random.Random(seed), 2000
    seen = dict.fromkeys(data["States"], 0)
    for _ in range(walks):
        at = "S0"
        while at != "End":
            seen[at] += 1
            roll, step = dice.random(), "End"
            for aim, share in says[at].odds.items():
                roll -= share
                if roll < 0:
                    step = aim
                    break
            at = step
    for name, count in seen.items():
        if name != "End":
            assert count / walks == pytest.approx(float(counted[name]), abs=0.35)
    assert float(counted["End"]) == pytest.approx(1)


@settings(max_examples=100)
@given(_chains(), st.sets(st.sampled_from([f"S{index}" for index in range(6)])), st.integers(0, 2**32))
def test_what_is_known_without_some_odds_is_true_whatever_they_are(
    chain: tuple[dict[str, Any], dict[str, Facts]], hidden: set[str], seed: int
) -> None:
    data, says = chain
    definition = read_definition(data)[0]
    assert definition is not None
    partly = {name: facts for name, facts in says.items() if name not in hidden}
    counted = visits(definition.machine, partly)
    least = transitions(definition.machine, partly).at_least
    dice = random.Random(seed)
    for _ in range(3):
        drawn = dict(partly)
        for name in set(says) - set(partly):
            weights = [dice.random() + 0.05 for _ in range(len(says[name].odds) + 1)]
            shares = [weight / sum(weights) for weight in weights]
            drawn[name] = Facts(odds=dict(zip([*says[name].odds, "End"], shares, strict=True)))
        actual = visits(definition.machine, drawn)
        assert least <= float(transitions(definition.machine, drawn).total) + 1e-6
        for name, count in counted.items():
            if count is not UNKNOWN:
                assert float(actual[name]) == pytest.approx(float(count), rel=1e-6, abs=1e-9)


def sizes(data: dict[str, Any], says: Mapping[str, Facts]) -> dict[str, Any]:
    return {found.state.name: found.size for found in results(read(data).machine, says)}


def test_results_add_up_over_branches_and_items() -> None:
    says = {
        "Mail": Facts(output=Size("1 KB")),
        "Bill": Facts(output=Size("3 KB")),
        "Pack": Facts(output=Size("100 KB")),
        "EachLine": Facts(items=4),
    }
    found = sizes(ORDER, says)
    assert found["Tell"] == 4 * 1024  # Book hands on what Bill gives
    assert found["EachLine"] == 400 * 1024
    assert found["Reserve"] is UNKNOWN


def test_a_result_that_is_not_known_leaves_the_sum_unknown() -> None:
    assert sizes(ORDER, {"Mail": Facts(output=Size("1 KB"))})["Tell"] is UNKNOWN
    assert sizes(ORDER, {"Pack": Facts(output=Size("1 KB"))})["EachLine"] is UNKNOWN


def test_the_output_of_a_machine_is_the_largest_of_its_ends() -> None:
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "B"}], "Default": "C"}
    data = machine("A", A=choice, B=task(), C={"Type": "Pass", "Result": "x" * 98, "Next": "D"}, D={"Type": "Succeed"})
    definition = read(data)
    assert output(definition.machine, {"B": Facts(output=Size("1 KB"))}) == 1024
    assert output(definition.machine, {"B": Facts(output=Size(10))}) == 100
    assert output(definition.machine, {}) is UNKNOWN


def test_a_map_that_writes_to_a_bucket_has_no_large_result() -> None:
    assert sizes(DISTRIBUTED, {"Files": Facts(items=1e6), "Scan": Facts(output=Size("1 MB"))})["Files"] is UNKNOWN


def test_a_loop_of_hundreds_of_states_is_solved_as_one_of_two_is() -> None:
    size, back = 300, 0.01
    states: dict[str, Any] = {
        f"S{at}": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.x", "IsPresent": True, "Next": "S0"}],
            "Default": f"S{at + 1}",
        }
        for at in range(size)
    }
    states[f"S{size}"] = {"Type": "Succeed"}
    says = {f"S{at}": Facts(odds={"S0": back}) for at in range(size)}
    found = visits(read(machine("S0", **states)).machine, says)
    first = (1 - back) ** -size
    assert found["S0"] == pytest.approx(first)
    assert found["S150"] == pytest.approx(first * (1 - back) ** 150)
    assert found[f"S{size}"] == pytest.approx(1.0)

"""Public definitions, and data of no sense."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from definitions import (
    KNOWN,
    LAMBDA,
    WIDTH,
    Facts,
    faults,
    five_seconds,
    machine,
    no_idea,
    read,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from archlint.document.quantities import UNKNOWN
from archlint.model.asl.history import children, history, transitions
from archlint.model.asl.knowledge import says_faults
from archlint.model.asl.payloads import results
from archlint.model.asl.reading import read_definition
from archlint.model.asl.targets import targets
from archlint.model.asl.timing import waiting_time, worst_time
from archlint.model.asl.visits import visits
from archlint.model.states import (
    Definition,
    Parallel,
    all_states,
    all_tasks,
)

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of public templates is not here")
@pytest.mark.parametrize(
    ("path", "count", "seconds"),
    [
        ("sfn-glue-sam/code/step_functions/statemachine.asl.json", 1, 5),
        ("stepfunctions-sns-apigw-human-review/StepFunction/step-function-definition.json", 6, 5),
        ("apigw-rest-stepfunctions-express-sync-bedrock-sam/statemachine/stateMachine.asl.json", 3, 10),
    ],
)
def test_public_definitions_are_read_counted_and_timed(path: str, count: int, seconds: float) -> None:
    definition = read((CORPUS / path).read_text(encoding="utf-8"))
    assert len(list(all_states(definition.machine))) == count
    assert worst_time(definition, {}, five_seconds, WIDTH).total == seconds


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=3)
    | st.sampled_from(["A", "B", "${X}", "{% 1 %}", LAMBDA]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=2),
    max_leaves=4,
)
_keys = [
    *("Next", "End", "Resource", "Parameters", "TimeoutSeconds", "HeartbeatSeconds", "Retry", "Catch", "Choices"),
    *("Default", "Seconds", "Timestamp", "Result", "ItemReader", "ItemBatcher", "MaxConcurrency", "ResultWriter"),
    *("QueryLanguage", "Output"),
]
_retry = st.dictionaries(
    st.sampled_from(["ErrorEquals", "MaxAttempts", "IntervalSeconds", "BackoffRate", "MaxDelaySeconds", "Next"]),
    _values | st.just(["States.ALL"]) | st.integers(0, 10**9),
    max_size=5,
)


def _machines(inner: Any) -> Any:
    state = st.fixed_dictionaries(
        {"Type": st.sampled_from(["Task", "Choice", "Wait", "Pass", "Succeed", "Fail", "Parallel", "Map", "Nap"])},
        optional={
            **dict.fromkeys(_keys, _values),
            "Next": st.sampled_from(["A", "B", "C"]),
            "Retry": st.lists(_retry, max_size=2) | _values,
            "Catch": st.lists(_retry, max_size=2),
            "Choices": st.lists(st.fixed_dictionaries({"Next": st.sampled_from("ABC")}) | _values, max_size=3),
            "Branches": st.lists(inner, max_size=2) | _values,
            "ItemProcessor": inner,
        },
    )
    return st.fixed_dictionaries(
        {
            "StartAt": st.sampled_from("ABC"),
            "States": st.dictionaries(st.sampled_from("ABC"), state | _values, max_size=3),
        }
    )


_definitions = st.recursive(_values, _machines, max_leaves=6)
_facts = st.builds(
    Facts,
    odds=_values | st.dictionaries(st.sampled_from("ABC"), st.floats(0, 1)),
    items=_values | st.integers(0, 1000),
    wait=_values,
    duration=_values,
    failures=st.just(UNKNOWN) | st.floats(0, 1),
    output=_values,
)


@settings(max_examples=500)
@given(_definitions, st.dictionaries(st.sampled_from("ABC"), _facts, max_size=3))
def test_no_data_makes_reading_or_counting_raise(data: Any, says: dict[str, Facts]) -> None:
    definition, wrong = read_definition(data, {"X": 5})
    for fault in wrong:
        assert fault.message
        assert fault.remedy.endswith(".")
    if definition is None:
        assert wrong
        return
    inside = definition.machine
    found = transitions(inside, says)
    assert found.total is UNKNOWN or found.at_least <= float(found.total) * (1 + 1e-6) + 1e-6
    for step in worst_time(definition, says, no_idea, WIDTH).steps:
        assert step.at_least >= 0
    (
        history(inside, says),
        children(inside, says),
        visits(inside, says),
        waiting_time(inside, says, WIDTH),
        says_faults(inside, says),
    )
    (
        results(inside, says),
        list(targets(inside, KNOWN, {"X": 5})),
        list(all_tasks(inside)),
    )


def test_deep_nesting_is_told_and_not_followed() -> None:
    data: Any = machine("A", A={"Type": "Succeed"})
    for level in range(60):
        data = machine(f"P{level}", **{f"P{level}": {"Type": "Parallel", "Branches": [data], "End": True}})
    assert "states are nested more than 32 deep" in [message for _, _, message in faults(data)]
    assert isinstance(read_definition(data)[0], Definition)
    assert any(isinstance(state, Parallel) for state in all_states(read_definition(data)[0].machine))  # type: ignore[union-attr]

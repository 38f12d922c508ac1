"""What workflows load and cost: visits of states, transitions with their retries, children, and the time of Express."""

from __future__ import annotations

import pytest
from cost.designs import MONTH, bill, flow, load, quantity

HEAD = """
components:
  web: {type: client}
  pack: {type: lambda, memory: 128 MB, duration: 2s}
  sorry: {type: lambda, memory: 128 MB, duration: 100ms}
  order:
    type: step_functions
"""
TAIL = """
flows:
  - web -> order
usage: {web -> order: 10/s}
"""
TRANSITIONS = "stepfunctions.standard_transitions"


def workflow(definition: str, more: str = "") -> str:
    """A design of one workflow, started ten times a second; the texts are the lines of its fields."""
    lines = [*definition.strip("\n").splitlines(), *more.strip("\n").splitlines()]
    return HEAD + "\n".join(f"    {line}" for line in lines) + TAIL


CAUGHT = """
definition:
  StartAt: Pack
  States:
    Pack:
      Type: Task
      Resource: ${pack}
      Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 1}]
      Catch: [{ErrorEquals: [States.ALL], Next: Sorry}]
      End: true
    Sorry: {Type: Task, Resource: '${sorry}', End: true}
"""


@pytest.mark.parametrize("where", ["state", "function"])
def test_a_task_fails_as_often_as_is_said_of_it_or_of_what_it_calls(where: str) -> None:
    text = workflow(CAUGHT, "states: {Pack: {failures: 20%}}" if where == "state" else "")
    if where == "function":
        text = text.replace("duration: 2s}", "duration: 2s, failures: 20%}")
    found = load(text)
    assert flow(found, "order -> pack").calls == pytest.approx(10 * 1.2)
    assert flow(found, "order -> sorry").rate == pytest.approx(10 * 0.2 * 0.2)
    transitions = 1.2 + 0.04
    assert quantity(bill(text), "order", TRANSITIONS) == pytest.approx(10 * MONTH * transitions)


FORK = """
definition:
  StartAt: Ask
  States:
    Ask: {Type: Choice, Choices: [{Variable: $.x, IsPresent: true, Next: Pack}], Default: Sorry}
    Pack: {Type: Task, Resource: '${pack}', End: true}
    Sorry: {Type: Task, Resource: '${sorry}', End: true}
"""


def test_odds_that_nobody_knows_bring_no_load_that_is_not_sure() -> None:
    text = workflow(FORK)
    assert [flow(load(text), f"order -> {name}").rate for name in ("pack", "sorry")] == [0, 0]
    found = bill(text)
    assert quantity(found, "order", TRANSITIONS) == pytest.approx(10 * MONTH * 2)  # both ways are two states
    assert "odds or items of state Ask of order: the least is in the bill" in [gap.what for gap in found.gaps]


def test_a_ratio_on_a_tasks_flow_goes_before_what_the_definition_says() -> None:
    text = workflow(FORK).replace("  - web -> order", "  - web -> order\n  - order -> pack: {state: Pack, ratio: 0.25}")
    assert flow(load(text), "order -> pack").rate == pytest.approx(2.5)


@pytest.mark.parametrize(
    ("concurrency", "batch", "seconds"),
    [
        ("", "", 2.0),
        ("MaxConcurrency: 10, ", "", 20.0),
        ("MaxConcurrency: 10, ", "ItemBatcher: {MaxItemsPerBatch: 5}, ", 4.0),
    ],
)
def test_a_map_waits_for_as_many_rounds_as_its_items_fill(concurrency: str, batch: str, seconds: float) -> None:
    distributed = "ProcessorConfig: {Mode: DISTRIBUTED, ExecutionType: STANDARD}, "
    text = workflow(
        "definition:\n  StartAt: Each\n  States:\n    Each: {Type: Map, "
        f"{concurrency}{batch}ItemProcessor: {{{distributed}StartAt: Pack, States: {{Pack: {{Type: Task, "
        "Resource: '${pack}', End: true}}}, End: true}",
        "states: {Each: {items: 100}}",
    )
    found = load(text)
    assert found.waiting.execution(found.design.components["order"]) == pytest.approx(seconds)


def test_express_children_are_billed_by_their_number_and_their_time() -> None:
    text = workflow(
        "definition:\n  StartAt: Each\n  States:\n    Each: {Type: Map, ItemProcessor: {ProcessorConfig: "
        "{Mode: DISTRIBUTED, ExecutionType: EXPRESS}, StartAt: Pack, States: {Pack: {Type: Task, "
        "Resource: '${pack}', End: true}}}, End: true}",
        "states: {Each: {items: 100}}",
    )
    found = bill(text)
    children = 10 * MONTH * 100
    assert quantity(found, "order", TRANSITIONS) == pytest.approx(10 * MONTH)
    assert quantity(found, "order", "stepfunctions.express_requests") == pytest.approx(children)
    assert quantity(found, "order", "stepfunctions.express_duration") == pytest.approx(children * 2 * 64 / 1024)
    assert flow(load(text), "order -> pack").rate == pytest.approx(1000)


def test_the_time_of_children_that_nobody_knows_is_a_gap() -> None:
    text = workflow(
        "definition:\n  StartAt: Each\n  States:\n    Each: {Type: Map, ItemProcessor: {ProcessorConfig: "
        "{Mode: DISTRIBUTED, ExecutionType: EXPRESS}, StartAt: Pack, States: {Pack: {Type: Task, "
        "Resource: 'arn:aws:states:::glue:startJobRun', End: true}}}, End: true}",
        "states: {Each: {items: 100}}",
    )
    whats = [gap.what for gap in bill(text).gaps]
    assert "duration of the children of Each of order: their time is not in the bill" in whats


EXPRESS = """
workflow: express
definition:
  StartAt: Pack
  States:
    Pack: {Type: Task, Resource: '${pack}', Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 1}], Next: Rest}
    Rest: {Type: Wait, Seconds: 3, End: true}
"""


def test_an_express_workflow_is_billed_while_it_waits_and_tries_again() -> None:
    found = bill(workflow(EXPRESS, "states: {Pack: {failures: 50%}}"))
    seconds = 5.3  # 1.5 tries of 2 s, and 3 s for the three in four that get so far; by 100 ms
    assert quantity(found, "order", "stepfunctions.express_duration") == pytest.approx(10 * MONTH * seconds * 64 / 1024)
    assert quantity(found, "order", "stepfunctions.express_requests") == pytest.approx(10 * MONTH)

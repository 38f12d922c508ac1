"""What `explain` says of workflows: their states, an average execution, and the worst time with what makes it up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from archlint.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable

    Explain = Callable[..., str]

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


@pytest.fixture
def explain(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Explain:
    """What `explain` writes about a component of a description, given as its lines, or of a file."""

    def told(name: str, what: str | Path, *more: str) -> str:
        path = what
        if isinstance(what, str):
            path = tmp_path / "archlint.yaml"
            path.write_text(f"archlint: 1\nname: test\nregion: eu-west-1\n{what}", encoding="utf-8")
        assert main(["explain", name, str(path), "--isolated", *more]) == 0
        return capsys.readouterr().out

    return told


ORDER = """
components:
  pack: {type: lambda, timeout: 10s, duration: {average: 1s, p99: 2s}}
  order:
    type: step_functions
    definition:
      StartAt: Pack
      States:
        Pack: {Type: Task, Resource: "${pack}", Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 2}], Next: Each}
        Each:
          Type: Map
          MaxConcurrency: 2
          ItemProcessor: {StartAt: Line, States: {Line: {Type: Task, Resource: "${pack}", TimeoutSeconds: 4, End: true}}}
          Next: Rest
        Rest: {Type: Wait, Seconds: 60, Next: Ready?}
        Ready?: {Type: Choice, Choices: [{Variable: $.ready, BooleanEquals: true, Next: Done}], Default: Done}
        Done: {Type: Succeed}
    states: {Each: {items: 5}}
"""


def test_states_and_an_average_execution_are_counted(explain: Explain) -> None:
    said = explain("order", ORDER)
    assert "  definition: 6 states, from `Pack`\n" in said
    assert "States: 6 (2 Task, 1 Map, 1 Wait, 1 Choice, 1 Succeed), 1 of them inside others\n" in said
    assert "One execution: 10 state transitions, 52 events of history, which holds 25,000\n" in said


def test_the_worst_time_is_made_of_attempts_pauses_rounds_and_waits(explain: Explain) -> None:
    said = explain("order", ORDER)
    assert (
        "Worst time: 105 s, if every attempt takes all the time it has\n"
        "  Pack: 33 s (3 attempts of 10 s, 3 s of pauses between them)\n"
        "  Each: 12 s (3 rounds of items)\n"
        "  Rest: 1 min\n"
        "  by the durations that are stated it takes up to 75 s\n"
    ) in said


def test_what_nothing_bounds_is_ended_by_aws(explain: Explain) -> None:
    token = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
    said = explain("order", ORDER.replace('Resource: "${pack}", Retry', f"Resource: '{token}', Retry"))
    assert "Worst time: 365 days, when AWS ends a Standard execution\n" in said
    assert "  nothing bounds `Pack`\n" in said


@pytest.mark.parametrize(("timeout", "worst"), [("104s", "104 s, when its `timeout` ends it"), ("106s", "105 s, if")])
def test_a_timeout_of_its_own_ends_it_before(explain: Explain, timeout: str, worst: str) -> None:
    said = explain("order", ORDER.replace("type: step_functions\n", f"type: step_functions\n    timeout: {timeout}\n"))
    assert f"Worst time: {worst}" in said


def test_loops_are_told_and_gone_through_once(explain: Explain) -> None:
    said = explain("order", ORDER.replace("Default: Done", "Default: Rest"))
    assert "  a loop, gone through once here: `Rest`, `Ready?`\n" in said
    assert "One execution: at least 10 state transitions" in said
    assert "  not known: odds or items of `Ready?`\n" in said


def test_programs_are_told_the_same_in_seconds(explain: Explain) -> None:
    (order,) = json.loads(explain("order", ORDER, "--format", "json"))["explained"]
    found: dict[str, Any] = order["workflow"]
    assert (found["states"], found["kinds"]["Task"], found["worst_time"], found["ended_after"]) == (
        6,
        2,
        105,
        31_536_000,
    )
    assert found["transitions"] == {"average": 10, "at_least": 10, "missing": []}
    assert found["steps"][0] == {
        "state": "Pack", "time": 33, "at_least": 33, "attempts": 3, "each": 10, "pauses": 3, "rounds": 1,
    }  # fmt: skip
    assert (found["not_bounded"], found["loops"]) == ([], [])


def test_a_task_is_named_on_the_flow_that_it_makes(explain: Explain) -> None:
    assert "Made by the state `Line` of order\n" in explain("order -> pack", ORDER)


def test_the_same_is_said_at_every_run(explain: Explain) -> None:
    assert explain("order", ORDER) == explain("order", ORDER)
    assert " object at 0x" not in explain("order", ORDER)


PUBLIC = [
    ("stepfunctions-sns-apigw-human-review/template.yaml", "ReviewStateMachine", 6,
     ["Worst time: 365 days, when AWS ends a Standard execution", "nothing bounds `Get human approval`"]),
    ("apigw-rest-stepfunctions-express-sync-bedrock-sam/template.yml", "StateMachineExpressSync", 3,
     ["Worst time: 5 min, when AWS ends an Express execution"]),
    ("apigw-websocket-api-sfn-sync/template.yaml", "SyncSFn", 1,
     ["Worst time: 3 s, if every attempt takes all the time it has", "  Wait for 3 Seconds: 3 s"]),
    ("sfn-glue-sam/code/cloudformation/stack.yaml", "ETLStepFunctions", 1,
     ["Worst time: 365 days, when AWS ends a Standard execution", "nothing bounds `Feature Engineering`"]),
]  # fmt: skip


@pytest.mark.skipif(not CORPUS.exists(), reason="the public templates are not beside this repository")
@pytest.mark.parametrize(("path", "name", "states", "says"), PUBLIC, ids=lambda value: str(value).partition("/")[0])
def test_a_public_workflow_is_read_counted_and_its_worst_time_explained(
    path: str, name: str, states: int, says: list[str], explain: Explain
) -> None:
    said = explain(name, CORPUS / path)
    assert f"States: {states} (" in said
    for line in says:
        assert line in said

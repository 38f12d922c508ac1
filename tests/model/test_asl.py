"""Step Functions definitions: what is read, and what is refused, at which place."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from definitions import (
    DISTRIBUTED,
    KNOWN,
    ORDER,
    WIDTH,
    faults,
    machine,
    read,
    task,
)

from archlint.document.quantities import UNKNOWN, Unknown
from archlint.model.asl.reading import read_definition
from archlint.model.asl.resources import read_resource
from archlint.model.asl.targets import targets
from archlint.model.asl.timing import worst_time
from archlint.model.states import (
    Choice,
    MapState,
    Retrier,
    Task,
    Wait,
    all_states,
    standard_only,
)


def test_every_kind_of_state_is_read_with_its_place() -> None:
    definition = read(ORDER)
    states = {state.name: state for state in all_states(definition.machine)}
    assert list(states) == [
        "Reserve", "InStock", "Pause", "EachLine", "Pack", "Tell", "Mail", "Bill", "Book", "Done", "Failed",
    ]  # fmt: skip
    assert states["Pack"].path == ("States", "EachLine", "ItemProcessor", "States", "Pack")
    assert states["Bill"].path == ("States", "Tell", "Branches", 1, "States", "Bill")
    reserve, fork, pause_state, each = (states[name] for name in ("Reserve", "InStock", "Pause", "EachLine"))
    assert isinstance(reserve, Task)
    assert reserve.timeout == 30
    assert reserve.heartbeat is None
    assert reserve.retries == (Retrier(("Lambda.ServiceException",), ("States", "Reserve", "Retry", 0)),)
    assert (reserve.retries[0].interval, reserve.retries[0].backoff, reserve.retries[0].max_attempts) == (1, 2, 3)
    assert reserve.catches[0].next == "Failed"
    assert isinstance(fork, Choice)
    assert [branch.next for branch in fork.branches] == ["EachLine"]
    assert fork.default == "Pause"
    assert isinstance(pause_state, Wait)
    assert pause_state.seconds == 60
    assert isinstance(each, MapState)
    assert (each.concurrency, each.is_distributed, each.batch) == (2, False, 1)
    assert definition.timeout == 3600


def test_json_text_reads_like_a_mapping() -> None:
    assert read(json.dumps(ORDER)).machine == read(ORDER).machine


@pytest.mark.parametrize(
    ("resource", "call"),
    [
        ("arn:aws:states:::lambda:invoke", ("lambda", "invoke", "request", False, False)),
        ("arn:aws:states:::lambda:invoke.waitForTaskToken", ("lambda", "invoke", "callback", False, False)),
        ("arn:aws:states:::ecs:runTask.sync", ("ecs", "runTask", "sync", False, False)),
        ("arn:aws:states:::states:startExecution.sync:2", ("states", "startExecution", "sync", False, False)),
        ("arn:aws-cn:states:::sqs:sendMessage", ("sqs", "sendMessage", "request", False, False)),
        ("arn:${AWS::Partition}:states:::dynamodb:putItem", ("dynamodb", "putItem", "request", False, False)),
        ("arn:aws:states:::aws-sdk:s3:getObject", ("s3", "getObject", "request", True, False)),
        ("arn:aws:states:::http:invoke", ("http", "invoke", "request", False, False)),
        ("arn:aws:states:eu-west-1:111122223333:activity:approve", ("states", "activity", "activity", False, True)),
        ("arn:aws:lambda:eu-west-1:111122223333:function:reserve", ("lambda", "invoke", "request", False, True)),
        ("${ReserveFunction.Arn}", ("lambda", "invoke", "request", False, True)),
    ],
)
def test_a_resource_says_service_action_and_way(resource: str, call: tuple[Any, ...]) -> None:
    found = read_resource(resource)
    assert (found.service, found.action, found.way, found.is_sdk, found.is_direct) == call


@pytest.mark.parametrize(
    ("resource", "says"),
    [
        ("arn:aws:states:::dynamodb:putItem.sync", "dynamodb does not wait for a job"),
        ("arn:aws:states:::lambda:invoke.sync", "lambda does not wait for a job"),
        ("arn:aws:states:::aws-sdk:glue:startJobRun.sync", "an SDK call does not wait for a job"),
        ("arn:aws:states:::glue:startJobRun.waitForTaskToken", "glue hands out no token"),
        ("arn:aws:states:::sqs:sendMessage.wait", "waits by `.wait`"),
        ("arn:aws:states:::sqs", "is not `service:action`"),
    ],
)
def test_a_way_of_calling_that_aws_does_not_offer_is_told(resource: str, says: str) -> None:
    ((rule, path, message),) = faults(machine("A", A=task(Resource=resource)))
    assert (rule, path) == ("integration-unsupported", ("States", "A", "Resource"))
    assert says in message


def test_an_sdk_call_may_wait_for_a_token() -> None:
    definition = read(machine("A", A=task(Resource="arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken")))
    assert [way for _, way in standard_only(definition.machine)] == ["callback"]


def edited(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """The order with one entry changed, or removed where the value is UNKNOWN."""
    data = copy.deepcopy(ORDER)
    at: Any = data
    for step in path[:-1]:
        at = at[step]
    if value is UNKNOWN:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return data


FLOW, FIELD, VALUE, ABSENT = "state-unreachable", "unknown-field", "wrong-value", "missing-field"

# Where the order is changed, to what, which rule that breaks, where it is told ("=": there), and in what words.
MISTAKES = [
    ("StartAt", "Resrve", FLOW, "=", "StartAt leads to `Resrve`, which is no state here; did you mean `Reserve`?"),
    ("StartAt", UNKNOWN, ABSENT, "", "the definition has no StartAt"),
    ("States", {}, ABSENT, "", "the definition has no States"),
    ("States", ["a"], ABSENT, "", "States is a list, not a mapping"),
    ("Statez", 1, FIELD, "=", "has no field `Statez`; did you mean `States`?"),
    ("Pause.Next", "Reserv", FLOW, "=", "did you mean `Reserve`?"),
    ("Pause.Next", "Pack", FLOW, "=", "stands in another part of the definition"),
    ("Pause.Next", UNKNOWN, FLOW, "Pause", "`Pause` has neither Next nor End"),
    ("Pause.End", True, FLOW, "=", "`Pause` has both Next and End"),
    ("Pause.End", "yes", VALUE, "=", "End of `Pause` is `yes`, not true or false"),
    ("Done.Next", "Pause", FLOW, "=", "`Done` has Next, and a Succeed ends"),
    ("InStock.End", True, FLOW, "=", "a Choice forks by its Choices"),
    ("Lost", {"Type": "Succeed"}, FLOW, "=", "no state leads to `Lost`"),
    ("InStock.Choices", [], ABSENT, "InStock", "`InStock` has no Choices"),
    ("InStock.Default", "Pausee", FLOW, "=", "did you mean `Pause`?"),
    ("Tell.Branches", [], ABSENT, "Tell", "`Tell` has no Branches"),
    ("EachLine.ItemProcessor", UNKNOWN, ABSENT, "EachLine", "`EachLine` has no ItemProcessor"),
    ("Done.Type", "Success", VALUE, "=", "the type `Success`, which there is not; did you mean `Succeed`?"),
    ("Done.Type", UNKNOWN, ABSENT, "Done", "`Done` has no Type"),
    ("Done", "Succeed", VALUE, "=", "`Done` is `Succeed`, not a mapping"),
    ("Reserve.Resource", UNKNOWN, ABSENT, "Reserve", "`Reserve` has no Resource"),
    ("Reserve.Resource", 5, VALUE, "=", "Resource of `Reserve` is `5`, not text"),
    ("Reserve.TimeOutSeconds", 5, FIELD, "=", "did you mean `TimeoutSeconds`?"),
    ("Reserve.TimeoutSeconds", 0, VALUE, "=", "TimeoutSeconds is 0, under 1"),
    ("Reserve.TimeoutSeconds", "30", VALUE, "=", "is `30`, not a whole number"),
    ("Reserve.TimeoutSeconds", 1.5, VALUE, "=", "not a whole number"),
    ("Reserve.TimeoutSeconds", True, VALUE, "=", "not a whole number"),
    ("Reserve.TimeoutSecondsPath", "$.t", VALUE, "Reserve", "both TimeoutSeconds and TimeoutSecondsPath"),
    ("Reserve.HeartbeatSeconds", 30, VALUE, "=", "a heartbeat of 30 s, not less than its timeout of 30 s"),
    ("Reserve.Retry", {}, VALUE, "=", "Retry of `Reserve` is a mapping, not a list"),
    ("Reserve.Retry.0.ErrorEquals", UNKNOWN, ABSENT, "Reserve.Retry.0", "has no ErrorEquals"),
    ("Reserve.Retry.0.ErrorEquals", [], VALUE, "=", "is empty"),
    (
        "Reserve.Retry.0.ErrorEquals",
        ["States.Timout"],
        VALUE,
        "Reserve.Retry.0.ErrorEquals.0",
        "did you mean `States.Timeout`?",
    ),
    ("Reserve.Retry.0.ErrorEquals", ["States.ALL", "A"], VALUE, "=", "does not stand alone"),
    ("Reserve.Retry.0.MaxAttempts", -1, VALUE, "=", "MaxAttempts is -1, under 0"),
    ("Reserve.Retry.0.IntervalSeconds", 0, VALUE, "=", "under 1"),
    ("Reserve.Retry.0.BackoffRate", 0.5, VALUE, "=", "BackoffRate is 0.5, under 1"),
    ("Reserve.Retry.0.MaxDelaySeconds", 1, VALUE, "=", "not more than the first interval"),
    ("Reserve.Retry.0.JitterStrategy", "HALF", VALUE, "=", "neither FULL nor NONE"),
    ("Reserve.Retry.0.Interval", 1, FIELD, "=", "did you mean `IntervalSeconds`?"),
    ("Reserve.Catch.0.Next", UNKNOWN, ABSENT, "Reserve.Catch.0", "has no Next"),
    ("Reserve.Catch.0.Next", "Faild", FLOW, "=", "did you mean `Failed`?"),
    ("Reserve.Catch.0", "Failed", VALUE, "=", "a Catch of `Reserve` is `Failed`, not a mapping"),
    ("Reserve.Arguments", {}, VALUE, "=", "`Arguments`, which belongs to JSONata"),
    ("InStock.Retry", [], FIELD, "=", "`InStock` has no field `Retry`"),
    ("InStock.Choices.0.Next", UNKNOWN, ABSENT, "InStock.Choices.0", "a rule of `InStock` has no Next"),
    ("InStock.Choices.0.Variable", UNKNOWN, ABSENT, "InStock.Choices.0", "without a Variable"),
    ("InStock.Choices.0.NumericGreater", 1, FIELD, "=", "did you mean `NumericGreaterThan"),
    (
        "InStock.Choices.0.IsNull",
        True,
        VALUE,
        "InStock.Choices.0",
        "has NumericGreaterThan and IsNull, not one comparison",
    ),
    ("InStock.Choices.0.Condition", "{% true %}", VALUE, "=", "belongs to JSONata"),
    ("InStock.Choices.0.NumericGreaterThan", UNKNOWN, VALUE, "InStock.Choices.0", "has no comparison"),
    ("Pause.Timestamp", "2026-12-24T18:00:00Z", VALUE, "Pause", "has Seconds and Timestamp"),
    ("Pause.Seconds", UNKNOWN, VALUE, "Pause", "`Pause` has no time"),
    ("Pause.Timestamp", "2026-12-24 18:00", VALUE, "=", "Timestamp is `2026-12-24 18:00`, not a date and a time"),
    ("Pause.Timestamp", 1_767_225_600, VALUE, "=", "not a date and a time with its zone"),
    ("EachLine.MaxConcurrency", -1, VALUE, "=", "under 0"),
    ("EachLine.ItemReader", {}, VALUE, "=", "which only a distributed map has"),
    ("EachLine.Iterator", {}, VALUE, "=", "both ItemProcessor and Iterator"),
    ("EachLine.ItemProcessor.ProcessorConfig", {"Mode": "DISTRIBUTED"}, VALUE, "=", "without the ExecutionType"),
    ("EachLine.ItemProcessor.StartAt", "Pakc", FLOW, "=", "did you mean `Pack`?"),
    ("QueryLanguage", "JMESPath", VALUE, "=", "neither JSONPath nor JSONata"),
    ("Version", "2.0", VALUE, "=", "there is only 1.0"),
]
TOP = ("StartAt", "States", "Statez", "QueryLanguage", "Version", "")


def path_of(text: str) -> tuple[str | int, ...]:
    """`Reserve.Retry.0` as a path into the order: a state, unless it starts with a field of the definition itself."""
    steps = tuple(int(step) if step.isdecimal() else step for step in text.split(".") if step)
    return steps if text.partition(".")[0] in TOP else ("States", *steps)


@pytest.mark.parametrize(("text", "value", "rule", "at", "says"), MISTAKES)
def test_a_mistake_is_named_at_its_place(text: str, value: Any, rule: str, at: str, says: str) -> None:
    path = path_of(text)
    found = faults(edited(path, value))
    assert [fault[:2] for fault in found if says in fault[2]] == [(rule, path if at == "=" else path_of(at))], found


@pytest.mark.parametrize(
    "moment", ["2016-03-14T01:59:00Z", "2999-12-24T18:00:00.5+01:00", "{% $states.input.at %}", "${until}"]
)
def test_a_wait_until_a_moment_is_no_mistake_and_its_length_is_not_known(moment: str) -> None:
    language = {"QueryLanguage": "JSONata"} if moment.startswith("{%") else {}
    pause = {"Type": "Wait", "Timestamp": moment, "Next": "Done", **language}
    found = read(machine("Pause", Pause=pause, Done={"Type": "Succeed"}))
    assert faults(machine("Pause", Pause=pause, Done={"Type": "Succeed"})) == []
    waits = found.machine.states["Pause"]
    assert isinstance(waits, Wait)
    assert waits.seconds is None
    assert isinstance(worst_time(found, {}, lambda _: UNKNOWN, WIDTH).total, Unknown)


def test_a_name_used_twice_is_told_across_branches() -> None:
    data = edited(("States", "Tell", "Branches", 0), machine("Book", Book=task()))
    message = "`Book` is the name of another state too, in another part of the definition"
    assert faults(data) == [("wrong-value", ("States", "Tell", "Branches", 1, "States", "Book"), message)]


def test_a_key_given_twice_in_json_text_is_told() -> None:
    text = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "A": {"Type": "Succeed"}}}'
    assert faults(text) == [("wrong-value", (), "`A` stands twice in one mapping")]


def test_states_that_only_lead_to_each_other_never_end() -> None:
    data = machine(
        "A", A={"Type": "Pass", "Next": "B"}, B={"Type": "Pass", "Next": "C"}, C={"Type": "Pass", "Next": "B"}
    )
    assert faults(data) == [
        ("state-unreachable", ("States", "B"), "`B` and `C` lead only to each other, so the machine never ends")
    ]
    alone = machine("A", A={"Type": "Pass", "Next": "A"})
    assert faults(alone) == [
        ("state-unreachable", ("States", "A"), "`A` leads only to itself, so the machine never ends")
    ]


def test_a_loop_with_a_way_out_is_no_mistake() -> None:
    read(ORDER)
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": True, "Next": "A"}], "Default": "C"}
    read(machine("A", A={"Type": "Pass", "Next": "B"}, B=choice, C={"Type": "Fail"}))


def test_a_state_reached_only_from_unreached_ones_is_told_as_such() -> None:
    data = edited(("States", "Lost"), {"Type": "Pass", "Next": "Found"})
    data["States"]["Found"] = {"Type": "Succeed"}
    assert [message for _, _, message in faults(data)] == [
        "no state leads to `Lost`",
        "only states that are never reached lead to `Found`",
    ]


def test_a_state_of_an_unknown_type_still_leads_on() -> None:
    data = edited(("States", "Pause", "Type"), "Wiat")
    assert [message for _, _, message in faults(data)] == [
        "`Pause` has the type `Wiat`, which there is not; did you mean `Wait`?"
    ]


def test_rules_are_joined_without_a_next_inside() -> None:
    rule = {
        "And": [{"Variable": "$.a", "IsNull": False}, {"Not": {"Variable": "$.b", "StringEquals": "x"}}],
        "Next": "EachLine",
    }
    read(edited(("States", "InStock", "Choices", 0), rule))
    inside = {
        "Or": [{"Variable": "$.a", "IsNull": False, "Next": "Pause"}, {"Variable": "$.a", "IsNil": 1}],
        "Next": "EachLine",
    }
    assert [message for _, _, message in faults(edited(("States", "InStock", "Choices", 0), inside))] == [
        "a rule inside Or of `InStock` has a Next",
        "a rule of `InStock` has no comparison `IsNil`; did you mean `IsNull`?",
    ]


JSONATA = {
    "QueryLanguage": "JSONata",
    "StartAt": "Load",
    "States": {
        "Load": {
            "Type": "Task",
            "Resource": "arn:aws:states:::dynamodb:getItem",
            "Arguments": {"TableName": "carts", "Key": {"id": {"S": "{% $states.input.id %}"}}},
            "Assign": {"total": "{% $states.result.total %}"},
            "Output": "{% $states.result %}",
            "TimeoutSeconds": "{% $limit %}",
            "Next": "Large",
        },
        "Large": {
            "Type": "Choice",
            "Choices": [{"Condition": "{% $total > 100 %}", "Next": "Rest"}],
            "Default": "Done",
        },
        "Rest": {"Type": "Wait", "Seconds": "{% $pause %}", "Next": "Done"},
        "Done": {"Type": "Succeed", "Output": {"ok": True}},
    },
}


def test_a_definition_may_speak_jsonata() -> None:
    definition = read(JSONATA)
    load = definition.machine.states["Load"]
    assert isinstance(load, Task)
    assert load.language == "JSONata"
    assert load.timeout is UNKNOWN
    assert definition.language == "JSONata"


def test_the_two_query_languages_do_not_mix_in_one_state() -> None:
    data = copy.deepcopy(JSONATA)
    data["States"]["Load"]["ResultPath"] = "$.cart"  # type: ignore[index]
    data["States"]["Large"]["Choices"] = [{"Variable": "$.a", "IsNull": True, "Next": "Rest"}]  # type: ignore[index]
    data["States"]["Rest"]["QueryLanguage"] = "JSONPath"  # type: ignore[index]
    assert [message for _, _, message in faults(data)] == [
        "`Load` has `ResultPath`, which belongs to JSONPath, and speaks JSONata",
        "a rule of `Large` has no Condition, and the state speaks JSONata",
        "QueryLanguage is `JSONPath` inside a definition that speaks JSONata",
    ]


def test_one_state_may_speak_jsonata_in_a_definition_of_jsonpath() -> None:
    data = machine("A", A={"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"a": 1}, "End": True})
    assert read(data).machine.states["A"].language == "JSONata"


@pytest.mark.parametrize("data", [None, [], 5, "[]", "{", "null", "text", '{"a":'])
def test_what_is_no_definition_is_told_and_not_read(data: object) -> None:
    definition, wrong = read_definition(data)
    assert definition is None
    assert len(wrong) == 1
    assert wrong[0].path == ()


def test_substitutions_stand_for_values() -> None:
    data = machine("A", A=task(Resource="${Call}", TimeoutSeconds="${Limit}"))
    call = read(data, {"Call": "arn:aws:states:::sqs:sendMessage", "Limit": 20}).machine.states["A"]
    assert isinstance(call, Task)
    assert (call.call.service, call.timeout) == ("sqs", 20)
    text = read(data, {"Limit": "25"}).machine.states["A"]
    assert isinstance(text, Task)
    assert text.timeout == 25
    open_ended = read(data).machine.states["A"]
    assert isinstance(open_ended, Task)
    assert open_ended.timeout is UNKNOWN
    assert open_ended.call.is_direct


def test_text_that_is_json_only_once_filled_in_is_read() -> None:
    text = '{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": ${Pause}, "End": true}}}'
    (state,) = read(text, {"Pause": 90}).machine.states.values()
    assert isinstance(state, Wait)
    assert state.seconds == 90
    assert read_definition(text)[1][0].message == "the definition is text that is no JSON from line 1, column 62"


def test_a_distributed_map_is_read_with_its_bucket_calls() -> None:
    definition = read(DISTRIBUTED)
    files = definition.machine.states["Files"]
    assert isinstance(files, MapState)
    assert (files.is_distributed, files.children, files.batch) == (True, "EXPRESS", 10)
    assert [way for _, way in standard_only(definition.machine)] == ["distributed"]
    found = targets(definition.machine, KNOWN, {})
    assert [(target.component, target.operation) for target in found] == [
        ("videos", "query"),
        ("reports", "put"),
        ("", "invoke"),
    ]

"""The flows that tasks of workflows make, and how flows written by hand join them."""

from __future__ import annotations

from typing import Any

import pytest

from archlint.document import parse
from archlint.model.understanding import understand

HEAD = "archlint: 1\nname: test\nregion: eu-west-1\n"
COMPONENTS = """
components:
  pack: {type: lambda}
  bill: {type: lambda, aws_name: shop-bill}
  orders: {type: dynamodb, billing: on_demand}
  desk: {type: sqs}
  bus: {type: eventbridge}
  default-bus: {type: eventbridge, bus: default}
  glue: {type: aws_service, service: glue}
  results: {type: s3}
  inner: {type: step_functions, workflow: express, definition: {StartAt: A, States: {A: {Type: Pass, End: true}}}}
  order:
    type: step_functions
"""


def found(definition: str, flows: str = "", fields: str = "") -> Any:
    lines = "\n".join(f"    {line}" for line in [*definition.strip("\n").splitlines(), *fields.splitlines()])
    return understand(parse(f"{HEAD}{COMPONENTS}{lines}\n{flows}", "test.yaml"))


def one(call: str) -> str:
    return f"definition:\n  StartAt: A\n  States:\n    A: {{Type: Task, {call}, End: true}}"


def told(description: Any) -> list[tuple[str, str]]:
    return [(problem.rule, problem.message) for problem in description.problems]


def service(what: str, parameters: str) -> str:
    return f"Resource: 'arn:aws:states:::{what}', Parameters: {parameters}"


MADE: list[tuple[str, str, dict[str, Any]]] = [
    ("Resource: '${pack}'", "pack", {"mode": "sync", "operation": "invoke"}),
    ("Resource: pack", "pack", {"mode": "sync"}),
    ("Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:shop-bill:live'", "bill", {"alias": "live"}),
    (service("lambda:invoke", "{FunctionName: pack, InvocationType: Event}"), "pack", {"mode": "async"}),
    (service("lambda:invoke.waitForTaskToken", "{FunctionName: pack}"), "pack", {"mode": "callback"}),
    (service("sqs:sendMessage", "{QueueUrl: '${desk}'}"), "desk", {"operation": "publish"}),
    (service("sqs:sendMessage.waitForTaskToken", "{QueueUrl: '${desk}'}"), "desk", {"mode": "callback"}),
    (service("dynamodb:updateItem", "{TableName: orders, UpdateExpression: ADD total :a}"), "orders", {"operation": "increment"}),
    (service("dynamodb:getItem", "{TableName: orders}"), "orders", {"operation": "get"}),
    (service("events:putEvents", "{Entries: [{EventBusName: bus}]}"), "bus", {"operation": "publish"}),
    (service("events:putEvents", "{Entries: [{Source: shop}]}"), "default-bus", {"operation": "publish"}),
    (service("glue:startJobRun.sync", "{JobName: load}"), "glue", {"mode": "sync", "operation": "run"}),
    (service("states:startExecution", "{StateMachineArn: '${inner}'}"), "inner", {"operation": "start"}),
    (service("aws-sdk:sfn:startSyncExecution", "{StateMachineArn: '${inner}'}"), "inner", {"mode": "sync"}),
    ("QueryLanguage: JSONata, Resource: 'arn:aws:states:::sqs:sendMessage', Arguments: {QueueUrl: '${desk}'}", "desk", {}),
    (service("aws-sdk:s3:putObject", "{Bucket: results}"), "results", {"operation": "put"}),
]  # fmt: skip


@pytest.mark.parametrize(("call", "target", "says"), MADE, ids=[call for call, _, _ in MADE])
def test_a_task_makes_the_flow_to_what_it_calls(call: str, target: str, says: dict[str, Any]) -> None:
    description = found(one(call))
    assert told(description) == []
    (flow,) = description.flows
    assert (flow.source.name, flow.target.name, flow.state) == ("order", target, "A")
    assert {name: getattr(flow, name) for name in says} == says


def test_a_flow_stands_where_its_state_does() -> None:
    (flow,) = found(one("Resource: '${pack}'")).flows
    assert flow.at.path == ("components", "order", "definition", "States", "A")


def test_retries_of_a_task_and_of_what_is_around_it_multiply() -> None:
    retry = "Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 2, BackoffRate: 1}]"
    inner = (
        f"{{StartAt: A, States: {{A: {{Type: Task, Resource: '${{pack}}', TimeoutSeconds: 9, {retry}, End: true}}}}}}"
    )
    description = found(
        f"definition:\n  StartAt: P\n  States:\n    P: {{Type: Parallel, Branches: [{inner}], {retry}, End: true}}"
    )
    (flow,) = description.flows
    assert (flow.retries, flow.backoff, flow.timeout) == (3 * 3 - 1, "fixed", 9)


TWO = """
definition:
  StartAt: A
  States:
    A: {Type: Task, Resource: '${pack}', Next: B}
    B: {Type: Task, Resource: '${pack}', End: true}
"""


def test_a_flow_written_by_hand_adds_its_fields_to_the_task_it_names() -> None:
    description = found(TWO, "flows:\n  - order -> pack: {state: B, payload: 4 KB, mode: async}\n")
    assert told(description) == []
    written, made = description.flows
    assert (written.state, written.payload, written.mode, written.retries) == ("B", 4096, "async", 0)
    assert (made.state, str(made)) == ("A", "order.A")
    assert written.at.path == ("flows", 0, "order -> pack")


def test_a_flow_to_what_one_task_calls_needs_no_state() -> None:
    description = found(one("Resource: '${pack}'"), "flows:\n  - order -> pack: {payload: 4 KB}\n")
    assert told(description) == []
    (flow,) = description.flows
    assert (flow.state, flow.payload) == ("A", 4096)


WRONG: list[tuple[str, str, str]] = [
    ("{state: C}", "dangling-name", "order -> pack names the state `C`, which order does not have"),
    ("{}", "missing-field", "order -> pack does not say its `state`, and `A` and `B` call pack"),
]


@pytest.mark.parametrize(("fields", "rule", "message"), WRONG)
def test_a_flow_that_joins_no_task_is_told(fields: str, rule: str, message: str) -> None:
    (problem,) = told(found(TWO, f"flows:\n  - order -> pack: {fields}\n"))
    assert problem == (rule, message)


def test_a_state_that_calls_another_component_is_told() -> None:
    description = found(TWO, "flows:\n  - order -> bill: {state: B}\n")
    assert told(description) == [("wrong-value", "order -> bill names the state `B`, which calls pack")]


def test_two_flows_of_one_state_are_told() -> None:
    flows = "flows:\n  - order -> pack: {name: one, state: B}\n  - order -> pack: {name: two, state: B}\n"
    assert told(found(TWO, flows)) == [("ambiguous-name", "two names the state `B`, as another flow does")]


def test_a_state_that_calls_nothing_is_told() -> None:
    text = "definition:\n  StartAt: A\n  States:\n    A: {Type: Wait, Seconds: 1, End: true}"
    description = found(text, "flows:\n  - order -> pack: {state: A}\n")
    assert told(description) == [
        ("wrong-value", "order -> pack names the state `A`, which calls nothing: it is a Wait")
    ]


def test_a_target_that_comes_with_the_input_is_named_by_hand() -> None:
    description = found(
        one(service("lambda:invoke", "{'FunctionName.$': $.function}")), "flows:\n  - order -> bill: {state: A}\n"
    )
    assert told(description) == []
    (flow,) = description.flows
    assert (flow.target.name, flow.operation, flow.mode) == ("bill", "invoke", "sync")


def test_a_distributed_map_makes_flows_to_what_it_reads_and_writes() -> None:
    description = found("""
definition:
  StartAt: Each
  States:
    Each:
      Type: Map
      ItemReader: {Resource: 'arn:aws:states:::s3:getObject', Parameters: {Bucket: results}}
      ResultWriter: {Resource: 'arn:aws:states:::s3:putObject', Parameters: {Bucket: results}}
      ItemProcessor:
        ProcessorConfig: {Mode: DISTRIBUTED, ExecutionType: STANDARD}
        StartAt: A
        States: {A: {Type: Pass, End: true}}
      End: true
""")
    assert told(description) == []
    assert [(str(flow), flow.operation) for flow in description.flows] == [
        ("order.Each", "get"),
        ("order.Each.put", "put"),
    ]

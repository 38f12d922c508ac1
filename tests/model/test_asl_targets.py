"""What the tasks of a definition work on."""

from __future__ import annotations

from typing import Any

import pytest
from definitions import (
    KNOWN,
    LAMBDA,
    machine,
    read,
    task,
)

from archlint.model.asl.targets import Target, targets

REGION = "eu-west-1:111122223333"
QUEUE = "https://sqs.eu-west-1.amazonaws.com/111122223333"
WORKFLOW = f"arn:aws:states:{REGION}:stateMachine:orders"
FUNCTION = f"arn:aws:lambda:{REGION}:function:reserve"

# What `lambda:invoke` is given as the function's name, and the component that it means.
FUNCTIONS: list[tuple[object, str]] = [
    ("${Reserve}", "reserve"),
    ("reserve:live", "reserve"),
    (FUNCTION, "reserve"),
    (f"{FUNCTION}:$LATEST", "reserve"),
    ("arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:reserve", "reserve"),
    ("${reserve.Arn}", "reserve"),
    ({"Fn::GetAtt": ["reserve", "Arn"]}, "reserve"),
    ({"Ref": "reserve"}, "reserve"),
    ({"Fn::Sub": "${reserve}:live"}, "reserve"),
    ("$.function", ""),
    ("{% $name %}", ""),
    ("refund", ""),
]

# Service and action, its arguments, the component they mean, and the operation.
CALLS: list[tuple[str, dict[str, Any], str, str]] = [
    ("sqs:sendMessage", {"QueueUrl": f"{QUEUE}/shop-orders"}, "orders", "publish"),
    ("sqs:sendMessage", {"QueueUrl": f"{QUEUE}/orders.fifo"}, "fifo", "publish"),
    ("sqs:sendMessage.waitForTaskToken", {"QueueUrl": "${orders}"}, "orders", "publish"),
    ("sqs:sendMessage", {"QueueUrl": "nowhere"}, "", "publish"),
    ("sns:publish", {"TopicArn": f"arn:aws:sns:{REGION}:orders"}, "order-news", "publish"),
    ("sns:publish", {"TopicArn": f"arn:aws:sns:{REGION}:carts"}, "", "publish"),
    ("dynamodb:putItem", {"TableName": "carts"}, "carts", "put"),
    ("dynamodb:getItem", {"TableName": f"arn:aws:dynamodb:{REGION}:table/carts"}, "carts", "get"),
    ("aws-sdk:dynamodb:query", {"TableName": "carts"}, "carts", "query"),
    ("events:putEvents", {"Entries": [{"EventBusName": "shop", "Source": "x"}]}, "shop", "publish"),
    ("states:startExecution.sync:2", {"StateMachineArn": WORKFLOW}, "ordering", "start"),
    ("http:invoke", {"ApiEndpoint": "https://orders.example/v1"}, "order-desk", "call"),
    ("http:invoke", {"ApiEndpoint": "https://carts.example/v1"}, "", "call"),
    ("apigateway:invoke", {"ApiEndpoint": "shop.execute-api.eu-west-1.amazonaws.com"}, "shop-api", "call"),
]


def found_for(resource: str, parameters: Any = None) -> Target:
    fields = {} if parameters is None else {"Parameters": parameters}
    definition = read(machine("A", A=task(Resource=resource, **fields)))
    (found,) = targets(definition.machine, KNOWN, {"Reserve": "reserve", "ReserveArn": FUNCTION})
    return found


@pytest.mark.parametrize(("name", "component"), FUNCTIONS)
def test_a_function_is_found_by_its_name(name: object, component: str) -> None:
    assert found_for(LAMBDA, {"FunctionName": name}).component == component


@pytest.mark.parametrize("resource", [FUNCTION, "${ReserveArn}", "${Reserve}", "reserve"])
def test_a_function_is_found_by_its_own_arn(resource: str) -> None:
    assert found_for(resource).component == "reserve"


@pytest.mark.parametrize(("call", "parameters", "component", "operation"), CALLS)
def test_the_target_of_a_task_is_found_by_its_arguments(
    call: str, parameters: dict[str, Any], component: str, operation: str
) -> None:
    found = found_for(f"arn:aws:states:::{call}", parameters)
    assert (found.component, found.operation) == (component, operation)


@pytest.mark.parametrize(
    ("expression", "operation"),
    [
        ("SET #n = :n", "update"),
        ("ADD visits :one", "increment"),
        ("SET n = if_not_exists(n, :zero) + :one", "increment"),
        ("SET n = n - :one", "increment"),
        ("SET l = list_append(l, :x)", "append"),
        ("{% $expression & '+' %}", "update"),
    ],
)
def test_an_update_says_what_it_does(expression: str, operation: str) -> None:
    found = found_for("arn:aws:states:::dynamodb:updateItem", {"TableName": "carts", "UpdateExpression": expression})
    assert found.operation == operation


def test_an_activity_is_named_by_its_arn() -> None:
    assert found_for(f"arn:aws:states:{REGION}:activity:approve").component == "approver"


def test_events_without_a_bus_go_to_the_default_one() -> None:
    definition = read(
        machine("A", A=task(Resource="arn:aws:states:::events:putEvents", Parameters={"Entries": [{"Source": "x"}]}))
    )
    (found,) = targets(definition.machine, {"default": {"eventbridge": "main"}}, {})
    assert (found.component, found.type) == ("main", "eventbridge")


def test_a_target_that_is_not_known_keeps_its_type_and_text() -> None:
    definition = read(
        machine("A", A=task(Resource="arn:aws:states:::sqs:sendMessage", Parameters={"QueueUrl": "jobs"}))
    )
    (found,) = targets(definition.machine, KNOWN, {})
    assert (found.component, found.text, found.type) == ("", "jobs", "sqs")
    assert [
        found.type
        for found in targets(read(machine("A", A=task(Resource="arn:aws:states:::glue:startJobRun"))).machine, {}, {})
    ] == [""]


QUALIFIED: list[tuple[Any, str]] = [
    ({"FunctionName": "reserve"}, ""),
    ({"FunctionName": "reserve:live"}, "live"),
    ({"FunctionName": FUNCTION}, ""),
    ({"FunctionName": f"{FUNCTION}:7"}, "7"),
    ({"FunctionName": f"{FUNCTION}:$LATEST"}, "$LATEST"),
    ({"FunctionName": "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:reserve:live"}, "live"),
    ({"FunctionName": {"Fn::Sub": "${reserve}:live"}}, "live"),
    ({"FunctionName": "${Reserve}"}, "live"),
    ({"FunctionName": "reserve", "Qualifier": "live"}, "live"),
    ({"FunctionName": "reserve", "Qualifier": "$.alias"}, ""),
    ({"FunctionName": "reserve", "Qualifier": "{% $alias %}"}, ""),
]


@pytest.mark.parametrize(("parameters", "alias"), QUALIFIED, ids=[str(given) for given, _ in QUALIFIED])
def test_the_alias_of_a_function_is_in_its_name_or_beside_it(parameters: Any, alias: str) -> None:
    definition = read(machine("A", A=task(Parameters=parameters)))
    (found,) = targets(definition.machine, KNOWN, {"Reserve": "reserve:live"})
    assert (found.component, found.qualifier) == ("reserve", alias)

"""A workflow definition to work on, and short ways to write and read others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archlint.document.quantities import UNKNOWN, Duration
from archlint.model.asl.reading import read_definition
from archlint.model.asl.timing import Width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archlint.model.states import Definition, Task

LAMBDA = "arn:aws:states:::lambda:invoke"
WIDTH = Width(inline=40, distributed=10_000)


@dataclass(frozen=True)
class Facts:
    """What a description says of one state."""

    odds: Any = UNKNOWN
    items: Any = UNKNOWN
    wait: Any = UNKNOWN
    duration: Any = UNKNOWN
    failures: Any = UNKNOWN
    output: Any = UNKNOWN


def task(**fields: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": LAMBDA, **({} if "Next" in fields else {"End": True}), **fields}


def machine(start: str, **states: Any) -> dict[str, Any]:
    return {"StartAt": start, "States": states}


def read(data: object, substitutions: Mapping[str, Any] | None = None) -> Definition:
    definition, wrong = read_definition(data, substitutions)
    assert definition is not None
    assert not wrong, wrong
    return definition


def faults(data: object) -> list[tuple[str, tuple[str | int, ...], str]]:
    return [(wrong.rule, wrong.path, wrong.message) for wrong in read_definition(data)[1]]


ORDER = {
    "Comment": "An order",
    "StartAt": "Reserve",
    "TimeoutSeconds": 3600,
    "States": {
        "Reserve": task(
            Parameters={"FunctionName": "${ReserveFunction}"},
            TimeoutSeconds=30,
            Retry=[{"ErrorEquals": ["Lambda.ServiceException"]}],
            Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Failed"}],
            Next="InStock",
        ),
        "InStock": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.stock", "NumericGreaterThan": 0, "Next": "EachLine"}],
            "Default": "Pause",
        },
        "Pause": {"Type": "Wait", "Seconds": 60, "Next": "Reserve"},
        "EachLine": {
            "Type": "Map",
            "MaxConcurrency": 2,
            "ItemProcessor": machine("Pack", Pack=task(TimeoutSeconds=10)),
            "Next": "Tell",
        },
        "Tell": {
            "Type": "Parallel",
            "Branches": [
                machine("Mail", Mail={"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "End": True}),
                machine("Bill", Bill=task(Next="Book"), Book={"Type": "Pass", "End": True}),
            ],
            "Next": "Done",
        },
        "Done": {"Type": "Succeed"},
        "Failed": {"Type": "Fail", "Error": "OutOfStock"},
    },
}
SAYS = {"InStock": Facts(odds={"EachLine": "90%"}), "EachLine": Facts(items=4)}


DISTRIBUTED = machine(
    "Files",
    Files={
        "Type": "Map",
        "ItemReader": {"Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": {"Bucket": "videos"}},
        "ItemBatcher": {"MaxItemsPerBatch": 10},
        "ItemProcessor": {
            **machine("Scan", Scan=task()),
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
        },
        "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "reports"}},
        "End": True,
    },
)


def five_seconds(_: Task) -> Duration:
    return Duration("5s")


def no_idea(_: Task) -> Any:
    return UNKNOWN


# Names in the definition, and the component of each type that has the name.
KNOWN = {
    "orders": {"sqs": "orders", "sns": "order-news", "step_functions": "ordering", "http_endpoint": "order-site"},
    "shop-orders": {"sqs": "orders"},
    "orders.fifo": {"sqs": "fifo"},
    "reserve": {"lambda": "reserve"},
    "approve": {"ec2": "approver"},
    "carts": {"dynamodb": "carts"},
    "shop": {"eventbridge": "shop", "api_gateway": "shop-api"},
    "orders.example": {"on_premises": "order-desk"},
    "videos": {"s3": "videos"},
    "reports": {"s3": "reports"},
}

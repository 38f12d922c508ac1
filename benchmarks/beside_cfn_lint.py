"""archlint and cfn-lint on the same templates, as whole processes; cfn-lint gets an environment that is thrown away."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.cfn_lint import installed
from benchmarks.timing import processes, python

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 5
SIZES = (2, 40)  # how often the part repeats that the template consists of


def template(parts: int) -> str:
    """A CloudFormation template of queues, functions that read them, and the tables and topics that those write."""
    resources: dict[str, Any] = {"Role": _role()}
    for number in range(parts):
        resources |= _part(str(number))
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}, indent=1)


def _role() -> dict[str, Any]:
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    policy = {"Version": "2012-10-17", "Statement": [trust]}
    return {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": policy}}


def _part(number: str) -> dict[str, Any]:
    function = {
        "Runtime": "python3.13",
        "Handler": "index.handler",
        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
        "Code": {"ZipFile": "def handler(event, context): ..."},
        "Timeout": 20,
        "Environment": {"Variables": {"TABLE": {"Ref": f"Table{number}"}, "TOPIC": {"Ref": f"Topic{number}"}}},
    }
    dead = {"deadLetterTargetArn": {"Fn::GetAtt": [f"Dead{number}", "Arn"]}, "maxReceiveCount": 5}
    mapping = {
        "EventSourceArn": {"Fn::GetAtt": [f"Queue{number}", "Arn"]},
        "FunctionName": {"Ref": f"Work{number}"},
        "BatchSize": 5,
    }
    table = {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    }
    return {
        f"Dead{number}": {"Type": "AWS::SQS::Queue"},
        f"Queue{number}": {"Type": "AWS::SQS::Queue", "Properties": {"RedrivePolicy": dead, "VisibilityTimeout": 120}},
        f"Work{number}": {"Type": "AWS::Lambda::Function", "Properties": function},
        f"Mapping{number}": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": mapping},
        f"Table{number}": {
            "Type": "AWS::DynamoDB::Table",
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": table,
        },
        f"Topic{number}": {"Type": "AWS::SNS::Topic"},
    }


def run(*, peers: bool = "--peers" in sys.argv) -> Iterator[str]:
    """Both tools on templates of two sizes; one line of why not where cfn-lint is not asked for or not to be had."""
    if not peers:
        yield "left out: `python -m benchmarks --peers` installs cfn-lint for it"
        return
    with tempfile.TemporaryDirectory() as folder:
        command = installed(Path(folder, "venv"))
        if command is None:
            yield "left out: cfn-lint could not be installed"
            return
        for parts in SIZES:
            file = Path(folder, f"template-{parts}.json")
            file.write_text(template(parts), encoding="utf-8")
            taken = processes(
                {"archlint": python("-m", "archlint", "lint", str(file)), "cfn-lint": [str(command), str(file)]}, ROUNDS
            )
            times = ", ".join(f"{tool} {seconds * 1e3:.0f} ms" for tool, seconds in taken.items())
            ratio = taken["archlint"] / taken["cfn-lint"]
            yield f"a template of {1 + 6 * parts} resources: {times}: archlint takes {ratio:.2f} × cfn-lint"

"""Every field of an import stands where the template says it, so that findings point at the template's own lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from importers.described import Described, described

from archlint.document import parse
from archlint.document.comments import suppressions
from archlint.document.tree import Map, Seq
from archlint.importers import load

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = """\
Globals:
  Function:
    Timeout: 10
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: !Ref Wait
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt Dead.Arn
        maxReceiveCount: 4
  Dead:
    Type: AWS::SQS::Queue
  Work:
    Type: AWS::Serverless::Function
    Properties:
      MemorySize: 512
      Events:
        Queue:
          Type: SQS
          Properties:
            Queue: !GetAtt Jobs.Arn
            BatchSize: 5
      Policies:
        - SQSSendMessagePolicy: {QueueName: !GetAtt Dead.QueueName}
  Flow:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub |
        {
          "StartAt": "Do",
          "States": {
            "Do": {"Type": "Task", "Resource": "${Work.Arn}", "End": true}
          }
        }
  Web:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Get: {Type: Api, Properties: {Path: /, Method: get}}
Parameters:
  Wait: {Type: Number, Default: 30}
"""


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        (("components", "Jobs"), "Jobs", 5),
        (("components", "Jobs", "visibility_timeout"), "VisibilityTimeout: !Ref Wait", 8),
        (("components", "Jobs", "retention"), "Jobs", 5),
        (("components", "Jobs", "dlq"), "RedrivePolicy", 9),
        (("components", "Jobs", "dlq", "to"), "deadLetterTargetArn: !GetAtt Dead.Arn", 10),
        (("components", "Jobs", "dlq", "max_receives"), "maxReceiveCount: 4", 11),
        (("components", "Work", "timeout"), "Timeout: 10", 3),
        (("components", "Work", "memory"), "MemorySize: 512", 17),
        (("flows", 0, "Jobs -> Work"), "Queue", 19),
        (("flows", 0, "Jobs -> Work", "batch_size"), "BatchSize: 5", 23),
        (("flows", 0, "Jobs -> Work", "batch_window"), "Queue", 19),
        (("roles", "WorkRole"), "Work", 14),
        (("components", "Flow", "definition"), "DefinitionString", 29),
        (("components", "Flow", "definition", "StartAt"), '"StartAt": "Do"', 31),
        (("components", "Flow", "definition", "States", "Do", "Resource"), '"Resource": "${Work.Arn}"', 33),
        (("components", "ServerlessRestApi"), "Get", 40),
    ],
)
def test_a_field_is_shown_at_the_property_that_sets_it(path: tuple[str | int, ...], text: str, line: int) -> None:
    span = described(TEMPLATE).document.locate(path)
    assert (span.text, span.line) == (text, line)


def test_a_definition_in_json_text_names_components() -> None:
    assert described(TEMPLATE).components["Flow"]["definition"]["States"]["Do"]["Resource"] == "Work"


def test_a_template_in_json_has_places_too() -> None:
    made = described('{"Resources": {"Jobs": {"Type": "AWS::SQS::Queue",\n "Properties": {"VisibilityTimeout": 5}}}}')
    span = made.document.locate(("components", "Jobs", "visibility_timeout"))
    assert (span.text, span.line) == ('"VisibilityTimeout": 5', 2)


def test_a_definition_in_a_file_stands_in_that_file(tmp_path: Path) -> None:
    (tmp_path / "flow.json").write_text('{"StartAt": "A",\n "States": {"A": {"Type": "Succeed"}}}\n')
    template = tmp_path / "template.yaml"
    template.write_text(
        "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties: {DefinitionUri: flow.json}\n"
    )
    document = load(template)[0].document
    span = document.locate(("components", "Flow", "definition", "States", "A"))
    assert (span.source.path, span.line, span.text) == (f"{tmp_path}/flow.json", 2, '"A"')
    assert [source.path for source in document.sources] == [str(template), f"{tmp_path}/flow.json"]


def test_a_definition_that_cannot_be_read_is_a_problem_in_its_file(tmp_path: Path) -> None:
    (tmp_path / "flow.json").write_text('{"StartAt": "A", "StartAt": "B"}')
    template = tmp_path / "template.yaml"
    template.write_text(
        "Resources: {Flow: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: flow.json}}}\n"
    )
    (problem,) = load(template)[0].document.problems
    assert problem.at.source.path == f"{tmp_path}/flow.json"


def entries_and_places(value: object) -> list[tuple[int, int]]:
    """How many entries each part has, and how many places."""
    if isinstance(value, Map | Seq):
        inner = value.values() if isinstance(value, Map) else value
        return [(len(value), len(value.spans)), *(pair for part in inner for pair in entries_and_places(part))]
    return []


def test_every_entry_has_a_place() -> None:
    assert all(entries == places for entries, places in entries_and_places(described(TEMPLATE).document.data))


def test_comments_in_the_template_cover_its_own_entries() -> None:
    text = """\
Resources:
  # archlint: ignore[queue-without-dead-letter] because it is drained by hand
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 5  # archlint: ignore[visibility-timeout-too-short] because it is short
  Other:
    Type: AWS::SQS::Queue
"""
    document = load(parse(text, "template.yaml"))[0].document
    found = list(suppressions(document.source, document))
    assert [(one.rules, one.covers) for one in found] == [
        (("queue-without-dead-letter",), (3, 6)),
        (("visibility-timeout-too-short",), (6, 6)),
    ]


def test_metadata_of_a_resource_suppresses_at_its_component() -> None:
    made = described(
        """
        Resources:
          Jobs:
            Type: AWS::SQS::Queue
            Metadata: {archlint: {ignore: [{rule: queue-without-dead-letter, because: drained by hand}]}}
          Work:
            Type: AWS::Serverless::Function
            Metadata: {archlint: {idempotent: true, because: it only reads}}
        """
    )
    assert made.components["Jobs"]["ignore"] == [{"rule": "queue-without-dead-letter", "because": "drained by hand"}]
    assert made.components["Work"]["idempotent"] is True


def test_the_head_is_told_from_the_file_and_its_description() -> None:
    document = parse(
        "Description: >\n  Takes\n  orders\nResources: {Jobs: {Type: AWS::SQS::Queue}}\n", "shop/template.yaml"
    )
    made = Described(load(document)[0])
    assert {key: made.data[key] for key in ("name", "description", "access")} == {
        "name": "shop", "description": "Takes orders", "access": "declared",
    }  # fmt: skip
    for path in ("orders.yaml", "cdk.out/orders.template.json"):
        made = Described(load(parse("Resources: {Jobs: {Type: AWS::SQS::Queue}}", path))[0])
        assert made.data["name"] == "orders"


def test_a_retention_that_is_missing_is_shown_at_the_log_group_of_everything_that_writes_to_it() -> None:
    made = described(
        """
        Resources:
          One: {Type: AWS::Lambda::Function, Properties: {LoggingConfig: {LogGroup: !Ref Logs}}}
          Two: {Type: AWS::Lambda::Function, Properties: {LoggingConfig: {LogGroup: !Ref Logs}}}
          Logs: {Type: AWS::Logs::LogGroup}
          Kept: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub "/aws/lambda/${Three}", RetentionInDays: 7}}
          Three: {Type: AWS::Lambda::Function}
        """
    )
    assert [made.components[name]["logs"] for name in ("One", "Two", "Three")] == [
        {"retention": "never"},
        {"retention": "never"},
        {"retention": "7d"},
    ]
    assert made.shown_at("components", "One", "logs", "retention") == "Logs: {Type: AWS::Logs::LogGroup}"
    assert made.shown_at("components", "Three", "logs", "retention") == "RetentionInDays: 7"

"""Schedules and patterns of templates: what is wrong with them is told at the template's own lines, and no more."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from archlint.lint.configuration import Configuration
from archlint.lint.discovery import below
from archlint.lint.running import Wanted, run

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
CHAPTER = Configuration(select=("eventbridge",))
TODAY = Wanted(today=date(2026, 11, 24))

FUNCTION = """
Transform: AWS::Serverless-2016-10-31
Parameters:
  Every: {Type: String, Default: rate(1 minutes)}
  Open: {Type: String}
Resources:
  Bus: {Type: AWS::Events::EventBus, Properties: {Name: mine}}
  Jobs: {Type: AWS::SQS::Queue}
  News: {Type: AWS::SNS::Topic}
  Work:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.14
      Events:
        It:
"""
"""A function of SAM; an event of it follows from line 15 on."""

SHORT = {
    "TARGET": "Target: {Arn: !GetAtt Work.Arn, RoleArn: arn:aws:iam::111122223333:role/starts}",
    "ONE": "{Arn: !GetAtt Work.Arn, Id: one}",
}


def found(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    file = tmp_path / "template.yaml"
    file.write_text(text)
    return [(finding.line, finding.rule) for finding in run([file], CHAPTER, TODAY).findings]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("{Type: ScheduleV2, Properties: {ScheduleExpression: cron(0 2 * * *)}}", "cron-malformed"),
        ("{Type: ScheduleV2, Properties: {ScheduleExpression: cron(0 2 * * ? *)}}", ""),
        ("{Type: ScheduleV2, Properties: {ScheduleExpression: cron(0 2 30 2 ? *)}}", "cron-never-fires"),
        ("{Type: ScheduleV2, Properties: {ScheduleExpression: cron(0 2 30 2 ? *), State: DISABLED}}", ""),
        ("{Type: ScheduleV2, Properties: {ScheduleExpression: rate(30 seconds)}}", "schedule-too-fine"),
        ("{Type: ScheduleV2, Properties: {ScheduleExpression: !Ref Every}}", ""),
        ("{Type: ScheduleV2, Properties: {ScheduleExpression: !Ref Open}}", ""),
        ("{Type: ScheduleV2, Properties: {ScheduleExpression: !Sub 'rate(${Open} minute)'}}", ""),
        ("{Type: Schedule, Properties: {Schedule: rate(1 day)}}", "scheduler-instead-of-rule"),
        ("{Type: Schedule, Properties: {Schedule: !Ref Every}}", "rate-malformed scheduler-instead-of-rule"),
        ("{Type: EventBridgeRule, Properties: {Pattern: {source: aws.ec2}}}", "pattern-malformed"),
        ("{Type: EventBridgeRule, Properties: {Pattern: {source: [aws.ec2]}}}", ""),
        ("{Type: CloudWatchEvent, Properties: {Pattern: {source: [{prefix: ''}]}}}", "pattern-matches-everything"),
        ("{Type: EventBridgeRule, Properties: {Pattern: {detailType: [x]}}}", "pattern-matches-nothing"),
        ("{Type: EventBridgeRule, Properties: {Pattern: {detail: {name: [!Ref Open]}}}}", ""),
        (
            "{Type: EventBridgeRule, Properties: {EventBusName: !Ref Bus, Pattern: {source: [aws.s3]}}}",
            "aws-events-on-custom-bus",
        ),
        ("{Type: EventBridgeRule, Properties: {EventBusName: !Ref Open, Pattern: {source: [aws.s3]}}}", ""),
        ("{Type: EventBridgeRule, Properties: {EventBusName: theirs, Pattern: {source: [aws.s3]}}}", ""),
        ("{Type: EventBridgeRule, Properties: {EventBusName: theirs, Pattern: {source: mine}}}", "pattern-malformed"),
        (
            "{Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn, FilterCriteria: {Filters: [{Pattern: '{\"a\": 1}'}]}}}",
            "pattern-malformed",
        ),
        (
            "{Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn, FilterCriteria: {Filters: [{Pattern: '{\"a\":[1]}'}]}}}",
            "",
        ),
        ("{Type: SNS, Properties: {Topic: !Ref News, FilterPolicy: {kind: sale}}}", "pattern-malformed"),
        ("{Type: SNS, Properties: {Topic: !Ref News, FilterPolicy: {kind: [sale]}}}", ""),
    ],
)
def test_what_is_wrong_with_an_event_of_a_function_is_told_at_its_line(
    tmp_path: Path, event: str, expected: str
) -> None:
    assert found(tmp_path, f"{FUNCTION.lstrip()}          {event}\n") == [(15, rule) for rule in expected.split()]


PLAIN = """
Resources:
  Work: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.14}}
  Jobs: {Type: AWS::SQS::Queue}
"""


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (
            """
            It:
              Type: AWS::Scheduler::Schedule
              Properties:
                ScheduleExpression: cron(0 2 * * * *)
                FlexibleTimeWindow: {Mode: "OFF"}
                TARGET
            """,
            [(7, "cron-malformed")],
        ),
        (
            """
            It:
              Type: AWS::Scheduler::Schedule
              Properties:
                ScheduleExpression: cron(0 2 1 * ? *)
                StartDate: "2027-03-02T00:00:00Z"
                EndDate: "2027-03-30T00:00:00Z"
                TARGET
            """,
            [(7, "cron-never-fires")],
        ),
        (
            """
            It:
              Type: AWS::Events::Rule
              Properties:
                EventPattern:
                  source: [mine]
                  detail:
                    total:
                      - numeric: [">", 5]
                      - numerc: [">", 5]
                Targets: [{Arn: !GetAtt Work.Arn, Id: one}]
            """,
            [(12, "pattern-malformed")],
        ),
        (
            """
            It:
              Type: AWS::Events::Rule
              Properties:
                EventPattern: {source: [mine]}
                Targets: [ONE, ONE, ONE, ONE, ONE, ONE]
            """,
            [(4, "too-many-rule-targets")],
        ),
        (
            """
            It:
              Type: AWS::Events::Rule
              Properties:
                EventPattern: {source: [mine]}
                Targets: [ONE, ONE, ONE, ONE, ONE]
            """,
            [],
        ),
        (
            """
            It:
              Type: AWS::Pipes::Pipe
              Properties:
                RoleArn: arn:aws:iam::111122223333:role/pipe
                Source: !GetAtt Jobs.Arn
                SourceParameters:
                  FilterCriteria:
                    Filters:
                      - Pattern: '{"body": {"kind": ["sale"]}}'
                      - Pattern: '{"body": {"kind": [{"exist": true}]}}'
                Target: !GetAtt Work.Arn
            """,
            [(13, "pattern-malformed")],
        ),
    ],
    ids=["cron", "a season", "an operator", "six targets", "five targets", "a pipe"],
)
def test_what_is_wrong_with_a_plain_resource_is_told_at_its_line(
    tmp_path: Path, resource: str, expected: list[tuple[int, str]]
) -> None:
    for word, meant in SHORT.items():
        resource = resource.replace(word, meant)
    lines = "".join(f"  {line}\n" for line in dedent(resource).strip().splitlines())
    assert found(tmp_path, PLAIN.lstrip() + lines) == expected


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus of templates is not at {CORPUS}")
def test_of_the_public_templates_only_a_plain_schedule_of_a_rule_is_told() -> None:
    said = [(finding.path, finding.line, finding.rule) for finding in run(list(below(CORPUS)), CHAPTER, TODAY).findings]
    (rule,) = said
    assert rule[0].endswith("sfn-glue-sam/code/cloudformation/stack.yaml")
    assert rule[1:] == (49, "scheduler-instead-of-rule")

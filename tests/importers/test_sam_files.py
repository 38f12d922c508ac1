"""Templates and definitions in other files: which are read, which never, and what is asked where one is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from importers.described import Described

from archlint.importers import load
from archlint.lint.configuration import Configuration
from archlint.lint.running import Wanted, run


@pytest.mark.parametrize(
    ("kind", "key"), [("AWS::Serverless::Application", "Location"), ("AWS::CloudFormation::Stack", "TemplateURL")]
)
def test_nested_templates_are_read_with_their_parameters_and_outputs(tmp_path: Path, kind: str, key: str) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "queue.yaml").write_text(
        """\
Parameters: {Wait: {Type: Number, Default: 5}, Sink: {Type: String}}
Resources:
  Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: !Ref Wait}}
  ToSink: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref News, Protocol: lambda, Endpoint: !Ref Sink}}
  News: {Type: AWS::SNS::Topic}
Outputs:
  JobsArn: {Value: !GetAtt Jobs.Arn}
"""
    )
    template = tmp_path / "template.yaml"
    template.write_text(
        f"""\
Resources:
  Work: {{Type: AWS::Serverless::Function, Properties: {{Events: {{Q: {{Type: SQS,
      Properties: {{Queue: !GetAtt Queues.Outputs.JobsArn}}}}}}}}}}
  Queues: {{Type: {kind}, Properties: {{{key}: ./inner/queue.yaml, Parameters: {{Wait: 77, Sink: !GetAtt Work.Arn}}}}}}
  Far: {{Type: {kind}, Properties: {{{key}: https://example.com/t.yaml}}}}
"""
    )
    made = Described(load(template)[0])
    assert made.components["Queues/Jobs"] == {"type": "sqs", "visibility_timeout": "77s"}
    assert made.edges == ["Queues/Jobs -> Work", "Queues/News -> Work"]
    place = made.document.locate(("components", "Queues/Jobs", "visibility_timeout"))
    assert (place.source.path, place.line) == (f"{tmp_path}/inner/queue.yaml", 3)


def test_a_template_that_nests_itself_comes_to_an_end(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(
        "Resources:\n  Again: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: template.yaml}}\n"
        "  Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt Again.Outputs.Name}}\n"
        "Outputs: {Name: {Value: !GetAtt Again.Outputs.Name}}\n"
    )
    assert "Again/Again/Jobs" in Described(load(template)[0]).components


def test_files_outside_the_project_are_not_read(tmp_path: Path) -> None:
    project = tmp_path / "project" / "app"
    project.mkdir(parents=True)
    (tmp_path / "project" / "archlint.toml").write_text("")
    (tmp_path / "secret.json").write_text('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}')
    (tmp_path / "project" / "flow.json").write_text('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}')
    (project / "link.json").symlink_to(tmp_path / "secret.json")
    template = project / "template.yaml"
    for location, read in (
        ("../flow.json", True),
        ("../../secret.json", False),
        ("link.json", False),
        ("/etc/hostname", False),
    ):
        template.write_text(
            f"Resources: {{Flow: {{Type: AWS::Serverless::StateMachine, Properties: {{DefinitionUri: {location}}}}}}}\n"
        )
        definition = Described(load(template)[0]).components["Flow"]["definition"]
        assert (definition != "unknown") is read, location


@pytest.mark.parametrize(
    ("location", "questions"),
    [
        ("flow.json", []),
        ("flow.jsn.json", ["What does Flow do? `flow.jsn.json`, which defines it, is not there."]),
        ("../flow.asl.yaml", []),
        ("{Bucket: files, Key: lost.json}", []),
        ("s3://files/lost.json", []),
        ("https://files.example.com/lost.json", []),
        ("!Sub '${Stage}/lost.json'", []),
        ("!Ref Stage", []),
        ("/lost.json", []),
        ("../../lost.json", []),
    ],
)
def test_a_definition_that_is_certainly_lost_is_asked_for(tmp_path: Path, location: str, questions: list[str]) -> None:
    app = tmp_path / "project" / "app"
    app.mkdir(parents=True)
    (tmp_path / "project" / "archlint.toml").write_text("")
    for kept in (app / "flow.json", tmp_path / "project" / "flow.asl.yaml"):
        kept.write_text('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}')
    template = app / "template.yaml"
    template.write_text(
        "Parameters: {Stage: {Type: String}}\n"
        f"Resources: {{Flow: {{Type: AWS::Serverless::StateMachine, Properties: {{DefinitionUri: {location}}}}}}}\n"
    )
    report = run([template], Configuration(select=("definition-not-there", "document")), Wanted())
    asked = [each for each in report.questions if each.rule == "definition-not-there"]
    assert [each.message for each in asked] == questions
    assert [each.line for each in asked] == [2] * len(questions)
    assert [each.message for each in report.findings if each.severity == "error"] == []

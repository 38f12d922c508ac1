"""`archlint import` and `archlint init --from`: what they write, and that it says the same as the template."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from archlint.cli.main import main
from archlint.document import parse
from archlint.importers import load
from archlint.lint.configuration import Configuration
from archlint.lint.running import Wanted
from archlint.lint.running import run as lint
from archlint.model.understanding import understand

if TYPE_CHECKING:
    from archlint.lint.report import Report

TEMPLATE = """\
Description: Takes orders
Parameters:
  Wait: {Type: Number, Default: 20}
  Stage: {Type: String, AllowedValues: [dev, prod]}
  Sink: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: !Ref Wait
      KmsMasterKeyId: !Ref Sink
  Work:
    Type: AWS::Lambda::Function
    Properties: {Runtime: nodejs22.x, Timeout: 30, Role: !ImportValue role}
  Feed:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {EventSourceArn: !GetAtt Jobs.Arn, FunctionName: !Ref Work, BatchSize: 5}
  Alerts:
    Type: AWS::SNS::Topic
    Condition: IsProd
"""
IMPORTED = """\
# Made from template.yaml by `archlint import`.
# Where a value rests on a parameter's default, the line says so; `unknown` is what the template does not tell.
# Remove `imported_from` once you have added what no template holds: idempotency, durations, payloads, usage.
archlint: 1
imported_from: template.yaml
name: template
description: Takes orders
region: us-east-1  # us-east-1 as the region, for the template names none
access: declared

components:
  Jobs:
    type: sqs
    visibility_timeout: 20s  # the default 20 of parameter Wait
    encryption: {key: unknown}
  Work: {type: lambda, runtime: nodejs22.x, timeout: 30s, role: unknown}

flows:
  - Jobs -> Work: {batch_size: 5}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a template."""
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "template.yaml").write_text(TEMPLATE)
    monkeypatch.chdir(shop)
    return shop


def findings(path: str, parameters: dict[str, str] | None = None) -> Report:
    return lint([Path(path)], Configuration(), Wanted(parameters=parameters))


def test_a_description_for_people_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "template.yaml", "--parameter", "Stage=dev"]) == 0
    said = capsys.readouterr()
    assert said.out == IMPORTED
    assert said.err == ""


def test_only_one_combination_is_written_and_the_others_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "template.yaml"]) == 0
    said = capsys.readouterr()
    assert "Alerts: {type: sns}" in said.out
    assert "left out what the template describes when not IsProd; pin parameters with --parameter" in said.err


def test_a_file_is_written_once_unless_forced(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "docs").mkdir()
    line = ["import", "template.yaml", "-o", "docs/shop.yaml", "--parameter", "Stage=dev"]
    assert main(line) == 0
    assert "wrote docs/shop.yaml; now: archlint lint docs/shop.yaml" in capsys.readouterr().out
    written = (folder / "docs/shop.yaml").read_text()
    assert written == IMPORTED.replace(" template.yaml", " ../template.yaml")
    assert main(line) == 2
    assert "docs/shop.yaml is there already" in capsys.readouterr().err
    (folder / "docs/shop.yaml").write_text("mine")
    assert main([*line, "--force"]) == 0
    assert (folder / "docs/shop.yaml").read_text() == written


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("archlint: 1\nname: x\n", "is no template"),
        ("services: {}\n", "is no template"),
        ("Resources: [\n", "other.yaml:"),
        (None, "no such file"),
    ],
)
def test_what_is_no_template_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str | None, said: str
) -> None:
    if text is not None:
        (folder / "other.yaml").write_text(text)
    assert main(["import", "other.yaml"]) != 0
    printed = capsys.readouterr()
    assert said in printed.err.lower()
    assert printed.out == ""


def test_the_description_lints_to_what_the_template_lints_to() -> None:
    pinned = {"Stage": "dev"}
    main(["import", "template.yaml", "-o", "shop.yaml", "--parameter", "Stage=dev"])
    one, two = findings("template.yaml", pinned), findings("shop.yaml")
    assert {(found.rule, found.subject) for found in one.findings} == {
        (found.rule, found.subject) for found in two.findings
    }
    (late,) = [found for found in one.findings if found.rule == "visibility-timeout-refused"]
    assert late.message.endswith("(with the default 20 of parameter Wait)")
    assert (late.path, late.line) == ("template.yaml", 12)


def test_the_word_unknown_comes_back_as_not_known() -> None:
    text = IMPORTED.replace("role: unknown", "role: unknown, tracing: unknown")
    design = understand(parse(text, "shop.yaml"))
    assert [problem.message for problem in design.problems] == []
    assert str(design.components["Work"].tracing) == "unknown"  # type: ignore[attr-defined]
    assert str(design.components["Jobs"].encryption.key) == "unknown"


def test_a_description_made_by_hand_is_judged_in_full_and_an_import_is_asked(folder: Path) -> None:
    main(["import", "template.yaml", "-o", "shop.yaml", "--parameter", "Stage=dev"])
    imported = findings("shop.yaml")
    path = folder / "shop.yaml"
    path.write_text("".join(line for line in path.read_text().splitlines(True) if "imported_from" not in line))
    adopted = findings("shop.yaml")
    asked = {(each.rule, each.subject) for each in imported.questions}
    assert asked
    assert asked <= {(each.rule, each.subject) for each in adopted.findings} | {
        (each.rule, each.subject) for each in adopted.questions
    }


ELSEWHERE = """\
Resources:
  Work:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Events:
        Feed: {Type: SQS, Properties: {Queue: "arn:aws:sqs:eu-west-1:111122223333:jobs"}}
"""


def test_what_is_elsewhere_is_there_but_not_judged(folder: Path) -> None:
    (folder / "template.yaml").write_text(ELSEWHERE)
    (variant,) = load(folder / "template.yaml")
    (name,) = [name for name, fields in variant.document.data["components"].items() if fields["type"] == "sqs"]
    assert variant.document.data["components"][name]["outside"] is True
    report = findings("template.yaml")
    assert name not in {found.subject for found in report.findings}
    own = dedent(f"""
        template: template.yaml
        components:
          {name}: {{outside: false, visibility_timeout: 1s}}
        """)
    (folder / "archlint.yaml").write_text(own)
    assert "visibility-timeout-refused" in {found.rule for found in findings("template.yaml").findings}


def test_an_overlay_holds_the_questions_of_the_template(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = findings("template.yaml").questions
    assert main(["init", "--from", "template.yaml"]) == 0
    assert (
        f"wrote archlint.yaml with {len(asked)} questions; now: archlint lint template.yaml" in capsys.readouterr().out
    )
    text = (folder / "archlint.yaml").read_text()
    document = parse(text, "archlint.yaml")
    assert document.problems == []
    assert {key: value for key, value in document.data.items() if value is not None} == {"template": "template.yaml"}
    for question in asked:
        assert f"# {question.message}\n" in text
    assert main(["init", "--from", "template.yaml"]) == 2
    assert "archlint.yaml is there already" in capsys.readouterr().err


@pytest.mark.parametrize(("stage", "questions"), [("prod", "2 questions"), ("dev", "1 question")])
def test_an_overlay_asks_about_the_parameters_that_are_wanted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], stage: str, questions: str
) -> None:
    path = tmp_path / "stack.yaml"
    path.write_text(
        "Parameters: {Stage: {Type: String}}\n"
        "Conditions: {Live: !Equals [!Ref Stage, prod]}\n"
        "Resources:\n"
        "  Alone: {Type: AWS::SNS::Topic}\n"
        "  Extra: {Type: AWS::SNS::Topic, Condition: Live}\n"
    )
    assert main(["init", str(tmp_path / "own.yaml"), "--from", str(path), "--parameter", f"Stage={stage}"]) == 0
    said = capsys.readouterr().out
    assert f"with {questions}; now: archlint lint {path} --parameter Stage={stage}" in said
    assert ("# Extra: {}" in (tmp_path / "own.yaml").read_text()) is (stage == "prod")


def test_an_untouched_overlay_changes_no_finding() -> None:
    before = findings("template.yaml")
    main(["init", "--from", "template.yaml"])
    after = findings("template.yaml")
    assert {(found.rule, found.subject) for found in before.findings} <= {
        (found.rule, found.subject) for found in after.findings
    }


def test_every_question_is_answered_by_taking_out_its_comment(folder: Path) -> None:
    main(["init", "--from", "template.yaml"])
    path = folder / "archlint.yaml"
    lines = path.read_text().splitlines(keepends=True)
    answered = [line.replace("  # ", "  ", 1) if line.endswith(": {}\n") else line for line in lines]
    path.write_text("".join(dict.fromkeys(answered)))
    (variant, *_) = load(folder / "template.yaml")
    assert variant.overlaid
    assert [p.message for p in parse(path.read_text(), "archlint.yaml").problems] == []


@pytest.mark.parametrize("where", ["-", "elsewhere/own.yaml"])
def test_an_overlay_goes_where_it_is_wanted(folder: Path, capsys: pytest.CaptureFixture[str], where: str) -> None:
    (folder / "elsewhere").mkdir()
    assert main(["init", where, "--from", "template.yaml"]) == 0
    said = capsys.readouterr().out
    text = said if where == "-" else (folder / where).read_text()
    named = parse(text, "own.yaml").data["template"]
    assert named == ("template.yaml" if where == "-" else "../template.yaml")


def test_there_is_no_overlay_for_what_is_no_template(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "package.json").write_text(json.dumps({"name": "shop"}))
    assert main(["init", "--from", "package.json"]) == 2
    assert "package.json is no template" in capsys.readouterr().err
    assert not (folder / "archlint.yaml").exists()

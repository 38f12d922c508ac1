"""Remedies for a template name the properties that its author finds in it, in SAM's words where SAM's are written."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from archlint.importers.words import _COMPONENTS, _FLOWS, with_words
from archlint.lint.configuration import Configuration
from archlint.lint.running import Wanted, run
from archlint.model.flow import Flow
from archlint.model.registry import model_of

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Plain: {Type: AWS::Lambda::Function, Properties: {Role: !ImportValue role}}
      Own: {Type: AWS::Serverless::Function, Properties: {Events: {Get: {Type: Api, Properties: {Path: /, Method: get}}}}}
      Clicks: {Type: AWS::Kinesis::Stream, Properties: {StreamModeDetails: {StreamMode: ON_DEMAND}}}
      Feed: {Type: AWS::Lambda::EventSourceMapping, Properties: {EventSourceArn: !GetAtt Clicks.Arn, FunctionName: !Ref Plain,
          StartingPosition: LATEST}}
    """


@pytest.fixture
def remedies(tmp_path: Path) -> dict[tuple[str, str], str]:
    template = tmp_path / "template.yaml"
    template.write_text(dedent(TEMPLATE))
    report = run([template], Configuration(), Wanted())
    return {(each.rule, each.subject): each.remedy for each in (*report.findings, *report.questions)}


def test_a_remedy_says_which_property_a_field_is(remedies: dict[tuple[str, str], str]) -> None:
    assert remedies["tracing-off", "Plain"].endswith("In the template `tracing` is `TracingConfig.Mode`.")
    assert remedies["tracing-off", "Own"].endswith("In the template `tracing` is `Tracing`.")
    assert remedies["throttle-defaulted", "ServerlessRestApi"].endswith(
        "In the template `throttle` is `MethodSettings` (of an HTTP API `DefaultRouteSettings`)."
    )
    assert remedies["logs-never-expire", "Own"].endswith("`RetentionInDays` of an `AWS::Logs::LogGroup`.")


def test_a_remedy_of_a_flow_speaks_of_the_connection(remedies: dict[tuple[str, str], str]) -> None:
    assert remedies["stream-failures-are-lost", "Clicks -> Plain"].endswith(
        "In the template `on_failure` is `DestinationConfig.OnFailure`."
    )


def test_what_no_template_can_say_belongs_into_the_overlay(remedies: dict[tuple[str, str], str]) -> None:
    assert remedies["idempotency-unstated", "Plain"].endswith("write it into `archlint.yaml` beside it.")


def test_a_description_is_told_in_its_own_words_alone(tmp_path: Path) -> None:
    description = tmp_path / "shop.yaml"
    description.write_text("archlint: 1\nname: shop\nregion: eu-west-1\ncomponents: {work: {type: lambda}}\n")
    assert not [each for each in run([description], Configuration(), Wanted()).findings if "template" in each.remedy]


def test_words_that_are_no_fields_stay_as_they_are() -> None:
    assert with_words("Write `30d`, as `nobody` does.", [("lambda", True)]) == "Write `30d`, as `nobody` does."


@pytest.mark.parametrize("kind", _COMPONENTS)
def test_every_field_that_is_translated_is_one(kind: str) -> None:
    model = model_of(kind)
    below = {"retention", "max_receives"}  # of `logs` and `dlq`
    assert {name for name in _COMPONENTS[kind] if name not in model.specs} <= below


def test_every_setting_of_a_flow_that_is_translated_is_one() -> None:
    assert {name for table in _FLOWS.values() for name in table} <= Flow.specs.keys()

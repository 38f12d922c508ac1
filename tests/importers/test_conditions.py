"""Which combinations of conditions a template is read under, and what they are called."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from importers.described import described, variants

from archlint.cli.main import main
from archlint.lint.configuration import Configuration
from archlint.lint.running import Wanted, run

if TYPE_CHECKING:
    from pathlib import Path

TWO = """
    Parameters:
      Environment: {Type: String, Default: dev, AllowedValues: [dev, test, prod]}
      Dead: {Type: String, Default: "no"}
    Mappings:
      Sizes: {dev: {Memory: 128}, test: {Memory: 128}, prod: {Memory: 1024}}
    Conditions:
      IsProd: !Equals [!Ref Environment, prod]
      HasDead: !Equals [!Ref Dead, "yes"]
      Unused: !Equals [!Ref Environment, test]
    Resources:
      Jobs:
        Type: AWS::SQS::Queue
        Properties:
          VisibilityTimeout: !If [IsProd, 600, 60]
      Lost:
        Type: AWS::SQS::Queue
        Condition: HasDead
      Work:
        Type: AWS::Lambda::Function
        Properties:
          MemorySize: !FindInMap [Sizes, !Ref Environment, Memory]
    """


def test_each_combination_that_makes_a_difference_is_a_variant_the_defaults_first() -> None:
    found = variants(TWO)
    assert [made.label for made in found] == ["", "IsProd", "HasDead", "IsProd and HasDead"]
    assert [made.components["Jobs"]["visibility_timeout"] for made in found] == ["60s", "600s", "60s", "600s"]
    assert ["Lost" in made.components for made in found] == [False, False, True, True]


def test_a_variant_takes_its_parameters_from_what_brings_it_about() -> None:
    found = {made.label: made for made in variants(TWO)}
    assert found[""].components["Work"]["memory"] == "128 MB"
    assert found["IsProd"].components["Work"]["memory"] == "1024 MB"
    assert found["IsProd"].document.assumed["components", "Work", "memory"] == "prod as parameter Environment"


def test_a_parameter_that_is_given_leaves_nothing_to_choose() -> None:
    found = variants(TWO, {"Environment": "prod", "Dead": "yes"})
    assert [made.label for made in found] == [""]
    assert found[0].components["Jobs"]["visibility_timeout"] == "600s"
    assert "Lost" in found[0].components


def test_combinations_that_say_the_same_are_one() -> None:
    found = variants(
        """
        Parameters: {Name: {Type: String, Default: ""}}
        Conditions: {Named: !Not [!Equals [!Ref Name, ""]]}
        Resources:
          Jobs:
            Type: AWS::SQS::Queue
            Properties:
              Tags: !If [Named, [{Key: Name, Value: !Ref Name}], !Ref AWS::NoValue]
        """
    )
    assert [made.label for made in found] == [""]


def test_conditions_that_exclude_each_other_never_hold_together() -> None:
    found = variants(
        """
        Parameters: {Environment: {Type: String, Default: dev}}
        Conditions:
          IsDev: !Equals [!Ref Environment, dev]
          IsProd: !Equals [!Ref Environment, prod]
          Neither: !And [!Not [!Condition IsDev], !Not [!Condition IsProd]]
        Resources:
          A: {Type: AWS::SQS::Queue, Condition: IsDev}
          B: {Type: AWS::SQS::Queue, Condition: IsProd}
          C: {Type: AWS::SQS::Queue, Condition: Neither}
        """
    )
    assert [list(made.components) for made in found] == [["A"], ["B"], ["C"]]


def test_a_comparison_that_nobody_can_decide_goes_both_ways() -> None:
    found = variants(
        """
        Conditions: {Here: !Equals [!Ref AWS::Region, eu-west-1]}
        Resources:
          Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: !If [Here, 1, 2]}}
        """
    )
    assert [made.components["Jobs"]["visibility_timeout"] for made in found] == ["2s", "1s"]
    assert [made.label for made in found] == ["", "Here"]


def test_the_rules_of_a_template_rule_combinations_out() -> None:
    found = variants(
        """
        Parameters: {A: {Type: String, Default: "0"}, B: {Type: String, Default: "0"}}
        Rules:
          NotBoth:
            RuleCondition: !Equals [!Ref A, "1"]
            Assertions: [{Assert: !Equals [!Ref B, "0"]}]
        Conditions: {HasA: !Equals [!Ref A, "1"], HasB: !Equals [!Ref B, "1"]}
        Resources:
          One: {Type: AWS::SQS::Queue, Condition: HasA}
          Two: {Type: AWS::SQS::Queue, Condition: HasB}
        """
    )
    assert [made.label for made in found] == ["", "HasA", "HasB"]


def test_the_number_of_combinations_is_bounded() -> None:
    names = [f"P{number}" for number in range(30)]
    lines = ["Parameters:", *(f"  {name}: {{Type: String, Default: a}}" for name in names), "Conditions:"]
    lines += [f"  Is{name}: !Equals [!Ref {name}, b]" for name in names]
    lines += ["Resources:", *(f"  Q{name}: {{Type: AWS::SQS::Queue, Condition: Is{name}}}" for name in names)]
    found = variants("\n".join(lines))
    assert len(found) == 16
    assert found[0].components == {}
    assert [list(made.components) for made in found[1:4]] == [["QP0"], ["QP1"], ["QP2"]]


def test_a_condition_that_rests_on_itself_does_no_harm() -> None:
    made = described(
        """
        Conditions: {A: !Not [!Condition B], B: !Not [!Condition A]}
        Resources:
          Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: !If [A, 1, 2]}}
        """
    )
    assert made.components["Jobs"]["visibility_timeout"] in ("1s", "2s")


def test_for_each_makes_conditions_too() -> None:
    found = variants(
        """
        Transform: AWS::LanguageExtensions
        Parameters: {Stage: {Type: String, Default: dev}}
        Conditions:
          Fn::ForEach::Stages:
            - Name
            - [dev, prod]
            - "Is${Name}": !Equals [!Ref Stage, !Ref Name]
        Resources:
          Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: !If [Isprod, 9, 3]}}
        """
    )
    assert [made.components["Jobs"]["visibility_timeout"] for made in found] == ["3s", "9s"]


def test_a_long_chain_of_conditions_comes_to_an_end() -> None:
    links = [f"  C{number}: !Not [!Condition C{number + 1}]" for number in range(2000)]
    text = "\n".join(["Conditions:", *links, "Resources:", "  Jobs: {Type: AWS::SQS::Queue, Condition: C0}"])
    assert len(variants(text)) == 1


def test_loops_in_loops_are_bounded() -> None:
    body = '{"${A}${B}${C}${D}": {Type: AWS::SQS::Queue}}'
    names = [f"N{number}" for number in range(400)]
    for variable in "DCBA":
        body = f"{{Fn::ForEach::{variable}: [{variable}, [{', '.join(names)}], {body}]}}"
    made = described(f"Resources: {body}")
    assert len(made.components) == 400


def test_a_finding_says_under_which_conditions_it_holds_the_first_combination_among_them(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(
        dedent(
            """
            Parameters: {Stage: {Type: String, Default: dev}}
            Conditions: {IsProd: !Equals [!Ref Stage, prod], IsTest: !Equals [!Ref Stage, test]}
            Resources:
              Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: !If [IsProd, 60, 5], MessageRetentionPeriod: !If [IsTest, 60, 90]}}
              Feed: {Type: AWS::Lambda::EventSourceMapping, Properties: {EventSourceArn: !GetAtt Jobs.Arn, FunctionName: !Ref Work}}
              Work: {Type: AWS::Lambda::Function, Properties: {Timeout: 10, Role: !ImportValue role}}
            """
        )
    )
    found = {each.rule: each.message for each in run([template], Configuration(), Wanted()).findings}
    assert found["visibility-timeout-refused"].endswith("AWS refuses the mapping (when not IsProd)")
    assert not found["queue-without-dead-letter"].endswith(")")


@pytest.mark.parametrize("command", [["cost"], ["diff"]])
def test_a_bill_is_that_of_the_defaults_and_says_what_it_leaves_out(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = tmp_path / "template.yaml"
    template.write_text("Transform: AWS::Serverless-2016-10-31\n" + dedent(TWO))
    files = [str(template)] * (2 if command == ["diff"] else 1)
    assert main([*command, *files]) == 0
    shown = capsys.readouterr()
    assert shown.err.count("left out 3 other combinations of its conditions") == len(files)
    assert shown.out.count("a month in") <= 1
    assert main([*command, *files, "--parameter", "Environment=prod", "--parameter", "Dead=yes"]) == 0
    assert "left out" not in capsys.readouterr().err

"""Where parameters get their values: the command line, samconfig.toml, their defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from importers.described import described

from archlint.importers import load
from archlint.importers.cloudformation.parameters import pinned_by_samconfig

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = """\
Parameters:
  Wait: {Type: Number, Default: 45}
  Name: {Type: String}
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties: {VisibilityTimeout: !Ref Wait, QueueName: !Ref Name}
"""


def jobs(folder: Path, **parameters: str) -> dict[str, object]:
    template = folder / "template.yaml"
    template.write_text(TEMPLATE)
    return dict(load(template, parameters=parameters)[0].document.data["components"]["Jobs"])


@pytest.mark.parametrize(
    "overrides",
    [
        "'Wait=90 Name=\"my jobs\"'",
        "['Wait=90', 'Name=\"my jobs\"']",
        "'ParameterKey=Wait,ParameterValue=90 Name=\"my jobs\"'",
    ],
)
def test_overrides_in_samconfig_pin_values(tmp_path: Path, overrides: str) -> None:
    (tmp_path / "samconfig.toml").write_text(
        f"version = 0.1\n[default.deploy.parameters]\nregion = 'eu-west-1'\nparameter_overrides = {overrides}\n"
    )
    assert jobs(tmp_path) == {"type": "sqs", "aws_name": "my jobs", "visibility_timeout": "90s"}
    assert load(tmp_path / "template.yaml")[0].document.data["region"] == "eu-west-1"


@pytest.mark.parametrize("name", ["samconfig.yaml", "samconfig.yml"])
@pytest.mark.parametrize("overrides", ["Wait=90 Name=jobs", "[Wait=90, Name=jobs]", "{Wait: 90, Name: jobs}"])
def test_a_samconfig_in_yaml_pins_values_too(tmp_path: Path, name: str, overrides: str) -> None:
    (tmp_path / name).write_text(
        f"version: 0.1\ndefault: {{deploy: {{parameters: {{region: eu-west-1, parameter_overrides: {overrides}}}}}}}\n"
    )
    assert jobs(tmp_path) == {"type": "sqs", "aws_name": "jobs", "visibility_timeout": "90s"}
    assert load(tmp_path / "template.yaml")[0].document.data["region"] == "eu-west-1"


def test_of_two_samconfigs_the_one_in_toml_counts(tmp_path: Path) -> None:
    (tmp_path / "samconfig.toml").write_text("[default.deploy.parameters]\nparameter_overrides = 'Wait=90'\n")
    (tmp_path / "samconfig.yaml").write_text("default: {deploy: {parameters: {parameter_overrides: Wait=15}}}\n")
    assert jobs(tmp_path)["visibility_timeout"] == "90s"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("samconfig.toml", "[default.deploy.parameters.parameter_overrides]\nLive = true\n"),
        ("samconfig.yaml", "default: {deploy: {parameters: {parameter_overrides: {Live: true}}}}"),
    ],
)
def test_a_truth_is_given_as_cloudformation_writes_it(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert pinned_by_samconfig(tmp_path / "template.yaml") == {"Live": "true"}


@pytest.mark.parametrize("text", ["", "default: [", "- default", "default: 3", "default: {deploy: {parameters: 3}}"])
def test_a_samconfig_in_yaml_that_cannot_be_read_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "samconfig.yaml").write_text(text)
    assert pinned_by_samconfig(tmp_path / "template.yaml") == {}


def test_the_command_line_goes_before_samconfig(tmp_path: Path) -> None:
    (tmp_path / "samconfig.toml").write_text("[default.global.parameters]\nparameter_overrides = 'Wait=90'\n")
    assert jobs(tmp_path, Wait="15")["visibility_timeout"] == "15s"


@pytest.mark.parametrize(
    "text", ["", "not toml [", "default = 3", "[default.deploy]\nparameters = 3", "[default]\ndeploy = []"]
)
def test_a_samconfig_that_cannot_be_read_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "samconfig.toml").write_text(text)
    assert pinned_by_samconfig(tmp_path / "template.yaml") == {}


def test_without_samconfig_the_default_holds(tmp_path: Path) -> None:
    assert jobs(tmp_path)["visibility_timeout"] == "45s"


def test_the_region_that_arns_name_stands_in_for_that_of_the_template() -> None:
    text = """
        Resources:
          Jobs:
            Type: AWS::SQS::Queue
            Properties: {{RedrivePolicy: {{maxReceiveCount: 5, deadLetterTargetArn: "arn:aws:sqs:{one}:111122223333:lost"}}}}
          More:
            Type: AWS::SQS::Queue
            Properties: {{RedrivePolicy: {{maxReceiveCount: 5, deadLetterTargetArn: "arn:aws:sqs:{two}:111122223333:lost"}}}}
        """
    made = described(text.format(one="eu-west-1", two="eu-west-1"))
    assert made.data["region"] == "eu-west-1"
    assert made.document.assumed["region",] == "eu-west-1 as the region, which an ARN names"
    made = described(text.format(one="eu-west-1", two="us-west-2"))
    assert made.data["region"] == "us-east-1"
    assert made.components["lost-eu-west-1"]["region"] == made.components["lost-us-west-2"]["region"] == "unknown"
    made = described(text.format(one="eu-west-1", two="us-west-2"), **{"AWS::Region": "eu-west-1"})
    assert made.components["lost-us-west-2"]["region"] == "us-west-2"

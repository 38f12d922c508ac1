"""What CloudFormation's functions come to, each as far as the template alone allows."""

from __future__ import annotations

from typing import Any

import pytest
from importers.described import described, variants


def visibility_of(written: str, **parameters: str) -> Any:
    """The visibility timeout of a queue that says it in this way."""
    made = described(
        f"""
        Parameters:
          Wait: {{Type: Number, Default: 45}}
          Open: {{Type: Number}}
          Several: {{Type: CommaDelimitedList, Default: "10, 20,30"}}
          Kept: {{Type: "AWS::SSM::Parameter::Value<String>", Default: /app/wait}}
          Environment: {{Type: String, Default: dev}}
        Mappings:
          Waits:
            dev: {{Short: 5, Same: 7}}
            prod: {{Short: 50, Same: 7}}
        Conditions:
          Always: !Equals [a, a]
          Never: !Equals [a, b]
        Resources:
          Jobs:
            Type: AWS::SQS::Queue
            Properties:
              VisibilityTimeout: {written}
        """,
        **parameters,
    )
    return made.components["Jobs"].get("visibility_timeout")


@pytest.mark.parametrize(
    ("written", "comes_to"),
    [
        ("60", "60s"),
        ("'60'", "60s"),
        ("!Ref Wait", "45s"),
        ("{Ref: Wait}", "45s"),
        ("!Ref Open", "unknown"),
        ("!Ref Kept", "unknown"),
        ("!Ref AWS::NoValue", None),
        ("!Ref AWS::StackName", "unknown"),
        ("!Sub '${Wait}'", "45s"),
        ("!Sub '${Wait}0'", "450s"),
        ("!Sub ['${n}', {n: 12}]", "12s"),
        ("!Sub '${Open}'", "unknown"),
        ("!Join ['', [4, 0]]", "40s"),
        ("!Join ['', [4, !Ref Open]]", "unknown"),
        ("!Select [1, [10, 20]]", "20s"),
        ("!Select [2, !Ref Several]", "30s"),
        ("!Select [9, !Ref Several]", "unknown"),
        ("!Select [0, !Split ['-', '25-30']]", "25s"),
        ("!Select [1, !Split ['/', !Sub '${Open}/55']]", "55s"),
        ("!If [Always, 11, 12]", "11s"),
        ("!If [Never, 11, 12]", "12s"),
        ("!If [Never, 11, !Ref AWS::NoValue]", None),
        ("!FindInMap [Waits, !Ref Environment, Short]", "5s"),
        ("!FindInMap [Waits, !Ref Open, Same]", "7s"),
        ("!FindInMap [Waits, !Ref Open, Short]", "unknown"),
        ("!FindInMap [Waits, test, Short]", "unknown"),
        ("!FindInMap [Waits, test, Short, {DefaultValue: 9}]", "9s"),
        ("!ImportValue other-wait", "unknown"),
        ("!GetAtt Other.Wait", "unknown"),
        ("{Fn::GetAtt: [Other, Wait]}", "unknown"),
        ("'{{resolve:ssm:/app/wait}}'", "unknown"),
        ("{Fn::Length: [a, b, c]}", "3s"),
        ("{Fn::Length: !Ref Several}", "3s"),
        ("{Fn::Transform: {Name: Mine, Parameters: {}}}", "unknown"),
    ],
)
def test_each_function_comes_to_what_the_template_tells(written: str, comes_to: str | None) -> None:
    assert visibility_of(written) == comes_to


@pytest.mark.parametrize(
    "written",
    [
        "!Join [a]",
        "!Join 3",
        "!Select [x, y, z]",
        "!Split [a]",
        "!FindInMap [Waits]",
        "!If [Always]",
        "!Sub {a: b}",
        "!Ref [a]",
        "!GetAtt [a]",
    ],
)
def test_a_function_with_wrong_arguments_is_not_known(written: str) -> None:
    assert visibility_of(written) == "unknown"


def test_a_parameter_that_is_given_is_certain_and_one_left_to_its_default_says_so() -> None:
    template = """
        Parameters: {Wait: {Type: Number, Default: 45}}
        Resources:
          Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: !Ref Wait}}
        """
    path = ("components", "Jobs", "visibility_timeout")
    assert described(template).document.assumed[path] == "the default 45 of parameter Wait"
    given = described(template, Wait="90")
    assert given.components["Jobs"]["visibility_timeout"] == "90s"
    assert path not in given.document.assumed


def test_the_region_is_a_guess_unless_it_is_given() -> None:
    template = "Resources: {Jobs: {Type: AWS::SQS::Queue}}"
    guessed, given = described(template), described(template, **{"AWS::Region": "eu-west-1"})
    assert guessed.data["region"] == "us-east-1"
    assert ("region",) in guessed.document.assumed
    assert given.data["region"] == "eu-west-1"
    assert ("region",) not in given.document.assumed


def test_cidr_divides_a_block_and_zones_keep_their_letters() -> None:
    made = described(
        """
        Resources:
          Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
          One:
            Type: AWS::EC2::Subnet
            Properties:
              VpcId: !Ref Net
              CidrBlock: !Select [2, !Cidr [10.1.0.0/16, 4, 8]]
              AvailabilityZone: !Select [1, !GetAZs '']
        """
    )
    assert made.data["vpcs"]["Net"]["subnets"]["One"] == {"cidr": "10.1.2.0/24", "zone": "b"}


def test_for_each_makes_resources_and_properties_with_the_variable_put_in() -> None:
    made = described(
        """
        Transform: AWS::LanguageExtensions
        Parameters: {Names: {Type: CommaDelimitedList, Default: "Red,Blue"}}
        Resources:
          Fn::ForEach::Queues:
            - Colour
            - !Ref Names
            - "${Colour}Jobs":
                Type: AWS::SQS::Queue
                Properties:
                  QueueName: !Sub "jobs-${Colour}"
                  RedrivePolicy: {deadLetterTargetArn: !GetAtt "${Colour}Dead.Arn"}
              "${Colour}Dead":
                Type: AWS::SQS::Queue
                Properties:
                  Fn::ForEach::Times:
                    - Key
                    - [VisibilityTimeout, DelaySeconds]
                    - "${Key}": 9
        """
    )
    assert list(made.components) == ["RedJobs", "RedDead", "BlueJobs", "BlueDead"]
    assert made.components["BlueJobs"] == {"type": "sqs", "aws_name": "jobs-Blue", "dlq": {"to": "BlueDead"}}
    assert made.components["RedDead"] == {"type": "sqs", "visibility_timeout": "9s", "delay": "9s"}


def test_to_json_string_and_base64_keep_what_is_inside() -> None:
    made = described(
        """
        Resources:
          Flow:
            Type: AWS::StepFunctions::StateMachine
            Properties:
              DefinitionString:
                Fn::ToJsonString: {StartAt: A, States: {A: {Type: Succeed}}}
        """
    )
    assert made.components["Flow"]["definition"] == {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}


def test_depends_on_is_no_connection() -> None:
    made = described(
        """
        Resources:
          A: {Type: AWS::SQS::Queue, DependsOn: B}
          B: {Type: AWS::SQS::Queue, DependsOn: [C]}
          C: {Type: AWS::SQS::Queue}
        """
    )
    assert made.flows == []


def test_what_is_equal_but_unknown_names_the_same_thing() -> None:
    made = described(
        """
        Parameters: {Name: {Type: String}}
        Resources:
          Files: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "${Name}-files"}}
          Reader:
            Type: AWS::Serverless::Function
            Properties:
              Policies: [{S3ReadPolicy: {BucketName: !Sub "${Name}-files"}}]
        """
    )
    assert made.flow("Reader -> Files") == {"operation": "get"}


def test_an_empty_section_is_as_good_as_none() -> None:
    (made,) = variants(
        "Parameters:\nConditions:\nMappings:\nResources: {Jobs: {Type: AWS::SQS::Queue, Properties: }}\n"
    )
    assert made.components == {"Jobs": {"type": "sqs"}}


@pytest.mark.parametrize("written", ["!Base64 jobs", "{Fn::Base64: jobs}", "!Base64 {Ref: Name}"])
def test_base64_keeps_the_text(written: str) -> None:
    made = described(
        f"""
        Parameters: {{Name: {{Type: String, Default: jobs}}}}
        Resources: {{Jobs: {{Type: AWS::SQS::Queue, Properties: {{QueueName: {written}}}}}}}
        """
    )
    assert made.components["Jobs"]["aws_name"] == "jobs"


@pytest.mark.parametrize(
    ("name", "comes_to"),
    [
        ("AWS::Partition", "aws"),
        ("AWS::URLSuffix", "amazonaws.com"),
        ("AWS::Region", None),
        ("AWS::AccountId", None),
        ("AWS::StackName", None),
        ("AWS::StackId", None),
        ("AWS::NotificationARNs", None),
        ("AWS::NoValue", None),
    ],
)
def test_pseudo_parameters_are_known_where_they_are_the_same_everywhere(name: str, comes_to: str | None) -> None:
    made = described(
        f"""
        Resources:
          Jobs: {{Type: AWS::SQS::Queue, Properties: {{QueueName: !Ref "{name}"}}}}
        """
    )
    assert made.components["Jobs"].get("aws_name") == comes_to


def test_a_pseudo_parameter_can_be_pinned() -> None:
    text = 'Resources: {Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "jobs-${AWS::Region}"}}}'
    (made,) = variants(text, {"AWS::Region": "eu-west-1"})
    assert made.components["Jobs"]["aws_name"] == "jobs-eu-west-1"
    assert made.data["region"] == "eu-west-1"

"""Custom resources: those of the CDK say what they set up, and functions that serve them are not parts of the design."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from importers.described import Described, resources

from archlint.importers import load
from archlint.lint.configuration import Configuration
from archlint.lint.running import Wanted, run

SYNTHESIZED = Path(__file__).parent / "templates" / "cdk-synth.template.json"


def test_what_the_cdk_sets_by_custom_resources_is_read() -> None:
    made = Described(load(SYNTHESIZED)[0])
    assert sorted(made.edges) == [
        "Pictures4D3B -> Gone5E",
        "Pictures4D3B -> Resize1F",
        "Resize1F -> Index7A",
        "Resize1F -> Pictures4D3B",
    ]
    assert made.flow("Pictures4D3B -> Resize1F") == {"event": "object_created:*", "suffix": ".jpg"}
    assert made.components["Resize1F"]["logs"] == {"retention": "30d"}


def test_nothing_is_said_of_the_functions_that_the_cdk_brings_along() -> None:
    report = run([SYNTHESIZED], Configuration(), Wanted(today=date(2026, 11, 24)))
    assert {finding.component for finding in report.findings} <= {"Resize1F", "Gone5E", "Pictures4D3B", "Index7A"}
    assert "logs-never-expire" not in {finding.rule for finding in report.findings}


def test_notifications_to_a_bucket_of_another_stack_and_to_eventbridge_are_read() -> None:
    made = resources(
        """
        Set:
          Type: Custom::S3BucketNotifications
          Properties:
            BucketName: pictures-of-others
            NotificationConfiguration:
              TopicConfigurations: [{Events: ["s3:ObjectRemoved:*"], TopicArn: !Ref Topic}]
              EventBridgeConfiguration: {}
        Topic: {Type: AWS::SNS::Topic}
        """
    )
    assert sorted(made.edges) == ["pictures-of-others -> Topic", "pictures-of-others -> default-bus"]


def test_a_function_that_serves_a_custom_resource_says_so_and_is_judged_all_the_same() -> None:
    made = resources(
        """
        Seed: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.13, Role: !ImportValue r}}
        Rows: {Type: Custom::Rows, Properties: {ServiceToken: !GetAtt Seed.Arn}}
        Other: {Type: AWS::CloudFormation::CustomResource, Properties: {ServiceToken: !GetAtt Two.Arn}}
        Two: {Type: AWS::Lambda::Function, Properties: {Role: !ImportValue r}}
        Away: {Type: Custom::Rows, Properties: {ServiceToken: !ImportValue seed}}
        Told: {Type: Custom::Rows, Properties: {ServiceToken: !Ref Topic}}
        Topic: {Type: AWS::SNS::Topic}
        """
    )
    assert made.components["Seed"]["custom_resource"] is True
    assert made.components["Two"]["custom_resource"] is True
    assert "outside" not in made.components["Seed"]
    assert set(made.components) == {"Seed", "Two", "Topic"}
    assert made.edges == []


def test_a_nested_stack_of_the_cdk_is_read_where_the_cdk_keeps_it(tmp_path: Path) -> None:
    inner = tmp_path / "ShopInner.nested.template.json"
    inner.write_text(
        '{"Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}, "Outputs": {"Arn": {"Value": {"Ref": "Jobs"}}}}'
    )
    outer = tmp_path / "Shop.template.json"
    outer.write_text(
        """{"Resources": {
            "Inner": {
                "Type": "AWS::CloudFormation::Stack",
                "Properties": {"TemplateURL": {"Fn::Sub": "https://s3.${AWS::Region}.amazonaws.com/assets/0123.json"}},
                "Metadata": {"aws:asset:path": "ShopInner.nested.template.json", "aws:asset:property": "TemplateURL"}
            }
        }}"""
    )
    assert set(Described(load(outer)[0]).components) == {"Inner/Jobs"}

"""Every resource type of plain CloudFormation that the importer reads: what becomes of its properties."""

from __future__ import annotations

from typing import Any

import pytest
from importers.described import resources
from importers.resources_at_the_edge import EDGE
from importers.resources_that_keep import STORES
from importers.resources_that_work import WORK

CASES = [*WORK, *STORES, *EDGE]


@pytest.mark.parametrize(
    ("template", "components", "flows"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_resource_becomes_what_it_says(template: str, components: dict[str, Any], flows: dict[str, Any]) -> None:
    made = resources(template)
    assert {name: _own(made.components.get(name, {})) for name in components} == components
    if flows or not made.flows:
        assert {
            name: {key: value for key, value in fields.items() if key not in ("name", "note")}
            for name, fields in made.flows
        } == flows


def _own(fields: dict[str, Any]) -> dict[str, Any]:
    """A component without the policies that its neighbours imply."""
    return {key: value for key, value in fields.items() if key != "policy"}


@pytest.mark.parametrize("template", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_made_is_a_description_without_mistakes(template: str) -> None:
    from archlint.model.understanding import understand

    problems = understand(resources(template).document).problems
    assert [problem.message for problem in problems] == []


def test_two_flows_between_one_pair_have_names() -> None:
    made = resources(
        """
        Users:
          Type: AWS::Cognito::UserPool
          Properties: {LambdaConfig: {PreSignUp: !GetAtt Work.Arn, PostConfirmation: !GetAtt Work.Arn}}
        Work: {Type: AWS::Lambda::Function}
        """
    )
    assert [(name, fields) for name, fields in made.flows] == [
        ("Users -> Work", {"as": "pre_sign_up", "name": "UsersPreSignUp"}),
        ("Users -> Work", {"as": "post_confirmation", "name": "UsersPostConfirmation"}),
    ]


@pytest.mark.parametrize(
    ("service", "task", "launch"),
    [
        ("LaunchType: EC2", "RequiresCompatibilities: [FARGATE]", "ec2"),
        ("CapacityProviderStrategy: [{CapacityProvider: FARGATE_SPOT}]", "", "fargate"),
        ("CapacityProviderStrategy: [{CapacityProvider: FARGATE}, {CapacityProvider: own}]", "", "unknown"),
        ("DesiredCount: 1", "RequiresCompatibilities: [FARGATE]", "fargate"),
        ("DesiredCount: 1", "RequiresCompatibilities: [EC2, FARGATE]", "unknown"),
        ("DesiredCount: 1", "Family: shop", "unknown"),
    ],
)
def test_what_a_container_service_runs_on(service: str, task: str, launch: str) -> None:
    made = resources(
        f"""
        Shop: {{Type: AWS::ECS::Service, Properties: {{TaskDefinition: !Ref Task, {service}}}}}
        Task: {{Type: AWS::ECS::TaskDefinition, Properties: {{{task}}}}}
        """
    )
    assert made.components["Shop"]["launch"] == launch

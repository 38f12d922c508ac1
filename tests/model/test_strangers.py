"""Files of other tools are called by their name, with what to lint in their place."""

from __future__ import annotations

import pytest

from archlint.document import parse
from archlint.model.understanding import understand


@pytest.mark.parametrize(
    ("path", "text", "name", "remedy"),
    [
        ("pod.yaml", "apiVersion: v1\nkind: Pod\n", "a Kubernetes manifest", "archlint init"),
        ("compose.yaml", "services: {web: {image: nginx}}\n", "a Compose file", "archlint init"),
        ("plan.json", '{"format_version": "1.2", "terraform_version": "1.9"}', "a plan of Terraform", "archlint init"),
        ("main.tf", 'resource "aws_sqs_queue" "q" {}\n', "a configuration of Terraform", "archlint init"),
        ("serverless.yml", "service: shop\nprovider: {name: aws}\n", "Serverless Framework", ".serverless"),
        ("api.yaml", "openapi: 3.0.1\npaths: {}\n", "an OpenAPI document", "template"),
        ("api.yaml", "swagger: '2.0'\npaths: {}\n", "an OpenAPI document", "template"),
        ("flow.asl.json", '{"StartAt": "A", "States": {}}', "a state machine's definition", "definition"),
    ],
)
def test_a_file_of_another_tool_is_told_by_what_it_holds(path: str, text: str, name: str, remedy: str) -> None:
    (problem,) = understand(parse(text, path)).problems
    assert problem.rule == "unreadable-description"
    assert problem.message.startswith("this is no description or template but ")
    assert name in problem.message
    assert remedy in problem.remedy


@pytest.mark.parametrize("text", ["service: shop\n", "kind: Pod\n", "- services\n", "paths: {}\n"])
def test_what_is_of_no_tool_that_is_known_is_only_no_description(text: str) -> None:
    (problem,) = understand(parse(text, "x.yaml")).problems
    assert problem.message.startswith("this is no description: it ")

"""Short ways to a design and its access, from the YAML of a description."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from archlint.design.graph import Design
from archlint.document import parse
from archlint.model.understanding import understand

if TYPE_CHECKING:
    from archlint.model.description import AnyFlow

HEAD = "archlint: 1\nname: test\nregion: eu-west-1\n"

SMALLEST = {
    "schedule": "expression: rate(1 day)",
    "step_functions": "definition: {StartAt: Call, States: {Call: {Type: Task, Resource: 'arn:aws:states:::x', End: true}}}",
    "api_gateway": "protocol: rest, endpoint: regional",
    "kinesis": "capacity: on_demand",
    "cognito_identity_pool": "providers: [google]",
    "dynamodb": "billing: on_demand, stream: keys",
    "auto_scaling_group": "instance_type: c7g.large, max: 2",
    "ec2": "instance_type: t4g.small",
    "ecs_service": "cpu: 1, memory: 2 GB",
    "rds": "engine: postgres, instance_type: db.t4g.medium",
    "rds_proxy": "target: base",
    "elasticache": "engine: redis, node_type: cache.t4g.small",
    "aws_service": "service: bedrock-runtime",
}
"""What the description of a type has to say at least."""


def component(kind: str, more: str = "") -> str:
    """The smallest description of a component of a type, in one line."""
    return "{" + ", ".join(part for part in (f"type: {kind}", SMALLEST.get(kind, ""), more) if part) + "}"


def design(text: str) -> Design:
    """The design of a description without its head; faults in it fail the test."""
    description = understand(parse(HEAD + dedent(text), "test.yaml"))
    assert [problem.message for problem in description.problems] == []
    return Design(description)


def flow(found: Design, name: str) -> AnyFlow:
    """The flow of that name or `a -> b`, dead letters included."""
    return next(one for one in found.all_flows if str(one) == name)

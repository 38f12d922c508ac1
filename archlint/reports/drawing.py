"""What every picture of a design shows: its nodes, the boxes they stand in, its edges, and how bad each of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.lint.report import SEVERITIES
from archlint.model.component import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archlint.design.graph import Design
    from archlint.lint.report import Finding
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

WORDS = {
    "lambda": "Lambda function", "eventbridge": "EventBridge bus", "schedule": "Schedule", "sns": "SNS topic",
    "step_functions": "Step Functions", "api_gateway": "API Gateway", "sqs": "SQS queue", "kinesis": "Kinesis stream",
    "firehose": "Firehose", "flink": "Managed Flink", "cognito_user_pool": "Cognito user pool",
    "cognito_identity_pool": "Cognito identity pool", "client": "Client", "http_endpoint": "HTTP endpoint",
    "on_premises": "On premises", "s3": "S3 bucket", "dynamodb": "DynamoDB table",
    "auto_scaling_group": "Auto Scaling group", "ec2": "EC2", "ecs_service": "ECS service",
    "load_balancer": "Load balancer", "rds": "RDS database", "rds_proxy": "RDS Proxy", "elasticache": "ElastiCache",
    "opensearch": "OpenSearch", "redshift": "Redshift", "splunk": "Splunk", "efs": "EFS", "kafka": "Kafka (MSK)",
    "iot_core": "IoT Core", "iot_rule": "IoT rule", "appsync": "AppSync", "cloudfront": "CloudFront", "pipe": "Pipe",
    "cloudwatch_logs": "CloudWatch Logs", "kms_key": "KMS key", "secret": "Secret", "aws_service": "AWS service",
}  # fmt: skip
"""What each type is called in a picture."""

KINDS = {
    "lambda": "function", "client": "person", "schedule": "clock",
    **dict.fromkeys(("http_endpoint", "on_premises", "splunk", "iot_core"), "outside"),
    **dict.fromkeys(("api_gateway", "appsync", "cloudfront", "load_balancer"), "door"),
    **dict.fromkeys(("sqs", "kinesis", "firehose", "kafka"), "queue"),
    **dict.fromkeys(("sns", "eventbridge", "pipe", "iot_rule"), "hub"),
    **dict.fromkeys(("s3", "dynamodb", "rds", "elasticache", "opensearch", "redshift", "efs"), "store"),
    **dict.fromkeys(("cognito_user_pool", "cognito_identity_pool", "kms_key", "secret"), "guard"),
}  # fmt: skip
"""The kind of each type that is not compute; a kind has one shape in every picture."""

_RANKS: tuple[str, ...] = SEVERITIES
MARKS = {"error": "✖", "warning": "▲", "advice": "●", "": ""}
"""The sign of each severity, so that none is told by its colour alone."""


class Box(NamedTuple):
    """A frame around nodes: an account, a group, a network or subnets. `inside` is the id of the box around it."""

    id: str
    label: str
    kind: str
    inside: str


class Node(NamedTuple):
    """One component, or in an overview a part of the design. `box` is the id of its box or "", `worst` the worst
    severity of its findings or "".
    """

    id: str
    name: str
    type: str
    words: str
    kind: str
    box: str
    worst: str
    findings: int


class Edge(NamedTuple):
    """One flow, or several alike between the same two nodes. `style` is sync, async, polled or failure."""

    source: str
    target: str
    style: str
    labels: tuple[str, ...]
    worst: str
    findings: int


class Drawing(NamedTuple):
    """A design as a picture shows it."""

    title: str
    boxes: tuple[Box, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def drawing(design: Design, findings: Iterable[Finding] = ()) -> Drawing:
    """The picture of a design, with its findings and what is known to flow."""
    about, boxes = _about(findings), _Boxes()
    ids = {name: f"n{number}" for number, name in enumerate(design.components)}
    nodes = tuple(_node(each, ids[each.name], boxes.of(each), about) for each in design.components.values())
    edges: dict[tuple[str, str, str], list[AnyFlow]] = {}
    for flow in design.all_flows:
        edges.setdefault((ids[flow.source.name], ids[flow.target.name], style(design, flow)), []).append(flow)
    drawn = tuple(_edge(ends, flows, design, about) for ends, flows in edges.items())
    return Drawing(design.description.head.name or "design", tuple(boxes.made.values()), nodes, drawn)


def style(design: Design, flow: AnyFlow) -> str:
    """How a flow is drawn: by who waits for it."""
    if flow.edge != "event":
        return "failure" if flow.edge != "on_success" else "async"
    mode = design.delivery(flow).mode
    return {"sync": "sync", "callback": "sync", "poll_queue": "polled", "poll_stream": "polled"}.get(mode, "async")


def rate(per_second: float) -> str:
    """`12/s`, `3.4/min`, `5/h`, `2/day`: the unit in which it is at least one."""
    for seconds, unit in ((1, "s"), (60, "min"), (3600, "h"), (86400, "day")):
        amount = per_second * seconds
        if amount >= 1 or unit == "day":
            return f"{amount:,.0f}/{unit}" if amount >= 10 else f"{amount:.2g}/{unit}"
    return ""


def rate_of(design: Design, flow: AnyFlow) -> str:
    """The mean rate of a flow in words; "" where nothing is known to come along it."""
    load = design.load.of(flow)
    return rate(load.rate) if load.fed and load.rate > 0 else ""


def worst(severities: Iterable[str]) -> str:
    """The worst of some severities, "" being none."""
    return min((one for one in severities if one), key=_RANKS.index, default="")


def _about(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings about each name: of a component, or of a flow."""
    about: dict[str, list[Finding]] = {}
    for finding in findings:
        for name in {finding.subject, finding.component}:
            about.setdefault(name, []).append(finding)
    return about


def _node(component: Component, name: str, box: str, about: Mapping[str, list[Finding]]) -> Node:
    own = about.get(component.name, ())
    words = WORDS.get(component.type, component.type)
    kind = KINDS.get(component.type, "compute")
    return Node(name, component.name, component.type, words, kind, box, worst(f.severity for f in own), len(own))


def _edge(ends: tuple[str, str, str], flows: list[AnyFlow], design: Design, about: Mapping[str, list[Finding]]) -> Edge:
    names = dict.fromkeys(str(flow) for flow in flows if flow.edge == "event")
    own = [finding for name in names for finding in about.get(name, ())]
    labels = dict.fromkeys(label for flow in flows if (label := _label(flow, design)))
    return Edge(*ends, tuple(labels), worst(f.severity for f in own), len(own))


def _label(flow: AnyFlow, design: Design) -> str:
    if flow.edge != "event":
        return flow.edge.replace("_", " ")
    routes = ", ".join(flow.route[:2]) if known(flow.route) and flow.route else ""
    more = " ..." if known(flow.route) and len(flow.route) > 2 else ""
    parts = [flow.name, routes + more, rate_of(design, flow), str(flow.payload) if known(flow.payload) else ""]
    return " · ".join(part for part in parts if part)


class _Boxes:
    """The boxes of a design, made as components are put into them."""

    def __init__(self) -> None:
        self.made: dict[tuple[tuple[str, str], ...], Box] = {}

    def of(self, component: Component) -> str:
        """The id of the innermost box of a component, or ""."""
        steps: list[tuple[str, str]] = []
        if component.account and known(component.account):
            steps.append(("account", component.account))
        if component.group and known(component.group):
            steps.append(("group", component.group))
        place = component.vpc
        if place is not None and known(place) and known(place.name) and place.name:
            steps.append(("network", place.name))
            if known(place.subnets) and place.subnets:
                steps.append(("subnet" if len(place.subnets) == 1 else "subnets", ", ".join(place.subnets)))
        inside = ""
        for end, (kind, name) in enumerate(steps, 1):
            inside = self._box(tuple(steps[:end]), kind, name, inside)
        return inside

    def _box(self, key: tuple[tuple[str, str], ...], kind: str, name: str, inside: str) -> str:
        if key not in self.made:
            self.made[key] = Box(f"b{len(self.made)}", f"{kind} {name}", kind, inside)
        return self.made[key].id

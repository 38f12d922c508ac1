"""What every picture of a design shows: its nodes, the boxes they stand in, its edges, and how bad each of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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
    **dict.fromkeys(("client", "http_endpoint", "on_premises", "splunk", "iot_core"), "outside"),
    **dict.fromkeys(("api_gateway", "appsync", "cloudfront", "load_balancer"), "door"),
    **dict.fromkeys(("sqs", "kinesis", "firehose", "kafka"), "queue"),
    **dict.fromkeys(("sns", "eventbridge", "pipe", "iot_rule"), "hub"),
    **dict.fromkeys(("s3", "dynamodb", "rds", "elasticache", "opensearch", "redshift", "efs"), "store"),
    **dict.fromkeys(("cognito_user_pool", "cognito_identity_pool", "kms_key", "secret"), "guard"),
    "schedule": "clock",
}
"""The kind of each type that is not compute; a kind has one shape in every picture."""

RANKS = ("error", "warning", "advice", "")
"""Severities from the worst to none."""


class Box(NamedTuple):
    """A frame around nodes: an account, a network, a subnet or a group. `inside` is the id of the box around it."""

    id: str
    label: str
    kind: str
    inside: str


class Node(NamedTuple):
    """One component. `box` is the id of the box it stands in, or ""; `worst` the worst severity of its findings."""

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

    def part(self, title: str, nodes: Iterable[Node]) -> Drawing:
        """The picture of some nodes, with their boxes and the edges between them."""
        kept = tuple(nodes)
        names = {node.id for node in kept}
        wanted = {node.box for node in kept}
        boxes = {box.id: box for box in self.boxes}
        for box in list(wanted):
            while box in boxes:
                wanted.add(box)
                box = boxes[box].inside  # noqa: PLW2901
        edges = tuple(edge for edge in self.edges if edge.source in names and edge.target in names)
        return Drawing(title, tuple(box for box in self.boxes if box.id in wanted), kept, edges)


def drawing(design: Design, findings: Iterable[Finding] = (), rates: Mapping[int, str] | None = None) -> Drawing:
    """The picture of a design; `rates` are the words for the rate of each flow, by its place in `design.all_flows`."""
    told = list(findings)
    boxes = _Boxes(design)
    ids = {name: f"n{number}" for number, name in enumerate(design.components)}
    nodes = tuple(
        _node(component, ids[component.name], boxes.of(component), told) for component in design.components.values()
    )
    edges: dict[tuple[str, str, str], list[AnyFlow]] = {}
    for flow in design.all_flows:
        edges.setdefault((ids[flow.source.name], ids[flow.target.name], style(design, flow)), []).append(flow)
    numbers = {id(flow): number for number, flow in enumerate(design.all_flows)}
    drawn = tuple(
        _edge(ends, flows, told, [(rates or {}).get(numbers[id(flow)], "") for flow in flows])
        for ends, flows in edges.items()
    )
    return Drawing(design.description.head.name or "design", tuple(boxes.made.values()), nodes, drawn)


def style(design: Design, flow: AnyFlow) -> str:
    """How a flow is drawn: by who waits for it."""
    if flow.edge != "event":
        return "failure" if flow.edge != "on_success" else "async"
    mode = design.delivery(flow).mode
    return {"sync": "sync", "callback": "sync", "poll_queue": "polled", "poll_stream": "polled"}.get(mode, "async")


def _node(component: Component, name: str, box: str, findings: list[Finding]) -> Node:
    own = [finding for finding in findings if finding.subject == component.name or finding.component == component.name]
    words = WORDS.get(component.type, component.type)
    return Node(
        name, component.name, component.type, words, KINDS.get(component.type, "compute"), box, worst(own), len(own)
    )


def _edge(ends: tuple[str, str, str], flows: list[AnyFlow], findings: list[Finding], rates: list[str]) -> Edge:
    names = {str(flow) for flow in flows if flow.edge == "event"}
    own = [finding for finding in findings if finding.subject in names]
    labels = dict.fromkeys(label for flow, rate in zip(flows, rates, strict=True) if (label := _label(flow, rate)))
    return Edge(*ends, tuple(labels), worst(own), len(own))


def _label(flow: AnyFlow, rate: str) -> str:
    if flow.edge != "event":
        return flow.edge.replace("_", " ")
    routes = ", ".join(flow.route[:2]) if known(flow.route) and flow.route else ""
    more = " ..." if known(flow.route) and len(flow.route) > 2 else ""
    parts = [flow.name, routes + more, rate, str(flow.payload) if known(flow.payload) else ""]
    return " · ".join(part for part in parts if part)


def worst(findings: Iterable[Finding]) -> str:
    """The worst severity among findings, or ""."""
    return min((finding.severity for finding in findings), key=RANKS.index, default="")


class _Boxes:
    """The boxes of a design, made as components are put into them."""

    def __init__(self, design: Design) -> None:
        self.description = design.description
        self.made: dict[str, Box] = {}
        self._ids: dict[tuple[str, ...], str] = {}

    def of(self, component: Component) -> str:
        place = component.vpc
        steps: list[tuple[str, str]] = []
        if component.account and known(component.account):
            steps.append(("account", component.account))
        if component.group and known(component.group):
            steps.append(("group", component.group))
        if place is not None and known(place) and known(place.name) and place.name:
            steps.append(("network", place.name))
            if known(place.subnets) and len(place.subnets) == 1:
                steps.append(("subnet", place.subnets[0]))
        inside = ""
        for end, (kind, name) in enumerate(steps, 1):
            inside = self._box(tuple(f"{k}:{n}" for k, n in steps[:end]), kind, name, inside)
        return inside

    def _box(self, key: tuple[str, ...], kind: str, name: str, inside: str) -> str:
        if key not in self._ids:
            self._ids[key] = f"b{len(self._ids)}"
            self.made[self._ids[key]] = Box(self._ids[key], f"{kind} {name}", kind, inside)
        return self._ids[key]

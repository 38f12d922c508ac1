"""What a picture shows of a design: boxes, edges with what flows along them, and the worst of the findings about each."""

from __future__ import annotations

import pytest
from drawn import described, drawn, result

from archlint.reports.drawing import drawing, rate, worst

PLACED = described(
    {
        "web": {"type": "client"},
        "api": {"type": "api_gateway", "account": "shared"},
        "one": {"type": "lambda", "account": "shared", "group": "orders", "vpc": {"name": "net", "subnets": ["a"]}},
        "two": {"type": "lambda", "account": "shared", "group": "orders", "vpc": {"name": "net", "subnets": ["a", "b"]}},
        "three": {"type": "lambda", "vpc": {"name": "net"}},
        "dead": {"type": "sqs"},
        "jobs": {"type": "sqs", "dlq": {"to": "dead", "max_receives": 3}},
        "topic": {"type": "sns"},
    },
    [
        {"web -> api": {"route": ["POST /a", "GET /b", "GET /c"], "payload": "4 KB"}},
        {"api -> one": {"route": "POST /a"}}, {"one -> two": {"name": "ask"}}, {"one -> two": {"name": "tell", "mode": "async"}},
        {"jobs -> three": {}}, {"topic -> jobs": {}}, {"one -> topic": {}},
    ],
    accounts={"shared": "123456789012"},
    vpcs={"net": {"cidr": "10.0.0.0/16", "subnets": {"a": {"cidr": "10.0.0.0/24", "zone": "a"}, "b": {"cidr": "10.0.1.0/24", "zone": "b"}}}},
    usage={"web -> api": {"rate": "3M/month", "peak": "20/s"}},
)  # fmt: skip


def path_of(box: str, boxes: dict[str, tuple[str, str]]) -> list[str]:
    """The labels of a box and of those around it, from the outside inwards."""
    labels: list[str] = []
    while box:
        label, box = boxes[box]
        labels.insert(0, label)
    return labels


def test_each_component_stands_in_its_account_group_network_and_subnets() -> None:
    picture = drawn(PLACED)
    boxes = {box.id: (box.label, box.inside) for box in picture.boxes}
    places = {node.name: path_of(node.box, boxes) for node in picture.nodes}
    assert places["web"] == []
    assert places["api"] == ["account shared"]
    assert places["one"] == ["account shared", "group orders", "network net", "subnet a"]
    assert places["two"] == ["account shared", "group orders", "network net", "subnets a, b"]
    assert places["three"] == ["network net"]


def test_each_edge_says_who_waits_and_what_flows_along_it() -> None:
    picture = drawn(PLACED)
    names = {node.id: node.name for node in picture.nodes}
    edges = {(names[edge.source], names[edge.target], edge.style): edge.labels for edge in picture.edges}
    assert edges["web", "api", "sync"] == ("POST /a, GET /b ... · 1.1/s · 4 KB",)
    assert edges["api", "one", "sync"] == ("POST /a · 23/min",)
    assert edges["one", "two", "sync"] == ("ask · 23/min",)
    assert edges["one", "two", "async"] == ("tell · 23/min",)
    assert edges["jobs", "three", "polled"] == ("23/min",)
    assert edges["topic", "jobs", "async"] == ("23/min",)
    assert edges["jobs", "dead", "failure"] == ("dead letter",)


def test_a_node_and_an_edge_bear_the_worst_of_their_findings_and_how_many_there_are() -> None:
    found = result(PLACED)
    picture = drawing(found.design, found.findings)
    for node in picture.nodes:
        own = [one for one in found.findings if node.name in (one.subject, one.component)]
        assert (node.findings, node.worst) == (len(own), worst(one.severity for one in own))
    flows = {str(flow) for flow in found.design.written}
    assert sum(edge.findings for edge in picture.edges) == sum(one.subject in flows for one in found.findings) > 0


@pytest.mark.parametrize(
    ("per_second", "said"),
    [
        (900.4, "900/s"),
        (9.96, "10/s"),
        (1.0, "1/s"),
        (0.5, "30/min"),
        (1 / 60, "1/min"),
        (1 / 61, "59/h"),
        (1e-9, "8.6e-05/day"),
    ],
)
def test_a_rate_is_said_in_the_unit_in_which_it_is_at_least_one(per_second: float, said: str) -> None:
    assert rate(per_second) == said

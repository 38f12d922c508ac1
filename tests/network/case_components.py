"""The machines, functions, databases and load balancers of a case file as components of a description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.design.network.addresses import read_block

if TYPE_CHECKING:
    from collections.abc import Iterator

Data = dict[str, Any]

KINDS: dict[str, Data] = {
    "instance": {"type": "ec2", "instance_type": "t4g.micro"},
    "lambda": {"type": "lambda"},
    "function": {"type": "lambda"},
    "rds": {"type": "rds", "engine": "mysql", "instance_type": "db.t4g.micro"},
    "aurora": {"type": "rds", "engine": "aurora-mysql", "instance_type": "db.t4g.medium"},
    "rds-proxy": {"type": "rds_proxy"},
    "proxy": {"type": "rds_proxy"},
    "elasticache": {"type": "elasticache", "engine": "redis", "node_type": "cache.t4g.micro"},
    "redshift": {"type": "redshift"},
    "opensearch": {"type": "opensearch"},
    "efs": {"type": "efs"},
    "ecs": {"type": "ecs_service", "cpu": 0.25, "memory": "512 MB"},
    "alb": {"type": "load_balancer", "kind": "application"},
    "application-load-balancer": {"type": "load_balancer", "kind": "application"},
    "nlb": {"type": "load_balancer", "kind": "network"},
    "network-load-balancer": {"type": "load_balancer", "kind": "network"},
}


def dashed(kind: str) -> str:
    return kind.lower().replace("_", "-")


def given(**fields: Any) -> Data:
    return {name: value for name, value in fields.items() if value is not None}


def ipv6_in(written: Data) -> str | None:
    """The IPv6 address or CIDR among the fields of something, whatever the field is called."""
    for value in written.values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str) and ":" in each:
                try:
                    read_block(each)
                except ValueError:
                    continue
                return each
    return None


def components(topology: Data) -> Iterator[tuple[str, Data]]:
    vpc_of = {subnet["id"]: subnet["vpc"] for subnet in topology["subnets"]}
    functions: dict[str, list[Data]] = {}
    for node in [*(topology.get("nodes") or []), *(topology.get("load_balancers") or [])]:
        yield node["id"], _component(topology, node, vpc_of)
        if node.get("function"):
            functions.setdefault(node["function"], []).append(node)
    for name, nodes in functions.items():
        subnets = [node["subnet"] for node in nodes]
        place = {"name": vpc_of[subnets[0]], "subnets": subnets, "security_groups": nodes[0]["sgs"]}
        yield name, {"type": "lambda", "vpc": place}
    for node in topology.get("outside") or []:
        outside = {"type": "http_endpoint", "address": node.get("ip") or ""}
        yield node["id"], dict(KINDS["lambda"] if dashed(node["kind"]) in ("lambda", "function") else outside)
    for name, service in (topology.get("services") or {}).items():
        tried = (service.get("ips") or [])[:1]  # a connection is made to the first address of a name
        yield f"service {name}", {"type": "aws_service", "service": name, "addresses": tried}


def _component(topology: Data, node: Data, vpc_of: dict[str, str]) -> Data:
    kind = dashed(node.get("kind") or "instance")
    fields = dict(KINDS.get(kind, KINDS["instance"]))
    if fields["type"] == "rds_proxy":
        databases = [each["id"] for each in topology["nodes"] if each["kind"] == "rds"]
        fields["target"] = node.get("target") or next(iter(databases), "")
    if fields["type"] == "load_balancer":
        fields["cross_zone"] = node.get("cross_zone")
        fields["listeners"] = {str(each["port"]): _listener(each) for each in node.get("listeners") or []}
    six = ipv6_in(node)
    allowed = all(value is not False for key, value in node.items() if "ipv6" in key.lower())
    subnets = [node["subnet"]] if node.get("subnet") else [foot["subnet"] for foot in _feet(node)]
    place = given(
        name=vpc_of[subnets[0]],
        subnets=subnets,
        security_groups=node.get("sgs"),
        address=node.get("ip"),
        address6=six,
        ipv6=True if six and allowed else None,
        public_address=node.get("public_ip"),
    )
    return given(**fields, vpc=place)


def _feet(node: Data) -> list[Data]:
    """The interfaces of a node that has several, or the subnets that it names."""
    written = node.get("enis") or [{"subnet": subnet} for subnet in node["subnets"]]
    return list(written)


def _listener(listener: Data) -> Data:
    targets = [target if isinstance(target, str) else target["node"] for target in listener.get("targets") or []]
    ports = [target.get("port") for target in listener.get("targets") or [] if isinstance(target, dict)]
    port = listener.get("target_port") or next((each for each in ports if each), None)
    protocol = str(listener.get("proto") or listener.get("protocol") or "tcp").lower()
    return given(protocol=protocol, to=targets, port=port)

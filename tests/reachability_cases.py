"""Checks archlint's reachability against a file of cases: a topology becomes a description, an assertion a question.

    python tests/reachability_cases.py FILE [--json]

The description is written in archlint's own format and goes through the same reading as a user's. Printed is one entry
for each assertion: its id, what was expected and what came out, where and why it stopped, and the verdict: `agree`,
`differ`, or `out of scope` where the topology has something that a description cannot express.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archlint.design.network.addresses import Ports, read_address, read_block, show_address
from archlint.design.network.answer import Answer, Question, Stop, UnknownEndError
from archlint.design.network.build import build
from archlint.design.network.linked import Network, link
from archlint.design.network.reach import ask
from archlint.document import parse
from archlint.model.understanding import understand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Data = dict[str, Any]

TESTED_FROM: Ports = ((32768, 60999),)
"""The cases were confirmed with TCP connections of a Linux kernel: without `sport`, its range is meant."""

KINDS: dict[str, Data] = {
    "instance": {"type": "ec2", "instance_type": "t4g.micro"},
    "lambda": {"type": "lambda"},
    "rds": {"type": "rds", "engine": "mysql", "instance_type": "db.t4g.micro"},
    "rds-proxy": {"type": "rds_proxy"},
    "elasticache": {"type": "elasticache", "engine": "redis", "node_type": "cache.t4g.micro"},
    "redshift": {"type": "redshift"},
    "opensearch": {"type": "opensearch"},
    "efs": {"type": "efs"},
    "ecs": {"type": "ecs_service", "cpu": 0.25, "memory": "512 MB"},
    "alb": {"type": "load_balancer", "kind": "application"},
    "nlb": {"type": "load_balancer", "kind": "network"},
}
GATEWAYS = {"igw", "eigw", "egress-only-igw", "nat", "tgw", "vgw", "vpn", "dx"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    arguments = parser.parse_args()
    results = list(check(parse(arguments.file.read_text(encoding="utf-8"), str(arguments.file)).data))
    if arguments.json:
        print(json.dumps(results, indent=1))
    else:
        for result in results:
            print(f"{result['id']:12} {result['verdict']:12} {result['expected']:10} {result['got']:10} "
                  f"{result['why'] or '-'} @ {result['where'] or '-'}")  # fmt: skip
    print(summary(results), file=sys.stderr)
    return 0 if all(result["verdict"] != "differ" for result in results) else 1


def summary(results: list[Data]) -> str:
    judged = [result for result in results if result["verdict"] != "out of scope"]
    agree = [result for result in judged if result["verdict"] == "agree"]
    drops = [result for result in judged if result["expected"] == "dropped"]
    explained = [result for result in drops if result["explained"]]
    return (
        f"{len(agree)} of {len(judged)} verdicts agree, {len(results) - len(judged)} out of scope; "
        f"{len(explained)} of {len(drops)} drops have the same place and reason"
    )


def check(cases: Data) -> Iterator[Data]:
    """One result for each assertion of a case file."""
    topologies = {topology["id"]: topology for topology in cases["topologies"]}
    networks: dict[str, tuple[Network, dict[str, str]] | None] = {}
    for assertion in cases["assertions"]:
        name = assertion["topology"]
        if name not in networks:
            networks[name] = network_of(topologies[name])
        yield judged(assertion, networks[name])


def network_of(topology: Data) -> tuple[Network, dict[str, str]] | None:
    """The network that archlint reads out of the topology's description, and the case's names for its gateways."""
    if not _expressible(topology):
        return None
    text = json.dumps(description_of(topology), indent=1)
    description = understand(parse(text, f"{topology['id']}.yaml"))
    unread = [problem for problem in description.problems if problem.rule != "dangling-name"]
    if unread:
        raise SystemExit(f"{topology['id']}: {unread[0].message}\n{unread[0].at.source.line(unread[0].at.line)}")
    names = {
        f"{gateway['vpc']}.{'internet' if gateway['kind'] == 'igw' else 'egress_only'}_gateway": gateway["id"]
        for gateway in topology.get("gateways", [])
        if gateway["kind"] in ("igw", "eigw", "egress-only-igw")
    }
    return link(build(description).topology), names


def _expressible(topology: Data) -> bool:
    """False for gateways of other kinds, and for routes that lead to an appliance's interface."""
    nodes = {node["id"] for node in topology["nodes"]}
    targets = {route["target"] for routes in topology["route_tables"].values() for route in routes}
    kinds = {gateway["kind"] for gateway in topology.get("gateways", [])}
    return kinds <= GATEWAYS and not targets & nodes


def judged(assertion: Data, found: tuple[Network, dict[str, str]] | None) -> Data:
    result: Data = {"id": assertion["id"], "expected": assertion["expect"], "got": "", "where": None, "why": None}
    question = None if found is None else question_of(assertion)
    try:
        answer = None if found is None or question is None else ask(found[0], question)
    except UnknownEndError:
        answer = None
    if found is None or answer is None:
        return {**result, "verdict": "out of scope", "explained": False}
    stops = [_named(stop, found[1]) for stop in answer.stops]
    first = next(iter(stops), {})
    same = answer.verdict == assertion["expect"] and bool(answer.denied_by) == (assertion.get("layer7") == "denied")
    return {
        **result,
        "got": answer.verdict,
        "where": first.get("where"),
        "why": first.get("why"),
        "code": first.get("code") or None,
        "also": stops[1:],
        "layer7": "denied" if answer.denied_by else None,
        "hops": [hop.name for path in answer.paths for hop in path.hops],
        "source_seen": _source_seen(answer),
        "verdict": "agree" if same else "differ",
        "explained": (first.get("where"), first.get("why")) == (assertion.get("where"), assertion.get("why")),
    }


def _named(stop: Stop, names: dict[str, str]) -> Data:
    return {"where": names.get(stop.where, stop.where), "why": stop.why, "code": stop.code}


def _source_seen(answer: Answer) -> str | None:
    seen = {path.source_seen for path in answer.paths}
    return show_address(seen.pop()) if len(seen) == 1 else None


def question_of(assertion: Data) -> Question | None:
    source, target = assertion["from"], assertion["to"]
    start, end = _end(source), _end(target)
    if start is None or end is None:
        return None
    port = assertion.get("sport")
    return Question(
        start,
        end,
        port=assertion.get("port") or 0,
        protocol=str(assertion["proto"]),
        client_ports=((port, port),) if port else TESTED_FROM,
        public=bool(target.get("public")),
    )


def _end(end: Data) -> str | int | None:
    for key in ("ip", "internet"):
        if key in end:
            return read_address(end[key])
    if "service" in end:
        return f"service:{end['service']}"
    name: str | None = end.get("node") or end.get("function") or end.get("onprem")
    return name


def description_of(topology: Data) -> Data:
    """A topology of the case file in archlint's own format."""
    by_id = {vpc["id"]: vpc for vpc in topology["vpcs"]}
    regions = {subnet["vpc"]: _region(subnet.get("az", "")) for subnet in topology["subnets"]}
    return {
        "archlint": 1,
        "name": topology["id"],
        "region": "us-east-1",
        "prefix_lists": topology.get("prefix_lists", {}),
        "vpcs": {name: _vpc(topology, vpc, regions.get(name, "")) for name, vpc in by_id.items()},
        "peerings": {
            peering["id"]: {"between": [peering["a"], peering["b"]], "state": _peering_state(peering)}
            for peering in topology.get("peerings", [])
        },
        "transit_gateways": {
            gateway["id"]: _transit_gateway(topology, gateway)
            for gateway in topology.get("gateways", [])
            if gateway["kind"] == "tgw"
        },
        "vpns": dict(_vpns(topology)),
        "sites": {name: {"cidrs": cidrs} for name, cidrs, _ in _sites(topology)},
        "components": dict(_components(topology)),
        "flows": [],
    }


def _region(zone: str) -> str:
    """`us-east-2` of the zone `us-east-2b`; none for the cases' own names of zones."""
    return zone[:-1] if zone.count("-") == 2 and zone[-2:-1].isdigit() else ""


def _vpc(topology: Data, vpc: Data, region: str) -> Data:
    name = vpc["id"]
    gateways = [gateway for gateway in topology.get("gateways", []) if gateway.get("vpc") == name]
    subnets = [subnet for subnet in topology["subnets"] if subnet["vpc"] == name]
    own = {subnet["id"] for subnet in subnets}
    kinds = {gateway["kind"] for gateway in gateways}
    return _given(
        cidrs=vpc["cidrs"],
        cidr6=next(iter(vpc.get("cidrs6") or []), None),
        region=vpc.get("region") or region or None,
        dns_support=vpc.get("dns_support"),
        dns_hostnames=vpc.get("dns_hostnames"),
        internet_gateway="igw" in kinds,
        egress_only_gateway=bool(kinds & {"eigw", "egress-only-igw"}),
        subnets={subnet["id"]: _subnet(subnet) for subnet in subnets},
        route_tables={
            table: [_route(topology, route) for route in topology["route_tables"][table]]
            for table in sorted({subnet["route_table"] for subnet in subnets if subnet.get("route_table")})
        },
        acls={
            acl: {side: dict(_acl_rules(rules)) for side, rules in topology["nacls"][acl].items()}
            for acl in sorted({subnet["nacl"] for subnet in subnets if subnet.get("nacl")})
        },
        security_groups={
            group: _group(topology, rules)
            for group, rules in topology.get("security_groups", {}).items()
            if rules["vpc"] == name
        },
        nat_gateways={
            gateway["id"]: _nat(gateway)
            for gateway in topology.get("gateways", [])
            if gateway["kind"] == "nat" and gateway["subnet"] in own
        },
        endpoints={each["id"]: _endpoint(each) for each in topology.get("endpoints", []) if each["vpc"] == name},
    )


def _given(**fields: Any) -> Data:
    return {name: value for name, value in fields.items() if value is not None}


def _subnet(subnet: Data) -> Data:
    return _given(
        cidr=subnet["cidr"],
        cidr6=subnet.get("cidr6"),
        zone=subnet.get("az", "a"),
        route_table=subnet.get("route_table"),
        acl=subnet.get("nacl"),
    )


def _route(topology: Data, route: Data) -> Data:
    kinds = {gateway["id"]: gateway["kind"] for gateway in topology.get("gateways", [])}
    words = {"igw": "internet_gateway", "eigw": "egress_only_gateway", "egress-only-igw": "egress_only_gateway"}
    target = route["target"]
    dest = route["dest"]
    return _given(
        dest=dest if "/" in dest else f"prefix:{dest}",
        target=words.get(kinds.get(target, ""), target),
        state=route.get("state"),
        propagated=route.get("propagated"),
    )


def _acl_rules(rules: Iterable[Data]) -> Iterator[tuple[str, Data]]:
    for rule in rules:
        cidr = rule.get("cidr") or rule["cidr6"]
        yield str(rule["rule"]), _given(**{rule["action"]: cidr}, protocol=rule["proto"], ports=_ports(rule))


def _ports(rule: Data) -> str | None:
    ports = rule.get("ports")
    return f"{ports[0]}-{ports[1]}" if ports else None


def _group(topology: Data, group: Data) -> Data:
    return {
        side: [
            _given(**{word: _peer(topology, group["vpc"], rule)}, protocol=rule["proto"], ports=_ports(rule))
            for rule in group[side]
        ]
        for side, word in (("ingress", "from"), ("egress", "to"))
    }


def _peer(topology: Data, vpc: str, rule: Data) -> str:
    if "pl" in rule:
        return f"prefix:{rule['pl']}"
    if "sg" in rule:
        home = topology["security_groups"].get(rule["sg"], {}).get("vpc", vpc)
        return rule["sg"] if home == vpc else f"{home}.{rule['sg']}"
    cidr: str = rule.get("cidr") or rule["cidr6"]
    return cidr


def _nat(gateway: Data) -> Data:
    return _given(
        subnet=gateway["subnet"],
        kind=gateway.get("connectivity"),
        address=gateway.get("ip"),
        public_address=gateway.get("public_ip"),
    )


def _endpoint(endpoint: Data) -> Data:
    feet = endpoint.get("enis", [])
    return _given(
        service=endpoint["service"],
        kind=endpoint["kind"],
        prefix_list=endpoint.get("prefix_list"),
        subnets=[foot["subnet"] for foot in feet],
        addresses={foot["subnet"]: foot["ip"] for foot in feet},
        security_groups=endpoint.get("sgs"),
        private_dns=endpoint.get("private_dns"),
        policy="deny" if "deny" in str(endpoint.get("policy", "")) else None,
    )


def _peering_state(peering: Data) -> str:
    state = peering.get("state", "active")
    return "active" if state == "active" else "pending" if "pending" in state else "deleted"


def _transit_gateway(topology: Data, gateway: Data) -> Data:
    tables = gateway.get("route_tables", {})
    names = {attachment["id"]: attachment for attachment in gateway["attachments"]}
    return _given(
        attachments={
            name: _given(
                vpc=attachment.get("vpc"),
                vpn=attachment.get("vpn") or (name if attachment.get("kind") in ("vpn", "dx") else None),
                peer=_peer_gateway(topology, attachment),
                subnets=attachment.get("subnets"),
                table=attachment.get("association"),
                propagate=[table for table, routes in tables.items() if name in routes.get("propagations", [])],
            )
            for name, attachment in names.items()
        },
        tables={
            table: {
                route["dest"]: "blackhole" if route.get("blackhole") else route["attachment"]
                for route in routes.get("static", [])
            }
            for table, routes in tables.items()
        },
        group_references=gateway.get("sg_referencing"),
    )


def _peer_gateway(topology: Data, attachment: Data) -> str | None:
    """The transit gateway at the far end of an attachment, given by its own name or by that of its attachment."""
    far = attachment.get("peer") or attachment.get("tgw")
    gateways = [gateway for gateway in topology.get("gateways", []) if gateway["kind"] == "tgw"]
    holding = [gateway["id"] for gateway in gateways if far in [each["id"] for each in gateway["attachments"]]]
    return holding[0] if holding else far


def _sites(topology: Data) -> Iterator[tuple[str, list[str], str]]:
    """The topology's places outside AWS: name, CIDRs, and the gateway that leads there."""
    written = topology.get("onprem") or []
    named = [(name, site) for name, site in written.items()] if isinstance(written, dict) else []
    named = named or [(site["id"], site) for site in written if isinstance(site, dict)]
    for name, site in named:
        yield name, list(dict.fromkeys(_cidrs_in(site))), str(site.get("via") or site.get("gateway") or "")
    if not named and written:
        yield "onprem", list(dict.fromkeys(_cidrs_in(written))), ""


def _cidrs_in(data: Any) -> Iterator[str]:
    """Every CIDR or address in a piece of the case file, as CIDRs."""
    if isinstance(data, str):
        try:
            read_block(data)
        except ValueError:
            return
        yield data if "/" in data else f"{data}/{128 if ':' in data else 32}"
    elif isinstance(data, dict):
        for value in data.values():
            yield from _cidrs_in(value)
    elif isinstance(data, list):
        for item in data:
            yield from _cidrs_in(item)


def _site_of(topology: Data, gateway: str) -> str | None:
    """The site a VPN leads to: the one that names it, or the only one."""
    sites = list(_sites(topology))
    named = [name for name, _, via in sites if via == gateway]
    return named[0] if named else sites[0][0] if len(sites) == 1 else None


def _vpns(topology: Data) -> Iterator[tuple[str, Data]]:
    for gateway in topology.get("gateways", []):
        if gateway["kind"] in ("vgw", "vpn", "dx"):
            state = "down" if gateway.get("state") in ("down", "deleted") else None
            fields = {"vpc": gateway.get("vpc"), "site": _site_of(topology, gateway["id"]), "state": state}
            yield gateway["id"], _given(**fields, routes=gateway.get("routes"))
        for attachment in gateway.get("attachments", []):
            if attachment.get("kind") in ("vpn", "dx"):
                fields = {"transit_gateway": gateway["id"], "site": _site_of(topology, attachment["id"])}
                yield attachment["id"], _given(**fields, routes=attachment.get("cidrs") or attachment.get("routes"))


def _components(topology: Data) -> Iterator[tuple[str, Data]]:
    vpc_of = {subnet["id"]: subnet["vpc"] for subnet in topology["subnets"]}
    functions: dict[str, list[Data]] = {}
    for node in topology["nodes"]:
        yield node["id"], _component(topology, node, vpc_of)
        if "function" in node:
            functions.setdefault(node["function"], []).append(node)
    for name, nodes in functions.items():
        subnets = [node["subnet"] for node in nodes]
        place = {"name": vpc_of[subnets[0]], "subnets": subnets, "security_groups": nodes[0]["sgs"]}
        yield name, {"type": "lambda", "vpc": place}
    for node in topology.get("outside", []):
        yield node["id"], dict(KINDS[node["kind"]])
    for name, service in topology.get("services", {}).items():
        yield f"service {name}", {"type": "aws_service", "service": name, "addresses": service["ips"]}


def _component(topology: Data, node: Data, vpc_of: dict[str, str]) -> Data:
    fields = dict(KINDS.get(node["kind"], KINDS["instance"]))
    if node["kind"] == "rds-proxy":
        databases = [each["id"] for each in topology["nodes"] if each["kind"] == "rds"]
        fields["target"] = node.get("target") or next(iter(databases), "")
    if "listeners" in node:
        fields["listeners"] = {str(each["port"]): _listener(each) for each in node["listeners"]}
    place = _given(
        name=vpc_of[node["subnet"]],
        subnets=[node["subnet"]],
        security_groups=node.get("sgs"),
        address=node.get("ip"),
        address6=node.get("ip6"),
        ipv6=True if node.get("ip6") and node.get("ipv6_allowed", True) else None,
        public_address=node.get("public_ip"),
    )
    return {**fields, "vpc": place}


def _listener(listener: Data) -> Data:
    targets = [target if isinstance(target, str) else target["node"] for target in listener.get("targets", [])]
    ports = [target["port"] for target in listener.get("targets", []) if isinstance(target, dict) and "port" in target]
    port = listener.get("target_port") or next(iter(ports), None)
    return _given(protocol=listener.get("proto"), to=targets, port=port)


if __name__ == "__main__":
    raise SystemExit(main())

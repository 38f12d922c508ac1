"""A topology of a reachability case file, in whichever of its spellings, as a description in archlint's own format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from network.case_components import components, dashed, given, ipv6_in
from network.case_sites import Link, links_of, place_links, sites_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Data = dict[str, Any]

GATEWAYS = {
    "igw": "igw",
    "internet-gateway": "igw",
    "eigw": "eigw",
    "eoigw": "eigw",
    "egress-only-igw": "eigw",
    "egress-only-internet-gateway": "eigw",
    "nat": "nat",
    "nat-gateway": "nat",
    "tgw": "tgw",
    "transit-gateway": "tgw",
    "vgw": "vpn",
    "vpn": "vpn",
    "vpn-gateway": "vpn",
    "dx": "vpn",
    "direct-connect": "vpn",
}
WORDS = {"igw": "internet_gateway", "eigw": "egress_only_gateway"}
PROTOCOLS = {"-1": "all", "any": "all", "icmpv6": "icmp"}
FINAL_DENY = 32767
"""What AWS calls `*`: the rule that ends every ACL, which a description leaves out."""


def is_expressible(topology: Data) -> bool:
    """False for gateways and endpoints of other kinds, and for routes that lead to an appliance's interface."""
    nodes = {node["id"] for node in topology.get("nodes", [])}
    targets = {route["target"] for routes in topology.get("route_tables", {}).values() for route in routes}
    endpoints = {endpoint["kind"] for endpoint in topology.get("endpoints") or []}
    known = all(dashed(gateway["kind"]) in GATEWAYS for gateway in topology.get("gateways") or [])
    return known and endpoints <= {"gateway", "interface"} and not targets & nodes


def gateways(topology: Data, *kinds: str) -> Iterator[Data]:
    for gateway in topology.get("gateways") or []:
        if GATEWAYS[dashed(gateway["kind"])] in kinds:
            yield gateway


def description_of(topology: Data) -> Data:
    regions = {subnet["vpc"]: _region(subnet.get("az") or "") for subnet in topology["subnets"]}
    links = place_links(topology, links_of(topology, list(gateways(topology, "vpn")), list(gateways(topology, "tgw"))))
    far = _across_regions(topology)
    return {
        "archlint": 1,
        "name": topology["id"],
        "region": "us-east-1",
        "prefix_lists": topology.get("prefix_lists") or {},
        "vpcs": {vpc["id"]: _vpc(topology, vpc, regions.get(vpc["id"], ""), far) for vpc in topology["vpcs"]},
        "peerings": {
            peering["id"]: {"between": _ends(peering), "state": _peering_state(peering)}
            for peering in topology.get("peerings") or []
        },
        "transit_gateways": {
            gateway["id"]: _transit_gateway(topology, gateway, links) for gateway in gateways(topology, "tgw")
        },
        "vpns": {link.name: _vpn(link) for link in links},
        "sites": {name: {"cidrs": cidrs} for name, cidrs in sites_of(topology, links).items()},
        "components": dict(components(topology)),
        "flows": [],
    }


def _region(zone: str) -> str:
    """`us-east-2` of the zone `us-east-2b`; none for the cases' own names of zones."""
    return zone[:-1] if zone.count("-") == 2 and zone[-2:-1].isdigit() else ""


def _ends(peering: Data) -> list[str]:
    return peering.get("between") or [peering["a"], peering["b"]]


def _across_regions(topology: Data) -> set[str]:
    """The networks at the far end of a peering between regions, where no region says so."""
    return {_ends(peering)[1] for peering in topology.get("peerings") or [] if peering.get("inter_region")}


def _vpc(topology: Data, vpc: Data, region: str, far: set[str]) -> Data:
    name = vpc["id"]
    subnets = [subnet for subnet in topology["subnets"] if subnet["vpc"] == name]
    own = {subnet["id"] for subnet in subnets}
    tables, acls = topology.get("route_tables") or {}, topology.get("nacls") or {}
    kinds = {GATEWAYS[dashed(each["kind"])] for each in topology.get("gateways") or [] if each.get("vpc") == name}
    return given(
        cidrs=vpc["cidrs"],
        cidr6=ipv6_in(vpc),
        region=vpc.get("region") or region or ("us-west-2" if name in far else None),
        dns_support=vpc.get("dns_support", True),
        dns_hostnames=vpc.get("dns_hostnames", True),  # AWS turns on private DNS nowhere else
        internet_gateway="igw" in kinds,
        egress_only_gateway="eigw" in kinds,
        subnets={subnet["id"]: _subnet(subnet, tables, acls) for subnet in subnets},
        route_tables={
            table: [_route(topology, route) for route in tables[table]]
            for table in sorted({subnet.get("route_table") or "" for subnet in subnets} & tables.keys())
        },
        acls={
            acl: {side: dict(_acl_rules(acls[acl].get(side) or [])) for side in ("ingress", "egress")}
            for acl in sorted({subnet.get("nacl") or "" for subnet in subnets} & acls.keys())
        },
        security_groups={
            group: _group(topology, rules)
            for group, rules in (topology.get("security_groups") or {}).items()
            if rules["vpc"] == name
        },
        nat_gateways={nat["id"]: _nat(nat) for nat in gateways(topology, "nat") if nat["subnet"] in own},
        endpoints={each["id"]: _endpoint(each) for each in topology.get("endpoints") or [] if each["vpc"] == name},
    )


def _subnet(subnet: Data, tables: Data, acls: Data) -> Data:
    return given(
        cidr=subnet.get("cidr"),
        cidr6=ipv6_in(subnet),
        zone=subnet.get("az") or "a",
        route_table=subnet.get("route_table") if subnet.get("route_table") in tables else None,
        acl=subnet.get("nacl") if subnet.get("nacl") in acls else None,
    )


def _route(topology: Data, route: Data) -> Data:
    kinds = {gateway["id"]: GATEWAYS[dashed(gateway["kind"])] for gateway in topology.get("gateways") or []}
    target, dest = route["target"], route["dest"]
    return given(
        dest=dest if "/" in dest else f"prefix:{dest}",
        target=WORDS.get(kinds.get(target, ""), target),
        state=route.get("state"),
        propagated=route.get("propagated"),
    )


def _acl_rules(rules: Iterable[Data]) -> Iterator[tuple[str, Data]]:
    for rule in rules:
        if not str(rule["rule"]).isdigit() or int(rule["rule"]) >= FINAL_DENY:
            continue
        yield str(rule["rule"]), given(**{rule["action"]: _cidr(rule)}, protocol=protocol_of(rule), ports=_ports(rule))


def protocol_of(rule: Data) -> str:
    proto = str(rule.get("proto", "all")).lower()
    return PROTOCOLS.get(proto, proto)


def _ports(rule: Data) -> str | None:
    ports = rule.get("ports")
    if isinstance(ports, list):
        return f"{ports[0]}-{ports[-1]}" if ports else None
    return str(ports) if ports is not None else None


def _group(topology: Data, group: Data) -> Data:
    return given(**{
        side: [
            given(**{word: _peer(topology, group["vpc"], rule)}, protocol=protocol_of(rule), ports=_ports(rule))
            for rule in group[side] or []
        ]
        for side, word in (("ingress", "from"), ("egress", "to"))
        if side in group
    })  # fmt: skip


def _peer(topology: Data, vpc: str, rule: Data) -> str:
    if "pl" in rule:
        return f"prefix:{rule['pl']}"
    if "sg" in rule:
        home = topology["security_groups"].get(rule["sg"], {}).get("vpc", vpc)
        return rule["sg"] if home == vpc else f"{home}.{rule['sg']}"
    return _cidr(rule)


def _cidr(rule: Data) -> str:
    cidr: str = rule.get("cidr") or ipv6_in(rule) or rule["cidr6"]
    return cidr


def _nat(gateway: Data) -> Data:
    public = gateway.get("public_ip")
    return given(
        subnet=gateway["subnet"],
        kind=gateway.get("connectivity") or ("public" if public else None),
        address=gateway.get("ip"),
        public_address=public,
    )


def _endpoint(endpoint: Data) -> Data:
    feet = endpoint.get("enis") or []
    return given(
        service=endpoint["service"],
        kind=endpoint["kind"],
        prefix_list=endpoint.get("prefix_list"),
        subnets=[foot["subnet"] for foot in feet],
        route_tables=endpoint.get("route_tables"),
        addresses={foot["subnet"]: foot["ip"] for foot in feet if foot.get("ip")},
        security_groups=endpoint.get("sgs"),
        private_dns=endpoint.get("private_dns"),
        policy="deny" if "deny" in str(endpoint.get("policy", "")).lower() else None,
    )


def _peering_state(peering: Data) -> str:
    state = str(peering.get("state") or "active")
    return "active" if state == "active" else "pending" if "pending" in state else "deleted"


def _transit_gateway(topology: Data, gateway: Data, links: list[Link]) -> Data:
    tables = gateway.get("route_tables") or {}
    vpn_names = {link.name for link in links}
    works = {
        attachment["id"]: attachment
        for attachment in gateway.get("attachments") or []
        if attachment.get("state") in (None, "available", "active")
    }
    return given(
        attachments={
            name: given(
                vpc=attachment.get("vpc"),
                vpn=name if name in vpn_names else None,
                peer=_peer_gateway(topology, gateway["id"], attachment),
                subnets=attachment.get("subnets"),
                table=attachment.get("association"),
                propagate=[table for table, routes in tables.items() if name in (routes.get("propagations") or [])],
            )
            for name, attachment in works.items()
        },
        tables={
            table: {
                route["dest"]: "blackhole"
                if route.get("blackhole") or route.get("state") == "blackhole"
                else route["attachment"]
                for route in routes.get("static") or []
            }
            for table, routes in tables.items()
        },
        group_references=gateway.get("sg_referencing"),
    )


def _peer_gateway(topology: Data, own: str, attachment: Data) -> str | None:
    """The transit gateway at the far end, given anywhere in an attachment by its name or by its attachment's."""
    if attachment.get("vpc"):
        return None
    said = {value for key, value in attachment.items() if key != "id" and isinstance(value, str)}
    for gateway in gateways(topology, "tgw"):
        names = {gateway["id"], *(each["id"] for each in gateway.get("attachments") or [])}
        if gateway["id"] != own and said & names:
            return str(gateway["id"])
    return None


def _vpn(link: Link) -> Data:
    return given(
        vpc=link.vpc,
        transit_gateway=link.transit_gateway,
        site=link.site,
        state=None if link.works else "down",
        routes=list(link.routes),
    )

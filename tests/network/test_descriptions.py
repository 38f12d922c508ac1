"""Networks as they are written: short and long forms mean the same, and what fits nothing is told where it stands."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from network.asking import HEAD, reach

from archlint.document import parse
from archlint.lint.configuration import Configuration
from archlint.lint.engine import lint
from archlint.model.understanding import understand
from archlint.reports.reach import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.model.description import Description


def read(text: str) -> Description:
    return understand(parse(HEAD + dedent(text), "test.yaml"))


def told(text: str) -> list[tuple[str, str]]:
    return [(problem.rule, problem.message) for problem in read(text).problems]


def test_routes_are_written_as_a_mapping_or_as_a_list() -> None:
    short = "{0.0.0.0/0: internet_gateway, service:s3: s3}"
    long = "[{dest: 0.0.0.0/0, target: internet_gateway}, {dest: service:s3, target: s3}]"
    for routes in (short, long):
        text = f"""
            vpcs:
              main:
                cidr: 10.0.0.0/16
                internet_gateway: true
                subnets: {{web: {{cidr: 10.0.0.0/24, zone: a, routes: {routes}}}}}
                endpoints: {{s3: {{kind: gateway}}}}
            components:
              box: {{type: ec2, instance_type: t4g.micro, vpc: {{name: main, subnets: web, public_address: true}}}}
              bare: {{type: ec2, instance_type: t4g.micro, vpc: {{name: main, subnets: web}}}}
        """
        assert told(text) == []
        assert reach(text, "box", "internet").verdict == "delivered"
        assert reach(text, "bare", "s3").verdict == "delivered"
        assert reach(text, "bare", "internet").verdict == "dropped"


def test_a_shared_table_and_the_main_table_are_used_by_the_subnets_that_do_not_have_their_own() -> None:
    text = """
        vpcs:
          main:
            cidr: 10.0.0.0/16
            internet_gateway: true
            main: closed
            subnets:
              a: {cidr: 10.0.0.0/24, zone: a, route_table: open}
              b: {cidr: 10.0.1.0/24, zone: a}
            route_tables: {open: {0.0.0.0/0: internet_gateway}, closed: {}}
        components:
          one: {type: ec2, instance_type: t4g.micro, vpc: {name: main, subnets: a, public_address: true}}
          two: {type: ec2, instance_type: t4g.micro, vpc: {name: main, subnets: b, public_address: true}}
    """
    assert told(text) == []
    assert reach(text, "one", "internet").verdict == "delivered"
    assert [stop.at for stop in reach(text, "two", "internet").stops] == [("vpcs", "main", "route_tables", "closed")]


@pytest.mark.parametrize(
    "cidrs", ["cidr: 10.0.0.0/16", "cidr: [10.0.0.0/16]", "cidrs: [10.0.0.0/16]", "cidrs: 10.0.0.0/16"]
)
def test_a_network_has_one_range_or_several(cidrs: str) -> None:
    assert told(f"vpcs: {{main: {{{cidrs}}}}}") == []


def test_a_network_without_a_range_is_told_once() -> None:
    assert told("vpcs: {main: {}}") == [("missing-field", "main does not say its `cidr`")]
    assert told("vpcs: {main: {cidrs: [10.0.0.0]}}") == [
        ("wrong-value", "cidrs of main: `10.0.0.0` is not a CIDR such as `10.0.0.0/16`")
    ]


@pytest.mark.parametrize(
    ("ports", "problem"),
    [
        ("443", ""),
        ("[80, 443]", ""),
        ("32768-65535", ""),
        ("[80, 8000-8080]", ""),
        ("all", ""),
        ("65536", "`65536` is no port from 0 to 65535, no range such as `1024-65535` and not `all`"),
        ("443-80", "`443-80` is no port from 0 to 65535, no range such as `1024-65535` and not `all`"),
        ("https", "`https` is no port from 0 to 65535, no range such as `1024-65535` and not `all`"),
    ],
)
def test_ports_are_numbers_ranges_lists_or_all(ports: str, problem: str) -> None:
    text = f"vpcs: {{main: {{cidr: 10.0.0.0/16, security_groups: {{g: {{ingress: [{{from: g, ports: {ports}}}]}}}}}}}}"
    assert [message.partition(": ")[2] for _, message in told(text)] == ([problem] if problem else [])


WRONG = """
vpcs:
  main:
    cidr: 10.0.0.0/16
    main: nope
    subnets:
      a: {cidr: 10.0.0.0/24, zone: us-east-1a, acl: shut, routes: {0.0.0.0/0: internet_gatewy}}
      b: {cidr: 10.0.1.0/24, zone: a, route_table: shared}
    nat_gateways: {nat: {subnet: c}}
    endpoints: {sqs: {kind: interface, subnets: c, security_groups: doors}}
    security_groups: {app: {ingress: [{from: web}], egress: [{to: prefix:offices}]}}
    acls: {open: {ingress: {100: {}}}}
peerings: {both: [main]}
transit_gateways: {hub: {attachments: {main: {subnets: a}, other: {}}}}
vpns: {line: {vpc: main, site: office}}
components:
  work: {type: lambda, vpc: {name: main, subnets: aa, security_groups: apps, address: 10.0.0.999}}
  box: {type: ec2, instance_type: t4g.micro, vpc: {name: main, subnets: a, address: 10.0.9.9}}
"""


def test_names_and_numbers_that_fit_nothing_are_told() -> None:
    assert sorted(told(WRONG)) == [
        ("dangling-name", "acl of a names `shut`, which is not a network ACL"),
        ("dangling-name", "from of app names `web`, which is not a security group of main"),
        ("dangling-name", "main of main names `nope`, which is not a route table"),
        ("dangling-name", "other of hub names `other`, which is not a network, VPN or transit gateway"),
        ("dangling-name", "route_table of b names `shared`, which is not a route table"),
        ("dangling-name", "security_groups of sqs names `doors`, which is not a security group of main"),
        (
            "dangling-name",
            "security_groups of work names `apps`, which is not a security group of main; did you mean `app`?",
        ),
        ("dangling-name", "site of line names `office`, which is not a site"),
        ("dangling-name", "subnet of nat names `c`, which is not a subnet of main"),
        ("dangling-name", "subnets of sqs names `c`, which is not a subnet of main"),
        ("dangling-name", "subnets of work names `aa`, which is not a subnet of main; did you mean `a`?"),
        (
            "dangling-name",
            (
                "the route 0.0.0.0/0 of a names `internet_gatewy`, which is not a NAT gateway, peering, VPN or "
                "endpoint; did you mean `internet_gateway`?"
            ),
        ),
        ("dangling-name", "to of app names `offices`, which is not a prefix list"),
        ("wrong-value", "a is in the zone us-east-1a, its network in the region eu-west-1"),
        ("wrong-value", "address of work is `10.0.0.999`, which is no address"),
        ("wrong-value", "both is between 1 networks, not two"),
        ("wrong-value", "box has the address 10.0.9.9, which is in none of its subnets (10.0.0.0/24)"),
        ("wrong-value", "ingress rule 100 of open has neither `allow` nor `deny`"),
    ]


def test_a_blackhole_may_name_what_is_gone() -> None:
    routes = "[{dest: 0.0.0.0/0, target: nat-gone, state: blackhole}]"
    text = f"vpcs: {{main: {{cidr: 10.0.0.0/16, subnets: {{a: {{cidr: 10.0.0.0/24, zone: a, routes: {routes}}}}}}}}}"
    assert told(text) == []


ADDRESSES = """
vpcs:
  main:
    cidr: 10.0.0.0/16
    subnets:
      a: {{cidr: 10.0.0.0/24, zone: a, routes: {routes}}}
      b: {{cidr: 10.0.1.0/{bits}, zone: a}}
    nat_gateways: {{nat: {{subnet: a, address: {nat}}}}}
    endpoints: {{sqs: {{kind: interface, subnets: a, addresses: {{a: {endpoint}}}}}}}
vpns: {{line: {vpn}}}
sites: {{office: {{cidrs: 192.168.0.0/24, hosts: {{ledger: {host}}}}}}}
peerings: {peerings}
components:
  box: {{type: ec2, instance_type: t4g.micro, vpc: {{name: main, subnets: a, address: {box}}}}}
"""
FITTING = {
    "routes": "{}",
    "bits": "28",
    "nat": "10.0.0.9",
    "endpoint": "10.0.0.10",
    "host": "192.168.0.255",
    "vpn": "{vpc: main, site: office}",
    "peerings": "{}",
    "box": "10.0.0.4",
}


def test_addresses_that_fit_are_no_finding() -> None:
    assert told(ADDRESSES.format(**FITTING)) == []


@pytest.mark.parametrize(
    ("field", "value", "rule", "message"),
    [
        ("bits", "29", "wrong-value", "b has the range 10.0.1.0/29, and AWS makes them from /16 to /28"),
        (
            "nat",
            "10.0.1.9",
            "wrong-value",
            "nat has the address 10.0.1.9, which is in none of its subnets (10.0.0.0/24)",
        ),
        (
            "endpoint",
            "10.0.1.9",
            "wrong-value",
            "sqs has the address 10.0.1.9, which is in none of its subnets (10.0.0.0/24)",
        ),
        ("box", "10.0.0.9", "wrong-value", "box has the address 10.0.0.9, which nat has"),
        ("box", "10.0.0.3", "wrong-value", "box has the address 10.0.0.3, which AWS keeps for itself in every subnet"),
        (
            "box",
            "10.0.0.255",
            "wrong-value",
            "box has the address 10.0.0.255, which AWS keeps for itself in every subnet",
        ),
        ("host", "192.168.1.0", "wrong-value", "ledger has the address 192.168.1.0, which office does not have"),
        ("vpn", "{site: office}", "missing-field", "line says neither its `vpc` nor its `transit_gateway`"),
        ("peerings", "{self: [main, main]}", "wrong-value", "self joins main to itself"),
        (
            "routes",
            "[{dest: 10.9.0.0/16, target: line}, {dest: 10.9.0.0/16, target: nat}]",
            "wrong-value",
            "a has two routes for 10.9.0.0/16",
        ),
    ],
)
def test_what_contradicts_itself_is_told_where_it_stands(field: str, value: str, rule: str, message: str) -> None:
    assert told(ADDRESSES.format(**{**FITTING, field: value})) == [(rule, message)]


NARROW = "is narrower than the local one, and neither a whole subnet's nor to NAT"
OF_AWS = "is for addresses of AWS's own, which no route can lead elsewhere"


@pytest.mark.parametrize(
    ("dest", "target", "message"),
    [
        ("10.0.1.0/28", "nat", ""),  # a whole subnet, by way of a NAT gateway
        ("10.0.1.0/28", "line", NARROW),
        ("10.0.1.0/29", "nat", NARROW),
        ("10.0.0.0/15", "line", ""),
        ("10.0.0.0/17", "line", NARROW),
        ("10.0.1.0/29", "local", ""),
        ("169.254.171.255/32", "nat", OF_AWS),
        ("169.254.172.0/32", "nat", ""),
        ('"fd00:ec2::254/128"', "line", OF_AWS),
    ],
)
def test_what_aws_routes_itself_cannot_be_led_elsewhere(dest: str, target: str, message: str) -> None:
    wrong = [("wrong-value", f"the route {dest.strip(chr(34))} of a {message}")] if message else []
    assert told(ADDRESSES.format(**{**FITTING, "routes": f"{{{dest}: {target}}}"})) == wrong


def test_a_route_that_is_written_and_one_that_is_learned_may_have_one_destination() -> None:
    routes = "[{dest: 10.9.0.0/16, target: nat}, {dest: 10.9.0.0/16, target: line, propagated: true}]"
    assert told(ADDRESSES.format(**{**FITTING, "routes": routes})) == []


@pytest.mark.parametrize(
    ("link", "problems"),
    [
        ("{name: main, subnets: a, security_groups: default}", []),
        ("nlb", []),
        ("true", []),
        (
            "{name: main, subnets: b}",
            [("dangling-name", "subnets of api names `b`, which is not a subnet of main")],
        ),
        ("{name: mian}", [("dangling-name", "name of api names `mian`, which is not a vpc; did you mean `main`?")]),
        (
            "{name: main, subnet: a}",
            [("unknown-field", "vpc_link of api has no field `subnet`; did you mean `subnets`?")],
        ),
    ],
)
def test_a_vpc_link_names_a_load_balancer_or_a_place(link: str, problems: list[tuple[str, str]]) -> None:
    text = f"""
    vpcs: {{main: {{cidr: 10.0.0.0/16, subnets: {{a: {{cidr: 10.0.0.0/24, zone: a}}}}}}}}
    components:
      api: {{type: api_gateway, protocol: http, vpc_link: {link}}}
    """
    assert told(text) == problems


@pytest.mark.parametrize(("subnet", "rules"), [("app", ["vpc-not-needed"]), ("ap", [])])
def test_nothing_is_concluded_about_what_names_something_that_does_not_exist(subnet: str, rules: list[str]) -> None:
    text = f"""
    vpcs: {{main: {{cidr: 10.0.0.0/16, subnets: {{app: {{cidr: 10.0.0.0/24, zone: a, routes: {{0.0.0.0/0: nat}}}},
      web: {{cidr: 10.0.1.0/24, zone: a, routes: {{0.0.0.0/0: internet_gateway}}}}}},
      internet_gateway: true, nat_gateways: {{nat: web}}}}}}
    components:
      work: {{type: lambda, vpc: {{name: main, subnets: {subnet}}}}}
      bank: {{type: http_endpoint}}
    flows:
      - work -> bank
    """
    result = lint(parse(HEAD + dedent(text), "test.yaml"), Configuration(select=("network",)), date(2026, 11, 24))
    assert [finding.rule for finding in result.findings] == rules


JUNK = [
    None,
    True,
    -1,
    "",
    "x",
    "10.0.0.0/8",
    "::/0",
    [],
    {},
    ["a"],
    {"a": "b"},
    "10.0.0.5",
    "all",
    [None],
    {"a": None},
]
SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "private-reports" / "before.yaml"


def paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from paths(value, (*path, key))


@settings(max_examples=60)
@given(st.data())
def test_whatever_stands_in_a_network_it_is_judged_or_told_and_never_fails(data: st.DataObject) -> None:
    description = json.loads(json.dumps(yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))))
    places = [path for path in paths(description) if len(path) > 1 and path[0] == "vpcs"]
    place = data.draw(st.sampled_from(places))
    parent = description
    for key in place[:-1]:
        parent = parent[key]
    parent[place[-1]] = data.draw(st.sampled_from(JUNK))
    result = lint(parse(json.dumps(description), "test.yaml"), Configuration(select=("network",)), date(2026, 11, 24))
    assert list(rows(result.design))

"""Of several rules about ways that are shut the one speaks that knows the mistake, and it alone."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest
from network.asking import HEAD

from archlint.document import parse
from archlint.lint.configuration import Configuration
from archlint.lint.engine import lint


def found(text: str) -> list[tuple[str, str]]:
    result = lint(parse(HEAD + dedent(text), "test.yaml"), Configuration(select=("network",)), date(2026, 11, 24))
    return [(finding.rule, finding.message) for finding in result.findings if finding.rule != "vpc-not-needed"]


NAT = """
vpcs:
  main:
    cidr: 10.0.0.0/16
    internet_gateway: true
    subnets:
      app: {{cidr: 10.0.0.0/24, zone: a, routes: {{0.0.0.0/0: nat}}}}
      web: {{cidr: 10.0.1.0/24, zone: a, routes: {{{routes}}}}}
    nat_gateways: {{nat: web}}
components:
  work: {{type: lambda, vpc: {{name: main, subnets: app}}}}
  bank: {{type: http_endpoint}}
  ledger: {{type: on_premises, addresses: 192.168.1.5}}
flows:
  - work -> {target}: {{port: 443}}
"""


@pytest.mark.parametrize(
    ("routes", "target", "rules"),
    [
        ("0.0.0.0/0: internet_gateway", "bank", []),
        ("", "bank", ["nat-leads-nowhere"]),
        ("", "ledger", ["nat-leads-nowhere", "cannot-reach"]),  # it would not get there by a way that leads out either
    ],
)
def test_a_nat_gateway_that_leads_nowhere_is_told_of_once(routes: str, target: str, rules: list[str]) -> None:
    assert sorted(rule for rule, _ in found(NAT.format(routes=routes, target=target))) == sorted(rules)


def test_what_stops_everything_goes_before_what_stops_some_ports() -> None:
    text = """
    vpcs:
      main:
        cidr: 10.0.0.0/16
        subnets:
          app: {cidr: 10.0.0.0/24, zone: a}
          data: {cidr: 10.0.1.0/24, zone: a, acl: linux}
        acls:
          linux:
            ingress: {1: {allow: 0.0.0.0/0}}
            egress: {1: {allow: 0.0.0.0/0, ports: 32768-65535}}
        security_groups: {app: {}, data: {}}
    components:
      work: {type: lambda, vpc: {name: main, subnets: app, security_groups: app}}
      store: {type: rds, engine: mysql, instance_type: db.t4g.micro, vpc: {name: main, subnets: data, security_groups: data}}
    flows:
      - work -> store
    """
    ((rule, message),) = found(text)
    assert rule == "cannot-reach"
    assert "security group data admits no tcp 3306" in message


ENDPOINTS = """
vpcs:
  main:
    cidr: 10.0.0.0/16
    dns_hostnames: true
    subnets: {{app: {{cidr: 10.0.0.0/24, zone: a, routes: {{}}}}, other: {{cidr: 10.0.1.0/24, zone: a}}}}
    endpoints: {{{own}}}
  far:
    cidr: 10.1.0.0/16
    subnets: {{b: {{cidr: 10.1.0.0/24, zone: a}}}}
    endpoints: {{s3: {{kind: gateway, subnets: b}}}}
components:
  work: {{type: lambda, vpc: {{name: main, subnets: app}}}}
  files: {{type: s3}}
flows:
  - work -> files
"""


@pytest.mark.parametrize(
    ("own", "rules"),
    [
        ("", ["no-way-out"]),  # another network's endpoint does not help
        ("s3: {kind: gateway, subnets: other}", ["endpoint-kind-wrong"]),
        ("s3: {kind: gateway, subnets: app}", []),
        ("s3: {kind: interface, subnets: other}", []),
    ],
)
def test_an_endpoint_that_is_there_and_not_led_to_is_told_of(own: str, rules: list[str]) -> None:
    assert [rule for rule, _ in found(ENDPOINTS.format(own=own))] == rules

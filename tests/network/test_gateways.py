"""Ways between networks and out of them: transit gateways, VPNs, NAT gateways, and which of two routes wins."""

from __future__ import annotations

import pytest
from network.asking import reach, reasons

JOINED = """
vpcs:
  app: {cidr: 10.1.0.0/16, subnets: {a: {cidr: 10.1.0.0/24, zone: a, routes: {10.0.0.0/8: hub, 192.168.0.0/16: hub}}}}
  data: {cidr: 10.2.0.0/16, subnets: {b: {cidr: 10.2.0.0/24, zone: a, routes: {10.0.0.0/8: hub}}}}
  lone: {cidr: 10.3.0.0/16, subnets: {c: {cidr: 10.3.0.0/24, zone: b, routes: {10.0.0.0/8: hub}}}}
transit_gateways:
  hub: {attachments: {app: {subnets: [a]}, data: {subnets: [b]}, office-vpn: {}}}
vpns: {office-vpn: {transit_gateway: hub, site: office}}
sites: {office: {cidrs: 192.168.0.0/16, hosts: {erp: 192.168.4.20}}}
components:
  fn: {type: lambda, vpc: {name: app, subnets: [a]}}
  db: {type: ec2, instance_type: t4g.micro, vpc: {name: data, subnets: [b], address: 10.2.0.20}}
  far: {type: ec2, instance_type: t4g.micro, vpc: {name: lone, subnets: [c]}}
"""


def test_a_transit_gateway_without_tables_joins_everything_attached_to_it() -> None:
    admitting = "security_groups: {default: {ingress: [{from: 10.1.0.0/16, protocol: all}]}},"
    opened = JOINED.replace("data: {cidr: 10.2.0.0/16,", f"data: {{cidr: 10.2.0.0/16, {admitting}")
    assert reach(opened, "fn", "db").verdict == "delivered"
    assert reasons(reach(JOINED, "fn", "db")) == [("sg-ingress", "db")]


def test_what_is_not_attached_is_not_reached() -> None:
    assert reasons(reach(JOINED, "far", "db")) == [("tgw-no-attachment", "hub")]


def test_a_site_is_reached_over_its_vpn_and_reaches_in() -> None:
    assert reach(JOINED, "fn", "office").verdict == "delivered"
    assert reasons(reach(JOINED, "fn", "192.168.9.9")) == []
    assert reasons(reach(JOINED, "192.168.4.20", "db")) == [("sg-ingress", "db"), ("no-return-route", "b")]


def test_a_site_that_its_vpn_no_longer_leads_to_is_lost() -> None:
    down = JOINED.replace("site: office}", "site: office, state: down}")
    assert reasons(reach(down, "fn", "office")) == [("tgw-blackhole", "hub")]


EPHEMERAL = """
vpcs:
  main:
    cidr: 10.0.0.0/16
    internet_gateway: true
    subnets:
      public: {{cidr: 10.0.0.0/24, zone: a, routes: {{0.0.0.0/0: internet_gateway}}, acl: {public}}}
      private: {{cidr: 10.0.1.0/24, zone: a, routes: {{0.0.0.0/0: nat}}, acl: {private}}}
    nat_gateways: {{nat: public}}
    acls:
      open: {{ingress: {{1: {{allow: 0.0.0.0/0}}}}, egress: {{1: {{allow: 0.0.0.0/0}}}}}}
      linux:
        ingress: {{1: {{allow: 0.0.0.0/0, ports: 32768-60999}}, 2: {{allow: 10.0.0.0/16, ports: 443}}}}
        egress: {{1: {{allow: 0.0.0.0/0}}}}
components:
  box: {{type: ec2, instance_type: t4g.micro, vpc: {{name: main, subnets: private}}}}
  work: {{type: lambda, vpc: {{name: main, subnets: private}}}}
"""


@pytest.mark.parametrize(
    ("source", "private", "public", "expected"),
    [
        ("box", "linux", "open", "delivered"),  # before the NAT gateway answers go to the client's own ports
        ("work", "linux", "open", "partial"),
        ("box", "open", "linux", "partial"),  # beyond it to the NAT gateway's, from 1024 on
    ],
)
def test_a_nat_gateway_speaks_from_ports_of_its_own(source: str, private: str, public: str, expected: str) -> None:
    text = EPHEMERAL.format(private=private, public=public)
    assert reach(text, source, "internet").verdict == expected


def test_sites_reach_each_other_through_a_transit_gateway_and_nothing_beyond_a_network() -> None:
    text = """
    vpcs:
      main:
        cidr: 10.0.0.0/16
        internet_gateway: true
        subnets: {door: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}}
    sites: {north: 192.168.0.0/24, south: 192.168.1.0/24}
    vpns:
      up: {transit_gateway: hub, site: north}
      down: {transit_gateway: hub, site: south}
    transit_gateways:
      hub:
        attachments:
          main: {subnets: door, table: all, propagate: all}
          up: {table: all, propagate: all}
          down: {table: all, propagate: all}
        tables: {all: {0.0.0.0/0: main}}
    """
    assert reach(text, "north", "south").verdict == "delivered"
    assert reasons(reach(text, "north", "8.8.8.8")) == [("vpn-not-transitive", "main")]


def test_what_else_stops_a_packet_that_no_route_takes_is_told_of_the_way_in() -> None:
    text = """
    vpcs:
      one: {cidr: 10.1.0.0/16, subnets: {a: {cidr: 10.1.0.0/24, zone: a}}}
      two:
        cidr: 10.2.0.0/16
        subnets: {b: {cidr: 10.2.0.0/24, zone: a, acl: out, routes: {10.1.0.0/16: both}}}
        acls: {out: {egress: {1: {allow: 0.0.0.0/0}}}}
        security_groups: {open: {ingress: [{from: 0.0.0.0/0}]}}
    peerings: {both: [one, two]}
    components:
      near: {type: ec2, instance_type: t4g.micro, vpc: {name: one}}
      far: {type: ec2, instance_type: t4g.micro, vpc: {name: two, security_groups: open}}
    """
    assert reasons(reach(text, "near", "far")) == [("no-route", "a"), ("nacl-ingress", "b")]


HUB = """
vpcs:
  one: {{cidr: 10.1.0.0/16, subnets: {{a: {{cidr: 10.1.0.0/24, zone: a, routes: {{10.0.0.0/8: hub}}}}}}}}
  two:
    cidr: 10.2.0.0/16
    subnets:
      b: {{cidr: 10.2.0.0/24, zone: a, routes: {{10.1.0.0/16: hub, 10.3.0.0/16: both}}, acl: {acl}}}
    acls:
      open: {{ingress: {{1: {{allow: 0.0.0.0/0}}}}, egress: {{1: {{allow: 0.0.0.0/0}}}}}}
      out: {{egress: {{1: {{allow: 0.0.0.0/0}}}}}}
    security_groups: {{open: {{ingress: [{{from: 0.0.0.0/0}}]}}}}
  three:
    cidr: 10.3.0.0/16
    subnets: {{c: {{cidr: 10.3.0.0/24, zone: a, routes: {{10.1.0.0/16: both}}}}}}
    security_groups: {{open: {{ingress: [{{from: 0.0.0.0/0}}]}}}}
peerings: {{both: [two, three]}}
transit_gateways:
  hub:
    attachments: {{one: {{table: all}}, two: {{table: all}}}}
    tables: {{all: {{10.1.0.0/16: one, 10.0.0.0/8: two}}}}
components:
  near: {{type: ec2, instance_type: t4g.micro, vpc: {{name: one}}}}
  door: {{type: ec2, instance_type: t4g.micro, vpc: {{name: two, security_groups: open}}}}
  far: {{type: ec2, instance_type: t4g.micro, vpc: {{name: three, security_groups: open}}}}
"""


@pytest.mark.parametrize(
    ("target", "acl", "expected"),
    [
        ("door", "open", []),
        ("door", "out", [("nacl-ingress", "b")]),  # what comes from a transit gateway enters even its own subnet
        ("far", "open", [("peering-not-transitive", "two")]),  # and goes no further by peering
    ],
)
def test_a_transit_gateway_leads_into_a_subnet_and_not_through_the_network(
    target: str, acl: str, expected: list[tuple[str, str]]
) -> None:
    assert reasons(reach(HUB.format(acl=acl), "near", target)) == expected


DOORS = """
vpcs:
  one:
    cidr: 10.1.0.0/16
    subnets:
      app: {{cidr: 10.1.0.0/24, zone: a, routes: {{10.0.0.0/8: hub}}}}
      door: {{cidr: 10.1.1.0/24, zone: a, routes: {{10.0.0.0/8: hub}}, acl: out}}
    acls: {{out: {{ingress: {{1: {{allow: 10.2.0.0/16}}}}, egress: {{1: {{allow: 0.0.0.0/0}}}}}}}}
  two:
    cidr: 10.2.0.0/16
    subnets: {{b: {{cidr: 10.2.0.0/24, zone: a, routes: {{10.1.0.0/16: hub}}}}}}
    security_groups: {{open: {{ingress: [{{from: 0.0.0.0/0}}]}}}}
transit_gateways:
  hub:
    attachments: {{one: {{table: all, subnets: door}}, two: {{table: all}}, other: {{peer: far, table: all}}}}
    tables: {{all: {{10.1.0.0/16: one, 10.2.0.0/16: {to}}}}}
  far: {{}}
components:
  near: {{type: ec2, instance_type: t4g.micro, vpc: {{name: one, subnets: app}}}}
  there: {{type: ec2, instance_type: t4g.micro, vpc: {{name: one, subnets: door}}}}
  target: {{type: ec2, instance_type: t4g.micro, vpc: {{name: two, security_groups: open}}}}
"""


@pytest.mark.parametrize(
    ("source", "to", "expected"),
    [
        ("near", "two", [("nacl-ingress", "door", "SUBNET_ACL_RESTRICTION")]),  # it enters the attachment's subnet
        ("there", "two", []),  # which does not enter its own
        ("there", "blackhole", [("tgw-blackhole", "hub", "TGW_RTB_BAD_STATE_ROUTE")]),
        ("there", "blackhole, 10.0.0.0/8: two", [("tgw-blackhole", "hub", "TGW_RTB_MORE_SPECIFIC_ROUTE")]),
        ("there", "other", [("tgw-blackhole", "hub", "TGW_RTB_BAD_STATE_ROUTE")]),  # its peer knows nothing of it
    ],
)
def test_a_transit_gateway_is_entered_through_a_subnet_and_left_by_its_table(
    source: str, to: str, expected: list[tuple[str, str, str]]
) -> None:
    found = reach(DOORS.format(to=to), source, "target")
    assert [(stop.why, stop.where, stop.code) for stop in found.stops] == expected


TIES = """
prefix_lists: {{far: 10.2.0.0/16}}
vpcs:
  one:
    cidr: 10.1.0.0/16
    subnets: {{a: {{cidr: 10.1.0.0/24, zone: a, routes: [{routes}]}}}}
  two:
    cidr: 10.2.0.0/16
    subnets: {{b: {{cidr: 10.2.0.0/24, zone: a, routes: {{10.1.0.0/16: {back}}}}}}}
    security_groups: {{open: {{ingress: [{{from: 0.0.0.0/0}}]}}}}
peerings: {{both: [one, two]}}
vpns: {{line: {{vpc: one, site: office}}, again: {{transit_gateway: hub, site: office}}}}
sites: {{office: 10.2.0.0/16}}
transit_gateways:
  hub:
    attachments:
      again: {{table: all, propagate: all}}
      one: {{table: all, propagate: all}}
      two: {{table: all, propagate: all}}
    tables: {{all: {{}}}}
components:
  near: {{type: ec2, instance_type: t4g.micro, vpc: {{name: one}}}}
  target: {{type: ec2, instance_type: t4g.micro, vpc: {{name: two, security_groups: open}}}}
"""
LISTED = "{dest: prefix:far, target: both}"
LEARNED = "{dest: 10.2.0.0/16, target: line, propagated: true}"
WRITTEN = "{dest: 10.2.0.0/16, target: line}"


@pytest.mark.parametrize(
    ("routes", "back", "expected"),
    [
        (f"{LEARNED}, {LISTED}", "both", []),  # a prefix list beats what was learned
        (f"{LISTED}, {WRITTEN}", "both", [("misrouted", "a")]),  # and a written CIDR beats a prefix list
        (f"{LEARNED}, {{dest: 10.2.0.0/16, target: both}}", "both", []),
        ("{dest: 10.2.0.0/16, target: hub}", "hub", []),  # a network's own addresses beat what a VPN announces
        ("{dest: 10.1.0.0/16, target: both}, {dest: 10.2.0.0/16, target: both}", "both", []),  # local beats all
    ],
)
def test_of_two_routes_for_one_destination_one_wins(routes: str, back: str, expected: list[tuple[str, str]]) -> None:
    assert reasons(reach(TIES.format(routes=routes, back=back), "near", "target")) == expected

"""What reaches what, in descriptions as people write them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from network.asking import network, reach, reasons

from archlint.design.network.addresses import show_address
from archlint.design.network.answer import Question, UnknownEndError
from archlint.design.network.reach import ask

PRIVATE = """
vpcs:
  main:
    cidr: 10.0.0.0/16
    dns_hostnames: true
    internet_gateway: true
    subnets:
      public: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
      private: {cidr: 10.0.1.0/24, zone: a, routes: {0.0.0.0/0: nat}}
      closed: {cidr: 10.0.2.0/24, zone: a}
    nat_gateways: {nat: {subnet: public}}
    endpoints:
      s3: {kind: gateway, subnets: [closed]}
      sqs: {kind: interface, subnets: [closed], security_groups: [endpoints]}
      sns: {kind: interface, subnets: [closed]}
    security_groups:
      workers: {}
      endpoints: {ingress: [{from: workers, ports: 443}]}
      narrow: {egress: [{to: service:s3, ports: 443}]}
components:
  work: {type: lambda, vpc: {name: main, subnets: [private], security_groups: [workers]}}
  shut: {type: lambda, vpc: {name: main, subnets: [closed], security_groups: [workers]}}
  thin: {type: lambda, vpc: {name: main, subnets: [closed], security_groups: [narrow]}}
  shown: {type: lambda, vpc: {name: main, subnets: [public], security_groups: [workers]}}
  both: {type: lambda, vpc: {name: main, subnets: [private, public], security_groups: [workers]}}
  free: {type: lambda}
  box: {type: ec2, instance_type: t4g.micro, vpc: {name: main, subnets: [public], public_address: true}}
  queue: {type: sqs}
  files: {type: s3}
"""


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("work", "internet", []),
        ("shut", "internet", [("no-route", "closed")]),
        ("shown", "internet", [("igw-no-public-ip", "main.internet_gateway")]),
        ("box", "internet", []),
        ("free", "internet", []),
        ("free", "sqs", []),
        ("free", "work", [("not-in-vpc", "internet")]),
        ("shut", "sqs", []),
        ("work", "sqs", []),
        ("shut", "s3", []),
        ("thin", "s3", []),
        ("thin", "sqs", [("sg-egress", "thin"), ("endpoint-sg", "sqs")]),
        ("shut", "sns", [("endpoint-sg", "sns")]),
        ("shut", "dynamodb", None),
        ("box", "work", [("lambda-no-ingress", "work")]),
    ],
)
def test_functions_reach_what_routes_endpoints_and_groups_let_them(
    source: str, target: str, expected: list[tuple[str, str]] | None
) -> None:
    if expected is None:
        with pytest.raises(UnknownEndError):
            reach(PRIVATE, source, target)
    else:
        assert reasons(reach(PRIVATE, source, target)) == expected


def test_a_function_in_two_subnets_may_use_either_so_the_answer_is_partial() -> None:
    answer = reach(PRIVATE, "both", "internet")
    assert answer.verdict == "partial"
    assert [path.verdict for path in answer.paths] == ["delivered", "dropped"]


def test_the_path_is_told_hop_by_hop_there_and_back() -> None:
    path = reach(PRIVATE, "work", "internet").paths[0]
    assert [(hop.kind, hop.name) for hop in path.hops if not hop.returning] == [
        ("sg-egress", "workers"),
        ("nacl-egress", "default"),
        ("route", "private"),
        ("nacl-ingress", "default"),
        ("nat-gateway", "nat"),
        ("nacl-egress", "default"),
        ("route", "public"),
        ("internet-gateway", "main"),
    ]
    assert [hop.kind for hop in path.hops if hop.returning] == [
        "nacl-ingress",
        "nacl-egress",
        "route",
        "nacl-ingress",
    ]


def test_a_stop_says_where_in_the_description_it_is_mended() -> None:
    stops = {stop.why: stop.at for name in ("shut", "shown") for stop in reach(PRIVATE, name, "internet").stops}
    assert stops == {
        "no-route": ("vpcs", "main", "subnets", "closed"),
        "igw-no-public-ip": ("vpcs", "main", "internet_gateway"),
    }


def test_private_names_of_endpoints_need_dns_host_names() -> None:
    answer = reach(PRIVATE.replace("dns_hostnames: true", "dns_hostnames: false"), "shut", "sqs")
    assert reasons(answer) == [("endpoint-dns", "closed")]


def test_an_endpoint_that_denies_is_reached_and_refuses() -> None:
    denying = PRIVATE.replace("security_groups: [endpoints]}", "security_groups: [endpoints], policy: deny}")
    answer = reach(denying, "shut", "sqs")
    assert answer.verdict == "delivered"
    assert answer.denied_by == ("vpcs", "main", "endpoints", "sqs")


def test_nothing_says_it_reaches_what_does_not_exist() -> None:
    with pytest.raises(UnknownEndError):
        ask(network(PRIVATE), Question("work", "nobody"))


SIX = """
vpcs:
  main:
    cidr: 10.0.0.0/16
    cidr6: 2001:db8::/56
    egress_only_gateway: true
    subnets:
      dual: {cidr: 10.0.0.0/24, cidr6: "2001:db8::/64", zone: a, routes: {"::/0": egress_only_gateway}}
components:
  old: {type: lambda, vpc: {name: main, subnets: [dual]}}
  new: {type: lambda, vpc: {name: main, subnets: [dual], ipv6: true}}
  box: {type: ec2, instance_type: t4g.micro, vpc: {name: main, subnets: [dual], address6: "2001:db8::10", ipv6: true}}
  out: {type: lambda}
"""


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("new", "2606:4700::1", []),
        ("old", "2606:4700::1", [("no-ipv6", "old")]),
        ("new", "8.8.8.8", [("no-route", "dual")]),
        ("out", "2606:4700::1", [("no-ipv6", "out")]),
        ("2606:4700::1", "2001:db8::10", [("egress-only-unsolicited", "main.egress_only_gateway")]),
    ],
)
def test_ipv6_has_routes_and_gateways_of_its_own(source: str, target: str, expected: list[tuple[str, str]]) -> None:
    assert reasons(reach(SIX, source, target)) == expected


OPEN_SIX = """
vpcs:
  main:
    cidr: 10.0.0.0/16
    cidr6: 2001:db8::/56
    internet_gateway: true
    subnets:
      web: {cidr: 10.0.0.0/24, cidr6: "2001:db8::/64", zone: a, routes: {"::/0": internet_gateway}}
    security_groups:
      six: {ingress: [{from: "::/0", ports: 443}]}
      four: {ingress: [{from: 0.0.0.0/0, ports: 443}]}
components:
  new: {type: ec2, instance_type: t4g, vpc: {name: main, subnets: web, security_groups: six, address6: "2001:db8::10"}}
  old: {type: ec2, instance_type: t4g, vpc: {name: main, subnets: web, security_groups: four, address6: "2001:db8::11"}}
"""


def test_an_ipv6_address_needs_no_pairing_and_rules_of_its_own() -> None:
    assert reasons(reach(OPEN_SIX, "2606:4700::1", "2001:db8::10")) == []
    assert reasons(reach(OPEN_SIX, "2606:4700::1", "2001:db8::11")) == [("sg-ingress", "old")]
    assert reasons(reach(OPEN_SIX, "new", "2606:4700::1")) == []


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


BALANCED = """
vpcs:
  main:
    cidr: 10.0.0.0/16
    internet_gateway: true
    subnets:
      front: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
      back: {cidr: 10.0.1.0/24, zone: a}
    security_groups:
      web: {ingress: [{from: 0.0.0.0/0, ports: 80}]}
      app: {ingress: [{from: web, ports: 8080}]}
components:
  alb:
    type: load_balancer
    scheme: internet_facing
    listeners: {80: {protocol: http, to: app, port: 8080}}
    vpc: {name: main, subnets: [front], security_groups: [web]}
  nlb:
    type: load_balancer
    kind: network
    scheme: internet_facing
    listeners: {80: {protocol: tcp, to: app, port: 8080}}
    vpc: {name: main, subnets: [front]}
  app: {type: ecs_service, cpu: 1, memory: 2 GB, vpc: {name: main, subnets: [back], security_groups: [app]}}
"""


@pytest.mark.parametrize(
    ("target", "port", "expected"),
    [
        ("alb", 80, []),
        ("alb", 81, [("sg-ingress", "alb"), ("no-listener", "alb")]),
        ("nlb", 80, [("sg-ingress", "app")]),
        ("nlb", 81, [("no-listener", "nlb")]),
    ],
)
def test_load_balancers_are_judged_with_what_stands_behind_them(
    target: str, port: int, expected: list[tuple[str, str]]
) -> None:
    """An application load balancer speaks for itself; a network one keeps the client's address, which `app` refuses."""
    assert reasons(reach(BALANCED, "internet", target, port)) == expected


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


@pytest.mark.parametrize(
    ("groups", "at", "related"),
    [
        ("[db]", ("vpcs", "main", "security_groups", "db", "ingress"), [("components", "store", "vpc")]),
        (
            "[db, more]",
            ("components", "store", "vpc"),
            [("vpcs", "main", "security_groups", name, "ingress") for name in ("db", "more")],
        ),
        ("[default]", ("components", "store", "vpc"), []),  # which nobody wrote
    ],
)
def test_a_group_that_shuts_somebody_out_is_shown_where_it_can_be_mended(
    groups: str, at: tuple[str, ...], related: list[tuple[str, ...]]
) -> None:
    text = f"""
    vpcs:
      main:
        cidr: 10.0.0.0/16
        subnets: {{app: {{cidr: 10.0.0.0/24, zone: a}}}}
        security_groups: {{work: {{}}, db: {{}}, more: {{ingress: [{{from: 10.9.0.0/16}}]}}}}
    components:
      work: {{type: lambda, vpc: {{name: main, security_groups: work}}}}
      store: {{type: rds, engine: mysql, instance_type: db.t4g.micro, vpc: {{name: main, security_groups: {groups}}}}}
    """
    (stop,) = reach(text, "work", "store", 3306).stops
    assert (stop.why, stop.at, list(stop.related)) == ("sg-ingress", at, related)


TWO_TARGETS = """
vpcs:
  main:
    cidr: 10.0.0.0/16
    subnets:
      a: {{cidr: 10.0.0.0/24, zone: a}}
      b: {{cidr: 10.0.1.0/24, zone: b, acl: {acl}}}
    acls:
      open: {{ingress: {{1: {{allow: 0.0.0.0/0}}}}, egress: {{1: {{allow: 0.0.0.0/0}}}}}}
      still: {{ingress: {{1: {{allow: 0.0.0.0/0}}}}, egress: {{1: {{allow: 0.0.0.0/0, ports: 443}}}}}}
    security_groups: {{open: {{ingress: [{{from: 0.0.0.0/0}}]}}, no-1: {{}}, no-2: {{}}}}
components:
  client: {{type: ec2, instance_type: t4g.micro, vpc: {{name: main, subnets: a}}}}
  lb:
    type: load_balancer
    kind: {kind}
    vpc: {{name: main, subnets: a, security_groups: open}}
    cross_zone: true
    listeners: {{443: {{protocol: {protocol}, to: [one, two]}}}}
  one: {{type: ec2, instance_type: t4g.micro, vpc: {{name: main, subnets: b, security_groups: {one}}}}}
  two: {{type: ec2, instance_type: t4g.micro, vpc: {{name: main, subnets: b, security_groups: {two}}}}}
"""


@pytest.mark.parametrize(
    ("kind", "one", "two", "acl", "expected"),
    [
        ("application", "open", "open", "open", []),
        ("application", "no-1", "open", "open", []),  # one healthy target is enough
        ("application", "no-1", "no-2", "open", [("sg-ingress", "one"), ("sg-ingress", "two")]),
        ("application", "open", "no-2", "still", [("nacl-return-egress", "b")]),
        ("network", "no-1", "open", "open", []),
        ("network", "no-1", "no-2", "open", [("sg-ingress", "one"), ("sg-ingress", "two")]),
        ("network", "open", "no-2", "still", [("nacl-return-egress", "b")]),
    ],
)
def test_a_load_balancer_is_as_good_as_its_best_target(
    kind: str, one: str, two: str, acl: str, expected: list[tuple[str, str]]
) -> None:
    protocol = "https" if kind == "application" else "tcp"
    found = reach(TWO_TARGETS.format(kind=kind, one=one, two=two, acl=acl, protocol=protocol), "client", "lb")
    assert [reason for reason in reasons(found) if acl == "open" or reason[0] != "sg-ingress"] == expected
    assert (found.verdict == "delivered") == (expected == [])


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


@pytest.mark.parametrize(
    ("routes", "address"),
    [("{}", "198.51.100.7"), ("{10.2.0.0/16: both}", "10.2.0.4")],
)
def test_a_name_leads_to_the_private_address_where_a_route_of_ones_own_does(routes: str, address: str) -> None:
    text = f"""
    vpcs:
      one: {{cidr: 10.1.0.0/16, subnets: {{a: {{cidr: 10.1.0.0/24, zone: a, routes: {routes}}}}}}}
      two: {{cidr: 10.2.0.0/16, subnets: {{b: {{cidr: 10.2.0.0/24, zone: a}}}}}}
    peerings: {{both: [one, two]}}
    components:
      near: {{type: ec2, instance_type: t4g.micro, vpc: {{name: one}}}}
      far: {{type: ec2, instance_type: t4g.micro, vpc: {{name: two, public_address: 198.51.100.7}}}}
    """
    (path,) = reach(text, "near", "far").paths
    assert show_address(path.target_address) == address


def test_only_instances_get_a_public_address_of_their_subnet() -> None:
    text = """
    vpcs:
      main:
        cidr: 10.0.0.0/16
        internet_gateway: true
        subnets:
          web: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}, public_addresses: true}
    components:
      box: {type: ec2, instance_type: t4g.micro, vpc: {name: main}}
      fleet: {type: auto_scaling_group, instance_type: t4g.micro, max: 2, vpc: {name: main}}
      task: {type: ecs_service, cpu: 1, memory: 2 GB, vpc: {name: main}}
      shown: {type: ecs_service, cpu: 1, memory: 2 GB, vpc: {name: main, public_address: true}}
      hidden: {type: ec2, instance_type: t4g.micro, vpc: {name: main, public_address: false}}
    """
    found = {name: reach(text, name, "internet").verdict for name in ("box", "fleet", "task", "shown", "hidden")}
    assert found == {
        "box": "delivered",
        "fleet": "delivered",
        "task": "dropped",
        "shown": "delivered",
        "hidden": "dropped",
    }


def test_flows_out_of_a_load_balancer_are_its_targets() -> None:
    text = """
    vpcs:
      main:
        cidr: 10.0.0.0/16
        subnets: {app: {cidr: 10.0.0.0/24, zone: a}}
        security_groups: {open: {ingress: [{from: 0.0.0.0/0}]}, shut: {}}
    components:
      client: {type: ec2, instance_type: t4g.micro, vpc: {name: main}}
      lb: {type: load_balancer, vpc: {name: main, security_groups: open}, listeners: {80: {protocol: http}}}
      other: {type: load_balancer, vpc: {name: main, security_groups: open}, listeners: {80: {protocol: http}}}
      good: {type: ec2, instance_type: t4g.micro, vpc: {name: main, security_groups: open}}
      bad: {type: ec2, instance_type: t4g.micro, vpc: {name: main, security_groups: shut}}
    flows:
      - lb -> bad: {}
      - other -> good: {}
    """
    assert reasons(reach(text, "client", "lb", 80)) == [("sg-ingress", "bad")]
    assert reasons(reach(text, "client", "other", 80)) == []


@pytest.mark.parametrize(
    "cases",
    [
        "tests/network/cases.yaml",
        pytest.param(
            SHARED := "../shared/facts/reachability-cases.yaml",
            marks=pytest.mark.skipif(not Path(SHARED).is_file(), reason="the case file is not here"),
        ),
    ],
)
def test_every_verdict_of_a_case_file_comes_out_with_its_place_and_reason(cases: str) -> None:
    run = subprocess.run(
        [sys.executable, "tests/reachability_cases.py", cases, "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    results = json.loads(run.stdout)
    assert [result["id"] for result in results if result["verdict"] != "agree"] == []
    assert [result["id"] for result in results if result["expected"] == "dropped" and not result["explained"]] == []

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

"""Load balancers with what stands behind them, and who has a public address."""

from __future__ import annotations

import pytest
from network.asking import reach, reasons

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

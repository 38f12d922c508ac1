"""The flows of a design as questions to its networks: which are asked, to which port, and what is not known."""

from __future__ import annotations

from textwrap import dedent

import pytest
from network.asking import HEAD

from archlint.design.graph import Design
from archlint.design.network.flows import connection
from archlint.document import parse
from archlint.model.understanding import understand


def verdicts(text: str) -> dict[str, tuple[str, int, list[str]] | None]:
    """For each flow its verdict, its port and the reasons for it; None for what crosses no network or is not known."""
    design = Design(understand(parse(HEAD + dedent(text), "test.yaml")))
    found = {}
    for flow in design.all_flows:
        crossing = design.network.crossing(flow)
        answer = crossing.answer if crossing is not None else None
        reasons = [stop.why for stop in answer.stops] if answer is not None else []
        asked = crossing.question.port if crossing is not None else 0
        found[str(flow)] = (answer.verdict, asked, reasons) if answer is not None else None
    return found


SITE = """
vpcs:
  main:
    cidr: 10.0.0.0/16
    subnets:
      led: {{cidr: 10.0.0.0/24, zone: a, routes: {{192.168.0.0/16: line}}}}
      lost: {{cidr: 10.0.1.0/24, zone: a}}
    security_groups: {{shut: {{egress: []}}}}
vpns: {{line: {{vpc: main, site: office}}}}
sites: {{office: 192.168.0.0/16}}
components:
  work: {{type: lambda, vpc: {{name: main, subnets: {subnet}, security_groups: {group}}}}}
  ledger: {{type: on_premises, addresses: 192.168.1.5, via: line}}
flows:
  - work -> ledger: {{{settings}}}
"""


@pytest.mark.parametrize(
    ("subnet", "group", "settings", "expected"),
    [
        ("led", "default", "", None),  # nothing stops it, but nobody says to which port it goes
        ("led", "shut", "", None),  # what a group lets out may depend on the port
        ("lost", "shut", "", ("dropped", 0, ["no-route"])),  # a missing route does not
        ("lost", "shut", "port: 1521", ("dropped", 1521, ["sg-egress", "no-route"])),
        ("led", "default", "port: 1521", ("delivered", 1521, [])),
        ("led", "shut", "protocol: icmp", ("dropped", 0, ["sg-egress"])),  # icmp has no ports
        ("[led, lost]", "default", "", ("partial", 0, ["no-route"])),
    ],
)
def test_without_a_port_only_what_stops_every_port_is_concluded(
    subnet: str, group: str, settings: str, expected: tuple[str, int, list[str]] | None
) -> None:
    assert verdicts(SITE.format(subnet=subnet, group=group, settings=settings)) == {"work -> ledger": expected}


DUAL = """
vpcs:
  main:
    cidr: 10.0.0.0/16
    cidr6: 2001:db8::/56
    egress_only_gateway: true
    subnets:
      dual: {cidr: 10.0.0.0/24, cidr6: "2001:db8::/64", zone: a, routes: {"::/0": egress_only_gateway}}
      six: {cidr6: "2001:db8:0:1::/64", zone: a, routes: {"::/0": egress_only_gateway}}
    security_groups: {open: {ingress: [{from: "::/0", ports: 443}]}}
components:
  both: {type: lambda, vpc: {name: main, subnets: dual, ipv6: true}}
  four: {type: lambda, vpc: {name: main, subnets: dual}}
  box: {type: ec2, instance_type: t4g.micro, vpc: {name: main, subnets: six}}
  bank: {type: http_endpoint}
  till: {type: http_endpoint, address: 8.8.8.8}
  jobs: {type: sqs}
  page: {type: ec2, instance_type: t4g.micro, vpc: {name: main, subnets: dual, ipv6: true, security_groups: open}}
flows:
  - box -> page: {port: 443}
  - both -> bank
  - four -> bank
  - box -> bank
  - both -> till
  - both -> jobs
"""


def test_somebody_elses_endpoint_may_have_an_ipv6_address() -> None:
    assert verdicts(DUAL) == {
        "box -> page": ("delivered", 443, []),  # by the address of the family that both have
        "both -> bank": None,
        "four -> bank": ("dropped", 443, ["no-route"]),
        "box -> bank": None,
        "both -> till": ("dropped", 443, ["no-route"]),
        "both -> jobs": ("dropped", 443, ["no-route"]),
    }


def test_a_subnet_for_ipv6_alone_gives_nothing_an_ipv4_address() -> None:
    design = Design(understand(parse(HEAD + dedent(DUAL), "test.yaml")))
    (foot,) = design.network.network.nodes["box"].interfaces
    assert [address >= 1 << 128 for address in foot.addresses] == [True]


@pytest.mark.parametrize(
    ("source", "target", "caller"),
    [
        ("lambda", "rds", "a"),
        ("lambda", "sqs", "a"),
        ("lambda", "lambda", "a"),
        ("ec2", "kinesis", "a"),
        ("rds_proxy", "rds", "a"),
        ("application_balancer", "ecs_service", "a"),
        ("network_balancer", "ecs_service", None),  # it hands its clients' packets on: judged with what reaches it
        ("application_balancer", "lambda", None),
        ("sqs", "ec2", "b"),  # a worker fetches
        ("kinesis", "flink", "b"),
        ("sqs", "lambda", None),  # for a function the service does
        ("sns", "lambda", None),
        ("s3", "lambda", None),
        ("client", "ec2", "a"),
        ("client", "network_balancer", "a"),
        ("client", "api_gateway", None),
        ("client", "lambda", None),
        ("schedule", "ecs_service", None),  # it has a task run, and connects to none
        ("eventbridge", "ec2", None),
        ("pipe", "auto_scaling_group", None),
        ("eventbridge", "application_balancer", "a"),  # an API destination
        ("sns", "ec2", "a"),
        ("api_gateway", "application_balancer", None),  # without a VPC link it sends from nowhere
        ("linked_api", "application_balancer", "a"),
        ("linked_api", "lambda", None),
        ("lambda", "private_api", "a"),
    ],
)
def test_who_opens_the_connection_that_a_flow_goes_over(source: str, target: str, caller: str | None) -> None:
    place = "vpc: {name: main}"
    kinds = {
        "lambda": f"type: lambda, {place}",
        "rds": f"type: rds, engine: mysql, instance_type: db.t4g.micro, {place}",
        "rds_proxy": f"type: rds_proxy, target: b, {place}",
        "ec2": f"type: ec2, instance_type: t4g.micro, {place}",
        "ecs_service": f"type: ecs_service, cpu: 1, memory: 2 GB, {place}",
        "application_balancer": f"type: load_balancer, {place}",
        "network_balancer": f"type: load_balancer, kind: network, {place}",
        "kinesis": "type: kinesis, capacity: on_demand",
        "schedule": "type: schedule, expression: rate(1 day)",
        "api_gateway": "type: api_gateway, protocol: http",
        "linked_api": "type: api_gateway, protocol: http, vpc_link: {name: main}",
        "private_api": "type: api_gateway, protocol: rest, endpoint: private",
    }
    text = f"""
    vpcs: {{main: {{cidr: 10.0.0.0/16, subnets: {{a: {{cidr: 10.0.0.0/24, zone: a}}}}}}}}
    components:
      a: {{{kinds.get(source, f"type: {source}")}}}
      b: {{{kinds.get(target, f"type: {target}")}}}
    flows:
      - a -> b: {{}}
    """
    design = Design(understand(parse(HEAD + dedent(text), "test.yaml")))
    found = connection(design.written[0])
    assert (found[0].name if found is not None else None) == caller


@pytest.mark.parametrize(
    ("source", "expected"),
    [("cloudfront", None), ("eventbridge", None), ("client", ("dropped", 443, ["private-dest-from-internet"]))],
)
def test_what_can_be_let_into_a_network_may_have_been(source: str, expected: tuple[str, int, list[str]] | None) -> None:
    text = f"""
    vpcs: {{main: {{cidr: 10.0.0.0/16, subnets: {{a: {{cidr: 10.0.0.0/24, zone: a}}}}}}}}
    components:
      page: {{type: {source}}}
      lb: {{type: load_balancer, vpc: {{name: main}}, listeners: {{443: {{protocol: https, to: box}}}}}}
      box: {{type: ec2, instance_type: t4g.micro, vpc: {{name: main}}}}
    flows:
      - page -> lb
    """
    assert verdicts(text)["page -> lb"] == expected

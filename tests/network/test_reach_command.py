"""`archlint reach`: its ends, its exit codes, its two formats."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from archlint.cli.main import main
from archlint.cli.reach import split_port

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """archlint: 1
name: test
region: eu-west-1
vpcs:
  main:
    cidr: 10.0.0.0/16
    dns_hostnames: true
    internet_gateway: true
    subnets:
      web: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
      app: {cidr: 10.0.1.0/24, zone: a, routes: {0.0.0.0/0: nat}}
    nat_gateways: {nat: web}
    security_groups: {app: {}, data: {ingress: [{from: app, ports: 5432}]}}
components:
  work: {type: lambda, vpc: {name: main, subnets: app, security_groups: app}}
  store: {type: rds, engine: postgres, instance_type: t4g, vpc: {name: main, subnets: app, security_groups: data}}
  other: {type: rds, engine: postgres, instance_type: db.t4g.micro}
  queue: {type: sqs}
flows:
  - work -> store: {}
  - work -> queue: {}
  - queue -> work: {}
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "system.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("store", ("store", None)),
        ("store:5432", ("store", 5432)),
        ("10.0.0.1:80", ("10.0.0.1", 80)),
        ("2001:db8::1", ("2001:db8::1", None)),
        ("[2001:db8::1]:443", ("2001:db8::1", 443)),
        ("[2001:db8::1]", ("2001:db8::1", None)),
    ],
)
def test_a_port_stands_behind_a_colon(text: str, expected: tuple[str, int | None]) -> None:
    assert split_port(text) == expected


@pytest.mark.parametrize(
    ("ends", "code", "says"),
    [
        (("work", "store"), 0, "work -> store on tcp 5432: delivered"),
        (("work", "store:3306"), 1, "security group data admits no tcp 3306 from work (ENI_SG_RULES_MISMATCH)"),
        (("work", "queue"), 0, "NAT gateway nat in web"),
        (("work", "secretsmanager"), 2, ""),
        (("work", "sqs"), 0, "work -> sqs on tcp 443: delivered"),
        (("internet", "store"), 1, "store has no public address"),
        (("10.0.0.9", "store"), 2, ""),
        (("8.8.8.8", "10.0.1.200:22"), 1, "10.0.1.200 has no public address"),
        (("work", "internet:80"), 0, "work -> internet on tcp 80: delivered"),
        (("queue", "store"), 1, "store has only private addresses, and the caller is in no network"),
        (("store", "work"), 1, "nothing connects to a function's network interface"),
        (("work", "stor"), 2, ""),
        (("work", "other"), 2, ""),
    ],
)
def test_the_exit_code_says_whether_it_gets_there(
    ends: tuple[str, str], code: int, says: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reach", *ends, file, "--isolated"]) == code
    said = capsys.readouterr()
    assert says in said.out
    assert bool(said.err) == (code == 2)


def test_an_unknown_name_is_guessed_at(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["reach", "work", "stor", file, "--isolated"])
    assert "did you mean `store`?" in capsys.readouterr().err


def test_a_component_that_does_not_say_where_it_stands_cannot_be_asked_about(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["reach", "work", "other", file, "--isolated"])
    assert "`other` does not say in which network it stands" in capsys.readouterr().err


def test_the_matrix_has_a_line_for_every_flow(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reach", "--all", file, "--isolated"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "work -> store  delivered  tcp 5432",
        "work -> queue  delivered  tcp 443",
        "queue -> work  -          crosses no network that is known here",
        "2 of 2 flows that cross a network get through",
    ]


def test_the_matrix_for_programs_says_the_same(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reach", "--all", file, "--isolated", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [(flow["flow"], flow["verdict"]) for flow in said["flows"]] == [
        ("work -> store", "delivered"),
        ("work -> queue", "delivered"),
        ("queue -> work", None),
    ]


def test_a_path_for_programs_has_every_hop_with_its_place(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reach", "work", "queue", file, "--isolated", "--format", "json"]) == 0
    (path,) = json.loads(capsys.readouterr().out)["paths"]
    assert [hop["kind"] for hop in path["hops"] if hop["direction"] == "there"] == [
        "sg-egress", "nacl-egress", "route", "nacl-ingress", "nat-gateway", "nacl-egress", "route", "internet-gateway",
    ]  # fmt: skip
    assert {hop["line"] for hop in path["hops"] if hop["kind"] == "route"} == {6, 10, 11}


def test_two_ends_are_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reach", "work"]) == 2
    assert "reach needs two ends" in capsys.readouterr().err

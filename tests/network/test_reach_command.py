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
  box: {type: ec2, instance_type: t4g.micro, vpc: {name: main, subnets: app, security_groups: app}}
  other: {type: rds, engine: postgres, instance_type: db.t4g.micro}
  queue: {type: sqs}
flows:
  - work -> store: {}
  - work -> queue: {}
  - queue -> work: {}
  - queue -> box: {}
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
        (("work", "secretsmanager"), 0, "work -> secretsmanager on tcp 443: delivered"),
        (("kms", "store"), 1, "store has only private addresses, and the caller is in no network"),
        (("queue", "work"), 0, "queue -> work: crosses no network that is known here"),
        (("queue", "box"), 0, "from box in app to sqs: delivered"),
        (("queue", "box:22"), 1, "box has only private addresses"),
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


@pytest.mark.parametrize(
    ("ends", "complaint"),
    [
        (("work", "store:0"), "`0` of store:0 is no port from 1 to 65535"),
        (("work", "store:65536"), "`65536` of store:65536 is no port from 1 to 65535"),
        (("work", "store:sql"), "`sql` of store:sql is no port from 1 to 65535"),
        (("work", "store:"), "`` of store: is no port from 1 to 65535"),
        (("work", "[2001:db8::1"), "`[2001:db8::1` is no address in brackets such as `[2001:db8::1]:443`"),
        (("work", "[2001:db8::1]443"), "`[2001:db8::1]443` is no address in brackets such as `[2001:db8::1]:443`"),
        (("work:443", "store"), "work:443 has a port; only TO has one, and the caller's is `--from-port`"),
        (("work", "sqss"), "did you mean `sqs`?"),
        (("wrk", "sqs"), "did you mean `work`?"),
    ],
)
def test_a_wrong_end_is_one_clear_line(
    ends: tuple[str, str], complaint: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reach", *ends, file, "--isolated"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert complaint in said.err
    assert len(said.err.splitlines()) == 1


def test_what_a_policy_refuses_does_not_get_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refusing = "    endpoints: {s3: {kind: gateway, subnets: app, policy: deny}}\n    security_groups:"
    text = TEXT.replace("    security_groups:", refusing).replace("  - queue -> box: {}", "  - work -> files: {}")
    path = tmp_path / "refusing.yaml"
    path.write_text(text.replace("  queue:", "  files: {type: s3}\n  queue:"), encoding="utf-8")
    assert main(["reach", "work", "files", str(path), "--isolated"]) == 1
    assert "the packets pass, but the endpoint's policy refuses what they carry" in capsys.readouterr().out
    assert main(["reach", "--all", str(path), "--isolated"]) == 1
    assert "work -> files  delivered  tcp 443  the packets pass, but" in capsys.readouterr().out


def test_a_flow_that_crosses_no_network_has_no_verdict(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reach", "queue", "work", file, "--isolated", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["question"], said["verdict"]) == ("queue -> work", None)


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
        "queue -> box   delivered  tcp 443",
        "3 of 3 flows that cross a network get through",
    ]


def test_the_matrix_for_programs_says_the_same(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reach", "--all", file, "--isolated", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [(flow["flow"], flow["verdict"]) for flow in said["flows"]] == [
        ("work -> store", "delivered"),
        ("work -> queue", "delivered"),
        ("queue -> work", None),
        ("queue -> box", "delivered"),
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


def test_the_matrix_says_why_a_flow_into_a_network_is_not_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "open.yaml"
    path.write_text(TEXT + "  - work -> box: {}\n", encoding="utf-8")
    assert main(["reach", "--all", str(path), "--isolated"]) == 0
    assert "work -> box    -          its `port` is not stated" in capsys.readouterr().out.splitlines()
    path.write_text(TEXT.replace("{from: app,", "{from: ap,"), encoding="utf-8")
    assert main(["reach", "--all", str(path), "--isolated"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "work -> store  -          not worked out: a part of the network of work cannot be read",
        "work -> queue  -          not worked out: a part of the network of work cannot be read",
    ]

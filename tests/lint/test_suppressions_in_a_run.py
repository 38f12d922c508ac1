"""What a suppression hides in a run, where it is written, and when it is said to hide nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from archlint.document import parse
from archlint.lint.configuration import Configuration
from archlint.lint.engine import Result, lint
from archlint.lint.running import Wanted
from archlint.lint.running import run as lint_files

TODAY = date(2026, 11, 24)
RULE = "receive-wait-over-limit"
DESIGN = """\
archlint: 1
name: x
region: eu-west-1
components:
  orders:
    type: sqs
    wait_time: {wait}{comment}
    dlq: {{to: failed, max_receives: 5}}{entry}
  failed: {{type: sqs, retention: 14d, alarms: true}}
  work: {{type: ec2, instance_type: t4g.small}}
flows:
  - orders -> work
"""


def run(comment: str = "", entry: str = "", wait: str = "21s", **settings: object) -> Result:
    text = DESIGN.format(comment=comment and f"  # {comment}", entry=entry and f"\n    {entry}", wait=wait)
    return lint(parse(text, "x.yaml"), Configuration(**settings), TODAY)  # type: ignore[arg-type]


def rules(result: Result) -> set[str]:
    return {finding.rule for finding in result.findings} & {RULE, "suppression-unused", "suppression-without-reason"}


@pytest.mark.parametrize(
    ("comment", "entry"),
    [
        (f"archlint: ignore[{RULE}] because the emulator takes it", ""),
        ("archlint: ignore[sqs] because the emulator takes it", ""),
        (f"archlint: ignore[short-polling, {RULE}] because the emulator takes it", ""),
        ("", f"ignore: [{{rule: {RULE}, because: the emulator takes it}}]"),
        ("", f"ignore: [{{rule: {RULE}, because: the emulator takes it, until: 2026-11-24}}]"),
    ],
)
def test_a_finding_is_hidden_with_its_reason(comment: str, entry: str) -> None:
    result = run(comment, entry)
    assert rules(result) == set()
    (hidden,) = [finding for finding in result.suppressed if finding.rule == RULE]
    assert (hidden.suppressed, hidden.because) == (True, "the emulator takes it")


@pytest.mark.parametrize(
    ("comment", "entry", "expected"),
    [
        (f"archlint: ignore[{RULE}]", "", {"suppression-without-reason"}),
        ("archlint: ignore because of everything", "", {RULE, "suppression-unused"}),
        ("archlint: ignore[receive-wait-over-limits] because of haste", "", {RULE, "suppression-unused"}),
        ("", f"ignore: [{{rule: {RULE}, because: later, until: 2026-11-23}}]", {RULE, "suppression-unused"}),
        ("archlint: ignore[queue-without-dead-letter] because of haste", "", {RULE, "suppression-unused"}),
        (f"archlint: ignore[{RULE}] because of haste, until 2027-02-30", "", {RULE, "suppression-unused"}),
        ("", f"ignore: [{{rule: {RULE}, because: later, until: soon}}]", {RULE, "suppression-unused"}),
    ],
)
def test_what_a_suppression_lacks_is_told(comment: str, entry: str, expected: set[str]) -> None:
    assert rules(run(comment, entry)) == expected


def test_nothing_is_said_of_a_suppression_whose_rule_did_not_run() -> None:
    comment = f"archlint: ignore[{RULE}] because the emulator takes it"
    assert rules(run(comment, wait="20s")) == {"suppression-unused"}
    for settings in ({"select": ("document",)}, {"ignore": (RULE,)}, {"ignore": ("sqs",)}):
        assert rules(run(comment, wait="20s", **settings)) == set()
    assert rules(run(comment.replace(RULE, "short-polling"), wait="20s", min_severity="error")) == set()


def test_a_mandatory_rule_cannot_be_hidden() -> None:
    assert rules(run(f"archlint: ignore[{RULE}] because of haste", mandatory=(RULE,))) == {RULE, "suppression-unused"}


def test_where_reasons_are_required_one_without_hides_nothing() -> None:
    said = rules(run(f"archlint: ignore[{RULE}]", require_reason=True))
    assert said >= {RULE, "suppression-without-reason"}


SCENARIOS = """\
scenarios:
  busy:
    components:
      orders: {{wait_time: 30s}}{inside}
  quiet:
    note: nothing else
"""


def unused(folder: Path, scenario: str | None, comment: str = "", entry: str = "", inside: str = "") -> list[int]:
    """The lines of the suppressions that are told to hide nothing, when this scenario is judged."""
    text = DESIGN.format(comment=comment and f"  # {comment}", entry=entry and f"\n    {entry}", wait="20s")
    file = folder / "design.yaml"
    file.write_text(text + SCENARIOS.format(inside=inside and f"  # {inside}"))
    found = lint_files([file], Configuration(), Wanted(scenario, today=TODAY)).findings
    return [finding.line for finding in found if finding.rule == "suppression-unused"]


BUSY = f"archlint: ignore[{RULE}] because the emulator takes it"


@pytest.mark.parametrize("scenario", [None, "quiet", "busy", "all"])
def test_a_suppression_in_a_scenario_is_judged_with_that_scenario_alone(tmp_path: Path, scenario: str | None) -> None:
    file = tmp_path / "design.yaml"
    assert unused(tmp_path, scenario, inside=BUSY) == []
    idle = BUSY.replace(RULE, "queue-without-dead-letter")
    assert unused(tmp_path, scenario, inside=idle) == ([16] if scenario in ("busy", "all") else [])
    assert file.read_text().splitlines()[15].endswith(idle)


@pytest.mark.parametrize(("scenario", "lines"), [(None, [9]), ("quiet", [9]), ("busy", []), ("all", [])])
def test_one_that_hides_something_in_any_scenario_judged_is_of_use(
    tmp_path: Path, scenario: str | None, lines: list[int]
) -> None:
    assert unused(tmp_path, scenario, entry=f"ignore: [{{rule: {RULE}, because: the emulator takes it}}]") == lines


@pytest.mark.parametrize(
    ("until", "says"),
    [
        ("2026-11-23", "ended on 2026-11-23"),
        ("2026-11-31", "ends on `2026-11-31`, which is no date"),
        ("soon", "ends on `soon`, which is no date"),
    ],
)
def test_a_last_day_that_is_over_or_is_none_is_told(until: str, says: str) -> None:
    result = run(entry=f"ignore: [{{rule: {RULE}, because: later, until: {until}}}]")
    (told,) = [finding for finding in result.findings if finding.rule == "suppression-unused"]
    assert told.message == f"the suppression of {RULE} {says}"


def test_a_name_that_is_no_rule_is_told_with_what_was_meant() -> None:
    result = run(f"archlint: ignore[{RULE}s, sqs] because of haste")
    (told,) = [finding for finding in result.findings if finding.rule == "suppression-unused"]
    assert told.message.endswith(f"names `{RULE}s`, which is no rule; did you mean `{RULE}`?")


OWNERS = """\
archlint: 1
name: x
region: eu-west-1
vpcs:
  main:
    cidr: 10.0.0.0/16
    internet_gateway: true
    subnets: {{public: {{cidr: 10.0.0.0/24, zone: a, routes: {{0.0.0.0/0: internet_gateway}}}}}}
    security_groups: {{data: {{ingress: [{{from: 0.0.0.0/0, ports: 5432}}]}}}}{vpc}
components:
  app: {{type: client}}
  work: {{type: lambda, role: worker}}
  jobs: {{type: sqs}}
  store: {{type: rds, engine: postgres, instance_type: db.t4g.medium, vpc: {{name: main, subnets: public, security_groups: data}}}}
roles:
  worker:
    trust: lambda
    allow: [{{actions: "sqs:*", resources: "*"}}]{role}
flows:
  - app -> work: {{name: first, ignore: []}}
  - work -> jobs: {{payload: 2 MB{flow}}}
"""


@pytest.mark.parametrize(
    ("owner", "rule"),
    [("vpc", "group-open-to-world"), ("role", "permission-too-broad"), ("flow", "payload-too-large")],
)
def test_an_entry_hides_what_is_about_its_network_role_or_flow(owner: str, rule: str) -> None:
    entry = f"ignore: [{{rule: {rule}, because: it is meant so}}]"
    blank = {"vpc": "", "role": "", "flow": ""}
    written = {"vpc": f"\n    {entry}", "role": f"\n    {entry}", "flow": f", {entry}"}
    for text, hidden in ((blank, False), (blank | {owner: written[owner]}, True)):
        result = lint(parse(OWNERS.format(**text), "x.yaml"), Configuration(), TODAY)
        assert rule in {finding.rule for finding in (result.suppressed if hidden else result.findings)}
        assert (rule in {finding.rule for finding in result.findings}) is not hidden
        assert not [finding for finding in result.findings if finding.rule == "suppression-unused"]

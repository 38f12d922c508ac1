"""The page about other linters names rules that there are, and all of cfn-lint-serverless."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent

from archlint.lint.configuration import Configuration
from archlint.lint.running import Wanted, run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "other-linters.md").read_text(encoding="utf-8")
SERVERLESS = {
    "WS1000", "ES1001", "WS1002", "WS1003", "WS1004", "ES1005", "ES1006", "ES1007", "ES2000", "WS2001", "WS2002",
    "ES2003", "WS3000", "ES4000", "WS5000", "ES6000", "ES7000",
}  # fmt: skip


def test_every_rule_named_there_is_one_of_ours() -> None:
    rules = {path.stem for path in (ROOT / "rules").glob("*/*.yaml")}
    rows = [line.split("|") for line in PAGE.splitlines() if line.startswith("| ") and "`" in line]
    named = {rule for row in rows for cell in row[2:] for rule in re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", cell)}
    assert len(named) > 40
    assert named - rules == set()


def test_all_rules_of_cfn_lint_serverless_have_a_row() -> None:
    rows = re.findall(r"^\| ([EW]S\d{4}) \|", PAGE, re.MULTILINE)
    assert sorted(rows) == sorted(SERVERLESS)


def test_its_suppressions_hide_what_they_name(tmp_path: Path) -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    feed = """\
Feed:
  Type: AWS::Lambda::EventSourceMapping
  Properties: {FunctionName: !Ref Work, EventSourceArn: !GetAtt Jobs.Arn}
"""
    template = tmp_path / "template.yaml"
    template.write_text("Resources:\n" + indent(block + feed, "  "))
    report = run([template], Configuration(), Wanted())
    hidden = {(found.rule, found.subject) for found in report.suppressed}
    assert hidden == {("queue-without-dead-letter", "Jobs"), ("logs-never-expire", "Work")}
    assert not [found for found in report.findings if found.rule.startswith("suppression")]

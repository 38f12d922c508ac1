"""All scenarios in one run: what is so in the base too is said once, what only a scenario has names it."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from archlint.lint.configuration import Configuration
from archlint.lint.report import Report
from archlint.lint.running import Wanted, run

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """
archlint: 1
name: shop
region: us-east-1
budget: $50/month
components:
  shop: {type: client}
  work: {type: lambda, runtime: python3.13, memory: 1 GB, duration: 100ms, url: iam}
flows:
  - shop -> work: {credentials: iam}
usage:
  shop -> work: {rate: 10M/month}
scenarios:
  feast:
    usage: {shop -> work: {rate: 100M/month}}
"""


def judged(folder: Path, *rules: str) -> Report:
    path = folder / "shop.yaml"
    path.write_text(dedent(TEXT))
    return run([path], Configuration(select=rules), Wanted("all"))


def test_what_is_so_in_the_base_is_said_once_with_its_amount_there(tmp_path: Path) -> None:
    found = judged(tmp_path, "arm64-is-cheaper").findings
    assert [(finding.scenario, str(finding.monthly_cost)[:4]) for finding in found] == [(None, "3.33")]


def test_what_only_a_scenario_has_names_it(tmp_path: Path) -> None:
    found = judged(tmp_path, "over-budget").findings
    assert [finding.scenario for finding in found] == ["feast"]
    assert "budget of $50/month" in found[0].message

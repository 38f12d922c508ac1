"""The lines that a fix changes are shown, however long the file and its lines are, and nothing else."""

from __future__ import annotations

import json
from datetime import date

import pytest

from archlint.document.reading import parse
from archlint.lint.actions import Action, actions
from archlint.lint.configuration import Configuration
from archlint.lint.engine import lint

HEAD = "archlint: 1\nname: x\nregion: eu-west-1\ncomponents:\n"
FLOWS = "flows:\n  - web -> fn: {}\n"


def found(text: str) -> dict[str, Action]:
    """The actions for a description by their rules."""
    result = lint(parse(text, "x.yaml"), Configuration(), date(2026, 11, 24))
    return {action.finding.rule: action for action in actions(result.findings, [result])}


@pytest.mark.parametrize(
    ("components", "change"),
    [
        ("  web: {type: client}\n  fn: {type: lambda}\n", ("-  fn: {type: lambda}", "+  fn: {type: lambda, tracing: true}")),
        ("  web: {type: client}\n  fn:\n    type: lambda\n    timeout: 3s\n", ("+    tracing: true",)),
    ],
    ids=["flow", "block"],
)  # fmt: skip
def test_only_the_lines_that_change_are_shown(components: str, change: tuple[str, ...]) -> None:
    assert found(HEAD + components + FLOWS)["tracing-off"].change == change


def test_the_last_line_may_lack_its_end() -> None:
    text = f"{FLOWS}{HEAD}  web: {{type: client}}\n  fn: {{type: lambda}}"
    assert found(text)["tracing-off"].change == ("-  fn: {type: lambda}", "+  fn: {type: lambda, tracing: true}")


def test_of_a_long_line_the_place_of_the_change_is_shown() -> None:
    filler = {f"store-{number}": {"type": "s3"} for number in range(60)}
    components = {
        **filler,
        "web": {"type": "client"},
        "fn": {"type": "lambda"},
        **{f"{name}b": one for name, one in filler.items()},
    }
    text = json.dumps(
        {"archlint": 1, "name": "x", "region": "eu-west-1", "components": components, "flows": [{"web -> fn": {}}]}
    )
    before, after = found(text)["tracing-off"].change
    assert '"fn": {"type": "lambda"}' in before
    assert '"fn": {"type": "lambda", "tracing": true}' in after
    assert all(line[1] == line[-1] == "…" and len(line) < 200 for line in (before, after))

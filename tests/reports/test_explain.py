"""What `explain` says of a description, to people and to programs; `ARCHLINT_GOLDENS=write` writes the goldens anew."""

from __future__ import annotations

import json
import os
import textwrap
import tomllib
from pathlib import Path
from typing import Any

import pytest

from archlint.cli.main import main
from archlint.design.causes import Cause
from archlint.lint.cards import all_cards
from archlint.model.base import Place
from archlint.reports.explain_route import _WORDS, in_words

HERE = Path(__file__).parent
SHOP = "shop.yaml"

RUNS = {
    "explain.route.txt": ["POST /orders"],
    "explain.other-route.txt": ["POST /mails"],
    "explain.request.txt": ["GET /orders/7"],
    "explain.open-route.txt": ["GET /ping"],
    "explain.streamed-route.txt": ["POST /clicks"],
    "explain.route.json": ["POST /mails", "--format", "json"],
    "explain.routes.json": ["GET /ping", "--format", "json"],
    "explain.streamed-route.json": ["POST /clicks", "--format", "json"],
    "explain.function.json": ["order", "--format", "json"],
    "explain.repeated.json": ["send", "--format", "json"],
    "explain.call.json": ["api -> order", "--format", "json"],
    "explain.client.json": ["viewer", "--format", "json"],
    "explain.tried-call.json": ["viewer -> api", "--format", "json"],
    "explain.polled.json": ["lines -> count", "--format", "json"],
    "explain.component.json": ["mails", "--format", "json"],
    "explain.flow.json": ["mails -> send", "--format", "json"],
}


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """What `explain` writes to stdout, beside the description."""
    monkeypatch.chdir(HERE)
    monkeypatch.setenv("NO_COLOR", "1")

    def explain(*arguments: str) -> str:
        assert main(["explain", arguments[0], SHOP, *arguments[1:], "--isolated"]) == 0
        return capsys.readouterr().out

    return explain


@pytest.mark.parametrize("golden", RUNS)
def test_what_is_explained_reads_as_a_person_has_approved_it(golden: str, told: Any) -> None:
    said = told(*RUNS[golden])
    file = HERE / "goldens" / golden
    if os.environ.get("ARCHLINT_GOLDENS") == "write":
        file.write_text(said, encoding="utf-8", newline="")
    assert said == file.read_bytes().decode("utf-8")


@pytest.mark.parametrize("name", ["POST /orders", "mails", "mails -> send", "trigger-too-slow"])
def test_every_kind_of_thing_has_the_same_frame_for_programs(name: str, told: Any) -> None:
    document = json.loads(told(name, "--format", "json"))
    assert (document["schema"], document["name"]) == (1, name)
    kinds = [entry["kind"] for entry in document["explained"]]
    assert set(kinds) <= {"rule", "component", "flow", "route"}
    assert kinds


def test_a_rule_is_explained_to_programs_with_its_facts_and_examples(told: Any) -> None:
    (rule,) = json.loads(told("trigger-too-slow", "--format", "json"))["explained"]
    assert (rule["rule"], rule["chapter"], rule["severity"]) == ("trigger-too-slow", "cognito", "error")
    assert [set(fact) for fact in rule["facts"]] == [{"id", "heading", "says", "holds_today", "today", "source"}]
    assert rule["facts"][0]["id"] == "N195"
    assert all(set(example) == {"name", "description", "says"} for example in rule["examples"])
    assert any(example["says"] for example in rule["examples"])


def test_the_settings_that_a_rule_is_explained_with_are_its_defaults(
    told: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for card in all_cards().values():
        _, _, after = told(card.id).partition("Settings in archlint.toml, with their defaults:\n")
        settings = textwrap.dedent(after.partition("\n\n")[0])
        assert tomllib.loads(settings) == {"rules": {card.id: {"severity": card.severity, **card.parameters}}}
        (tmp_path / "archlint.toml").write_text(settings)
        assert main(["config", f"--config={tmp_path / 'archlint.toml'}"]) == 0
        capsys.readouterr()


def test_lines_of_the_table_stay_within_a_hundred_columns(told: Any) -> None:
    table, _, _ = told("POST /mails").partition("\nFacts:")
    assert max(map(len, table.splitlines())) <= 100


def test_every_cause_has_words_and_names_nothing_that_is_not_there() -> None:
    there = {
        name: name
        for name in ("issuer", "function", "api", "limit", "end", "rate", "target", "reserved", "timeout", "waits")
    }
    said = {kind: in_words(Cause(kind, there, Place(()))) for kind in _WORDS}
    assert all(text and "{" not in text for text in said.values())
    assert len(set(said.values())) == len(said)


def test_what_nobody_knows_is_not_explained(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(HERE)
    assert main(["explain", "GET /nothing", SHOP, "--format", "json", "--isolated"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "GET /nothing" in said.err


@pytest.mark.parametrize("name", [" put ", "\u2028"])
def test_a_flow_is_found_by_a_name_with_blanks_at_its_ends(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "blanks.yaml"
    flow = f"flows:\n  - shop -> lookup: {{name: {json.dumps(name)}}}\n"
    file.write_text(f"archlint: 1\ncomponents: {{shop: {{type: client}}, lookup: {{type: lambda}}}}\n{flow}")
    assert main(["explain", name, str(file), "--isolated"]) == 0
    assert "shop" in capsys.readouterr().out


BUSY = """\
archlint: 1
name: busy
region: eu-west-1
components:
  shop: {type: client, retries: 1}
  lookup: {type: lambda, duration: 200ms}
  orders: {type: sqs, dlq: {to: failed, max_receives: 3}}
  ship: {type: lambda, duration: 500ms, failures: 20%}
  failed: {type: sqs}
  quiet: {type: sqs}
flows:
  - shop -> lookup: {payload: 3 KB}
  - lookup -> orders: {payload: 2 KB}
  - orders -> ship: {batch_size: 1, max_concurrency: 20}
usage:
  shop -> lookup: {rate: 10/s, peak: 50/s}
"""

LOADS = {
    "lookup": "Load: 10/s on average, 50/s at the peak\nIn progress at once: 2, at the peak 10\n",
    "shop -> lookup": "Load: 10/s on average, 50/s at the peak\n\n",
    "lookup -> orders": "Load: 10/s on average, 50/s at the peak\n\n",
    "orders -> ship": "\n  each tried 1.24 times on average\n  2 KB each\n  its reader takes 32/s at most\n\n",
}


@pytest.fixture
def busy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """What `explain` says of something in a design with load."""
    (tmp_path / "busy.yaml").write_text(BUSY)

    def explain(*arguments: str) -> str:
        assert main(["explain", *arguments, str(tmp_path / "busy.yaml"), "--isolated"]) == 0
        return capsys.readouterr().out

    return explain


@pytest.mark.parametrize("name", LOADS)
def test_load_is_told_of_what_has_some(name: str, busy: Any) -> None:
    assert LOADS[name] in busy(name)


def test_nothing_is_said_of_the_load_of_what_nothing_reaches(busy: Any) -> None:
    assert "Load" not in busy("quiet")
    (told,) = json.loads(busy("quiet", "--format=json"))["explained"]
    assert told["load"] is None


def test_programs_read_the_same_load_in_figures(busy: Any) -> None:
    (flow,) = json.loads(busy("orders -> ship", "--format=json"))["explained"]
    (component,) = json.loads(busy("lookup", "--format=json"))["explained"]
    assert flow["load"]["tries"] == pytest.approx(1 + 0.2 + 0.2**2)
    assert (flow["load"]["average"], flow["load"]["bytes"], flow["load"]["unit"]) == (10.0, 2048.0, "1/s")
    assert component["load"]["concurrency"] == {"average": 2.0, "peak": 10.0}


CLOCK = """\
archlint: 1
name: clock
region: eu-west-1
components:
  shop: {type: lambda}
  orders: {type: eventbridge}
  ship: {type: lambda}
  poll: {type: schedule, expression: rate(5 minutes), window: 2m}
  yearly: {type: schedule, expression: cron(0 8 31 2 ? *)}
flows:
  - shop -> orders: {samples: [{detail-type: Placed}, {detail-type: Paid}, {detail-type: Left}]}
  - orders -> ship: {pattern: {detail-type: [Placed, Paid]}}
  - poll -> shop
"""


@pytest.mark.parametrize(
    ("name", "line", "key", "value"),
    [
        (
            "poll",
            "It fires every 5 minutes, or up to 2 min later.",
            "by_the_clock",
            "fires every 5 minutes, or up to 2 min later",
        ),
        (
            "yearly",
            "It never fires: it names a day that none of its months has.",
            "by_the_clock",
            "never fires: it names a day that none of its months has",
        ),
        ("ship", "Nothing leaves it.", "by_the_clock", None),
        ("orders -> ship", "Picks 2 of 3 sample events", "samples", {"picked": 2, "of": 3}),
        ("shop -> orders", "Limits:", "samples", None),
    ],
)
def test_a_schedule_is_told_in_words_and_a_pattern_by_the_samples_it_picks(
    name: str, line: str, key: str, value: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clock.yaml"
    file.write_text(CLOCK)
    assert main(["explain", name, str(file), "--isolated"]) == 0
    assert line in capsys.readouterr().out.splitlines()
    assert main(["explain", name, str(file), "--isolated", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["explained"][0][key] == value

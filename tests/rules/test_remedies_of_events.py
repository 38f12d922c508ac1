"""Remedies of the rules about schedules, buses and dead letters: what they say, write, and which of them are safe."""

from __future__ import annotations

import pytest
from rules.examples import TODAY, run, whole

from archlint.document import Document, parse
from archlint.lint.configuration import Configuration
from archlint.lint.engine import Result, lint
from archlint.lint.fixes import mend


def fixes(rule: str, text: str) -> list[tuple[str, str, bool]]:
    """Where a rule's remedies write, what, and whether they are safe."""
    found = run(whole(text), rule).fixes.values()
    return [(".".join(str(step) for step in fix.at.path), fix.value, fix.safe) for fix in found]


def remedy(rule: str, text: str) -> str:
    """The remedy of the one finding of a rule."""
    (finding,) = run(whole(text), rule).findings
    return finding.remedy


def schedule(fields: str) -> str:
    return f"components:\n  it: {{type: schedule, {fields}}}\n"


@pytest.mark.parametrize(
    ("rule", "fields", "field", "written", "safe"),
    [
        ("cron-malformed", "expression: cron(0 2 * * *)", "expression", '"cron(0 2 * * ? *)"', True),
        ("cron-malformed", "expression: 0 2 * * 0", "expression", '"cron(0 2 ? * SUN *)"', True),
        ("rate-malformed", "service: rule, expression: rate(1 minutes)", "expression", '"rate(1 minute)"', True),
        ("schedule-too-fine", "expression: rate(30 seconds)", "expression", '"rate(1 minute)"', False),
        ("scheduler-instead-of-rule", "service: rule, expression: rate(1 day)", "service", "scheduler", False),
        (
            "rule-ignores-time-zone",
            "service: rule, expression: rate(1 day), timezone: Asia/Tokyo",
            "service",
            "scheduler",
            False,
        ),
    ],
)
def test_a_schedule_is_mended_where_it_stands(rule: str, fields: str, field: str, written: str, safe: bool) -> None:
    assert fixes(rule, schedule(fields)) == [(f"components.it.{field}", written, safe)]


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("cron-malformed", "expression: cron(0 2 1 * 1)"),  # two schedules
        ("cron-malformed", "expression: tomorrow"),
        ("cron-malformed", "service: rule, expression: at(2026-12-24T18:00:00)"),
        ("rate-malformed", "expression: rate(0 minutes)"),
        ("cron-never-fires", "expression: cron(0 8 31 2 ? *)"),
    ],
)
def test_what_was_meant_by_an_expression_is_not_guessed(rule: str, fields: str) -> None:
    assert len(run(whole(schedule(fields)), rule).findings) == 1
    assert fixes(rule, schedule(fields)) == []


@pytest.mark.parametrize(
    ("rule", "fields", "says"),
    [
        (
            "cron-malformed",
            "expression: cron(30 18 * * 1-5), timezone: Asia/Tokyo",
            "write `cron(30 18 ? * MON-FRI *)` (every weekday at 18:30 Asia/Tokyo)",
        ),
        (
            "cron-malformed",
            "expression: cron(0 6 1 * 1)",
            (
                "write `cron(0 6 1 * ? *)` (on the 1st of every month at 06:00 UTC) and, in a second schedule, "
                "`cron(0 6 ? * MON *)` (every Monday at 06:00 UTC)"
            ),
        ),
        ("cron-malformed", "expression: tomorrow", "write six fields, as in `cron(0 18 ? * MON-FRI *)`"),
        (
            "cron-malformed",
            "service: rule, expression: at(2026-12-24T18:00:00)",
            "set `service` to `scheduler`, or write a cron",
        ),
        ("cron-malformed", "expression: at(2026-12-24)", "write it as in `at(2026-12-24T18:00:00)`"),
        ("rate-malformed", "expression: rate(2 weeks)", "write `rate(14 days)` (every 14 days)"),
        ("rate-malformed", "expression: rate(0 days)", "write a whole number and a unit, as in `rate(5 minutes)`"),
    ],
)
def test_the_remedy_of_an_expression_says_what_to_write_and_what_that_does(rule: str, fields: str, says: str) -> None:
    assert remedy(rule, schedule(fields)) == f"Correct the expression of it: {says}."


def mended(text: str, *rules: str) -> str:
    """A description with the remedies of some rules carried out."""
    chosen = Configuration(select=rules)

    def judge(text: str) -> tuple[Document, Result]:
        document = parse(text, "example.yaml")
        return document, lint(document, chosen, TODAY)

    return mend(text, judge).after


@pytest.mark.parametrize("expression", ["cron(0/15 8-18 * * 1-5)", "cron(0 2 * * *)", "rate(1 hours)", "5 minutes"])
def test_a_mended_expression_is_one_that_aws_takes(expression: str) -> None:
    text = whole(schedule(f'service: rule, expression: "{expression}"'))
    rules = ("cron-malformed", "rate-malformed")
    after = mended(text, *rules)
    assert after != text
    assert run(after, *rules).findings == []


def test_an_expression_is_mended_though_the_load_that_is_known_then_costs_more_than_the_budget() -> None:
    text = """budget: $1/month
components:
  nightly: {type: schedule, expression: cron(0 2 * * *)}
  report: {type: lambda, memory: 1 GB, timeout: 15m, duration: 10m}
flows:
  - nightly -> report: {ratio: 40}
"""
    after = mended(whole(text), "cron-malformed", "over-budget")
    assert 'expression: "cron(0 2 * * ? *)"' in after
    assert [finding.rule for finding in run(after, "cron-malformed", "over-budget").findings] == ["over-budget"]


def test_the_old_name_is_written_anew_only_where_the_bus_is_named_too() -> None:
    rule = "cloudwatch-events-is-eventbridge"
    stated = "components:\n  it: {type: cloudwatch_events, bus: default}\n"
    assert fixes(rule, stated) == [("components.it.type", "eventbridge", True)]
    assert fixes(rule, stated.replace(", bus: default", "")) == []


DEAD = """
components:
  orders: {{type: sqs, retention: {own}, dlq: {{to: failed}}}}
  failed: {{type: sqs, retention: {kept}}}
  charge: {{type: lambda}}
flows:
  - orders -> charge: {{batch_size: 2}}
"""


def test_a_dead_letter_queue_keeps_longer_or_its_queue_less() -> None:
    rule = "dead-letter-expires-early"
    assert fixes(rule, DEAD.format(own="1209599s", kept="4d")) == [("components.failed.retention", "14d", True)]
    assert remedy(rule, DEAD.format(own="13d", kept="4d")) == "Set `retention` of failed to 14 days."
    assert fixes(rule, DEAD.format(own="14d", kept="4d")) == []
    assert remedy(rule, DEAD.format(own="14d", kept="14d")) == "Set `retention` of orders below 14 days."


def test_an_alarm_and_partial_failures_are_switched_on_only_when_asked_for() -> None:
    text = DEAD.format(own="4d", kept="14d")
    assert fixes("dead-letter-unwatched", text) == [("components.failed.alarms", "true", False)]
    assert fixes("whole-batch-repeats", text) == [("flows.0.orders -> charge.partial_failures", "true", False)]
    assert fixes("gives-up-too-soon", text.replace("to: failed", "to: failed, max_receives: 4")) == [
        ("components.orders.dlq.max_receives", "5", True)
    ]


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("{source: [shop], detailType: [x]}", "Correct the pattern of orders -> ship: write `detail-type`."),
        ("{total: [5]}", "Correct the pattern of orders -> ship: write `detail`, with `total` inside."),
        (
            "{source: [till]}",
            "Correct the pattern of orders -> ship: ask for what the samples have, or correct the samples.",
        ),
    ],
)
def test_the_remedy_of_a_pattern_that_picks_nothing_says_what_to_ask_for(pattern: str, says: str) -> None:
    text = f"""
components:
  shop: {{type: lambda}}
  orders: {{type: eventbridge}}
  ship: {{type: lambda}}
flows:
  - shop -> orders: {{samples: [{{source: shop, detail-type: Placed}}]}}
  - orders -> ship: {{pattern: {pattern}}}
"""
    assert remedy("pattern-matches-nothing", text) == says


@pytest.mark.parametrize(("first", "length", "end"), [("1", 60, " 2 * * ? *)`"), ("11", 61, " 2 * * ...`")])
def test_a_long_expression_is_cut_short_in_a_message(first: str, length: int, end: str) -> None:
    expression = f"cron(99,{first}{',1' * 20} 2 * * ? *)"
    assert len(expression) == length
    (finding,) = run(whole(schedule(f'expression: "{expression}"')), "cron-malformed").findings
    shown = finding.message.partition(" of it has `99` in the minutes")[0]
    assert shown.endswith(end)
    assert len(shown) == 62

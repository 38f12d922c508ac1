"""Remedies that are carried out by themselves: what they write, which of them are safe, and that they help."""

from __future__ import annotations

from datetime import date

import pytest
from rules.examples import TODAY, Example, examples, run, whole

from archlint.document import Document, parse
from archlint.lint.configuration import Configuration
from archlint.lint.engine import Result, lint
from archlint.lint.fixes import mend


def fixes(rule: str, text: str, today: date = TODAY) -> list[tuple[str, str, bool]]:
    """Where a rule's remedies write, what, and whether they are safe."""
    result = lint(parse(whole(text), "example.yaml"), Configuration(select=(rule,)), today)
    return [(".".join(str(step) for step in fix.at.path), fix.value, fix.safe) for fix in result.fixes.values()]


QUEUE_TO_FUNCTION = """
components:
  orders: {{type: sqs, visibility_timeout: {hidden}}}
  ship: {{type: lambda, timeout: {timeout}}}
flows:
  - orders -> ship: {{batch_window: 2s}}
"""


@pytest.mark.parametrize(
    ("rule", "hidden", "timeout", "written"),
    [
        ("visibility-timeout-refused", "9s", "10s", "62s"),
        ("visibility-timeout-too-short", "61s", "10s", "62s"),
        ("visibility-timeout-refused", "1s", "1500ms", "11s"),
        ("visibility-timeout-refused", "9s", "7199s", "43196s"),
    ],
)
def test_a_queue_is_made_to_hide_a_message_for_six_timeouts_and_the_window(
    rule: str, hidden: str, timeout: str, written: str
) -> None:
    text = QUEUE_TO_FUNCTION.format(hidden=hidden, timeout=timeout)
    assert fixes(rule, text) == [("components.orders.visibility_timeout", written, True)]


@pytest.mark.parametrize(("took", "written"), [("43200s", ["12h"]), ("43201s", [])])
def test_no_visibility_timeout_is_written_that_sqs_does_not_take(took: str, written: list[str]) -> None:
    text = f"""
components:
  jobs: {{type: sqs}}
  work: {{type: ec2, instance_type: t4g.small, duration: {took}}}
flows:
  - jobs -> work: {{}}
"""
    assert [value for _, value, _ in fixes("worker-outlives-visibility", text)] == written


def one(component: str, flows: str = "") -> str:
    return f"components:\n  it: {component}\n{flows}"


@pytest.mark.parametrize(
    ("rule", "component", "field", "written", "safe"),
    [
        ("visibility-timeout-over-limit", "{type: sqs, visibility_timeout: 13h}", "visibility_timeout", "12h", True),
        ("receive-wait-over-limit", "{type: sqs, wait_time: 30s}", "wait_time", "20s", True),
        ("queue-unencrypted", "{type: sqs, encryption: none}", "encryption", "aws", True),
        ("queue-unencrypted", "{type: sqs, encryption: {key: none}}", "encryption.key", "aws", True),
        ("topic-unencrypted", "{type: sns}", "encryption", "aws", True),
        ("topic-unencrypted", "{type: sns, encryption: {key: none}}", "encryption.key", "aws", True),
        ("function-timeout-over-limit", "{type: lambda, timeout: 1h}", "timeout", "15m", False),
        ("function-timeout-over-limit", "{type: lambda, timeout: 1h, duration: 899s}", "timeout", "15m", True),
        ("function-timeout-over-limit", "{type: lambda, timeout: 1h, duration: 900s}", "timeout", "15m", False),
        ("function-memory-out-of-range", "{type: lambda, memory: 64 MB}", "memory", "128 MB", True),
        ("function-memory-out-of-range", "{type: lambda, memory: 16 GB}", "memory", "10240 MB", False),
        ("async-attempts-out-of-range", "{type: lambda, retries: 5}", "retries", "2", True),
        ("async-attempts-out-of-range", "{type: lambda, max_age: 1s}", "max_age", "1m", True),
        ("async-attempts-out-of-range", "{type: lambda, max_age: 7h}", "max_age", "6h", True),
        ("runtime-deprecated", "{type: lambda, runtime: python3.8}", "runtime", "python3.14", False),
        ("runtime-blocked", "{type: lambda, runtime: python3.7}", "runtime", "python3.14", False),
        ("arm64-is-cheaper", "{type: lambda, runtime: python3.14}", "architecture", "arm64", False),
        ("provisioned-concurrency-refused", "{type: lambda, provisioned_concurrency: 1}", "alias", "live", False),
    ],
)
def test_a_setting_is_mended_where_it_stands(rule: str, component: str, field: str, written: str, safe: bool) -> None:
    assert fixes(rule, one(component)) == [(f"components.it.{field}", written, safe)]


@pytest.mark.parametrize(
    ("rule", "ends", "flow", "field", "written", "safe"),
    [
        ("short-polling", "sqs ec2", "{wait_time: 0s}", "wait_time", "20s", True),
        ("receive-wait-over-limit", "sqs ec2", "{wait_time: 21s}", "wait_time", "20s", True),
        ("batch-needs-window", "sqs lambda", "{batch_size: 100}", "batch_window", "1s", True),
        ("batch-too-heavy", "sqs lambda", "{batch_size: 10, payload: 1000 KB}", "batch_size", "6", False),
        ("batch-too-heavy", "kinesis lambda", "{payload: 1 MB}", "batch_size", "4", False),
        ("fifo-batch-refused", "fifo lambda", "{batch_size: 100}", "batch_size", "10", True),
        ("fifo-batch-refused", "fifo lambda", "{batch_window: 5s}", "batch_window", "0s", True),
        ("synchronous-call-without-retry", "client lambda", "{}", "retries", "2", False),
    ],
)
def test_a_flow_is_mended_where_it_stands(
    rule: str, ends: str, flow: str, field: str, written: str, safe: bool
) -> None:
    kinds = {
        "ec2": "ec2, instance_type: t4g.small",
        "fifo": "sqs, fifo: true",
        "kinesis": "kinesis, capacity: on_demand",
    }
    first, second = (f"{{type: {kinds.get(end, end)}}}" for end in ends.split())
    text = f"components:\n  a: {first}\n  b: {second}\nflows:\n  - a -> b: {flow}\n"
    assert fixes(rule, text) == [(f"flows.0.a -> b.{field}", written, safe)]


def test_one_event_that_fits_no_invocation_has_no_batch_size_that_mends_it() -> None:
    text = """
components:
  a: {type: kinesis, capacity: on_demand, max_record: 10 MB}
  b: {type: lambda}
flows:
  - a -> b: {payload: 10 MB}
"""
    assert run(whole(text), "batch-too-heavy").findings
    assert fixes("batch-too-heavy", text) == []


@pytest.mark.parametrize(("publisher", "safe"), [("lambda", True), ("s3", False), ("aws_service, service: ses", False)])
def test_aws_own_key_is_unsafe_where_a_service_publishes(publisher: str, safe: bool) -> None:
    text = f"components:\n  from: {{type: {publisher}}}\n  to: {{type: sns}}\nflows:\n  - from -> to: {{}}\n"
    assert fixes("topic-unencrypted", text) == [("components.to.encryption", "aws", safe)]


@pytest.mark.parametrize(("sender", "safe"), [("lambda", True), ("eventbridge", False)])
def test_the_key_of_sqs_is_unsafe_where_a_bus_sends(sender: str, safe: bool) -> None:
    ends = f"  from: {{type: {sender}}}\n  to: {{type: sqs, encryption: none}}\n"
    text = f"components:\n{ends}flows:\n  - from -> to: {{}}\n"
    assert fixes("queue-unencrypted", text) == [("components.to.encryption", "aws", safe)]


@pytest.mark.parametrize(("default", "written"), [("256 KB", "256 KB"), ("1 MB", "256 KB")])
def test_a_topic_for_large_messages_goes_back_to_what_everybody_takes(default: str, written: str) -> None:
    text = f"""
defaults:
  sns: {{max_message: {default}}}
components:
  news: {{type: sns, max_message: 512 KB}}
  hook: {{type: http_endpoint}}
flows:
  - news -> hook: {{}}
"""
    assert fixes("large-topic-restricted", text) == [("components.news.max_message", written, False)]


def test_a_policy_names_everybody_whom_it_has_to_admit() -> None:
    text = """
access: declared
accounts: {partner: "111122223333"}
components:
  news: {type: sns}
  feed: {type: lambda, account: partner}
  orders: {type: sqs}
flows:
  - news -> orders: {}
  - feed -> orders: {}
"""
    written = '[sns.amazonaws.com, "111122223333"]'
    assert fixes("queue-without-policy", text) == [("components.orders.policy", written, False)]


@pytest.mark.parametrize("stated", ["", ", policy: [s3.amazonaws.com]"])
def test_no_policy_is_written_over_what_the_user_says_of_it(stated: str) -> None:
    text = f"""
components:
  news: {{type: sns}}
  orders: {{type: sqs{stated}}}
flows:
  - news -> orders: {{policy: false}}
"""
    assert run(whole(text), "queue-without-policy").findings
    assert fixes("queue-without-policy", text) == []


def test_no_policy_is_written_that_would_name_nobody() -> None:
    text = """
access: declared
accounts: {shop: "111122223333"}
components:
  feed: {type: lambda}
  orders: {type: sqs, account: shop}
flows:
  - feed -> orders: {}
"""
    assert run(whole(text), "queue-without-policy").findings
    assert fixes("queue-without-policy", text) == []


@pytest.mark.parametrize(("ahead", "found"), [(156, 0), (157, 1)])
def test_a_runtime_counts_as_deprecated_the_configured_days_ahead(ahead: int, found: int) -> None:
    text = whole(one("{type: lambda, runtime: nodejs22.x}"))  # deprecated on 2027-04-30
    configuration = Configuration(select=("runtime-deprecated",), parameters={"runtime-deprecated": {"ahead": ahead}})
    assert len(lint(parse(text, "example.yaml"), configuration, TODAY).findings) == found


@pytest.mark.parametrize(
    ("rule", "day"), [("runtime-deprecated", date(2029, 7, 15)), ("runtime-blocked", date(2029, 8, 15))]
)
def test_the_newest_runtime_of_its_language_has_no_successor_to_write(rule: str, day: date) -> None:
    text = one("{type: lambda, runtime: python3.14}")
    found = lint(parse(whole(text), "example.yaml"), Configuration(select=(rule,)), day).findings
    assert [finding.remedy for finding in found] == ["Move it to a runtime that AWS supports."]
    assert fixes(rule, text, day) == []


def with_fixes() -> list[Example]:
    return [example for example in examples() if example.expect and run(example.text, example.rule).fixes]


@pytest.mark.parametrize("example", with_fixes(), ids=str)
def test_a_remedy_that_is_carried_out_does_away_with_its_finding(example: Example) -> None:
    def judged(text: str) -> tuple[Document, Result]:
        document = parse(text, "example.yaml")
        return document, lint(document, Configuration(select=(example.rule,)), TODAY)

    mended = mend(example.text, judged, unsafe=True)
    before, after = judged(example.text)[1], judged(mended.after)[1]
    assert [refusal.reason for refusal in mended.refused] == []
    mendable = {before.findings[number].message for number in before.fixes}
    assert mendable.isdisjoint(finding.message for finding in after.findings)
    assert not after.fixes

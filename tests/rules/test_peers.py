"""What linters before this one report and should not: each test is one of their false positives, told as what is so."""

from __future__ import annotations

import pytest
from rules.examples import run, whole


def found(text: str, *rules: str) -> list[str]:
    """The rules that fire on a description, of those (or of the chapters) that are named."""
    return [finding.rule for finding in run(whole(text), *rules).findings]


def test_six_times_the_timeout_is_judged_with_the_batching_window() -> None:
    text = """
components:
  orders: {type: sqs, visibility_timeout: 60s}
  ship: {type: lambda, timeout: 10s}
flows:
  - orders -> ship: {batch_window: %s}
"""
    assert found(text % "0s", "sqs") == []
    assert found(text % "1s", "sqs") == ["visibility-timeout-too-short"]


def test_a_function_needs_no_reservation_no_network_and_no_dead_letters_of_its_own() -> None:
    text = """
components:
  app: {type: client, retries: 2}
  api: {type: api_gateway, protocol: http}
  page: {type: lambda, runtime: python3.14, architecture: arm64, memory: 512 MB, timeout: 10s, alias: live}
flows:
  - app -> api: {route: GET /}
  - api -> page: {route: GET /}
"""
    assert found(text, "lambda") == []


def test_a_mapping_from_a_queue_needs_neither_a_destination_nor_a_maximum() -> None:
    text = """
components:
  orders: {type: sqs, visibility_timeout: 1m, dlq: {to: failed, max_receives: 5}}
  failed: {type: sqs, retention: 14d, alarms: true}
  ship: {type: lambda, runtime: python3.14, architecture: arm64, memory: 512 MB, timeout: 10s, alias: live}
  parcels: {type: dynamodb, billing: on_demand}
flows:
  - orders -> ship: {partial_failures: true}
  - ship -> parcels: {operation: put}
"""
    assert found(text, "lambda", "sqs") == []


def test_a_dead_letter_queue_that_nobody_reads_is_no_queue_to_be_mended() -> None:
    text = """
components:
  orders: {type: sqs, visibility_timeout: 1m, dlq: {to: failed, max_receives: 5}}
  failed: {type: sqs}
  ship: {type: lambda, timeout: 10s}
flows:
  - orders -> ship: {}
"""
    assert found(text, "sqs") == []


def test_a_queue_that_only_functions_read_needs_no_wait_of_its_own() -> None:
    text = """
components:
  orders: {type: sqs, wait_time: 0s, visibility_timeout: 1m}
  ship: {type: lambda, timeout: 10s}
flows:
  - orders -> ship: {}
"""
    assert found(text, "short-polling") == []


def test_a_queue_is_encrypted_unless_that_is_switched_off() -> None:
    assert found("components:\n  orders: {type: sqs}\n", "sqs") == []
    assert found("components:\n  orders: {type: sqs, encryption: none}\n", "sqs") == ["queue-unencrypted"]


def test_what_the_defaults_say_is_not_missing() -> None:
    text = """
defaults:
  AWS::Serverless::Function: {timeout: 10s, memory: 512 MB, architecture: arm64, alias: live}
components:
  nightly: {type: schedule, expression: rate(1 day)}
  report: {type: lambda, runtime: python3.14}
flows:
  - nightly -> report: {}
"""
    assert found(text, "lambda") == []


def test_what_is_not_known_is_judged_by_no_rule() -> None:
    text = """
access: declared
components:
  feed: {type: lambda, account: [unknown]}
  news: {type: sns, encryption: {key: [unknown]}, delivery_status: unknown, max_message: unknown, policy: [feed]}
  hook: {type: http_endpoint}
  orders: {type: sqs, fifo: unknown, visibility_timeout: unknown, wait_time: unknown, encryption: {key: [unknown]}}
  work: {type: ec2, instance_type: t4g.small, duration: 1h}
  ship:
    type: lambda
    runtime: [unknown]
    memory: unknown
    timeout: unknown
    retries: unknown
    max_age: unknown
    alias: [unknown]
    reserved_concurrency: unknown
    provisioned_concurrency: unknown
    snap_start: unknown
    duration: 14m
    architecture: [unknown]
  books: {type: rds, engine: postgres, instance_type: db.t4g.medium}
flows:
  - feed -> news: {}
  - news -> hook: {filter: {kind: [goal]}}
  - feed -> orders: {policy: unknown}
  - orders -> ship: {batch_size: unknown, batch_window: unknown, max_concurrency: unknown, pollers: {min: 2}}
  - ship -> books: {}
"""
    of_queues = ["sqs", "sns"]
    of_functions = [
        "batch-needs-window", "fifo-batch-refused", "batch-too-heavy", "mapping-settings-conflict",
        "concurrency-exhausted", "concurrency-unbounded", "provisioned-concurrency-refused",
        "async-attempts-out-of-range", "function-memory-out-of-range", "function-timeout-over-limit",
        "function-slower-than-its-timeout", "runtime-deprecated", "runtime-blocked", "arm64-is-cheaper",
    ]  # fmt: skip
    assert found(text, *of_queues, *of_functions) == []
    defaulted = ["function-memory-defaulted", "function-timeout-defaulted", "trigger-on-latest"]
    about_ship = [f for f in run(whole(text), *defaulted).findings if f.component == "ship"]
    assert about_ship == []


SENDS_FAILURES = {
    "a queue": ("  before: {type: sqs, dlq: {to: failed}}\n", ""),
    "a function's dead-letter queue": ("  before: {type: lambda, dlq: failed}\n", ""),
    "a function's destination": ("  before: {type: lambda, on_failure: failed}\n", ""),
    "a mapping's destination": (
        "  before: {type: kinesis, capacity: on_demand}\n",
        "  - before -> work: {on_failure: failed, starting_position: latest}\n",
    ),
    "a rule": ("  before: {type: eventbridge}\n", "  - before -> work: {pattern: {source: [a]}, dlq: failed}\n"),
    "a bus": ("  before: {type: eventbridge, dlq: failed}\n", ""),
    "a schedule": ("  before: {type: schedule, expression: rate(1 day), dlq: failed}\n", ""),
    "a schedule's target": (
        "  before: {type: schedule, expression: rate(1 day)}\n",
        "  - before -> work: {dlq: failed}\n",
    ),
    "a subscription": ("  before: {type: sns}\n", "  - before -> work: {dlq: failed}\n"),
    "a pipe": ("  before: {type: pipe, dlq: failed}\n", ""),
}


@pytest.mark.parametrize("sender", SENDS_FAILURES)
def test_a_queue_that_failures_are_sent_to_needs_no_dead_letter_queue_of_its_own(sender: str) -> None:
    before, flow = SENDS_FAILURES[sender]
    text = f"""
components:
  failed: {{type: sqs}}
  work: {{type: lambda}}
  look: {{type: lambda}}
{before}
flows:
  - failed -> look: {{}}
{flow}
"""
    assert "failed" not in [f.component for f in run(whole(text), "queue-without-dead-letter").findings]


def test_the_name_of_a_queue_makes_it_no_dead_letter_queue() -> None:
    text = """
components:
  orders-dlq: {type: sqs}
  look: {type: lambda}
flows:
  - orders-dlq -> look: {}
"""
    assert found(text, "queue-without-dead-letter") == ["queue-without-dead-letter"]
    assert found(text, "dead-letter-unwatched") == []


def test_a_function_that_is_waited_for_or_fed_by_a_queue_needs_no_dead_letters_of_its_own() -> None:
    text = """
components:
  app: {type: client}
  jobs: {type: sqs, dlq: {to: failed}}
  failed: {type: sqs, retention: 14d, alarms: true}
  work: {type: lambda, idempotent: true, because: it only looks}
flows:
  - app -> work: {}
  - jobs -> work: {partial_failures: true}
"""
    assert found(text, "delivery") == []


def test_people_who_are_told_by_mail_and_buses_that_hand_on_need_no_dead_letter_queue() -> None:
    text = """
components:
  news: {type: sns}
  people: {type: client}
  account: {type: eventbridge, bus: default}
  shop: {type: eventbridge}
flows:
  - news -> people: {}
  - account -> shop: {pattern: {source: [aws.s3]}}
"""
    assert found(text, "delivery") == []


def test_what_is_not_known_of_failures_and_patterns_is_judged_by_no_rule() -> None:
    text = """
components:
  orders: {type: sqs, fifo: unknown, retention: unknown, dlq: {to: failed, max_receives: unknown}}
  failed: {type: sqs, fifo: true, retention: 1d, alarms: unknown}
  charge: {type: lambda, dlq: unknown, idempotent: unknown}
  clicks: {type: kinesis, capacity: on_demand}
  bus: {type: eventbridge, dlq: unknown, rules: {placed: {pattern: {source: [unknown]}}, all: {pattern: unknown}}}
  nightly: {type: schedule, expression: unknown, service: unknown, timezone: unknown, dlq: unknown}
  uploads: {type: s3}
flows:
  - orders -> charge: {batch_size: unknown, partial_failures: unknown}
  - clicks -> charge: {on_failure: unknown, bisect: unknown, partial_failures: unknown, starting_position: latest}
  - bus -> charge: {rule: unknown, dlq: unknown}
  - nightly -> charge: {dlq: unknown}
  - uploads -> charge: {}
"""
    assert found(text, "delivery", "eventbridge") == []

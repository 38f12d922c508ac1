"""Remedies and further places of the rules about APIs, streams, Cognito, observability and storage."""

from __future__ import annotations

import pytest
from rules.examples import run, whole


def fixes(rule: str, text: str) -> list[tuple[str, str, bool]]:
    """Where a rule's remedies write, what, and whether they are safe."""
    found = run(whole(text), rule).fixes.values()
    return [(".".join(str(step) for step in fix.at.path), fix.value, fix.safe) for fix in found]


def one(component: str, more: str = "", flows: str = "") -> str:
    return f"components:\n  it: {component}\n{more}flows: [{flows}]\n"


FUNCTION = "  work: {type: lambda}\n"
READER = "  work: {type: lambda, needs: {survives: 48h}}\n"
BROWSER = "  viewer: {type: client, browser: true}\n"
LAKE = "  lake: {type: s3, needs: {freshness: 90500ms}}\n"


@pytest.mark.parametrize(
    ("rule", "text", "field", "written", "safe"),
    [
        ("access-log-missing", one("{type: api_gateway, protocol: http}"), "access_log", "json", True),
        ("access-log-unstructured", one("{type: api_gateway, access_log: text}"), "access_log", "json", True),
        (
            "browser-needs-cors",
            one("{type: api_gateway, protocol: http}", BROWSER, "viewer -> it"),
            "cors",
            "true",
            False,
        ),
        (
            "window-shorter-than-outage",
            one("{type: kinesis, capacity: on_demand}", READER, "it -> work"),
            "retention",
            "2d",
            False,
        ),
        ("delivery-too-slow", one("{type: firehose}", LAKE, "it -> lake"), "buffer.interval", "90s", False),
        ("buffer-out-of-range", one("{type: firehose, buffer: {interval: 1h}}"), "buffer.interval", "15m", True),
        ("buffer-out-of-range", one("{type: firehose, buffer: {size: 1 KB}}"), "buffer.size", "1 MB", True),
        ("user-pool-without-mfa", one("{type: cognito_user_pool}"), "mfa", "optional", False),
        (
            "tracing-off",
            one("{type: lambda}", FUNCTION.replace("lambda", "sqs"), "it -> work"),
            "tracing",
            "true",
            False,
        ),
        ("logs-never-expire", one("{type: lambda}"), "logs.retention", "30d", True),
        ("alarm-missing", one("{type: lambda}"), "alarms", "true", False),
        (
            "stream-not-enabled",
            one("{type: dynamodb, billing: on_demand}", FUNCTION, "it -> work"),
            "stream",
            "new_and_old",
            True,
        ),
    ],
)
def test_a_setting_is_mended_where_it_stands(rule: str, text: str, field: str, written: str, safe: bool) -> None:
    assert fixes(rule, text) == [(f"components.it.{field}", written, safe)]


def test_a_break_in_a_trace_is_closed() -> None:
    traced = "  a: {type: lambda, tracing: true}\n  b: {type: lambda, tracing: true}\n"
    text = one("{type: lambda}", traced, "a -> it, it -> b")
    assert fixes("trace-breaks", text) == [("components.it.tracing", "true", False)]


@pytest.mark.parametrize(("timeout", "written"), [("31s", [("components.it.timeout", "30s", True)]), ("49ms", [])])
def test_a_timeout_that_is_too_long_is_cut_and_one_too_short_is_left(
    timeout: str, written: list[tuple[str, str, bool]]
) -> None:
    text = one(f"{{type: api_gateway, protocol: http, timeout: {timeout}}}")
    assert run(whole(text), "api-timeout-over-limit").findings
    assert fixes("api-timeout-over-limit", text) == written


@pytest.mark.parametrize(("survives", "written"), [("365d", ["365d"]), ("366d", [])])
def test_no_retention_is_written_that_a_stream_does_not_have(survives: str, written: list[str]) -> None:
    text = one("{type: kinesis, capacity: on_demand}", READER.replace("48h", survives), "it -> work")
    assert run(whole(text), "window-shorter-than-outage").findings
    assert [value for _, value, _ in fixes("window-shorter-than-outage", text)] == written


def test_alarms_that_watch_something_else_are_not_written_over() -> None:
    text = one("{type: lambda, alarms: [duration]}")
    assert run(whole(text), "alarm-missing").findings
    assert fixes("alarm-missing", text) == []


@pytest.mark.parametrize(
    ("api", "remedy"),
    [
        ("protocol: websocket, authorizer: {jwt: users}", "Let a function authorize the `$connect` route."),
        ("protocol: http, authorizer: {cognito: users}", "Write `jwt` instead."),
    ],
)
def test_an_authorizer_that_is_not_offered_has_another_in_its_place(api: str, remedy: str) -> None:
    text = one(f"{{type: api_gateway, {api}}}", "  users: {type: cognito_user_pool}\n")
    assert [finding.remedy for finding in run(whole(text), "authorizer-unsupported").findings] == [remedy]


@pytest.mark.parametrize(
    ("api", "route", "line"),
    [("timeout: 10s", "", "  it:"), ("timeout: 20s", "timeout: 10s", "  - it -> work:")],
)
def test_an_api_that_gives_up_points_at_what_says_how_long_it_waits(api: str, route: str, line: str) -> None:
    text = f"""
components:
  it: {{type: api_gateway, protocol: http, {api}}}
  work: {{type: lambda, timeout: 11s}}
flows:
  - it -> work: {{{route}}}
"""
    (finding,) = run(whole(text), "integration-times-out-first").findings
    (label,) = finding.related
    shown = whole(text).splitlines()[label.line - 1]
    assert shown.startswith(line)
    assert shown[label.column - 1 :].startswith("timeout: ")


def test_a_client_without_credentials_points_at_its_first_call_and_shows_the_others() -> None:
    text = """
components:
  viewer: {type: client, browser: true}
  photos: {type: s3}
  jobs: {type: sqs}
flows:
  - viewer -> photos: {}
  - viewer -> jobs: {}
"""
    (finding,) = run(whole(text), "client-without-credentials").findings
    lines = whole(text).splitlines()
    assert finding.subject == "viewer"
    assert lines[finding.line - 1] == "  - viewer -> photos: {}"
    assert [lines[label.line - 1] for label in finding.related] == ["  - viewer -> jobs: {}"]

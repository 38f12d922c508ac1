"""When the schedules of a description fire, in words: by expression, zone, window, period and state."""

from __future__ import annotations

from datetime import UTC, datetime
from textwrap import dedent

import pytest

from archlint.document import parse
from archlint.model.firing import clock_of, idle, in_words, period, reading
from archlint.model.messaging import Schedule
from archlint.model.understanding import understand

NOW = datetime(2026, 11, 24, tzinfo=UTC)  # a Tuesday


def schedule(fields: str) -> Schedule:
    text = f"""
        archlint: 1
        name: test
        region: eu-west-1
        components:
          one: {{type: schedule, {fields}}}
        """
    (found,) = understand(parse(dedent(text).lstrip(), "test.yaml")).components.values()
    assert isinstance(found, Schedule)
    return found


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            "expression: cron(0 18 ? * MON-FRI *)",
            "fires every weekday at 18:00 UTC, next on Tue 24 Nov 2026 at 18:00",
        ),
        (
            "expression: cron(0 18 ? * MON-FRI *), timezone: Asia/Tokyo",
            "fires every weekday at 18:00 Asia/Tokyo, next on Tue 24 Nov 2026 at 18:00",
        ),
        (
            "expression: cron(0 8 * * ? *), timezone: Asia/Tokyo, service: rule",
            "fires every day at 08:00 UTC, next on Tue 24 Nov 2026 at 08:00",
        ),
        (
            "expression: cron(0 8 * * ? *), window: 15m",
            "fires every day at 08:00 UTC, or up to 15 min later, next on Tue 24 Nov 2026 at 08:00",
        ),
        (
            "expression: cron(0 8 * * ? *), between: [2027-01-01, 2027-02-01]",
            "fires every day at 08:00 UTC, next on Fri 1 Jan 2027 at 08:00",
        ),
        (
            "expression: rate(1 day), between: ['2027-01-01T09:30:00+01:00', 2027-02-01]",
            "fires every day, next on Fri 1 Jan 2027 at 08:30",
        ),
        ("expression: rate(5 minutes)", "fires every 5 minutes"),
        ("expression: at(2026-12-24T18:00:00)", "fires once, on Thu 24 Dec 2026 at 18:00 UTC"),
        ("expression: rate(5 minutes), state: disabled", "is disabled; else it fires every 5 minutes"),
        (
            "expression: cron(0 18 * * *)",
            "never fires: `cron(0 18 * * *)` is UNIX cron with 5 fields; AWS writes it `cron(0 18 * * ? *)`",
        ),
        ("expression: cron(0 8 31 2 ? *)", "never fires: it names a day that none of its months has"),
        ("expression: at(2026-01-01T00:00:00)", "never fires: it names Thu 1 Jan 2026 at 00:00, which has gone by"),
        ("expression: unknown", ""),
        ("expression: cron(0 8 * * ? *), timezone: unknown", "fires every day at 08:00 in its zone"),
    ],
)
def test_a_schedule_is_told_by_all_its_fields(fields: str, words: str) -> None:
    assert in_words(schedule(fields), NOW) == words


def test_what_is_unknown_of_a_schedule_leaves_it_unjudged() -> None:
    never = "expression: cron(0 8 31 2 ? *)"
    assert idle(schedule(never), NOW) is not None
    for unknown in ("timezone: unknown", "state: unknown", "state: disabled"):
        assert idle(schedule(f"{never}, {unknown}"), NOW) is None
    assert idle(schedule("expression: cron(0 8 1 * ? *), between: [unknown, unknown]"), NOW) is None


def test_a_period_is_on_utc_where_it_names_no_zone() -> None:
    stated = period(schedule("expression: rate(1 day), between: [2027-01-01, '2027-01-02T00:00:00+02:00']"))
    assert stated == (datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, 22, tzinfo=UTC))
    assert period(schedule("expression: rate(1 day)")) == (None, None)
    assert period(schedule("expression: rate(1 day), between: [2027-01-01]")).end is None


def test_who_reads_an_expression_and_by_which_clock_follows_from_the_service() -> None:
    plural = "expression: rate(1 hours), timezone: Asia/Tokyo"
    for service, is_read, clock in (("rule", False, "UTC"), ("scheduler", True, "Asia/Tokyo")):
        one = schedule(f"{plural}, service: {service}")
        found = reading(one)
        assert found is not None
        assert (found.schedule is not None) is is_read
        assert clock_of(one) == clock
    assert clock_of(schedule("expression: rate(1 day), timezone: unknown")) == ""

"""Schedule expressions: what is taken, what is refused and why, when they fire, and how they are put in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model.schedule_reading import NOW, schedule

from archlint.model.cron import Cron
from archlint.model.schedule_words import explain, explain_with_next
from archlint.model.schedules import (
    Fault,
    Rate,
    never_fires,
    next_after,
    parse,
    per_month,
    unknown_zone,
    zone_of,
)
from archlint.model.unread_schedules import from_unix

BERLIN = ZoneInfo("Europe/Berlin")


def fault(text: str) -> Fault:
    reading = parse(text)
    assert reading.schedule is None
    return reading.faults[0]


def fires(text: str, after: datetime = NOW) -> str:
    found = next_after(schedule(text), after)
    return "never" if found is None else found.isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("cron(0 18 ? * MON-FRI *)", "2026-11-24T18:00+00:00"),
        ("cron(0 0 ? * 1 *)", "2026-11-29T00:00+00:00"),  # 1 is Sunday
        ("cron(0 0 L * ? *)", "2026-11-30T00:00+00:00"),
        ("cron(0 0 L-3 * ? *)", "2026-11-27T00:00+00:00"),
        ("cron(0 0 LW * ? 2027)", "2027-01-29T00:00+00:00"),  # the 31st is a Sunday
        ("cron(0 0 1W * ? 2027)", "2027-01-01T00:00+00:00"),
        ("cron(0 0 1W 5 ? 2027)", "2027-05-03T00:00+00:00"),  # the 1st is a Saturday: not back into April
        ("cron(0 0 31W 1 ? 2027)", "2027-01-29T00:00+00:00"),
        ("cron(0 0 2W 10 ? 2027)", "2027-10-01T00:00+00:00"),  # a Saturday
        ("cron(0 0 16W 5 ? 2027)", "2027-05-17T00:00+00:00"),  # a Sunday
        ("cron(0 0 30W 5 ? 2027)", "2027-05-31T00:00+00:00"),  # a Sunday, and the month ends the day after
        ("cron(0 0 31W 10 ? 2027)", "2027-10-29T00:00+00:00"),  # a Sunday, and the month ends with it
        ("cron(0 0 ? 5 2#5 2027)", "2027-05-31T00:00+00:00"),
        ("cron(0 0 29 2 ? *)", "2028-02-29T00:00+00:00"),
        ("cron(15 10 ? * 6L 2026-2030)", "2026-11-27T10:15+00:00"),
        ("cron(15 10 ? * L *)", "2026-11-28T10:15+00:00"),  # alone, the last day of the week
        ("cron(0 0 ? * 3#2 *)", "2026-12-08T00:00+00:00"),
        ("cron(0 0 ? * TUE#5 *)", "2026-12-29T00:00+00:00"),
        ("cron(0 0 ? * fri-mon *)", "2026-11-27T00:00+00:00"),
        ("cron(50-10/10 22-1 * * ? *)", "2026-11-24T00:10+00:00"),
        ("cron(5/15 0 * * ? *)", "2026-11-24T00:05+00:00"),
        ("cron(*/59 0 * * ? *)", "2026-11-24T00:59+00:00"),
        ("cron(0 0/90 * * ? *)", "2026-11-25T00:00+00:00"),  # AWS takes a large step after a start
        ("rate(5 minutes)", "2026-11-24T00:05+00:00"),
        ("at(2026-12-24T18:00:00)", "2026-12-24T18:00+00:00"),
        ("at(2026-11-24T00:00:00)", "never"),
        ("cron(0 0 31 2 ? *)", "never"),
        ("cron(0 0 1 1 ? 2020-2025)", "never"),
        ("cron(0 0 ? 2 2#5 2027)", "never"),
    ],
)
def test_the_next_firing_is_the_first_moment_after_now(text: str, first: str) -> None:
    assert fires(text) == first


def test_a_firing_at_this_very_moment_is_not_the_next_one() -> None:
    assert fires("cron(0 0 * * ? *)") == "2026-11-25T00:00+00:00"
    assert fires("cron(0 0 * * ? *)", NOW - timedelta(seconds=1)) == "2026-11-24T00:00+00:00"


@pytest.mark.parametrize(
    ("text", "code", "says", "instead"),
    [
        ("cron(0 18 * * *)", "cron-malformed", "UNIX cron with 5 fields", "cron(0 18 * * ? *)"),
        ("cron(0 18 * * 1-5)", "cron-malformed", "UNIX cron", "cron(0 18 ? * MON-FRI *)"),
        ("0 18 * * 1-5", "cron-malformed", "UNIX cron", "cron(0 18 ? * MON-FRI *)"),
        ("cron(0 0 1 * 1)", "cron-malformed", "each of its two days", "cron(0 0 1 * ? *) cron(0 0 ? * MON *)"),
        ("@daily", "cron-malformed", "is UNIX cron; AWS writes it `cron(0 0 * * ? *)`", "cron(0 0 * * ? *)"),
        ("cron(@Hourly)", "cron-malformed", "is UNIX cron; AWS writes it", "cron(0 * * * ? *)"),
        ("0 18 * * ? *", "cron-malformed", "without `cron(...)`", "cron(0 18 * * ? *)"),
        ("cron(* * * * * *)", "cron-malformed", "both day of month `*` and day of week `*`", "cron(* * * * ? *)"),
        ("cron(0 0 1 * MON *)", "cron-malformed", "both day of month `1` and day of week `MON`", ""),
        ("cron(0 0 * * MON *)", "cron-malformed", "both day", "cron(0 0 ? * MON *)"),
        ("cron(0 0 ? * ? *)", "cron-malformed", "`?` in both day fields", "cron(0 0 * * ? *)"),
        ("cron(0 0 12 * * ? *)", "cron-malformed", "7 fields, the first of them seconds", "cron(0 12 * * ? *)"),
        ("cron(*/10 * * * * ? *)", "schedule-too-fine", "counts seconds", "cron(* * * * ? *)"),
        ("cron()", "cron-malformed", "0 fields, not 6", ""),
        ("cron(60 0 * * ? *)", "cron-malformed", "`60` in the minutes, outside 0 to 59", ""),
        ("cron(0 24 * * ? *)", "cron-malformed", "`24` in the hours, outside 0 to 23", ""),
        ("cron(0 0 0 * ? *)", "cron-malformed", "`0` in the day of month, outside 1 to 31", ""),
        ("cron(0 0 1 13 ? *)", "cron-malformed", "`13` in the month, outside 1 to 12", ""),
        ("cron(0 0 ? * 0 *)", "cron-malformed", "`0` in the day of week, outside 1 to 7", ""),
        ("cron(0 0 ? * 8 *)", "cron-malformed", "`8` in the day of week, outside 1 to 7", ""),
        ("cron(0 0 1 1 ? 1969)", "cron-malformed", "`1969` in the year, outside 1970 to 2199", ""),
        ("cron(0 0 1 1 ? 2030-2026)", "cron-malformed", "years `2030-2026`, which run backwards", ""),
        ("cron(*/60 * * * ? *)", "cron-malformed", "a step of 60 is over the largest, 59", ""),
        ("cron(*/0 * * * ? *)", "cron-malformed", "a step is a whole number of 1 or more", ""),
        ("cron(? 0 * * ? *)", "cron-malformed", "takes no `?`; write `*` for every minute", ""),
        ("cron(0 0 ? * MOON *)", "cron-malformed", "takes 1 to 7 or SUN to SAT", ""),
        ("cron(1, 0 * * ? *)", "cron-malformed", "on each side of `,`", ""),
        ("cron(0 0 ? * 2#6 *)", "cron-malformed", "after `#` stands 1 to 5", ""),
        ("cron(0 0 ? * 3#1,6#3 *)", "cron-malformed", "`3#1` stands alone", ""),
        ("cron(0 0 L,15 * ? *)", "cron-malformed", "`L` stands alone", ""),
        ("rate(1 minutes)", "rate-malformed", "the unit of 1 is singular", "rate(1 minute)"),
        ("rate(5 minute)", "rate-malformed", "the unit of 5 is plural", "rate(5 minutes)"),
        ("rate(0 minutes)", "rate-malformed", "has the value 0", ""),
        ("rate(-5 minutes)", "rate-malformed", "has the value -5", ""),
        ("rate(5 fortnights)", "rate-malformed", "counts in fortnights", "rate(70 days)"),
        ("rate(5 parsecs)", "rate-malformed", "has the unit `parsecs`", ""),
        ("rate(1.5 hours)", "rate-malformed", "1.5, which is not whole", "rate(90 minutes)"),
        ("rate(1.5 minutes)", "schedule-too-fine", "is 90 s; schedules count whole minutes", "rate(2 minutes)"),
        ("rate(5 min)", "rate-malformed", "has the unit `min`", "rate(5 minutes)"),
        ("rate(minutes)", "rate-malformed", "not a number and a unit", ""),
        ("rate(120 seconds)", "rate-malformed", "counts in seconds", "rate(2 minutes)"),
        ("rate(30 seconds)", "schedule-too-fine", "is 30 s", "rate(1 minute)"),
        ("rate(0.5 minutes)", "schedule-too-fine", "is 30 s", "rate(1 minute)"),
        ("rate(500 ms)", "schedule-too-fine", "is 0.5 s", "rate(1 minute)"),
        ("every 10 seconds", "schedule-too-fine", "is 10 s", "rate(1 minute)"),
        ("every 2 hours", "rate-malformed", "without `rate(...)`", "rate(2 hours)"),
        ("every hour", "rate-malformed", "without `rate(...)`", "rate(1 hour)"),
        ("tomorrow", "cron-malformed", "none of `cron(...)`, `rate(...)` and `at(...)`", ""),
        ("corn(0 0 * * ? *)", "cron-malformed", "none of", ""),
        ("", "cron-malformed", "none of", ""),
        ("at(2026-12-24T18:00:00)", "cron-malformed", "only EventBridge Scheduler knows", ""),
    ],
)
def test_what_aws_refuses_is_named_and_translated(text: str, code: str, says: str, instead: str) -> None:
    found = fault(text)
    assert found.code == code
    assert says in found.message
    assert " ".join(found.instead) == instead


@pytest.mark.parametrize("text", ["2026-12-24", "2026-13-24T18:00:00", "2026-12-24T18:00:00Z", "2026-1-2T1:2:3"])
def test_a_moment_of_another_form_is_refused(text: str) -> None:
    assert parse(f"at({text})", "scheduler").faults[0].message.startswith("is not a date and time")


def test_scheduler_takes_either_number_of_a_unit_and_a_rule_does_not() -> None:
    assert parse("rate(1 minutes)", "scheduler").schedule == Rate(1, "minute")
    assert parse("rate(1 minutes)", "rule").schedule is None


def test_an_expression_offered_instead_is_one_that_a_rule_takes() -> None:
    for text in (
        "cron(0 18 * * 0,3,6)",
        "cron(0 9 * * 5-7)",
        "@weekly",
        "rate(2 weeks)",
        "cron(0 0 12 * * ? *)",
        "90m",
    ):
        (instead,) = fault(text).instead
        assert parse(instead).schedule is not None


@pytest.mark.parametrize(
    ("unix", "aws"),
    [
        ("*/5 * * * *", ("cron(*/5 * * * ? *)",)),
        ("0 9 * * 0", ("cron(0 9 ? * SUN *)",)),
        ("0 9 * * 7", ("cron(0 9 ? * SUN *)",)),
        ("0 9 * * 5-7", ("cron(0 9 ? * FRI,SAT,SUN *)",)),
        ("0 9 * * 0-6", ("cron(0 9 * * ? *)",)),
        ("0 9 * * */2", ("cron(0 9 ? * SUN,TUE,THU,SAT *)",)),
        ("0 9 * JAN mon,wed", ("cron(0 9 ? JAN MON,WED *)",)),
        ("0 9 13 * FRI", ("cron(0 9 13 * ? *)", "cron(0 9 ? * FRI *)")),
        ("0 9 * * 8", ()),
        ("61 9 * * 1", ()),
        ("0 9 * *", ()),
    ],
)
def test_unix_cron_is_translated_with_its_days_renumbered(unix: str, aws: tuple[str, ...]) -> None:
    assert from_unix(unix) == aws


@given(st.integers(0, 7), st.integers(0, 7))
def test_a_unix_range_of_days_names_the_same_days(start: int, end: int) -> None:
    if start > end:
        return
    wanted = {day % 7 for day in range(start, end + 1)}  # 0 is Sunday
    (form,) = from_unix(f"0 0 * * {start}-{end}")
    cron = schedule(form)
    assert isinstance(cron, Cron)
    assert {day.isoweekday() % 7 for day in cron.matching_days()} == wanted


def test_why_it_never_fires_is_told() -> None:
    assert never_fires(schedule("cron(0 0 31 2 ? *)"), NOW) == Fault(
        "cron-never-fires", "names a day that none of its months has"
    )
    gone = never_fires(schedule("cron(0 0 1 1 ? 2020)"), NOW)
    assert gone is not None
    assert gone.message == "fired for the last time in 2020"
    past = never_fires(schedule("at(2026-01-01T00:00:00)"), NOW)
    assert past is not None
    assert past.message == "names Thu 1 Jan 2026 at 00:00, which has gone by"
    ended = never_fires(schedule("cron(0 0 1 1 ? *)"), NOW, end=datetime(2026, 12, 1, tzinfo=UTC))
    assert ended is not None
    assert ended.message == "ends on 2026-12-01, before its next time"
    late = never_fires(schedule("cron(0 0 1 1 ? 2027)"), NOW, start=datetime(2027, 6, 1, tzinfo=UTC))
    assert late is not None
    assert late.message == "fires for the last time in 2027"
    before = never_fires(schedule("at(2027-01-01T00:00:00)"), NOW, start=datetime(2027, 6, 1, tzinfo=UTC))
    assert before is not None
    assert before.message == "names Fri 1 Jan 2027 at 00:00, which is before its start"
    never_begun = never_fires(
        schedule("rate(1 day)"), NOW, start=datetime(2027, 6, 1, tzinfo=UTC), end=datetime(2027, 5, 1, tzinfo=UTC)
    )
    assert never_begun is not None
    assert never_begun.message == "ends on 2027-05-01, before its first time"
    too_late = never_fires(schedule("rate(999999999 days)"), NOW, start=datetime(2026, 1, 1, tzinfo=UTC))
    assert too_late is not None
    assert too_late.message == "comes round for the first time after the year 9999"
    assert never_fires(schedule("cron(0 0 29 2 ? *)"), NOW) is None
    assert never_fires(schedule("cron(0 0 1 1 ? *)"), NOW, end=datetime(2027, 1, 1, tzinfo=UTC)) is None


def test_a_time_that_the_clocks_skip_is_left_out() -> None:
    before = datetime(2026, 3, 28, 12, tzinfo=BERLIN)
    found = next_after(schedule("cron(30 2 * * ? *)"), before, BERLIN)
    assert found == datetime(2026, 3, 30, 2, 30, tzinfo=BERLIN)  # 02:30 on the 29th does not exist


def test_a_time_that_the_clocks_repeat_fires_the_first_time_round_only() -> None:
    daily = schedule("cron(30 2 * * ? *)")
    first = next_after(daily, datetime(2026, 10, 25, 0, 0, tzinfo=BERLIN), BERLIN)
    assert first is not None
    assert first.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_after(daily, first, BERLIN) == datetime(2026, 10, 26, 2, 30, tzinfo=BERLIN)
    often = schedule("cron(0/15 * * * ? *)")
    second_round = datetime(2026, 10, 25, 1, 5, tzinfo=UTC)  # 02:05 for the second time
    assert next_after(often, second_round, BERLIN) == datetime(2026, 10, 25, 3, 0, tzinfo=BERLIN)


def test_the_time_of_day_is_read_on_the_clock_of_the_zone() -> None:
    found = next_after(schedule("cron(0 18 * * ? *)"), NOW, BERLIN)
    assert found is not None
    assert found.astimezone(UTC) == datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    moment = next_after(schedule("at(2026-12-24T18:00:00)"), NOW, BERLIN)
    assert moment is not None
    assert moment.astimezone(UTC).hour == 17


def test_a_rate_counts_from_its_start() -> None:
    start = datetime(2026, 11, 1, 0, 7, tzinfo=UTC)
    assert next_after(schedule("rate(1 hour)"), NOW, start=start) == NOW + timedelta(minutes=7)
    later = datetime(2026, 12, 1, tzinfo=UTC)
    assert next_after(schedule("rate(1 hour)"), NOW, start=later) == later
    assert next_after(schedule("cron(0 0 * * ? *)"), NOW, start=later) == later


def test_a_zone_that_does_not_exist_is_known_as_such() -> None:
    assert zone_of("Mars/Olympus") is None
    assert unknown_zone("Mars/Olympus")
    assert unknown_zone("../etc/passwd")
    assert not unknown_zone("Europe/Berlin")
    assert zone_of("UTC") is UTC


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("rate(1 minute)", 43_800),
        ("rate(1 hour)", 730),
        ("cron(* * * * ? *)", 43_800),
        ("cron(0 * * * ? *)", 730),
        ("cron(0/7 * * * ? *)", 6570),
        ("cron(50,10 23,0 * * ? *)", 121.67),
        ("cron(55 23 * * ? *)", 30.42),
        ("cron(0 0 ? * MON-FRI *)", 21.73),
        ("cron(0 0 ? * MON *)", 730 / 168),
        ("cron(0 0 1 * ? *)", 1.0),
        ("cron(0 0 1 * ? 2027)", 1.0),
        ("at(2026-12-24T18:00:00)", 0),
        ("cron(0 0 1 1 ? 2027)", 1 / 12),
        ("cron(0 0 31 2 ? *)", 0),
    ],
)
def test_how_often_it_fires(text: str, times: float) -> None:
    assert per_month(schedule(text)) == pytest.approx(times, rel=0.001)


def test_a_day_of_the_week_is_counted_over_a_whole_cycle_of_the_calendar() -> None:
    assert per_month(schedule("cron(0 0 ? * MON *)")) == pytest.approx(730 / 168, rel=1e-12)
    assert per_month(schedule("cron(0 0 29 2 ? *)")) == pytest.approx(7 / (28 * 365.25) * 730 / 24, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("cron(0 18 ? * MON-FRI *)", "every weekday at 18:00 UTC"),
        ("cron(0 18 * * ? *)", "every day at 18:00 UTC"),
        ("cron(* * * * ? *)", "every minute"),
        ("cron(*/15 * * * ? *)", "every 15 minutes"),
        ("cron(0,15,30,45 * * * ? *)", "every 15 minutes"),
        ("cron(0/15 9-17 ? * MON-FRI *)", "every 15 minutes from 09:00 to 17:45 UTC, every weekday"),
        ("cron(* 9 * * ? *)", "every minute from 09:00 to 09:59 UTC"),
        ("cron(0/20 9,12 * * ? *)", "every 20 minutes of the hours 9 and 12 UTC"),
        ("cron(0 * * * ? *)", "every hour"),
        ("cron(10 * ? * SUN *)", "every hour at 10 minutes past, every Sunday"),
        ("cron(5,20 * * * ? *)", "every day at 5 and 20 minutes past every hour"),
        ("cron(0 */6 * * ? *)", "every 6 hours from 00:00 UTC"),
        ("cron(30 8-18 * * ? *)", "every hour from 08:30 to 18:30 UTC"),
        ("cron(0 8,12,18 * * ? *)", "every day at 08:00, 12:00 and 18:00 UTC"),
        ("cron(0,30 8 * * ? *)", "every day at 08:00 and 08:30 UTC"),
        ("cron(1,2,3 1,2,4 * * ? *)", "every day at 1, 2 and 3 minutes past the hours 1, 2 and 4 UTC"),
        ("cron(0 0 1 * ? *)", "on the 1st of every month at 00:00 UTC"),
        ("cron(0 0 1,15,22 * ? *)", "on the 1st, 15th and 22nd of every month at 00:00 UTC"),
        ("cron(0 0 1-7 * ? *)", "on the 1st to the 7th of every month at 00:00 UTC"),
        ("cron(0 0 11,12,13,23 1 ? *)", "on the 11th, 12th, 13th and 23rd of January at 00:00 UTC"),
        ("cron(0 0 L * ? *)", "on the last day of every month at 00:00 UTC"),
        ("cron(0 0 L-2 * ? *)", "on the day 2 before the last of every month at 00:00 UTC"),
        ("cron(0 0 15W * ? *)", "on the weekday nearest the 15th of every month at 00:00 UTC"),
        ("cron(0 0 LW 3,6,9,12 ? *)", "on the last weekday of March, June, September and December at 00:00 UTC"),
        ("cron(0 0 ? * 3#2 *)", "on the second Tuesday of every month at 00:00 UTC"),
        ("cron(0 0 ? * 6L *)", "on the last Friday of every month at 00:00 UTC"),
        ("cron(0 0 ? * SUN,SAT *)", "every Saturday and Sunday at 00:00 UTC"),
        ("cron(0 0 * 3-5 ? 2027)", "every day at 00:00 UTC from March to May, in 2027"),
        ("cron(0 0 ? 1,7 MON 2027-2030)", "every Monday at 00:00 UTC in January and July, from 2027 to 2030"),
        ("cron(0 0 1 1 ? 2026/2)", "on the 1st of January at 00:00 UTC, every 2 years from 2026 to 2198"),
        ("cron(0 0 1 1 ? 2026-2030/2)", "on the 1st of January at 00:00 UTC, in 2026, 2028 and 2030"),
        ("rate(1 day)", "every day"),
        ("rate(5 minutes)", "every 5 minutes"),
        ("at(2026-12-24T18:00:00)", "once, on Thu 24 Dec 2026 at 18:00 UTC"),
    ],
)
def test_a_schedule_reads_as_plain_english(text: str, phrase: str) -> None:
    assert explain(schedule(text)) == phrase


def test_the_next_time_is_named_on_the_clock_of_the_zone() -> None:
    text = explain_with_next(
        schedule("cron(0 18 ? * MON-FRI *)"), datetime(2026, 11, 27, 17, 30, tzinfo=UTC), "Europe/Berlin"
    )
    assert text == "every weekday at 18:00 Europe/Berlin, next on Mon 30 Nov 2026 at 18:00"
    assert explain_with_next(schedule("rate(5 minutes)"), NOW) == "every 5 minutes"
    assert explain_with_next(schedule("cron(0 0 1 1 ? 2020)"), NOW).endswith("in 2020")


# Fields drawn together with the set that they mean, so that the meaning is not taken from the code under test.

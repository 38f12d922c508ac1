"""Any schedule: what is worked out is what a scan of every minute and every day finds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from model.schedule_reading import NOW, schedule

from archlint.model.cron import Cron
from archlint.model.schedule_words import explain
from archlint.model.schedules import (
    At,
    next_after,
    parse,
    per_month,
)


def _plain_items(low: int, high: int) -> st.SearchStrategy[tuple[str, frozenset[int]]]:
    number = st.integers(low, high)
    single = number.map(lambda n: (str(n), frozenset({n})))
    span = st.tuples(number, number).map(sorted).map(lambda s: (f"{s[0]}-{s[1]}", frozenset(range(s[0], s[1] + 1))))
    stepped = st.tuples(number, st.integers(1, high)).map(
        lambda s: (f"{s[0]}/{s[1]}", frozenset(range(s[0], high + 1, s[1])))
    )
    return st.one_of(single, span, stepped)


def _field(low: int, high: int, *, most: int = 3) -> st.SearchStrategy[tuple[str, frozenset[int]]]:
    listed = st.lists(_plain_items(low, high), min_size=1, max_size=most).map(
        lambda items: (",".join(text for text, _ in items), frozenset().union(*(found for _, found in items)))
    )
    return st.one_of(st.just(("*", frozenset(range(low, high + 1)))), listed)


@settings(max_examples=60)
@given(_field(0, 59), _field(0, 23), _field(1, 7), st.booleans(), st.integers(0, 400 * 1440))
def test_the_next_firing_is_what_a_scan_of_every_minute_finds(
    minutes: tuple[str, frozenset[int]],
    hours: tuple[str, frozenset[int]],
    days: tuple[str, frozenset[int]],
    by_week: bool,
    offset: int,
) -> None:
    after = NOW + timedelta(minutes=offset)
    day_fields = f"? * {days[0]}" if by_week else "* * ?"
    cron = schedule(f"cron({minutes[0]} {hours[0]} {day_fields} *)")
    scanned = None
    for ahead in range(1, 2 * 1440):
        moment = after + timedelta(minutes=ahead)
        day_fits = not by_week or moment.isoweekday() % 7 + 1 in days[1]
        if day_fits and moment.hour in hours[1] and moment.minute in minutes[1]:
            scanned = moment
            break
    found = next_after(cron, after)
    assert found is not None
    if scanned is not None:
        assert found == scanned
    else:
        assert found >= after + timedelta(days=2) - timedelta(minutes=1)


@settings(max_examples=60)
@given(_field(1, 31), _field(1, 12), _field(2024, 2030))
def test_the_days_of_a_schedule_are_what_a_scan_of_every_day_finds(
    days: tuple[str, frozenset[int]], months: tuple[str, frozenset[int]], years: tuple[str, frozenset[int]]
) -> None:
    cron = schedule(f"cron(0 0 {days[0]} {months[0]} ? {years[0]})")
    assert isinstance(cron, Cron)
    at, scanned = date(2024, 1, 1), []
    while at < date(2031, 1, 1):
        if at.day in days[1] and at.month in months[1] and (years[0] == "*" or at.year in years[1]):
            scanned.append(at)
        at += timedelta(days=1)
    found = next_after(cron, datetime(2023, 12, 31, 23, 59, tzinfo=UTC))
    assert (found.date() if found is not None and found.year < 2031 else None) == (scanned[0] if scanned else None)


@given(st.text(max_size=40) | st.from_regex(r"(cron|rate|at)\([0-9A-Z*?/,#LW\- a-z]{0,24}\)", fullmatch=True))
def test_reading_any_text_gives_a_schedule_or_a_fault(text: str) -> None:
    for service in ("rule", "scheduler"):
        reading = parse(text, "rule" if service == "rule" else "scheduler")
        assert (reading.schedule is None) == bool(reading.faults)
        if reading.schedule is not None:
            assert explain(reading.schedule)
            assert isinstance(reading.schedule, At) or per_month(reading.schedule) >= 0
        for instead in (one for fault in reading.faults for one in fault.instead):
            assert parse(instead).schedule is not None

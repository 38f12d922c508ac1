"""A schedule in plain English: `every weekday at 18:00 UTC`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.model.cron import FIELDS, Cron, MonthDays, WeekDays
from archlint.model.quoting import joined
from archlint.model.schedules import At, Rate, Schedule, next_after, zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NUMBERED = ("first", "second", "third", "fourth", "fifth")
_SPELLED_OUT = 6
"""The most times of a day that are named one by one."""


def explain(schedule: Schedule, timezone: str = "UTC") -> str:
    """One phrase, lower case, for the schedule on the clock of `timezone`."""
    if isinstance(schedule, Rate):
        return f"every {schedule.unit}" if schedule.value == 1 else f"every {schedule.value} {schedule.unit}s"
    if isinstance(schedule, At):
        return f"once, on {on_the(schedule.moment)} {timezone}"
    return _explain_cron(schedule, timezone)


def explain_with_next(
    schedule: Schedule, now: datetime, timezone: str = "UTC", start: datetime | None = None, more: str = ""
) -> str:
    """`every weekday at 18:00 UTC, next on Tue 24 Nov 2026 at 18:00`; without the date where none is ahead.

    `more` follows the phrase.
    """
    phrase = f"{explain(schedule, timezone)}{more}"
    zone = zone_of(timezone)
    has_phase = isinstance(schedule, Cron) or (isinstance(schedule, Rate) and start is not None)
    moment = next_after(schedule, now, zone, start) if zone is not None and has_phase else None
    return phrase if moment is None else f"{phrase}, next on {on_the(moment)}"


def on_the(moment: datetime) -> str:
    """`Tue 24 Nov 2026 at 18:00`, on the moment's own clock."""
    day = _DAYS[moment.isoweekday() % 7][:3]
    return f"{day} {moment.day} {_MONTHS[moment.month - 1][:3]} {moment.year} at {moment:%H:%M}"


def _explain_cron(cron: Cron, timezone: str) -> str:
    time, by_clock = _time(cron.minutes, cron.hours)
    zone = f" {timezone}" if by_clock else ""
    day, names_months = _day(cron)
    months = "" if names_months or len(cron.months) == 12 else f" {_span(cron.months, _month)}"
    years = "" if cron.years[0] == FIELDS[5].low and cron.years[-1] == FIELDS[5].high else f", {_years(cron.years)}"
    if time.startswith("at "):
        return f"{day} {time}{zone}{months}{years}"
    day = "" if day == "every day" else f", {day}"
    return f"{time}{zone}{day}{months}{years}"


def _time(minutes: Sequence[int], hours: Sequence[int]) -> tuple[str, bool]:
    """The time of day, and whether it names a time on the clock."""
    every_hour = len(hours) == 24
    step = _step(minutes, 60)
    if step:
        every = "every minute" if step == 1 else f"every {step} minutes"
        if every_hour:
            return every, False
        if _contiguous(hours):
            return f"{every} from {_clock(hours[0], 0)} to {_clock(hours[-1], minutes[-1])}", True
        return f"{every} of {_hours(hours)}", True
    if len(minutes) == 1:
        return _once_an_hour(minutes[0], hours)
    if len(minutes) * len(hours) <= _SPELLED_OUT:
        return f"at {joined(_clock(hour, minute) for hour in hours for minute in minutes)}", True
    past = f"at {joined(map(str, minutes))} minutes past"
    return (f"{past} every hour", False) if every_hour else (f"{past} {_hours(hours)}", True)


def _once_an_hour(minute: int, hours: Sequence[int]) -> tuple[str, bool]:
    at_minute = "" if minute == 0 else f" at {minute} minutes past"
    if len(hours) == 24:
        return f"every hour{at_minute}", False
    if len(hours) <= 2:
        return f"at {joined(_clock(hour, minute) for hour in hours)}", True
    if step := _step(hours, 24):
        return f"every {step} hours from {_clock(0, minute)}", True
    if _contiguous(hours) and len(hours) > _SPELLED_OUT // 2:
        return f"every hour from {_clock(hours[0], minute)} to {_clock(hours[-1], minute)}", True
    return f"at {joined(_clock(hour, minute) for hour in hours)}", True


def _hours(hours: Sequence[int]) -> str:
    return "the hour " + str(hours[0]) if len(hours) == 1 else f"the hours {joined(map(str, hours))}"


def _clock(hour: int, minute: int) -> str:
    return f"{hour:02}:{minute:02}"


def _step(numbers: Sequence[int], size: int) -> int:
    """The step that fills 0 to `size` evenly with at least three numbers; 0 where there is none."""
    count = len(numbers)
    if count < 3 or size % count:
        return 0
    step = size // count
    return step if tuple(numbers) == tuple(range(0, size, step)) else 0


def _contiguous(numbers: Sequence[int]) -> bool:
    return numbers[-1] - numbers[0] == len(numbers) - 1


def _day(cron: Cron) -> tuple[str, bool]:
    """The day, and whether it has named the months already."""
    of_months = "of every month" if len(cron.months) == 12 else f"of {joined(map(_month, cron.months))}"
    if cron.month_days is not None:
        if len(cron.month_days.days) == 31:
            return "every day", False
        return f"on {_month_days(cron.month_days)} {of_months}", True
    week_days = cron.week_days or WeekDays()
    if week_days.days:
        return _week_days(week_days.days), False
    numbered = [f"the {_NUMBERED[number - 1]} {_DAYS[day - 1]}" for day, number in week_days.numbered]
    last = [f"the last {_DAYS[day - 1]}" for day in week_days.last]
    return f"on {joined(numbered + last)} {of_months}", True


def _week_days(days: Sequence[int]) -> str:
    if len(days) == 7:
        return "every day"
    if tuple(days) == (2, 3, 4, 5, 6):
        return "every weekday"
    return f"every {joined(_DAYS[day - 1] for day in sorted(days, key=lambda day: (day - 2) % 7))}"


def _month_days(field: MonthDays) -> str:
    if field.last_weekday:
        return "the last weekday"
    if field.nearest:
        return f"the weekday nearest the {_ordinal(field.nearest[0])}"
    if field.before_last:
        back = field.before_last[0]
        return "the last day" if back == 0 else f"the day {back} before the last"
    if len(field.days) > 2 and _contiguous(field.days):
        return f"the {_ordinal(field.days[0])} to the {_ordinal(field.days[-1])}"
    return f"the {joined(map(_ordinal, field.days))}"


def _ordinal(number: int) -> str:
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _month(number: int) -> str:
    return _MONTHS[number - 1]


def _span(numbers: Sequence[int], name: Callable[[int], str]) -> str:
    if len(numbers) > 2 and _contiguous(numbers):
        return f"from {name(numbers[0])} to {name(numbers[-1])}"
    return f"in {joined(map(name, numbers))}"


def _years(years: Sequence[int]) -> str:
    step = years[1] - years[0] if len(years) > _SPELLED_OUT else 1
    if step > 1 and tuple(years) == tuple(range(years[0], years[-1] + 1, step)):
        return f"every {step} years from {years[0]} to {years[-1]}"
    return _span(years, str)

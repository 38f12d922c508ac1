"""AWS cron expressions: six fields (minutes hours day-of-month month day-of-week year) to the moments they name."""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


class Field(NamedTuple):
    """One of the six fields: its name, its range, and the words that stand for its first numbers."""

    name: str
    low: int
    high: int
    words: tuple[str, ...] = ()


FIELDS = (
    Field("minutes", 0, 59),
    Field("hours", 0, 23),
    Field("day of month", 1, 31),
    Field("month", 1, 12, MONTHS),
    Field("day of week", 1, 7, WEEKDAYS),
    Field("year", 1970, 2199),
)
_MINUTES, _HOURS, _MONTH_DAYS, _MONTH, _WEEK_DAYS, _YEAR = FIELDS

CYCLE = tuple(range(2001, 2029))
"""28 years, after which dates fall on the same days of the week again."""


class CronError(ValueError):
    """A field that AWS refuses, in words that follow the expression's name."""


@dataclass(frozen=True, slots=True)
class MonthDays:
    """The day-of-month field: plain days, `L` and `L-3` as days before the last, `15W`, `LW`; all empty for `?`."""

    days: tuple[int, ...] = ()
    before_last: tuple[int, ...] = ()
    nearest: tuple[int, ...] = ()
    last_weekday: bool = False


@dataclass(frozen=True, slots=True)
class WeekDays:
    """The day-of-week field: plain days (1 is Sunday), `6L` as the last of its kind, `3#2` as day and number."""

    days: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    numbered: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Cron:
    """A valid cron expression; every tuple is sorted. One of the two day fields is None, as it was written `?`."""

    text: str
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    month_days: MonthDays | None
    months: tuple[int, ...]
    week_days: WeekDays | None
    years: tuple[int, ...]

    def days_in(self, year: int, month: int) -> tuple[int, ...]:
        """The days of one month on which it fires, whether or not it fires in that month and year at all."""
        first, length = monthrange(year, month)  # of the first day: 0 is Monday
        if self.month_days is not None:
            return _month_days(self.month_days, first, length)
        return _week_days(self.week_days or WeekDays(), first, length)

    def times_from(self, start: datetime) -> Iterator[datetime]:
        """Every moment at or after `start` (both naive, on the clock of the schedule's zone), in order."""
        for day in self._days_from(start.date()):
            for hour in self.hours:
                for minute in self.minutes:
                    moment = datetime(day.year, day.month, day.day, hour, minute)
                    if moment >= start:
                        yield moment

    def _days_from(self, start: date) -> Iterator[date]:
        for year in self.years[bisect_left(self.years, start.year) :]:
            for month in self.months:
                if (year, month) >= (start.year, start.month):
                    for day in self.days_in(year, month):
                        if (at := date(year, month, day)) >= start:
                            yield at

    @property
    def sample_years(self) -> tuple[int, ...]:
        """The years to count in: a whole cycle of the calendar, or the years it is limited to."""
        return CYCLE if len(self.years) >= len(CYCLE) else self.years

    def matching_days(self) -> Iterator[date]:
        """Every day on which it fires in the sample years, in order."""
        for year in self.sample_years:
            for month in self.months:
                for day in self.days_in(year, month):
                    yield date(year, month, day)


def _month_days(field: MonthDays, first: int, length: int) -> tuple[int, ...]:
    found = {day for day in field.days if day <= length}
    found.update(length - back for back in field.before_last if back < length)
    found.update(_nearest_weekday(day, first, length) for day in field.nearest if day <= length)
    if field.last_weekday:
        found.add(_nearest_weekday(length, first, length))
    return tuple(sorted(found))


def _nearest_weekday(day: int, first: int, length: int) -> int:
    """The Monday to Friday nearest to `day` without leaving the month."""
    weekday = (first + day - 1) % 7
    if weekday == 5:
        return day - 1 if day > 1 else day + 2
    if weekday == 6:
        return day + 1 if day < length else day - 2
    return day


def _week_days(field: WeekDays, first: int, length: int) -> tuple[int, ...]:
    def first_of(weekday: int) -> int:  # 1 is Sunday
        return (weekday - 2 - first) % 7 + 1

    found = {day for weekday in field.days for day in range(first_of(weekday), length + 1, 7)}
    found.update(max(range(first_of(weekday), length + 1, 7)) for weekday in field.last)
    found.update(day for weekday, number in field.numbered if (day := first_of(weekday) + 7 * (number - 1)) <= length)
    return tuple(sorted(found))


def parse_fields(text: str) -> Cron:
    """The six fields between the brackets of `cron(...)`; raises CronError for what AWS refuses.

    Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
    """
    parts = text.upper().split()
    if len(parts) != 6:
        raise CronError(
            f"has {_counted(len(parts), 'field')}, not 6 (minutes hours day-of-month month day-of-week year)"
        )
    minutes, hours, month_days, month, week_days, year = parts
    if month_days == "?" and week_days == "?":
        raise CronError("has `?` in both day fields, so no day is named")
    if month_days != "?" and week_days != "?":
        raise CronError(f"names both day of month `{month_days}` and day of week `{week_days}`; one of them is `?`")
    return Cron(
        text=" ".join(parts),
        minutes=_numbers(minutes, _MINUTES),
        hours=_numbers(hours, _HOURS),
        month_days=None if month_days == "?" else _read_month_days(month_days),
        months=_numbers(month, _MONTH),
        week_days=None if week_days == "?" else _read_week_days(week_days),
        years=_numbers(year, _YEAR),
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _numbers(text: str, field: Field) -> tuple[int, ...]:
    found: set[int] = set()
    for item in text.split(","):
        found.update(_item(item, field))
    return tuple(sorted(found))


def _item(item: str, field: Field) -> range | tuple[int, ...]:
    """One item of a list: `*`, `5`, `1-5`, `*/15`, `5/15`, `1-30/5`."""
    base, slash, step_text = item.partition("/")
    step = 1
    if slash:
        step = _step(step_text, item, field, starred=base == "*")
    if base == "*":
        return range(field.low, field.high + 1, step)
    start_text, dash, end_text = base.partition("-")
    start = _number(start_text, item, field)
    if not dash:
        return range(start, field.high + 1, step) if slash else (start,)
    end = _number(end_text, item, field)
    if end >= start:
        return range(start, end + 1, step)
    if field is _YEAR:
        raise CronError(f"has the years `{item}`, which run backwards")
    size = field.high - field.low + 1  # FRI-MON: over the end and on from the start
    return tuple((at - field.low) % size + field.low for at in range(start, end + size + 1, step))


def _step(text: str, item: str, field: Field, *, starred: bool) -> int:
    if not text.isdecimal() or not text.isascii() or int(text) == 0:
        raise CronError(f"has `{item}` in the {field.name}: a step is a whole number of 1 or more")
    step = int(text)
    if starred and step > field.high:
        raise CronError(f"has `{item}` in the {field.name}: a step of {step} is over the largest, {field.high}")
    return step


def _number(text: str, item: str, field: Field) -> int:
    if text in field.words:
        return field.words.index(text) + field.low
    if not text.isdecimal() or not text.isascii():
        raise CronError(f"has `{item}` in the {field.name}, which {_wanted(text, field)}")
    number = int(text)
    if not field.low <= number <= field.high:
        raise CronError(f"has `{item}` in the {field.name}, outside {field.low} to {field.high}")
    return number


def _wanted(text: str, field: Field) -> str:
    numbers = f"takes {field.low} to {field.high}"
    if text == "?":
        return f"takes no `?`; write `*` for every {field.name.removesuffix('s')}"
    if text == "":
        return f"{numbers} on each side of `,`, `-` and `/`"
    return f"{numbers} or {field.words[0]} to {field.words[-1]}" if field.words else numbers


def _read_month_days(text: str) -> MonthDays:
    if text == "LW":
        return MonthDays(last_weekday=True)
    if text == "L":
        return MonthDays(before_last=(0,))
    if text.startswith("L-"):
        back = text[2:]
        if back.isdecimal() and back.isascii() and int(back) <= 30:
            return MonthDays(before_last=(int(back),))
    elif text.endswith("W") and "," not in text:
        return MonthDays(nearest=(_number(text[:-1], text, _MONTH_DAYS),))
    _no_lists(text, "LW", _MONTH_DAYS)
    return MonthDays(days=_numbers(text, _MONTH_DAYS))


def _read_week_days(text: str) -> WeekDays:
    if text == "L":
        return WeekDays(days=(7,))
    if "," not in text and "#" in text:
        day, _, number = text.partition("#")
        if number not in {"1", "2", "3", "4", "5"}:
            raise CronError(f"has `{text}` in the day of week: after `#` stands 1 to 5, the week of the month")
        return WeekDays(numbered=((_number(day, text, _WEEK_DAYS), int(number)),))
    if text.endswith("L") and "," not in text:
        return WeekDays(last=(_number(text[:-1], text, _WEEK_DAYS),))
    _no_lists(text, "L#", _WEEK_DAYS)
    return WeekDays(days=_numbers(text, _WEEK_DAYS))


def _no_lists(text: str, marks: str, field: Field) -> None:
    """`L`, `W` and `#` name one day; AWS takes no list of them."""
    if "," not in text:
        return
    for item in text.split(","):
        if item not in field.words and any(mark in item for mark in marks) and not set(item) - set("0123456789-LW#"):
            raise CronError(f"has `{text}` in the {field.name}: `{item}` stands alone, not in a list")

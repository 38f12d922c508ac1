"""Schedule expressions, `cron(...)`, `rate(...)` and `at(...)`: what AWS takes, when they fire, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from archlint.document.units import MONTH
from archlint.model.cron import Cron, CronError, parse_fields

Unit = Literal["minute", "hour", "day"]
Code = Literal["cron-malformed", "cron-never-fires", "rate-malformed", "schedule-too-fine"]
Service = Literal["scheduler", "rule"]

SECONDS: dict[Unit, int] = {"minute": 60, "hour": 3600, "day": 86_400}


@dataclass(frozen=True, slots=True)
class Rate:
    """`rate(5 minutes)`: every `value` units from its start."""

    value: int
    unit: Unit

    @property
    def seconds(self) -> int:
        return self.value * SECONDS[self.unit]


@dataclass(frozen=True, slots=True)
class At:
    """`at(2026-12-24T18:00:00)`: once, on the clock of the schedule's zone (naive)."""

    moment: datetime


Schedule = Cron | Rate | At


class Fault(NamedTuple):
    """What is wrong with an expression: the rule it breaks, words that follow the expression, and what to write.

    `instead` has two expressions where one schedule becomes two.
    """

    code: Code
    message: str
    instead: tuple[str, ...] = ()


class Reading(NamedTuple):
    """An expression read: a schedule, or the faults that keep it from being one."""

    schedule: Schedule | None
    faults: tuple[Fault, ...] = ()


def parse(text: str, service: Service = "rule") -> Reading:
    """Read a schedule expression as a rule of the bus or as EventBridge Scheduler does.

    Only a rule is strict about `rate(1 minute)` and `rate(2 minutes)`; only Scheduler knows `at(...)`.
    Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
    """
    from archlint.model import unread_schedules

    written = text.strip()
    name, bracket, rest = written.partition("(")
    if not bracket or not rest.endswith(")"):
        return Reading(None, (unread_schedules.unknown_form(written),))
    inner = rest[:-1].strip()
    match name.strip().lower():
        case "cron":
            return _cron(inner)
        case "rate":
            return _rate(inner, service)
        case "at":
            return _at(inner, service)
    return Reading(None, (unread_schedules.unknown_form(written),))


def _cron(inner: str) -> Reading:
    from archlint.model import unread_schedules

    try:
        return Reading(parse_fields(inner))
    except CronError as error:
        return Reading(None, (unread_schedules.malformed_cron(inner, str(error)),))


def _rate(inner: str, service: Service) -> Reading:
    from archlint.model import unread_schedules

    words = inner.split()
    if len(words) == 2 and words[0].isdecimal() and words[0].isascii() and 0 < len(words[0].lstrip("0")) <= 9:
        unit, plural = words[1].removesuffix("s"), words[1].endswith("s")
        value = int(words[0])
        agrees = plural == (value != 1) or service == "scheduler"
        for known in SECONDS:
            if unit == known and agrees:
                return Reading(Rate(value, known))
    return Reading(None, (unread_schedules.malformed_rate(inner),))


def _at(inner: str, service: Service) -> Reading:
    if service == "rule":
        message = "is a single moment, which only EventBridge Scheduler knows"
        return Reading(None, (Fault("cron-malformed", message),))
    try:
        moment = datetime.fromisoformat(inner)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None or inner != moment.isoformat(timespec="seconds"):
        return Reading(None, (Fault("cron-malformed", "is not a date and time of the form yyyy-mm-ddThh:mm:ss"),))
    return Reading(At(moment))


def zone_of(name: str) -> tzinfo | None:
    """The time zone of an IANA name; None where this machine does not know it."""
    if name in ("UTC", ""):
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def unknown_zone(name: str) -> bool:
    """True for a time zone that does not exist; False also where this machine has no list of zones to tell by."""
    return zone_of(name) is None and zone_of("Europe/London") is not None


def next_after(
    schedule: Schedule, after: datetime, zone: tzinfo = UTC, start: datetime | None = None
) -> datetime | None:
    """The first moment after `after` (aware) at which it fires, on the clock of `zone`; None if there is none.

    A rate counts from `start`, or from `after` where no start is known. Times that a change of the clock skips are left
    out; times that it repeats fire once, the first time round, as Scheduler does it.
    """
    try:
        return _next_after(schedule, after, zone, start)
    except OverflowError:  # after the last year that a date can have
        return None


def _next_after(schedule: Schedule, after: datetime, zone: tzinfo, start: datetime | None) -> datetime | None:
    floor = after if start is None or start <= after else start - timedelta(microseconds=1)
    if isinstance(schedule, Rate):
        return _next_of_rate(schedule, floor, start).astimezone(zone)
    if isinstance(schedule, At):
        moment = schedule.moment.replace(tzinfo=zone)
        return moment if moment > floor else None
    local = floor.astimezone(zone).replace(tzinfo=None)
    for clock in schedule.times_from(local):
        moment = clock.replace(tzinfo=zone)
        if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == clock and moment.astimezone(UTC) > floor:
            return moment
    return None


def _next_of_rate(schedule: Rate, floor: datetime, start: datetime | None) -> datetime:
    period = timedelta(seconds=schedule.seconds)
    if start is None:
        return floor + period
    if start > floor:
        return start
    return start + ((floor - start) // period + 1) * period


def never_fires(
    schedule: Schedule, now: datetime, zone: tzinfo = UTC, start: datetime | None = None, end: datetime | None = None
) -> Fault | None:
    """Why no moment after `now` (from `start` up to `end`) comes at which it fires; None when one does."""
    found = next_after(schedule, now, zone, start)
    if found is not None and (end is None or found <= end):
        return None
    if found is not None and end is not None:
        when = "before its next time" if start is None or start <= now else "before its first time"
        return Fault("cron-never-fires", f"ends on {end.date().isoformat()}, {when}")
    if isinstance(schedule, At):
        from archlint.model.schedule_words import on_the

        how = "has gone by" if next_after(schedule, now, zone) is None else "is before its start"
        return Fault("cron-never-fires", f"names {on_the(schedule.moment)}, which {how}")
    return Fault("cron-never-fires", _why_never(schedule, now.year))


def _why_never(schedule: Schedule, year: int) -> str:
    if isinstance(schedule, Cron):
        for last in reversed(schedule.years):
            if any(schedule.days_in(last, month) for month in schedule.months):
                return f"{'fired' if last <= year else 'fires'} for the last time in {last}"
    if isinstance(schedule, Rate):
        return "comes round for the first time after the year 9999"
    return "names a day that none of its months has"


def per_month(schedule: Schedule) -> float:
    """How often it fires in a month of 730 hours, on the average of the years in which it fires; 0 for `at`."""
    if isinstance(schedule, Rate):
        return MONTH / schedule.seconds
    if isinstance(schedule, At):
        return 0.0
    days = sum(1 for _ in schedule.matching_days())
    span = sum(366 if _leap(year) else 365 for year in schedule.sample_years)
    return len(schedule.minutes) * len(schedule.hours) * days / span * MONTH / SECONDS["day"]


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)

"""When the schedules of a description fire, by all that their fields say of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from archlint.model.schedules import never_fires, parse, zone_of

if TYPE_CHECKING:
    from archlint.model.messaging import Schedule
    from archlint.model.schedules import Fault, Reading, Service


class Period(NamedTuple):
    """From when and until when a schedule fires, as far as that is said."""

    start: datetime | None = None
    end: datetime | None = None


def reading(schedule: Schedule) -> Reading | None:
    """Its expression read; None where that is not known."""
    expression: object = schedule.expression
    return parse(expression, service_of(schedule)) if isinstance(expression, str) and expression else None


def service_of(schedule: Schedule) -> Service:
    """Who reads the expression; where it is not known, Scheduler, which takes more."""
    return "rule" if schedule.service == "rule" else "scheduler"


def clock_of(schedule: Schedule) -> str:
    """On whose clock it runs, by the zone's name: a rule on UTC, whatever is written; empty where it is not known."""
    zone: object = schedule.timezone
    if schedule.service == "rule":
        return "UTC"
    return zone if isinstance(zone, str) else ""


def period(schedule: Schedule) -> Period:
    """Its start and end; what names no zone is on UTC."""
    between: object = schedule.between
    stated = [_moment(one) for one in between] if isinstance(between, list) else []
    return Period(*stated[:2])


def _moment(text: object) -> datetime | None:
    if not isinstance(text, str):
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def idle(schedule: Schedule, now: datetime) -> Fault | None:
    """Why it never fires after `now`; None where it does, where it is switched off, and where too little is known."""
    found = reading(schedule)
    zone = zone_of(clock_of(schedule)) if clock_of(schedule) else None
    if schedule.state == "enabled" and found is not None and found.schedule is not None and zone is not None:
        return never_fires(found.schedule, now, zone, *period(schedule))
    return None


def in_words(schedule: Schedule, now: datetime) -> str:
    """`fires every day at 18:00 UTC, next on ...`, or why it never does; empty where that is not known."""
    from archlint.model.schedule_words import explain_with_next

    found = reading(schedule)
    if found is None:
        return ""
    if found.schedule is None:
        return f"never fires: `{' '.join(schedule.expression.split())}` {found.faults[0].message}"
    stopped = idle(schedule, now)
    if stopped is not None:
        return f"never fires: it {stopped.message}"
    window = f", or up to {schedule.window} later" if schedule.window > 0 else ""
    start = period(schedule).start
    words = explain_with_next(found.schedule, now, clock_of(schedule) or "in its zone", start, window)
    return f"is disabled; else it fires {words}" if schedule.state == "disabled" else f"fires {words}"

"""What is wrong with schedule expressions, in the words of findings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from archlint.model import firing
from archlint.model.messaging import Schedule
from archlint.model.schedule_words import explain
from archlint.model.schedules import parse, zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from archlint.design.graph import Design
    from archlint.model.schedules import Code, Fault

_LONGEST = 60
"""The most characters of an expression that a message shows."""


def faults(design: Design, code: Code) -> Iterator[tuple[Schedule, Fault]]:
    """The schedules whose expression has a fault of one kind."""
    for schedule in design.of(Schedule):
        found = firing.reading(schedule)
        for fault in found.faults if found is not None else ():
            if fault.code == code:
                yield schedule, fault


def idle(design: Design, today: date) -> Iterator[tuple[Schedule, Fault]]:
    """The schedules that never fire from today on, and why."""
    now = datetime(today.year, today.month, today.day, tzinfo=UTC)
    for schedule in design.of(Schedule):
        fault = firing.idle(schedule, now)
        if fault is not None:
            yield schedule, fault


def said(schedule: Schedule, fault: Fault) -> dict[str, Any]:
    """The values of a message about an expression."""
    text = " ".join(schedule.expression.split())
    shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
    return {"expression": f"`{shown}`", "schedule": schedule, "what": fault.message}


def how_to_mend(schedule: Schedule, fault: Fault) -> str:
    """What to write, with what that does; empty where it is not plain."""
    if schedule.expression.strip().lower().startswith("at("):
        is_known = firing.service_of(schedule) == "scheduler"
        return (
            "write it as in `at(2026-12-24T18:00:00)`" if is_known else "set `service` to `scheduler`, or write a cron"
        )
    each = []
    for expression in fault.instead:
        read = parse(expression).schedule
        if read is not None:
            each.append(f"`{expression}` ({explain(read, firing.clock_of(schedule) or 'in its zone')})")
    return f"write {' and, in a second schedule, '.join(each)}" if each else ""


def is_utc(zone: str) -> bool | None:
    """Whether a time zone is UTC in winter and summer; None for one that is not known."""
    found: object = zone
    known = zone_of(zone) if isinstance(found, str) else None
    if known is None:
        return None
    seasons = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
    return not any(moment.astimezone(known).utcoffset() for moment in seasons)

"""What is wrong with schedule expressions, in the words of findings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from archlint.checks.hit import Fix, Hit
from archlint.model.firing import clock_of, reading
from archlint.model.messaging import Schedule
from archlint.model.schedules import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.schedules import Code, Fault

_LONGEST = 60


def faulty(design: Design, code: Code, instead: str) -> Iterator[Hit]:
    """The schedules whose expression has a fault of one kind; `instead` is what to write where that is not plain."""
    for schedule in design.of(Schedule):
        found = reading(schedule)
        for fault in found.faults if found is not None else ():
            if fault.code == code:
                at = schedule.field("expression")
                certain = len(fault.instead) == 1
                yield Hit(
                    at=at,
                    values={**said(schedule, fault), "how": _how(schedule, fault) or instead},
                    fix=Fix(at, f'"{fault.instead[0]}"', safe=code != "schedule-too-fine") if certain else None,
                )


def said(schedule: Schedule, fault: Fault) -> dict[str, Any]:
    """The values of a message about an expression."""
    return {"expression": _shown(schedule.expression), "schedule": schedule, "what": fault.message}


def _shown(expression: str) -> str:
    text = " ".join(expression.split())
    return f"`{text}`" if len(text) <= _LONGEST else f"`{text[: _LONGEST - 3]}...`"


def _how(schedule: Schedule, fault: Fault) -> str:
    """What to write, with what that does."""
    from archlint.model.schedule_words import explain
    from archlint.model.schedules import parse

    each = []
    for expression in fault.instead:
        read = parse(expression).schedule
        if read is not None:
            each.append(f"`{expression}` ({explain(read, clock_of(schedule) or 'in its zone')})")
    return f"write {' and, in a second schedule, '.join(each)}" if each else ""


def zone_that_is_ignored(schedule: Schedule) -> str:
    """The time zone of a rule's schedule, which runs on UTC all the same; empty where the two are the same."""
    zone: object = schedule.timezone
    if schedule.service != "rule" or not isinstance(zone, str) or zone == "UTC":
        return ""
    found = zone_of(zone)
    seasons = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
    return zone if found is not None and any(moment.astimezone(found).utcoffset() for moment in seasons) else ""

"""Buses, rules and schedules: expressions that AWS refuses, patterns that pick nothing or everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks.hit import Fix, Hit
from archlint.model.base import Place
from archlint.model.messaging import Bus, Schedule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from archlint.checks._picks import Pick
    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow
    from archlint.model.schedules import Code, Fault


def cron_malformed(design: Design) -> Iterator[Hit]:
    return _faulty(design, "cron-malformed", "write six fields, as in `cron(0 18 ? * MON-FRI *)`")


def rate_malformed(design: Design) -> Iterator[Hit]:
    return _faulty(design, "rate-malformed", "write a whole number and a unit, as in `rate(5 minutes)`")


def schedule_too_fine(design: Design) -> Iterator[Hit]:
    return _faulty(design, "schedule-too-fine", "write `rate(1 minute)`")


def _faulty(design: Design, code: Code, instead: str) -> Iterator[Hit]:
    if design.typed("schedule"):
        from archlint.checks._schedules import faults, how_to_mend, said

        for schedule, fault in faults(design, code):
            at = schedule.field("expression")
            yield Hit(
                at=at,
                values={**said(schedule, fault), "how": how_to_mend(schedule, fault) or instead},
                fix=_written(at, fault) if len(fault.instead) == 1 else None,
            )


def _written(at: Place, fault: Fault) -> Fix:
    return Fix(at, f'"{fault.instead[0]}"', safe=fault.code != "schedule-too-fine", reveals=True)


def cron_never_fires(design: Design, today: date) -> Iterator[Hit]:
    if design.typed("schedule"):
        from archlint.checks._schedules import idle, said

        for schedule, fault in idle(design, today):
            yield Hit(at=schedule.field("expression"), values=said(schedule, fault))


def rule_ignores_time_zone(design: Design) -> Iterator[Hit]:
    for schedule, zone in _with_ignored_zone(design):
        at = schedule.field("service")
        yield Hit(
            at=schedule.field("timezone"),
            related=[at],
            values={"schedule": schedule, "zone": zone},
            fix=Fix(at, "scheduler", safe=False),
        )


def _with_ignored_zone(design: Design) -> list[tuple[Schedule, str]]:
    """The rules by the clock that say a time zone which is not UTC, and the zone."""
    rules = [schedule for schedule in design.of(Schedule) if schedule.service == "rule" and schedule.gives("timezone")]
    if not rules:
        return []
    from archlint.checks._schedules import is_utc

    return [(schedule, schedule.timezone) for schedule in rules if is_utc(schedule.timezone) is False]


def scheduler_instead_of_rule(design: Design) -> Iterator[Hit]:
    most = design.limit("scheduler.targets")
    told = {schedule.name for schedule, _ in _with_ignored_zone(design)}
    for schedule in design.of(Schedule):
        is_plain = len(design.events_out_of(schedule)) <= most
        if schedule.service == "rule" and is_plain and schedule.name not in told:
            at = schedule.field("service")
            yield Hit(at=at, values={"schedule": schedule}, fix=Fix(at, "scheduler", safe=False))


def too_many_rule_targets(design: Design) -> Iterator[Hit]:
    most = design.limit("eventbridge.targets_per_rule")
    for bus in design.of(Bus):
        of_rules: dict[str, list[AnyFlow]] = {}
        for flow in design.events_out_of(bus):
            if flow.rule:
                of_rules.setdefault(flow.rule, []).append(flow)
        for name, flows in of_rules.items():
            yield from _crowded(Place((*bus.path, "rules", name)), f"rule {name} of {bus}", flows, most, "a rule")
    for schedule in design.of(Schedule):
        targets = design.events_out_of(schedule)
        if schedule.service == "rule":
            yield from _crowded(schedule.at, str(schedule), targets, most, "a rule")
        elif schedule.service == "scheduler":
            yield from _crowded(schedule.at, str(schedule), targets, design.limit("scheduler.targets"), "a schedule")


def _crowded(at: Place, sender: str, flows: Sequence[AnyFlow], most: int, kind: str) -> Iterator[Hit]:
    if len(flows) > most:
        values = {"sender": sender, "count": len(flows), "kind": kind, "most": f"{most:.0f}"}
        yield Hit(at=at, related=[(flow.at, "") for flow in flows[int(most) :]], values=values)


def pattern_malformed(design: Design) -> Iterator[Hit]:
    if design.patterns:
        from archlint.checks._picks import malformed

        yield from _hits(malformed(design))


def pattern_matches_nothing(design: Design) -> Iterator[Hit]:
    if design.patterns:
        from archlint.checks._picks import idle

        yield from _hits(idle(design))


def pattern_matches_everything(design: Design) -> Iterator[Hit]:
    if design.patterns:
        from archlint.checks._picks import broad

        yield from _hits(broad(design))


def aws_events_on_custom_bus(design: Design) -> Iterator[Hit]:
    if design.patterns:
        from archlint.checks._picks import waiting_for_aws

        yield from _hits(waiting_for_aws(design))


def _hits(picks: Iterable[Pick]) -> Iterator[Hit]:
    for pick in picks:
        values = {"picks": pick.picked.said, "what": pick.what, "how": pick.how, "owner": pick.picked.owner}
        yield Hit(at=pick.at, related=pick.related, values=values)


def cloudwatch_events_is_eventbridge(design: Design) -> Iterator[Hit]:
    for bus in design.of(Bus):
        written = design.description.document.data["components"][bus.name]
        if written.get("type") == "cloudwatch_events":
            at = bus.field("type")
            yield Hit(at=at, values={"bus": bus}, fix=Fix(at, "eventbridge") if "bus" in written else None)

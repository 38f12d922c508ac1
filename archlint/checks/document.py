"""The description itself: what could not be read, what nothing touches, suppressions without reason or use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks.hit import Hit
from archlint.model.component import known
from archlint.model.registry import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.checks._suppressed import Suppressions
    from archlint.design.graph import Design


def _problems(design: Design, rule: str) -> Iterator[Hit]:
    for problem in design.description.problems:
        if problem.rule == rule:
            yield Hit(at=problem.at, values={"what": problem.message, "how": problem.remedy}, subject="")


def unreadable_description(design: Design) -> Iterator[Hit]:
    return _problems(design, "unreadable-description")


def unknown_field(design: Design) -> Iterator[Hit]:
    return _problems(design, "unknown-field")


def unknown_type(design: Design) -> Iterator[Hit]:
    return _problems(design, "unknown-type")


def wrong_value(design: Design) -> Iterator[Hit]:
    return _problems(design, "wrong-value")


def missing_field(design: Design) -> Iterator[Hit]:
    return _problems(design, "missing-field")


def ambiguous_name(design: Design) -> Iterator[Hit]:
    return _problems(design, "ambiguous-name")


def dangling_name(design: Design) -> Iterator[Hit]:
    return _problems(design, "dangling-name")


def unconnected_component(design: Design) -> Iterator[Hit]:
    named = {reference.value for reference in design.description.references}
    for component in design.components.values():
        touched = design.into(component) or design.out_of(component) or component.name in named
        touched = touched or getattr(component, "custom_resource", False) is True
        if not touched and component.type in TYPES and component.type not in _STANDS_ALONE:
            yield Hit(at=component.at, values={"component": component})


_STANDS_ALONE = frozenset(
    {"kms_key", "secret", "cloudwatch_logs", "cognito_user_pool", "cognito_identity_pool", "api_gateway"}
)


def usage_missing(design: Design) -> Iterator[Hit]:
    usage = design.description.usage
    for flow in design.entries:
        source = flow.source
        if source.type == "schedule":
            continue  # the expression says how often
        key = str(flow)
        stated = [usage.get(key), usage.get(f"{source.name} -> {flow.target.name}"), usage.get(source.name)]
        if not any(entry is not None and known(entry.rate) for entry in stated):
            yield Hit(at=flow.at, values={"entry": flow, "key": key})


def suppression_without_reason(suppressions: Suppressions) -> Iterator[Hit]:
    for suppression in suppressions.all:
        if not suppression.because.strip():
            yield Hit(at=suppression.at, values={"rules": list(suppression.rules) or "everything"})


def suppression_unused(suppressions: Suppressions) -> Iterator[Hit]:
    for suppression in suppressions.all:
        if suppression.until and suppression.last_day is None:
            what, how = f"ends on `{suppression.until}`, which is no date", "Write the day as in 2027-06-30."
        elif suppression.expired(suppressions.today):
            what, how = f"ended on {suppression.until}", "Mend what it hid, or set a later date."
        elif not suppression.rules:
            what, how = "names no rule, so it hides nothing", "Name the rules: `archlint: ignore[rule] because ...`."
        elif suppression.strange:
            what = f"names {' and '.join(suppression.strange)}"
            how = "Write the rule as `archlint rules` lists it."
        elif suppression.judged and not suppression.used and suppressions.left_out.isdisjoint(suppression.rules):
            what, how = "hides nothing", "Remove it."
        else:
            continue
        yield Hit(
            at=suppression.at, values={"rules": list(suppression.rules) or "everything", "what": what, "how": how}
        )


def note_outdated(design: Design) -> Iterator[Hit]:
    if design.book == "notes":
        from archlint.checks._outdated import outdated

        for at, subject, figure, today in outdated(design):
            yield Hit(at=at, subject=subject, values={"subject": subject, "figure": figure, "today": today})

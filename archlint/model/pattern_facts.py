"""What can be said of a pattern without any event: what it lets through, and which sources it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.model.pattern_matching import ENVELOPE
from archlint.model.patterns import Branch, Condition, Leaf, Pattern

if TYPE_CHECKING:
    from archlint.model.base import Path

_ALWAYS_TEXT = frozenset({"version", "id", "detail-type", "source", "account", "time", "region"})


def is_match_all(pattern: Pattern) -> bool:
    """Whether every event on a bus matches: nothing is asked but what EventBridge gives each event.

    A pattern that only names the account counts, as the events of a bus are its account's own.
    """
    return all(_always(field) for field in pattern.fields) and all(
        any(is_match_all(branch) for branch in branches) for branches in pattern.either
    )


def _always(field: Leaf | Branch) -> bool:
    """Whether a top-level field lets every event through."""
    if isinstance(field, Branch):
        return _any_value(field)
    if field.name == "account" and all(condition.kind == "equals" for condition in field.conditions):
        return True
    if field.name == "version" and any(condition.value == "0" for condition in field.conditions):
        return True
    given = field.name in _ALWAYS_TEXT and any(_any_text(condition) for condition in field.conditions)
    return given or _any_value(field)


def _any_value(field: Leaf | Branch) -> bool:
    if isinstance(field, Branch):
        return all(_any_value(inner) for inner in field.inner.fields) and not field.inner.either
    asked = {condition.value for condition in field.conditions if condition.kind == "exists"}
    return asked == {True, False}


def _any_text(condition: Condition) -> bool:
    match condition.kind:
        case "exists":
            return condition.value is True
        case "prefix" | "suffix":
            return bool(condition.value == "")
        case "wildcard":
            return bool(condition.value == "*")
    return False


class Source(NamedTuple):
    """One source that a pattern names: its text, whether it is the start of the name only, and where it stands."""

    text: str
    is_prefix: bool
    path: Path


def sources(pattern: Pattern) -> list[Source]:
    """The sources that a pattern names, at its top and in its top-level `$or`."""
    found = []
    for field in pattern.fields:
        if isinstance(field, Leaf) and field.name == "source":
            for index, condition in enumerate(field.conditions):
                if condition.kind in ("equals", "prefix") and isinstance(condition.value, str):
                    found.append(Source(condition.value, condition.kind == "prefix", (*field.path, index)))
    for branches in pattern.either:
        for branch in branches:
            found += sources(branch)
    return found


def aws_sources(pattern: Pattern) -> list[Source]:
    """The sources among them that only AWS's own services send, which reach the default bus alone."""
    return [source for source in sources(pattern) if source.text.startswith("aws.")]


def may_be_from_aws(pattern: Pattern) -> bool:
    """Whether an event of one of AWS's own services could match, so far as its source is asked for."""
    for field in pattern.fields:
        if isinstance(field, Leaf) and field.name == "source":
            return any(_may_be_aws(condition) for condition in field.conditions)
    return all(any(may_be_from_aws(branch) for branch in branches) for branches in pattern.either)


def _may_be_aws(condition: Condition) -> bool:
    if condition.kind in ("equals", "prefix", "ignore-case") and isinstance(condition.value, str):
        text = condition.value.lower() if condition.kind == "ignore-case" or condition.ignore_case else condition.value
        return text.startswith("aws.") or (condition.kind == "prefix" and "aws.".startswith(text))
    return condition.kind != "equals"


def fields_at_the_top(pattern: Pattern) -> list[str]:
    """The names of the fields that it asks for first of all."""
    found = [field.name for field in pattern.fields]
    for branches in pattern.either:
        for branch in branches:
            found += fields_at_the_top(branch)
    return found


def field_no_event_has(pattern: Pattern) -> Leaf | Branch | None:
    """A top-level field for whose sake no event of EventBridge can match (`detailType`); None where none is."""
    for field in pattern.fields:
        if field.name not in ENVELOPE and not _may_be_absent(field):
            return field
    for branches in pattern.either:
        found = [field_no_event_has(branch) for branch in branches]
        if None not in found:
            return found[0]
    return None


def _may_be_absent(field: Leaf | Branch) -> bool:
    if isinstance(field, Branch):
        inside = all(_may_be_absent(inner) for inner in field.inner.fields)
        return inside and all(
            any(all(_may_be_absent(one) for one in branch.fields) for branch in branches)
            for branches in field.inner.either
        )
    return any(condition.kind == "exists" and condition.value is False for condition in field.conditions)

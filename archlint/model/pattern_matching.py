"""Whether an event matches a pattern."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from archlint.model.patterns import Branch, Condition, Leaf, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVELOPE = ("version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail", "replay-name")
"""The fields EventBridge gives an event."""

FILLED_IN = frozenset({"version", "id", "account", "time", "region", "resources"})
"""The fields that EventBridge fills in itself, so that a producer's sample need not state them."""

_NOWHERE: Any = object()
"""Stands for what an event does not have."""


def matches(pattern: Pattern, event: object, unstated: frozenset[str] = frozenset()) -> bool:
    """Whether the event (plain data) matches, as AWS decides it.

    A list matches when one of its values does, fields of one list's mappings only together in one mapping; `exists`
    asks for values, not for mappings. Top-level fields in `unstated` that the event does not have count as matching.
    Source: https://github.com/aws/event-ruler
    """
    stated = event if isinstance(event, Mapping) else {}
    free = unstated.difference(stated)
    return _fits(pattern, event, (), event, free)


def matches_any(patterns: tuple[Pattern, ...], event: object, unstated: frozenset[str] = frozenset()) -> bool:
    """Whether the event passes a filter of several patterns; a filter of none lets everything through."""
    return not patterns or any(matches(pattern, event, unstated) for pattern in patterns)


def missed(pattern: Pattern, event: object, unstated: frozenset[str] = frozenset()) -> list[Leaf]:
    """The fields with conditions that keep the event from matching, those inside `$or` left out."""
    return [leaf for leaf, alone in _one_by_one(pattern) if not matches(alone, event, unstated)]


def _one_by_one(pattern: Pattern) -> Iterator[tuple[Leaf, Pattern]]:
    """Every field with conditions, and the pattern that asks for nothing else."""
    for field in pattern.fields:
        if isinstance(field, Leaf):
            yield field, Pattern((field,))
        else:
            for leaf, inner in _one_by_one(field.inner):
                yield leaf, Pattern((Branch(field.name, field.path, inner),))


def _present(value: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The paths, through lists, that lead to a value."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _present(inner, (*path, str(key)))
    elif isinstance(value, list):
        for item in value:
            yield from _present(item, path)
    else:
        yield path


def _fits(pattern: Pattern, value: object, path: tuple[str, ...], whole: object, free: frozenset[str]) -> bool:
    if isinstance(value, list):
        return any(_fits(pattern, item, path, whole, free) for item in value or [_NOWHERE])
    stated = value if isinstance(value, Mapping) else {}
    for field in pattern.fields:
        if not path and field.name in free:
            continue
        below, at = stated.get(field.name, _NOWHERE), (*path, field.name)
        if isinstance(field, Branch):
            if not _fits(field.inner, below, at, whole, free):
                return False
        elif not any(_holds(condition, below, at, whole) for condition in field.conditions):
            return False
    return all(any(_fits(branch, value, path, whole, free) for branch in branches) for branches in pattern.either)


def _holds(condition: Condition, value: object, path: tuple[str, ...], whole: object) -> bool:
    if condition.kind == "exists":
        return any(True for _ in _values(value)) if condition.value else path not in _present(whole, ())
    return any(_is(condition, item) for item in _values(value))


def _values(value: object) -> Iterator[object]:
    if isinstance(value, list):
        for item in value:
            yield from _values(item)
    elif value is not _NOWHERE and not isinstance(value, Mapping):
        yield value


def _is(condition: Condition, value: object) -> bool:
    """Whether one scalar is what the condition asks for."""
    match condition.kind:
        case "equals":
            return _equal(condition.value, value)
        case "anything-but":
            return not any(_is(refused, value) for refused in condition.value)
        case "numeric":
            return _is_number(value) and all(_compare(op, value, number) for op, number in condition.value)
        case "cidr":
            return isinstance(value, str) and _within(value, condition.value)
    return isinstance(value, str) and _text_fits(condition, value)


def _text_fits(condition: Condition, value: str) -> bool:
    wanted = condition.value
    if condition.ignore_case or condition.kind == "ignore-case":
        value, wanted = value.casefold(), wanted.casefold()
    match condition.kind:
        case "prefix":
            return value.startswith(wanted)
        case "suffix":
            return value.endswith(wanted)
        case "wildcard":
            return wildcard_fits(wanted, value)
    return bool(value == wanted)


def wildcard_fits(pattern: str, value: str) -> bool:
    """Whether text fits a pattern of `*` (`\\*` and `\\\\` stand for the characters themselves)."""
    parts, part, escaped = [], "", False
    for character in pattern:
        if escaped:
            part, escaped = part + character, False
        elif character == "\\":
            escaped = True
        elif character == "*":
            parts.append(part)
            part = ""
        else:
            part += character
    if not parts:
        return value == part
    if len(value) < len(parts[0]) + len(part) or not value.startswith(parts[0]) or not value.endswith(part):
        return False
    at, end = len(parts[0]), len(value) - len(part)
    for middle in parts[1:]:
        at = value.find(middle, at, end)
        if at < 0:
            return False
        at += len(middle)
    return True


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -5e9 <= value <= 5e9


def _equal(wanted: object, value: object) -> bool:
    if isinstance(wanted, bool) or isinstance(value, bool) or wanted is None or value is None:
        return wanted is value
    if isinstance(wanted, str) or isinstance(value, str):
        return type(wanted) is type(value) and wanted == value
    return wanted == value


def _compare(operator: str, value: Any, number: float) -> bool:
    match operator:
        case "<":
            return bool(value < number)
        case "<=":
            return bool(value <= number)
        case ">":
            return bool(value > number)
        case ">=":
            return bool(value >= number)
    return bool(value == number)


def _within(value: str, block: str) -> bool:
    from ipaddress import ip_address, ip_network

    try:
        return ip_address(value) in ip_network(block, strict=False)
    except ValueError:
        return False


def as_record(sample: object, root: str) -> object:
    """A producer's sample as a Lambda filter sees it: under `body` (queues) or `data` (streams)."""
    if isinstance(sample, Mapping) and root in sample:
        return sample
    return {root: sample}


def as_attributes(sample: object) -> object:
    """The message attributes of a sample for an SNS filter: `{Type, Value}` mappings by their value alone."""
    if not isinstance(sample, Mapping):
        return sample
    stated = sample.get("MessageAttributes", sample)
    if not isinstance(stated, Mapping):
        return stated
    return {name: _attribute(value) for name, value in stated.items()}


def _attribute(value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    given = value.get("StringValue", value.get("Value", value))
    kind = value.get("DataType", value.get("Type"))
    if isinstance(given, str) and kind in ("String.Array", "Number"):
        import json

        try:
            return json.loads(given)
        except (ValueError, RecursionError):
            return given
    return given

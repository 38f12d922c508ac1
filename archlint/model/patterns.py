"""Event patterns as they are once read: EventBridge's, and those of Lambda filters, pipes and SNS subscriptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from archlint.model.base import Path
    from archlint.model.problems import Wrong

Dialect = Literal["eventbridge", "lambda", "pipe", "sns-body", "sns-attributes"]
Kind = Literal["equals", "prefix", "suffix", "ignore-case", "wildcard", "anything-but", "numeric", "exists", "cidr"]

CONDITIONS = (
    "prefix",
    "suffix",
    "equals-ignore-case",
    "wildcard",
    "anything-but",
    "numeric",
    "exists",
    "cidr",
    "exactly",
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a field's value may be.

    `value` is a scalar for `equals`, text for `prefix`, `suffix`, `ignore-case`, `wildcard` and `cidr`, a flag for
    `exists`, pairs of operator and number for `numeric`, and the refused conditions for `anything-but`.
    """

    kind: Kind
    value: Any
    ignore_case: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A field with the conditions of which one holds."""

    name: str
    path: Path
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A field that holds fields."""

    name: str
    path: Path
    inner: Pattern


@dataclass(frozen=True, slots=True)
class Pattern:
    """Fields that all match, and lists (`$or`) of patterns of which one matches; paths lead into what was written."""

    fields: tuple[Leaf | Branch, ...] = ()
    either: tuple[tuple[Pattern, ...], ...] = ()


def parse(data: object, dialect: Dialect = "eventbridge") -> tuple[Pattern | None, list[Wrong]]:
    """A pattern as plain data or JSON text; None, with what is wrong at which path into it, where AWS refuses it.

    Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
    """
    from archlint.model.pattern_reading import read

    wrong: list[Wrong] = []
    pattern = read(data, dialect, wrong)
    return (None if wrong else pattern), wrong


def parse_filters(data: object, dialect: Dialect = "lambda") -> tuple[tuple[Pattern, ...], list[Wrong]]:
    """The patterns of a filter, of which one matches: one pattern, a list, or `{Filters: [{Pattern: ...}]}`."""
    prefix: Path = ()
    if isinstance(data, Mapping) and set(data) == {"Filters"}:
        data, prefix = data["Filters"], ("Filters",)
    found, wrong = [], []
    for index, item in enumerate(data) if isinstance(data, list) else ((None, data),):
        at = prefix if index is None else (*prefix, index)
        if isinstance(item, Mapping) and set(item) == {"Pattern"}:
            item, at = item["Pattern"], (*at, "Pattern")
        pattern, faults = parse(item, dialect)
        wrong += [fault._replace(path=(*at, *fault.path)) for fault in faults]
        if pattern is not None:
            found.append(pattern)
    return tuple(found), wrong


def combinations(pattern: Pattern) -> int:
    """How many ways a pattern can be met: the counts of its conditions multiplied, `$or` branches added up."""
    total = 1
    for field in pattern.fields:
        total *= len(field.conditions) if isinstance(field, Leaf) else combinations(field.inner)
    for branches in pattern.either:
        total *= sum(combinations(branch) for branch in branches)
    return total


def leaves(pattern: Pattern) -> list[Leaf]:
    """Every field with conditions, wherever it stands."""
    found: list[Leaf] = []
    for field in pattern.fields:
        found += [field] if isinstance(field, Leaf) else leaves(field.inner)
    for branches in pattern.either:
        for branch in branches:
            found += leaves(branch)
    return found

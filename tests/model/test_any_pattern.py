"""Any pattern and any event: matching is compared with a matcher of another make, and no data makes it raise.

The other matcher has the event as a table of values with their places in lists, the pattern as alternatives of plain
fields, and searches for one consistent choice of rows.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from model.pattern_reading import read

from archlint.model.pattern_facts import (
    field_no_event_has,
    is_match_all,
    may_be_from_aws,
    sources,
)
from archlint.model.pattern_matching import as_attributes, matches
from archlint.model.patterns import Dialect, combinations, parse, parse_filters

LETTERS = "abc"
_scalars = st.sampled_from([None, True, False, "", "x", "xy", "yx", "X", 0, 1, 2, 2.5, "10.0.0.1"])
_conditions = st.one_of(
    _scalars,
    st.sampled_from(
        [
            {"prefix": "x"},
            {"suffix": "x"},
            {"equals-ignore-case": "x"},
            {"wildcard": "x*"},
            {"anything-but": ["x"]},
            {"anything-but": [1, 2]},
            {"numeric": [">", 0, "<=", 2]},
            {"exists": True},
            {"exists": False},
            {"cidr": "10.0.0.0/8"},
        ]
    ),
)
_lists = st.lists(_conditions, min_size=1, max_size=2)
_plain_patterns = st.recursive(
    st.dictionaries(st.sampled_from(LETTERS), _lists, min_size=1, max_size=2),
    lambda inner: st.dictionaries(st.sampled_from(LETTERS), st.one_of(_lists, inner), min_size=1, max_size=2),
    max_leaves=5,
)
_with_or = st.tuples(
    _plain_patterns,
    st.dictionaries(st.just("d"), _lists, min_size=1),
    st.dictionaries(st.just("e"), _lists, min_size=1),
)
_patterns = st.one_of(_plain_patterns, _with_or.map(lambda parts: {**parts[0], "$or": [parts[1], parts[2]]}))
_events = st.dictionaries(
    st.sampled_from("abcde"),
    st.recursive(
        _scalars,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(LETTERS), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    max_size=4,
)
Row = tuple[tuple[str, ...], Any, tuple[tuple[tuple[Any, ...], int], ...]]


def _rows(value: Any, path: tuple[str, ...], exact: tuple[Any, ...], places: tuple[Any, ...]) -> list[Row]:
    if isinstance(value, dict):
        return [row for key, inner in value.items() for row in _rows(inner, (*path, key), (*exact, key), places)]
    if isinstance(value, list):
        return [
            row
            for index, inner in enumerate(value)
            for row in _rows(inner, path, (*exact, index), (*places, (exact, index)))
        ]
    return [(path, value, places)]


def _alternatives(pattern: dict[str, Any], path: tuple[str, ...]) -> list[list[tuple[tuple[str, ...], list[Any]]]]:
    found: list[list[tuple[tuple[str, ...], list[Any]]]] = [[]]
    for key, value in pattern.items():
        if key == "$or":
            options = [option for branch in value for option in _alternatives(branch, path)]
        elif isinstance(value, dict):
            options = _alternatives(value, (*path, key))
        else:
            options = [[((*path, key), value)]]
        found = [before + option for before in found for option in options]
    return found


def _naive_condition(condition: Any, value: Any) -> bool:
    if not isinstance(condition, dict):
        return json.dumps(condition) == json.dumps(value)
    ((kind, given),) = condition.items()
    text = value if isinstance(value, str) else None
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    answers = {
        "prefix": text is not None and text[: len(str(given))] == given,
        "suffix": text is not None and text.endswith(str(given)),
        "equals-ignore-case": text is not None and text.lower() == str(given),
        "wildcard": text is not None and text[:1] == "x",
        "anything-but": isinstance(given, list) and all(json.dumps(item) != json.dumps(value) for item in given),
        "numeric": number is not None and 0 < number <= 2,
        "exists": given is True,
        "cidr": text == "10.0.0.1",
    }
    return answers[kind]


def _search(wanted: list[tuple[tuple[str, ...], list[Any]]], rows: list[Row], chosen: dict[Any, int]) -> bool:
    if not wanted:
        return True
    (path, conditions), rest = wanted[0], wanted[1:]
    here = [row for row in rows if row[0] == path]
    if not here and {"exists": False} in conditions and _search(rest, rows, chosen):
        return True
    for _, value, places in here:
        if (
            all(chosen.get(place, index) == index for place, index in places)
            and any(condition != {"exists": False} and _naive_condition(condition, value) for condition in conditions)
            and _search(rest, rows, {**chosen, **dict(places)})
        ):
            return True
    return False


@settings(max_examples=500)
@given(_patterns, _events)
def test_matching_agrees_with_a_search_of_another_make(data: dict[str, Any], event: dict[str, Any]) -> None:
    rows = _rows(event, (), (), ())
    expected = any(_search(alternative, rows, {}) for alternative in _alternatives(data, ()))
    assert matches(read(data), event) is expected


@given(_patterns, _events)
def test_a_pattern_that_catches_everything_does(data: dict[str, Any], event: dict[str, Any]) -> None:
    pattern = read(data)
    if is_match_all(pattern):
        assert matches(pattern, event)


@given(_events, st.sampled_from("abcde"))
def test_a_field_exists_or_does_not(event: dict[str, Any], name: str) -> None:
    here = matches(read({name: [{"exists": True}]}), event)
    assert matches(read({name: [{"exists": False}]}), event) is not here
    assert matches(read({name: [{"exists": True}, {"exists": False}]}), event)


_plain_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["$or", "prefix", "anything-but", "numeric", "cidr", "exists", "a", "wildcard", "Pattern", "Filters"]
            )
            | st.integers(),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=400)
@given(_plain_data, _plain_data, st.sampled_from(["eventbridge", "lambda", "pipe", "sns-body", "sns-attributes"]))
def test_no_data_makes_reading_or_matching_raise(data: Any, event: Any, dialect: Dialect) -> None:
    pattern, wrong = parse(data, dialect)
    assert (pattern is None) == bool(wrong)
    if pattern is not None:
        assert matches(pattern, event) in (True, False)
        (
            is_match_all(pattern),
            sources(pattern),
            combinations(pattern),
            field_no_event_has(pattern),
            may_be_from_aws(pattern),
        )
    parse_filters(data, dialect)
    as_attributes(event)

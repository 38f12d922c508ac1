"""What is written as YAML text reads as the same value again, wherever it stands."""

import math
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from archlint.document import parse, written

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text("ab:-#?&*!|>%@`'\"{}[], \t\n\\~0.1eE+_$/=<", max_size=12),
    st.sampled_from(
        [
            "no",
            "Yes",
            "0o7",
            "1_0",
            "1:30",
            "<<",
            "=",
            "null",
            "0x1F",
            ".inf",
            "012",
            "- a",
            "a: b",
            "2026-01-01",
            "---",
        ]
    ),
)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a",
            "api -> upload",
            "3M/month",
            "$400/month",
            "256 KB",
            "python3.13",
            "AWS::SQS::Queue",
            "a_b.c",
            "30s",
            "v1.2",
        ),
        *("arn:aws:sqs:eu-west-1:123:q", "10.0.0.0/16", "eu-west-1", "object_created:*", "30%", "/a/b", "café", "日本"),
    ],
)
def test_everyday_text_is_written_without_quotes(text: str) -> None:
    assert written(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " a",
            "a ",
            "no",
            "On",
            "true",
            "null",
            "~",
            "12",
            "1.5",
            "12:30",
            "1_000",
            "2026-01-01",
            "a: b",
            "a #b",
            "a:",
        ),
        *(
            "-",
            "- a",
            "[a]",
            "{id}",
            "GET /orders/{id}",
            "*a",
            "&a",
            "!a",
            "|",
            "a\nb",
            "a\tb",
            '"',
            "'",
            "@a",
            "`a",
            "%a",
        ),
        *("<<", "a, b", "...", "a\\b", "\x7f", "\ufeff"),
    ],
)
def test_text_that_could_be_taken_for_something_else_is_quoted(text: str) -> None:
    assert written(text).startswith('"')


@given(TEXTS)
def test_text_reads_as_itself_in_every_place(text: str) -> None:
    new = written(text)
    assert "\n" not in new
    assert parse(f"a: {new}\nb: 1\n").data == {"a": text, "b": 1}
    assert parse(f"{{a: [{new}, {new}], b: {new}}}").data == {"a": [text, text], "b": text}
    if len(new) < 1000:
        assert parse(f"{new}: 1\n").data == {text: 1}
        assert parse(f"{{{new}: 1}}").data == {text: 1}


@given(TEXTS)
def test_other_readers_of_yaml_take_it_for_the_same_text(text: str) -> None:
    assert yaml.safe_load(f"[{written(text)}]") == [text]


@given(st.one_of(st.none(), st.booleans(), st.integers(-(10**30), 10**30), st.floats(allow_nan=False)))
def test_other_values_read_as_themselves(value: Any) -> None:
    read = parse(f"a: {written(value)}").data["a"]
    assert read == value
    assert type(read) is type(value)


def test_not_a_number_reads_as_itself() -> None:
    assert math.isnan(parse(f"a: {written(math.nan)}").data["a"])


def test_half_a_character_is_replaced() -> None:
    assert parse(f"a: {written('x' + chr(0xD800))}").data == {"a": "x\ufffd"}

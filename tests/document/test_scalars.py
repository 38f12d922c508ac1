"""Plain text means what YAML 1.2 says, and digits with a leading zero stay text."""

import math
from typing import Any

import pytest

from archlint.document import parse
from archlint.document.scalars import Resolved, resolve


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[(text, None) for text in ("", "~", "null", "Null", "NULL")],
        *[(text, True) for text in ("true", "True", "TRUE")],
        *[(text, False) for text in ("false", "False", "FALSE")],
        ("0", 0),
        ("42", 42),
        ("-7", -7),
        ("+7", 7),
        ("0x1F", 31),
        ("0o17", 15),
        ("1.5", 1.5),
        ("0.5", 0.5),
        ("-.5", -0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("1E-2", 0.01),
        ("0e3", 0.0),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("123456789012", 123456789012),
    ],
)
def test_words_and_numbers_of_yaml_1_2_are_read(text: str, value: Any) -> None:
    found = resolve(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "no",
            "yes",
            "on",
            "off",
            "y",
            "12:30",
            "1:2:3",
            "1_000",
            "0777",
            "012345678901",
            "00",
            "-07",
            "00.5",
            "0b11",
        ),
        *("0x", "0o8", "0xg", "1e", "e3", ".", "-", "+", "--1", "1.2.3", "nUll", "tRue", "2026-01-01", "nan", "inf"),
        *("١٢", "1" * 401),
    ],
)
def test_everything_else_stays_text(text: str) -> None:
    assert resolve(text) == text


def test_not_a_number_is_read() -> None:
    assert math.isnan(resolve(".nan"))


def test_the_memo_answers_as_the_rule_does() -> None:
    memo = Resolved()
    assert [memo["12"], memo["12"], memo["no"]] == [12, 12, "no"]


def test_quoted_text_is_never_anything_else() -> None:
    assert parse("""{a: '1', b: "true", c: '', d: "~"}""").data == {"a": "1", "b": "true", "c": "", "d": "~"}


def test_block_text_is_never_anything_else() -> None:
    assert parse("a: |-\n  12\nb: >-\n  null\n").data == {"a": "12", "b": "null"}


def test_keys_stay_as_they_are_written() -> None:
    found = parse("{443: a, 2026-01-01: b, true: c, 0x10: d, ~: e, 1.0: f, 'x y': g}").data
    assert list(found) == ["443", "2026-01-01", "true", "0x10", "~", "1.0", "x y"]

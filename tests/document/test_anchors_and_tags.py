"""Anchors, aliases, merges and tags are read, kept within bounds, and known by their places."""

from typing import Any

import pytest

from archlint.document import Document, parse


def said(found: Document) -> list[str]:
    return [f"{problem.at.line}:{problem.at.column} {problem.message}" for problem in found.problems]


def test_an_alias_stands_for_what_its_anchor_names() -> None:
    found = parse("a: &x {k: 1}\nb: *x\nc: &y text\nd: [*y, *x]\n*y : e\n")
    assert found.problems == []
    assert found.data == {"a": {"k": 1}, "b": {"k": 1}, "c": "text", "d": ["text", {"k": 1}], "text": "e"}


def test_an_alias_is_shown_where_it_stands_and_its_parts_where_they_are_written() -> None:
    found = parse("a: &x {k: 1}\nb: *x\n")
    value = found.value_span(("b",))
    assert value is not None
    assert (value.line, value.text) == (2, "*x")
    assert found.locate(("b", "k"))[1:3] == (1, 8)


def test_an_anchor_is_no_part_of_the_value_it_names() -> None:
    found = parse("a: &x {k: 1}\nb: &y  12\nc: &z\n  k: 2\nd: &w # why\n  - 1\n")
    assert [found.text_of((key,)) for key in "abcd"] == ["{k: 1}", "12", "k: 2", "- 1"]


def test_a_later_anchor_of_the_same_name_takes_its_place() -> None:
    assert parse("a: &x 1\nb: *x\nc: &x 2\nd: *x\n").data == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_an_anchor_may_name_nothing() -> None:
    assert parse("a: &x\nb: *x\n").data == {"a": None, "b": None}


def test_merged_entries_yield_to_written_ones_and_earlier_to_later() -> None:
    text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], w: 0, x: 9}\nd:\n  v: 1\n  <<: *b\n"
    found = parse(text)
    assert found.problems == []
    assert found.data["c"] == {"w": 0, "x": 9, "y": 1, "z": 2}
    assert found.data["d"] == {"v": 1, "y": 2, "z": 2}


def test_a_merged_entry_keeps_the_place_it_comes_from() -> None:
    found = parse("a: &a {x: 1}\nb:\n  <<: *a\n  y: 2\n")
    assert found.locate(("b", "x"))[1:3] == (1, 8)
    assert found.locate(("b", "y"))[1:3] == (4, 3)


@pytest.mark.parametrize("value", ["1", "[1]", "[{a: 1}, 2]", "text"])
def test_only_mappings_can_be_merged(value: str) -> None:
    found = parse(f"a:\n  <<: {value}\n  b: 1\n")
    assert said(found) == ["2:3 `<<` takes a mapping or a list of mappings"]
    assert found.data["a"]["b"] == 1


def test_a_quoted_merge_sign_is_a_key_like_any_other() -> None:
    assert parse("{'<<': {a: 1}}").data == {"<<": {"a": 1}}


def test_an_alias_without_anchor_is_a_problem_at_its_place() -> None:
    found = parse("a: *x\nb: [1, *y]\n*z : 1\n")
    assert said(found) == [
        "1:4 `*x` names no anchor above it",
        "2:8 `*y` names no anchor above it",
        "3:1 this key is not plain text",
    ]


@pytest.mark.parametrize("text", ["a: &x [1, *x]", "a: &x {b: {c: *x}}", "&x a: 1\nb: &y\n  - *y\n"])
def test_an_alias_inside_what_it_names_is_a_problem(text: str) -> None:
    assert len(said(parse(text))) == 1
    assert said(parse(text))[0].endswith("stands inside what it names")


def test_an_anchor_bomb_is_defused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    found = parse("\n".join(lines))
    assert found.data is None
    assert said(found) == ["5:6 aliases bring in more than 100,000 values"] or "aliases bring in" in said(found)[0]


def test_a_merge_bomb_is_defused() -> None:
    lines = ["a0: &a0 {" + ", ".join(f"k{n}: 1" for n in range(1000)) + "}"]
    lines += [f"a{n}: &a{n} {{<<: *a0, x{n}: 1}}" for n in range(1, 200)]
    found = parse("\n".join(lines))
    assert found.data is None
    assert said(found)[0].endswith("aliases bring in more than 100,000 values")


def test_up_to_100_000_values_may_come_by_aliases() -> None:
    text = "a: &a [" + ", ".join(["1"] * 999) + "]\n" + "b: [" + ", ".join(["*a"] * 100) + "]\n"
    assert parse(text).problems == []
    assert said(parse(text + "c: *a\n"))[0].endswith("more than 100,000 values")


def test_aliases_make_nothing_deeper_than_64() -> None:
    lines = ["a0: &a0 [1]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 70)]
    found = parse("\n".join(lines))
    assert found.data is None
    assert said(found)[0].endswith("more than 64 mappings and lists stand inside one another")
    assert parse("\n".join(lines[:62])).problems == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!Ref Topic", {"Ref": "Topic"}),
        ("!Condition IsProd", {"Condition": "IsProd"}),
        ("!GetAtt Queue.Arn", {"Fn::GetAtt": "Queue.Arn"}),
        ("!Sub ['${a}', {a: !Ref b}]", {"Fn::Sub": ["${a}", {"a": {"Ref": "b"}}]}),
        ("!Join [',', [a, b]]", {"Fn::Join": [",", ["a", "b"]]}),
        ("!Transform {Name: x}", {"Fn::Transform": {"Name": "x"}}),
        ("!Sub 12", {"Fn::Sub": "12"}),
        ("!Fn::Base64 x", {"Fn::Base64": "x"}),
        ("!!str 012", "012"),
        ("!!str 12", "12"),
        ("!!int 12", 12),
        ("!!binary aGk=", "aGk="),
        ("!!map {a: 1}", {"a": 1}),
        ("! 12", "12"),
        ("! [1]", [1]),
        ("!Ref", {"Ref": ""}),
    ],
)
def test_a_tag_stands_for_the_function_it_is_short_for(text: str, value: Any) -> None:
    found = parse(f"a: {text}\n")
    assert found.problems == []
    assert found.data == {"a": value}


def test_every_tag_is_recorded_with_its_place() -> None:
    found = parse("a: !Ref b\nc:\n  - !Sub [x, {y: !GetAtt z.Arn}]\n  - !!str 1\n!k d: 1\n&e !f g: 1\n")
    assert [(tag, span.line, span.column, span.text) for tag, span in found.tags] == [
        ("!Ref", 1, 4, "!Ref"),
        ("!Sub", 3, 5, "!Sub"),
        ("!GetAtt", 3, 18, "!GetAtt"),
        ("!!str", 4, 5, "!!str"),
        ("!k", 5, 1, "!k"),
        ("!f", 6, 4, "!f"),
    ]
    assert list(found.data) == ["a", "c", "d", "g"]


def test_a_tag_is_the_place_of_the_function_and_what_follows_of_its_argument() -> None:
    found = parse("a: !Ref b\nc: !Sub\n  - x\n  - {}\n")
    assert found.text_of(("a",)) == "!Ref b"
    assert found.text_of(("a", "Ref")) == "b"
    assert found.text_of(("c", "Fn::Sub")) == "- x\n  - {}"
    key = found.key_span(("c", "Fn::Sub"))
    assert key is not None
    assert key.text == "!Sub"


def test_a_tagged_value_can_carry_an_anchor() -> None:
    found = parse("a: &x !Ref b\nc: *x\nd: !Sub &y [z]\ne: *y\n")
    assert found.data == {"a": {"Ref": "b"}, "c": {"Ref": "b"}, "d": {"Fn::Sub": ["z"]}, "e": {"Fn::Sub": ["z"]}}

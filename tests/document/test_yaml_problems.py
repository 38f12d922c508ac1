"""A text that is no YAML gives one problem, in our own words, at the place where it is mended."""

import sys

import pytest

from archlint.document import Document, parse

# Text, place of the problem, message, remedy.
CASES = [
    (
        "flows:\n  - a -> b: {route: GET /orders/{id}}\n",
        "2:21 GET /orders/{id}",
        "`GET /orders/{id}` has braces, which open a mapping here",
        'Quote it: "GET /orders/{id}".',
    ),
    (
        "a: {x: 1, route: GET /orders/{id}/lines, y: 2}",
        "1:18 GET /orders/{id}/lines",
        "`GET /orders/{id}/lines` has braces, which open a mapping here",
        'Quote it: "GET /orders/{id}/lines".',
    ),
    (
        "a: [GET /orders/{id}]",
        "1:5 GET /orders/{id}",
        "`GET /orders/{id}` has braces, which open a mapping here",
        'Quote it: "GET /orders/{id}".',
    ),
    ("a:\n  b: 1\n\tc: 2\n", "3:1 \t", "a tab indents this line; YAML allows only spaces", "Indent with spaces."),
    ("a:\n \t- b\n", "2:2 \t", "a tab indents this line; YAML allows only spaces", "Indent with spaces."),
    ("a: b: c", "1:5 :", "a second colon follows in the same entry", "Quote the text that holds the colon."),
    ("a: 'x\nb: 1\n", "1:4 '", "a quote is opened here and never closed", "Close the quote."),
    ('a: 1\nb: "x\n', '2:4 "', "a quote is opened here and never closed", "Close the quote."),
    ("a: {b: 1\nc: 2\n", "1:4 {", "this `{` is not closed: line 2 goes on without `,` or `}`", "Close it with `}`."),
    ("a: [1,\n  2\nb: 3\n", "1:4 [", "this `[` is not closed: line 3 goes on without `,` or `]`", "Close it with `]`."),
    (
        "a: [1 2",
        "1:8 ",
        "neither `,` nor `]` follows what stands before this",
        "Write `,` or `]` here, or quote the text.",
    ),
    (
        "a: [\n\n",
        "1:4 [",
        "the text ends here, inside brackets or braces that are not closed",
        "Write the rest, or close what is open.",
    ),
    (
        "a: [1,\n  {b: 2},\n",
        "2:9 ,",
        "the text ends here, inside brackets or braces that are not closed",
        "Write the rest, or close what is open.",
    ),
    ("a: @x", "1:4 @", "`@` cannot start a value", "Quote the text."),
    ("a: `x`", "1:4 `", "a backtick cannot start a value", "Quote the text."),
    ("a: %x", "1:4 %", "`%` cannot start a value", "Quote the text."),
    (
        "a: 1\nb\nc: 2\n",
        "2:1 b",
        "no colon follows this key",
        "Write `key: value`, or indent the line below its key.",
    ),
    (
        "a:\n  - b\n c: 1\n",
        "3:2 c",
        "this line does not continue the mapping above it",
        "Indent it like the keys of one mapping.",
    ),
    (
        "- a\nb: 1\n",
        "2:1 b",
        "this line does not continue the list above it",
        "Indent it like the other items, or start it with `-`.",
    ),
    ("a: - b", "1:4 -", "a list item stands where no list can start", "Start the list on a line of its own."),
    ("a: ]", "1:4 ]", "a value is missing here", "Write a value, or quote the text."),
    ('a: "\\q"', "1:5 \\", "this backslash escape is not one of YAML's", "Double the backslash, or use single quotes."),
    ('a: "\\ud800"', "1:7 d", "this escape does not name a character", "Write the character itself."),
    ('a: "\\xq"', "1:7 q", "this escape lacks hexadecimal digits", "Write the character itself."),
    ("a: *", "1:5 ", "no name follows this `&` or `*`", "Quote the text, or name the anchor."),
    ("a: !x!y z", "1:4 !", "this tag uses a prefix that no %TAG line defines", "Write the value without a tag."),
    ("a: |x\n  b\n", "1:5 x", "text follows `|` or `>` on the same line", "Start the text on the next line."),
    ("a: |0\n  b\n", "1:5 0", "the number after `|` or `>` is not an indentation", "Take the number away."),
    ("%YAML x\n---\na: 1\n", "1:7 x", "this `%` line is not one that YAML knows", "Take the line away."),
    ("a: 1\n...\n]", "3:1 ]", "text follows after the end of the document", "Put it below one key, or take it away."),
    ("a: 1\n---\nb: 2\n", "2:1 ---", "a second document starts here", "Keep one document in a file."),
    ("", "1:1 ", "the file is empty", "Describe an architecture, or delete the file."),
    ("# words\n\n", "1:1 #", "the file is empty", "Describe an architecture, or delete the file."),
    ("---\n", "1:1 -", "the file is empty", "Describe an architecture, or delete the file."),
    ("a: \0", "1:4 \0", "the character U+0000 stands here, which text does not hold", "Take the character away."),
    (
        "a: 1\nb: \x1b[1m",
        "2:4 \x1b",
        "the character U+001B stands here, which text does not hold",
        "Take the character away.",
    ),
    (
        "a: \ud800",
        "1:4 \ud800",
        "the character U+D800 stands here, which text does not hold",
        "Take the character away.",
    ),
]


def only_problem(found: Document) -> list[str]:
    assert found.data is None
    (problem,) = found.problems
    assert problem.rule == "unreadable-description"
    at = problem.at
    return [f"{at.line}:{at.column} {at.text}", problem.message, problem.remedy]


@pytest.mark.parametrize(("text", "place", "message", "remedy"), CASES)
def test_what_is_no_yaml_is_said_in_our_words(text: str, place: str, message: str, remedy: str) -> None:
    assert only_problem(parse(text)) == [place, message, remedy]


def test_a_colon_before_a_brace_needs_a_blank() -> None:
    assert only_problem(parse("a: {b:{c: 1}}")) == [
        "1:6 :",
        "no blank follows this colon",
        "Put a blank after the colon, or quote the text.",
    ]


def test_a_key_given_twice_keeps_its_first_value_and_the_reading_goes_on() -> None:
    found = parse("a: 1\nb: {c: 1, c: {d: [2]}, e: 3}\na:\n  - x\nf: 4\n")
    assert found.data == {"a": 1, "b": {"c": 1, "e": 3}, "f": 4}
    assert [(problem.at.text, problem.at.line, problem.message) for problem in found.problems] == [
        ("c", 2, "`c` is given twice; the first is in line 2"),
        ("a", 3, "`a` is given twice; the first is in line 1"),
    ]


def test_a_key_that_is_no_text_is_a_problem_and_the_reading_goes_on() -> None:
    found = parse("? [a, b]\n: 1\nc: {[x]: 2, {y: z}: 3, d: 4}\n")
    assert found.data == {"c": {"d": 4}}
    assert [(problem.at.text, problem.message) for problem in found.problems] == [
        ("[a, b]", "this key is not plain text"),
        ("[x]", "this key is not plain text"),
        ("{y: z}", "this key is not plain text"),
    ]


def test_a_colon_without_a_key_is_a_problem() -> None:
    found = parse("?\n: 1\na: 2\n")
    assert [problem.message for problem in found.problems] == ["no key stands before this colon"]
    assert parse("{'': 1}").problems == []


def test_a_document_may_be_64_deep_and_no_deeper() -> None:
    assert parse("[" * 64 + "]" * 64).problems == []
    assert only_problem(parse("[" * 65 + "]" * 65)) == [
        "1:65 [",
        "more than 64 mappings and lists stand inside one another",
        "Flatten this part.",
    ]


def test_a_hopelessly_deep_document_is_refused_at_once() -> None:
    assert only_problem(parse("[" * 1_000_000))[1].startswith("more than 64")
    assert only_problem(parse("{? " * 100_000))[1].startswith("more than 64")


def test_a_character_that_json_escapes_in_two_halves_is_read() -> None:
    assert parse('{"a": "\\ud83d\\ude00!", "b": "\\u00e9"}').data == {"a": "\U0001f600!", "b": "é"}


def test_one_document_between_marks_is_fine() -> None:
    assert parse("%YAML 1.2\n---\na: 1\n...\n").data == {"a": 1}


@pytest.mark.parametrize("text", [case[0] for case in CASES])
def test_without_the_c_library_the_same_texts_are_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    line = parse(text).problems[0].at.line
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    found = parse(text)
    assert only_problem(found)[1] != "the text is not YAML from here on"
    assert abs(found.problems[0].at.line - line) <= 1


def test_without_the_c_library_data_and_places_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: {b: [1, 'x', {c: ~}], d: 012}\ne:\n  - f: >-\n      folded\n  - !Ref g\n  - &h {i: 1}\n  - *h\nj: 'k'\n"
    fast = parse(text)
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    slow = parse(text)
    assert slow.data == fast.data
    assert slow.data.span[1:] == fast.data.span[1:]
    for key in fast.data:
        assert slow.data.spans[key][1:] == fast.data.spans[key][1:]
    assert [span[1:] for span in slow.data["e"].spans] == [span[1:] for span in fast.data["e"].spans]

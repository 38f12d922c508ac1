"""Whatever a text is, it gives data with true places, or problems with a place inside it; and never raises."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from archlint.document import Document, Map, Seq, Span, parse, read, suppressions, written
from archlint.document.scalars import resolve

DESCRIPTION = """\
archlint: 1
name: shop  # archlint: ignore[a] because b
defaults: &d {lambda: {runtime: python3.13, memory: 512 MB}}
components:
  api: {type: api_gateway, protocol: http, cors: true}
  # archlint: ignore[c]
  work:
    <<: *d
    type: lambda
    timeout: [1s, 2s, 3.5s]
    note: |
      two # lines
      é 😀
    'quoted': "a\\tb\\u00e9"
    when: >-
      folded
flows:
  - api -> work: {route: "GET /orders/{id}", ratio: 0.5}
  - work -> api
  - !Ref x
empty:
"""
SIGNS = st.sampled_from(
    [*":-?,[]{}#&*!|>%@`'\"\\ \t\n\r\0\ufeff\x85\u2028\ud800é", "<<: ", "*d", "&d ", "---\n", "  ", "!!str "]
)


def spans_of(found: Document) -> list[Span]:
    spans = [problem.at for problem in found.problems] + [span for _, span in found.tags]
    spans += [one.at for one in suppressions(found.source, found)]
    stack: list[tuple[Any, tuple[str | int, ...]]] = [(found.data, ())]
    seen: set[int] = set()
    while stack:
        value, path = stack.pop()
        if id(value) in seen or not isinstance(value, Map | Seq):
            continue
        seen.add(id(value))
        steps: Any = value if isinstance(value, Map) else range(len(value))
        for step in steps:
            spans.append(found.locate((*path, step)))
            spans += [span for span in (found.key_span((*path, step)), found.value_span((*path, step))) if span]
            stack.append((value[step], (*path, step)))
    return spans


def check(found: Document) -> None:
    assert found.data is not None or found.problems
    lines = len(found.source.starts())
    for span in spans_of(found):
        assert 1 <= span.line <= span.end_line <= lines
        assert 1 <= span.column <= len(span.source.line(span.line)) + 1
        assert 1 <= span.end_column <= len(span.source.line(span.end_line)) + 1
        assert (span.line, span.column) <= (span.end_line, span.end_column)
    for problem in found.problems:
        assert "\n" not in problem.message
        assert problem.remedy.endswith(".")


@given(st.text())
def test_any_text_gives_data_or_problems(text: str) -> None:
    check(parse(text))


@given(st.text(":-?,[]{}#&*!|>%@`'\"\\ \t\n\rab1<~.", max_size=60))
@settings(max_examples=400)
def test_any_text_of_signs_gives_data_or_problems(text: str) -> None:
    check(parse(text))


@given(st.lists(st.tuples(st.integers(0, len(DESCRIPTION)), st.integers(0, 12), SIGNS), min_size=1, max_size=4))
@settings(max_examples=400)
def test_any_damage_to_a_description_gives_data_or_problems(damage: list[tuple[int, int, str]]) -> None:
    text = DESCRIPTION
    for start, length, sign in damage:
        text = text[:start] + sign + text[start + length :]
    check(parse(text))


@given(content=st.one_of(st.binary(max_size=200), st.text().map(lambda text: text.encode("utf-16", "surrogatepass"))))
def test_any_bytes_give_data_or_problems(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = Path(tmp_path_factory.getbasetemp()) / "any.yaml"
    path.write_bytes(content)
    check(read(path))


@given(st.integers(0, len(DESCRIPTION)))
def test_any_beginning_of_a_description_gives_data_or_problems(length: int) -> None:
    check(parse(DESCRIPTION[:length]))


PLAIN_TEXT = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=12)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    PLAIN_TEXT,
)
TREES = st.dictionaries(
    PLAIN_TEXT.filter(lambda key: key != "<<"),
    st.recursive(
        SCALARS,
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(PLAIN_TEXT.filter(lambda key: key != "<<"), inner, max_size=4)
        ),
        max_leaves=12,
    ),
    min_size=1,
    max_size=4,
)


def block(value: Any, indent: str = "") -> str:
    """A plain tree in block style, written without the room under test."""
    if isinstance(value, dict) and value:
        return "".join(f"\n{indent}{json.dumps(key)}:{block(below, indent + '  ')}" for key, below in value.items())
    if isinstance(value, list) and value:
        return "".join(f"\n{indent}-{block(below, indent + '  ')}" for below in value)
    return " " + json.dumps(value, ensure_ascii=False)


@given(TREES)
def test_block_style_reads_as_what_was_written(tree: dict[str, Any]) -> None:
    found = parse(block(tree))
    assert found.problems == []
    assert found.data == tree


@given(TREES, st.sampled_from([None, 2]))
def test_json_reads_as_what_was_written(tree: dict[str, Any], indent: int | None) -> None:
    found = parse(json.dumps(tree, ensure_ascii=False, indent=indent))
    assert found.problems == []
    assert found.data == tree


@given(TREES, st.booleans(), st.integers(20, 200), st.booleans())
def test_what_pyyaml_writes_reads_as_what_was_written(
    tree: dict[str, Any], flow: bool, width: int, unicode: bool
) -> None:
    def same(value: Any) -> bool:
        """Whether both versions of YAML read every text in a tree alike."""
        if isinstance(value, dict):
            return all(same(key) and same(below) for key, below in value.items())
        if isinstance(value, list):
            return all(same(below) for below in value)
        return not isinstance(value, str) or isinstance(resolve(value), str)

    if same(tree):
        found = parse(yaml.safe_dump(tree, default_flow_style=flow, width=width, allow_unicode=unicode))
        assert found.problems == []
        assert found.data == tree


@given(TREES, st.booleans())
def test_every_place_holds_what_stands_there(tree: dict[str, Any], flow: bool) -> None:
    text = json.dumps(tree, ensure_ascii=False) if flow else block(tree)
    found = parse(text)

    def walk(value: Any, path: tuple[str | int, ...]) -> None:
        if isinstance(value, Map):
            for key, below in value.items():
                key_span = found.key_span((*path, key))
                assert key_span is not None
                assert key_span.text == json.dumps(key, ensure_ascii=flow is False) or json.loads(key_span.text) == key
                walk(below, (*path, key))
        elif isinstance(value, Seq):
            for index, below in enumerate(value):
                walk(below, (*path, index))
        if path:
            held = found.text_of(path)
            assert held is not None
            indent = " " * (found.value_span(path) or found.locate(path)).column
            assert parse(f"x:\n{indent[1:]}{held}\n").data == {"x": value}

    walk(found.data, ())


@given(TREES)
def test_line_ends_make_no_difference(tree: dict[str, Any]) -> None:
    text = block(tree)
    plain, windows, old = parse(text), parse(text.replace("\n", "\r\n")), parse(text.replace("\n", "\r"))
    assert plain.data == windows.data == old.data
    first = next(iter(tree))
    assert plain.locate((first,))[1:] == windows.locate((first,))[1:] == old.locate((first,))[1:]


@given(PLAIN_TEXT)
def test_written_keys_are_found_again(key: str) -> None:
    found = parse(f"{written(key)}: {{x: 1}}\n")
    assert found.data == {key: {"x": 1}}
    assert found.locate((key, "x")).text == "x: 1"

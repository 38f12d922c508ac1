"""Edits change what they name and leave every other byte alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archlint.document import Path as DataPath
from archlint.document import Span, parse, read
from archlint.document.edits import (
    Edit,
    StaleError,
    applied,
    delete,
    replace,
    rewrite,
)

TEXT = "a: 1  # one\r\nb:\r\n  c: 'two'\r\nd: [é, x]\r\n"


def span(path: DataPath, text: str = TEXT) -> Span:
    found = parse(text).value_span(path)
    assert found is not None
    return found


def test_edits_of_several_places_are_made_together() -> None:
    edits = [
        replace(span(("b", "c")), "three"),
        replace(span(("a",)), "100"),
        Edit(span(("d", 0)).end_offset, span(("d", 0)).end_offset, ", y"),
        delete(span(("d", 1))),
        Edit(span(("d",)).start_offset, span(("d",)).start_offset, "&z "),
    ]
    assert applied(TEXT, edits) == "a: 100  # one\r\nb:\r\n  c: three\r\nd: &z [é, y, ]\r\n"


def test_inserts_at_one_place_keep_their_order() -> None:
    assert applied("ac", [Edit(1, 1, "x"), Edit(1, 1, "y"), Edit(0, 0, "z")]) == "zaxyc"


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="two edits overlap at offset 1"):
        applied("abc", [Edit(0, 2, ""), Edit(1, 3, "")])


def test_edits_that_touch_are_made() -> None:
    assert applied("abc", [Edit(0, 1, "x"), Edit(1, 2, "y")]) == "xyc"


@given(
    st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6), st.text(max_size=4)), max_size=5)
)
def test_everything_between_edits_stays(text: str, places: list[tuple[int, int, str]]) -> None:
    edits, at, expected = [], 0, ""
    for start, length, new in sorted(places):
        if start >= at and start + length <= len(text):
            edits.append(Edit(start, start + length, new))
            expected += text[at:start] + new
            at = start + length
    assert applied(text, reversed(edits)) == expected + text[at:] or len({edit.start for edit in edits}) < len(edits)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")],
)
def test_a_file_keeps_its_encoding_and_its_other_bytes(tmp_path: Path, encoding: str, mark: bytes) -> None:
    path = tmp_path / "shop.yaml"
    path.write_bytes(mark + TEXT.encode(encoding))
    path.chmod(0o640)
    document = read(path)
    value = document.value_span(("a",))
    assert value is not None
    rewrite(path, document.source, [replace(value, "2")])
    assert path.read_bytes() == mark + TEXT.replace("1", "2", 1).encode(encoding)
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "shop.yaml", tmp_path / "link.yaml"
    path.write_text("a: 1\n")
    link.symlink_to(path)
    document = read(link)
    rewrite(link, document.source, [Edit(3, 4, "2")])
    assert link.is_symlink()
    assert path.read_text() == "a: 2\n"


def test_a_file_that_has_changed_since_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text("a: 1\n")
    document = read(path)
    path.write_text("b: 1\n")
    with pytest.raises(StaleError, match="has changed since it was read"):
        rewrite(path, document.source, [Edit(3, 4, "2")])
    assert path.read_text() == "b: 1\n"


def test_a_file_is_left_whole_when_its_edits_cannot_be_made(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text("a: 1\n")
    with pytest.raises(ValueError, match="overlap"):
        rewrite(path, read(path).source, [Edit(0, 3, ""), Edit(1, 4, "")])
    assert path.read_text() == "a: 1\n"
    assert list(tmp_path.iterdir()) == [path]

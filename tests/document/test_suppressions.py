"""Comments that suppress are found, with their reasons and the lines that they cover."""

from pathlib import Path

import pytest

from archlint.document import parse, read, suppressions, with_includes
from archlint.document.comments import Suppression


def found(text: str) -> list[Suppression]:
    document = parse(text)
    assert document.problems == []
    return list(suppressions(document.source, document))


def covered(text: str) -> list[tuple[int, int]]:
    return [suppression.covers for suppression in found(text)]


@pytest.mark.parametrize(
    ("comment", "rules", "because", "until"),
    [
        ("# archlint: ignore[one] because it is slow", ("one",), "it is slow", None),
        ("# archlint: ignore[one, two,three] because x", ("one", "two", "three"), "x", None),
        ("#archlint:ignore[one]because x", ("one",), "x", None),
        ("# archlint: ignore[one] legacy, see #12", ("one",), "legacy, see #12", None),
        ("# archlint: ignore[one] - legacy", ("one",), "legacy", None),
        ("# archlint: ignore[one]", ("one",), "", None),
        ("# archlint: ignore[one] because", ("one",), "", None),
        ("# archlint: ignore[one] because x until 2027-01-31", ("one",), "x", "2027-01-31"),
        ("# archlint: ignore[one] until 2027-01-31 because x", ("one",), "x", "2027-01-31"),
        ("# archlint: ignore[one] until 2027-01-31", ("one",), "", "2027-01-31"),
        ("# archlint: ignore[one] because we wait until 2027", ("one",), "we wait until 2027", None),
        ("# archlint: ignore because all of it", (), "all of it", None),
        ("# archlint: ignore", (), "", None),
        ("# archlint: ignore[] because x", (), "x", None),
    ],
)
def test_a_comment_says_what_it_ignores_and_why(
    comment: str, rules: tuple[str, ...], because: str, until: str | None
) -> None:
    (suppression,) = found(f"a: 1  {comment}  \nb: 2\n")
    assert suppression[:3] == (rules, because, until)
    assert suppression.at[1:] == (1, 7, 1, 7 + len(comment))
    assert suppression.at.text == comment


@pytest.mark.parametrize(
    "text",
    [
        "a: 1 # archlint: ignored[x]",
        "a: 1 # see archlint: ignore[x]",
        "archlint: 1 # words",
        "a: b# archlint:ignore[x]",
        "a: 'b # archlint: ignore[x]'",
        'a: "b\n  # archlint: ignore[x]\n  c"',
        "a: |\n  # archlint: ignore[x]\n  b\n",
        "'a # archlint: ignore[x]': 1",
        "a: [1, '\n# archlint: ignore[x]\n']",
    ],
)
def test_text_that_is_no_such_comment_suppresses_nothing(text: str) -> None:
    assert found(text) == []


def test_the_line_that_opens_a_block_of_text_can_carry_one() -> None:
    assert covered("a: |  # archlint: ignore[x]\n  b\n") == [(1, 1)]


def test_beside_an_entry_it_covers_the_line() -> None:
    assert covered("a:  # archlint: ignore[x]\n  b: 1\n  c: 2  # archlint: ignore[y]\n") == [(1, 1), (3, 3)]


def test_above_an_entry_it_covers_the_entry_and_all_below_it() -> None:
    text = "a:\n  # archlint: ignore[x]\n  b:\n    c: 1\n    d:\n      - e\n  f: 2\n"
    assert covered(text) == [(3, 6)]


def test_above_an_item_of_a_list_it_covers_the_item() -> None:
    text = "flows:\n  # archlint: ignore[x]\n  - a -> b:\n      payload: 2 KB\n      ratio: 3\n  - b -> c\n"
    assert covered(text) == [(3, 5)]


def test_inside_braces_it_works_the_same() -> None:
    text = "a: {\n  # archlint: ignore[x]\n  b: {c: 1,\n    d: 2}, e: 3,\n  f: 4 # archlint: ignore[y]\n}\n"
    assert covered(text) == [(3, 4), (5, 5)]


def test_several_above_one_entry_cover_it_each() -> None:
    text = "# archlint: ignore[x]\n# words\n# archlint: ignore[y]\na:\n  b: 1\nc: 2\n"
    assert covered(text) == [(4, 5), (4, 5)]


def test_above_nothing_it_covers_its_own_line() -> None:
    assert covered("a: 1\n# archlint: ignore[x]\n") == [(2, 2)]
    assert covered("a: 1\n# archlint: ignore[x]\n\nb: 2\n") == [(2, 2)]


def test_above_the_first_key_it_covers_that_entry_not_the_file() -> None:
    assert covered("# archlint: ignore[x]\na: 1\nb: 2\n") == [(2, 2)]


def test_what_cannot_be_read_has_none() -> None:
    document = parse("a: [ # archlint: ignore[x]")
    assert list(suppressions(document.source, document)) == []


def test_each_file_of_a_description_has_its_own(tmp_path: Path) -> None:
    (tmp_path / "main.yaml").write_text(
        "include: a.yaml\n# archlint: ignore[x]\ncomponents:\n  x: {a: 1}\nflows: [b]\n"
    )
    (tmp_path / "a.yaml").write_text(
        "components:\n  # archlint: ignore[y]\n  y:\n    a: 1\n    b: '# archlint: ignore[z]'\n"
    )
    document = with_includes(read(tmp_path / "main.yaml", "main.yaml"), tmp_path / "main.yaml")
    assert [
        (source.path, [(one.rules, one.covers) for one in suppressions(source, document)])
        for source in document.sources
    ] == [("main.yaml", [(("x",), (3, 4))]), ("a.yaml", [(("y",), (3, 5))])]

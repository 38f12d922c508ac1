"""What `--fix` does to a text: sets the fields it is sure of, and leaves every other byte alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lint.sample_findings import finding

from archlint.checks.hit import Fix
from archlint.document.reading import parse, read
from archlint.lint import fixes
from archlint.lint.fixes import Mended, diff, save
from archlint.model.base import Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archlint.document.tree import Document
    from archlint.lint.report import Finding


@dataclass
class Linted:
    """What the small linters of these tests find."""

    findings: list[Finding] = field(default_factory=list)
    fixes: dict[int, Fix] = field(default_factory=dict)

    def add(self, path: tuple[str | int, ...], value: str, *, safe: bool = True, **about: Any) -> None:
        self.fixes[len(self.findings)] = Fix(Place(path), value, safe)
        self.findings.append(finding(subject=str(path), **about))


def mend(document: Document, lint: Callable[[Document], Linted], *, unsafe: bool = False) -> Mended:
    """Mends the text of `document` by a small linter; `document` itself is what the first reading gives."""

    def judge(text: str) -> tuple[Document, Linted]:
        read_again = document if text == document.source.text else parse(text, document.source.path)
        return read_again, lint(read_again)

    return fixes.mend(document.source.text, judge, unsafe=unsafe)


def wants(*path: str | int, value: str = "60s", safe: bool = True) -> Callable[[Document], Linted]:
    """A linter that finds fault until the field at `path` is `value`."""

    def lint(document: Document) -> Linted:
        linted = Linted()
        if document.text_of(path) not in (value, f'"{value}"'):
            linted.add(path, value, safe=safe)
        return linted

    return lint


def mended(text: str, *path: str | int, value: str = "60s") -> str:
    result = mend(parse(text, "design.yaml"), wants(*path, value=value))
    assert not result.refused, result.refused[0].reason
    return result.after


def refusal(text: str, *path: str | int, value: str = "60s") -> str:
    result = mend(parse(text, "design.yaml"), wants(*path, value=value))
    assert result.after == text
    return result.refused[0].reason


QUEUE = ("components", "orders", "visibility_timeout")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "  orders:\n    type: sqs\n    visibility_timeout: 59s\n",
            "  orders:\n    type: sqs\n    visibility_timeout: 60s\n",
            id="block",
        ),
        pytest.param(
            "  orders: {visibility_timeout: 59s, type: sqs}\n",
            "  orders: {visibility_timeout: 60s, type: sqs}\n",
            id="flow",
        ),
        pytest.param(
            "  orders:\n    'visibility_timeout' : '59s'  # why\n",
            "  orders:\n    'visibility_timeout' : 60s  # why\n",
            id="quoted key",
        ),
        pytest.param(
            '  orders: {"type": "sqs", "visibility_timeout": "59s"}\n',
            '  orders: {"type": "sqs", "visibility_timeout": "60s"}\n',
            id="JSON value",
        ),
        pytest.param(
            "  orders:\n    visibility_timeout:\n    type: sqs\n",
            "  orders:\n    visibility_timeout: 60s\n    type: sqs\n",
            id="value left out",
        ),
        pytest.param(
            "  orders: {type: sqs, visibility_timeout: }\n",
            "  orders: {type: sqs, visibility_timeout: 60s}\n",
            id="value left out in flow",
        ),
    ],
)
def test_a_value_is_replaced_where_it_stands(before: str, after: str) -> None:
    assert mended(f"components:\n{before}", *QUEUE) == f"components:\n{after}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "  orders:\n    type: sqs  # a queue\n  next: 1\n",
            "  orders:\n    type: sqs  # a queue\n    visibility_timeout: 60s\n  next: 1\n",
            id="block",
        ),
        pytest.param(
            "  orders:\n    type: sqs",
            "  orders:\n    type: sqs\n    visibility_timeout: 60s",
            id="no newline at the end",
        ),
        pytest.param(
            "  orders:\n    type: sqs\n    dlq:\n      to: x\n",
            "  orders:\n    type: sqs\n    visibility_timeout: 60s\n    dlq:\n      to: x\n",
            id="before a block of its own",
        ),
        pytest.param(
            "  orders:\n    type: sqs\n    note: |\n      kept\n\n",
            "  orders:\n    type: sqs\n    visibility_timeout: 60s\n    note: |\n      kept\n\n",
            id="before a literal text",
        ),
        pytest.param(
            "  orders: {type: sqs}  # a queue\n",
            "  orders: {type: sqs, visibility_timeout: 60s}  # a queue\n",
            id="flow",
        ),
        pytest.param("  orders: {}\n", "  orders: {visibility_timeout: 60s}\n", id="empty flow"),
        pytest.param("  orders:\n", "  orders: {visibility_timeout: 60s}\n", id="nothing yet"),
        pytest.param(
            "  orders: {type: sqs, }\n",
            "  orders: {type: sqs, visibility_timeout: 60s, }\n",
            id="flow with a last comma",
        ),
        pytest.param(
            "  orders: {\n    type: sqs,\n  }\n",
            "  orders: {\n    type: sqs,\n    visibility_timeout: 60s,\n  }\n",
            id="flow over lines",
        ),
        pytest.param(
            "  orders: {\n    type: sqs # a queue\n  }\n",
            "  orders: {\n    type: sqs, visibility_timeout: 60s # a queue\n  }\n",
            id="flow over lines with a comment",
        ),
        pytest.param(
            '  orders: {"type": "sqs"}\n', '  orders: {"type": "sqs", "visibility_timeout": "60s"}\n', id="JSON"
        ),
    ],
)
def test_an_absent_field_is_added_in_the_style_of_its_entry(before: str, after: str) -> None:
    assert mended(f"components:\n{before}", *QUEUE) == f"components:\n{after}"


def test_a_field_of_an_absent_part_is_added_with_the_part() -> None:
    text = "components:\n  work:\n    type: lambda\n"
    assert mended(text, "components", "work", "logs", "retention", value="30d") == text + "    logs: {retention: 30d}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("flows:\n  - a -> b: {}\n", "flows:\n  - a -> b: {partial_failures: true}\n"),
        ("flows:\n  - a -> b:\n", "flows:\n  - a -> b: {partial_failures: true}\n"),
        (
            "flows:\n  - a -> b:\n      batch_size: 5\n",
            "flows:\n  - a -> b:\n      batch_size: 5\n      partial_failures: true\n",
        ),
        ("flows: [{a -> b: {batch_size: 5}}]\n", "flows: [{a -> b: {batch_size: 5, partial_failures: true}}]\n"),
    ],
)
def test_a_field_of_a_flow_is_set(before: str, after: str) -> None:
    assert mended(before, "flows", 0, "a -> b", "partial_failures", value="true") == after


def test_windows_line_endings_stay() -> None:
    before = "components:\r\n  orders:\r\n    type: sqs\r\n  x: 1\r\n"
    assert mended(before, *QUEUE) == before.replace("sqs\r\n", "sqs\r\n    visibility_timeout: 60s\r\n")


def test_a_new_line_ends_as_the_line_above_it() -> None:
    before = "components:\r\n  orders:\n    type: sqs\n  x: 1\r\n"
    assert mended(before, *QUEUE) == before.replace("sqs\n", "sqs\n    visibility_timeout: 60s\n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("base: &b {type: sqs}\ncomponents: {orders: *b}\n", "an alias"),
        ("components:\n  orders: &o {type: sqs}\n  more: *o\n", "anchor"),
        ("base: &b {visibility_timeout: 1s}\ncomponents:\n  orders:\n    <<: *b\n    type: sqs\n", "a merge"),
        ("components:\n  orders: {visibility_timeout: &t 1s}\n", "anchor"),
        ("components:\n  orders:\n    visibility_timeout: [1s, 2s, 3s]\n", "parts"),
        ("components:\n  orders:\n    visibility_timeout: >\n      59s\n", "several lines"),
        ("components:\n  orders: sqs\n", "short form"),
        ("components:\n  orders: {visibility_timeout: !!str 59s}\n", "tag"),
    ],
)
def test_what_is_shared_or_unclear_is_left_alone_and_said(text: str, reason: str) -> None:
    assert reason in refusal(text, *QUEUE)


def test_an_entry_of_another_file_is_left_alone() -> None:
    document = parse("components:\n  orders: {type: sqs}\n", "design.yaml")
    other = parse("orders: {type: sqs}\n", "included.yaml")
    document.data["components"].spans["orders"] = other.data.spans["orders"]
    document.data["components"]["orders"] = other.data["orders"]
    result = mend(document, wants(*QUEUE))
    assert [refused.reason for refused in result.refused] == ["it stands in another file, included.yaml"]
    assert result.after == result.before


def test_unsafe_fixes_wait_until_they_are_asked_for() -> None:
    document = parse("components:\n  orders: {type: sqs}\n", "design.yaml")
    lint = wants(*QUEUE, safe=False)
    assert (mend(document, lint).after, mend(document, lint).unsafe) == (document.source.text, 1)
    assert "60s" in mend(document, lint, unsafe=True).after


def test_a_mend_that_brings_a_new_error_is_taken_back() -> None:
    def lint(document: Document) -> Linted:
        linted = wants(*QUEUE)(document)
        if document.text_of(QUEUE) == "60s":
            linted.findings.append(finding(rule="visibility-timeout-refused", severity="error"))
        return linted

    result = mend(parse("components:\n  orders: {type: sqs}\n"), lint)
    assert result.after == result.before
    assert [refused.reason for refused in result.refused] == [
        "its remedy brings other errors to light: visibility-timeout-refused"
    ]


def test_a_mend_that_leaves_its_finding_is_taken_back() -> None:
    def lint(_: Document) -> Linted:
        linted = Linted()
        linted.add(QUEUE, "60s")
        return linted

    result = mend(parse("components:\n  orders: {type: sqs}\n"), lint)
    assert result.after == result.before
    assert [refused.reason for refused in result.refused] == ["its remedy alone does not mend it"]


def test_one_harmful_mend_does_not_keep_the_others_from_staying() -> None:
    def lint(document: Document) -> Linted:
        linted = Linted()
        for name, value in document.data["components"].items():
            if value["timeout"] != "60s":
                linted.add(("components", name, "timeout"), "60s")
            elif name == "b":
                linted.findings.append(finding(rule="worse", severity="error"))
        return linted

    result = mend(parse("components:\n  a: {timeout: 1s}\n  b: {timeout: 2s}\n  c: {timeout: 3s}\n"), lint)
    assert result.after == "components:\n  a: {timeout: 60s}\n  b: {timeout: 2s}\n  c: {timeout: 60s}\n"
    assert len(result.mended) == 2


def test_two_fields_of_one_entry_are_both_added() -> None:
    def lint(document: Document) -> Linted:
        linted = Linted()
        for name in ("visibility_timeout", "wait_time"):
            if document.text_of(("components", "orders", name)) is None:
                linted.add(("components", "orders", name), "20s")
        return linted

    result = mend(parse("components:\n  orders: {}\n"), lint)
    assert result.after == "components:\n  orders: {visibility_timeout: 20s, wait_time: 20s}\n"


def test_two_linters_that_disagree_come_to_an_end() -> None:
    def lint(document: Document) -> Linted:
        linted = Linted()
        if document.text_of(QUEUE) == "60s":
            linted.add(QUEUE, "30s", rule="too-long")
        else:
            linted.add(QUEUE, "60s", rule="too-short")
        return linted

    once = mend(parse("components:\n  orders: {type: sqs}\n"), lint).after
    assert once.count("visibility_timeout") == 1
    assert mend(parse(once), lint).after == once


NAMES = st.text("abc é漢#'\"", min_size=1, max_size=6).filter(lambda name: name.strip() == name)
STYLES = st.sampled_from(["block", "flow", "wide"])


@st.composite
def descriptions(draw: st.DrawFn) -> str:
    """Texts of components in all styles, with comments, odd names and any line ending."""
    lines = ["# ünï漢 %", "components:"]
    for number, name in enumerate(draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))):
        key = '"' + name.replace('"', '\\"') + f'{number}"'
        timeout = draw(st.sampled_from(["", "timeout: 3s", "'timeout': 60s", "timeout: 60s"]))
        rest = draw(st.sampled_from(["", "note: é漢😀", "tags: [a, b]"]))
        fields = [part for part in ("type: lambda", timeout, rest) if part]
        style = draw(STYLES)
        if style == "block":
            lines += [f"  {key}:", *(f"    {part}   # é" for part in fields)]
        elif style == "wide":
            lines += [f"  {key}: {{", *(f"    {part}," for part in fields), "  }"]
        else:
            lines.append(f"  {key}: {{{', '.join(fields)}}}")
    return draw(st.sampled_from(["\n", "\r\n"])).join([*lines, ""][: len(lines) + draw(st.integers(0, 1))])


def every_timeout(document: Document) -> Linted:
    """A linter that wants 60 s of every component."""
    linted = Linted()
    for name, component in document.data["components"].items():
        if component.get("timeout") != "60s":
            linted.add(("components", name, "timeout"), "60s")
    return linted


@given(descriptions())
def test_mending_twice_is_mending_once(text: str) -> None:
    once = mend(parse(text), every_timeout)
    assert not every_timeout(parse(once.after)).findings
    assert mend(parse(once.after), every_timeout).after == once.after


@given(descriptions())
def test_what_is_not_mended_stays_to_the_letter(text: str) -> None:
    after = mend(parse(text), every_timeout).after
    added = after
    for piece in ("timeout: 60s", "'timeout': 60s"):
        added = added.replace(piece, "")
    left = text
    for piece in ("timeout: 3s", "'timeout': 60s", "timeout: 60s"):
        left = left.replace(piece, "")
    remaining = iter(added)
    assert all(character in remaining for character in left), "a character outside the fields is gone"
    assert set(added) - set(left) <= set(", \r\n"), "more than a separator was added"


def written(path: Path, content: bytes) -> Mended:
    path.write_bytes(content)
    result = mend(read(path), wants(*QUEUE))
    save(path, result.before, result.after)
    return result


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")],
)
def test_a_file_keeps_its_encoding_and_its_mark(tmp_path: Path, mark: bytes, encoding: str) -> None:
    text = "components:\r\n  # é漢\r\n  orders: {type: sqs}"
    file = tmp_path / "design.yaml"
    written(file, mark + text.encode(encoding))
    assert file.read_bytes() == mark + text.replace("sqs}", "sqs, visibility_timeout: 60s}").encode(encoding)


def test_a_link_stays_a_link_and_a_file_keeps_its_mode(tmp_path: Path) -> None:
    file, link = tmp_path / "design.yaml", tmp_path / "link.yaml"
    file.write_bytes(b"components: {orders: {type: sqs}}\n")
    file.chmod(0o640)
    link.symlink_to(file)
    result = mend(read(link), wants(*QUEUE))
    save(link, result.before, result.after)
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert b"60s" in file.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["design.yaml", "link.yaml"]


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "design.yaml"
    file.write_text("components: {orders: {type: sqs}}\n")
    result = mend(read(file), wants(*QUEUE))
    file.write_text("components: {orders: {type: sns}}\n")
    with pytest.raises(OSError, match="has changed"):
        save(file, result.before, result.after)
    assert "sns" in file.read_text()


def test_the_difference_is_one_that_patch_takes() -> None:
    assert diff("a.yaml", "x: 1\r\ny: 2", "x: 3\r\ny: 2") == (
        "--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +1,2 @@\n-x: 1\r\n+x: 3\r\n y: 2\n\\ No newline at end of file\n"
    )
    assert diff("a.yaml", "x: 1\n", "x: 1\n") == ""

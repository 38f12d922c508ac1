"""The report for people: its marks stand under what they mark, whatever the line, and it fits the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports.nasty import OTHER, PATH, SOURCE, finding, nasty, place, report

from archlint.document.tree import Source
from archlint.lint.report import Finding, Label, Report
from archlint.reports.positions import byte_column, width
from archlint.reports.text import render

ROOT = Path(__file__).parents[2]


def rendered(text: str, *findings: Finding, columns: int | None = None) -> list[str]:
    source = Source("x.yaml", text)
    return render(report(*findings, sources={"x.yaml": source}), width=columns).splitlines()


def at(text: str, piece: str, line: int) -> Finding:
    return finding(**place(Source("x.yaml", text), piece, line))


def under(code: str, marks: str) -> str:
    """What of a line of code stands above its `^` marks, in terminal cells."""
    start, end = width(marks[: marks.index("^")]), width(marks[: marks.rindex("^") + 1])
    return "".join(c for n, c in enumerate(code) if start <= width(code[:n]) < end)


def test_a_finding_is_shown_with_every_place_it_speaks_of() -> None:
    label = Label(**place(SOURCE, "timeout: 10s", 6), message="ship runs for up to 10 s")
    elsewhere = Label(**place(OTHER, "timeout: 10s", 2), message="and here")
    shown = render(report(finding(related=(label, elsewhere))))
    assert shown.splitlines() == [
        "warning[visibility-timeout-too-short]: orders hides a message for 59 s, ship with its window may need 60 s",
        " --> odd dir/süß, 100%.yaml:3:22",
        "  |",
        "3 |   漢字キュー: {type: sqs, visibility_timeout: 59s}  # 全角",
        "  |                           ^^^^^^^^^^^^^^^^^^^^^^^",
        "4 |   ship:",
        '5 |     note: "    tab"',
        "6 |     timeout: 10s",
        "  |     ------------ ship runs for up to 10 s",
        "  |",
        " ::: other.yaml:2:10",
        "  |",
        "2 | shared: {timeout: 10s}",
        "  |          ------------ and here",
        "  |",
        "  = why: A second copy is handed out before the first is done, so the same work is done twice.",
        "  = help: Set `visibility_timeout` of orders to 60 s or more.",
        "  = facts: N132 N133",
        "",
        "1 warning in 1 file (10 components, 6 flows)",
    ]


def test_far_lines_are_left_out_and_the_entry_of_each_is_shown() -> None:
    text = "components:\n" + "".join(f"  c{n}:\n    type: sqs\n    delay: {n}s\n" for n in range(1, 9))
    lines = rendered(text, at(text, "delay: 2s", 7), at(text, "delay: 8s", 25))
    assert lines[2:8] == ["  |", "5 |   c2:", "6 |     type: sqs", "7 |     delay: 2s", "  |     ^^^^^^^^^", "  |"]
    label = Label(**place(Source("x.yaml", text), "delay: 8s", 25), message="")
    (both,) = (at(text, "delay: 2s", 7),)
    lines = rendered(text, finding(**place(Source("x.yaml", text), "delay: 2s", 7), related=(label,)))
    assert both.line == 7
    assert lines[1] == "  --> x.yaml:7:5"
    assert lines[3:10] == [
        " 5 |   c2:", " 6 |     type: sqs", " 7 |     delay: 2s", "   |     ^^^^^^^^^", "...", "23 |   c8:",
        "24 |     type: sqs",
    ]  # fmt: skip


def test_two_marks_on_one_line_share_a_row_until_their_words_meet() -> None:
    text = "components:\n  ship: {type: lambda, timeout: 10s}\n"
    source = Source("x.yaml", text)
    near = Label(**place(source, "ship", 2), message="a message too long to stand before the next mark")
    lines = rendered(text, finding(**place(source, "timeout: 10s", 2), related=(near,)))
    assert lines[4:6] == [
        "  |   ---- a message too long to stand before the next mark",
        "  |                        ^^^^^^^^^^^^",
    ]
    short = Label(**place(source, "ship", 2), message="this")
    lines = rendered(text, finding(**place(source, "timeout: 10s", 2), related=(short,)))
    assert lines[4] == "  |   ---- this            ^^^^^^^^^^^^"


def test_a_label_at_the_place_itself_stands_beside_its_mark() -> None:
    text = "a: 1\n"
    spot = place(Source("x.yaml", text), "a: 1", 1)
    lines = rendered(text, finding(**spot, related=(Label(**spot, message="here"),)))
    assert lines[4] == "  | ^^^^ here"


@given(st.text("ab漢é😀\t ", max_size=12), st.text("xy字\t", min_size=1, max_size=6), st.text("ab漢 ", max_size=150))
def test_marks_stand_under_what_they_mark(before: str, marked: str, after: str) -> None:
    text = f"{before}k{marked}k{after}"
    found = finding(path="x.yaml", line=1, end_line=1, column=len(before) + 1, end_column=len(before) + len(marked) + 3)
    for columns in (None, 60):
        lines = rendered(text, found, columns=columns)
        code = next(line for line in lines if line.startswith("1 |"))
        marks = lines[lines.index(code) + 1]
        assert under(code, marks) == f"k{marked}k".replace("\t", "    ")


@given(st.integers(20, 100), st.integers(0, 400), st.integers(1, 60))
def test_lines_of_code_fit_the_terminal(columns: int, before: int, length: int) -> None:
    text = f"{'a' * before}{'M' * length}{'b' * 300}"
    found = finding(path="x.yaml", line=1, end_line=1, column=before + 1, end_column=before + length + 1)
    lines = rendered(text, found, columns=columns)
    code = next(line for line in lines if line.startswith("1 |"))
    marks = lines[lines.index(code) + 1]
    assert width(code) <= max(columns, 24)
    assert marks.count("^") >= 1
    assert set(under(code, marks)) == {"M"}


@pytest.mark.parametrize("columns", [20, 40, 60, 80])
def test_words_are_wrapped_for_the_terminal_and_lose_none(columns: int) -> None:
    found = finding(related=(Label(**place(SOURCE, "timeout: 10s", 6), message="ship runs for up to 10 s"),))
    shown = render(report(found), width=columns)
    words = "".join(shown.split())
    for text in (found.message, found.why, found.remedy, "ship runs for up to 10 s"):
        assert "".join(text.split()) in words.replace("|", "")
    longest = max(len(word) for word in shown.split())
    prose = [line for line in shown.splitlines() if "-->" not in line and " in 1 file" not in line]
    assert max(width(line) for line in prose) <= max(columns, 24, longest + 10)


def test_a_mark_past_its_line_is_still_seen() -> None:
    lines = rendered("a: 1\n", finding(path="x.yaml", line=1, end_line=1, column=9, end_column=9))
    assert lines[4].endswith("^")


def test_a_place_over_several_lines_is_marked_on_its_first() -> None:
    lines = rendered("a: |\n  b\n", finding(path="x.yaml", line=1, end_line=2, column=1, end_column=3))
    assert lines[3:6] == ["1 | a: |", "  | ^^^^", "  |"]


def test_a_file_without_text_has_no_frame() -> None:
    lines = rendered("", finding(path="x.yaml", line=1, column=1, end_line=1, end_column=1))
    assert lines[1:3] == [" --> x.yaml:1:1", "  = why: " + finding().why]


@pytest.mark.parametrize(
    ("given_report", "says"),
    [
        (report(), "No findings in 1 file (10 components, 6 flows)"),
        (
            report(*[finding(severity="error")] * 2, finding(), *[finding(severity="advice")] * 3),
            "2 errors, 1 warning, 3 pieces of advice in 1 file (10 components, 6 flows)",
        ),
        (
            report(suppressed=(finding(),), questions=(finding(),) * 2, files=("a", "b"), components=1, flows=1200),
            "No findings in 2 files (1 component, 1,200 flows); 2 questions; 1 suppressed",
        ),
    ],
)
def test_the_last_line_counts(given_report: Report, says: str) -> None:
    assert render(given_report).splitlines()[-1] == says


def test_questions_come_last_under_their_heading() -> None:
    lines = render(
        report(finding(), questions=(finding(rule="idempotency-unstated", message="who knows"),))
    ).splitlines()
    heading = lines.index("Questions for the design review")
    assert lines[heading + 2 : heading + 4] == ["question[idempotency-unstated]: who knows", f" --> {PATH}:3:22"]


def test_nothing_in_a_description_steers_the_terminal() -> None:
    assert "\x1b" not in render(nasty())
    coloured = render(nasty(), colour=True)
    assert "[31mred" in coloured
    assert "\x1b[31mred" not in coloured


def test_rich_is_there_for_colour_only() -> None:
    program = (
        "import sys; sys.path.insert(0, 'tests'); from reports.nasty import nasty;"
        "from archlint.reports.text import render; render(nasty()); assert 'rich' not in sys.modules;"
        "print(render(nasty(), colour=True))"
    )
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1"}
    environment.pop("NO_COLOR", None)
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert b"\x1b[1;31merror[group-open-to-world]" in done.stdout


def test_colour_changes_no_word() -> None:
    import re

    plain = re.sub("\x1b\\][^\x1b]*\x1b\\\\|\x1b\\[[0-9;]*m", "", render(nasty(), colour=True))
    assert [line.rstrip() for line in plain.splitlines()] == render(nasty()).splitlines()


@given(st.text(max_size=20), st.integers(1, 25))
def test_byte_columns_grow_with_the_text_before_them(text: str, column: int) -> None:
    clean = text.encode("utf-8", "replace").decode()
    expected = len(clean[: column - 1].encode()) + max(0, column - 1 - len(clean)) + 1
    assert byte_column(clean, column) == expected
    assert byte_column(clean, 1) == 1

"""A baseline hides what a team already knows, whatever lines and figures do, and says what is gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lint.sample_findings import finding, report

from archlint.lint import baseline
from archlint.lint.configuration import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = finding()


def test_a_known_finding_is_hidden_wherever_its_line_and_whatever_its_figures_are() -> None:
    moved = finding(line=90, end_line=90, message="orders hides a message for 31 s, ship with its window may need 60 s")
    left, gone = baseline.hide(report(moved), baseline.of([KNOWN]))
    assert left.findings == ()
    assert [(f.suppressed, f.because) for f in left.suppressed] == [(True, baseline.BECAUSE)]
    assert not gone


@pytest.mark.parametrize(
    "other",
    [{"rule": "short-polling"}, {"component": "mail"}, {"subject": "orders -> mail"}, {"scenario": "launch-day"}],
)
def test_another_rule_component_flow_or_scenario_is_news(other: dict[str, str]) -> None:
    left, gone = baseline.hide(report(finding(**other)), baseline.of([KNOWN]))
    assert len(left.findings) == 1
    assert gone == baseline.of([KNOWN])


def test_a_second_finding_of_the_same_kind_is_news() -> None:
    left, _ = baseline.hide(report(KNOWN, finding(line=9)), baseline.of([KNOWN]))
    assert [f.line for f in left.findings] == [9]


def test_a_renamed_file_brings_no_news() -> None:
    left, gone = baseline.hide(report(finding(path="renamed.yaml")), baseline.of([KNOWN]))
    assert not left.findings
    assert not gone


def test_the_file_that_was_there_keeps_its_place_before_a_copy() -> None:
    copy, original = finding(path="copy.yaml"), finding(path="design.yaml")
    left, _ = baseline.hide(report(copy, original), baseline.of([original]))
    assert left.findings == (copy,)


def test_a_mandatory_rule_and_an_unreadable_file_are_never_hidden() -> None:
    unreadable = finding(rule="unreadable-description", component="", subject="")
    assert not baseline.of([unreadable])
    left, _ = baseline.hide(report(KNOWN, unreadable), baseline.of([KNOWN]), mandatory=[KNOWN.rule])
    assert left.findings == (KNOWN, unreadable)


def test_pruning_forgets_what_is_gone_and_learns_nothing() -> None:
    known = baseline.of([KNOWN, finding(line=9), finding(component="mail")])
    _, gone = baseline.hide(report(KNOWN, finding(rule="news")), known)
    assert baseline.prune(known, gone) == baseline.of([KNOWN])


def test_the_file_holds_no_line_numbers_and_one_finding_a_line(tmp_path: Path) -> None:
    two = [finding(path="x.yaml", rule="short-polling", line=line) for line in (3, 99)]
    text = baseline.dumps(baseline.of([*two, finding(path="x.yaml", rule="a-rule", subject="orders")]))
    assert text.splitlines() == [
        '{"schema": 1, "findings": [',
        '  {"path": "x.yaml", "rule": "a-rule", "component": "orders"},',
        '  {"path": "x.yaml", "rule": "short-polling", "component": "orders", "flow": "orders -> ship", "count": 2}',
        "]}",
    ]
    (tmp_path / "b.json").write_text(text)
    assert baseline.load(tmp_path / "b.json").total() == 3


def test_what_is_listed_names_its_subject_and_how_often() -> None:
    known = baseline.of([finding(), finding(), finding(subject="orders"), finding(rule="a", component="", subject="")])
    assert baseline.listed(known, 2) == [
        "design.yaml: a", "design.yaml: visibility-timeout-too-short of orders", "and 1 more",
    ]  # fmt: skip
    assert baseline.listed(known, 3)[-1].endswith("of orders -> ship (2 times)")


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
ENTRIES = st.dictionaries(
    st.builds(baseline.Entry, WORDS, st.text("abc-", min_size=1), WORDS, WORDS, WORDS), st.integers(1, 3)
)


@given(ENTRIES)
def test_what_is_written_is_read_back(entries: dict[baseline.Entry, int]) -> None:
    text = baseline.dumps(baseline.Baseline(entries))
    assert baseline.loads(text, "b.json") == baseline.Baseline(entries)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is no baseline"),
        ("[]", "no list of findings"),
        ('{"schema": 2, "findings": []}', "schema 2"),
        ('{"schema": 1, "findings": [{}]}', "finding 1 names no rule"),
        ('{"schema": 1, "findings": [{"rule": "x", "count": 0}]}', "finding 1 has the count 0"),
        ('{"schema": 1, "findings": [{"rule": "x", "count": true}]}', "finding 1 has the count True"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused_by_name(text: str, says: str) -> None:
    with pytest.raises(ConfigurationError, match=says) as caught:
        baseline.loads(text, "b.json")
    assert str(caught.value).startswith("b.json: ")


def test_a_missing_baseline_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read") as caught:
        baseline.load(tmp_path / "none.json")
    assert "archlint baseline" in caught.value.remedy


def test_every_line_of_the_file_is_json() -> None:
    odd = finding(component='q"\n', subject="\udc80 -> 漢", path="a\tb.yaml")
    assert json.loads(baseline.dumps(baseline.of([odd])).encode("utf-8"))["findings"][0]["component"] == 'q"\n'

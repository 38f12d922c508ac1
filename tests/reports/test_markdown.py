"""Markdown is read as a page: its words, its tags and its length, and the bill that stands on top of a comment."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports.nasty import NASTY, finding, many, nasty, report
from reports.readers import shown

from archlint.lint.report import Finding
from archlint.reports import markdown
from archlint.reports.bills import bill
from archlint.reports.markdown import Share


def row(found: Finding) -> str:
    return markdown.render(report(found)).splitlines()[5]


def test_markdown_of_an_attack_is_shown_as_text() -> None:
    words, tags = shown(markdown.render(nasty()))
    assert "[x](1) [a](https://evil) ::error::no ##[error]no ]]> <script>alert(1)</script> | code *b*" in words
    assert tags <= {
        "h3",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
        "strong",
        "br",
        "details",
        "summary",
        "ul",
        "li",
        "p",
    }


@given(st.text("ab`*_[]()<>|\\!#~$@&-+= \n", max_size=25))
def test_no_text_escapes_from_a_row_of_a_markdown_table(text: str) -> None:
    words, tags = shown(f"| a | b | c |\n|---|---|---|\n{row(finding(message=text, remedy=''))}\n")
    assert tags <= {"table", "thead", "tbody", "tr", "th", "td", "strong", "code"}
    assert words.count("warning") == 1
    kept = " ".join(text.split()).replace("`", "").replace(" ", "")
    assert kept in words.replace("`", "").replace(" ", "")


def test_a_comment_begins_with_its_marker_and_stays_below_the_limit() -> None:
    text = markdown.render(many(3000), tag="a-->b", head="abc123")
    assert text.startswith("<!-- archlint-comment tag=a---b head=abc123 -->\n")
    assert 50_000 < len(text) <= 60_000
    assert re.search(r"… and [\d,]+ more, left out for length", text)
    assert text.endswith("3,000 warnings in 1 file (10 components, 6 flows)\n")


def test_a_job_summary_has_at_most_two_hundred_rows_and_stays_below_its_limit() -> None:
    text = markdown.summary(many(3000))
    assert text.count("\n| ⚠️ warning |") == 200
    assert "… and 2,800 more, left out for length" in text
    assert len(markdown.summary(many(200, message="漢" * 9000)).encode()) <= 900 * 1024


def test_two_bills_can_be_compared_where_the_same_is_unknown_in_both() -> None:
    known, vague = '{"monthly_total": "5", "unknown": []}', '{"monthly_total": "3", "unknown": ["a"]}'
    assert bill(known, vague) == markdown.Bill(5, False, 3, True, comparable=False)
    assert bill(vague, f"[{vague}, {known}]") == markdown.Bill(3, True, 8, True)
    assert bill(vague) == markdown.Bill(3, True)
    with pytest.raises(ValueError, match="no `monthly_total`"):
        bill('{"monthly_total": "much"}')


def costing(**components: str) -> str:
    """What `cost --format json` writes of components at these prices, as far as a bill is read of it."""
    total = str(sum(map(Decimal, components.values())))
    each = [{"name": name, "monthly": amount} for name, amount in components.items()]
    return json.dumps({"path": "a.yaml", "monthly_total": total, "components": each})


def test_a_bill_tells_what_each_component_costs_and_what_changes() -> None:
    now = costing(same="5", more="8.10", new="3", little="1.001")
    before = costing(same="5", more="2", gone="7", little="1")
    assert bill(now).shares == (
        Share("same", 5),
        Share("more", Decimal("8.10")),
        Share("new", 3),
        Share("little", Decimal("1.001")),
    )
    assert bill(now, before).shares == (Share("more", Decimal("8.10"), 2), Share("new", 3), Share("gone", None, 7))
    assert [share.name for share in bill(f"[{now}, {costing(b='1')}]", now).shares] == ["a.yaml: b"]
    assert bill(costing(free="0.004")).shares == ()
    with pytest.raises(ValueError, match="a component without"):
        bill('{"monthly_total": "1", "components": [{"name": "x"}]}')


def test_the_change_of_each_component_stands_in_a_table_largest_first() -> None:
    change = bill(costing(a="5", b="30", c="12"), costing(a="9", c="12"))
    lines = markdown.render(report(), bill=change).splitlines()
    at = lines.index("| component | before | now | change |")
    assert lines[at + 2 : at + 4] == ["| b | – | \\$30 | +\\$30 |", "| a | \\$9.00 | \\$5.00 | -\\$4.00 |"]
    assert lines[at + 4 : at + 6] == ["", "</details>"]
    alone = markdown.render(report(), bill=bill(costing(a="5", b="30")))
    assert "| component | a month |\n|---|--:|\n| b | \\$30 |\n| a | \\$5.00 |\n" in alone
    assert (
        "component"
        not in markdown.render(report(), bill=bill(costing(a="5"), costing(a="5"))).partition("in 1 file")[0]
    )


def test_a_table_of_what_components_cost_is_short_and_its_names_are_text() -> None:
    many_of_them = costing(**{f"c{number} {NASTY}": "9" for number in range(25)})
    words, tags = shown(markdown.render(report(), bill=bill(many_of_them)))
    assert words.count("\ufffdreversed") == 20
    assert "… and 5 more" in words
    assert tags <= {"h3", "p", "strong", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "code"}


@pytest.mark.parametrize(
    ("bill", "says"),
    [
        (markdown.Bill(1402), "**Estimated cost: \\$1,402 a month**"),
        (markdown.Bill(1402, at_least=True), "**Estimated cost: at least \\$1,402 a month**"),
        (markdown.Bill(100, before=100), "**Estimated cost does not change: \\$100 a month**"),
        (markdown.Bill(150, before=100), "**Estimated cost rises to \\$150 a month** (+\\$50, +50 %)"),
        (markdown.Bill(50, before=100), "**Estimated cost falls to \\$50 a month** (-\\$50, -50 %)"),
        (
            markdown.Bill(50, True, 100, comparable=False),
            "**Estimated cost: at least \\$50 a month** (before \\$100; what is unknown is not the same)",
        ),
        (
            markdown.Bill(50, False, 100, True, comparable=False),
            "**Estimated cost: \\$50 a month** (before at least \\$100; what is unknown is not the same)",
        ),
        (
            markdown.Bill(50, True, 40, True),
            "**Estimated cost rises to at least \\$50 a month** (+\\$10, +25 %)",
        ),
        (markdown.Bill(50, before=0), "**Estimated cost rises to \\$50 a month** (+\\$50)"),
    ],
)
def test_the_change_of_cost_stands_on_top(bill: Any, says: str) -> None:
    assert markdown.render(report(), bill=bill).splitlines()[1:4] == ["### archlint: No findings", "", says]

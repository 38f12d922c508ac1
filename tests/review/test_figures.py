"""Every figure of a report is the one that the JSON of the same run has, and that JSON is in the report."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from written import ROOT, SAMPLES, Reader, archlint, as_html

from archlint.document.quantities import Size

COLUMNS = {"error": "High risk (errors)", "warning": "Medium risk (warnings)", "advice": "Improvements (advice)"}


@pytest.fixture(scope="module", params=SAMPLES)
def read(request: pytest.FixtureRequest) -> Reader:
    return Reader(as_html(request.param))


def number(text: str) -> Decimal:
    """The number in a cell, without its sign of severity and its unit."""
    return Decimal(text.translate(str.maketrans("", "", "✖▲●≥$×%, ")))


def cents(amount: str) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_the_data_in_a_report_is_what_lint_and_cost_print(tmp_path: Path) -> None:
    """Both commands run by themselves, on the sample with most to say."""
    sample = "samples/cat-videos/before.yaml"
    assert archlint("report", sample, "-o", tmp_path / "review.html").returncode == 0
    data = Reader((tmp_path / "review.html").read_text(encoding="utf-8")).data
    assert data["lint"] == json.loads(archlint("lint", sample, "--format", "json").stdout)
    assert data["cost"] == json.loads(archlint("cost", sample, "--format", "json").stdout)
    inputs = json.loads(archlint("cost", sample, "--sensitivity", "--format", "json").stdout)["sensitivity"]
    assert data["sensitivity"] == inputs[:5]
    points = json.loads(archlint("cost", sample, "--curve", "--format", "json").stdout)["curve"]
    amounts = {point["factor"]: point["monthly_total"] for point in points}
    shared = [point for point in data["curve"] if point["factor"] in amounts]
    assert len(shared) >= 4
    assert all(point["monthly_total"] == amounts[point["factor"]] for point in shared)
    free = json.loads(archlint("cost", sample, "--free-tier", "always", "--format", "json").stdout)
    assert data["with_free_tier"] == free["monthly_total"]


def test_the_counts_are_those_of_the_findings(read: Reader) -> None:
    found = [one for one in read.data["lint"]["findings"] if not one["suppressed"]]
    rows = read.tables["The five pillars: what was judged and how it went"]
    assert len(rows) == 5
    for row, pillar in zip(rows, read.data["pillars"], strict=True):
        assert row["Pillar"] == pillar["pillar"]
        for severity, column in COLUMNS.items():
            own = [one for one in found if (one["pillar"], one["severity"]) == (pillar["pillar"], severity)]
            assert number(row[column]) == len(own)
        assert number(row["Rules run"]) == pillar["rules_run"]
        assert number(row["Passed"]) == pillar["passed"]
        assert number(row["Not applicable"]) == pillar["not_applicable"]
    summary = read.data["lint"]["summary"]
    for severity in COLUMNS:
        assert summary[severity] == sum(number(row[COLUMNS[severity]]) for row in rows)
    articles = [attributes["data-severity"] for attributes in read.named("article")]
    assert sorted(articles) == sorted(one["severity"] for one in found)


def test_every_finding_is_told_with_its_message_reason_and_remedy(read: Reader) -> None:
    for one in read.data["lint"]["findings"]:
        if not one["suppressed"]:
            for told in (one["message"], one["why"], one["remedy"]):
                assert plain(told) in plain(read.text)
            assert f"{one['path']}:{one['line']}:{one['column']}" in read.text


def plain(text: str) -> str:
    return "".join(text.replace("`", "").split())


def test_the_bill_is_that_of_the_data_line_by_line(read: Reader) -> None:
    cost = read.data["cost"]
    items = [(part["name"], item) for part in cost["components"] for item in part["items"]]
    if not items:
        assert "The bill, line by line" not in read.tables
        return
    *rows, total = read.tables["The bill, line by line"]
    assert cents(cost["monthly_total"]) == number(total["Monthly"])
    for row, (name, item) in zip(rows, items, strict=True):
        assert (row["Component"], row["Line"], row["Worked out"]) == (name, item["label"], item["worked_out"])
        assert number(row["Monthly"]) == cents(item["monthly"])
        assert abs(number(row["Quantity"]) - Decimal(item["quantity"])) <= max(
            Decimal("0.5"), Decimal(item["quantity"]) / 1000
        )
    for row, entry in zip(
        read.tables.get("What each entry point causes, everything behind it included", []), cost["entries"], strict=True
    ):
        assert (row["Entry point"], number(row["Causes a month"])) == (entry["flow"], cents(entry["monthly"]))
        assert row["Per million"] == "" or number(row["Per million"]) == cents(entry["per_million"])


def test_the_curve_the_table_below_it_and_the_slider_say_the_same(read: Reader) -> None:
    rows = read.tables.get("The same in figures", [])
    dots = [attributes["data-says"] for attributes in read.named("circle") if "data-says" in attributes]
    assert len(dots) == len(rows)
    for row, dot, point in zip(rows, dots, read.data["curve"] if rows else (), strict=True):
        assert number(row["Load"]) == Decimal(str(point["factor"]))
        assert number(row["Monthly"]) == cents(point["monthly_total"])
        assert row["What is different from there on"] == "; ".join(point["steps"])
        assert dot.startswith(f"{row['Load']}: {row['Monthly']} a month")


def test_the_sensitivity_is_that_of_the_data(read: Reader) -> None:
    rows = read.tables.get("Which input moves the bill most", [])
    for row, one in zip(rows, read.data["sensitivity"] if rows else (), strict=True):
        assert (row["Input"], number(row["A month"])) == (one["input"], cents(one["monthly"]))
        assert abs(number(row["Share of the bill that follows it"]) - 100 * Decimal(str(one["elasticity"]))) <= Decimal(
            "0.5001"
        )


def test_the_headroom_is_that_of_the_data(read: Reader) -> None:
    rows = read.tables.get("What is used of each limit, the tightest first", [])
    assert len(rows) == len(read.data["limits"])
    for row, one in zip(rows, read.data["limits"], strict=True):
        assert (row["About"], row["Limit"]) == (one["about"], one["limit"])
        assert one["share"] == pytest.approx(one["used"] / one["of"])
        for factor in (1, 2, 10):
            share = one["share"] * (factor if one["grows_with_load"] else 1)
            said = row[f"At ×{factor}"]
            assert said == "<1 %" if 0 < share < 0.01 else abs(float(number(said.strip("<>"))) - 100 * share) <= 0.5001
            assert ("✖" in said) == (share > 1)
        if one["share"] > 1:
            assert row["Breaks at"] == "✖ now"
        elif one["breaks_at"] is None:
            assert row["Breaks at"] == "never"
        else:
            assert float(number(row["Breaks at"])) == pytest.approx(one["breaks_at"], rel=0.05)


PER_SECOND = {"/s": 1, "/min": 60, "/h": 3600, "/day": 86400}


def test_the_flows_are_those_of_the_data(read: Reader) -> None:
    rows = read.tables["Every flow: how it is delivered, how much of it there is, and where failures end"]
    assert len(rows) == len(read.data["flows"]) >= read.data["lint"]["summary"]["flows"]
    for row, one in zip(rows, read.data["flows"], strict=True):
        for column, amount, otherwise in (
            ("Rate", one["rate"]["average"], "unknown"),
            ("Peak", one["rate"]["peak"], "not stated"),
        ):
            if amount is None:
                assert row[column] == otherwise
            else:
                figure, unit, per = row[column].partition("/")
                assert float(number(figure)) / PER_SECOND[unit + per] == pytest.approx(amount, rel=0.06)
        assert row["Payload"] == ("unknown" if one["payload"] is None else str(Size(one["payload"])))
        if isinstance(one["attempts"], float | int):
            assert number(row["Attempts"]) == one["attempts"]
        else:
            assert row["Attempts"] == (one["attempts"] or "unknown")


def test_the_scenarios_are_those_of_the_data(read: Reader) -> None:
    rows = read.tables.get("The description and its scenarios", [])
    for row, one in zip(rows, read.data["scenarios"], strict=True):
        assert (row["Scenario"], number(row["Monthly"])) == (one["name"] or "as described", cents(one["monthly_total"]))


def test_the_summary_says_the_total_and_the_counts(read: Reader) -> None:
    cost, summary = read.data["cost"], read.data["lint"]["summary"]
    assert f"${cents(cost['monthly_total']):,}" in read.text.split("The next actions")[0]
    size = f"archlint looked at {summary['components']} components and {summary['flows']} flows"
    assert size in read.text or summary["components"] == 1 or summary["flows"] == 1
    assert read.data["verdict"] == (
        "blocked"
        if summary["error"]
        else "approve with actions"
        if summary["warning"] or read.data["lint"]["questions"]
        else "clear"
    )
    assert f"Verdict: {read.data['verdict']}" in read.text


def test_every_sample_has_a_report() -> None:
    assert len(SAMPLES) >= 4
    assert {Path(sample).parent.name for sample in SAMPLES} == {
        path.parent.name for path in (ROOT / "samples").glob("*/*.yaml")
    }

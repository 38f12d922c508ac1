"""`archlint cost` and `archlint diff`: what they print in every format, and with which code they end."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from io import StringIO
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from archlint.cli.main import main
from archlint.reports.cost_text import fitting, table

if TYPE_CHECKING:
    from pathlib import Path

SHOP = """
    archlint: 1
    name: shop
    region: us-east-1
    budget: $40/month
    components:
      web: {type: client}
      api: {type: api_gateway, protocol: http, cors: true}
      order: {type: lambda, memory: 1024 MB, duration: 200ms}
      orders: {type: dynamodb, billing: on_demand}
    flows:
      - web -> api: {payload: 2 KB, response: 1 KB}
      - api -> order
      - order -> orders: {operation: put, payload: 3 KB}
    usage:
      web -> api: 3M/month
      orders: {storage: 10 GB}
    scenarios:
      launch: {usage: {web -> api: 300M/month}}
"""


pytestmark = pytest.mark.usefixtures("shop")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.yaml").write_text(dedent(SHOP), encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_the_table_has_lines_a_total_and_what_an_entry_point_costs(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cost", "shop.yaml")
    assert code == 0
    assert out.splitlines()[0] == "shop.yaml: $22.41 a month in us-east-1"
    assert "compute x86" in out
    assert "whatever happens" in out
    assert "no free tier" in out


def test_above_the_budget_the_code_is_1_and_stderr_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "cost", "shop.yaml", "--budget", "$20/month")
    assert (code, err) == (1, "archlint: shop costs $22.41 a month, over its budget of $20.00\n")
    assert run(capsys, "cost", "shop.yaml", "--scenario", "launch")[0] == 1  # the description's own budget
    assert run(capsys, "cost", "shop.yaml", "--budget", "$22.42")[0] == 0


def test_json_is_the_promised_document_and_its_parts_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cost", "shop.yaml", "--format", "json")
    bill = json.loads(out)
    assert code == 0
    assert {
        "schema": 1,
        "currency": "USD",
        "region": "us-east-1",
        "scenario": None,
        "free_tier": "none",
        "unknown": [],
    }.items() <= bill.items()
    assert sum(Decimal(part["monthly"]) for part in bill["components"]) == Decimal(bill["monthly_total"])
    order = next(part for part in bill["components"] if part["name"] == "order")
    assert order["type"] == "lambda"
    assert order["rate"] == {"average": "1.14155", "peak": None, "unit": "1/s"}
    requests = order["items"][0]
    assert (requests["quantity"], requests["unit"], requests["monthly"]) == ("3000000", "request", "0.60")
    assert requests["tiers"] == [
        {"from": "0", "to": None, "unit_price": "0.0000002", "quantity": "3000000", "monthly": "0.60"}
    ]
    assert bill["entries"][0]["flow"] == "web -> api"
    assert Decimal(bill["entries"][0]["monthly"]) + Decimal(bill["standing"]) == Decimal(bill["monthly_total"])


def test_the_same_input_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("text", "json", "markdown", "csv", "infracost"):
        assert run(capsys, "cost", "shop.yaml", "--format", name) == run(capsys, "cost", "shop.yaml", "--format", name)


def test_all_scenarios_are_a_list_of_documents(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "cost", "shop.yaml", "--scenario", "all", "--format", "json")
    assert [bill["scenario"] for bill in json.loads(out)] == [None, "launch"]


def test_several_formats_go_where_they_are_told_to(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "cost", "shop.yaml", "--format", "json=bill.json", "--format", "markdown")
    assert json.loads((shop / "bill.json").read_text(encoding="utf-8"))["schema"] == 1
    assert out.startswith("### shop.yaml: $22.41 a month")


def test_csv_has_a_row_per_line_and_no_formula(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "shop.yaml").write_text(
        dedent(SHOP)
        .replace("order:", "=order:")
        .replace("api -> order", "api -> =order")
        .replace("order -> orders", "=order -> orders"),
        encoding="utf-8",
    )
    _, out, _ = run(capsys, "cost", "shop.yaml", "--format", "csv")
    rows = list(csv.DictReader(StringIO(out)))
    assert {row["component"] for row in rows} == {"api", "'=order", "orders"}
    assert sum(Decimal(row["monthly"]) for row in rows).quantize(Decimal("0.01")) == Decimal("22.41")


def test_infracosts_document_has_its_resources_and_cost_components(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "cost", "shop.yaml", "--format", "infracost")
    document = json.loads(out)
    (project,) = document["projects"]
    assert (document["version"], project["metadata"]) == ("0.2", {"path": "shop.yaml", "type": "archlint"})
    resource = next(one for one in project["breakdown"]["resources"] if one["name"] == "lambda.order")
    assert resource["costComponents"][0] == {
        "name": "requests", "unit": "request", "hourlyQuantity": "4109.5890410959", "monthlyQuantity": "3000000",
        "price": "0.0000002", "hourlyCost": "0.0008219178", "monthlyCost": "0.6",
    }  # fmt: skip
    total = sum(Decimal(one["monthlyCost"]) for one in project["breakdown"]["resources"])
    assert abs(total - Decimal(document["totalMonthlyCost"])) < Decimal("1e-6")


def test_scale_usage_and_scenario_change_the_load(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def total(*arguments: str) -> Decimal:
        return Decimal(json.loads(run(capsys, "cost", "shop.yaml", "--format", "json", *arguments)[1])["monthly_total"])

    (shop / "more.yaml").write_text("usage: {web -> api: 300M/month}\n", encoding="utf-8")
    assert total("--scale", "100x") == total("--usage", "more.yaml") == total("--scenario", "launch")


def test_free_allowances_come_off_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "cost", "shop.yaml", "--free-tier", "always")
    assert "always-free allowances taken off" in out
    assert out.splitlines()[0] < "shop.yaml: $22.41"


def test_the_curve_goes_from_a_hundredth_to_a_thousandfold(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cost", "shop.yaml", "--curve", "--format", "json")
    points = json.loads(out)["curve"]
    assert code == 0
    assert (points[0]["factor"], points[-1]["factor"]) == (0.01, 1000.0)
    assert [Decimal(point["monthly_total"]) for point in points] == sorted(
        Decimal(point["monthly_total"]) for point in points
    )


def test_sensitivity_puts_the_strongest_input_first(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "cost", "shop.yaml", "--sensitivity")
    assert out.splitlines()[3].startswith("  rate of web -> api")


def test_entry_points_that_say_no_rate_make_the_bill_a_lower_bound(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without = dedent(SHOP).partition("usage:")[0]
    (shop / "shop.yaml").write_text(without, encoding="utf-8")
    _, out, _ = run(capsys, "cost", "shop.yaml")
    assert out.splitlines()[0] == "shop.yaml: at least $0.00 a month in us-east-1"
    assert "rate of web -> api: what it sets off is not in the bill" in out


def test_what_nobody_is_said_to_call_makes_the_bill_a_lower_bound(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lonely = dedent(SHOP).replace("web: {type: client}", "web: {type: client}\n  lonely: {type: sqs}")
    (shop / "shop.yaml").write_text(lonely, encoding="utf-8")
    _, out, _ = run(capsys, "cost", "shop.yaml")
    assert out.splitlines()[0] == "shop.yaml: at least $22.41 a month in us-east-1"
    assert "rate of lonely: nothing says what reaches it, and it is not in the bill" in out


@pytest.mark.parametrize(
    ("usage", "says"),
    [
        ("usage: {web -> apy: 3M/month}", "more.yaml: "),
        ("usage: {web -> api: {rate: lots}}", "more.yaml: "),
    ],
)
def test_what_is_wrong_in_a_usage_file_is_said_of_that_file(
    shop: Path, capsys: pytest.CaptureFixture[str], usage: str, says: str
) -> None:
    (shop / "more.yaml").write_text(usage, encoding="utf-8")
    code, _, err = run(capsys, "cost", "shop.yaml", "--usage", "more.yaml")
    assert code == 0
    assert len(err.splitlines()) == 1
    assert err.startswith(f"archlint: {says}")


@pytest.mark.parametrize("text", ["", "{", "usage: [1]", "archlint: 2"])
def test_a_file_that_is_no_description_has_no_bill_and_ends_with_1(
    shop: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (shop / "none.yaml").write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "cost", "none.yaml")
    assert (code, out) == (1, "")
    assert err.startswith("archlint: none.yaml: ")
    code, out, _ = run(capsys, "cost", "none.yaml", "shop.yaml")
    assert code == 1
    assert out.startswith("shop.yaml: $22.41")


def test_a_price_that_only_another_region_has_is_said_to_be_there_for_the_taking(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    queue = "components: {shop: {type: client}, jobs: {type: sqs}}\nflows: [shop -> jobs: {payload: 1 KB}]\nusage: {shop -> jobs: 5/s}\n"
    (shop / "queue.yaml").write_text(f"archlint: 1\nname: queue\nregion: eu-west-1\n{queue}", encoding="utf-8")
    hint = "archlint: `--price-fallback us-east-1` takes from there what has no price in eu-west-1\n"
    assert run(capsys, "cost", "queue.yaml")[2] == hint
    assert run(capsys, "cost", "queue.yaml", "--price-fallback", "us-east-1")[2] == ""


def test_a_narrow_terminal_gets_shorter_names_of_lines_and_whole_numbers() -> None:
    rows = [
        ("component", "line", "quantity", "unit", "monthly"),
        ("work", "vended logs ingest incl. Lambda logs, Standard class", "0.2794", "GB", "$0.14"),
        ("", "  = 1,000,000 invocations × 300 B of logs, and more", "", "", ""),
    ]
    narrow = list(table(fitting(rows, 60), right=(2, 4), loose=("  = ",)))
    assert [len(line) <= 60 for line in narrow[:2]] == [True, True]
    assert "…" in narrow[1]
    assert narrow[1].split()[-3:] == ["0.2794", "GB", "$0.14"]
    assert narrow[2].strip() == rows[2][1].strip()
    assert fitting(rows, None) == rows
    assert fitting(rows, 200) == rows


def test_the_difference_says_which_of_the_bills_is_a_lower_bound(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(shop, "duration: 200ms", "timeout: 20s")
    _, out, _ = run(capsys, "diff", "shop.yaml", "new.yaml")
    assert out.splitlines()[0].startswith("$22.41 a month before, at least $12.4")
    found = json.loads(run(capsys, "diff", "shop.yaml", "new.yaml", "--format", "json")[1])
    assert found["unknown"]["before"] == []
    assert found["unknown"]["after"] == ["duration of order: its time is not in the bill"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("cost", "gone.yaml"), "gone.yaml"),
        (("cost", "shop.yaml", "--scenario", "lanch"), "no description has a scenario `lanch`"),
        (("cost", "shop.yaml", "--curve", "--format", "csv"), "no format `csv`"),
        (("cost", "shop.yaml", "--usage", "shop.yaml/x"), "shop.yaml"),
        (("diff", "shop.yaml", "gone.yaml"), "gone.yaml"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_one_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert says in err.splitlines()[0]


@pytest.mark.parametrize(
    "arguments", [("--scale", "much"), ("--format", "xml"), ("--price-fallback", "us-eest-1"), ("--budget", "lots")]
)
def test_wrong_arguments_end_with_2(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["cost", "shop.yaml", *arguments])
    assert leaving.value.code == 2


def changed(shop: Path, old: str, new: str) -> None:
    assert old in SHOP
    (shop / "new.yaml").write_text(dedent(SHOP).replace(old, new), encoding="utf-8")


def test_diff_tells_the_cost_of_each_component_and_the_findings_that_came_and_went(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(shop, "memory: 1024 MB", "memory: 2048 MB, timeout: 1000s")
    code, out, _ = run(capsys, "diff", "shop.yaml", "new.yaml", "--format", "json")
    found = json.loads(out)
    assert code == 1  # a new error
    assert [part["name"] for part in found["components"] if part["change"] != "0.00"] == ["order"]
    assert Decimal(found["after"]) - Decimal(found["before"]) == Decimal(found["change"])
    assert "function-timeout-over-limit" in {one["rule"] for one in found["findings"]["new"]}


@pytest.mark.parametrize(("most", "code"), [("50%", 0), ("40%", 1)])
def test_a_bill_that_grows_by_more_than_is_allowed_ends_with_1(
    shop: Path, capsys: pytest.CaptureFixture[str], most: str, code: int
) -> None:
    changed(shop, "memory: 1024 MB", "memory: 2048 MB")
    found, out, err = run(capsys, "diff", "shop.yaml", "new.yaml", "--max-increase", most)
    assert found == code
    assert out.splitlines()[0] == "$22.41 a month before, $32.41 after: +$10.00, +45 %"
    assert bool(err) is bool(code)


def test_two_of_the_same_do_not_differ(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "diff", "shop.yaml", "shop.yaml")
    assert code == 0
    assert out == "$22.41 a month before, $22.41 after: $0.00, +0 %\n\nno findings are new\n\nno findings are gone\n"


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "infracost"])
def test_a_slip_of_the_pen_gives_a_huge_bill_and_not_a_failure(
    form: str, shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = dedent(SHOP).replace("3M/month", "100000000000M/s").replace("payload: 2 KB", "payload: 100000000 TB")
    (shop / "shop.yaml").write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "cost", "--format", form, "--details", "shop.yaml")
    assert code in (0, 1)
    assert "failed" not in err
    assert max(len(digits) for digits in re.findall(r"\d+", out.replace(",", ""))) > 28

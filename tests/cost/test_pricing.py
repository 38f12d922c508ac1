"""From meter events to charges: priced once per account, region and dimension, and given back without a rest."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archlint.cost.book import NoPrice, PriceBook
from archlint.cost.events import Metered
from archlint.cost.pricing import priced
from archlint.cost.tiers import total

D = Decimal
REST = "apigateway.rest_requests"
X86, ARM = "lambda.requests_x86", "lambda.requests_arm"


def event(
    dimension: str, quantity: float, component: str = "a", region: str = "us-east-1", account: str = ""
) -> Metered:
    return Metered(dimension, quantity, component, account, region, None, "{} of it", (quantity,))


def test_tiers_are_reached_by_what_all_components_use_together() -> None:
    found = priced([event(REST, 200e6), event(REST, 200e6, "b")], PriceBook())
    (charge,) = found.charges
    assert [(part.quantity, part.monthly) for part in charge.slices] == [
        (D(333_000_000), D("1165.5")),
        (D(67_000_000), D("187.6")),
    ]
    assert [line.monthly for line in found.lines] == [D("676.55"), D("676.55")]


def test_accounts_and_regions_have_tiers_of_their_own() -> None:
    events = [event(REST, 333e6), event(REST, 333e6, account="x"), event(REST, 333e6, region="us-west-2")]
    assert [charge.monthly for charge in priced(events, PriceBook()).charges] == [D("1165.5")] * 3


def test_an_allowance_is_taken_off_once_for_all_its_dimensions() -> None:
    found = priced([event(X86, 700_000), event(ARM, 700_000)], PriceBook(), "always")
    assert [charge.free for charge in found.charges] == [D(700_000), D(300_000)]
    assert total(charge.monthly for charge in found.charges) == D("0.08")


def test_an_allowance_of_an_account_is_shared_by_its_regions_and_one_of_a_region_is_not() -> None:
    kms = [event("kms.requests", 15_000), event("kms.requests", 15_000, region="us-west-2")]
    sns = [event("sns.publish_requests", 1e6), event("sns.publish_requests", 1e6, region="us-west-2")]
    assert sum(charge.free for charge in priced(kms, PriceBook(), "always").charges) == 20_000
    assert sum(charge.free for charge in priced(sns, PriceBook(), "always").charges) == 2_000_000


def test_without_the_free_tier_the_first_request_is_paid() -> None:
    assert priced([event("sns.publish_requests", 1e6)], PriceBook()).charges[0].monthly == D("0.5")


def test_allowances_of_the_first_year_are_not_taken_off() -> None:
    assert priced([event("apigateway.http_requests", 1e6)], PriceBook(), "always").charges[0].monthly == D(1)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.sampled_from([REST, X86, ARM, "kms.requests"]), st.floats(0, 1e9)), min_size=1, max_size=40)
)
def test_the_lines_of_a_charge_add_up_to_it_exactly(quantities: list[tuple[str, float]]) -> None:
    events = [event(dimension, quantity, f"c{at}") for at, (dimension, quantity) in enumerate(quantities)]
    found = priced(events, PriceBook(), "always")
    for charge in found.charges:
        lines = [line for line in found.lines if line.charge is charge]
        assert total(line.monthly for line in lines) == charge.monthly
        assert total(line.billed for line in lines) == charge.quantity - charge.free


def test_a_region_without_a_figure_says_so_by_name_and_is_not_zero() -> None:
    found = priced([event("xray.traces_recorded", 5.0, "f", "eu-west-1")], PriceBook())
    assert found.charges == ()
    assert str(found.unpriced[0]) == "no price of xray.traces_recorded in eu-west-1 (f)"


def test_another_regions_price_stands_in_only_when_asked() -> None:
    book = PriceBook("us-east-1")
    found = priced([event("xray.traces_recorded", 1e6, "f", "eu-west-1")], book)
    assert found.charges[0].monthly == D(5)
    assert book.borrowed == {("xray.traces_recorded", "eu-west-1")}
    assert isinstance(PriceBook().price("xray.traces_recorded", "eu-west-1"), NoPrice)


def test_a_region_nobody_knows_has_no_price_at_all() -> None:
    assert priced([event(X86, 1.0, region="mars-1")], PriceBook()).unpriced[0].region == "mars-1"


def test_nothing_used_of_something_without_a_price_is_no_gap() -> None:
    assert priced([event("nobody.knows", 0.0)], PriceBook()).unpriced == ()


def test_a_line_says_how_it_was_worked_out() -> None:
    assert event(X86, 3_000_000.0).worked_out == "3,000,000 of it"


@pytest.mark.parametrize(
    ("how", "terms", "said"),
    [
        ("{} alarm metrics", (1.0,), "1 alarm metric"),
        ("{} alarm metrics", (2.0,), "2 alarm metrics"),
        ("{} alarm metrics", (11.0,), "11 alarm metrics"),
        ("{} deliveries × {} B", (1.0, 1.0), "1 delivery × 1 B"),
        ("{} messages sent, {} a call, × {} of 64 KB", (1.0, 1.0, 1.0), "1 message sent, 1 a call, × 1 of 64 KB"),
        ("{} child executions × {} transitions", (4.0, 1.0), "4 child executions × 1 transition"),
        ("{} process × {} h", (1.0, 1.0), "1 process × 1 h"),
        ("{} messages to buses", (1.0,), "1 message to buses"),
    ],
)
def test_one_of_something_is_said_in_the_singular(how: str, terms: tuple[float, ...], said: str) -> None:
    assert Metered(X86, 1.0, "a", "", "us-east-1", None, how, terms).worked_out == said


@pytest.mark.parametrize("count", [1, 3, 7])
def test_equal_components_pay_equal_parts_to_a_millionth_of_a_cent(count: int) -> None:
    found = priced([event(X86, 1e6, f"c{at}") for at in range(count)], PriceBook())
    assert max(line.monthly for line in found.lines) - min(line.monthly for line in found.lines) <= D("1e-11")

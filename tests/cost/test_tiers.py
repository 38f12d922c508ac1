"""Graduated prices: every tier's edge, free allowances, and parts that add up to the whole."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archlint.catalog.price_lists import Price, Tier
from archlint.cost.tiers import exact, shared, slices, total

D = Decimal


def price(*tiers: tuple[str, str | None, str], per: int = 1) -> Price:
    parts = tuple(Tier(D(first), None if last is None else D(last), D(usd)) for first, last, usd in tiers)
    return Price("x.y", "line", "unit", per, parts, "", (), "", verified=True, note="")


THREE = price(("0", "100", "5"), ("100", "300", "3"), ("300", None, "1"))


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [("0", "0"), ("99", "495"), ("100", "500"), ("101", "503"), ("300", "1100"), ("301", "1101"), ("1000", "1800")],
)
def test_each_part_of_a_quantity_is_priced_by_its_own_tier(quantity: str, expected: str) -> None:
    assert total(part.monthly for part in slices(D(quantity), THREE)) == D(expected)


def test_a_quantity_on_a_bound_fills_the_tier_below_and_does_not_open_the_next() -> None:
    assert [part.first for part in slices(D(100), THREE)] == [D(0)]
    assert [part.first for part in slices(D("100.5"), THREE)] == [D(0), D(100)]


def test_no_quantity_is_one_empty_slice_so_that_the_line_still_shows() -> None:
    (only,) = slices(D(0), THREE)
    assert (only.quantity, only.monthly) == (0, 0)


def test_a_price_for_a_million_is_exact_for_one() -> None:
    (only,) = slices(D(3), price(("0", None, "0.20"), per=1_000_000))
    assert only.monthly == D("0.0000006")


def test_an_allowance_within_the_first_tier_leaves_less_room_in_it() -> None:
    parts = slices(D(95), THREE, used=D(10))
    assert [(part.quantity, part.unit_price) for part in parts] == [(D(90), D(5)), (D(5), D(3))]


def test_the_dust_of_floats_is_not_billed() -> None:
    assert exact(100_000 * 0.35 * 0.125) == D("4375")
    assert exact(3e6 / 2_628_000 * 2_628_000) == D("3000000")
    assert exact(0.1 + 0.2) == D("0.3")


@given(
    st.decimals(0, 10**9, places=6),
    st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=30),
)
def test_shares_add_up_to_the_whole_exactly(amount: Decimal, weights: list[Decimal]) -> None:
    parts = shared(amount, weights)
    assert len(parts) == len(weights)
    assert total(parts) == amount


@given(st.lists(st.decimals(1, 10**6, places=3), min_size=2, max_size=30))
def test_a_share_is_off_by_less_than_a_millionth_of_a_millionth(weights: list[Decimal]) -> None:
    parts = shared(D("1000.01"), weights)
    whole = sum(weights)
    assert all(
        abs(part - D("1000.01") * weight / whole) < D("1e-11") for part, weight in zip(parts, weights, strict=True)
    )


def test_weights_of_nothing_share_evenly() -> None:
    assert shared(D(9), [D(0), D(0), D(0)]) == [D(3), D(3), D(3)]


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_more_never_costs_less(one: int, more: int) -> None:
    def cost(quantity: int) -> Decimal:
        return total(part.monthly for part in slices(D(quantity), THREE))

    assert cost(one) <= cost(one + more)

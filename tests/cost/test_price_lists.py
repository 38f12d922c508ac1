"""The price files: whole, contiguous, sourced, and the same figures as the facts they were made from."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from archlint.catalog.price_lists import Price, allowances, origins, price_list, regions

FACTS = Path(__file__).parents[3] / "shared" / "facts" / "prices.yaml"
EIGHT = {
    "us-east-1",
    "us-west-2",
    "eu-west-1",
    "eu-central-1",
    "ap-southeast-1",
    "ap-northeast-1",
    "ap-southeast-2",
    "sa-east-1",
}


def prices() -> list[tuple[str, Price]]:
    found = []
    for region in regions():
        data = price_list(region)
        assert data is not None
        found += [(region, price) for name in data.prices if (price := data.price(name)) is not None]
    return found


def test_the_eight_regions_are_there() -> None:
    assert set(regions()) >= EIGHT


def test_tiers_start_at_nothing_follow_each_other_and_do_not_end() -> None:
    for region, price in prices():
        assert price.tiers[0].first == 0, (region, price.dimension)
        assert price.tiers[-1].last is None, (region, price.dimension)
        for one, following in zip(price.tiers, price.tiers[1:], strict=False):
            assert one.last == following.first, (region, price.dimension)


def test_no_tier_costs_more_than_the_one_before() -> None:
    rising = [
        (region, price.dimension)
        for region, price in prices()
        for before, after in pairwise(price.tiers)
        if after.usd > before.usd
    ]
    assert rising == []  # cost-cliff-near tells only of those that cost less


def test_a_dimension_has_one_unit_and_one_step_everywhere() -> None:
    known: dict[str, tuple[str, int]] = {}
    for _, price in prices():
        assert known.setdefault(price.dimension, (price.unit, price.per)) == (price.unit, price.per)


def test_every_figure_has_a_source_that_is_named() -> None:
    for region, price in prices():
        assert price.sources, (region, price.dimension)
        assert set(price.sources) <= set(origins()), (region, price.dimension)


def test_what_is_verified_has_two_sources_or_says_what_agrees() -> None:
    alone = [(region, price) for region, price in prices() if price.verified and len(price.sources) < 2]
    assert [(region, price.dimension) for region, price in alone if not price.note] == []


def test_every_allowance_is_of_dimensions_that_have_a_price() -> None:
    home = price_list("us-east-1")
    assert home is not None
    assert [name for allowance in allowances() for name in allowance.dimensions if name not in home.prices] == []
    assert len({allowance.name for allowance in allowances()}) == len(allowances())


@pytest.mark.parametrize(
    "dimension", ["lambda.requests_x86", "dynamodb.ondemand_write", "s3.standard_storage", "vpc.nat_hour"]
)
def test_what_is_used_most_has_a_price_in_all_eight_regions(dimension: str) -> None:
    assert all(price_list(region).price(dimension) for region in EIGHT)  # type: ignore[union-attr]


def facts() -> Any:
    if not FACTS.exists():
        pytest.skip(f"{FACTS} is not there")
    return yaml.load(FACTS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def test_every_figure_of_the_facts_is_in_the_price_files_unchanged() -> None:
    wrong = []
    for service in facts()["services"]:
        for dimension in service["dimensions"]:
            name = f"{service['id']}.{dimension['id']}"
            for region, stated in dimension["prices"].items():
                tiers = [tier for tier in stated.get("tiers", ()) if Decimal(tier["usd"]) or len(stated["tiers"]) == 1]
                data = price_list(region)
                price = data.price(name) if data and tiers else None
                if price is None or not _says_the_same(price, dimension, stated, tiers):
                    wrong.append((region, name))
    assert wrong == []


def _says_the_same(price: Price, dimension: Any, stated: Any, tiers: list[Any]) -> bool:
    """Figures, tiers, unit, name, whether it is verified, and by how many sources; free first tiers are allowances."""
    return (
        [tier.usd / price.per for tier in price.tiers] == [Decimal(tier["usd"]) for tier in tiers]
        and [tier.last for tier in price.tiers[:-1]] == [tier["to"] for tier in tiers[:-1]]
        and [tier.rate_code for tier in price.tiers] == [tier.get("rate_code", "") for tier in tiers]
        and (price.label, price.unit, price.verified) == (dimension["label"], dimension["unit"], stated["verified"])
        and bool(price.usage_type) == ("usagetype_suffix" in dimension.get("identifiers", {}))
        and len(price.sources) == len(stated["sources"])
    )

"""The price book of an estimate: each region's prices, and which of them are missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from archlint.catalog.price_lists import Price, price_list


class NoPrice(NamedTuple):
    """A price that is not known; `region` is where it was looked for."""

    dimension: str
    region: str

    def __str__(self) -> str:
        return f"no price of {self.dimension} in {self.region}"


@dataclass(slots=True)
class PriceBook:
    """Prices by dimension and region.

    `fallback` is a region whose price stands in where a region lacks its own; without one, nothing stands in. Every
    price that stood in is remembered in `borrowed`.
    """

    fallback: str | None = None
    borrowed: set[tuple[str, str]] = field(default_factory=set)
    _found: dict[tuple[str, str], Price | NoPrice] = field(default_factory=dict)

    def price(self, dimension: str, region: str) -> Price | NoPrice:
        """The price of a dimension (such as `lambda.requests_x86`) in a region, or `NoPrice`."""
        key = dimension, region
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look_up(dimension, region)
        return found

    def _look_up(self, dimension: str, region: str) -> Price | NoPrice:
        prices = price_list(region)
        found = prices.price(dimension) if prices else None
        if found is not None:
            return found
        if self.fallback is not None:
            prices = price_list(self.fallback)
            found = prices.price(dimension) if prices else None
            if found is not None:
                self.borrowed.add((dimension, region))
                return found
        return NoPrice(dimension, region)

    def as_of(self, region: str) -> str:
        """The day of the newest figure of a region's prices (`2025-10-30`), empty where nothing is known of it."""
        prices = price_list(region)
        return prices.as_of if prices else ""

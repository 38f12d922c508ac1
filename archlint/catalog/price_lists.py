"""The price files as typed data: what AWS charges in a region, and what it gives away each month."""

# Annotations are real here, not text: of text each field of a NamedTuple would be compiled at every start.
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NamedTuple

_NAME = re.compile(r"[a-z]+(-[a-z]+)+-\d+")
"""A region's name, as no other price file is called."""


class Tier(NamedTuple):
    """A stretch of the month's quantity, from `first` up to `last` (None: no end); `usd` is for `Price.per` units."""

    first: Decimal
    last: Decimal | None
    usd: Decimal
    rate_code: str = ""


class Price(NamedTuple):
    """What one dimension costs in one region; `unit` is what is counted, a tier's price is for `per` of them."""

    dimension: str
    label: str
    unit: str
    per: int
    tiers: tuple[Tier, ...]
    usage_type: str
    sources: tuple[str, ...]
    date: str
    verified: bool
    note: str


class Allowance(NamedTuple):
    """What AWS gives away every month over some dimensions together.

    `within` says that it uses up a part of the first tier instead of coming before it; `months` limits it to young
    accounts.
    """

    name: str
    dimensions: tuple[str, ...]
    quantity: Decimal
    scope: Literal["account", "region"]
    within: bool
    months: int | None


class Origin(NamedTuple):
    """Where a figure comes from; `url` and `date` are empty where there is none."""

    name: str
    url: str
    date: str


class PriceList(NamedTuple):
    """One region's prices, still as plain data: a dimension becomes a `Price` when it is asked for."""

    region: str
    location: str
    as_of: str
    prices: Mapping[str, Mapping[str, Any]]

    def price(self, dimension: str) -> Price | None:
        """The price of a dimension, or None where this region's is not known."""
        entry = self.prices.get(dimension)
        return None if entry is None else _price(dimension, entry)


def _price(dimension: str, entry: Mapping[str, Any]) -> Price:
    return Price(
        dimension=dimension,
        label=entry["label"],
        unit=entry["unit"],
        per=entry["per"],
        tiers=tuple(
            Tier(
                first=Decimal(tier["from"]),
                last=None if tier["to"] is None else Decimal(tier["to"]),
                usd=Decimal(tier["usd"]),
                rate_code=tier.get("rate_code", ""),
            )
            for tier in entry["tiers"]
        ),
        usage_type=entry.get("usage_type", ""),
        sources=tuple(entry["source"]),
        date=entry.get("date", ""),
        verified=entry["verified"],
        note=entry.get("note", ""),
    )


@cache
def price_list(region: str) -> PriceList | None:
    """The price list of a region, or None where nothing at all is known of it."""
    if not _NAME.fullmatch(str(region)):  # of a template, it may be unknown
        return None
    try:
        data = _table(region)
    except (FileNotFoundError, NotADirectoryError):  # the latter where the package is a zip
        return None
    return PriceList(data["region"], data["location"], data["as_of"], data["prices"])


@cache
def allowances() -> tuple[Allowance, ...]:
    """Every free allowance, in the order of its file."""
    entries = _table("free_tiers")["free_tiers"]
    return tuple(
        Allowance(
            name=name,
            dimensions=tuple(entry["dimensions"]),
            quantity=Decimal(entry["quantity"]),
            scope=entry["scope"],
            within=entry["counts"] == "within",
            months=entry.get("months"),
        )
        for name, entry in entries.items()
    )


@cache
def origins() -> dict[str, Origin]:
    """Where the figures come from, by the names that `Price.sources` has."""
    entries = _table("sources")["sources"]
    return {name: Origin(entry["name"], entry.get("url", ""), entry.get("date", "")) for name, entry in entries.items()}


@cache
def regions() -> tuple[str, ...]:
    """The regions of which at least one price is known, in alphabetical order."""
    from importlib.resources import files  # finds them in a folder and in a zip alike

    names = (entry.name.removesuffix(".yaml") for entry in files("archlint.catalog").joinpath("prices").iterdir())
    return tuple(sorted(name for name in names if _NAME.fullmatch(name)))


def _table(name: str) -> Any:
    from archlint.catalog import store

    return store.load(f"prices/{name}")

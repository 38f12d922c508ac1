"""From meter events to charges: added up per account, region and dimension, priced once, given back to their causes."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Literal, NamedTuple

from archlint.catalog.price_lists import allowances
from archlint.cost.bill import Charge, Line, Unpriced
from archlint.cost.book import NoPrice, PriceBook
from archlint.cost.tiers import ZERO, exact, shared, slices, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archlint.catalog.price_lists import Allowance, Price
    from archlint.cost.events import Metered

FreeTier = Literal["none", "always"]
Key = tuple[str, str, str]
"""Account, region, dimension."""


class Priced(NamedTuple):
    """The charges in the order of their first events, a line for every event that has a price, and what has none."""

    charges: tuple[Charge, ...]
    lines: tuple[Line, ...]
    unpriced: tuple[Unpriced, ...]


class _Group(NamedTuple):
    places: list[int]
    quantities: list[Decimal]


def priced(events: Sequence[Metered], book: PriceBook, free_tier: FreeTier = "none") -> Priced:
    """Price a month's meter events.

    Tiers and free allowances hold for what an account uses in a region altogether, so each dimension is priced once and
    every event pays its part of that, in proportion to its quantity. All lines of a charge add up to it exactly.
    """
    groups = _grouped(events)
    prices: dict[Key, Price] = {}
    unpriced = []
    for key, group in groups.items():
        price = book.price(key[2], key[1])
        if isinstance(price, NoPrice):
            if any(group.quantities):
                names = dict.fromkeys(events[place].component for place in group.places)
                unpriced.append(Unpriced(price.dimension, price.region, tuple(names)))
        else:
            prices[key] = price
    totals = {key: total(groups[key].quantities) for key in prices}
    free = _free(totals, free_tier)
    lines: list[Line | None] = [None] * len(events)
    charges = []
    for key, price in prices.items():
        group, quantity = groups[key], totals[key]
        given, within = free.get(key, (ZERO, False))
        parts = slices(quantity - given, price, used=given if within else ZERO)
        charge = Charge(key[0], key[1], price, quantity, given, parts, total(part.monthly for part in parts))
        charges.append(charge)
        _share_out(charge, group, events, lines)
    return Priced(tuple(charges), tuple(line for line in lines if line is not None), tuple(unpriced))


def _grouped(events: Iterable[Metered]) -> dict[Key, _Group]:
    groups: dict[Key, _Group] = {}
    for place, event in enumerate(events):
        key = event.account, event.region, event.dimension
        group = groups.get(key)
        if group is None:
            group = groups[key] = _Group([], [])
        group.places.append(place)
        group.quantities.append(exact(event.quantity))
    return groups


def _share_out(charge: Charge, group: _Group, events: Sequence[Metered], lines: list[Line | None]) -> None:
    amounts = shared(charge.monthly, group.quantities)
    billed = shared(charge.quantity - charge.free, group.quantities) if charge.free else group.quantities
    for place, quantity, part, amount in zip(group.places, group.quantities, billed, amounts, strict=True):
        lines[place] = Line(events[place], charge, quantity, part, amount)


def _free(totals: dict[Key, Decimal], free_tier: FreeTier) -> dict[Key, tuple[Decimal, bool]]:
    """What of each total is free, and whether that uses up a part of its first tier."""
    found: dict[Key, tuple[Decimal, bool]] = {}
    if free_tier == "none":
        return found
    by_dimension: dict[str, list[Key]] = {}
    for key in totals:
        by_dimension.setdefault(key[2], []).append(key)
    for allowance in allowances():
        if allowance.months is None:
            for keys in _pools(allowance, by_dimension):
                left = allowance.quantity
                for key in keys:
                    given = min(left, totals[key])
                    left -= given
                    if given:
                        found[key] = given, allowance.within
    return found


def _pools(allowance: Allowance, by_dimension: dict[str, list[Key]]) -> list[list[Key]]:
    """The totals that share one allowance: those of an account, or of each of its regions."""
    pools: dict[tuple[str, ...], list[Key]] = {}
    for dimension in allowance.dimensions:
        for key in sorted(by_dimension.get(dimension, ())):
            pool = key[:1] if allowance.scope == "account" else key[:2]
            pools.setdefault(pool, []).append(key)
    return list(pools.values())


def proportional(amount: Decimal, weights: Sequence[float]) -> list[Decimal]:
    """Divide an amount by plain weights, exactly."""
    with localcontext(prec=60):
        return shared(amount, [exact(weight) for weight in weights])

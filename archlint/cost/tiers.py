"""Graduated prices over exact decimals: how a month's quantity falls into tiers, and what each part of it costs."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archlint.catalog.price_lists import Price, Tier

ZERO = Decimal(0)
_EXACT = 60  # digits: a quantity has at most 12, a price at most 12, a tier's bound at most 12


class Slice(NamedTuple):
    """The part of a quantity that falls into one tier; `unit_price` is for one unit, `monthly` in US dollars."""

    first: Decimal
    last: Decimal | None
    unit_price: Decimal
    quantity: Decimal
    monthly: Decimal


def exact(quantity: float) -> Decimal:
    """A quantity as a decimal of 12 significant digits, and 12 decimals at most: a float's dust is not billed."""
    return Decimal(f"{quantity:.12g}" if quantity >= 1.0 else f"{quantity:.12f}")


def slices(quantity: Decimal, price: Price, *, used: Decimal = ZERO) -> tuple[Slice, ...]:
    """Split a month's quantity over the tiers of its price; each part is priced by its own tier.

    `used` is how much of the first tiers a free allowance has already taken up. A quantity that ends on a bound fills
    the tier below it. No quantity gives one empty slice of the first tier.
    """
    found = []
    with localcontext(prec=_EXACT):
        end = used + quantity
        for tier in price.tiers:
            upper = end if tier.last is None else min(end, tier.last)
            part = upper - max(used, tier.first)
            if part > 0:
                found.append(_slice(tier, part, price.per))
        if not found:
            found.append(_slice(price.tiers[0], ZERO, price.per))
    return tuple(found)


def _slice(tier: Tier, quantity: Decimal, per: int) -> Slice:
    unit_price = tier.usd / per
    return Slice(tier.first, tier.last, unit_price, quantity, unit_price * quantity)


def total(parts: Iterable[Decimal]) -> Decimal:
    """An exact sum."""
    parts = list(parts)
    if len(parts) == 1:
        return parts[0]
    with localcontext(prec=_EXACT):
        return sum(parts, ZERO)


def shared(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Divide an amount in proportion to weights, to 12 decimals, so that the parts add up to it exactly.

    Each part is the difference of two rounded running totals, so no part is off by more than the last decimal and what
    rounding leaves over never piles up in one of them. Weights that add up to nothing share evenly.
    """
    if len(weights) == 1:
        return [amount]
    with localcontext(prec=_EXACT):
        whole = sum(weights, ZERO)
        if whole == 0:
            weights = [Decimal(1)] * len(weights)
            whole = Decimal(len(weights))
        rate = amount / whole
        parts, running, before = [], ZERO, ZERO
        for weight in weights[:-1]:
            running += weight
            upto = round(running * rate, 12)
            parts.append(upto - before)
            before = upto
        parts.append(amount - before)
    return parts

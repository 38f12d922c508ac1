"""Amounts of money as people read them, in findings and on bills: to the cent, half a cent up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

_CENT = Decimal("0.01")
WIDE = Context(prec=400)
"""The usual 28 digits do not hold the cents of every slip of the pen."""


def cents(amount: Decimal | float) -> Decimal:
    """An amount in dollars to the cent."""
    return Decimal(amount).quantize(_CENT, ROUND_HALF_UP, WIDE)


def dollars(amount: Decimal | float) -> str:
    """`$1,351.85`; an amount under half a cent that is not nothing as `$0.00`."""
    rounded = cents(amount)
    return f"{'-' if rounded < 0 else ''}${abs(rounded):,.2f}"

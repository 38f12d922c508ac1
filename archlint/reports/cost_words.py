"""How amounts, quantities and units of a bill are written, the same in every format for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.document.money import cents, dollars

if TYPE_CHECKING:
    from decimal import Decimal

    from archlint.cost.bill import Bill

_UNITS = {
    "delivery": ("delivery", "deliveries"),
    "MAU": ("user", "users"),
    "GB": ("GB", "GB"),
    "GB-month": ("GB", "GB"),
    "TB": ("TB", "TB"),
    "alarm-metric-month": ("alarm", "alarms"),
    "key-month": ("key", "keys"),
    "secret-month": ("secret", "secrets"),
    "metric-month": ("metric", "metrics"),
    "64KB-event": ("event", "events"),
    "64KB-chunk": ("event", "events"),
    "64KB-request": ("request", "requests"),
    "8KB-event": ("event", "events"),
}
"""How a unit of the price book is written after one and after many, where it is not just its plural."""


def change(amount: Decimal) -> str:
    """`+$12.00`, `-$3.10`, `$0.00`."""
    text = dollars(amount)
    return f"+{text}" if cents(amount) > 0 else text


def percent(share: Decimal) -> str:
    """`+12 %`, `-3 %`, `+0.4 %`."""
    value = share * 100
    text = f"{value:+,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:+,.1f}"
    return f"{text} %"


def amount(quantity: Decimal) -> str:
    """A quantity with thousands apart: whole from a hundred on, else with up to four decimals."""
    if abs(quantity) >= 100:
        return f"{quantity:,.0f}"
    text = f"{quantity:,.4f}".rstrip("0").rstrip(".")
    return text if text != "0" or not quantity else f"{quantity:.2g}"


def units(quantity: Decimal, unit: str) -> str:
    """The unit as it follows a quantity: `1 request`, `3 requests`, `GB`."""
    one, many = _UNITS.get(unit, (unit, unit if unit.endswith("s") else f"{unit}s"))
    return one if quantity == 1 else many


def title(bill: Bill) -> str:
    """`at least $1,351.85 a month in eu-west-1 (launch-day)`, with the range where there is one."""
    least = "at least " if bill.unknown else ""
    scenario = f" ({bill.scenario})" if bill.scenario else ""
    text = f"{least}{dollars(bill.monthly)} a month in {bill.region}{scenario}"
    if bill.low is not None and bill.high is not None:
        text += f", between {dollars(bill.low)} and {dollars(bill.high)}"
    return text


def terms(bill: Bill) -> str:
    """On what the bill rests: the prices' date, free allowances, prices of other regions."""
    parts = [f"Prices as of {bill.prices_as_of}" if bill.prices_as_of else "Prices of no known date"]
    parts.append("always-free allowances taken off" if bill.free_tier == "always" else "no free tier")
    if bill.borrowed:
        parts.append(f"another region's price stands in for {', '.join(name for name, _ in bill.borrowed)}")
    return "; ".join(parts) + "."

"""The bill for programs: a promise, so nothing in it is renamed or dropped. Money is decimal and travels as text."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from archlint.model.component import known
from archlint.reports.json_ import dumps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archlint.cost.bill import Bill, ComponentBill, Item
    from archlint.cost.curve import Point
    from archlint.cost.sensitivity import Influence


def render(bills: Sequence[tuple[str, Bill]], *, details: bool = False) -> str:
    """One document for one bill, a list of them for several."""
    del details  # this format always tells everything
    documents = [document(path, bill) for path, bill in bills]
    return dumps(documents[0] if len(documents) == 1 else documents)


def document(path: str, bill: Bill) -> dict[str, Any]:
    """The promised document, version 1."""
    return {
        "schema": 1,
        "currency": "USD",
        "path": path,
        "region": bill.region if known(bill.region) else None,
        "prices_as_of": bill.prices_as_of,
        "scenario": bill.scenario,
        "free_tier": bill.free_tier,
        "monthly_total": money(bill.monthly),
        "monthly_low": None if bill.low is None else money(bill.low),
        "monthly_high": None if bill.high is None else money(bill.high),
        "unknown": list(bill.unknown),
        "assumed": [str(one) for one in bill.assumed],
        "prices_from_elsewhere": [{"dimension": name, "region": region} for name, region in bill.borrowed],
        "components": [_component(component) for component in bill.components],
        "entries": [
            {
                "flow": entry.name,
                "monthly": money(entry.monthly),
                "requests": plain(entry.requests),
                "per_million": None if entry.per_million is None else money(entry.per_million),
            }
            for entry in bill.entries
        ],
        "standing": money(bill.standing),
    }


def _component(component: ComponentBill) -> dict[str, Any]:
    rate = None
    if component.average is not None:
        peak = None if component.peak is None else _rate(component.peak)
        rate = {"average": _rate(component.average), "peak": peak, "unit": "1/s"}
    return {
        "name": component.name,
        "type": component.type,
        "monthly": money(component.monthly),
        "rate": rate,
        "items": [_item(item) for item in component.items],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "dimension": item.dimension,
        "label": item.label,
        "quantity": plain(item.quantity),
        "unit": item.unit,
        "monthly": money(item.monthly),
        "worked_out": item.worked_out,
        "by_flow": [
            {"flow": line.event.flow, "quantity": plain(line.quantity), "monthly": money(line.monthly)}
            for line in item.lines
        ],
        "tiers": [
            {
                "from": plain(part.first),
                "to": None if part.last is None else plain(part.last),
                "unit_price": plain(part.unit_price),
                "quantity": plain(part.quantity),
                "monthly": money(part.monthly),
            }
            for part in item.slices
        ],
    }


def _rate(value: float) -> str:
    return f"{value:.6g}" if "e" not in f"{value:.6g}" else plain(Decimal(f"{value:.6g}"))


def plain(value: Decimal) -> str:
    """A decimal in full, without an exponent and without zeros that say nothing."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Decimal) -> str:
    """The same with at least two decimals."""
    whole, _, decimals = plain(value).partition(".")
    return f"{whole}.{decimals:0<2}"


def curve(points: Sequence[tuple[str, Sequence[Point]]]) -> str:
    """The bill at other loads."""
    documents = [
        {
            "schema": 1,
            "currency": "USD",
            "path": path,
            "curve": [_point(point) for point in found],
        }
        for path, found in points
    ]
    return dumps(documents[0] if len(documents) == 1 else documents)


def _point(point: Point) -> dict[str, Any]:
    return {
        "factor": point.factor,
        "monthly_total": money(point.monthly),
        "at_least": point.at_least,
        "per_million": None if point.per_million is None else money(point.per_million),
        "steps": list(point.steps),
    }


def sensitivity(found: Sequence[tuple[str, Sequence[Influence]]]) -> str:
    """What moves the bill most."""
    documents = [
        {"schema": 1, "path": path, "sensitivity": [_influence(one) for one in inputs]} for path, inputs in found
    ]
    return dumps(documents[0] if len(documents) == 1 else documents)


def _influence(one: Influence) -> dict[str, Any]:
    return {"input": one.what, "elasticity": round(one.elasticity, 9), "monthly": f"{one.monthly:.6f}"}

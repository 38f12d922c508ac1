"""The bill in the JSON of infracost, version 0.2, so that what reads that can read this."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from archlint.document.money import WIDE
from archlint.document.units import HOURS
from archlint.reports.cost_json import plain
from archlint.reports.json_ import dumps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archlint.cost.bill import Bill, ComponentBill, Item
    from archlint.cost.tiers import Slice

_HOURS = Decimal(HOURS)
_PLACES = Decimal("0.0000000001")


def render(bills: Sequence[tuple[str, Bill]], *, details: bool = False) -> str:
    """All bills as projects of one document. The time is that of the prices: the same input gives the same bytes."""
    del details
    total = sum((bill.monthly for _, bill in bills), Decimal(0))
    newest = max((bill.prices_as_of for _, bill in bills), default="") or "1970-01-01"
    nothing = {"totalHourlyCost": "0", "totalMonthlyCost": "0"}
    return dumps(
        {
            "version": "0.2",
            "currency": "USD",
            "projects": [_project(path, bill) for path, bill in bills],
            "totalHourlyCost": _number(total / _HOURS),
            "totalMonthlyCost": _number(total),
            "pastTotalHourlyCost": nothing["totalHourlyCost"],
            "pastTotalMonthlyCost": nothing["totalMonthlyCost"],
            "diffTotalHourlyCost": _number(total / _HOURS),
            "diffTotalMonthlyCost": _number(total),
            "timeGenerated": f"{newest}T00:00:00Z",
            "summary": _summary([bill for _, bill in bills]),
        }
    )


def _project(path: str, bill: Bill) -> dict[str, Any]:
    breakdown = {
        "resources": [_resource(component) for component in bill.components if component.items],
        "totalHourlyCost": _number(bill.monthly / _HOURS),
        "totalMonthlyCost": _number(bill.monthly),
    }
    return {
        "name": path if bill.scenario is None else f"{path} ({bill.scenario})",
        "metadata": {"path": path, "type": "archlint"},
        "pastBreakdown": {"resources": [], "totalHourlyCost": "0", "totalMonthlyCost": "0"},
        "breakdown": breakdown,
        "diff": breakdown,
        "summary": _summary([bill]),
    }


def _resource(component: ComponentBill) -> dict[str, Any]:
    return {
        "name": f"{component.type}.{component.name}",
        "metadata": {},
        "hourlyCost": _number(component.monthly / _HOURS),
        "monthlyCost": _number(component.monthly),
        "costComponents": [_cost(item, part) for item in component.items for part in item.slices],
    }


def _cost(item: Item, part: Slice) -> dict[str, Any]:
    tier = "" if part.first == 0 and part.last is None else _tier(part)
    return {
        "name": item.label + tier,
        "unit": item.unit,
        "hourlyQuantity": _number(part.quantity / _HOURS),
        "monthlyQuantity": _number(part.quantity),
        "price": plain(part.unit_price),
        "hourlyCost": _number(part.monthly / _HOURS),
        "monthlyCost": _number(part.monthly),
    }


def _tier(part: Slice) -> str:
    if part.last is None:
        return f" (over {part.first:,})"
    return f" (first {part.last:,})" if part.first == 0 else f" (next {part.last - part.first:,})"


def _summary(bills: Sequence[Bill]) -> dict[str, Any]:
    counts: dict[str, int] = {}
    without: dict[str, int] = {}
    for bill in bills:
        for component in bill.components:
            into = counts if component.items else without
            into[component.type] = into.get(component.type, 0) + 1
    supported, free = sum(counts.values()), sum(without.values())
    return {
        "totalDetectedResources": supported + free,
        "totalSupportedResources": supported,
        "totalUnsupportedResources": 0,
        "totalUsageBasedResources": supported,
        "totalNoPriceResources": free,
        "supportedResourceCounts": counts,
        "unsupportedResourceCounts": {},
        "noPriceResourceCounts": without,
    }


def _number(value: Decimal) -> str:
    return plain(value.quantize(_PLACES, context=WIDE))

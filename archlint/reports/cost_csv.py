"""The bill as comma-separated values: one row per line of it."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from archlint.reports.cost_json import money, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archlint.cost.bill import Bill

HEAD = (
    "path",
    "scenario",
    "component",
    "type",
    "region",
    "dimension",
    "line",
    "quantity",
    "unit",
    "monthly",
    "worked_out",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(bills: Sequence[tuple[str, Bill]], *, details: bool = False) -> str:
    """One table of all bills; a cell that a spreadsheet would take for a formula starts with an apostrophe."""
    del details  # every row tells how it was worked out
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for path, bill in bills:
        for component in bill.components:
            for item in component.items:
                cells = (path, bill.scenario or "", component.name, component.type, item.charge.region, item.dimension,
                         item.label, plain(item.quantity), item.unit, money(item.monthly), item.worked_out)  # fmt: skip
                writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return out.getvalue()

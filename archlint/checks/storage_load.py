"""Tables under load: the billing mode that costs more."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from archlint.checks.hit import Hit
from archlint.document.money import dollars
from archlint.model.storage import Billing, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design


def table_billing_costs_more(design: Design, *, least: float, target: float) -> Iterator[Hit]:
    for table in design.of(Table):
        if table.billing != "on_demand":
            other: Billing | str = "on_demand"
            words = "on demand"
        elif design.load.peaks(table):
            read, write = _units_at_peak(design, table, target)
            other = Billing.of({"provisioned": {"read": read, "write": write}})
            words = f"provisioned with {read:,} read and {write:,} write units"
        else:
            continue  # what provisioned capacity has to hold is the peak
        from archlint.cost.alternatives import saving

        saved = saving(design, table, billing=other)
        if saved is not None and saved >= least:
            yield Hit(
                at=table.field("billing"),
                subject=table,
                monthly=saved,
                values={"table": table, "other": words, "saved": dollars(saved)},
            )


def _units_at_peak(design: Design, table: Table, target: float) -> tuple[int, int]:
    """Read and write units of the table itself that hold the peak when they are used to `target`."""
    from archlint.cost.alternatives import otherwise
    from archlint.cost.meters.dynamodb import units
    from archlint.cost.site import Site
    from archlint.document.units import MONTH

    by_itself = otherwise(table, indexes=())  # each index has units of its own
    site = Site(design, design.load, by_itself)
    reads = writes = 0.0
    for traffic in site.arriving:
        wrote, read, _ = units(by_itself, site, traffic)
        growth = traffic.load.peak / traffic.load.rate if traffic.load is not None and traffic.load.rate else 1.0
        reads += read / MONTH * growth
        writes += wrote / MONTH * growth
    return max(1, ceil(reads / target)), max(1, ceil(writes / target))

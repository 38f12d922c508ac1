"""Tables under load: the billing mode that costs more."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from archlint.checks.hit import Hit
from archlint.model.storage import Billing, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design

_READS = frozenset({"get", "query", "scan", "read", "list"})


def table_billing_costs_more(design: Design, *, least: float, target: float) -> Iterator[Hit]:
    from archlint.cost.alternatives import saving

    for table in design.of(Table):
        if table.billing == "on_demand":
            if not design.load.peaks(table):
                continue  # what provisioned capacity has to hold is its peak
            units = _units_at_peak(design, table, target)
            other: Billing | str = Billing.of({"provisioned": units})
            words = f"provisioned with {units['read']} read and {units['write']} write units"
        else:
            other, words = "on_demand", "on demand"
        saved = saving(design, table, billing=other)
        if saved is not None and saved >= least:
            yield Hit(
                at=table.field("billing"),
                subject=table,
                monthly=saved,
                values={"table": table, "other": words, "saved": f"${saved:,.2f}"},
            )


def _units_at_peak(design: Design, table: Table, target: float) -> dict[str, int]:
    """Units that hold the peak when they are used to `target`: 4 KB a read, half if eventual, 1 KB a write."""
    reads = writes = 0.0
    for flow in design.events_into(table):
        load = design.load.of(flow)
        size = float(load.payload or 1024.0)
        calls = load.peak * float(flow.items)
        if flow.operation in _READS:
            reads += calls * ceil(size / 4096) * (1.0 if flow.consistent is True else 0.5)
        else:
            writes += calls * ceil(size / 1024) * (2.0 if flow.transactional is True else 1.0)
    return {"read": max(1, ceil(reads / target)), "write": max(1, ceil(writes / target))}

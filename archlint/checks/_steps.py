"""Steps that a growing load is about to take: limits that it outgrows, tiers of prices that it reaches."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from archlint.checks._words import percent
from archlint.cost.curve import outgrows
from archlint.design.headroom import growing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.bill import Bill
    from archlint.design.graph import Design
    from archlint.design.headroom import Room
    from archlint.model.base import Place


class Step(NamedTuple):
    """What is different from some load on, and where that is stated, if it is."""

    words: str
    at: Place | None


def steps(design: Design, bill: Bill, limit: float) -> list[Step]:
    """The steps between today's load and `limit` times as much, when all that grows with the load grows as it does."""
    rooms = [room for room in growing(design, design.load) if room.used <= room.limit < room.used * limit]
    return [*_outgrown(design, rooms), *_tiers(bill, Decimal(str(limit)))]


def _outgrown(design: Design, rooms: list[Room]) -> Iterator[Step]:
    if not rooms:
        return
    places = {name: component.at for name, component in design.components.items()}
    places.update((str(flow), flow.at) for flow in design.written)
    tightest = {room.subject: room for room in sorted(rooms, key=lambda room: room.share)}
    for room in tightest.values():
        yield Step(f"{outgrows(room)} ({percent(room.share)} used)", places.get(room.subject))


def _tiers(bill: Bill, limit: Decimal) -> Iterator[Step]:
    """The further tiers of prices that cost less than the one before: none cost more, and some the same."""
    growing_part: dict[tuple[str, str, str], Decimal] = {}
    for line in (line for part in bill.components for item in part.items for line in item.lines):
        if line.event.driver is not None:
            key = line.charge.account, line.charge.region, line.charge.price.dimension
            growing_part[key] = growing_part.get(key, Decimal(0)) + line.billed
    for charge in bill.charges:
        today = charge.quantity - charge.free
        part = growing_part.get((charge.account, charge.region, charge.price.dimension), Decimal(0))
        for before, tier in pairwise(charge.price.tiers):
            if today <= tier.first < today + part * (limit - 1) and tier.usd < before.usd:
                yield Step(f"{charge.price.label} pass {tier.first:,} a month, from where they cost less", None)

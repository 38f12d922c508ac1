"""What a design costs at other loads: the bill from a hundredth to a thousand times today's, and where it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archlint.cost.estimate import Terms, one_bill
from archlint.cost.tiers import ZERO
from archlint.design.headroom import ALL_FUNCTIONS, growing
from archlint.design.load import Load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from archlint.cost.bill import Bill
    from archlint.design.graph import Design
    from archlint.design.headroom import Room

FACTORS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)


@dataclass(frozen=True, slots=True)
class Point:
    """The bill at one multiple of today's load.

    `steps` says what is different from the point before: a tier reached, a quota or a shard's room passed.
    """

    factor: float
    monthly: Decimal
    per_million: Decimal | None
    at_least: bool
    steps: tuple[str, ...]


def curve(design: Design, terms: Terms, factors: Sequence[float] = FACTORS) -> list[Point]:
    """The bill at each multiple of every rate that enters, in order."""
    points: list[Point] = []
    tiers: set[str] = set()
    crossed: set[str] = set()
    for factor in factors:
        scaled = terms._replace(scale=terms.scale * factor)
        bill = one_bill(design, scaled, "likely")
        now, passed = set(_tiers(bill)), set(outgrown(design, scaled))
        steps = [*sorted(now - tiers if points else ()), *sorted(passed - crossed)]
        points.append(Point(factor, bill.monthly, _per_million(bill), bool(bill.unknown), tuple(steps)))
        tiers, crossed = now, passed
    return points


def _per_million(bill: Bill) -> Decimal | None:
    requests = sum((entry.requests for entry in bill.entries), ZERO)
    return None if not requests else bill.monthly / requests * 1_000_000


def _tiers(bill: Bill) -> Iterable[str]:
    """The tiers beyond the first that any charge has reached."""
    for charge in bill.charges:
        for part in charge.slices:
            if part.first > 0 and part.quantity > 0:
                yield f"{charge.price.label}: the price of the tier from {part.first:,} on"


def outgrown(design: Design, terms: Terms) -> Iterable[str]:
    """The limits of which the load uses more than there is: concurrency, throttles, shards, readers of queues."""
    for room in growing(design, Load(design, "likely", terms.scale)):
        if room.used > room.limit:
            yield outgrows(room)


def outgrows(room: Room) -> str:
    """What happens at a limit, in words."""
    return f"{room.subject} {'outgrow' if room.subject == ALL_FUNCTIONS else 'outgrows'} {room.what}"

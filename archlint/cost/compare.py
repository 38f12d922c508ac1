"""Two bills beside each other: what each component cost and costs, and what is new or gone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archlint.cost.bill import Bill

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Change:
    """One component in both bills; None where it is not there."""

    name: str
    type: str
    before: Decimal | None
    after: Decimal | None

    @property
    def by(self) -> Decimal:
        return (self.after or ZERO) - (self.before or ZERO)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every component of either bill, the largest change first, both totals, and what each does not know."""

    changes: tuple[Change, ...]
    before: Decimal
    after: Decimal
    unknown_before: tuple[str, ...]
    unknown_after: tuple[str, ...]

    @property
    def by(self) -> Decimal:
        return self.after - self.before

    @property
    def share(self) -> Decimal | None:
        """The change as a share of what it was before; None where that was nothing."""
        return None if not self.before else self.by / self.before


def compare(before: Bill, after: Bill) -> Comparison:
    """What changed between two bills, by component."""
    old = {part.name: part for part in before.components}
    new = {part.name: part for part in after.components}
    changes = [
        Change(
            name, (new.get(name) or old[name]).type,
            old[name].monthly if name in old else None, new[name].monthly if name in new else None,
        )
        for name in {**new, **old}
    ]  # fmt: skip
    ranked = sorted(changes, key=lambda change: (-abs(change.by), change.name))
    return Comparison(tuple(ranked), before.monthly, after.monthly, before.unknown, after.unknown)

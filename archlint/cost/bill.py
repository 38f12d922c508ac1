"""The bill: what each part of a design costs in a month, line by line, and what every line rests on."""

# Annotations are real here, not text: of text each field of a NamedTuple would be compiled at every start.
from decimal import Decimal
from typing import NamedTuple

from archlint.catalog.price_lists import Price
from archlint.cost.events import Assumption, Gap, Metered
from archlint.cost.tiers import Slice, shared, total

ZERO = Decimal(0)


class Charge(NamedTuple):
    """One dimension of one account and region: the month's quantity, what of it is free, and its price by tier."""

    account: str
    region: str
    price: Price
    quantity: Decimal
    free: Decimal
    slices: tuple[Slice, ...]
    monthly: Decimal


class Line(NamedTuple):
    """One meter event with its part of the charge; `billed` is its quantity less its part of what is free."""

    event: Metered
    charge: Charge
    quantity: Decimal
    billed: Decimal
    monthly: Decimal


class Item(NamedTuple):
    """What one component pays for one dimension; `lines` are its parts by flow."""

    dimension: str
    label: str
    unit: str
    quantity: Decimal
    billed: Decimal
    monthly: Decimal
    lines: tuple[Line, ...]

    @property
    def charge(self) -> Charge:
        return self.lines[0].charge

    @property
    def worked_out(self) -> str:
        return " + ".join(line.event.worked_out for line in self.lines)

    @property
    def slices(self) -> tuple[Slice, ...]:
        """The item's part of each tier, in proportion to its quantity; the parts add up to `monthly` exactly."""
        whole = self.charge
        if len(whole.slices) == 1 or self.billed == whole.quantity - whole.free:
            first = whole.slices[0]
            if len(whole.slices) > 1:
                return whole.slices
            return (Slice(first.first, first.last, first.unit_price, self.billed, self.monthly),)
        amounts = shared(self.monthly, [part.monthly for part in whole.slices])
        counts = shared(self.billed, [part.quantity for part in whole.slices])
        return tuple(
            Slice(part.first, part.last, part.unit_price, count, amount)
            for part, count, amount in zip(whole.slices, counts, amounts, strict=True)
        )


class ComponentBill(NamedTuple):
    """What one component, or one part of a network, costs."""

    name: str
    type: str
    average: float | None
    peak: float | None
    items: tuple[Item, ...]
    monthly: Decimal


class EntryBill(NamedTuple):
    """What one entry point causes: all that grows with it, everything it sets off included."""

    name: str
    monthly: Decimal
    requests: Decimal
    """Events that enter in a month."""

    @property
    def per_million(self) -> Decimal | None:
        return None if not self.requests else self.monthly / self.requests * 1_000_000


class Unpriced(NamedTuple):
    """A quantity whose price is not known, and who needs it."""

    dimension: str
    region: str
    components: tuple[str, ...]

    def __str__(self) -> str:
        return f"no price of {self.dimension} in {self.region} ({', '.join(self.components)})"


class Bill(NamedTuple):
    """A month's bill. `unknown` is what it depends on and nobody has said: with anything there, it is a lower bound."""

    region: str
    scenario: str | None
    free_tier: str
    prices_as_of: str
    components: tuple[ComponentBill, ...]
    entries: tuple[EntryBill, ...]
    charges: tuple[Charge, ...]
    gaps: tuple[Gap, ...]
    unpriced: tuple[Unpriced, ...]
    assumed: tuple[Assumption, ...]
    borrowed: tuple[tuple[str, str], ...]
    """Dimension and region of every price that another region's stands in for."""
    monthly: Decimal
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def unknown(self) -> tuple[str, ...]:
        return (*(str(gap) for gap in self.gaps), *(str(price) for price in self.unpriced))

    @property
    def standing(self) -> Decimal:
        """What is paid whether anything enters or not."""
        return self.monthly - total(entry.monthly for entry in self.entries)

    def of(self, component: str) -> Decimal:
        """What one component costs; nothing where it is not on the bill."""
        return next((part.monthly for part in self.components if part.name == component), ZERO)

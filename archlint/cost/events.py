"""Meter events: one quantity that AWS counts, for whom, because of which flow, and how it was worked out."""

# Annotations are real here, not text: of text each field of a NamedTuple would be compiled at every start.
import re
from typing import NamedTuple

from archlint.model.base import Place


class Metered(NamedTuple):
    """What a month makes AWS count of one dimension.

    `flow` is the flow whose events cause it, by its name; None for what is paid whether anything happens or not. `how`
    is a text with a `{}` for each of `terms`.
    """

    dimension: str
    quantity: float
    component: str
    account: str
    region: str
    flow: str | None
    how: str
    terms: tuple[float | str, ...]
    driver: int | None = None
    """The node of the load whose rate it grows with."""

    @property
    def worked_out(self) -> str:
        texts = [term if isinstance(term, str) else number(term) for term in self.terms]
        first, *others = self.how.split("{}")
        after = (_one(other) if text == "1" else other for text, other in zip(texts, others, strict=False))
        return first + "".join(text + other for text, other in zip(texts, after, strict=False))


class Gap(NamedTuple):
    """Something that the amount depends on and the description does not say: the bill is then a lower bound."""

    component: str
    place: Place
    what: str
    is_work: bool = True
    """False for bytes on their way between components: no more than what serves the work depends on them."""

    def __str__(self) -> str:
        return self.what


class Assumption(NamedTuple):
    """What was taken for granted where the description says nothing and the effect is small or usual."""

    component: str
    what: str

    def __str__(self) -> str:
        return self.what


Event = Metered | Gap | Assumption


def _one(words: str) -> str:
    """What follows a number, where it follows the number one: ` alarm metrics` is ` alarm metric`."""
    return _PLURAL.sub(lambda match: match[1] + ("y" if match[2] == "ies" else ""), words, count=1)


_PLURAL = re.compile(r"^( (?:[a-z]+ )?[a-z]*?[^\Ws])(ies|s)\b")


def number(value: float) -> str:
    """A number for people: thousands apart, at most four decimals, more only for what is smaller than that."""
    if value == 0.0:
        return "0"
    if abs(value) >= 0.01:
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return f"{value:.3g}"

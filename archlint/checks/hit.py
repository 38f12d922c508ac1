"""What a check finds: a place, the values its message names, and further places worth showing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from archlint.document.tree import Span
    from archlint.model.base import Fields, Place

    Spot = Place | Span | Fields


@dataclass(frozen=True, slots=True)
class Fix:
    """A remedy that is certain: set the field at `path` to `value` (as YAML text), adding it where it is absent."""

    at: Place
    value: str
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit of one rule.

    `values` fill the card's message and remedy; `related` are further places, each with a text of its own or the value
    that stands there; `subject` is what the hit is about where it is not the component or flow that `at` lies in;
    `monthly` is the money at stake in US dollars a month.
    """

    at: Place | Span
    values: Mapping[str, Any] = field(default_factory=dict)
    related: Sequence[Place | tuple[Place, str]] = ()
    subject: object | None = None
    monthly: Decimal | None = None
    fix: Fix | None = None

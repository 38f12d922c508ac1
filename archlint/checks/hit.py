"""What a check finds: a place, the values its message names, and further places worth showing."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from archlint.document.tree import Span
    from archlint.model.base import Fields, Place

    Spot = Place | Span | Fields


NO_VALUES: Mapping[str, Any] = MappingProxyType({})


class Fix(NamedTuple):
    """A remedy that is certain: set the field at `path` to `value` (as YAML text), adding it where it is absent.

    `reveals` where the field was unknown before, as it could not be read: what is found then was there all along.
    """

    at: Place
    value: str
    safe: bool = True
    reveals: bool = False


class Hit(NamedTuple):
    """One hit of one rule.

    `values` fill the card's message and remedy; `related` are further places, each with a text of its own or the value
    that stands there; `subject` is what the hit is about where it is not the component or flow that `at` lies in;
    `monthly` is the money at stake in US dollars a month.
    """

    at: Place | Span
    values: Mapping[str, Any] = NO_VALUES
    related: Sequence[Place | tuple[Place, str]] = ()
    subject: object | None = None
    monthly: Decimal | None = None
    fix: Fix | None = None

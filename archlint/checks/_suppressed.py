"""What the rules about suppressions know of them; the room that hides findings by them lies further on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from archlint.document.tree import Span
    from archlint.model.base import Place


class Suppression(Protocol):
    """One suppression, wherever it is written, once everything that it could hide has run."""

    rules: tuple[str, ...]
    because: str
    until: str
    last_day: date | None
    """What `until` says, where that is a day."""
    at: Place | Span
    used: bool
    judged: bool
    """Whether it could hide anything here: one in a scenario cannot where another is judged."""
    strange: tuple[str, ...]
    """Of its rules, those that are neither rules nor chapters, each with what was probably meant."""

    def expired(self, today: date) -> bool:
        """Whether its last day is over."""


class Suppressions(Protocol):
    """All suppressions of one description, and the day of the run."""

    today: date
    left_out: set[str]
    """The rules, and chapters of rules, that did not run."""

    @property
    def all(self) -> Sequence[Suppression]:
        """Every one of them, in the order of the file's comments, then of the components, flows and networks."""

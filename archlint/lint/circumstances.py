"""Says under which conditions of a template something holds, in as few words as tell it from where it does not."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Truths = tuple["Mapping[str, bool]", ...]
"""The combinations of conditions that one variant of a template stands for; none for a description."""
Literal = tuple[str, bool]

MOST = 3
"""So many conditions are named together; with more, nobody would read them."""


def under(holds: Sequence[Truths], others: Sequence[Truths]) -> str:
    """The conditions that hold in all of some variants and never in the others: `IsProd and not HasQueue`.

    Where no few conditions tell them apart, each variant is named by itself. Empty where there is nothing to tell.
    """
    inside = [truth for truths in holds for truth in truths]
    outside = [truth for truths in others for truth in truths]
    if not inside or not outside:
        return ""
    together = _telling(inside, outside)
    if together:
        return " and ".join(map(_said, together))
    apart = _telling(outside, inside)
    if apart:
        return " or ".join(_said((name, not value)) for name, value in apart)
    every = [*holds, *others]
    return " or ".join(dict.fromkeys(_alone(one, every) for one in holds))


def _alone(one: Truths, every: Sequence[Truths]) -> str:
    rest = [truth for truths in every if truths is not one for truth in truths]
    telling = _telling(list(one), rest) or _shared(list(one))
    return " and ".join(map(_said, telling))


def _telling(inside: Sequence[Mapping[str, bool]], outside: Sequence[Mapping[str, bool]]) -> list[Literal]:
    """The fewest conditions that hold in everything inside, and never all of them outside."""
    shared = _shared(inside)
    for size in range(1, MOST + 1):
        for chosen in sorted(combinations(shared, size), key=lambda literals: -sum(value for _, value in literals)):
            if not any(all(truth.get(name) == value for name, value in chosen) for truth in outside):
                return sorted(chosen, key=lambda literal: not literal[1])
    return []


def _shared(truths: Sequence[Mapping[str, bool]]) -> list[Literal]:
    """What all of these combinations have in common; those conditions first that hold."""
    common = [(name, value) for name, value in truths[0].items() if all(truth.get(name) == value for truth in truths)]
    return sorted(common, key=lambda literal: not literal[1])


def _said(literal: Literal) -> str:
    name, holds = literal
    return name if holds else f"not {name}"

"""The ranges that AWS allows, read from the declarations: what lies outside of one is a wrong value.

A range that a rule judges (`judged`) is left to the rule, which knows more to say about it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from archlint.document.quantities import UNKNOWN
from archlint.model.problems import Wrong, out_of_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archlint.model.base import Fields, Path


def outside(instance: Fields, attributes: Iterable[str], path: Path, owner: str) -> Iterator[Wrong]:
    """What of these fields is out of its range; it is taken as unknown from then on, so that no rule judges it too."""
    state = instance.__dict__
    for attribute in sorted(attributes):
        field, value = instance.specs[attribute], state[attribute]
        if not isinstance(value, float | int):
            continue
        kind: Any = type(value)
        least, most = _read(kind, field.within)
        if not least <= value <= most:
            state[attribute] = UNKNOWN
            bound = field.within.split(" to ")[value > most]
            yield out_of_range(owner, (*path, field.alias or attribute), value, bound, value > most)


@cache
def _read(kind: Any, within: str) -> tuple[float, float]:
    """A range as the declarations write it, in the base unit of a value's kind."""
    least, most = (text.replace(",", "") for text in within.split(" to "))
    return (int(least), int(most)) if kind is int else (kind.parse(least), kind.parse(most))

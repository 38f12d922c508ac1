"""Lists and shares in the sentences of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.model.quoting import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def counted(words: Iterable[str], shown: int = 3) -> str:
    """`A, B and C`, or with more of them `A, B, C and 2 more`."""
    listed = list(words)
    if len(listed) > shown:
        listed = [*listed[:shown], f"{len(listed) - shown} more"]
    return joined(listed)


def several(words: Sequence[str], most: int) -> str:
    """As many of some words as a line holds, and how many there are beside."""
    return joined(words) if len(words) <= most else counted(words, most - 1)


def percent(share: float) -> str:
    """`82 %`."""
    return f"{share * 100:.0f} %"

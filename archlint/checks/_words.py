"""Lists in the sentences of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def counted(words: Iterable[str], shown: int = 3) -> str:
    """`A, B and C`, or with more of them `A, B, C and 2 more`."""
    listed = list(words)
    if len(listed) > shown:
        listed = [*listed[:shown], f"{len(listed) - shown} more"]
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"

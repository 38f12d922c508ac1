"""Patterns of `*` and `?`, as policies write them: what one covers, and what two have in common."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=4096)
def fits(pattern: str, text: str) -> bool:
    """Whether a pattern of `*` and `?` covers all that `text`, a pattern itself, stands for."""
    expression = "".join(".*" if char == "*" else "[^*]" if char == "?" else re.escape(char) for char in pattern)
    return re.fullmatch(expression, text, re.DOTALL) is not None


@lru_cache(maxsize=4096)
def overlap(first: str, second: str) -> bool:
    """Whether some text fits both of two patterns of `*` and `?`."""
    reached = {0}
    for char in first:
        reached = _after_star(reached, second)
        if char == "*":
            reached = set(range(min(reached), len(second) + 1)) if reached else set()
        else:
            stays = {at for at in reached if at < len(second) and second[at] == "*"}
            moves = {at + 1 for at in reached if at < len(second) and (second[at] in (char, "?") or char == "?")}
            reached = stays | {at for at in moves if second[at - 1] != "*"}
        if not reached:
            return False
    return len(second) in _after_star(reached, second)


def _after_star(reached: set[int], pattern: str) -> set[int]:
    """The places reached, and those behind stars that stand for nothing."""
    found = set(reached)
    for at in sorted(reached):
        while at < len(pattern) and pattern[at] == "*":
            at += 1
            found.add(at)
    return found

"""How messages show a value that somebody wrote, and several things in a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def quoted(value: object) -> str:
    """A value in a message: its text, cut where it is long, or in a word what it is."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    text = "null" if value is None else str(value)
    return f"`{text}`" if len(text) <= 40 else f"`{text[:37]}...`"


def joined(words: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; nothing for no words."""
    listed = list(words)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}" if len(listed) > 1 else "".join(listed)

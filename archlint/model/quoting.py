"""How messages show a value that somebody wrote."""

from __future__ import annotations

from collections.abc import Mapping


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

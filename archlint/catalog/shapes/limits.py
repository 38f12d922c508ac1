"""Brings `limits.yaml` into base units (seconds, bytes) and one short row for each limit."""

from __future__ import annotations

from typing import Any

KINDS = ("hard", "adjustable", "range", "semantic")
FIELDS = {"says", "today", "notes", "default", "kind", "facts", "since", "before", "source", "as_of"}

_BASE = {
    "ms": (0.001, "s"),
    "s": (1, "s"),
    "minutes": (60, "s"),
    "h": (3600, "s"),
    "days": (86_400, "s"),
    "year": (31_536_000, "s"),
    "years": (31_536_000, "s"),
    "bytes": (1, "bytes"),
    "KB": (1024, "bytes"),
    "KiB": (1024, "bytes"),
    "MB": (1024**2, "bytes"),
    "MiB": (1024**2, "bytes"),
    "GB": (1024**3, "bytes"),
    "MB/s": (1024**2, "bytes/s"),
    "MiB/s": (1024**2, "bytes/s"),
}


def shape(documents: dict[str, Any]) -> Any:
    """Return {id: row}; a row holds the fields of `limits.Limit` after the id, in their order.

    Raises ValueError for an entry that lacks a field or has one of a wrong form.
    """
    book = documents["limits"]
    return {key: _row(key, entry, book["as_of"]) for key, entry in book["limits"].items()}


def _row(key: str, entry: dict[str, Any], as_of: str) -> list[Any]:
    unknown = entry.keys() - FIELDS
    if unknown or entry["kind"] not in KINDS:
        raise ValueError(f"limit {key}: {', '.join(sorted(unknown)) or 'kind ' + entry['kind']} is unknown")
    value, unit = _in_base(entry["today"]["value"], entry["today"]["unit"])
    notes = entry.get("notes", {})
    noted = _in_base(notes["value"], notes["unit"])[0] if "value" in notes else None
    default = _in_base(entry["default"], entry["today"]["unit"])[0] if "default" in entry else None
    return [
        entry["says"],
        value,
        unit,
        entry["kind"],
        entry.get("facts", []),
        entry["source"],
        entry.get("as_of", as_of),
        noted,
        default,
        entry.get("since", ""),
        entry.get("before", ""),
    ]


def _in_base(value: Any, unit: Any) -> tuple[Any, str]:
    """Return the value in seconds, bytes or bytes/s where its unit has such a base, and the base unit's name."""
    if isinstance(unit, list):
        pairs = [_in_base(one, name) for one, name in zip(value, unit, strict=True)]
        return [one for one, _ in pairs], ", ".join(name for _, name in pairs)
    factor, base = _BASE.get(unit, (1, unit))
    if isinstance(value, list):
        return [_scaled(one, factor) for one in value], base
    return _scaled(value, factor), base


def _scaled(value: Any, factor: float) -> Any:
    return value if isinstance(value, (bool, str)) else value * factor

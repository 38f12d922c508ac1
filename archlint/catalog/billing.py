"""How AWS counts what it bills: steps of sizes and times, and what comes along unbilled, as plain numbers."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from archlint.catalog import store

UNITS = {
    "bytes": 1.0, "KB": 1024.0, "MB": 1024.0**2, "GB": 1024.0**3, "s": 1.0, "ms": 0.001, "share": 1.0, "1/s": 1.0,
    "IOPS": 1.0, "count": 1.0,
}  # fmt: skip
"""Unit -> its worth in bytes, seconds or a plain count."""


class Rule(NamedTuple):
    """One figure of how AWS works or bills, in bytes, seconds or a plain count."""

    id: str
    says: str
    value: float
    source: str
    as_of: str


@cache
def rules(file: str = "billing") -> dict[str, Rule]:
    """Every rule of a file of the catalog by its id, in the order of the file."""
    entries: dict[str, dict[str, Any]] = store.load(file)[file]
    return {
        name: Rule(name, entry["says"], entry["value"] * UNITS[entry["unit"]], entry["source"], str(entry["as_of"]))
        for name, entry in entries.items()
    }


def billed(name: str) -> float:
    """A figure by its id, in bytes, seconds or a plain count; KeyError where there is none."""
    return rules()[name].value

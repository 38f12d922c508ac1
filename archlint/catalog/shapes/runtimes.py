"""Brings `runtimes.yaml` into one short row for each Lambda runtime."""

from __future__ import annotations

from typing import Any

FIELDS = {"language", "deprecated", "create_blocked", "update_blocked", "arm64", "snap_start", "container_only",
          "announced", "successor", "verified", "from"}  # fmt: skip


def shape(documents: dict[str, Any]) -> Any:
    """Return {name: row}; a row holds the fields of `runtimes.Runtime` after the name, in their order.

    Raises ValueError for a runtime with a field that is not known, or a successor that is none.
    """
    book = documents["runtimes"]
    return {name: _row(name, one, book) for name, one in book["runtimes"].items()}


def _row(name: str, one: dict[str, Any], book: dict[str, Any]) -> list[Any]:
    unknown = one.keys() - FIELDS
    successor = one.get("successor", "")
    if unknown or (successor and successor not in book["runtimes"]):
        raise ValueError(f"runtime {name}: unknown {sorted(unknown) or successor}")
    origin = book["others"][one["from"]] if "from" in one else book
    return [
        one["language"],
        one.get("deprecated", ""),
        one.get("create_blocked", ""),
        one.get("update_blocked", ""),
        one["arm64"],
        one.get("snap_start", False),
        one.get("container_only", False),
        one.get("announced", False),
        successor,
        one.get("verified", True),
        book["facts"],
        origin["source"],
        origin["as_of"],
    ]

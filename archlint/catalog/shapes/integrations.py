"""Brings `integrations.yaml` into rows that know everything of themselves, and an index of the rows of each pair."""

from __future__ import annotations

from typing import Any

from archlint.catalog.shapes.matching import conditions, pairs

SUPPORT = ("yes", "no", "unknown")
MODES = ("sync", "async", "push", "poll_queue", "poll_stream", "callback")
GUARANTEES = ("at_most_once", "at_least_once", "exactly_once")
ORDERS = ("as_sent", "none", "best_effort", "per_group", "per_shard", "per_item")
WHEN = {"from", "to", "as", "mode", "owner"}
FIELDS = {"from", "to", "when", "support", "why", "way", "use", "mode", "also", "once", "again", "order", "tries",
          "sizes", "batch", "timeout", "notes", "facts", "source", "as_of"}  # fmt: skip
TRY = {"on", "owner", "attempts", "over", "first", "longest", "blocks", "settings", "final", "rescue"}


def shape(documents: dict[str, Any]) -> Any:
    """Return the parts of the file, its rows as lists in the order that `integrations` reads, and their index.

    Raises ValueError for a row that names something unknown or lacks what its support asks for.
    """
    book = documents["integrations"]
    rows = [_row(row, section, book) for section in book["sections"] for row in section["rows"]]
    sources = sorted({row["source"] for row in rows})
    return {
        "sources": sources,
        "types": book["types"],
        "variants": book["variants"],
        "patterns": book["patterns"],
        "calling": book["calling"],
        "tries": {name: _try(name, one) for name, one in book["tries"].items()},
        "sizes": book["sizes"],
        "batches": book["batches"],
        "rows": [_packed(row, sources) for row in rows],
        "pairs": pairs(rows, book["types"], book["groups"]),
    }


def _row(row: dict[str, Any], section: dict[str, Any], book: dict[str, Any]) -> dict[str, Any]:
    """Return the row with its manner and its section's facts, source and date written out."""
    manner = book["manners"][row["use"]] if "use" in row else {}
    inherited = {
        "facts": section.get("facts", []),
        "source": section["source"],
        "as_of": section.get("as_of", book["as_of"]),
    }
    whole = {"support": "yes", **inherited, **manner, **row}
    whole["when"] = conditions(row.get("when", {}), book["groups"])
    _check(whole, book)
    if "notes" in whole:
        _check({**whole, **whole["notes"], "notes": {}}, book)
    return whole


def _check(row: dict[str, Any], book: dict[str, Any]) -> None:
    unknown = (row.keys() - FIELDS) | (row["when"].keys() - WHEN)
    unknown |= set(row.get("tries", ())) - book["tries"].keys()
    unknown |= set(row.get("sizes", ())) - book["sizes"].keys()
    unknown |= {row["batch"]} - book["batches"].keys() if "batch" in row else set()
    known = ((SUPPORT, "support"), (MODES, "mode"), (GUARANTEES, "once"), (GUARANTEES, "again"), (ORDERS, "order"))
    unknown |= {row[key] for words, key in known if key in row and row[key] not in words}
    needed = {"yes": ("mode", "once", "again", "order", "tries"), "no": ("why", "way"), "unknown": ()}
    missing = [key for key in needed.get(row["support"], ()) if key not in row]
    if unknown or missing:
        raise ValueError(f"row {row['from']} -> {row['to']}: unknown {sorted(unknown)}, missing {missing}")


def _try(name: str, one: dict[str, Any]) -> list[Any]:
    unknown = one.keys() - TRY
    if unknown:
        raise ValueError(f"tries {name}: unknown {sorted(unknown)}")
    attempts = one.get("attempts")
    return [
        one["on"],
        one["owner"],
        -1 if attempts == "unlimited" else attempts,
        one.get("over"),
        one.get("first"),
        one.get("longest"),
        one.get("blocks", ""),
        one.get("settings", []),
        one["final"],
        one.get("rescue", []),
    ]


def _packed(row: dict[str, Any], sources: list[str]) -> list[Any]:
    return [
        row["when"],
        row["support"],
        row.get("why", ""),
        row.get("way", ""),
        row.get("mode", ""),
        row.get("once", ""),
        row.get("again", ""),
        row.get("order", ""),
        row.get("tries", []),
        row.get("sizes", []),
        row.get("batch", ""),
        row.get("timeout", ""),
        row["facts"],
        sources.index(row["source"]),
        row["as_of"],
        _noted(row, sources),
        row.get("also", []),
    ]


def _noted(row: dict[str, Any], sources: list[str]) -> list[Any] | None:
    """Return the row as the notes' book has it, or None where that book says the same."""
    if "notes" not in row:
        return None
    other = {key: value for key, value in row.items() if key not in ("notes", "why", "way")}
    return _packed({**other, **row["notes"]}, sources)

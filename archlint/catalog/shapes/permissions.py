"""Brings `permissions.yaml` into rows that know everything of themselves, and an index of the rows of each pair."""

from __future__ import annotations

from typing import Any

from archlint.catalog.shapes.matching import conditions, pairs

ROLES = ("source", "target", "flow", "owner", "none")
WHEN = {"from", "to", "as", "mode", "credentials"}
FIELDS = {"from", "to", "when", "role", "needs", "either", "helps", "does", "jobs", "on", "admits", "facts", "source",
          "as_of"}  # fmt: skip


def shape(documents: dict[str, Any]) -> Any:
    """Return the parts of the file, its rows as lists in the order that `permissions` reads, and their index.

    Raises ValueError for a row that names something unknown, or a role with nothing to do.
    """
    book = documents["permissions"]
    rows = [_row(row, section, book) for section in book["sections"] for row in section["rows"]]
    types = {name.partition(":")[0] for name in book["principals"]} | set(_TARGETS_ONLY)
    return {
        "principals": book["principals"],
        "always": book["always"],
        "operations": {kind: _operations(words) for kind, words in book["operations"]["types"].items()},
        "jobs": _jobs(book["jobs"]),
        "keys": book["keys"],
        "resource_policies": book["resource_policies"],
        "rows": [_packed(row) for row in rows],
        "pairs": pairs(rows, types, book["groups"]),
    }


# Types that act under no role of AWS's and are only ever acted upon.
_TARGETS_ONLY = ("kms_key", "opensearch", "kafka", "http_endpoint", "on_premises", "splunk", "elasticache", "efs")


def _row(row: dict[str, Any], section: dict[str, Any], book: dict[str, Any]) -> dict[str, Any]:
    inherited = {
        "facts": section.get("facts", []),
        "source": section["source"],
        "as_of": section.get("as_of", book["as_of"]),
    }
    whole = {**inherited, **row, "when": conditions(row.get("when", {}), book["groups"])}
    unknown = (whole.keys() - FIELDS) | (whole["when"].keys() - WHEN) | ({whole["role"]} - set(ROLES))
    unknown |= {whole["jobs"]} - book["jobs"]["services"].keys() if "jobs" in whole else set()
    acts = any(key in whole for key in ("needs", "either", "does", "jobs"))
    if unknown or acts == (whole["role"] == "none"):
        raise ValueError(f"row {row['from']} -> {row['to']}: unknown {sorted(unknown)}, role {whole['role']}")
    return whole


def _operations(words: dict[str, dict[str, list[str]]]) -> dict[str, list[list[str]]]:
    return {word: [one.get("needs", []), one.get("either", []), one.get("helps", [])] for word, one in words.items()}


def _jobs(jobs: dict[str, Any]) -> dict[str, list[str]]:
    watched: list[str] = jobs["watched"]
    return {name: [*one["needs"], *(watched if one["watched"] else [])] for name, one in jobs["services"].items()}


def _packed(row: dict[str, Any]) -> list[Any]:
    return [
        row["when"],
        row["role"],
        row.get("needs", []),
        row.get("either", []),
        row.get("helps", []),
        row.get("does", ""),
        row.get("jobs", ""),
        row.get("on", "target"),
        row.get("admits", []),
        row["facts"],
        row["source"],
        row["as_of"],
    ]

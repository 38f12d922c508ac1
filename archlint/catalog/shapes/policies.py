"""Brings `policies.yaml` into one short list of statements for each policy."""

from __future__ import annotations

from typing import Any

STATEMENT = {"actions", "not_actions", "resources", "narrowed_by", "under_conditions"}


def shape(documents: dict[str, Any]) -> Any:
    """Return {managed, templates}: each with its source, its date and the rows of every policy by its name.

    Raises ValueError for a statement with a field that is not known or without actions.
    """
    return {kind: _book(book) for kind, book in documents["policies"].items()}


def _book(book: dict[str, Any]) -> dict[str, Any]:
    return {
        "source": book["source"],
        "as_of": book["as_of"],
        "policies": {
            name: [
                policy.get("partial", False),
                policy.get("edited", ""),
                policy.get("parameters", []),
                _rows(name, policy),
            ]
            for name, policy in book["policies"].items()
        },
    }


def _rows(name: str, policy: dict[str, Any]) -> list[list[Any]]:
    rows = []
    for one in policy["statements"]:
        if one.keys() - STATEMENT or ("actions" in one) == ("not_actions" in one):
            raise ValueError(f"policy {name}: {one} is no statement")
        rows.append([
            one.get("actions", []), one.get("not_actions", []), one.get("resources", ["*"]), one.get("narrowed_by", []),
            one.get("under_conditions", False),
        ])  # fmt: skip
    return rows

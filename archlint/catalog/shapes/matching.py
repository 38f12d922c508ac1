"""What the files that speak of pairs of component types have in common: groups, conditions, and an index by pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


def conditions(when: Mapping[str, Any], groups: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return each condition as a list of words; groups of purposes are written out."""
    lists = {key: value if isinstance(value, list) else [value] for key, value in when.items()}
    if "as" in lists:
        lists["as"] = [word for name in lists["as"] for word in groups.get(name, [name])]
    return lists


def pairs(
    rows: Sequence[Mapping[str, Any]], types: Collection[str], groups: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, str]]:
    """Return {source: {target: "numbers of its rows"}}; `*` stands for every type on either side."""
    index: dict[str, dict[str, list[int]]] = {}
    for number, row in enumerate(rows):
        for source in _types(row["from"], types, groups):
            targets = index.setdefault(source, {})
            for target in _types(row["to"], types, groups):
                targets.setdefault(target, []).append(number)
    return {
        source: {target: " ".join(map(str, numbers)) for target, numbers in targets.items()}
        for source, targets in index.items()
    }


def _types(named: Any, types: Collection[str], groups: Mapping[str, Sequence[str]]) -> list[str]:
    names = named if isinstance(named, list) else [named]
    found = [one for name in names for one in groups.get(name, [name])]
    unknown = set(found) - set(types) - {"*"}
    if unknown:
        raise ValueError(f"unknown component types {sorted(unknown)}")
    return found

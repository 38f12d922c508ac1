"""The word `unknown` as a value: what an imported description says of settings that its template leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.tree import Map, Seq
from archlint.document.unknown import UNKNOWN

if TYPE_CHECKING:
    from archlint.document.tree import Document

WORD = "unknown"
_SECTIONS = ("components", "flows", "roles", "vpcs", "peerings", "region", "environment")
_WORDS = frozenset({"note", "because", "owner", "group", "name", "description"})
"""Fields in which the word is a word."""
_CLOSED = frozenset({"tags", "samples", "events", "pattern", "condition", "definition", "ignore"})
"""Fields whose contents are not archlint's own."""


def with_unknowns(document: Document) -> Document:
    """The document with `UNKNOWN` wherever a value is the word; itself where the word is nowhere."""
    if not isinstance(document.data, Map) or not any(WORD in source.text for source in document.sources):
        return document
    data = _copied(document.data)
    for section in _SECTIONS:
        if section in data:
            data[section] = _replaced(data[section])
    return document.with_data(data)


def _replaced(value: Any) -> Any:
    if isinstance(value, Map):
        result = _copied(value)
        for key, inner in value.items():
            if key not in _WORDS and (key not in _CLOSED or inner == WORD):
                result[key] = _replaced(inner)
        return result
    if isinstance(value, Seq):
        listed = Seq(_replaced(item) for item in value)
        listed.span, listed.spans = value.span, value.spans
        return listed
    return UNKNOWN if value == WORD else value


def _copied(value: Map) -> Map:
    result = Map(value)
    result.span, result.spans = value.span, value.spans
    return result

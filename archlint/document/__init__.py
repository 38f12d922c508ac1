"""YAML text to plain data with a position for every key and value, quantities, suppression comments and text edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archlint.document.comments import Suppression, suppressions
    from archlint.document.including import with_includes
    from archlint.document.quantities import UNKNOWN, Unknown
    from archlint.document.quoting import written
    from archlint.document.reading import first_key, first_key_of, parse, read
    from archlint.document.tree import Document, Map, Path, Problem, Seq, Source, Span

# Each name and the module it is taken from when first asked for: who only wants a quantity does not load the rest.
_HOMES = {
    **dict.fromkeys(("Suppression", "suppressions"), "comments"),
    "with_includes": "including",
    **dict.fromkeys(("UNKNOWN", "Unknown"), "quantities"),
    "written": "quoting",
    **dict.fromkeys(("first_key", "first_key_of", "parse", "read"), "reading"),
    **dict.fromkeys(("Document", "Map", "Path", "Problem", "Seq", "Source", "Span"), "tree"),
}

__all__ = [
    "UNKNOWN",
    "Document",
    "Map",
    "Path",
    "Problem",
    "Seq",
    "Source",
    "Span",
    "Suppression",
    "Unknown",
    "first_key",
    "first_key_of",
    "parse",
    "read",
    "suppressions",
    "with_includes",
    "written",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value

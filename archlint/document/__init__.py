"""YAML text to plain data with a position for every key and value, quantities, suppression comments and text edits."""

from archlint.document.reading import parse, read
from archlint.document.tree import Document, Map, Path, Problem, Seq, Source, Span

__all__ = ["Document", "Map", "Path", "Problem", "Seq", "Source", "Span", "parse", "read"]

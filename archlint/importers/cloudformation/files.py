"""Reads the files a template names, from its own project only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archlint.document.tree import Document

LARGEST = 4_000_000
_PLAIN = re.compile(r"[\w.-]+(/[\w.-]+)*\.(json|ya?ml)")
"""A relative path that needs nothing filled in."""
_MARKS = (".git", "archlint.toml", "pyproject.toml")


class Folder:
    """The folder of one template, and how far from it the files it names may lie."""

    __slots__ = ("_is_there", "_limit", "documents", "place", "shown")

    def __init__(self, template: Path, shown: str) -> None:
        self.place = template.parent
        self._is_there = template.is_file()
        self.shown = Path(shown).parent
        self._limit: Path | None = None
        self.documents: list[Document] = []
        """The files of the project that were read for the template, as they are met."""

    def of(self, location: str) -> Folder:
        """The folder of a template nested in this one."""
        inner = Folder(self.place / location, self.shown_as(location))
        inner._limit, inner.documents = self.limit, self.documents
        return inner

    @property
    def limit(self) -> Path:
        """The project's folder; where nothing marks one, the folder above the template's."""
        if self._limit is None:
            here = self.place.resolve()
            above = (folder for folder in (here, *here.parents) if any((folder / mark).exists() for mark in _MARKS))
            self._limit = next(above, here.parent)
        return self._limit

    def path_of(self, location: str) -> Path | None:
        """The file that `location` names, if it is a plain file of the project; None otherwise."""
        if not location or "://" in location or location.startswith(("~", "arn:")) or "\0" in location:
            return None
        try:
            path = (self.place / location).resolve()
            if not path.is_relative_to(self.limit) or not path.is_file() or path.stat().st_size > LARGEST:
                return None
        except (OSError, ValueError, RuntimeError):
            return None
        return path

    def lacks(self, location: str) -> bool:
        """Whether `location` certainly names a file of the project, and that is not there."""
        if not self._is_there or not _PLAIN.fullmatch(location):
            return False
        try:
            path = (self.place / location).resolve()
            return path.is_relative_to(self.limit) and not path.exists()
        except (OSError, ValueError, RuntimeError):
            return False

    def shown_as(self, location: str) -> str:
        """The path of a file under which messages name it: beside the template's own."""
        parts: list[str] = []
        for part in (self.shown / location).parts:
            if part == ".." and parts and parts[-1] not in ("..", "/"):
                parts.pop()
            elif part != ".":
                parts.append(part)
        return "/".join(parts).replace("//", "/")

    def read(self, location: str) -> str | None:
        """The text of a file of the project, or None."""
        path = self.path_of(location)
        if path is None:
            return None
        try:
            return path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return None

    def parse(self, location: str) -> Document | None:
        """A YAML or JSON file of the project, or None where there is no such file."""
        text = self.read(location)
        if text is None:
            return None
        shown = self.shown_as(location)
        known = next((one for one in self.documents if one.source.path == shown), None)
        if known is None:
            from archlint.document import parse

            known = parse(text, shown)
            self.documents.append(known)
        return known

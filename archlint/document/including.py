"""Brings the files that a description includes into it, each entry with the place it has in its own file."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from archlint.document.houses import NotThereError, house, located, real_file, reason_of, shown_beside
from archlint.document.reading import RULE, read
from archlint.document.tree import Document, Map, MapEntry, Problem, Seq, Span

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator

_T = TypeVar("_T")

# Chapters whose entries an included file may add to, name by name; `flows` it may lengthen.
UNITED = frozenset({"accounts", "components", "defaults", "roles", "scenarios", "usage", "vpcs"})


def with_includes(document: Document, path: str | os.PathLike[str], root: Path | None = None) -> Document:
    """`document`, read from the file at `path`, with all that its `include` names; itself where it has none.

    Files are taken from below `root`, by default the nearest folder at or above the description's that holds one of
    `HOUSE_MARKS`, else the description's own. Entries keep their places in their own files; whatever cannot be included
    is a problem at its entry.
    """
    if not isinstance(document.data, Map) or "include" not in document.data:
        return document
    file = Path(path).resolve()
    inclusion = _Inclusion(document, root.resolve() if root else house(file.parent))
    inclusion.include_all(document, file)
    return inclusion.whole


class _Inclusion:
    """The files brought into one description so far, and where each was asked for."""

    def __init__(self, document: Document, root: Path) -> None:
        data = _copy(document.data)
        problems, tags, sources = list(document.problems), list(document.tags), list(document.sources)
        self.whole = Document(document.source, data, problems, tags, sources)
        self.root = root
        self.asked: dict[Path, Span] = {}
        self.open: list[Path] = []

    def include_all(self, document: Document, file: Path) -> None:
        """Brings in what `document`, read from `file`, includes."""
        entries = document.data["include"]
        self.open.append(file)
        for index, entry in enumerate(entries if isinstance(entries, Seq) else [entries]):
            at = document.value_span(("include", index) if isinstance(entries, Seq) else ("include",))
            assert at is not None  # noqa: S101 - the entry was just taken from there
            if not isinstance(entry, str):
                remedy = "Write a path or a list of paths, like `[parts/*.yaml]`."
                self.report("wrong-value", at, "`include` takes paths", remedy)
                continue
            for found in self.attempt(entry, at, partial(self.find, entry, file)) or ():
                self.attempt(entry, at, partial(self.include, found, at, document, file))
        self.open.pop()

    def find(self, entry: str, file: Path) -> list[Path]:
        """The files that an entry names, sorted; a pattern never means the file that it stands in."""
        path = located(entry, file.parent, self.root, "includes")
        parts = path.relative_to(self.root).parts
        if not any(_is_pattern(part) for part in parts):
            return [path]
        # Two `**` in a row say no more than one, and cost the square of it.
        pattern = [part for part, before in zip(parts, ("", *parts), strict=False) if (part, before) != ("**", "**")]
        found = {path for path in self.matching(self.root, pattern) if path != file}
        if not found:
            raise NotThereError("matches no file")
        return sorted(found)

    def attempt(self, entry: str, at: Span, step: Callable[[], _T]) -> _T | None:
        """What `step` gives; where it cannot be done, None and a problem at the entry."""
        try:
            return step()
        except (NotThereError, OSError, RuntimeError) as error:
            remedy = "Name a file that is there, or take the entry away."
            self.report(RULE, at, f"`{entry}` {reason_of(error)}", remedy)
            return None

    def matching(self, folder: Path, parts: list[str]) -> Iterator[Path]:
        """The files below `folder` that fit a pattern's parts; `**` is any number of folders, links not followed."""
        if not parts:
            if folder.is_file():
                yield folder
            return
        head, rest = parts[0], parts[1:]
        if not _is_pattern(head):
            yield from self.matching(folder / head, rest)
            return
        if not folder.is_dir() or not folder.resolve().is_relative_to(self.root):
            return
        children = sorted(folder.iterdir())
        if head == "**":
            yield from self.matching(folder, rest)
            for child in children:
                if child.is_dir() and not child.is_symlink() and not child.name.startswith("."):
                    yield from self.matching(child, parts)
            return
        for child in children:
            if fnmatchcase(child.name, head) and (head.startswith(".") or not child.name.startswith(".")):
                yield from self.matching(child, rest)

    def include(self, found: Path, at: Span, document: Document, file: Path) -> None:
        """Reads one file and unites it with the description."""
        shown = shown_beside(document.source.path, file, found)
        real = real_file(found, self.root, "includes")
        if real in self.open:
            way = f" by way of {document.source.path}" if len(self.open) > 1 else ""
            raise NotThereError(f"includes itself{way}")
        if real in self.asked:
            before = self.asked[real]
            raise NotThereError(f"is included twice, first in {before.source.path}:{before.line}")
        part = read(real, shown)
        self.asked[real] = at
        self.whole.sources.append(part.source)
        self.whole.problems += part.problems
        self.whole.tags += part.tags
        if isinstance(part.data, Map):
            self.unite(part)
            if "include" in part.data:
                self.include_all(part, real)
        elif part.data is not None:
            self.report(RULE, at, f"{shown} is not a mapping", "Begin it with a chapter, like `components:`.")

    def unite(self, part: Document) -> None:
        """Adds the chapters of an included file to the description."""
        for key, value in part.data.items():
            entry = part.data.spans[key]
            if key == "flows":
                self.lengthen(key, value, entry)
            elif key in UNITED:
                self.add(key, value, entry)
            elif key == "archlint":
                if value != self.whole.data.get(key, value):
                    message = f"this file is of archlint {value}, the description of {self.whole.data[key]}"
                    self.report("wrong-value", _key(entry), message, "Give both the same version.")
            elif key != "include" and not key.startswith("x-"):
                message = f"`{key}` stands in an included file, where only chapters like `components` can"
                self.report("unknown-field", _key(entry), message, f"Move `{key}` into {self.whole.source.path}.")

    def add(self, chapter: str, value: Any, entry: MapEntry) -> None:
        """Adds named entries to a chapter; a name that is there already stays what it is."""
        present = self.whole.data.get(chapter)
        if value is None or not self.fits(chapter, value, present, entry, Map):
            return
        if present is None:
            self.whole.data[chapter], self.whole.data.spans[chapter] = value, entry
            return
        united = _copy(present)
        for name, below in value.items():
            if name in united:
                first = united.spans[name]
                message = f"`{name}` is given twice; the first is in {first[0].path}:{first[1] + 1}"
                self.report(RULE, _key(value.spans[name]), message, "Keep one of the two.")
            else:
                united[name], united.spans[name] = below, value.spans[name]
        self.whole.data[chapter] = united

    def lengthen(self, chapter: str, value: Any, entry: MapEntry) -> None:
        present = self.whole.data.get(chapter)
        if value is None or not self.fits(chapter, value, present, entry, Seq):
            return
        if present is None:
            self.whole.data[chapter], self.whole.data.spans[chapter] = value, entry
            return
        longer = Seq([*present, *value])
        longer.spans = [*present.spans, *value.spans]
        longer.span = present.span
        self.whole.data[chapter] = longer

    def fits(self, chapter: str, value: Any, present: Any, entry: MapEntry, kind: type[Map] | type[Seq]) -> bool:
        """Whether two parts of a chapter are of its kind; the description's own part is judged by its reader."""
        if isinstance(value, kind):
            return present is None or isinstance(present, kind)
        words = ("a mapping of names", "`name: {...}`") if kind is Map else ("a list", "`- a -> b`")
        message = f"`{chapter}` is {words[0]}, and here it is not"
        self.report("wrong-value", _key(entry), message, f"Write {words[1]} below it.")
        return False

    def report(self, rule: str, at: Span, message: str, remedy: str) -> None:
        self.whole.problems.append(Problem(rule, at, message, remedy))


def _copy(value: Map) -> Map:
    result = Map(value)
    result.spans = dict(value.spans)
    result.span = value.span
    return result


def _is_pattern(part: str) -> bool:
    return any(sign in part for sign in "*?[")


def _key(entry: MapEntry) -> Span:
    """The place of an entry's key."""
    return entry[0].at(*entry[1:5])

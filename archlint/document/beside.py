"""Values that stand elsewhere: in a file that the value names, or as a text inside the document's own text."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.document.houses import NotThereError, house, located, real_file, reason_of, shown_beside
from archlint.document.reading import RULE, parse, read
from archlint.document.tree import Document, Map, MapEntry, Problem, Seq, SeqEntry, Source
from archlint.document.unknown import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from archlint.document.tree import Path as Steps

    Mend = Callable[[str], str]
    """Makes YAML of a text that is none, as far as it can."""


def with_files(document: Document, path: str | os.PathLike[str], places: Iterable[Steps], mend: Mend) -> Document:
    """`document`, read from the file at `path`, with the contents of the files that the texts at `places` name.

    A file is looked for beside the one in which its name stands, below the house of the description. The entries of a
    file keep their places in it; what cannot be had is unknown from then on, and a problem at the place.
    """
    file = Path(path).resolve()
    root = house(file.parent)
    problems, sources, data = list(document.problems), list(document.sources), document.data
    for place in places:
        at = document.value_span(place)
        if at is None:
            continue
        entry = _value(data, place)
        try:
            found = located(entry, _folder(at.source.path, document.source.path, file), root, "its files")
            part = _read(real_file(found, root, "its files"), shown_beside(document.source.path, file, found), mend)
        except (NotThereError, OSError, RuntimeError) as error:
            remedy = "Name a file that is there, or write its contents here."
            problems.append(Problem(RULE, at, f"`{entry}` {reason_of(error)}", remedy))
            data = replaced(data, place, UNKNOWN)
            continue
        problems += part.problems
        sources.append(part.source)
        data = replaced(data, place, UNKNOWN if part.data is None else part.data)
    made = document.with_data(data)
    made.problems, made.sources = problems, sources
    return made


def _folder(shown: str, main: str, file: Path) -> Path:
    """The folder of a file of the description by the path under which it is shown; `main` is how `file` is shown."""
    way = os.path.relpath(posixpath.dirname(shown) or ".", posixpath.dirname(main) or ".")
    return Path(os.path.normpath(file.parent / way))


def _read(file: Path, shown: str, mend: Mend) -> Document:
    part = read(file, shown)
    if not part.problems:
        return part
    mended = parse(mend(part.source.text), shown)
    return part if mended.problems else mended


def _value(data: Any, place: Steps) -> Any:
    for step in place:
        data = data[step]
    return data


def replaced(data: Any, place: Steps, value: Any) -> Any:
    """A copy of a mapping with another value at a place inside it; what is not on the way is shared."""
    if not place:
        return value
    head, rest = str(place[0]), place[1:]
    result = Map(data)
    result.span, result.spans = data.span, data.spans
    result[head] = replaced(data[head], rest, value)
    return result


class _Shift(NamedTuple):
    """How a place in an inner text becomes one in the outer text."""

    source: Source
    lines: int
    columns: int

    def of(self, line: int, column: int) -> tuple[int, int]:
        return line + self.lines, column + self.columns


def inside(document: Document, place: Steps, mend: Mend) -> Any:
    """What the YAML or JSON text at a place holds, its entries where they stand in the document.

    None where it holds no mapping or list, or where the document has it in other lines (folded, or with escapes).
    """
    text = _value(document.data, place)
    at = document.value_span(place)
    data = parse(text).data
    if not isinstance(data, Map | Seq):
        data = parse(mend(text)).data
    if at is None or not isinstance(data, Map | Seq):
        return None
    shift = _shift(text, at.source, at.line - 1)
    return None if shift is None else _moved(data, shift)


def _shift(text: str, source: Source, first: int) -> _Shift | None:
    """Where a text stands in its document, if it stands there line by line: on one line, or as a literal block."""
    lines = text.rstrip("\n").split("\n")
    if len(lines) == 1:
        column = source.line(first + 1).find(text)
        return _Shift(source, first, column) if column >= 0 else None
    written = [source.line(first + 2 + number) for number in range(len(lines))]
    if any(outer.strip() != inner.strip() for outer, inner in zip(written, lines, strict=True)):
        return None
    return _Shift(source, first + 1, min(len(o) - len(i) for o, i in zip(written, lines, strict=True) if i.strip()))


def _moved(data: Any, shift: _Shift) -> Any:
    """The same data with its places shifted."""
    if isinstance(data, Map):
        made = Map({key: _moved(value, shift) for key, value in data.items()})
        made.span = _of_item(data.span, shift)
        made.spans = {key: _of_entry(at, shift) for key, at in data.spans.items()}
        return made
    if isinstance(data, Seq):
        listed = Seq(_moved(value, shift) for value in data)
        listed.span = _of_item(data.span, shift)
        listed.spans = [_of_item(at, shift) for at in data.spans]
        return listed
    return data


def _of_item(at: SeqEntry, shift: _Shift) -> SeqEntry:
    return (shift.source, *shift.of(*at[1:3]), *shift.of(*at[3:5]))


def _of_entry(at: MapEntry, shift: _Shift) -> MapEntry:
    return (shift.source, *shift.of(*at[1:3]), *shift.of(*at[3:5]), *shift.of(*at[5:7]), *shift.of(*at[7:9]))

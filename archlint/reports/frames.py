"""Code frames: the lines of a file that a finding speaks of, each with its marks and labels beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.reports.escape import legible
from archlint.reports.positions import TAB, cells, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from archlint.document.tree import Source

LONGEST_UNASKED = 160  # where no terminal sets a width, a line of code is cut here
NARROWEST = 20
_SEARCHED = 40  # lines above a label in which its enclosing entry is looked for


class Segment(NamedTuple):
    """A stretch of one line with the name of its style and the address it leads to, if any."""

    text: str
    style: str = ""
    link: str = ""


Line = list[Segment]


class Mark(NamedTuple):
    """What is marked: 1-based, columns in code points, the end exclusive; `sign` is `^` or `-`."""

    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    sign: str
    style: str


def frame(source: Source, marks: Sequence[Mark], gutter: int, room: int | None) -> Iterator[Line]:
    """The marked lines of `source` in order, with `...` where lines are left out.

    `gutter` is the width of the line numbers, `room` the width of the terminal or None.
    """
    cells_left = LONGEST_UNASKED if room is None else max(NARROWEST, room - gutter - 3)
    by_line: dict[int, list[Mark]] = {}
    for mark in marks:
        by_line.setdefault(mark.line, []).append(mark)
    previous = 0
    for number in _shown(source, by_line):
        if previous and number > previous + 1:
            yield [Segment("...", "gutter")]
        previous = number
        yield from _line(
            source.line(number), by_line.get(number, []), number, gutter, cells_left, wrap=room is not None
        )


def _shown(source: Source, marked: Iterable[int]) -> list[int]:
    """The marked lines, the entry each stands in, and single lines between two of them."""
    shown = set(marked)
    shown |= {above for number in tuple(shown) if (above := _enclosing(source, number))}
    shown |= {number + 1 for number in tuple(shown) if number + 2 in shown and number + 1 not in shown}
    return sorted(shown)


def _enclosing(source: Source, number: int) -> int:
    """The line that opens the block around line `number`; 0 where that is the top of the file or too far away."""
    depth = _indent(source.line(number))
    if depth <= 2:  # what it stands in is a chapter of the file
        return 0
    for above in range(number - 1, max(0, number - _SEARCHED), -1):
        text = source.line(above)
        if text.strip() and not text.lstrip().startswith("#") and _indent(text) < depth:
            return above if _indent(text) else 0
    return 0


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _line(text: str, marks: Sequence[Mark], number: int, gutter: int, room: int, *, wrap: bool) -> Iterator[Line]:
    first = min(marks, key=lambda mark: (mark.sign != "^", mark.column), default=None)
    start, stop = _window(text, *_ends(first, text), room) if first else _window(text, 0, 0, room)
    shown = _expanded(text[start:stop])
    before, after = "…" if start else "", "…" if stop < len(text) else ""
    code = f"{before}{legible(shown)}{after}".rstrip()
    yield [Segment(f"{number:>{gutter}} |", "gutter"), Segment(f" {code}" if code else "")]
    placed = []
    for mark in sorted(marks, key=lambda mark: mark.column):
        left, right = (min(max(at, start), stop) for at in _ends(mark, text))
        indent = width(before) + width(_expanded(text[start:left]))
        length = max(1, width(_expanded(text[start:right])) - width(_expanded(text[start:left])))
        placed.append((indent, length, mark))
    for row in _rows(placed, room if wrap else None):
        yield [Segment(f"{' ' * gutter} |", "gutter"), *row]


def _ends(mark: Mark, text: str) -> tuple[int, int]:
    """The 0-based columns between which `mark` lies on its first line."""
    left = min(mark.column - 1, len(text))
    return left, max(left, len(text) if mark.end_line > mark.line else min(mark.end_column - 1, len(text)))


def _expanded(text: str) -> str:
    return text.replace("\t", " " * TAB)


def _window(text: str, left: int, right: int, room: int) -> tuple[int, int]:
    """The part of a line that fits into `room` cells and shows what lies from `left` to `right`, or its beginning."""
    if len(text) * TAB <= room or width(_expanded(text)) <= room:
        return 0, len(text)
    room -= 2  # for the signs that say that something was cut
    start = 0 if right <= room and width(_expanded(text[:right])) <= room else _back(text, left, room // 3)
    stop = _ahead(text, start, room)
    if stop == len(text):
        start = _back(text, stop, room)
    return start, stop


def _back(text: str, at: int, room: int) -> int:
    while at and (room := room - _size(text[at - 1])) >= 0:
        at -= 1
    return at


def _ahead(text: str, at: int, room: int) -> int:
    while at < len(text) and (room := room - _size(text[at])) >= 0:
        at += 1
    return at


def _size(character: str) -> int:
    return TAB if character == "\t" else cells(character)


def _rows(placed: Sequence[tuple[int, int, Mark]], room: int | None) -> Iterator[Line]:
    """The rows of marks under one line; a mark that does not fit beside those before it starts a row of its own."""
    row: Line = []
    end = 0
    for indent, length, mark in placed:
        if row and indent <= end:
            yield row
            row, end = [], 0
        row.append(Segment(" " * (indent - end + (not row))))
        row.append(Segment(mark.sign * length, mark.style))
        end = indent + length
        message = legible(mark.message)
        if message and room is not None and end + 1 + width(message) > room:
            yield row
            row, end = [], 0
            inset = min(indent, room // 3)
            for words in wrapped(message, room - inset):
                yield [Segment(" " * (inset + 1)), Segment(words, mark.style)]
        elif message:
            row.append(Segment(f" {message}", mark.style))
            end += 1 + width(message)
    if row:
        yield row


def wrapped(text: str, room: int | None) -> Iterator[str]:
    """`text` in lines of at most `room` cells, broken between words; a single longer word stays whole."""
    if room is None or width(text) <= room:
        yield text
        return
    line = ""
    for word in text.split():
        if line and width(line) + 1 + width(word) > room:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line

"""Finds the comments that suppress findings, and the lines that each covers."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.document.tree import Map, Seq, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.document.tree import Document

_COMMENT = re.compile(
    r"(?<!\S)#[ \t]*archlint:[ \t]*ignore\b(?:[ \t]*\[(?P<rules>[^\]\r\n]*)\])?(?P<words>[^\r\n]*)",
)
_UNTIL = re.compile(r"(?:^|[ ,;])until (?P<date>\d{4}-\d{2}-\d{2})\b", re.IGNORECASE)
_BECAUSE = re.compile(r"^(?:because\b|[-–—:,])[ \t]*", re.IGNORECASE)


class Suppression(NamedTuple):
    """One `# archlint: ignore[rule, ...] because ...`.

    `rules` is empty where none are named, `because` "" where no words follow, `until` a date as text or None. `at` is
    the comment itself, `covers` the first and the last line (from 1) of what it speaks of.
    """

    rules: tuple[str, ...]
    because: str
    until: str | None
    at: Span
    covers: tuple[int, int]


def suppressions(source: Source, document: Document) -> Iterator[Suppression]:
    """The suppressions in one source of a document, from the top down."""
    trees = [data for data in document.written if isinstance(data, Map | Seq)]
    if "archlint:" not in source.text or not trees:
        return
    matches = [(match, *source.place(match.start())) for match in _COMMENT.finditer(source.text)]
    covered: dict[int, int] = {}
    for _, line, column in reversed(matches):
        covered[line] = _covered_line(source, line, column, covered)
    around = _Around(source, sorted({*covered, *covered.values()}))
    for tree in trees:
        around.walk(tree)
    around.scalars.sort()
    for match, line, column in matches:
        if around.is_text(line, column):
            continue
        first = last = line
        if covered[line] != line and covered[line] in around.ends:
            first, last = covered[line], around.ends[covered[line]]
        rules, words = match["rules"] or "", " ".join(match["words"].split())
        until = _UNTIL.search(words)
        because = (words[: until.start()] + words[until.end() :]).strip(" ,;") if until else words
        yield Suppression(
            tuple(rule for rule in re.split(r"[\s,]+", rules) if rule),
            _BECAUSE.sub("", because),
            until["date"] if until else None,
            source.span(match.start(), match.start() + len(match[0].rstrip())),
            (first + 1, last + 1),
        )


def _covered_line(source: Source, line: int, column: int, known: dict[int, int]) -> int:
    """The line a comment speaks of: its own, or the next that is no comment where it stands alone.

    `known` are the answers for comments below it, so that a long row of them is walked once.
    """
    if source.line(line + 1)[:column].strip():
        return line
    below = line + 1
    while source.line(below + 1).lstrip().startswith("#"):
        if below in known:
            return known[below]
        below += 1
    return below


class _Around:
    """What stands in some lines of a source: the ends of the entries that start there, and the scalars."""

    def __init__(self, source: Source, lines: list[int]) -> None:
        self.source = source
        self.lines = lines
        self.ends: dict[int, int] = {}
        self.scalars: list[tuple[int, int, int, int]] = []

    def walk(self, value: Map | Seq) -> None:
        """Notes what stands in the lines; the first entry that starts in a line holds all others that do."""
        children: Any = value.values() if isinstance(value, Map) else value
        entries: Any = value.spans.values() if isinstance(value, Map) else value.spans
        for child, entry in zip(children, entries, strict=True):
            if entry[0] is self.source:
                line, end_line = entry[1], entry[-2]
                at = bisect_left(self.lines, line)
                if at == len(self.lines) or self.lines[at] > end_line:
                    continue
                self.ends.setdefault(line, end_line)
                self.scalars.append(entry[1:5])
                if not isinstance(child, Map | Seq):
                    self.scalars.append(entry[-4:])
            if isinstance(child, Map | Seq):
                self.walk(child)

    def is_text(self, line: int, column: int) -> bool:
        """Whether a place is inside a scalar; the line that opens a block scalar can end with a comment."""
        before = bisect_right(self.scalars, (line, column, math.inf, 0)) - 1
        if before < 0:
            return False
        start_line, start_column, *end = self.scalars[before]
        if (line, column) >= tuple(end):
            return False
        return line != start_line or self.source.text[self.source.offset(start_line, start_column)] not in "|>"

"""The shapes a document has in memory: sources, spans, and maps and lists that remember where every entry stands."""

from __future__ import annotations

from typing import Any, NamedTuple

# Where one entry of a map stands, in 0-based numbers: source, start and end of the key, start and end of the value.
MapEntry = tuple["Source", int, int, int, int, int, int, int, int]
# Where one item of a list, or a whole map or list, stands: its source, start and end.
SeqEntry = tuple["Source", int, int, int, int]
# A path into a document's data: keys of maps (text) and indexes of lists (numbers).
Path = tuple[str | int, ...]

_BREAKS = ("\r", "\x85", "\u2028", "\u2029")


class Source:
    """One text and the path it is shown under ('/' between folders)."""

    __slots__ = ("_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"Source({self.path!r})"

    def starts(self) -> list[int]:
        """The offset at which each line starts; lines end where YAML's reader ends them."""
        if self._starts is None:
            self._starts = _line_starts(self.text)
        return self._starts

    def line(self, number: int) -> str:
        """The text of line `number` (from 1) without its line break; empty outside the text."""
        starts = self.starts()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n\x85\u2028\u2029")

    def offset(self, line: int, column: int) -> int:
        """The offset of a 0-based line and column, held inside the text."""
        starts = self.starts()
        if line >= len(starts):
            return len(self.text)
        return min(starts[line] + column, len(self.text))

    def place(self, offset: int) -> tuple[int, int]:
        """The 0-based line and column of an offset."""
        from bisect import bisect_right

        starts = self.starts()
        line = bisect_right(starts, offset) - 1
        return line, offset - starts[line]

    def at(self, line: int, column: int, end_line: int, end_column: int) -> Span:
        """The span between two places in the reader's 0-based numbers, held inside the text."""
        if end_line >= len(self.starts()):  # the reader ends every text with a line break
            return self.span(self.offset(line, column), self.offset(end_line, end_column))
        return Span(self, line + 1, column + 1, end_line + 1, end_column + 1)

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets."""
        line, column = self.place(start)
        end_line, end_column = self.place(end)
        return Span(self, line + 1, column + 1, end_line + 1, end_column + 1)


def _line_starts(text: str) -> list[int]:
    if not any(mark in text for mark in _BREAKS):
        starts = [0]
        at = text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        return starts
    import re

    return [0, *(match.end() for match in re.finditer("\r\n|[\r\n\x85\u2028\u2029]", text))]


class Span(NamedTuple):
    """A stretch of one source: lines and columns from 1, columns in code points, the end exclusive."""

    source: Source
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def start_offset(self) -> int:
        return self.source.offset(self.line - 1, self.column - 1)

    @property
    def end_offset(self) -> int:
        return self.source.offset(self.end_line - 1, self.end_column - 1)

    @property
    def text(self) -> str:
        """The text between the two ends."""
        return self.source.text[self.start_offset : self.end_offset]


class Problem(NamedTuple):
    """Something in the text that keeps it from being read: the rule it breaks, its place, and how to mend it."""

    rule: str
    at: Span
    message: str
    remedy: str


class Map(dict[str, Any]):
    """A mapping; `spans` holds the place of every entry, `span` the place of the whole."""

    __slots__ = ("span", "spans")
    span: SeqEntry
    spans: dict[str, MapEntry]


class Seq(list[Any]):
    """A list; `spans` holds the place of every item, `span` the place of the whole."""

    __slots__ = ("span", "spans")
    span: SeqEntry
    spans: list[SeqEntry]


class Document:
    """What was read from a text: its data (None when it cannot be read), the problems met, and its tags.

    Of a document that was made of a foreign text, `assumed` says of which values it is only likely and why, and
    `written` holds the texts' own data, where `data` is what they come to.
    """

    __slots__ = ("assumed", "data", "problems", "source", "sources", "tags", "written")

    def __init__(
        self,
        source: Source,
        data: Any,
        problems: list[Problem],
        tags: list[tuple[str, Span]] | None = None,
        sources: list[Source] | None = None,
        assumed: dict[Path, str] | None = None,
        written: list[Any] | None = None,
    ) -> None:
        self.source = source
        self.data = data
        self.problems = problems
        self.tags = tags or []
        self.sources = sources or [source]
        self.assumed = assumed or {}
        self.written = written or [data]

    def with_data(self, data: Any) -> Document:
        """The same document with something merged into its data."""
        return Document(self.source, data, self.problems, self.tags, self.sources, self.assumed, self.written)

    def locate(self, path: Path) -> Span:
        """The place to point at for `path`: the entry when its value is a scalar on one line, else its key.

        An entry that is absent is shown at the nearest one above it that is present.
        """
        at, key_only = self._nearest(path)
        if at is None:
            return self._top()
        if len(at) == 5:
            source, line, column, end_line, end_column = at
            if end_line != line:
                end_line, end_column = line, max(column + 1, len(source.line(line + 1)))
            return source.at(line, column, end_line, end_column)
        source, line, column, key_end_line, key_end_column, _, _, end_line, end_column = at
        if key_only or end_line != line:
            end_line, end_column = key_end_line, key_end_column
        return source.at(line, column, end_line, end_column)

    def key_span(self, path: Path) -> Span | None:
        """The place of the key that ends `path`; None where it is absent or the item of a list."""
        at = self._exact(path)
        if at is None or len(at) == 5:
            return None
        return at[0].at(*at[1:5])

    def value_span(self, path: Path) -> Span | None:
        """The place of the value at `path`; None where it is absent."""
        at = self._exact(path) if path else getattr(self.data, "span", None)
        if at is None:
            return None
        source: Source = at[0]
        line, column, end_line, end_column = at[-4:]
        return source.at(line, column, end_line, end_column)

    def text_of(self, path: Path) -> str | None:
        """The text of the value at `path` as it was written; None where it is absent."""
        span = self.value_span(path)
        return None if span is None else span.text

    def _exact(self, path: Path) -> MapEntry | SeqEntry | None:
        at: MapEntry | SeqEntry | None = None
        value = self.data
        for step in path:
            at, value = _entry(value, step)
            if at is None:
                return None
        return at

    def _nearest(self, path: Path) -> tuple[MapEntry | SeqEntry | None, bool]:
        """The entry at `path` or nearest above it, and whether only its key is to be shown."""
        at: MapEntry | SeqEntry | None = None
        value = self.data
        for step in path:
            # Written out for mappings, which most steps lead through: every finding comes here.
            if type(value) is Map and type(step) is str:
                entry = value.spans.get(step)
                if entry is None:
                    break
                at, value = entry, value[step]
            else:
                below, inner = _entry(value, step)
                if below is None:
                    break
                at, value = below, inner
        return at, isinstance(value, _PARTS)

    def _top(self) -> Span:
        if isinstance(self.data, Map):
            for source, line, column, end_line, end_column, *_ in self.data.spans.values():
                return source.at(line, column, end_line, end_column)
        return Span(self.source, 1, 1, 1, 1)


_PARTS = (Map, Seq)


def _entry(value: Any, step: str | int) -> tuple[MapEntry | SeqEntry | None, Any]:
    """The entry that a step leads to, and its value; None where there is none."""
    if isinstance(value, Map):
        key = str(step)
        entry = value.spans.get(key)
        return entry, None if entry is None else value[key]
    if isinstance(value, Seq) and isinstance(step, int) and 0 <= step < len(value):
        return value.spans[step], value[step]
    return None, None

"""What most texts do not have: anchors, aliases, tags, merges, odd keys, keys given twice."""

from __future__ import annotations

import re
from typing import Any

from archlint.document.anchors import MOST_EXPANDED, Anchors
from archlint.document.tree import Map, MapEntry, Problem, Seq, Source, Span

MOST_PROBLEMS = 1000  # of one text; who has more has one, said often
DEEPEST = 64  # collections inside one another
RULE = "unreadable-description"

# A value and where it stands: start and end, in the reader's 0-based lines and columns.
Placed = tuple[Any, int, int, int, int]

_STANDARD = "tag:yaml.org,2002:"
# CloudFormation's short forms that stand for a key of the same name; all others stand for `Fn::Name`.
_BARE_TAGS = frozenset({"Ref", "Condition"})
# One anchor or tag, with the blanks and comments that part it from what follows.
_PROPERTY = re.compile(r"[&!]\S*(?:\s+(?:#.*)?)*")


class UnreadableError(Exception):
    """The text cannot be read any further; carries the one problem that says why."""

    def __init__(self, at: Span, message: str, remedy: str) -> None:
        super().__init__(message)
        self.problem = Problem(RULE, at, message, remedy)


class Rare:
    """The rare parts of one text, and the problems and tags met in it."""

    __slots__ = ("anchors", "problems", "source", "tags")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.tags: list[tuple[str, Span]] = []
        self.anchors = Anchors()

    def report(self, at: Span, message: str, remedy: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(RULE, at, message, remedy))

    def second_document(self, event: Any) -> UnreadableError:
        at = self.source.at(*marks(event))
        return UnreadableError(at, "a second document starts here", "Keep one document in a file.")

    def too_deep(self, line: int, column: int) -> UnreadableError:
        message = f"more than {DEEPEST} mappings and lists stand inside one another"
        return UnreadableError(self.source.at(line, column, line, column + 1), message, "Flatten this part.")

    def block_end(self, line: int, end_line: int, end_column: int) -> tuple[int, int]:
        """The end of a block scalar's last line that is not blank; the reader gives the start of what follows it."""
        while end_line > line and not self.source.line(end_line + 1)[:end_column].strip():
            end_line -= 1
            end_column = len(self.source.line(end_line + 1))
        return end_line, end_column

    def given_twice(self, key: str, first: MapEntry, line: int, column: int, end_line: int, end_column: int) -> None:
        message = f"`{key}` is given twice; the first is in line {first[1] + 1}"
        self.report(self.source.at(line, column, end_line, end_column), message, "Keep one of the two.")

    def odd_key(self, line: int, column: int, end_line: int, end_column: int) -> None:
        at = self.source.at(line, column, end_line, end_column)
        self.report(at, "this key is not plain text", "Write the key as one word, or as text in quotes.")

    def alias_key(self, event: Any) -> str | None:
        """The text of the scalar that an alias in place of a key stands for."""
        known = self.anchors.get(event.anchor)
        return known[1] if known else None

    def key_properties(self, event: Any) -> tuple[int, int]:
        """Notes the anchor and tag of a key; where its text starts."""
        if event.tag:
            self._note_tag(event)
        if event.anchor:
            self.anchors.define(event.anchor, event.value, event.value)
        return self._after_properties(event)

    def scalar_properties(self, event: Any, value: Any, end_line: int, end_column: int) -> Placed:
        """What a scalar with an anchor or a tag stands for, and where."""
        line, column = self._after_properties(event)
        if event.tag:
            tag = self._note_tag(event)
            if not tag.startswith("!!"):
                end = (end_line, end_column)
                value = event.value if tag == "!" else self._tagged(tag, event, event.value, (line, column), end)
                line, column = event.start_mark.line, event.start_mark.column
            elif tag in ("!!str", "!!binary"):
                value = event.value
        if event.anchor:
            self.anchors.define(event.anchor, value, event.value)
        return value, line, column, end_line, end_column

    def open_properties(self, event: Any) -> tuple[int, int]:
        """Notes the anchor and tag of a map or list that starts; where its content starts."""
        if event.tag:
            self._note_tag(event)
        if event.anchor:
            self.anchors.open(event.anchor)
        return self._after_properties(event)

    def close_properties(self, event: Any, value: Map | Seq) -> Placed:
        """What a map or list stands for whose start was `event`, and where."""
        _, line, column, end_line, end_column = value.span
        result: Any = value
        if event.tag:
            tag = _shown(event.tag)
            if not tag.startswith("!!") and tag != "!":
                result = self._tagged(tag, event, value, (line, column), (end_line, end_column))
                line, column = event.start_mark.line, event.start_mark.column
        if event.anchor:
            self.anchors.define(event.anchor, result)
        return result, line, column, end_line, end_column

    def alias(self, event: Any, depth: int) -> Placed:
        """What an alias inside `depth` collections stands for, and its place; None where it stands for nothing."""
        line, column, end_line, end_column = marks(event)
        at = self.source.at(line, column, end_line, end_column)
        name, value = event.anchor, None
        known = self.anchors.get(name)
        if known:
            value = known[0]
            if depth + self.anchors.expand(value) > DEEPEST:
                raise self.too_deep(line, column)
            if self.anchors.expanded > MOST_EXPANDED:
                message = f"aliases bring in more than {MOST_EXPANDED:,} values"
                raise UnreadableError(at, message, "Write the repeated parts out, or leave them away.")
        elif name in self.anchors:
            self.report(at, f"`*{name}` stands inside what it names", "Name something else, or write it out.")
        else:
            self.report(at, f"`*{name}` names no anchor above it", f"Mark the value it repeats with `&{name}`.")
        return value, line, column, end_line, end_column

    def odd_entries(self, value: Map) -> None:
        """Merges what `<<` names into `value`, and reports a key that is missing before its colon."""
        if "" in value and not _key_text(value.spans[""]):
            self.report(self.source.at(*value.spans[""][1:5]), "no key stands before this colon", "Name the entry.")
        if "<<" not in value or not _key_text(value.spans["<<"]).startswith("<<"):
            return
        at = value.spans.pop("<<")
        merged = value.pop("<<")
        for part in merged if isinstance(merged, Seq) else [merged]:
            if not isinstance(part, Map):
                message = "`<<` takes a mapping or a list of mappings"
                self.report(
                    self.source.at(*at[1:5]), message, "Write the name of an anchored mapping, like `<<: *base`."
                )
                return
            for key, entry in part.items():
                if key not in value:
                    value[key] = entry
                    value.spans[key] = part.spans[key]

    def _tagged(self, tag: str, event: Any, value: Any, start: tuple[int, int], end: tuple[int, int]) -> Map:
        """`!Name value` as the mapping it is short for; the tag is the place of its key."""
        line, column = self._tag_place(event, tag)
        name = tag.removeprefix("!")
        if name not in _BARE_TAGS and not name.startswith("Fn::"):
            name = f"Fn::{name}"
        result = Map({name: value})
        result.spans = {name: (self.source, line, column, line, column + len(tag), *start, *end)}
        result.span = (self.source, event.start_mark.line, event.start_mark.column, *end)
        return result

    def _note_tag(self, event: Any) -> str:
        tag = _shown(event.tag)
        line, column = self._tag_place(event, tag)
        self.tags.append((tag, self.source.at(line, column, line, column + len(tag))))
        return tag

    def _tag_place(self, event: Any, tag: str) -> tuple[int, int]:
        """The line and column of a node's tag, which an anchor may precede."""
        start = self.source.offset(event.start_mark.line, event.start_mark.column)
        end = self.source.offset(*self._after_properties(event))
        return self.source.place(max(start, self.source.text.find(tag, start, end)))

    def _after_properties(self, event: Any) -> tuple[int, int]:
        """The line and column at which a node starts, after its anchor and its tag."""
        text = self.source.text
        offset = self.source.offset(event.start_mark.line, event.start_mark.column)
        limit = len(text)
        if hasattr(event, "value"):  # a scalar, whose own end is known
            limit = self.source.offset(event.end_mark.line, event.end_mark.column)
        for _ in range(bool(event.anchor) + bool(event.tag)):
            found = _PROPERTY.match(text, offset, limit)
            offset = found.end() if found else offset
        return self.source.place(offset)


def marks(event: Any) -> tuple[int, int, int, int]:
    """The start and end of an event."""
    return event.start_mark.line, event.start_mark.column, event.end_mark.line, event.end_mark.column


def _key_text(entry: MapEntry) -> str:
    """The text of an entry's key as it was written."""
    source, line, column, end_line, end_column, *_ = entry
    return source.text[source.offset(line, column) : source.offset(end_line, end_column)]


def _shown(tag: str) -> str:
    """A tag as it is written: YAML's own with two exclamation marks."""
    return "!!" + tag.removeprefix(_STANDARD) if tag.startswith(_STANDARD) else tag

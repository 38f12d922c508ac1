"""Turns YAML's events into plain data in one pass, and notes where every key and value stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from archlint.document.rare import DEEPEST, Placed, Rare, marks
from archlint.document.scalars import Resolved
from archlint.document.tree import Map, MapEntry, Seq, SeqEntry, Source

if TYPE_CHECKING:
    from collections.abc import Callable


class Builder:
    """Builds one text from `get_event`, which gives the next event at each call and None after the last.

    `rare` holds the problems and tags met on the way. All methods may raise `UnreadableError` and YAML's own errors.
    """

    __slots__ = ("get_event", "has_properties", "rare", "resolved", "source")

    def __init__(self, source: Source, get_event: Callable[[], Any]) -> None:
        self.source = source
        self.get_event = get_event
        self.rare = Rare(source)
        self.resolved = Resolved()
        # Anchors and tags cost two look-ups at each event; most texts hold no character that could begin one.
        self.has_properties = "&" in source.text or "!" in source.text

    def document(self) -> Any:
        """The data of the one document of the text; None when it holds none."""
        data, seen = None, False
        while (event := self.get_event()) is not None:
            if type(event) is DocumentStartEvent:
                if seen:
                    raise self.rare.second_document(event)
                data, seen = self.node(self.get_event(), 0)[0], True
        return data

    def node(self, event: Any, depth: int) -> Placed:
        """The value that starts with `event`, inside `depth` other collections."""
        kind = type(event)
        if kind is ScalarEvent:
            return self.scalar(event)
        if kind is AliasEvent:
            return self.rare.alias(event, depth)
        start = event.start_mark
        line, column = start.line, start.column
        if depth >= DEEPEST:
            raise self.rare.too_deep(line, column)
        noted = self.has_properties and (event.tag or event.anchor)
        if noted:
            line, column = self.rare.open_properties(event)
        read = self.map if kind is MappingStartEvent else self.seq
        value, end, end_line, end_column = read(depth + 1)
        if event.flow_style:
            mark = end.end_mark
            end_line, end_column = mark.line, mark.column
        value.span = (self.source, line, column, end_line, end_column)
        if noted:
            return self.rare.close_properties(event, value)
        return value, line, column, end_line, end_column

    def scalar(self, event: Any) -> Placed:
        """A scalar's value; plain text is resolved, quoted text stays text."""
        mark = event.start_mark
        line, column = mark.line, mark.column
        mark = event.end_mark
        end_line, end_column = mark.line, mark.column
        value, style = event.value, event.style
        if not style:
            value = self.resolved[value]
        elif style in "|>":
            end_line, end_column = self.rare.block_end(line, end_line, end_column)
        if self.has_properties and (event.tag or event.anchor):
            return self.rare.scalar_properties(event, value, end_line, end_column)
        return value, line, column, end_line, end_column

    def map(self, depth: int) -> tuple[Map, Any, int, int]:
        """The mapping whose start was just read, the event that ends it, and the end of its last value."""
        get_event, scalar, source, has_properties = self.get_event, self.scalar, self.source, self.has_properties
        resolved = self.resolved
        result = Map()
        spans: dict[str, MapEntry] = {}
        result.spans = spans
        end_line = end_column = 0
        while (kind := type(event := get_event())) is not MappingEndEvent:
            if kind is ScalarEvent:
                # Written out, as are the places below: this loop runs for every entry, and a call costs as much.
                key: str | None = event.value
                mark = event.start_mark
                k_line, k_column = mark.line, mark.column
                mark = event.end_mark
                k_end_line, k_end_column = mark.line, mark.column
                if has_properties and (event.tag or event.anchor):
                    k_line, k_column = self.rare.key_properties(event)
            else:
                key, k_line, k_column, k_end_line, k_end_column = self.odd_key(event, depth)
            event = get_event()
            kind = type(event)
            if kind is not ScalarEvent:
                value, line, column, end_line, end_column = self.node(event, depth)
            elif has_properties or event.style:
                value, line, column, end_line, end_column = scalar(event)
            else:
                value = resolved[event.value]
                mark = event.start_mark
                line, column = mark.line, mark.column
                mark = event.end_mark
                end_line, end_column = mark.line, mark.column
            if key is None:
                self.rare.odd_key(k_line, k_column, k_end_line, k_end_column)
            elif key in result:
                self.rare.given_twice(key, spans[key], k_line, k_column, k_end_line, k_end_column)
            else:
                result[key] = value
                spans[key] = (source, k_line, k_column, k_end_line, k_end_column, line, column, end_line, end_column)
        if "<<" in result or "" in result:
            self.rare.odd_entries(result)
        return result, event, end_line, end_column

    def odd_key(self, event: Any, depth: int) -> tuple[str | None, int, int, int, int]:
        """The text and place of a key that is no scalar: what its alias stands for, or None where that is no text."""
        if type(event) is AliasEvent:
            return self.rare.alias_key(event), *marks(event)
        return None, *self.node(event, depth)[1:]

    def seq(self, depth: int) -> tuple[Seq, Any, int, int]:
        """The list whose start was just read, the event that ends it, and the end of its last item."""
        result = Seq()
        spans: list[SeqEntry] = []
        result.spans = spans
        end_line = end_column = 0
        while type(event := self.get_event()) is not SequenceEndEvent:
            value, line, column, end_line, end_column = self.node(event, depth)
            result.append(value)
            spans.append((self.source, line, column, end_line, end_column))
        return result, event, end_line, end_column

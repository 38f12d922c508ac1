"""Where in a text a field is set: the one edit that replaces its value or adds it, in the style of its entry."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from archlint.document.edits import Edit
from archlint.document.tree import Map, Seq

if TYPE_CHECKING:
    from archlint.document.tree import Document, MapEntry, Path, Source


class RefusedError(Exception):
    """The field cannot be set by an edit that is sure to change nothing else; the text says why."""


def place(document: Document, path: Path, value: str) -> Edit:
    """The edit of `document`'s own text that sets the field at `path` to `value` (as YAML text).

    Raises `RefusedError` for what comes from another file, an anchor, an alias or a merge, and for what is no field.
    """
    parent, depth = _nearest_map(document, path)
    missing = path[depth:]
    if not all(isinstance(step, str) for step in missing):
        raise RefusedError("the entry it belongs to is not there")
    if not missing:
        return _replace(document.source, parent.spans[str(path[-1])], parent[str(path[-1])], value)
    style = _quoted if _is_json(document.source, parent) else _plain
    key, text = style(str(missing[0])), style(value)
    for step in reversed(missing[1:]):
        text = f"{{{style(str(step))}: {text}}}"
    return _insert(document.source, parent, f"{key}: {text}")


def _nearest_map(document: Document, path: Path) -> tuple[Map, int]:
    """The innermost mapping on the way to `path`, and how many of the path's steps are there."""
    source = document.source
    value: Any = document.data
    parent: Any = None
    for depth, step in enumerate(path):
        if isinstance(value, Map) and str(step) in value.spans:
            entry = value.spans[str(step)]
            if entry[0] is not source:
                raise RefusedError(f"it stands in another file, {entry[0].path}")
            if not _inside(entry[1:3], value.span):
                raise RefusedError("it comes from a merge")
            _own(source, entry)
            parent, value = value, value[str(step)]
        elif isinstance(value, Seq) and isinstance(step, int) and step < len(value):
            parent, value = value, value[step]
        elif isinstance(value, Map):
            return value, depth
        elif value is None and isinstance(parent, Map):
            return _Empty.below(parent, str(path[depth - 1])), depth
        else:
            raise RefusedError("the entry it belongs to is written in its short form")
        if isinstance(value, Map | Seq) and value.span[0] is not source:
            raise RefusedError(f"it stands in another file, {value.span[0].path}")
    if not isinstance(parent, Map):
        raise RefusedError("it is no field")
    return parent, len(path)


class _Empty(Map):
    """Stands for an entry whose value is left out (`jobs -> work:`), where a mapping is to be written."""

    __slots__ = ("at",)
    at: MapEntry

    @classmethod
    def below(cls, parent: Map, key: str) -> _Empty:
        empty = cls()
        empty.at = parent.spans[key]
        empty.spans = {}
        empty.span = (empty.at[0], *empty.at[5:9])
        return empty


def _inside(at: tuple[int, ...], span: tuple[Any, ...]) -> bool:
    return tuple(span[1:3]) <= tuple(at) <= tuple(span[3:5])


def _own(source: Source, entry: MapEntry) -> None:
    """Refuses an entry whose value is an alias, or is shared with others by its anchor."""
    between = source.text[source.offset(*entry[3:5]) : source.offset(*entry[5:7])]
    if re.search(r":\s+(?:[^\s#]\S*\s+)*&", between) or source.text.startswith("&", source.offset(*entry[5:7])):
        raise RefusedError("other entries share it through its anchor")
    if source.text.startswith("*", source.offset(*entry[5:7])):
        raise RefusedError("it is an alias of an entry elsewhere")


def _replace(source: Source, entry: MapEntry, old: Any, value: str) -> Edit:
    start, end = source.offset(*entry[5:7]), source.offset(*entry[7:9])
    if isinstance(old, Map | Seq):
        raise RefusedError("its value has parts")
    if entry[5] != entry[7] or entry[1] != entry[5]:
        raise RefusedError("its value is written over several lines")
    between = source.text[source.offset(*entry[3:5]) : start]
    if between.strip() != ":":
        raise RefusedError("its value has a tag or stands alone")
    gap = " " if start == end and between.endswith(":") else ""
    quoted = source.text[start:end].startswith('"')
    return Edit(start, end, gap + (_quoted(value) if quoted else value))


def _insert(source: Source, parent: Map, entry: str) -> Edit:
    text = source.text
    if isinstance(parent, _Empty):
        end = source.offset(*parent.at[7:9])
        if text[source.offset(*parent.at[3:5]) : end].strip() != ":":
            raise RefusedError("the entry it belongs to has no value")
        return Edit(end, end, f"{'' if text[end - 1 : end] == ' ' else ' '}{{{entry}}}")
    start = source.offset(*parent.span[1:3])
    own = [at for at in parent.spans.values() if at[0] is source and _inside(at[1:3], parent.span)]
    if text.startswith("{", start):
        if not own:
            if parent:
                raise RefusedError("the entry it belongs to is only a merge")
            return Edit(start + 1, start + 1, entry)
        return _insert_in_flow(source, max(own, key=lambda at: at[1:3]), entry)
    on_one_line = [at for at in own if at[1] == at[7] and not _opens_block(source, at)]
    if not on_one_line:
        raise RefusedError("no line of its entry ends with its field")
    return _insert_in_block(source, max(on_one_line, key=lambda at: at[1:3]), entry)


def _opens_block(source: Source, at: MapEntry) -> bool:
    return source.text.startswith(("|", ">"), source.offset(*at[5:7]))


def _insert_in_flow(source: Source, last: MapEntry, entry: str) -> Edit:
    """After the last entry: on a line of its own where that has one, else beside it."""
    end = source.offset(*last[7:9])
    line = source.line(last[7] + 1)
    indent = source.line(last[1] + 1)[: last[2]]
    alone = last[1] == last[7] and not indent.strip() and line[last[8] :].strip() in ("", ",")
    gap = f"{_break(source, last[7])}{indent}" if alone else " "
    return Edit(end, end, f",{gap}{entry}")


def _insert_in_block(source: Source, last: MapEntry, entry: str) -> Edit:
    """On a new line below the last entry that ends on its own line."""
    end = source.offset(last[7], len(source.line(last[7] + 1)))
    return Edit(end, end, f"{_break(source, last[7])}{' ' * last[2]}{entry}")


def _break(source: Source, line: int) -> str:
    """The line break after a 0-based line, or the text's first where it is the last line."""
    shown = source.line(line + 1)
    start = source.offset(line, len(shown))
    found = re.compile("\r\n|\n|\r").match(source.text, start) or re.search("\r\n|\n|\r", source.text)
    return found.group() if found else "\n"


def _is_json(source: Source, parent: Map) -> bool:
    """Whether every key beside the field is in double quotes, as in JSON."""
    keys = [source.text[source.offset(*at[1:3])] for at in parent.spans.values() if at[0] is source]
    return bool(keys) and all(key == '"' for key in keys)


def _plain(text: str) -> str:
    return text


def _quoted(text: str) -> str:
    """`text` as JSON writes it: numbers and truth values bare, everything else in double quotes."""
    if re.fullmatch(r"-?\d+(\.\d+)?|true|false|null|[\[{\"].*", text):
        return text
    return json.dumps(text, ensure_ascii=False)

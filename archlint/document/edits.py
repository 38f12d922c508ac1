"""Changes a text at given places and leaves every other byte as it was."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archlint.document.quoting import written
from archlint.document.reading import encoding_of
from archlint.document.tree import Map, Seq, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archlint.document.tree import Document, MapEntry
    from archlint.document.tree import Path as DataPath


class StaleError(Exception):
    """A file is no longer what its edits were made for."""


class Edit(NamedTuple):
    """Text to put in place of what stands between two offsets of a source; equal offsets insert, "" deletes."""

    source: Source
    start: int
    end: int
    text: str


def replace(span: Span, text: str) -> Edit:
    """Puts `text` in place of what stands in `span`."""
    return Edit(span.source, span.start_offset, span.end_offset, text)


def set_entry(document: Document, path: DataPath, value: str | float | bool | None) -> Edit | None:
    """Gives the entry at `path` the value, and adds it after its neighbours, in their style, where it is absent.

    None where its mapping is absent, is written elsewhere (behind an alias) or has no entry to stand beside.
    """
    mapping = _mapping(document, path[:-1])
    if mapping is None:
        return None
    key, text = str(path[-1]), written(value)
    own = _own_entries(mapping)
    if key in own:
        source, *_, line, column, end_line, end_column = own[key]
        start, end = source.offset(line, column), source.offset(end_line, end_column)
        return Edit(source, start, end, f" {text}" if source.text[start - 1] == ":" else text)
    source = mapping.span[0]
    addition = f"{written(key)}: {text}"
    last = max(own.values(), key=lambda entry: entry[7:]) if own else None
    if _in_flow(mapping):
        if last is None:
            start = _start(mapping) + 1
            return Edit(source, start, start, addition if source.text[start:].lstrip()[:1] == "}" else f"{addition}, ")
        start = source.offset(*last[7:])
        return Edit(source, start, start, f", {addition}")
    if last is None:
        return None
    start = source.offset(last[7], 0) + len(source.line(last[7] + 1))
    newline = "\r\n" if source.text.startswith("\r\n", source.text.find("\n") - 1) else "\n"
    return Edit(source, start, start, f"{newline}{' ' * last[2]}{addition}")


def remove_entry(document: Document, path: DataPath) -> Edit | None:
    """Takes the entry at `path` away, with its lines in block style.

    None where it is absent or written elsewhere, is all that its block mapping has, or shares its line with a dash.
    """
    mapping = _mapping(document, path[:-1])
    own = _own_entries(mapping) if mapping is not None else {}
    entry = own.get(str(path[-1])) if path else None
    if mapping is None or entry is None:
        return None
    source = entry[0]
    start, end = source.offset(entry[1], entry[2]), source.offset(entry[7], entry[8])
    if _in_flow(mapping):
        before = [source.offset(*other[7:]) for other in own.values() if other[7:] <= entry[1:3]]
        after = [source.offset(*other[1:3]) for other in own.values() if other[1:3] >= entry[7:]]
        if after:
            return Edit(source, start, min(after), "")
        return Edit(source, max(before, default=start), end, "")
    first = source.offset(entry[1], 0)
    if len(own) == 1 or source.text[first:start].strip():
        return None
    return Edit(source, first, source.offset(entry[7] + 1, 0), "")


def apply(text: str, edits: Iterable[Edit]) -> str:
    """`text` with the edits made, the last place first. Raises ValueError where two of them overlap."""
    ordered = sorted(edits, key=lambda edit: edit[1:3])
    for left, right in zip(ordered, ordered[1:], strict=False):
        if right.start < left.end:
            raise ValueError(f"two edits overlap at offset {right.start}")
    for edit in reversed(ordered):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def rewrite(path: str | os.PathLike[str], edits: Iterable[Edit]) -> None:
    """Makes the edits in the file at `path`, all or none, in its own encoding and with its own permissions.

    Raises OSError, and `StaleError` where the file no longer holds the text that the edits were made for.
    """
    from shutil import copymode
    from tempfile import NamedTemporaryFile

    edits = list(edits)
    file = Path(path).resolve()
    content = file.read_bytes()
    encoding, mark = encoding_of(content)
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        raise StaleError(f"{path} has changed since it was read") from None
    if any(edit.source.text != text for edit in edits):
        raise StaleError(f"{path} has changed since it was read")
    changed = mark + apply(text, edits).encode(encoding)
    with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as stream:
        temporary = Path(stream.name)
        try:
            stream.write(changed)
            stream.close()
            copymode(file, temporary)
            temporary.replace(file)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _mapping(document: Document, path: DataPath) -> Map | None:
    """The mapping at `path`, if every step to it stands where its text is, not behind an alias."""
    value = document.data
    for step in path:
        if isinstance(value, Map) and str(step) in value:
            key = str(step)
            source, *_, line, column, end_line, end_column = value.spans[key]
            value = value[key]
        elif isinstance(value, Seq) and isinstance(step, int) and 0 <= step < len(value):
            source, line, column, end_line, end_column = value.spans[step]
            value = value[step]
        else:
            return None
        if getattr(value, "span", None) != (source, line, column, end_line, end_column):
            return None
    return value if isinstance(value, Map) else None


def _own_entries(mapping: Map) -> dict[str, MapEntry]:
    """The entries that stand in the mapping's own text, not those merged or included into it."""
    source, *ends = mapping.span
    start, end = tuple(ends[:2]), tuple(ends[2:])
    return {
        key: entry
        for key, entry in mapping.spans.items()
        if entry[0] is source and start <= entry[1:3] and entry[7:] <= end
    }


def _start(mapping: Map) -> int:
    return mapping.span[0].offset(mapping.span[1], mapping.span[2])


def _in_flow(mapping: Map) -> bool:
    return mapping.span[0].text.startswith("{", _start(mapping))

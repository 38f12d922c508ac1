"""Changes a text at given places and leaves every other byte as it was."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archlint.document.reading import encoding_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from archlint.document.tree import Source, Span


class StaleError(Exception):
    """A file no longer holds the text that its edits were made for."""


class Edit(NamedTuple):
    """Text to put in place of what stands between two offsets of a text; equal offsets insert, "" deletes."""

    start: int
    end: int
    text: str


def replace(span: Span, text: str) -> Edit:
    """Puts `text` in place of what stands in `span`."""
    return Edit(span.start_offset, span.end_offset, text)


def delete(span: Span) -> Edit:
    """Takes away what stands in `span`."""
    return replace(span, "")


def applied(text: str, edits: Iterable[Edit]) -> str:
    """`text` with the edits made; inserts at one offset keep their order. Raises ValueError where two overlap."""
    ordered = sorted(edits, key=lambda edit: edit[:2])
    for left, right in pairwise(ordered):
        if right.start < left.end:
            raise ValueError(f"two edits overlap at offset {right.start}")
    for edit in reversed(ordered):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def rewrite(path: str | os.PathLike[str], source: Source, edits: Iterable[Edit]) -> None:
    """Makes the edits of `source` in the file at `path`, all or none, in its own encoding and with its own mode.

    A link stays a link. Raises OSError, and `StaleError` where the file no longer holds the source's text.
    """
    from archlint.document.atomic import write

    content = Path(path).read_bytes()
    encoding, mark = encoding_of(content)
    if content[len(mark) :] != source.text.encode(encoding, "surrogatepass"):
        raise StaleError(f"{path} has changed since it was read")
    write(path, mark + applied(source.text, edits).encode(encoding))

"""Columns as each reader counts them: code points here, UTF-8 bytes for reviewdog, cells on a terminal."""

from __future__ import annotations

TAB = 4


def byte_column(line: str, column: int) -> int:
    """The column in UTF-8 bytes, from 1, of the code point at `column`, from 1, of `line`."""
    return len(line[: column - 1].encode("utf-8", "surrogatepass")) + max(0, column - 1 - len(line)) + 1


def width(text: str) -> int:
    """How many terminal cells `text` takes: East Asian wide characters two, combining and invisible ones none."""
    if text.isascii():
        return len(text)
    return sum(cells(character) for character in text)


def cells(character: str) -> int:
    """How many terminal cells one character takes: 0, 1 or 2."""
    if character < "\u0300":
        return 0 if character == "\xad" else 1
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1

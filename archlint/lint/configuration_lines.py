"""Where each key of a TOML text stands; the library that reads TOML gives values without their places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Keys = tuple[str, ...]
Piece = tuple[str, int]

_PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'"
    r"|\#[^\n]*"
    r"|[\[\]{}=,.\n]"
    r'|[^\s"\'\#\[\]{}=,.]+',
    re.DOTALL,
)


def lines(text: str) -> dict[Keys, int]:
    """The 1-based line on which each key, by the tables it is in, is first set or opens a table.

    `text` is TOML that has been read already: what is not TOML gives lines of no meaning.
    """
    found: dict[Keys, int] = {}
    table: Keys = ()
    for statement in _statements(text):
        if statement[0][0] == "[":
            table = _keys(statement)
            _note(found, table, 0, statement[0][1])
        else:
            _entry(found, table, statement)
    return found


def _statements(text: str) -> Iterator[list[Piece]]:
    """The pieces of every header and every `key = value`, with their lines; a value may go over several."""
    statement: list[Piece] = []
    depth, line, at = 0, 1, 0
    for match in _PIECE.finditer(text):
        piece = match[0]
        line += text.count("\n", at, match.start())
        at = match.start()
        depth += (piece in ("[", "{")) - (piece in ("]", "}"))
        if piece == "\n" and depth == 0:
            if statement:
                yield statement
            statement = []
        elif piece != "\n" and not piece.startswith("#"):
            statement.append((piece, line))
    if statement:
        yield statement


def _entry(found: dict[Keys, int], table: Keys, pieces: list[Piece]) -> None:
    """Notes the key before the first `=`, and the keys of the inline table that is its value."""
    equals = next((number for number, (piece, _) in enumerate(pieces) if piece == "="), None)
    if equals is None:
        return
    path = table + _keys(pieces[:equals])
    _note(found, path, len(table), pieces[0][1])
    value = pieces[equals + 1 :]
    if value and value[0][0] == "{":
        for part in _parts(value[1:-1]):
            _entry(found, path, part)


def _parts(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """What stands between the commas of an inline table."""
    part: list[Piece] = []
    depth = 0
    for piece, line in pieces:
        depth += (piece in ("[", "{")) - (piece in ("]", "}"))
        if piece == "," and depth == 0:
            yield part
            part = []
        else:
            part.append((piece, line))
    yield part


def _keys(pieces: list[Piece]) -> Keys:
    return tuple(_key(piece) for piece, _ in pieces if piece not in ("[", "]", "."))


def _key(piece: str) -> str:
    if piece[0] not in "\"'":
        return piece
    import tomllib

    (key,) = tomllib.loads(f"{piece} = 0")
    return key


def _note(found: dict[Keys, int], path: Keys, above: int, line: int) -> None:
    """Notes `path`, and every table on the way that it opens by being named, below the first `above` keys."""
    for depth in range(above + 1, len(path) + 1):
        found.setdefault(path[:depth], line)

"""Says in our own words what YAML's reader found wrong, at the place where it can be mended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from archlint.document.tree import Problem, Span

if TYPE_CHECKING:
    from archlint.document.tree import Source

RULE = "unreadable-description"
# Text with braces in it, from the last blank colon, comma or bracket before it to the next comma or bracket after it.
_BRACED = re.compile(
    r"""(?:(?<=:\ )|(?<=[,\[{])|(?<=[,\[{]\ ))
    [^\s"'{}\[\],] (?:[^"'{}\[\],:]|:(?!\ ))* (?<![\s:])
    \{[^{}]*\} [^{}\[\],]*""",
    re.VERBOSE,
)
_NEAR = 200  # characters to each side of the reader's place in which such text is looked for
# What stands in the reader's text -> what we say and how to mend it. The first that fits is taken.
_WORDINGS: tuple[tuple[str, str, str], ...] = (
    ("unexpected ':'", "no blank follows this colon", "Put a blank after the colon, or quote the text."),
    ("undefined tag handle", "this tag uses a prefix that no %TAG line defines", "Write the value without a tag."),
    ("unexpected end of stream", "a quote is opened here and never closed", "Close the quote."),
    ("unexpected document indicator", "a quote is opened here and never closed", "Close the quote."),
    (
        "unknown escape character",
        "this backslash escape is not one of YAML's",
        "Double the backslash, or use single quotes.",
    ),
    ("escape", "this escape does not name a character", "Write the character itself."),
    ("expected hexdecimal", "this escape lacks hexadecimal digits", "Write the character itself."),
    (
        "mapping values are not allowed",
        "a second colon follows in the same entry",
        "Quote the text that holds the colon.",
    ),
    (
        "sequence entries are not allowed",
        "a list item stands where no list can start",
        "Start the list on a line of its own.",
    ),
    (
        "mapping keys are not allowed",
        "a key stands where no mapping can start",
        "Start the mapping on a line of its own.",
    ),
    (
        "could not find expected ':'",
        "no colon follows this key",
        "Write `key: value`, or indent the line below its key.",
    ),
    ("not find expected alphabetic", "no name follows this `&` or `*`", "Quote the text, or name the anchor."),
    ("expected alphabetic or numeric", "no name follows this `&` or `*`", "Quote the text, or name the anchor."),
    ("expected key", "this line does not continue the mapping above it", "Indent it like the keys of one mapping."),
    ("expected <block end>", "this line does not continue what stands above it", "Indent it like its neighbours."),
    (
        "expected '-' indicator",
        "this line does not continue the list above it",
        "Indent it like the other items, or start it with `-`.",
    ),
    (
        "document start",
        "text follows after the end of the document",
        "Put it below one key, or take it away.",
    ),
    ("directive", "this `%` line is not one that YAML knows", "Take the line away."),
    ("indentation indicator", "the number after `|` or `>` is not an indentation", "Take the number away."),
    ("comment or line break", "text follows `|` or `>` on the same line", "Start the text on the next line."),
    ("tag", "this tag is not complete", "Write the value without a tag, or quote it."),
    ("node content", "a value is missing here", "Write a value, or quote the text."),
)


def explain(error: Any, source: Source) -> Problem:
    """The problem that an error of YAML's reader stands for; always with a place inside the text."""
    said = f"{getattr(error, 'problem', None) or error} {getattr(error, 'context', None) or ''}"
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    mark = mark or context
    line, column = (mark.line, mark.column) if mark else (0, 0)
    offset = source.offset(line, column)
    opened = source.offset(context.line, context.column) if context else offset
    for wording in (_tab, _braces, _ended, _unclosed, _odd_start):
        problem = wording(said, source, offset, opened)
        if problem is not None:
            return problem
    for part, message, remedy in _WORDINGS:
        if part in said:
            at_start = "never closed" in message or "no colon" in message
            return _problem(source, opened if at_start else offset, message, remedy)
    return _problem(source, offset, "the text is not YAML from here on", "Mend or quote what stands here.")


def _problem(source: Source, offset: int, message: str, remedy: str, width: int = 1) -> Problem:
    line, column = source.place(offset)
    length = len(source.line(line + 1))
    column = min(column, length)
    end = max(column, min(column + width, length))
    return Problem(RULE, Span(source, line + 1, column + 1, line + 1, end + 1), message, remedy)


def _tab(said: str, source: Source, offset: int, _: int) -> Problem | None:
    """A tab among the blanks that indent the line."""
    if "cannot start any token" not in said and "tab character" not in said and "indentation" not in said:
        return None
    line = source.place(offset)[0]
    indent = re.match(r"[ \t]*", source.line(line + 1))
    tab = indent.group().find("\t") if indent else -1
    if tab < 0:
        return None
    start = source.starts()[line] + tab
    return _problem(source, start, "a tab indents this line; YAML allows only spaces", "Indent with spaces.")


def _braces(said: str, source: Source, offset: int, _: int) -> Problem | None:
    """Text like `GET /orders/{id}` without quotes inside braces or brackets, which open a mapping there."""
    if "',' or '" not in said:
        return None
    line, column = source.place(offset)
    start = max(0, column - _NEAR)
    for found in _BRACED.finditer(source.line(line + 1)[start : column + _NEAR]):
        if found.start() <= column - start <= found.end():
            quoted = found.group().rstrip()
            message = f"`{quoted}` has braces, which open a mapping here"
            first = offset - column + start + found.start()
            return _problem(source, first, message, f'Quote it: "{quoted}".', len(quoted))
    return None


def _ended(said: str, source: Source, offset: int, _: int) -> Problem | None:
    """A text that ends after an opening bracket or a comma; shown at its last sign."""
    if "node content" not in said or source.text[offset:].strip():
        return None
    last = len(source.text[:offset].rstrip()) - 1
    message = "the text ends here, inside brackets or braces that are not closed"
    return _problem(source, last, message, "Write the rest, or close what is open.") if last >= 0 else None


def _unclosed(said: str, source: Source, offset: int, opened: int) -> Problem | None:
    """A bracket or brace that is not closed where it has to be; shown where it is opened if that is another line."""
    if "',' or '" not in said:
        return None
    sign = "]" if "',' or ']'" in said else "}"
    message = f"neither `,` nor `{sign}` follows what stands before this"
    line, opened_line = source.place(offset)[0], source.place(opened)[0]
    if line == opened_line:
        return _problem(source, offset, message, f"Write `,` or `{sign}` here, or quote the text.")
    message = f"this `{source.text[opened]}` is not closed: line {line + 1} goes on without `,` or `{sign}`"
    return _problem(source, opened, message, f"Close it with `{sign}`.")


def _odd_start(said: str, source: Source, offset: int, _: int) -> Problem | None:
    """A character that YAML keeps for itself, like `@`, at the start of a value."""
    if "cannot start any token" not in said or offset >= len(source.text):
        return None
    sign = source.text[offset]
    name = "a backtick" if sign == "`" else f"`{sign}`"
    return _problem(source, offset, f"{name} cannot start a value", "Quote the text.")

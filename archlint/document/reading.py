"""Reads a file or a text into a document; whatever its bytes are, the answer is data or problems with their places."""

from __future__ import annotations

import gc
import os
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archlint.document.tree import Document, Problem, Source

RULE = "unreadable-description"
if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 32 * 1024 * 1024  # bytes
# What YAML admits in a text; a byte order mark inside it is let through, as the reader does.
# Patterns that few texts need are compiled where they are used: these classes are slow to compile.
_FORBIDDEN = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_HALF = "[\ud800-\udfff]"
# A character beyond U+FFFF as JSON escapes it, in two halves; YAML has no such thing.
_HALVES = r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
# Where the first key is looked for: below a licence and a page of comments, not at the end of a book.
_HEAD = 65_536
_LONGEST_KEY = 1024 + 8  # YAML takes no longer one without a question mark; and quotes, blanks and the colon
_KEY = re.compile(
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')\s*:"""
    r"""|(?P<plain>(?![-?]\s)[^\s"'\[\]{},:](?:[^:#]|:(?=\S))*?)\s*:(?:\s|$)"""
)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def read(path: str | os.PathLike[str], shown: str | None = None) -> Document:
    """The document in the file at `path`; `shown` is the path that its places carry, if it is another.

    Raises OSError where the file is missing, a folder, or not to be read; any content gives a document.
    """
    file = Path(path)
    name = (shown if shown is not None else str(path)).replace(os.sep, "/")
    with file.open("rb") as stream:
        try:
            content = stream.read(LARGEST + 1)
        except OSError as error:  # what opens and cannot be read has forgotten its name
            error.filename = str(path)
            raise
    return decode(content, name)


def decode(content: bytes, name: str) -> Document:
    """The document in the content of a file; `name` is the path that its places carry. Any content gives a document."""
    if len(content) > LARGEST:
        return _failed(Source(name, ""), 0, "the file is larger than 32 MiB", "Split it into several files.")
    encoding, mark = encoding_of(content)
    content = content[len(mark) :]
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        good = content[: error.start].decode(encoding)
        source = Source(name, good + content[error.start :].decode(encoding, "replace"))
        byte = f"the byte 0x{content[error.start]:02x}"
        return _failed(source, len(good), f"{byte} is not {encoding.upper()} text", "Save the file as UTF-8.")
    return parse(text, name)


def encoding_of(content: bytes) -> tuple[str, bytes]:
    """The encoding that a file's first bytes tell, and the byte order mark that they are."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding, mark
    return "utf-8", b""


def parse(text: str, path: str = "<text>") -> Document:
    """The document that `text` holds; `path` is what its places carry. Never raises, whatever the text is."""
    text = text.removeprefix("\ufeff")
    source = Source(path, text)
    if len(text) > LARGEST:
        return _failed(source, 0, "the text is larger than 32 MiB", "Split it into several files.")
    from yaml import YAMLError

    from archlint.document.builder import Builder
    from archlint.document.rare import UnreadableError

    # The builder makes no cycles, only some 10 objects a line that all stay: collecting between them doubles its time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        builder = Builder(source, _events(text))
        data = builder.document()
    except UnreadableError as error:
        return Document(source, None, [error.problem])
    except (YAMLError, ValueError, OverflowError) as error:
        whole = re.sub(_HALVES, _joined, text)
        if whole != text:
            return parse(whole, path)
        from archlint.document.syntax import explain

        return Document(source, None, [_forbidden(source) or _too_deep(source, error) or explain(error, source)])
    finally:
        if collecting:
            gc.enable()
    if data is None:
        return _failed(source, 0, "the file is empty", "Describe an architecture, or delete the file.")
    problems = sorted(builder.rare.problems, key=lambda problem: problem.at[1:])
    return Document(source, data, problems, builder.rare.tags)


def first_key(text: str) -> str | None:
    """The first key of the mapping that `text` seems to hold, found without reading the rest."""
    for line in text[:_HEAD].removeprefix("\ufeff").splitlines():
        content = line.strip().removeprefix("---").lstrip().removeprefix("{").lstrip()
        if content and content[0] not in "#%":
            found = _KEY.match(content[:_LONGEST_KEY])
            return (found["double"] or found["single"] or found["plain"]) if found else None
    return None


def first_key_of(path: str | os.PathLike[str]) -> str | None:
    """The first key of a file, from its first 64 KiB. Raises OSError where the file is not to be read."""
    with Path(path).open("rb") as stream:
        content = stream.read(_HEAD)
    encoding, mark = encoding_of(content)
    return first_key(content[len(mark) :].decode(encoding, "replace"))


def _events(text: str) -> Any:
    """What gives the text's next event at each call, and None after the last."""
    try:
        from yaml._yaml import CParser
    except ImportError:  # PyYAML was built without libyaml
        from yaml import SafeLoader

        return partial(_without_surrogates, SafeLoader(text).get_event)
    return CParser(text).get_event


def _joined(halves: re.Match[str]) -> str:
    return chr(0x10000 + ((int(halves[1], 16) - 0xD800) << 10) + int(halves[2], 16) - 0xDC00)


def _without_surrogates(get_event: Callable[[], Any]) -> Any:
    """The next event; refuses half a character, as libyaml does and PyYAML's own reader does not."""
    event = get_event()
    text = getattr(event, "value", "")
    if not text.isascii() and re.search(_HALF, text):
        from yaml import MarkedYAMLError

        raise MarkedYAMLError(problem="found invalid Unicode character escape code", problem_mark=event.start_mark)
    return event


def _forbidden(source: Source) -> Problem | None:
    found = re.search(_FORBIDDEN, source.text)
    if found is None:
        return None
    at = source.span(found.start(), found.end())
    message = f"the character U+{ord(found.group()):04X} stands here, which text does not hold"
    return Problem(RULE, at, message, "Take the character away.")


def _too_deep(source: Source, error: Any) -> Problem | None:
    """Where the text is too deep for us, if libyaml itself gave up on its depth before it handed out what is open."""
    if "nesting depth" not in str(error):
        return None
    from archlint.document.builder import Builder
    from archlint.document.rare import UnreadableError

    mark = error.problem_mark
    try:
        Builder(source, _events(source.text[: source.offset(mark.line, mark.column)])).document()
    except UnreadableError as found:
        return found.problem
    return None


def _failed(source: Source, offset: int, message: str, remedy: str) -> Document:
    end = min(offset + 1, len(source.text)) if source.text[offset : offset + 1].strip() else offset
    return Document(source, None, [Problem(RULE, source.span(offset, end), message, remedy)])

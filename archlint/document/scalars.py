"""What plain YAML text means: YAML 1.2's core rules, plus our own that digits with a leading zero stay text."""

from __future__ import annotations

import re
from typing import Any, Final

# Any number that YAML 1.2 knows, hexadecimal and octal apart. No leading zero before another digit: such text is an
# account, a phone number or a file mode, and would lose its zeros.
_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z", re.ASCII)
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z", re.ASCII)
_BASED: Final = re.compile(r"0(?:x[0-9a-fA-F]+|o[0-7]+)\Z", re.ASCII)
_WORDS: Final[dict[str, Any]] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_NUMBER_STARTS: Final = frozenset("0123456789+-.")
# Python refuses to read longer runs of digits; a number this long is text to everybody.
_LONGEST_NUMBER: Final = 400


def resolve(text: str) -> Any:
    """The str, int, float, bool or None that plain (unquoted) `text` stands for."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS or len(text) > _LONGEST_NUMBER:
        return text
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    if _BASED.match(text):
        return int(text, 0)
    return text


class Resolved(dict[str, Any]):
    """A memo of `resolve` for one document: a file repeats few scalars many times."""

    __slots__ = ()

    def __missing__(self, text: str) -> Any:
        value = self[text] = resolve(text)
        return value

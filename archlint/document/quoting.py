"""Writes a plain value as YAML text that reads as the same value, on one line, in block and in flow style."""

from __future__ import annotations

import re
from typing import Final

from archlint.document.scalars import resolve

# Characters that mean nothing to YAML inside text; those that may begin it; and what numbers, times and dates are made
# of, for readers of YAML 1.1 and of 1.2.
_PLAIN: Final = re.compile(r"[\w$/.](?:[\w ./$%+@()=~*&!|<>^;:-]*[\w./$%+@()=~*&!|<>^;-])?\Z")
_LIKE_A_NUMBER: Final = re.compile(r"[\d.][\d_:.+\-eExXoObBtTzZ ]*\Z")
_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
_SAFE: Final = re.compile("[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def written(value: str | float | bool | None) -> str:
    """`value` as a YAML scalar: plain where that is safe everywhere, else in double quotes.

    A lone surrogate, which no YAML text can hold, becomes U+FFFD.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}.get(repr(float(value)), repr(float(value)))
    if _is_plain(value):
        return value
    return '"' + "".join(_escaped(character) for character in value) + '"'


def _is_plain(text: str) -> bool:
    return bool(
        _PLAIN.match(text)
        and ": " not in text
        and text.lower() not in _WORDS
        and not _LIKE_A_NUMBER.match(text)
        and isinstance(resolve(text), str)
    )


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if _SAFE.match(character):
        return character
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

"""Values of a template as texts, open where only the deployed stack knows them."""

from __future__ import annotations

import json
from typing import Any

from archlint.document.tree import Map, Seq
from archlint.importers.cloudformation.values import NOTHING, Open


def unknown(name: str, *arguments: Any) -> Open:
    """A value that only the deployed stack knows; equal arguments make equal values."""
    shown = ",".join(as_text(argument) for argument in arguments)
    for mark in "${}":
        shown = shown.replace(mark, "")
    return Open("${" + f"{name}({shown})" + "}")


def as_text(value: Any) -> str:
    """A value as Fn::Sub and Fn::Join put it into a text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or value is NOTHING:
        return ""
    if isinstance(value, Map | Seq):
        return json.dumps(value, default=str)
    return str(value)


LONGEST = 200_000
"""Characters of a text that is put together of others; a template itself may have a million."""


def joined(parts: list[Any]) -> Any:
    """Text pieces as one: open where one of them is, or where it grows beyond all use."""
    if sum(len(part) for part in parts if isinstance(part, str)) > LONGEST:
        return unknown("a long text")
    if not any(isinstance(part, Open) for part in parts):
        return "".join(as_text(part) for part in parts)
    return Open("".join(part if isinstance(part, Open) else as_text(part).replace("${", "${!") for part in parts))


def first_note(*notes: str) -> str:
    return next((note for note in notes if note), "")


def resolved_later(text: str) -> Open:
    """A dynamic reference such as {{resolve:ssm:/name}}: known when the stack is made."""
    return Open("${" + text.replace("{", "").replace("}", "") + "}")

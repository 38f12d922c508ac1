"""Globs over paths, in the way of `.gitignore`."""

from __future__ import annotations

import re
from functools import cache


@cache
def translate(pattern: str) -> re.Pattern[str]:
    """The expression for a glob: `*` and `?` stay within a name, `**` crosses folders, a folder is all that is in it.

    A pattern without a slash fits at any depth, one with a slash starts at the top.
    """
    pattern = pattern.removeprefix("./")
    anywhere = "/" not in pattern.rstrip("/")
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.strip("/"))
    wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    body = "".join(wild.get(part, re.escape(part)) for part in parts)
    return re.compile(f"{'(?:.*/)?' if anywhere else ''}{body}(?:/.*)?", re.DOTALL)

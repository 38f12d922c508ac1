"""What a repository's `.gitignore` files leave out, in the way git reads them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_WILD = re.compile(r"((?<![^/])\*{2,}/|/\*{2,}\Z|\*+|\?|\[!?\]?[^\]]*\]|\\.)")

_MEANT_BY_PYTHON_ALONE = re.compile(r"\[|&&|~~|\|\||--")


class Pattern(NamedTuple):
    """One line: what it fits (a path below its file's folder), whether only folders, whether it takes back."""

    expression: re.Pattern[str]
    only_folders: bool
    takes_back: bool


class Ignored:
    """Tells what is left out below one folder; the files above it count as far as the repository reaches."""

    def __init__(self, folder: Path) -> None:
        self._top = folder.resolve()
        self._files: dict[Path, list[Pattern]] = {}
        root = next((above for above in (self._top, *self._top.parents) if (above / ".git").exists()), None)
        self._above = [] if root is None else [above for above in self._top.parents if above.is_relative_to(root)]

    def leaves_out(self, path: Path, *, is_folder: bool) -> bool:
        """Whether a file or folder below the folder is left out; the last line that fits decides."""
        path = path.parent.resolve() / path.name
        out = False
        for folder in (*reversed(self._above), *_between(self._top, path)):
            below = path.relative_to(folder).as_posix()
            for pattern in self._patterns(folder):
                if (is_folder or not pattern.only_folders) and pattern.expression.fullmatch(below):
                    out = not pattern.takes_back
        return out

    def _patterns(self, folder: Path) -> list[Pattern]:
        known = self._files.get(folder)
        if known is None:
            try:
                lines = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
            except OSError:
                lines = []
            known = self._files[folder] = [found for line in lines if (found := pattern_of(line)) is not None]
        return known


def _between(top: Path, path: Path) -> list[Path]:
    """The folders from `top` down to the one that holds `path`."""
    inner = [folder for folder in path.parents if folder.is_relative_to(top)]
    return inner[::-1]


@cache
def pattern_of(line: str) -> Pattern | None:
    """One line of a `.gitignore`; None for a comment or an empty one."""
    text = line.rstrip("\r\n")
    text = text.rstrip(" ") if not text.endswith("\\ ") else text
    if not text or text.startswith("#"):
        return None
    takes_back = text.startswith("!")
    text = text.removeprefix("!")
    only_folders = text.endswith("/")
    text = text.rstrip("/")
    if not text:
        return None
    anchored = "/" in text
    parts = _WILD.split(text) if anchored else _WILD.split("/" + text)
    body = "".join(_expression(part) for part in parts).removeprefix("/")
    try:
        return Pattern(re.compile(body if anchored else f"(?:.*/)?{body}", re.DOTALL), only_folders, takes_back)
    except re.error:
        return None


def _expression(part: str) -> str:
    if part.startswith("*"):
        return "(?:.*/)?" if part.endswith("/") else "[^/]*"
    if part.startswith("/*"):
        return "/.*"
    if part == "?":
        return "[^/]"
    if part.startswith("[") and part.endswith("]") and len(part) > 2:
        inner = _MEANT_BY_PYTHON_ALONE.sub(r"\\\g<0>", part[1:-1])
        return f"[^{inner[1:]}]" if inner.startswith("!") else f"[{inner}]"
    return re.escape(part.removeprefix("\\"))

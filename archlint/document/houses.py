"""The folder that the files of one description stay in, and the files that are named from inside it."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path

HOUSE_MARKS = ("archlint.toml", "pyproject.toml", ".git")


class NotThereError(Exception):
    """A path that names nothing to be read; the text says why, in words that follow the path."""


def house(folder: Path) -> Path:
    """The nearest folder at or above `folder` that holds one of `HOUSE_MARKS`; else `folder` itself."""
    for candidate in (folder, *folder.parents):
        if any((candidate / mark).exists() for mark in HOUSE_MARKS):
            return candidate
    return folder


def located(entry: str, folder: Path, root: Path, who: str) -> Path:
    """The path that `entry`, written in a file of `folder`, names below `root`; `who` stays in there."""
    if "\0" in entry:
        raise NotThereError("is no path")
    path = Path(posixpath.normpath(posixpath.join(folder.as_posix(), entry)))
    if not path.is_relative_to(root):
        raise NotThereError(f"leads out of {root.name}/, the folder that {who} stay in")
    return path


def real_file(found: Path, root: Path, who: str) -> Path:
    """The file itself, links followed. Raises NotThereError, OSError, or RuntimeError for a link to itself."""
    real = found.resolve()
    if not real.is_relative_to(root):
        raise NotThereError(f"is a link that leads out of {root.name}/, the folder that {who} stay in")
    if not real.is_file():
        raise NotThereError("is not a file" if real.exists() else "does not exist")
    return real


def reason_of(error: Exception) -> str:
    """Why a file cannot be had, in words that follow its path."""
    if isinstance(error, OSError):
        return f"cannot be read: {(error.strerror or str(error)).lower()}"
    return str(error) if isinstance(error, NotThereError) else "is a link to itself"  # before Python 3.13


def shown_beside(parent: str, file: Path, found: Path) -> str:
    """The path to show for a found file: beside the path under which the file that names it is shown."""
    relative = os.path.relpath(found, file.parent).replace(os.sep, "/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(parent), relative))

"""Writes a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from errno import EACCES
from pathlib import Path


def write(path: str | os.PathLike[str], content: bytes) -> None:
    """Puts `content` in place of the file at `path` in one step; a link stays a link, and the file's mode stays too.

    What is no file of its own (`/dev/null`, a pipe) is written to. Raises `OSError`, which names `path`; the old file
    is then as it was.
    """
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            target.write_bytes(content)
        else:
            _replace(target, content)
    except OSError as error:
        error.filename, error.filename2 = os.fspath(path), None
        raise


def _replace(target: Path, content: bytes) -> None:
    there = target.exists()
    if there and not os.access(target, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES))
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".new")
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.chmod(target.stat().st_mode & 0o7777 if there else 0o666 & ~_umask())
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask

"""What is being worked on, said on stderr where a person waits for it: never in CI, in a pipe, or for short work."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_PATIENCE = 0.7  # seconds in which nobody asks what takes so long
_PAUSE = 0.1  # seconds between two lines that replace each other


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A function that shows what is being worked on, in one line that is gone at the end."""
    if not sys.stderr.isatty() or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    begun = shown = time.monotonic()
    said = False

    def told(what: str) -> None:
        nonlocal shown, said
        now = time.monotonic()
        if now - begun > _PATIENCE and now - shown > _PAUSE:
            from archlint.reports.escape import legible

            sys.stderr.write(f"\r\x1b[Karchlint: {legible(what)[:60]} ...")
            sys.stderr.flush()
            shown, said = now, True

    try:
        yield told
    finally:
        if said:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def watched(files: Sequence[Path]) -> Iterator[Path]:
    """The files one by one, with how many of them are done."""
    with progress() as told:
        for number, file in enumerate(files, 1):
            told(f"{number:,} of {len(files):,} files")
            yield file

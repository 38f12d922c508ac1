"""Values the way a description writes them, for remedies that can be carried out without asking."""

from __future__ import annotations

from math import ceil


def seconds(duration: float) -> str:
    """A time in whole seconds, rounded up: AWS takes no parts of a second."""
    return f"{ceil(duration)}s"


def megabytes(size: float) -> str:
    """A size in whole MB, rounded up."""
    return f"{ceil(size / 1024**2)} MB"

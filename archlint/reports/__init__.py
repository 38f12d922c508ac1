"""The output formats of lint: one module each, every one a pure function from a report to text."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from archlint.lint.report import Report

FORMATS: tuple[str, ...] = (
    "text", "concise", "json", "github", "sarif", "gitlab", "junit", "checkstyle", "rdjson", "azure", "markdown",
)  # fmt: skip

# Each of these is one document, which nothing else can stand beside; the others are lines.
DOCUMENTS: frozenset[str] = frozenset({"json", "sarif", "gitlab", "junit", "checkstyle", "rdjson"})

# These name places to a service that knows the files by their way from the repository's root.
ROOTED: frozenset[str] = frozenset(FORMATS) - {"text", "concise", "json"}


def renderer(name: str) -> Callable[[Report], str]:
    """The function that writes a report in the format `name` (one of `FORMATS`); its module is imported only now."""
    module = import_module("archlint.reports." + ("json_" if name == "json" else name))
    render: Callable[[Report], str] = module.render
    return render

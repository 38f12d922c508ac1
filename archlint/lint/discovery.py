"""Finds what there is to lint: the files that are named, and the descriptions below the folders that are named."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from archlint.document.reading import first_key_of
from archlint.lint.configuration import excludes

if TYPE_CHECKING:
    from archlint.lint.configuration import Configuration

SKIPPED = frozenset({"node_modules", "__pycache__", ".aws-sam", "cdk.out"})
SUFFIXES = (".yaml", ".yml")


def find(paths: Sequence[Path], configuration: Configuration) -> list[Path]:
    """The files to lint, each once, in the order named; folders give their descriptions in the order of their paths.

    A file that is named is always read. Raises FileNotFoundError for a path that is not there.
    """
    found: dict[Path, None] = {}
    for path in paths or [Path()]:
        if path.is_dir():
            found |= dict.fromkeys(file for file in _below(path) if not excludes(configuration, file))
        elif path.exists():
            found[path] = None
        else:
            raise FileNotFoundError(2, "no such file or folder", str(path))
    return list(found)


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in SKIPPED and not name.startswith("."))
        for name in sorted(files):
            if name.endswith(SUFFIXES):
                file = Path(parent, name)
                if first_key_of(file) == "archlint":
                    yield file

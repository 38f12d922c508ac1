"""Finds what there is to lint: the files that are named, and below the folders that are named, by what files hold."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archlint.document.reading import first_key
from archlint.lint.configuration import excludes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archlint.lint.configuration import Configuration
    from archlint.lint.gitignore import Ignored

SKIPPED = frozenset({"node_modules", "__pycache__", ".aws-sam"})
SUFFIXES = (".yaml", ".yml", ".json", ".template")
_HEAD = 65_536
_LARGEST = 8_000_000
_KEY = re.compile(r"""^(["']?)(?:AWSTemplateFormatVersion|Resources)\1[ \t]*:""", re.MULTILINE)
_TYPE = re.compile(r"""["']?Type["']?[ \t]*:[ \t]*["']?(?:AWS|Custom|Alexa)::""")


def find(paths: Sequence[Path], configuration: Configuration) -> list[Path]:
    """The files to lint, each once, in the order named; folders give theirs in the order of their paths.

    A file that is named is always read. Raises FileNotFoundError for a path that is not there.
    """
    found: dict[Path, None] = {}
    for path in paths or [Path()]:
        if path.is_dir():
            found |= dict.fromkeys(file for file in below(path) if not excludes(configuration, file))
        elif path.exists():
            found[path] = None
        else:
            raise FileNotFoundError(2, "no such file or folder", str(path))
    return list(found)


def below(folder: Path) -> Iterator[Path]:
    """The descriptions and templates below a folder; not what `.gitignore` or `SKIPPED` leave out, nor CDK's assets."""
    from archlint.lint.gitignore import Ignored

    ignored = Ignored(folder)
    for parent, folders, files in os.walk(folder):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if _enters(here / name, ignored))
        for name in sorted(files):
            file = here / name
            if not name.endswith(SUFFIXES) or _is_asset(file) or ignored.leaves_out(file, is_folder=False):
                continue
            if is_ours(file):
                yield file


def _enters(folder: Path, ignored: Ignored) -> bool:
    name = folder.name
    if name in SKIPPED or name.startswith(".") or _is_asset(folder):
        return False
    return not ignored.leaves_out(folder, is_folder=True)


def _is_asset(path: Path) -> bool:
    """Whether the CDK put it beside the templates that it made: what functions run, say."""
    return path.name.startswith("asset.") and "cdk.out" in path.parts


def is_ours(file: Path) -> bool:
    """Whether a file is a description or a template, told by what it holds."""
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD).decode("utf-8", "replace").removeprefix("\ufeff")
            if file.suffix in (".yaml", ".yml") and _first_word(head) == "archlint":
                return True
            rest = stream.read(_LARGEST).decode("utf-8", "replace")
    except OSError:
        return False
    return holds_template(head + rest)


def _first_word(head: str) -> str | None:
    """The first key, looked up only where its name is in the text at all."""
    return first_key(head) if "archlint" in head else None


def holds_template(text: str) -> bool:
    """Whether a text is a template: for YAML by its lines, for JSON by its own top level."""
    if text.lstrip()[:1] != "{":
        return _KEY.search(text) is not None and ("AWSTemplateFormatVersion" in text or _TYPE.search(text) is not None)
    if "AWSTemplateFormatVersion" not in text and _TYPE.search(text) is None:
        return False
    import json

    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        return '"AWSTemplateFormatVersion"' in text  # a broken template is still one: lint says what is wrong with it
    return isinstance(data, dict) and ("AWSTemplateFormatVersion" in data or isinstance(data.get("Resources"), dict))

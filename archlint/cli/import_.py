"""`archlint import`: turn a SAM or CloudFormation template into a description."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from archlint.cli.main import FOUND, complain, note, say
from archlint.cli.options import pair

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(command: ArgumentParser) -> None:
    command.add_argument("template", help="the template to read")
    command.add_argument("-o", "--output", metavar="FILE", help="write the description here instead of to stdout")
    command.add_argument("--force", action="store_true", help="write over a file that is there")
    command.add_argument(
        "--parameter", metavar="NAME=VALUE", action="append", default=[], type=pair, help="a parameter of the template"
    )


def run(parsed: Namespace) -> int:
    from archlint.document import read
    from archlint.importers import load
    from archlint.importers.dump import dump

    path = Path(parsed.template)
    document = read(path, str(path).replace(os.sep, "/"))
    variants = load(document, path=path, parameters=dict(parsed.parameter))
    if not variants:
        for problem in document.problems:
            note(f"{problem.at.source.path}:{problem.at.line}:{problem.at.column}: {problem.message}")
        return complain(f"{path} is no template", "Name a SAM or CloudFormation template.") if document.data else FOUND
    target = Path(parsed.output) if parsed.output and parsed.output != "-" else None
    if target is not None and target.exists() and not parsed.force:
        return complain(f"{target} is there already", "Name another file, or write over it with --force.")
    text = dump(variants[0].document, _seen_from(path, target))
    for variant in variants[1:]:
        note(f"left out what the template describes when {variant.label}; pin parameters with --parameter for that")
    if target is None:
        say(text)
        return 0
    from archlint.document.atomic import write

    write(target, text.encode())
    say(f"wrote {target}; now: archlint lint {target}\n")
    return 0


def _seen_from(template: Path, target: Path | None) -> str:
    """The template's path as the description names it: from where the description lies."""
    if target is None:
        return template.as_posix()
    return Path(os.path.relpath(template, target.parent)).as_posix()

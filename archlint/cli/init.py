"""`archlint init`: write a commented starter description, or an overlay for a template."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from archlint.cli.main import complain, say
from archlint.cli.options import pair

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(command: ArgumentParser) -> None:
    command.add_argument("file", nargs="?", help="where to write it (architecture.yaml); `-` prints it")
    command.add_argument("--force", action="store_true", help="write over a file that is there")
    command.add_argument(
        "--from",
        dest="template",
        metavar="TEMPLATE",
        help="write an overlay for this SAM or CloudFormation template, with what it leaves open as comments",
    )
    command.add_argument(
        "--parameter", metavar="NAME=VALUE", action="append", default=[], type=pair, help="a parameter of the template"
    )


def run(parsed: Namespace) -> int:
    if parsed.template is not None:
        return _overlay(Path(parsed.template), parsed.file, dict(parsed.parameter), force=parsed.force)
    if parsed.parameter:
        return complain("a starter has no parameters; a template has", "Name it: `archlint init --from TEMPLATE`.")
    from archlint.model.starter import starter

    if parsed.file == "-":
        say(starter())
        return 0
    path = Path(parsed.file or "architecture.yaml")
    if path.exists() and not parsed.force:
        return complain(f"{path} is there already", "Name another file, or write over it with --force.")
    from archlint.document.atomic import write

    schema = path.with_name("archlint.schema.json")
    write(path, starter().encode())
    if not schema.exists() or parsed.force:
        import json

        from archlint.model.schema import schema as made

        write(schema, (json.dumps(made(), indent=1, ensure_ascii=False) + "\n").encode())
    say(f"wrote {path} and {schema}; now: archlint lint {path}\n")
    return 0


def _overlay(template: Path, file: str | None, parameters: dict[str, str], *, force: bool) -> int:
    from shlex import quote

    from archlint.document import read
    from archlint.importers import load
    from archlint.importers.overlay import NAMES
    from archlint.importers.overlay_starter import Question, overlay_text
    from archlint.importers.words import OVERLAID
    from archlint.lint.configuration import Configuration
    from archlint.lint.running import Wanted
    from archlint.lint.running import run as lint

    path = template.with_name(NAMES[0]) if file is None else Path(file)
    if file != "-" and path.exists() and not force:
        return complain(f"{path} is there already", "Name another file, or write over it with --force.")
    variants = load(read(template, str(template).replace(os.sep, "/")), path=template, parameters=parameters)
    if not variants:
        return complain(f"{template} is no template", "Name a SAM or CloudFormation template.")
    data = variants[0].document.data
    found = lint([template], Configuration(), Wanted(parameters=parameters))
    questions = [Question(each.subject, each.message, each.remedy.removesuffix(OVERLAID)) for each in found.questions]
    functions = [name for name, fields in data.get("components", {}).items() if fields.get("type") == "lambda"]
    flows = [name for item in data.get("flows", ()) for name in item]
    seen_from = template if file == "-" else Path(os.path.relpath(template, path.parent))
    text = overlay_text(seen_from.as_posix(), functions, flows, questions)
    if file == "-":
        say(text)
        return 0
    from archlint.document.atomic import write

    write(path, text.encode())
    asked = "1 question" if len(questions) == 1 else f"{len(questions)} questions"
    pinned = "".join(f" --parameter {quote(f'{name}={value}')}" for name, value in parameters.items())
    say(f"wrote {path} with {asked}; now: archlint lint {template}{pinned}\n")
    return 0

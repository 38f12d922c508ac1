"""`archlint init`: write a commented starter description."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archlint.cli.main import complain, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(command: ArgumentParser) -> None:
    command.add_argument("file", nargs="?", default="architecture.yaml", help="where to write it; `-` prints it")
    command.add_argument("--force", action="store_true", help="write over a file that is there")


def run(parsed: Namespace) -> int:
    from archlint.model.starter import starter

    if parsed.file == "-":
        say(starter())
        return 0
    path = Path(parsed.file)
    if path.exists() and not parsed.force:
        return complain(f"{path} is there already", "Name another file, or write over it with --force.")
    from archlint.lint.atomic import write

    schema = path.with_name("archlint.schema.json")
    write(path, starter().encode())
    if not schema.exists() or parsed.force:
        import json

        from archlint.model.schema import schema as made

        write(schema, (json.dumps(made(), indent=1, ensure_ascii=False) + "\n").encode())
    say(f"wrote {path} and {schema}; now: archlint lint {path}\n")
    return 0

"""`archlint report`: write the design review."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from archlint.cli.main import complain, note, say
from archlint.cli.options import add_configuration, configuration

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(command: ArgumentParser) -> None:
    command.add_argument(
        "path", nargs="?", metavar="PATH", help="the description or template; default: the one below this folder"
    )
    command.add_argument(
        "-o", "--output", metavar="FILE", help="where to write it: .html or .md; default: Markdown to stdout"
    )
    command.add_argument("--compare", metavar="OLD", type=Path, help="an older description: adds what changed")
    command.add_argument(
        "--date", metavar="YYYY-MM-DD", type=date.fromisoformat, help="the date that the report bears; default: none"
    )
    add_configuration(command)


def run(parsed: Namespace) -> int:
    from archlint.lint.discovery import find
    from archlint.lint.review import review
    from archlint.lint.running import Wanted
    from archlint.reports.review.page import page

    if parsed.output and Path(parsed.output).suffix.lower() not in _WRITERS:
        return complain(
            f"{parsed.output} is neither .html nor .md", "Name the file so that its ending says what it is."
        )
    settings = configuration(parsed)
    paths = find([Path(parsed.path)] if parsed.path else [], settings)
    if len(paths) != 1:
        return complain(f"found {len(paths)} descriptions here, and a report is about one", "Name the file.")
    found = review(
        paths[0], settings, Wanted(parsed.scenario, dict(parsed.parameter)), old=parsed.compare, made_on=parsed.date
    )
    if found is None:
        return complain(f"{paths[0]} has nothing to review")
    made = page(found)
    if not parsed.output:
        from archlint.reports.review.md import render

        say(render(made))
        return 0
    from importlib import import_module

    from archlint.lint.atomic import write

    module = import_module(f"archlint.reports.review.{_WRITERS[Path(parsed.output).suffix.lower()]}")
    write(Path(parsed.output), module.render(made).encode("utf-8"))
    note(f"wrote {parsed.output}: {found.verdict}")
    return 0


_WRITERS = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md"}

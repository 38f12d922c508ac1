"""`archlint graph`: draw the architecture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archlint.cli.main import complain, say
from archlint.cli.options import add_configuration, configuration

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from archlint.reports.drawing import Drawing

FORMATS = ("mermaid", "dot", "svg", "json", "graphml")


def arguments(command: ArgumentParser) -> None:
    command.add_argument(
        "path", nargs="?", metavar="PATH", help="the description or template; default: the one below this folder"
    )
    command.add_argument("--format", choices=FORMATS, default="mermaid", help="what to draw it in; default: mermaid")
    command.add_argument("-o", "--output", metavar="FILE", help="where to write it; default: stdout")
    add_configuration(command)


def run(parsed: Namespace) -> int:
    from archlint.lint.discovery import find
    from archlint.lint.running import Wanted, lint_file, report
    from archlint.reports.drawing import drawing
    from archlint.reports.svg import NoPictureError

    settings = configuration(parsed)
    paths = find([Path(parsed.path)] if parsed.path else [], settings)
    if len(paths) != 1:
        return complain(f"found {len(paths)} descriptions here, and a picture shows one", "Name the file.")
    linted = lint_file(paths[0], settings, Wanted(parsed.scenario, dict(parsed.parameter)))
    if not linted.results:
        return complain(f"{paths[0]} has nothing to draw")
    try:
        text = _drawn(drawing(linted.results[-1][1].design, report([linted]).findings), parsed.format)
    except NoPictureError as error:
        return complain(str(error))
    if parsed.output:
        from archlint.lint.atomic import write

        write(Path(parsed.output), text.encode())
    else:
        say(text)
    return 0


def _drawn(picture: Drawing, wanted: str) -> str:
    if wanted == "mermaid":
        from archlint.reports.mermaid import document

        return document(picture)
    if wanted == "dot":
        from archlint.reports.dot import render as dot

        return dot(picture)
    if wanted == "svg":
        from archlint.reports.svg import render as svg

        return svg(picture)
    from archlint.reports.node_link import as_json, graphml

    return as_json(picture) if wanted == "json" else graphml(picture)

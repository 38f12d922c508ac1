"""`archlint graph`: draw the architecture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archlint.cli.main import complain, note, say
from archlint.cli.options import add_configuration, configuration

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from archlint.reports.drawing import Drawing

FORMATS = ("mermaid", "dot", "svg", "json", "graphml")
ENDINGS = {
    ".mmd": "mermaid", ".mermaid": "mermaid", ".md": "mermaid", ".dot": "dot", ".gv": "dot", ".svg": "svg",
    ".json": "json", ".graphml": "graphml",
}  # fmt: skip
MOST_IN_ONE = 300  # components of one SVG, above which nobody finds anything in it
_LARGER = "is too large for one picture: this is its overview, `--only` draws one group, network or account of it"


def arguments(command: ArgumentParser) -> None:
    command.add_argument(
        "path", nargs="?", metavar="PATH", help="the description or template; default: the one below this folder"
    )
    command.add_argument(
        "--format", choices=FORMATS, help="what to draw it in; default: what the ending of FILE says, else mermaid"
    )
    command.add_argument("-o", "--output", metavar="FILE", help="where to write it; default: stdout")
    command.add_argument("--only", metavar="NAME", help="draw only this account, group, network or subnet")
    add_configuration(command)


def run(parsed: Namespace) -> int:
    from archlint.lint.discovery import find
    from archlint.lint.running import Wanted, lint_one, report
    from archlint.reports.drawing import drawing
    from archlint.reports.layout import GET_GRAPHVIZ, NoPictureError

    wanted = parsed.format or (ENDINGS.get(Path(parsed.output).suffix.lower()) if parsed.output else "mermaid")
    if wanted is None:
        return complain(
            f"the ending of {parsed.output} names no format", f"Add `--format`, one of {', '.join(FORMATS)}."
        )
    settings = configuration(parsed)
    paths = find([Path(parsed.path)] if parsed.path else [], settings)
    if not paths:
        return complain("found nothing to draw here", "Name a file, or write one with `archlint init`.")
    if len(paths) != 1:
        return complain(f"found {len(paths)} descriptions here, and a picture shows one", "Name the file.")
    linted = lint_one(paths[0], settings, Wanted(parsed.scenario, dict(parsed.parameter)))
    whole = drawing(linted.results[-1][1].design, report([linted]).findings)
    picture = _only(whole, parsed.only)
    if picture is None:
        return complain(f"there is no account, group, network or subnet `{parsed.only}`", _boxes(whole))
    try:
        text = _drawn(picture, wanted, markdown=bool(parsed.output) and parsed.output.lower().endswith(".md"))
    except NoPictureError:
        return complain(
            "an SVG needs Graphviz, which is not installed", f"Run `{GET_GRAPHVIZ}`, or draw it as mermaid."
        )
    if parsed.output:
        from archlint.document.atomic import write

        write(Path(parsed.output), text.encode())
    else:
        say(text)
    return 0


def _only(whole: Drawing, box: str | None) -> Drawing | None:
    from archlint.reports.parts import within

    return whole if box is None else within(whole, box)


def _boxes(whole: Drawing) -> str:
    return f"There are {', '.join(box.label for box in whole.boxes)}." if whole.boxes else "Nothing stands in any."


def _drawn(picture: Drawing, wanted: str, *, markdown: bool) -> str:
    if wanted == "mermaid":
        from archlint.reports import mermaid

        pictures = mermaid.render(picture)
        return mermaid.document(pictures) if markdown or len(pictures) > 1 else pictures[0][1]
    if wanted == "dot":
        from archlint.reports import dot

        return dot.render(picture)
    if wanted == "svg":
        return _svg(picture)
    from archlint.reports.node_link import as_json, graphml

    return as_json(picture) if wanted == "json" else graphml(picture)


def _svg(picture: Drawing) -> str:
    from archlint.reports import parts, svg

    if len(picture.nodes) > MOST_IN_ONE or len(picture.edges) > 2 * MOST_IN_ONE:
        note(f"{picture.title} {_LARGER}")
        picture = parts.divided(picture)[0]
    return svg.render(picture)

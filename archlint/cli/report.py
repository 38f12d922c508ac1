"""`archlint report`: write the design review."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from archlint.cli.main import complain, note, say
from archlint.cli.options import add_configuration, configuration

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from archlint.lint.configuration import Configuration
    from archlint.lint.review import Before
    from archlint.lint.running import Wanted

_WRITERS = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md"}


def arguments(command: ArgumentParser) -> None:
    command.add_argument(
        "path", nargs="?", metavar="PATH", help="the description or template; default: the one below this folder"
    )
    command.add_argument(
        "-o", "--output", metavar="FILE", help="where to write it: .html or .md; default: Markdown to stdout"
    )
    command.add_argument(
        "--compare", metavar="OLD", type=Path, help="an older description, or its report: adds what changed"
    )
    command.add_argument(
        "--sections", metavar="NAMES", type=_sections, default=(), help="only these sections, separated by commas"
    )
    stamp = command.add_argument_group("what the report bears, beside what it says")
    stamp.add_argument("--date", metavar="YYYY-MM-DD", type=_date, help="a date; default: none")
    stamp.add_argument("--revision", metavar="TEXT", default="", help="the version or commit of the description")
    stamp.add_argument("--reviewer", metavar="NAME", action="append", default=[], help="who reviews; several times")
    add_configuration(command)


def _date(text: str) -> date:
    from argparse import ArgumentTypeError

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"`{text}` is no date such as 2026-11-24") from None


def _sections(text: str) -> tuple[str, ...]:
    from argparse import ArgumentTypeError

    from archlint.model.problems import did_you_mean
    from archlint.reports.review.page import SECTIONS

    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in SECTIONS:
            raise ArgumentTypeError(f"there is no section `{name}`{did_you_mean(name, SECTIONS)}")
    return names


def run(parsed: Namespace) -> int:
    from archlint.cli.progress import progress
    from archlint.lint.discovery import find
    from archlint.lint.review import Stamp, review
    from archlint.lint.running import Wanted
    from archlint.reports.review.page import page

    if parsed.output and Path(parsed.output).suffix.lower() not in _WRITERS:
        return complain(
            f"{parsed.output} is neither .html nor .md", "Name the file so that its ending says what it is."
        )
    settings = configuration(parsed)
    paths = find([Path(parsed.path)] if parsed.path else [], settings)
    if not paths:
        return complain("found nothing to review here", "Name a file, or write one with `archlint init`.")
    if len(paths) != 1:
        return complain(f"found {len(paths)} descriptions here, and a report is about one", "Name the file.")
    wanted = Wanted(parsed.scenario, dict(parsed.parameter))
    before = None if parsed.compare is None else _before(parsed.compare, settings, wanted)
    if parsed.compare is not None and before is None:
        return complain(f"{parsed.compare} is neither a description nor a report of one")
    with progress() as told:
        stamp = Stamp(parsed.date, parsed.revision, tuple(parsed.reviewer))
        found = review(paths[0], settings, wanted, before=before, stamp=stamp, told=told)
        made = page(found, parsed.sections, told)
    from importlib import import_module

    kind = _WRITERS[Path(parsed.output).suffix.lower()] if parsed.output else "md"
    text: str = import_module(f"archlint.reports.review.{kind}").render(made)
    if not parsed.output:
        say(text)
        return 0
    from archlint.document.atomic import write

    write(Path(parsed.output), text.encode("utf-8", "backslashreplace"))
    note(f"wrote {parsed.output}: {found.verdict}")
    return 0


def _before(path: Path, settings: Configuration, wanted: Wanted) -> Before | None:
    """What the older description is, or what the report of it says; None where it is neither."""
    if path.suffix.lower() not in (".html", ".htm"):
        from archlint.lint.review import before_of

        return before_of(path, settings, wanted)
    from archlint.reports.review.data import NoReportError, read

    try:
        return read(path)
    except NoReportError:
        return None

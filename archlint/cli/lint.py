"""`archlint lint`: check descriptions and templates against the rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archlint.cli.main import FOUND, complain, say
from archlint.cli.options import add_configuration, add_paths, colour, configuration, width
from archlint.reports import FORMATS, renderer

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from archlint.lint.report import Report


def arguments(command: ArgumentParser) -> None:
    add_paths(command)
    command.add_argument(
        "--format", metavar="FORMAT[=FILE]", action="append", default=[], type=_format,
        help=f"{', '.join(FORMATS)}; with =FILE into that file; may be given several times",
    )  # fmt: skip
    command.add_argument("--fail-on", choices=("error", "warning", "advice", "never"), help="exit with 1 from this severity on")
    command.add_argument("--exit-zero", dest="fail_on", action="store_const", const="never", help="the same as --fail-on never")
    add_configuration(command)


def _format(text: str) -> tuple[str, str | None]:
    from argparse import ArgumentTypeError

    name, _, file = text.partition("=")
    if name not in FORMATS:
        from archlint.model.problems import did_you_mean

        raise ArgumentTypeError(f"there is no format {name!r}{did_you_mean(name, FORMATS)}")
    return name, file or None


def run(parsed: Namespace) -> int:
    from archlint.lint.configuration import reaches
    from archlint.lint.discovery import find
    from archlint.lint.running import Wanted, run

    settings = configuration(parsed)
    paths = find([Path(path) for path in parsed.paths], settings)
    if not paths:
        return complain("found nothing to lint here", "Name a file, or write one with `archlint init`.")
    report = run(paths, settings, Wanted(parsed.scenario, dict(parsed.parameter)))
    _write(report, parsed.format or [("text", None)])
    return FOUND if any(reaches(finding.severity, settings.fail_on) for finding in report.findings) else 0


def _write(report: Report, formats: list[tuple[str, str | None]]) -> None:
    for name, file in formats:
        render = renderer(name)
        if name == "text" and file is None:
            from archlint.reports.text import render as text

            say(text(report, width=width(), colour=colour()))
        elif file is None:
            say(render(report))
        else:
            Path(file).write_text(render(report), encoding="utf-8")

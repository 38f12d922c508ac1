"""`archlint lint`: check descriptions and templates against the rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from archlint.cli.main import FOUND, complain, note, say
from archlint.cli.options import add_configuration, add_paths, configuration
from archlint.cli.outputs import add_formats, check, write

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable, Sequence

    from archlint.lint.configuration import Configuration
    from archlint.lint.report import Report

MANY = 20  # files
MOST_LISTED = 10  # of the known findings that are gone


def arguments(command: ArgumentParser) -> None:
    add_paths(command, ", or `-` for stdin")
    add_formats(command)
    command.add_argument(
        "--fail-on", choices=("error", "warning", "advice", "never"), help="exit with 1 from this severity on"
    )
    command.add_argument(
        "--exit-zero", dest="fail_on", action="store_const", const="never", help="the same as --fail-on never"
    )
    command.add_argument(
        "--stdin-filename", metavar="FILE", default="<stdin>", help="what `-`, read from stdin, is the content of"
    )
    command.add_argument("--baseline", metavar="FILE", help="hide the findings that this file knows")
    command.add_argument(
        "--force-exclude", action="store_true", help="leave out excluded files even where they are named"
    )
    command.add_argument(
        "-j", "--jobs", metavar="N", type=_number, default=1, help="lint N files at a time; 0: one on each processor"
    )
    mending = command.add_argument_group("mending")
    mending.add_argument("--fix", action="store_true", help="mend the files where the remedy is certain")
    mending.add_argument("--diff", action="store_true", help="only show what --fix would change")
    mending.add_argument("--unsafe-fixes", action="store_true", help="mend also where the meaning may change")
    add_configuration(command)


def run(parsed: Namespace) -> int:
    from archlint.lint.configuration import excludes, reaches
    from archlint.lint.discovery import find
    from archlint.lint.running import Wanted, run

    check(parsed.format)
    settings = configuration(parsed)
    content = _content(parsed)
    named = [Path(parsed.stdin_filename)] if content is not None else [Path(path) for path in parsed.paths]
    if parsed.force_exclude and named:
        named = [path for path in named if not excludes(settings, path)]
    nothing_left = bool(parsed.paths) and not named
    paths = named if nothing_left or content is not None else find(named, settings)
    if not paths and not nothing_left:
        return complain("found nothing to lint here", "Name a file, or write one with `archlint init`.")
    if parsed.unsafe_fixes and not (parsed.fix or parsed.diff):
        note("--unsafe-fixes changes nothing without --fix or --diff")
    if parsed.fix or parsed.diff:
        changes = _mend(paths, settings, parsed)
        if parsed.diff:
            return FOUND if changes else 0
    wanted = Wanted(parsed.scenario, dict(parsed.parameter), content=content)
    report = run(paths, settings, wanted, _watched(paths), parsed.jobs)
    report = _known_hidden(report, settings, parsed.scenario)
    write(report, parsed)
    return FOUND if any(reaches(finding.severity, settings.fail_on) for finding in report.findings) else 0


def _number(text: str) -> int:
    from argparse import ArgumentTypeError

    if not text.isdecimal():
        raise ArgumentTypeError(f"`{text}` is not a whole number of 0 or more")
    return int(text)


def _content(parsed: Namespace) -> bytes | None:
    """What is to be linted in place of files: stdin, where `-` is the path. Raises ConfigurationError."""
    if "-" not in parsed.paths:
        return None
    from archlint.lint.configuration import ConfigurationError

    if parsed.paths != ["-"]:
        raise ConfigurationError("`-` stands alone: stdin is one description or template")
    if parsed.fix or parsed.diff:
        raise ConfigurationError("stdin cannot be mended", remedy="Name a file for `--fix` and `--diff`.")
    return sys.stdin.buffer.read() if sys.stdin else b""


def _watched(paths: Sequence[Path]) -> Callable[[Sequence[Path]], Iterable[Path]] | None:
    """What says how far it is, where there is much to do."""
    if len(paths) < MANY:
        return None
    from archlint.cli.progress import watched

    return watched


def _mend(paths: Sequence[Path], settings: Configuration, parsed: Namespace) -> bool:
    """Mend the files, or show how; whether there is anything to change."""
    from archlint.lint.mending import mend_files

    mending = mend_files(paths, settings, unsafe=parsed.unsafe_fixes)
    if parsed.diff:
        say(mending.diff())
    else:
        mending.save()
    for line in mending.said(parsed.diff):
        note(line)
    return bool(mending.changed)


def _known_hidden(report: Report, settings: Configuration, scenario: str | None) -> Report:
    from archlint.lint import baseline

    file = baseline.located(settings)
    if file is None:
        return report
    left, unseen = baseline.hide(report, baseline.load(file), settings.mandatory)
    if gone := baseline.judged(unseen, report, settings, scenario):
        note(f"known findings that are gone: {gone.total():,}; `archlint baseline --prune` forgets them")
        from archlint.reports.escape import legible

        for line in baseline.listed(gone, MOST_LISTED):
            note(legible(line))
    return left

"""`archlint baseline`: write down the findings of today, so that from now on only new ones count."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archlint.cli.main import complain, note, say
from archlint.cli.options import add_configuration, add_paths, configuration

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(command: ArgumentParser) -> None:
    """The options of `baseline`."""
    add_paths(command)
    command.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="the file to write; default: the configured one, else archlint-baseline.json",
    )
    command.add_argument("--prune", action="store_true", help="only take out what is gone; add nothing")
    add_configuration(command)


def run(parsed: Namespace) -> int:
    """Write or prune the baseline. Raises ConfigurationError and OSError."""
    from archlint.document import atomic
    from archlint.lint import baseline
    from archlint.lint.discovery import find
    from archlint.lint.running import Wanted
    from archlint.lint.running import run as lint

    settings = configuration(parsed)
    configured = baseline.located(settings)
    file = Path(parsed.output) if parsed.output else configured or Path(baseline.NAME)
    known = baseline.load(file) if parsed.prune else None
    paths = find([Path(path) for path in parsed.paths], settings._replace(baseline=None))
    if not paths and known is None:
        return complain("found nothing to lint here", "Name a file, or write one with `archlint init`.")
    report = lint(paths, settings, Wanted(parsed.scenario, dict(parsed.parameter)))
    if known is None:
        fresh, said = baseline.of(report.findings), ""
    else:
        _, unseen = baseline.hide(report, known, settings.mandatory)
        gone = baseline.judged(unseen, report, settings, parsed.scenario)
        fresh, said = baseline.prune(known, gone), f", {gone.total():,} gone"
    text = baseline.dumps(fresh)
    if str(file) == "-":
        say(text)
    else:
        atomic.write(file, text.encode())
    number = fresh.total()
    note(f"{number:,} known finding{'s' * (number != 1)} in {file.as_posix()}{said}")
    return 0

"""Where reports go: each format to stdout or into its file, and in GitHub Actions a summary of the job beside them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from archlint.cli.main import say
from archlint.cli.options import colour, width
from archlint.reports import DOCUMENTS, FORMATS, ROOTED, renderer

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Sequence

    from archlint.lint.report import Report
    from archlint.reports.markdown import Bill

MOST_OF_A_SUMMARY = 1024 * 1024  # bytes of one step, after which GitHub drops all of it


def add_formats(command: ArgumentParser) -> None:
    """The option that says which reports are written, and where."""
    command.add_argument(
        "--format",
        metavar="FORMAT[=FILE]",
        action="append",
        default=[],
        type=_format,
        help=f"{', '.join(FORMATS)}; with =FILE into that file; may be given several times",
    )
    for option, what in (
        ("--bill", "what `cost --format json` wrote"),
        ("--bill-before", "the same before the change"),
    ):
        command.add_argument(option, metavar="FILE", help=f"{what}: shown on top of markdown and of a job's summary")


def _format(text: str) -> tuple[str, str | None]:
    from argparse import ArgumentTypeError

    name, equals, file = text.partition("=")
    if name not in FORMATS:
        from archlint.model.problems import did_you_mean

        raise ArgumentTypeError(f"there is no format `{name}`{did_you_mean(name, FORMATS)}")
    if equals and not file:
        raise ArgumentTypeError(f"`{text}` names no file")
    return name, file or None


def check(formats: Sequence[tuple[str, str | None]], documents: Iterable[str] = DOCUMENTS) -> None:
    """Raises ConfigurationError where two reports would be written into one another.

    `documents` are the formats that nothing else can stand beside; on stdout, others may.
    """
    from archlint.lint.configuration import ConfigurationError

    there: dict[str, str] = {}
    for name, file in formats:
        where = "stdout" if file is None else os.path.realpath(file)
        together = {name, there.get(where, name)}
        clash = not together.isdisjoint(documents) if file is None else not where.startswith("/dev/")
        if where in there and clash:
            remedy = f"Give each a file of its own: `--format {name}=FILE`."
            raise ConfigurationError(
                f"`{there[where]}` and `{name}` would both be written to {file or where}", remedy=remedy
            )
        there[where] = name


def write(report: Report, parsed: Namespace) -> None:
    """Writes `report` in every format asked for; text to stdout where none is. Raises OSError and ConfigurationError.

    Formats for a service that knows the repository name files from its root.
    """
    formats: Sequence[tuple[str, str | None]] = parsed.format
    bill = _bill(parsed.bill, parsed.bill_before)
    rooted = None
    for name, file in formats or [("text", None)]:
        if name in ROOTED and rooted is None:
            rooted = _rooted(report)
        text = _rendered(name, rooted if rooted is not None and name in ROOTED else report, file is None, bill)
        if file is None:
            say(text, commands=name in ("github", "azure"))
        else:
            from archlint.document import atomic

            atomic.write(file, text.encode("utf-8", "backslashreplace"))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and rooted is not None and any(name == "github" for name, _ in formats):
        _summarize(rooted, Path(summary), bill)


def _bill(now: str | None, before: str | None) -> Bill | None:
    if now is None:
        return None
    from archlint.lint.configuration import ConfigurationError
    from archlint.reports.bills import bill

    texts = [None if file is None else Path(file).read_text(encoding="utf-8") for file in (now, before)]
    try:
        return bill(texts[0] or "", texts[1])
    except ValueError as error:
        raise ConfigurationError(f"is no bill: {error}", place=now) from None


def _rooted(report: Report) -> Report:
    from archlint.reports.paths import from_root, root

    here = os.getcwd()  # noqa: PTH109 - paths are text here
    return from_root(report, here, root(here, os.environ))


def _rendered(name: str, report: Report, to_stdout: bool, bill: Bill | None) -> str:
    if name == "text" and to_stdout:
        from archlint.reports import text

        return text.render(report, width=width(), colour=colour())
    if name == "markdown":
        from archlint.reports import markdown

        tag, head = os.environ.get("ARCHLINT_COMMENT_TAG") or "archlint", os.environ.get("ARCHLINT_COMMENT_HEAD", "")
        return markdown.render(report, bill=bill, tag=tag, head=head)
    return renderer(name)(report)


def _summarize(report: Report, file: Path, bill: Bill | None) -> None:
    """Adds to what the step's summary holds already; a summary that would be dropped for its size is cut before."""
    from archlint.reports import markdown

    taken = file.stat().st_size if file.exists() else 0
    text = markdown.summary(report, bill=bill, taken=taken)
    if taken + len(text.encode()) < MOST_OF_A_SUMMARY:
        with file.open("ab") as stream:
            stream.write(text.encode("utf-8", "backslashreplace"))

"""The `archlint` command: picks the subcommand, imports only that, and turns what happens into an exit code."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

COMMANDS: dict[str, tuple[str, str]] = {
    # command -> (module of archlint.cli, what it does)
    "lint": ("lint", "check descriptions and templates against the rules"),
    "cost": ("cost", "say what a month costs, line by line"),
    "diff": ("diff", "compare two descriptions: findings and cost"),
    "prices": ("prices", "list the prices a bill is made of"),
    "explain": ("explain", "explain a rule, a component, a flow or a route"),
    "reach": ("reach", "show whether one thing can get to another through the networks, and where it stops"),
    "rules": ("rules", "list the rules"),
    "report": ("report", "write the design review as one HTML or Markdown file"),
    "graph": ("graph", "draw the architecture"),
    "schema": ("schema", "print the JSON Schema of a description"),
    "init": ("init", "write a commented starter description"),
    "import": ("import_", "turn a SAM or CloudFormation template into a description"),
    "config": ("config", "print every setting in force and where it comes from"),
    "baseline": ("baseline", "write down today's findings, so that only new ones count"),
    "completion": ("completion", "print a completion script for a shell"),
}

FOUND = 1
WRONG = 2
INTERRUPTED = 130


def parser(only: str | None = None) -> ArgumentParser:
    """The parser of the whole command line; with the one command alone that is named, or with "" with names alone."""
    from argparse import HelpFormatter, RawDescriptionHelpFormatter
    from functools import partial

    from archlint import __version__
    from archlint.cli.arguments import Parser

    width = columns() - 2  # argparse would ask `shutil`, once for every argument
    top = Parser(
        prog="archlint",
        description="Lint and price serverless architectures on AWS before anything is deployed.",
        formatter_class=partial(RawDescriptionHelpFormatter, width=width),
        epilog="Exit codes: 0 nothing at or above --fail-on, 1 findings or over budget, 2 not run, 130 interrupted.",
        allow_abbrev=False,
    )
    top.add_argument("-V", "--version", action="version", version=f"archlint {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    formatter = partial(HelpFormatter, width=width)
    for name in (only,) if only else COMMANDS:
        module, says = COMMANDS[name]
        described = f"{says[0].upper()}{says[1:]}."
        command = commands.add_parser(
            name, help=says, description=described, allow_abbrev=False, formatter_class=formatter
        )
        command.set_defaults(usage=command.format_usage)
        if only != "":
            import_module(f"archlint.cli.{module}").arguments(command)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; the exit code. Raises SystemExit for wrong arguments and for help, as argparse does."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    named = next((word for word in given if not word.startswith("-")), None)
    if not given:
        parser("").print_help(sys.stderr)
        return WRONG
    if given[0] == named and named not in COMMANDS:
        from archlint.model.problems import did_you_mean

        return complain(f"there is no command `{named}`{did_you_mean(named, COMMANDS)}", "See `archlint --help`.")
    from archlint.cli.arguments import unknown

    top = parser(named if given[0] == named else "")
    if named is None and given[0] not in ("-h", "--help", "-V", "--version"):
        return complain(*unknown(given[0], "archlint", "--help --version"))
    parsed, rest = top.parse_known_args(given)
    if isinstance(getattr(parsed, "paths", None), list) and not any(word.startswith("-") for word in rest):
        parsed.paths, rest = [*parsed.paths, *rest], []  # argparse takes only those that stand together
    if rest:
        return complain(*unknown(rest[0], parsed.command, parsed.usage()))
    from archlint.lint.configuration import ConfigurationError

    try:
        code: int = import_module(f"archlint.cli.{COMMANDS[parsed.command][0]}").run(parsed)
    except ConfigurationError as error:
        return complain(str(error), error.remedy)
    except BrokenPipeError:
        raise
    except OSError as error:
        return complain(f"{error.filename}: {_reason(error)}" if error.filename else _reason(error))
    return code


def _reason(error: OSError) -> str:
    return (error.strerror or str(error))[:1].lower() + (error.strerror or str(error))[1:]


def complain(message: str, remedy: str = "") -> int:
    """Say on stderr why archlint could not run; the exit code for that."""
    print(_plain(f"archlint: {message}"), file=sys.stderr)  # noqa: T201 - stderr
    if remedy:
        print(_plain(f"  {remedy}"), file=sys.stderr)  # noqa: T201 - stderr
    return WRONG


def note(message: str) -> None:
    """Tell the user something on stderr that is neither a finding nor a complaint."""
    print(_plain(f"archlint: {message}"), file=sys.stderr)  # noqa: T201 - stderr


def columns() -> int:
    """The width of the terminal in characters, as `shutil.get_terminal_size` finds it, which takes longer to import."""
    with suppress(KeyError, ValueError):
        if (stated := int(os.environ["COLUMNS"])) > 0:
            return stated
    with suppress(AttributeError, ValueError, OSError):
        if sys.__stdout__ is not None and (measured := os.get_terminal_size(sys.__stdout__.fileno()).columns) > 0:
            return measured
    return 80


def _plain(text: str) -> str:
    """`text` as a job's log may hold it: GitHub and Azure take commands out of theirs, and here is none."""
    if not (os.environ.get("GITHUB_ACTIONS") or os.environ.get("TF_BUILD")):
        return text
    from archlint.reports.escape import unheard

    return unheard(text)


def say(text: str, *, commands: bool = False) -> None:
    """Write to stdout, whatever the terminal's encoding; a reader that has gone (`| head`) is no error.

    With `commands`, `text` is made of those that a pipeline takes out of its job's log.
    """
    text = text if commands else _plain(text)
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except UnicodeEncodeError:
        sys.stdout.buffer.write(text.encode(sys.stdout.encoding or "ascii", "backslashreplace"))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run() -> NoReturn:
    """The entry point of the installed command."""
    gc.disable()  # one short run: what it allocates, it needs to its end
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started us: there is nobody to tell
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end
    try:
        code = main()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 0
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:  # archlint itself failed: say so in one line, and where to send the rest
        code = _failed(error)
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End the process at once: taking every object apart first would take as long as making them did."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _failed(error: Exception) -> int:
    if os.environ.get("ARCHLINT_TRACEBACK"):
        raise error
    from traceback import extract_tb

    last = extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(last.filename)}:{last.lineno}"  # noqa: PTH119 - no import while failing
    return complain(
        f"archlint itself failed: {type(error).__name__}: {error} ({place})",
        "This is a bug: report it with the description; ARCHLINT_TRACEBACK=1 shows where it happened.",
    )

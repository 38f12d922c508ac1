"""Options that several commands share, and what they mean: paths, configuration, output."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from archlint.lint.configuration import Configuration


def add_paths(command: ArgumentParser, also: str = "") -> None:
    command.add_argument(
        "paths",
        nargs="*",
        default=[],
        metavar="PATH",
        help=f"descriptions, templates or folders{also}; default: every one below this folder",
    )


def add_configuration(command: ArgumentParser) -> None:
    """The options that say what is judged and how."""
    judged = command.add_argument_group("what is judged")
    judged.add_argument(
        "--select", metavar="RULES", type=_names, help="only these rules, chapters or pillars, separated by commas"
    )
    judged.add_argument("--ignore", metavar="RULES", type=_names, help="all but these rules, chapters or pillars")
    judged.add_argument("--min-severity", choices=("error", "warning", "advice"), help="leave out what is less severe")
    judged.add_argument(
        "--limits", choices=("today", "notes"), help="the book of limits: AWS's today, or the study notes'"
    )
    judged.add_argument(
        "--budget",
        metavar="AMOUNT",
        type=_money,
        help="what a month may cost, such as $400/month, whatever the description says",
    )
    judged.add_argument("--scenario", metavar="NAME", help="judge this scenario of the description, or `all`")
    judged.add_argument(
        "--parameter", metavar="NAME=VALUE", action="append", default=[], type=pair, help="a parameter of a template"
    )
    place = command.add_argument_group("configuration")
    place.add_argument("--config", metavar="FILE", type=Path, help="this configuration file and no other")
    place.add_argument("--isolated", action="store_true", help="no configuration file at all")


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _money(text: str) -> str:
    from argparse import ArgumentTypeError

    from archlint.document.quantities import Money, QuantityError

    amount = text if text.startswith("$") else f"${text}"
    try:
        Money.parse(amount)
    except QuantityError as error:
        raise ArgumentTypeError(str(error)) from None
    return amount


def pair(text: str) -> tuple[str, str]:
    from argparse import ArgumentTypeError

    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ArgumentTypeError(f"`{text}` is not NAME=VALUE")
    return name, value


def configuration(parsed: Namespace) -> Configuration:
    """The configuration in force: the nearest file's, or the one named, with the command line's in place of it.

    Raises ConfigurationError.
    """
    from archlint.lint.configuration import Configuration, with_arguments
    from archlint.lint.configuration_file import find, known, load

    file = parsed.config or (None if parsed.isolated else find(Path.cwd()))
    base = Configuration() if file is None else load(file, known())
    names = ("select", "ignore", "min_severity", "limits", "budget", "fail_on", "baseline")
    given: dict[str, Any] = {name: getattr(parsed, name, None) for name in names}
    check_names([name for option in ("select", "ignore") for name in given[option] or ()])
    return with_arguments(base, given)


def check_names(wanted: Sequence[str]) -> None:
    """Raises ConfigurationError for the first name that is no rule, chapter or pillar, nor `all`."""
    if not wanted:
        return
    from archlint.lint.configuration import ALL, ConfigurationError
    from archlint.lint.configuration_file import known
    from archlint.model.problems import did_you_mean

    all_known = known()
    names = {*all_known.rules, *all_known.chapters, *all_known.pillars, ALL}
    for name in wanted:
        if name not in names:
            raise ConfigurationError(f"`{name}` is not a rule, a chapter or a pillar{did_you_mean(name, names)}")


def colour() -> bool:
    """Whether stdout takes colour: a terminal does, unless NO_COLOR is set; FORCE_COLOR makes anything take it."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def width() -> int | None:
    """The columns of the terminal, or None where stdout is none."""
    if not sys.stdout.isatty():
        return None
    from archlint.cli.main import columns

    return columns()

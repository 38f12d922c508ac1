"""The parser of command lines: argparse's, with complaints in archlint's own words."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser
from typing import NoReturn

_ABOUT = r"(?s:argument (?:-\w/)?(?P<name>\S+?)(?:/-\w)?: (?P<what>.*))"
_CHOICE = r"(?s:invalid choice: '(?P<given>.*)' \(choose from (?P<choices>.*)\))"


class Parser(ArgumentParser):
    """Says what is wrong in a line, with what was probably meant, and where the whole usage stands."""

    def error(self, message: str) -> NoReturn:
        what, more = in_own_words(message, self.prog.rpartition(" ")[2])
        print(f"archlint: {what}\n  {more}See `{self.prog} --help`.", file=sys.stderr)  # noqa: T201 - stderr
        raise SystemExit(2)


def in_own_words(message: str, command: str) -> tuple[str, str]:
    """A complaint of argparse's, and what may be written instead ("" or a sentence and a blank)."""
    about = re.fullmatch(_ABOUT, message)
    if about is None:
        missing = message.removeprefix("the following arguments are required: ")
        return (f"`{command}` lacks {missing}" if missing != message else message), ""
    name, what = about["name"], about["what"]
    if wrong := re.fullmatch(_CHOICE, what):
        from archlint.model.problems import did_you_mean

        choices = re.findall(r"[\w-]+", wrong["choices"])
        meant = did_you_mean(wrong["given"], choices)
        return f"`{name}` does not take `{wrong['given']}`{meant}", f"It takes {', '.join(choices)}. "
    if what.startswith("ignored explicit argument"):
        return f"`{name}` takes no value", ""
    if what.startswith("expected"):
        return f"`{name}` lacks its value", ""
    return f"{name}: {what}", ""


def unknown(word: str, command: str, usage: str) -> tuple[str, str]:
    """The complaint about an argument that a command does not take; its usage names those that it does."""
    from archlint.model.problems import did_you_mean

    where = f"See `archlint {command} --help`." if command != "archlint" else "See `archlint --help`."
    if not word.startswith("-"):
        return f"`{word}` is one argument too many for `{command}`", where
    option = word.partition("=")[0]
    return f"`{command}` has no option `{option}`{did_you_mean(option, re.findall(r'--[a-z-]+', usage))}", where

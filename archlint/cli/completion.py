"""`archlint completion`: print a completion script for a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.cli.main import parser, say

if TYPE_CHECKING:
    from argparse import Action, ArgumentParser, Namespace
    from collections.abc import Iterator

FILES = frozenset({"PATH", "FILE", "OLD", "NEW", "TEMPLATE"})
"""How arguments are called that are files."""


def arguments(command: ArgumentParser) -> None:
    command.add_argument("shell", metavar="SHELL", choices=("bash", "zsh", "tcsh"), help="bash, zsh or tcsh")


def run(parsed: Namespace) -> int:
    import shtab

    top = parser()
    for action in _actions(top):
        if action.metavar in FILES:
            vars(action)["complete"] = shtab.FILE
    say(shtab.complete(top, parsed.shell) + "\n")
    return 0


def _actions(command: ArgumentParser) -> Iterator[Action]:
    """Every argument of a command and of those below it; argparse has no way to ask for them."""
    for action in vars(command)["_actions"]:
        yield action
        if isinstance(action.choices, dict):
            for below in action.choices.values():
                yield from _actions(below)

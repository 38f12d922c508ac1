"""`archlint completion`: print a completion script for a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.cli.main import parser, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(command: ArgumentParser) -> None:
    command.add_argument("shell", metavar="SHELL", choices=("bash", "zsh", "tcsh"), help="bash, zsh or tcsh")


def run(parsed: Namespace) -> int:
    import shtab

    say(shtab.complete(parser(), parsed.shell) + "\n")
    return 0

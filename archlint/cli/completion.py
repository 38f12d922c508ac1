"""`archlint completion`: print a completion script for a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.cli.main import complain, parser, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(command: ArgumentParser) -> None:
    command.add_argument("shell", choices=("bash", "zsh", "tcsh"), help="the shell")


def run(parsed: Namespace) -> int:
    try:
        import shtab
    except ImportError:
        return complain("completion needs the package shtab", "Install it: `pip install 'archlint[completion]'`.")
    say(shtab.complete(parser(), parsed.shell) + "\n")
    return 0

"""`archlint rules`: list the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.cli.main import say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(command: ArgumentParser) -> None:
    command.add_argument("--format", choices=("text", "json"), default="text", help="how to print them")


def run(parsed: Namespace) -> int:
    from archlint.lint.cards import all_cards, chapters, explanations
    from archlint.reports.rules import as_json, text

    say(as_json(all_cards(), explanations()) if parsed.format == "json" else text(all_cards(), chapters()))
    return 0

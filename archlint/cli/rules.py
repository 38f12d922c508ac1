"""`archlint rules`: list the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.cli.main import say
from archlint.cli.options import check_names

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(command: ArgumentParser) -> None:
    command.add_argument(
        "names", nargs="*", default=[], metavar="NAME", help="only these rules, chapters or pillars; default: all"
    )
    command.add_argument("--format", choices=("text", "json"), default="text", help="how to print them")


def run(parsed: Namespace) -> int:
    from archlint.lint.cards import all_cards, chapters, explanations
    from archlint.lint.configuration import ALL
    from archlint.reports.rules import as_json, text

    check_names(parsed.names)
    wanted = {ALL} if not parsed.names else set(parsed.names)
    cards = {rule: card for rule, card in all_cards().items() if wanted & {rule, card.chapter, card.pillar, ALL}}
    say(as_json(cards, explanations()) if parsed.format == "json" else text(cards, chapters()))
    return 0

"""`archlint explain`: explain a rule, a component, a flow or a route."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from archlint.cli.main import complain, say
from archlint.cli.options import add_configuration, configuration

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(command: ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="a rule, a component, a flow (`a -> b`) or a route (`GET /cats`)")
    command.add_argument(
        "paths", nargs="*", default=[], metavar="PATH", help="the description; default: every one below this folder"
    )
    command.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or json")
    add_configuration(command)


def run(parsed: Namespace) -> int:
    from archlint.lint.cards import all_cards, explanations

    cards = all_cards()
    if parsed.name in cards:
        known = explanations()
        rule = _report(parsed).rule
        say(rule(cards[parsed.name], known["examples"][parsed.name], {fact["id"]: fact for fact in known["facts"]}))
        return 0
    return _in_descriptions(parsed)


def _report(parsed: Namespace) -> Any:
    """The module that tells, in the format asked for."""
    from importlib import import_module

    return import_module("archlint.reports.explain_json" if parsed.format == "json" else "archlint.reports.explain")


def _in_descriptions(parsed: Namespace) -> int:
    from datetime import UTC, datetime

    from archlint.lint.discovery import find
    from archlint.lint.running import Wanted, designs, refuse_unknown_scenario

    now = datetime.now(UTC)
    settings = configuration(parsed)
    names: list[str] = []
    files, fits = find([Path(path) for path in parsed.paths], settings), False
    for design in designs(files, settings, dict(parsed.parameter), parsed.scenario):
        fits = True
        text = _report(parsed).named(design, parsed.name, now)
        if text is not None:
            say(text)
            return 0
        names += [*design.components, *map(str, design.written)]
    refuse_unknown_scenario(files, Wanted(parsed.scenario), fits=fits)
    from archlint.lint.cards import all_cards
    from archlint.lint.configuration_file import known
    from archlint.model.problems import did_you_mean

    if parsed.name in (*known().chapters, *known().pillars):
        of = "chapter" if parsed.name in known().chapters else "pillar"
        return complain(f"`{parsed.name}` is a {of}, no rule", f"See `archlint rules {parsed.name}`.")
    guess = did_you_mean(parsed.name, [*names, *all_cards()])
    return complain(f"`{parsed.name}` is neither a rule nor a component, flow or route of a description here{guess}")

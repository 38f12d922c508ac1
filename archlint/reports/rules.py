"""The rules and the facts behind them, as a table for people and as JSON for programs."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archlint.lint.cards import Card


def text(cards: Mapping[str, Card], chapters: Mapping[str, Mapping[str, Any]]) -> str:
    """Every rule on a line of its own under its chapter."""
    width = max((len(rule) for rule in cards), default=0)
    lines, count = [], len(cards)
    for chapter, of_chapter in groupby(cards.values(), key=lambda card: card.chapter):
        lines += ["", f"{chapter}: {chapters[chapter]['title']}"]
        lines += [f"  {card.id:<{width}}  {card.severity:<7}  {card.title}" for card in of_chapter]
    lines += ["", f"{count} rule{'s' * (count != 1)}; `archlint explain RULE` tells everything about one"]
    return "\n".join(lines[1:]) + "\n"


def as_json(cards: Mapping[str, Card], explanations: Mapping[str, Any]) -> str:
    """The promise of `rules --format json`, schema 1."""
    import json

    examples = explanations["examples"]
    rules = [described(card, len(examples[card.id])) for card in cards.values()]
    facts = [
        {key: fact.get(key) for key in ("id", "heading", "says", "holds_today", "today", "source", "embodied_by")}
        for fact in explanations["facts"]
    ]
    return json.dumps({"schema": 1, "rules": rules, "facts": facts}, indent=2, ensure_ascii=False) + "\n"


def described(card: Card, examples: int) -> dict[str, Any]:
    """One rule as every JSON here has it, with the number of its examples."""
    return {
        "rule": card.id, "chapter": card.chapter, "severity": card.severity, "pillar": card.pillar,
        "title": card.title,
        "when": filled(card), "why": general(card.why), "remedy": general(card.remedy), "facts": list(card.facts),
        "parameters": dict(card.parameters), "source": card.source, "examples": examples,
    }  # fmt: skip


class _Names(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"<{name}>"


def general(text: str) -> str:
    """A card's text with the names of its values where a finding has the values themselves."""
    if text.startswith("{") and text.find("}") == len(text) - 1:
        return "Each finding says its own."
    return text.format_map(_Names())


def filled(card: Card) -> str:
    """When a rule fires, with its parameters' values in their places."""
    return card.when.format_map(card.parameters)

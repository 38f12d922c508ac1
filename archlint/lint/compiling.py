"""Shapes the rule cards into what a run needs of them; called when the package is built, or when a card has changed."""

from __future__ import annotations

from typing import Any

_REQUIRED = ("title", "severity", "pillar", "facts", "when", "message", "why", "remedy", "examples")
_OPTIONAL = ("parameters", "source", "asks", "money", "load", "way")
_SEVERITIES = ("error", "warning", "advice")
_PILLARS = ("reliability", "security", "performance", "cost", "operations")


def shape(documents: dict[str, Any]) -> dict[str, Any]:
    """What `lint` needs: every card without its examples, in the order of chapters, and the chapters.

    `documents` maps relative paths ("sqs/short-polling") to parsed YAML. Raises ValueError for a card that is not one.
    """
    chapters = documents["chapters"]
    return {"chapters": chapters, "cards": [_lean(card) for card in _cards(documents)]}


def shape_explanations(documents: dict[str, Any]) -> dict[str, Any]:
    """What `explain` and `rules` need beside: the examples of every rule, and the facts."""
    return {"examples": {card["id"]: card["examples"] for card in _cards(documents)}, "facts": documents["facts"]}


def _cards(documents: dict[str, Any]) -> list[dict[str, Any]]:
    order = list(documents["chapters"])
    cards = []
    for path, card in documents.items():
        chapter, slash, rule = path.partition("/")
        if not slash:
            continue
        if chapter not in order:
            raise ValueError(f"rules/{path}.yaml is in no chapter of rules/chapters.yaml")
        _examine(path, card)
        cards.append({"id": rule, "chapter": chapter, **card})
    return sorted(cards, key=lambda card: (order.index(card["chapter"]), card["id"]))


def _examine(path: str, card: dict[str, Any]) -> None:
    missing = [key for key in _REQUIRED if key not in card]
    unknown = [key for key in card if key not in (*_REQUIRED, *_OPTIONAL)]
    if missing or unknown:
        raise ValueError(f"rules/{path}.yaml: missing {missing}, unknown {unknown}")
    if card["severity"] not in _SEVERITIES or card["pillar"] not in _PILLARS:
        raise ValueError(f"rules/{path}.yaml: severity {card['severity']!r}, pillar {card['pillar']!r}")


def _lean(card: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in card.items() if key != "examples"}

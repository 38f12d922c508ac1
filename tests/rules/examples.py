"""The examples of the rule cards, read for the tests: every one is a small description and what its rule says of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.document import Document, Map, Seq, Span, parse
from archlint.lint.cards import all_cards, explanations
from archlint.lint.configuration import Configuration
from archlint.lint.engine import Result, lint

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = {"archlint": "1", "name": "example", "region": "eu-west-1"}
TODAY = date(2026, 11, 24)


class Example(NamedTuple):
    """One example of one rule."""

    rule: str
    name: str
    text: str
    expect: list[dict[str, Any]]
    today: date = TODAY

    def __str__(self) -> str:
        return f"{self.rule}: {self.name}"


def examples() -> Iterator[Example]:
    """Every example of every card; what a description needs beside is put before it."""
    for rule, given in explanations()["examples"].items():
        for example in given:
            today = date.fromisoformat(example["today"]) if "today" in example else TODAY
            yield Example(rule, example["name"], whole(example["description"]), example["expect"], today)


def whole(text: str) -> str:
    """An example's text with the head that a description needs."""
    stated = {line.partition(":")[0] for line in text.splitlines()}
    return "".join(f"{key}: {value}\n" for key, value in HEAD.items() if key not in stated) + text


def run(text: str, *rules: str, today: date = TODAY) -> Result:
    """What the rules named (default: all) find in a description."""
    return lint(parse(text, "example.yaml"), Configuration(select=rules or ("all",)), today)


def run_rule(rule: str, text: str, today: date = TODAY) -> Result:
    """What one rule finds; suppressions are judged only when everything they could hide has run."""
    chosen = () if rule.startswith("suppression-") else (rule,)
    return run(text, *chosen, today=today)


def place(document: Document, dotted: str) -> Span:
    """The place an example names: keys and indexes joined by dots; a flow's own key may be left out."""
    path: list[str | int] = []
    data: Any = document.data
    rest = dotted
    while rest:
        if isinstance(data, Seq):
            head, _, rest = rest.partition(".")
            path.append(int(head))
            data = data[int(head)]
            if len(path) == 2 and path[0] == "flows" and isinstance(data, Map) and len(data) == 1:
                ((key, data),) = data.items()
                path.append(key)
                rest = rest.removeprefix(key).removeprefix(".")
            continue
        keys = [key for key in data if rest == key or rest.startswith(key + ".")] if isinstance(data, Map) else []
        key = max(keys, key=len, default=rest.partition(".")[0])
        path.append(key)
        rest = rest[len(key) + 1 :]
        data = data.get(key) if isinstance(data, Map) else None
    return document.locate(tuple(path))


def rules() -> list[str]:
    return list(all_cards())

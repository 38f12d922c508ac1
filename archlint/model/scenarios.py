"""What a description's scenarios name, checked whether or not one of them is judged."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from archlint.model.base import Path
from archlint.model.problems import Wrong, did_you_mean, unknown_field

PARTS = ("usage", "components", "flows", "note")


def wrong_in_scenarios(scenarios: dict[str, Any], flows: dict[str, Any], components: Container[str]) -> Iterator[Wrong]:
    """Unknown keys, and names of flows and components that the description does not have.

    `flows` maps the texts that can name a flow to what they mean, `components` holds the components' names.
    """
    for name, scenario in scenarios.items():
        path: Path = ("scenarios", name)
        if not isinstance(scenario, dict):
            if scenario is not None:
                yield Wrong(
                    "wrong-value",
                    path,
                    f"scenario {name} is not a mapping",
                    "Write `usage`, `components` or `flows` below it.",
                )
            continue
        if any("->" in key for key in scenario):  # the short form: usage alone
            yield from _named(scenario, path, name, "usage", flows, components)
            continue
        for part, over in scenario.items():
            if part.startswith("x-"):
                continue
            if part not in PARTS:
                yield unknown_field(f"scenario {name}", part, (*path, part), PARTS)
            elif part != "note" and isinstance(over, dict):
                yield from _named(over, (*path, part), name, part, flows, components)


def _named(
    over: dict[str, Any], path: Path, scenario: str, part: str, flows: dict[str, Any], components: Any
) -> Iterator[Wrong]:
    for key in over:
        tidy = " -> ".join(word.strip() for word in key.split("->"))
        known = (part != "components" and tidy in flows) or (part != "flows" and key in components)
        if not known and not key.startswith("x-"):
            names = [*(flows if part != "components" else ()), *(components if part != "flows" else ())]
            what = {"usage": "neither a flow nor a component", "flows": "not a flow", "components": "not a component"}[
                part
            ]
            yield Wrong(
                "dangling-name",
                (*path, key),
                f"scenario {scenario} names `{key}`, which is {what}{did_you_mean(tidy, names)}",
                "Correct the name.",
            )

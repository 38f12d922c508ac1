"""A property of which only the deployed stack knows the value lets no rule fire that was silent while it was written."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any

import pytest
from importers.test_access_and_network import NETWORK, ROLE
from importers.test_any_template import plain
from importers.test_rarer_resources import RARE
from importers.test_resources import CASES

from archlint.document import parse
from archlint.importers import load
from archlint.lint.configuration import Configuration
from archlint.lint.engine import lint

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = date(2026, 11, 24)
EVENTS = (Path(__file__).parent / "templates" / "every-event.yaml").read_text(encoding="utf-8")
PARTS = {"the network": NETWORK, "a role": ROLE, **{case[0]: case[1] for case in (*CASES, *RARE)}}
TEMPLATES = {
    "every event of SAM": EVENTS,
    **{name: "Resources:\n" + indent(text, "  ") for name, text in PARTS.items()},
}
DECISIVE = frozenset({"Type", "Arn", "Stream", "Endpoint"})
"""Properties that say what a resource is, or leads to: without them it is another one, of which other things are so."""


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The places of plain values; what a function makes is known or not by itself."""
    if isinstance(value, dict):
        if len(value) != 1 or not next(iter(value)).startswith(("Fn::", "Ref")):
            for key, inner in value.items():
                yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    elif path and path[-1] not in DECISIVE:
        yield path


def found(data: Any) -> set[tuple[str, str]]:
    """Which rules fire on a template, and at what."""
    variants = load(parse(json.dumps(data), "template.json"))
    results = [lint(variant.document, Configuration(), TODAY, asks=True) for variant in variants]
    return {(finding.rule, finding.subject) for result in results for finding in result.findings}


@pytest.mark.parametrize("text", TEMPLATES.values(), ids=TEMPLATES.keys())
def test_what_is_not_known_lets_nothing_fire(text: str) -> None:
    data = plain(parse(text, "template.yaml").data)
    before = found(data)
    for name, resource in data["Resources"].items():
        for path in leaves(resource.get("Properties", {})):
            changed = deepcopy(data)
            place = changed["Resources"][name]["Properties"]
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = {"Fn::ImportValue": "elsewhere"}
            assert found(changed) - before == set(), f"{name}: {path}"

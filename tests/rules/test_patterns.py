"""How long a pattern may be, which would fill a card's example."""

from __future__ import annotations

import json

import pytest
from rules.examples import run, whole


@pytest.mark.parametrize("as_text", [False, True])
@pytest.mark.parametrize(("length", "too_long"), [(2048, False), (2049, True)])
def test_a_pattern_has_at_most_2048_characters_without_spaces(length: int, too_long: bool, as_text: bool) -> None:
    text = '{"source":["%s"]}'
    text %= "x" * (length - len(text) + 2)
    written = json.dumps(text) if as_text else json.dumps(json.loads(text), indent=1).replace("\n", " ")
    found = run(
        whole(f"""
components:
  orders: {{type: eventbridge}}
  ship: {{type: lambda}}
flows:
  - orders -> ship: {{pattern: {written}}}
"""),
        "pattern-malformed",
    )
    says = "the pattern of orders -> ship: it has 2,049 characters, and AWS takes 2,048"
    assert [finding.message for finding in found.findings] == [says] * too_long

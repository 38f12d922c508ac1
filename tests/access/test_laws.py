"""What archlint derives is enough for the flows, and no more: granted as written, nothing is missing or too broad."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from access.designing import HEAD, component, design
from rules.examples import run

from archlint.catalog.sources import parse
from archlint.catalog.store import CATALOG
from archlint.design.access.derived import own_policy, role_policy
from archlint.model.registry import TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archlint.design.access.needs import Choice
    from archlint.design.graph import Design

STREAMS = {("kinesis", "lambda"), ("dynamodb", "lambda"), ("kafka", "lambda")}
FIELDS = {
    ("eventbridge", None): "pattern: {source: [shop]}",
    ("firehose", "lambda"): "as: transform",
    ("step_functions", None): "state: Call",
}


def text_of(source: str, target: str) -> str:
    fields = [FIELDS.get((source, target)) or FIELDS.get((source, None))]
    fields += ["starting_position: latest"] if (source, target) in STREAMS else []
    return f"""
components:
  a: {component(source)}
  b: {component(target)}
flows:
  - a -> b: {{{", ".join(field for field in fields if field)}}}
"""


def pairs() -> list[tuple[str, str]]:
    """Every pair of types of which the book says something and that AWS offers between two plain components."""
    book = parse((CATALOG / "permissions.yaml").read_text(encoding="utf-8"))
    found: dict[tuple[str, str], None] = {}
    for row in (row for section in book["sections"] for row in section["rows"]):
        ends = [row[end] if isinstance(row[end], list) else [row[end]] for end in ("from", "to")]
        sources, targets = ([one for name in end for one in book["groups"].get(name, [name])] for end in ends)
        found |= dict.fromkeys((source, target) for source in sources for target in targets)
    return [pair for pair in found if _is_offered(design(text_of(*pair)))]


def _is_offered(found: Design) -> bool:
    return found.delivery(found.written[0]).supported is not False


def acts(source: str, target: str) -> list[Choice]:
    """What the role of a component of the pair has to allow for its flow; nothing where it is a client's."""
    found = design(text_of(source, target))
    need = found.access.needed(found.written[0])
    return list(need.acts) if need.actor.type != "client" else []


PAIRS = pairs()
WITH_ROLE = [pair for pair in PAIRS if acts(*pair)]


def granted(source: str, target: str, drop: Sequence[str] = ()) -> str:
    """The description of a pair with its derived policies written out, less one action."""
    found = design(text_of(source, target))
    lines = ["access: declared"]
    roles, policies = {}, {}
    for name, one in found.components.items():
        own = {"Statement": []} if one.type == "step_functions" else None  # AWS creates none without a role
        roles[name] = role_policy(found.access, one) or own
        policies[name] = own_policy(found.access, one)
    for name, document in roles.items():
        if document is not None:
            lines += ["roles:"] if "roles:" not in lines else []
            lines.append(f"  role-{name}: {{allow: [{json.dumps(_without(document, drop))}]}}")
    text = "\n".join(lines) + text_of(source, target)
    for name in ("a", "b"):
        more = f", role: role-{name}" if roles[name] is not None else ""
        more += f", policy: {json.dumps(_unconditional(policies[name]))}" if policies[name] is not None else ""
        head = f"  {name}: {{type: {found.components[name].type}"
        text = text.replace(head, head + more)
    return HEAD + text


def _without(document: dict[str, Any], drop: Sequence[str]) -> dict[str, Any]:
    statements = []
    for statement in document["Statement"]:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        kept = [action for action in actions if action not in drop]
        statements += [{**statement, "Action": kept}] if kept else []
    return {**document, "Statement": statements}


def _unconditional(document: dict[str, Any]) -> dict[str, Any]:
    """A policy without its conditions, of which a linter can only say that it does not know."""
    plain = [{key: value for key, value in one.items() if key != "Condition"} for one in document["Statement"]]
    return {**document, "Statement": plain}


def found_in(text: str) -> list[tuple[str, str]]:
    result = run(text, "access", "queue-without-policy", "topic-without-policy")
    assert result.design.description.problems == []
    return [(one.rule, one.message) for one in result.findings]


def test_there_are_pairs_of_most_types() -> None:
    assert len(PAIRS) > 150
    assert len({kind for pair in PAIRS for kind in pair}) > len(TYPES) * 3 / 4


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_what_is_derived_is_enough_and_not_too_broad(source: str, target: str) -> None:
    assert found_in(granted(source, target)) == []


@pytest.mark.parametrize(("source", "target"), WITH_ROLE)
def test_not_one_action_of_it_can_be_left_out(source: str, target: str) -> None:
    for choice in acts(source, target):
        names = [act.action for act in choice]
        messages = [text for rule, text in found_in(granted(source, target, names)) if rule == "permission-missing"]
        assert len(messages) == 1
        assert all(name in messages[0] for name in names)


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_derived_access_is_silent(source: str, target: str) -> None:
    assert found_in(HEAD + text_of(source, target)) == []

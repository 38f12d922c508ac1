"""Cards and checks: joined one to one, every example says what its card promises, and each pair is one step apart."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest
from rules.examples import Example, examples, place, rules, run_rule

from archlint.catalog.store import rules_folder
from archlint.document import parse
from archlint.lint.cards import all_cards, explanations, function_name, load_module_name, module_name

CHECKS = Path(__file__).parents[2] / "archlint" / "checks"


@pytest.mark.parametrize("example", list(examples()), ids=str)
def test_an_example_says_what_its_card_promises(example: Example) -> None:
    result = run_rule(example.rule, example.text, example.today)
    found = {at: finding for at, finding in enumerate(result.findings) if finding.rule == example.rule}
    assert [finding.message for finding in found.values()] == [expected["says"] for expected in example.expect]
    document = parse(example.text, "example.yaml")
    for (number, finding), expected in zip(found.items(), example.expect, strict=True):
        assert expected.keys() <= {"at", "says", "remedy", "related", "monthly", "fix", "unsafe_fix"}
        places = [(label.line, label.column) for label in finding.related]
        if "at" in expected:
            at = place(document, expected["at"])
            assert (finding.line, finding.column) == (at.line, at.column), expected["at"]
        if "related" in expected:
            spans = [place(document, one) for one in expected["related"]]
            assert places == [(at.line, at.column) for at in spans]
        if "remedy" in expected:
            assert finding.remedy == expected["remedy"]
        if "monthly" in expected:
            monthly = finding.monthly_cost
            assert (None if monthly is None else float(round(monthly, 2))) == expected["monthly"]
        fix = result.fixes.get(number)
        for name, safe in (("fix", True), ("unsafe_fix", False)):
            if name in expected:
                assert (fix.value if fix is not None and fix.safe is safe else None) == expected[name]


@pytest.mark.parametrize("rule", rules())
def test_a_card_has_an_example_that_fires_and_one_that_does_not(rule: str) -> None:
    expected = [example["expect"] for example in explanations()["examples"][rule]]
    assert any(expected)
    assert not all(expected)


def public_functions(module: Path) -> set[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")}


@pytest.mark.parametrize(
    "module", sorted(set(CHECKS.glob("[!_]*.py")) - {CHECKS / "hit.py"}), ids=lambda path: path.stem
)
def test_cards_and_check_functions_match_one_to_one(module: Path) -> None:
    chapters = {card.chapter for card in all_cards().values()}
    chapter = next(one for one in chapters if module.stem in (module_name(one), load_module_name(one)))
    of_cards = {function_name(card.id) for card in all_cards().values() if card.chapter == chapter}
    files = [CHECKS / f"{name}.py" for name in (module_name(chapter), load_module_name(chapter))]
    found = [name for file in files if file.is_file() for name in public_functions(file)]
    assert sorted(found) == sorted(of_cards)


def test_every_chapter_with_cards_has_a_module() -> None:
    for card in all_cards().values():
        assert (CHECKS / f"{module_name(card.chapter)}.py").is_file(), card.id


@pytest.mark.parametrize("rule", rules())
def test_what_people_read_is_in_the_house_style(rule: str) -> None:
    card = all_cards()[rule]
    for text in (card.title, card.when, card.message, card.why):
        assert not any(word in text.lower().split() for word in ("should", "ensure", "please", "invalid")), text
    assert not card.message.endswith("."), card.message
    assert not card.title.endswith("."), card.title
    assert card.why.endswith("."), card.why
    assert card.remedy.endswith((".", "}", "`")), card.remedy
    assert card.pillar in ("reliability", "security", "performance", "cost", "operations")


@pytest.mark.parametrize("rule", rules())
def test_parameters_are_named_in_when_and_asked_for_by_the_check(rule: str) -> None:
    card = all_cards()[rule]
    named = {name for _, name, _, _ in string.Formatter().parse(card.when) if name}
    assert named == set(card.parameters), card.when
    code = card.check.__code__  # type: ignore[attr-defined]
    taken = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    assert set(taken) == set(card.parameters)


def test_no_two_cards_have_the_same_id() -> None:
    files = [path.stem for path in rules_folder().glob("*/*.yaml")]
    assert len(files) == len(set(files))

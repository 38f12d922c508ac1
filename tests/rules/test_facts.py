"""rules/facts.yaml holds every statement of the notes once, and each stands behind something in the product."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from archlint.model.registry import TYPES

ROOT = Path(__file__).resolve().parents[2]
NOTES = ROOT.parent / "shared" / "facts" / "notes.md"

VERDICTS = {"yes", "partly", "no", "opinion", "definition"}
NEEDED = {"id", "heading", "says", "holds_today", "as_of", "embodied_by"}
METERED = TYPES.keys() | {"vpc"}  # a network is metered (NAT gateways, endpoints) and is no component
LONGEST_COMMON_RUN = 6  # words; a name like "Managed Service for Apache Flink" has five of them

FACTS: list[dict[str, Any]] = yaml.safe_load((ROOT / "rules" / "facts.yaml").read_text(encoding="utf-8"))


def behind(fact: dict[str, Any], kind: str) -> list[str]:
    return [name.removeprefix(f"{kind}:") for name in fact["embodied_by"] if name.startswith(f"{kind}:")]


def pairs(kind: str) -> set[tuple[str, str]]:
    return {(fact["id"], name) for fact in FACTS for name in behind(fact, kind)}


def cards() -> dict[str, dict[str, Any]]:
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in ROOT.glob("rules/*/*.yaml")}


def limits() -> dict[str, dict[str, Any]]:
    text = (ROOT / "archlint" / "catalog" / "limits.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text)["limits"])


def test_all_209_facts_are_there_once_and_in_order() -> None:
    assert [fact["id"] for fact in FACTS] == [f"N{number:03}" for number in range(1, 210)]


def test_every_fact_has_its_fields_and_no_others() -> None:
    assert {fact["id"]: NEEDED - fact.keys() for fact in FACTS if NEEDED - fact.keys()} == {}
    assert {fact["id"] for fact in FACTS if fact.keys() - NEEDED - {"today", "source"}} == set()


def test_a_fact_says_what_is_so_today_exactly_where_the_notes_no_longer_hold() -> None:
    assert {fact["holds_today"] for fact in FACTS} == VERDICTS
    differs = [fact["id"] for fact in FACTS if fact["holds_today"] in {"partly", "no"}]
    assert [fact["id"] for fact in FACTS if "today" in fact] == differs


def test_facts_are_whole_sentences() -> None:
    texts = [text for fact in FACTS for text in (fact["says"], fact.get("today", "A."))]
    assert [text for text in texts if not re.fullmatch(r"\S.*\.", text) or text[0].islower()] == []


def test_no_two_facts_say_the_same() -> None:
    assert [says for says, times in Counter(fact["says"] for fact in FACTS).items() if times > 1] == []


def test_facts_of_one_heading_stand_together() -> None:
    headings = [fact["heading"] for fact in FACTS]
    starts = [heading for before, heading in zip(["", *headings], headings, strict=False) if before != heading]
    assert [heading for heading, times in Counter(starts).items() if times > 1] == []


def test_every_fact_carries_the_day_it_was_checked_and_sources_are_web_addresses() -> None:
    assert {str(fact["as_of"]) for fact in FACTS} == {"2026-11-23"}
    assert [fact["id"] for fact in FACTS if not fact.get("source", "https://").startswith("https://")] == []


def test_every_fact_stands_behind_something_of_a_known_kind() -> None:
    assert [fact["id"] for fact in FACTS if not fact["embodied_by"]] == []
    assert [fact["id"] for fact in FACTS if len(set(fact["embodied_by"])) != len(fact["embodied_by"])] == []
    known = re.compile(r"(rule|limit|meter|type):\S+|definition")
    assert {name for fact in FACTS for name in fact["embodied_by"] if not known.fullmatch(name)} == set()


def test_a_fact_and_its_cards_name_each_other() -> None:
    named_by_cards = {
        (fact, rule) for rule, card in cards().items() for fact in card.get("facts", []) if str(fact).startswith("N")
    }
    named_by_facts = pairs("rule")
    assert sorted(named_by_facts - named_by_cards) == [], "facts.yaml names a rule whose card does not name the fact"
    assert sorted(named_by_cards - named_by_facts) == [], "a card names a fact that does not name the rule"


def test_every_limit_that_a_fact_names_exists_and_none_that_rests_on_a_fact_is_left_out() -> None:
    named_by_facts = pairs("limit")
    assert {limit for _, limit in named_by_facts} - limits().keys() == set()
    resting = {(fact, name) for name, limit in limits().items() for fact in limit.get("facts", [])}
    assert sorted(resting - named_by_facts) == []


def test_every_type_and_meter_that_a_fact_names_is_one_of_the_model() -> None:
    assert {name for _, name in pairs("type")} - TYPES.keys() == set()
    assert {name for _, name in pairs("meter")} - METERED == set()


def words(text: str) -> str:
    return f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} "


def runs(line: str) -> Iterator[str]:
    """Every run of words long enough that no two people would write it alike: seven, or a whole line of four to six."""
    each = words(line).split()
    length = min(len(each), LONGEST_COMMON_RUN + 1)
    if length >= 4:
        for start in range(len(each) - length + 1):
            yield f" {' '.join(each[start : start + length])} "


@pytest.mark.skipif(not NOTES.exists(), reason=f"the study notes are not beside this repository ({NOTES.name})")
def test_no_fact_copies_the_notes() -> None:
    copied = {run for line in NOTES.read_text(encoding="utf-8").splitlines() for run in runs(line)}
    assert copied
    ours = {fact["id"]: words(f"{fact['says']} {fact.get('today', '')}") for fact in FACTS}
    assert [(fact, run) for fact, text in ours.items() for run in copied if run in text] == []

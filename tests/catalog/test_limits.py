"""The limits: complete, in base units, and true to both books."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archlint.catalog import sources
from archlint.catalog.limits import limits

FACTS = Path(__file__).parents[3] / "shared" / "facts" / "limits.yaml"


@pytest.fixture(scope="module")
def facts() -> dict[str, dict[str, Any]]:
    if not FACTS.is_file():
        pytest.skip(f"the fact sheet {FACTS} is not on this machine")
    return {entry["id"]: entry for entry in sources.parse(FACTS.read_text())["limits"]}


@pytest.fixture(scope="module")
def written() -> dict[str, dict[str, Any]]:
    shipped = Path(__file__).parents[2] / "archlint" / "catalog" / "limits.yaml"
    entries: dict[str, dict[str, Any]] = sources.parse(shipped.read_text())["limits"]
    return entries


def test_there_is_an_entry_for_every_fact_and_for_nothing_else(facts: dict[str, Any]) -> None:
    assert set(limits()) == set(facts)
    assert len(limits()) == 356


def test_every_number_and_list_is_that_of_the_fact_sheet(facts: dict[str, Any], written: dict[str, Any]) -> None:
    wrong = {
        key: (fact["value"], written[key]["today"]["value"])
        for key, fact in facts.items()
        if not isinstance(fact["value"], str)
        and fact["unit"] != "dates"
        and fact["value"] != written[key]["today"]["value"]
    }
    assert wrong == {}


def test_every_unit_is_that_of_the_fact_sheet(facts: dict[str, Any], written: dict[str, Any]) -> None:
    """A unit may be reworded, but a size, a time or a rate keeps its scale."""
    scales = {"s", "ms", "minutes", "h", "days", "KB", "KiB", "MB", "MiB", "GB", "MB/s", "MiB/s", "bytes"}
    wrong = {key: (fact["unit"], unit) for key, fact in facts.items()
             if fact["unit"] in scales and (unit := written[key]["today"]["unit"]) != fact["unit"]}  # fmt: skip
    assert wrong == {}


def test_every_entry_keeps_its_facts_and_its_source(facts: dict[str, Any]) -> None:
    for key, fact in facts.items():
        entry = limits().entry(key)
        assert (entry.facts, entry.source) == (tuple(fact.get("notes_facts", [])), fact["source"]), key
        assert entry.as_of, key


def test_no_entry_is_worded_as_the_fact_sheet_words_it(facts: dict[str, Any]) -> None:
    assert [key for key, fact in facts.items() if limits().entry(key).says.lower() == fact["name"].lower()] == []


@pytest.mark.parametrize(
    ("key", "today", "notes"),
    [
        ("lambda.timeout.max", 900, 900),
        ("sqs.message.max", 1024 * 1024, 256 * 1024),
        ("sns.message.max", 1024 * 1024, 256 * 1024),
        ("firehose.buffer.interval", (0, 900), (60, 900)),
        ("kds.retention", (86_400, 365 * 86_400), (86_400, 86_400)),
        ("apigw.http.timeout", 30, 29),
        ("apigw.rest.timeout.min", 0.05, 0.05),
        ("sqs.fifo.rate.high", (2400, 70_000), (300, 300)),
        ("sfn.express.duration", 300, 300),
        ("ddb.tx", (100, 4 * 1024 * 1024), (100, 4 * 1024 * 1024)),
        ("kds.shard.in.bytes", 1024 * 1024, 1024 * 1024),
        ("kda.sql.eol", "discontinued", "available"),
        ("flink.input.firehose", False, True),
    ],
)
def test_each_book_has_its_own_figure_in_base_units(key: str, today: object, notes: object) -> None:
    assert limits("today").value(key) == today
    assert limits("notes").value(key) == notes


def test_ranges_know_what_aws_takes_where_nothing_is_set() -> None:
    defaults = {key: limits().default(key) for key in ("sqs.visibility", "sqs.retention", "firehose.buffer.size")}
    assert defaults == {"sqs.visibility": 30, "sqs.retention": 4 * 86_400, "firehose.buffer.size": 5 * 1024 * 1024}


def test_where_no_default_is_named_the_limit_itself_holds_by_its_book() -> None:
    assert limits().default("sqs.message.max") == 1024 * 1024
    assert limits("notes").default("sqs.message.max") == 256 * 1024


def test_a_default_lies_within_its_range() -> None:
    for key in limits():
        entry = limits().entry(key)
        if isinstance(entry.default, float | int) and isinstance(entry.value, tuple) and entry.kind == "range":
            low, high = limits().span(key)
            assert low <= entry.default <= high, key


def test_an_unknown_limit_is_named_with_the_nearest() -> None:
    with pytest.raises(KeyError, match=r"sqs\.mesage\.max.*sqs\.message\.max"):
        limits().value("sqs.mesage.max")


@pytest.mark.parametrize(
    ("read", "key"),
    [("number", "sqs.visibility"), ("number", "flink.input.firehose"), ("span", "sqs.message.max"),
     ("span", "lambda.dlq.kinds"), ("kinds", "sqs.message.max")],
)  # fmt: skip
def test_a_limit_is_not_taken_for_what_it_is_not(read: str, key: str) -> None:
    with pytest.raises(TypeError, match=key):
        getattr(limits(), read)(key)


def test_what_the_notes_say_differently_is_known() -> None:
    entries = [limits().entry(name) for name in limits()]
    changed = {entry.id for entry in entries if entry.noted is not None and entry.noted != entry.value}
    assert {"sqs.message.max", "firehose.buffer.interval", "kda.sql.eol", "sqs.fifo.rate.high"} <= changed
    assert "lambda.timeout.max" not in changed

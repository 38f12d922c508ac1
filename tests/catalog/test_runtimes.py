"""The Lambda runtimes: their dates and where they are offered."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from archlint.catalog import sources
from archlint.catalog.runtimes import runtimes

FACTS = Path(__file__).parents[3] / "shared" / "facts" / "limits.yaml"


@pytest.mark.parametrize(
    ("name", "today", "state"),
    [
        ("python3.13", "2026-11-24", "current"),
        ("python3.8", "2024-10-13", "current"),
        ("python3.8", "2024-10-14", "deprecated"),
        ("python3.8", "2027-02-01", "create_blocked"),
        ("python3.8", "2027-03-03", "update_blocked"),
        ("python2.7", "2026-11-24", "update_blocked"),
        ("dotnet8", "2026-11-09", "current"),
        ("dotnet8", "2026-11-24", "deprecated"),
        ("java17.al2023", "2099-01-01", "current"),
        ("nodejs26.x", "2026-11-24", "announced"),
    ],
)
def test_a_runtime_changes_its_state_on_its_dates(name: str, today: str, state: str) -> None:
    assert runtimes()[name].state(today) == state


def test_every_runtime_of_the_fact_sheet_has_its_dates() -> None:
    if not FACTS.is_file():
        pytest.skip(f"the fact sheet {FACTS} is not on this machine")
    facts = [one for one in sources.parse(FACTS.read_text())["limits"] if one["unit"] == "dates"]
    assert len(facts) == 33
    for fact in facts:
        runtime = runtimes()[fact["id"].removeprefix("lambda.runtime.")]
        dates = ["" if date.startswith("not scheduled") else date for date in fact["value"]]
        assert [runtime.deprecated, runtime.create_blocked, runtime.update_blocked] == dates, fact["id"]
        assert runtime.verified


def test_old_and_new_runtimes_of_every_language_are_there() -> None:
    old = ["python2.7", "python3.6", "nodejs4.3", "nodejs14.x", "go1.x", "dotnetcore1.0", "dotnetcore3.1", "ruby2.5"]
    new = ["ruby4.0", "java8.al2", "java25", "dotnet10", "provided.al2023", "nodejs24.x", "python3.14"]
    assert [name for name in old + new if name not in runtimes()] == []


def test_arm64_is_offered_on_amazon_linux_2_and_later_only() -> None:
    without = {name for name, runtime in runtimes().items() if not runtime.arm64}
    assert {"java8", "go1.x", "provided", "python3.7", "nodejs10.x", "dotnetcore2.1", "ruby2.5"} <= without
    assert without.isdisjoint({"java8.al2", "provided.al2", "python3.8", "nodejs12.x", "dotnetcore3.1", "ruby2.7"})


def test_a_successor_is_newer_and_has_none_itself() -> None:
    for runtime in runtimes().values():
        if runtime.successor:
            assert runtimes()[runtime.successor].successor == "", runtime.name


def test_where_the_source_is_second_hand_it_says_so() -> None:
    for runtime in runtimes().values():
        assert runtime.verified == ("docs.aws.amazon.com" in runtime.source and not runtime.announced), runtime.name


def test_blocking_follows_deprecation_where_aws_itself_says_the_dates() -> None:
    for runtime in runtimes().values():
        dates = [date for date in (runtime.deprecated, runtime.create_blocked, runtime.update_blocked) if date]
        assert not runtime.verified or all(one <= other for one, other in pairwise(dates)), runtime.name

"""The figures of how AWS bills and works: each has a source, a date and a worth, and something that asks for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archlint.catalog.billing import billed, rules
from archlint.catalog.workings import works

HOUSE = Path(__file__).parents[2] / "archlint"
METERS = HOUSE / "cost" / "meters"
LOAD = HOUSE / "design" / "load"


def test_every_figure_has_a_source_that_anybody_can_open_and_a_date() -> None:
    for rule in (*rules().values(), *rules("workings").values()):
        assert rule.source.startswith("https://"), rule.id
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", rule.as_of), rule.id
        assert rule.says, rule.id


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sqs.chunk", 65_536),
        ("lambda.duration.step", 0.001),
        ("fargate.disk.included", 20 * 2**30),
        ("logs.packed", 0.15),
    ],
)
def test_figures_are_bytes_seconds_and_plain_counts(name: str, value: float) -> None:
    assert billed(name) == pytest.approx(value)


def test_every_figure_is_asked_for_by_a_meter() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in METERS.glob("*.py"))
    asked = {*re.findall(r'billed\("([^"]+)"\)', text)}
    for pattern in re.findall(r'billed\(f"([^"]+)"\)', text):
        wanted = re.compile(re.sub(r"\{[^}]*\}", r"[a-z]+", pattern.replace(".", r"\.")))
        asked |= {name for name in rules() if wanted.fullmatch(name)}
    assert asked == set(rules())


def test_every_figure_of_how_aws_works_is_asked_for_by_the_load() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in LOAD.glob("*.py"))
    assert set(re.findall(r'works\("([^"]+)"\)', text)) == set(rules("workings"))


def test_a_figure_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        billed("sqs.chonk")
    with pytest.raises(KeyError):
        works("sqs.chunk")

"""Which integrations a request goes on to: the same ones whether all routes are looked at, or only those that may fit."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archlint.design.graph import Design
from archlint.design.routes import score
from archlint.document import parse
from archlint.model.understanding import understand

STEPS = st.sampled_from(["cats", "dogs", "7", "{id}", "{proxy+}", "*", ""])
PATHS = st.lists(STEPS, max_size=3).map(lambda steps: "/" + "/".join(steps))
METHODS = st.sampled_from(["GET ", "POST ", "ANY ", "* ", "get ", ""])
ROUTES = st.one_of(st.just("$default"), st.just("$connect"), st.tuples(METHODS, PATHS).map("".join))


def api_with(offered: list[list[str]]) -> Design:
    """An API with an integration for each list of routes."""
    names = [f"f{number}" for number in range(len(offered))]
    text = "archlint: 1\nname: test\nregion: eu-west-1\ncomponents:\n  api: {type: api_gateway, protocol: http}\n"
    text += "".join(f"  {name}: {{type: lambda}}\n" for name in names) + "flows:\n"
    text += "".join(
        f"  - api -> {name}: {{route: {json.dumps(routes)}}}\n" for name, routes in zip(names, offered, strict=True)
    )
    description = understand(parse(text, "test.yaml"))
    assert description.problems == []
    return Design(description)


@given(st.lists(st.lists(ROUTES, max_size=2), min_size=1, max_size=6), ROUTES)
def test_the_best_routes_are_found_without_a_look_at_all(offered: list[list[str]], wanted: str) -> None:
    design = api_with(offered)
    ranked = [(score(wanted, flow.route), flow.target.name) for flow in design.written]
    best = max(rank for rank, _ in ranked)
    expected = [name for rank, name in ranked if rank == best > 0]
    assert [flow.target.name for flow in design.routes.takers(design.components["api"], wanted)] == expected


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        ("GET /cats", ["f0"]),
        ("GET /cats/7", ["f1"]),
        ("POST /cats/7", ["f2"]),
        ("GET /dogs", ["f3"]),
        ("GET /cats/", ["f0"]),
        ("ANY /cats/{proxy+}", ["f2"]),
        ("POST /cats", ["f3"]),
    ],
)
def test_the_most_exact_route_takes_a_request(wanted: str, taken: list[str]) -> None:
    design = api_with([["GET /cats"], ["GET /cats/{id}"], ["ANY /cats/{proxy+}"], ["$default"]])
    assert [flow.target.name for flow in design.routes.takers(design.components["api"], wanted)] == taken

"""By which way a component can be given one event twice, where requests go through APIs and balancers."""

from __future__ import annotations

import pytest

from archlint.design.graph import Design
from archlint.document import parse
from archlint.model.understanding import understand

HEAD = "archlint: 1\nname: test\nregion: eu-west-1\n"
API = """
components:
  app: {type: client, retries: 2}
  other: {type: client}
  api: {type: api_gateway, protocol: http, authorizer: {lambda: check}}
  check: {type: lambda}
  buy: {type: lambda}
  ask: {type: lambda}
flows:
  - app -> api: {route: POST /orders}
  - other -> api: {route: "GET /orders/{id}"}
  - api -> buy: {route: POST /orders}
  - api -> ask: {route: "GET /orders/{id}"}
"""


def repeated_by(text: str, component: str) -> str | None:
    description = understand(parse(HEAD + text, "test.yaml"))
    assert description.problems == []
    found = Design(description).repetition(description.components[component])
    return None if found is None else " / ".join([str(found.flow), *map(str, found.way(found.further))])


@pytest.mark.parametrize(
    ("component", "by"),
    [("buy", "app -> api / api -> buy"), ("ask", None), ("check", "app -> api / api -> check"), ("api", "app -> api")],
)
def test_a_second_request_takes_the_way_of_its_route_only(component: str, by: str | None) -> None:
    assert repeated_by(API, component) == by


def test_a_caller_that_names_no_route_may_repeat_any() -> None:
    assert (
        repeated_by(API.replace("app -> api: {route: POST /orders}", "app -> api"), "ask") == "app -> api / api -> ask"
    )


def test_routes_are_followed_through_one_api_behind_another() -> None:
    text = """
components:
  app: {type: client, retries: 2}
  edge: {type: cloudfront}
  api: {type: api_gateway, protocol: http}
  buy: {type: lambda}
  ask: {type: lambda}
flows:
  - app -> edge
  - edge -> api: {route: POST /orders}
  - api -> buy: {route: POST /orders}
  - api -> ask: {route: GET /orders}
"""
    assert repeated_by(text, "buy") == "app -> edge / edge -> api / api -> buy"
    assert repeated_by(text, "ask") is None


def test_two_apis_that_call_each_other_are_gone_through_once() -> None:
    text = """
components:
  app: {type: client}
  one: {type: api_gateway, protocol: http}
  two: {type: api_gateway, protocol: http}
  buy: {type: lambda}
flows:
  - app -> one
  - one -> two
  - two -> one
  - two -> buy
"""
    assert repeated_by(text, "buy") is None

"""Short ways to a design, its load and its bill, from the YAML of a description."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

from archlint.cost.estimate import Terms, estimate
from archlint.design.graph import Design
from archlint.design.load import FlowLoad, Load
from archlint.document import parse
from archlint.model.understanding import understand

if TYPE_CHECKING:
    from archlint.cost.bill import Bill, Item

HEAD = "archlint: 1\nname: test\nregion: us-east-1\n"
MONTH = 730 * 3600.0


def design(text: str, scenario: str | None = None) -> Design:
    """The design of a description without its head; faults in it fail the test."""
    body = dedent(text)
    description = understand(
        parse(body if body.lstrip().startswith("archlint:") else HEAD + body, "test.yaml"), scenario
    )
    assert description.problems == []
    return Design(description)


def load(text: str, end: Any = "likely", scale: float = 1.0) -> Load:
    return Load(design(text), end, scale)


def flow(found: Load, name: str) -> FlowLoad:
    """The load of a flow by its name or `a -> b`, dead letters included."""
    return next(found.of(one) for one in found.design.all_flows if str(one) == name)


def bill(text: str, **terms: Any) -> Bill:
    return estimate(design(text), Terms(**terms))


def item(found: Bill, component: str, dimension: str) -> Item:
    part = next(one for one in found.components if one.name == component)
    return next(one for one in part.items if one.dimension == dimension)


def quantity(found: Bill, component: str, dimension: str) -> float:
    return float(item(found, component, dimension).quantity)

"""A typed description: its head, components, flows and the rest, and the problems with what could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from archlint.document.tree import Document, Problem
from archlint.model.base import Fields, setting
from archlint.model.component import Component
from archlint.model.flow import Flow
from archlint.model.reading import Reference
from archlint.model.values import Anything, Money, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archlint.model.access import Role
    from archlint.model.usage import Usage

AnyFlow = Flow[Component, Component]

SECTIONS = {
    "vpcs": ("network", "Vpc"),
    "peerings": ("network", "Peering"),
    "transit_gateways": ("network", "TransitGateway"),
    "vpns": ("network", "Vpn"),
    "sites": ("network", "Site"),
    "prefix_lists": ("network", "PrefixList"),
    "roles": ("access", "Role"),
}
"""Mappings of named parts -> (module of archlint.model, class)."""


class Head(Fields):
    """What a description says of itself."""

    archlint: Anything = setting(1, "The version of the description's format: 1.", required=True)
    name: Text = setting("", "The name of the system.", required=True)
    description: Text = setting("", "What it does, in a sentence.")
    region: Text = setting("", "The AWS region, such as `eu-west-1`.", required=True)
    environment: Literal["production", "staging", "development"] = setting("production", "Which environment this is.")
    owner: Text = setting("", "Who answers for it.")
    budget: Money | None = setting(None, "What it may cost in a month.")
    access: Literal["derived", "declared"] = setting(
        "derived", "Whether roles and policies are derived from the flows or declared."
    )
    limits: Literal["today", "notes"] = setting("today", "Which book of limits it is judged by.")
    imported_from: Text = setting(
        "", "The template it was made from: what no template says is asked and not judged as long as this stands here."
    )
    note: Text = setting("", "Anything a reader should know.")


class Description:
    """One description, typed: what could be read, and the problems with the rest.

    `usage` is by the name of a component, the name of a flow, or `A -> B`; `references` is every field that names
    something.
    """

    def __init__(self, document: Document, head: Head, scenario: str | None, problems: list[Problem]) -> None:
        self.document = document
        self.head = head
        self.scenario = scenario
        self.components: dict[str, Component] = {}
        self.flows: list[AnyFlow] = []
        self.sections: dict[str, dict[str, Fields]] = {}
        self.usage: dict[str, Usage] = {}
        self.accounts: dict[str, str] = {}
        self.scenarios: tuple[str, ...] = ()
        self.problems = problems
        self.references: list[Reference] = []

    @property
    def roles(self) -> dict[str, Role]:
        return self.sections.get("roles", {})  # type: ignore[return-value]  # the chapter's own type

    @property
    def is_production(self) -> bool:
        """False also where nobody knows what the system is for."""
        return self.head.environment == "production"

    @property
    def is_imported(self) -> bool:
        """True where it was made of a template, which does not say what the code of functions calls."""
        return bool(self.head.imported_from) or any("archlint" not in text for text in self.document.written[:1])

    def region_of(self, component: Component) -> str:
        """Where a component is: in the description's own region unless it names one; unknown where that is unknown."""
        return self.head.region if component.region == "" else component.region

    def declares(self, name: str, chapter: str) -> bool:
        """True where a chapter has an entry of that name, whether or not it could be read."""
        entries = self.document.data.get(chapter)
        return isinstance(entries, dict) and name in entries

    def writes(self, flow: str) -> bool:
        """True where `A -> B` is written among the flows, whether or not it could be read."""
        items = self.document.data.get("flows")
        written = [text for item in items for text in _texts(item)] if isinstance(items, list) else []
        return any(" -> ".join(part.strip() for part in text.split("->")) == flow for text in written)


def _texts(item: Any) -> Iterable[str]:
    """What an item of `flows` gives for flows: itself, or its keys."""
    return (item,) if isinstance(item, str) else item if isinstance(item, dict) else ()


def flow_names(flows: list[AnyFlow]) -> dict[str, list[AnyFlow]]:
    """The flows that each text can mean: a flow's own name, or `A -> B`."""
    meant: dict[str, list[AnyFlow]] = {}
    for flow in flows:
        meant.setdefault(f"{flow.source.name} -> {flow.target.name}", []).append(flow)
        if flow.name:
            meant.setdefault(flow.name, []).append(flow)
    return meant

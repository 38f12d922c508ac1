"""What the tests of the importer ask of a template: its components, flows, roles and networks as plain data."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

from archlint.document import parse
from archlint.document.unknown import UNKNOWN
from archlint.importers import Variant, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archlint.document import Document

Resource = tuple[str, str, dict[str, Any], dict[str, Any]]
"""What is tested, resources, {component: fields}, {flow: fields}."""


def plain(value: Any) -> Any:
    """Data without its places; what is not known is the word `unknown`."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return "unknown" if value is UNKNOWN else value


class Described:
    """One variant of a template."""

    def __init__(self, variant: Variant) -> None:
        self.label = variant.label
        self.document: Document = variant.document
        self.data: dict[str, Any] = plain(variant.document.data)
        self.components: dict[str, dict[str, Any]] = self.data.get("components", {})
        self.roles: dict[str, dict[str, Any]] = self.data.get("roles", {})
        self.flows: list[tuple[str, dict[str, Any]]] = [
            pair for item in self.data.get("flows", ()) for pair in item.items()
        ]

    @property
    def edges(self) -> list[str]:
        return [name for name, _ in self.flows]

    def flow(self, name: str) -> dict[str, Any]:
        """The fields of the only flow between two components; a test that expects another number fails here."""
        (found,) = (fields for flow, fields in self.flows if flow == name)
        return {key: value for key, value in found.items() if key != "note"}

    def shown_at(self, *path: str | int) -> str:
        """The text of the template that a path is shown at."""
        return self.document.locate(path).text


def variants(text: str, parameters: Mapping[str, str] | None = None) -> list[Described]:
    document = parse(dedent(text), "template.yaml")
    return [Described(variant) for variant in load(document, parameters=parameters)]


def described(text: str, **parameters: str) -> Described:
    """The first variant of a template."""
    return variants(text, parameters)[0]


def resources(text: str, **parameters: str) -> Described:
    """The first variant of a template that has these resources and nothing else."""
    inner = "\n".join("  " + line for line in dedent(text).splitlines())
    return described(f"AWSTemplateFormatVersion: '2010-09-09'\nResources:\n{inner}\n", **parameters)

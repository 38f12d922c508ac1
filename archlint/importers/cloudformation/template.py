"""The sections of a template, read forgivingly: what is malformed is as good as absent."""

from __future__ import annotations

from typing import Any

from archlint.document.tree import Map

SECTIONS = ("Parameters", "Mappings", "Conditions", "Resources", "Outputs", "Globals", "Metadata", "Rules")
_VENDORS = ("AWS::", "Custom::", "Alexa::", "Third", "MongoDB::", "Datadog::")


def is_template(data: Any) -> bool:
    """True where parsed text is a CloudFormation or SAM template, told by what it holds."""
    if not isinstance(data, Map) or "archlint" in data:
        return False
    if "AWSTemplateFormatVersion" in data or str(data.get("Transform")).startswith("AWS::"):
        return True
    resources = data.get("Resources")
    if not isinstance(resources, Map):
        return False
    return any(_is_resource(name, value) for name, value in resources.items())


def _is_resource(name: str, value: Any) -> bool:
    if name.startswith("Fn::ForEach::"):
        return True
    return isinstance(value, Map) and isinstance(value.get("Type"), str) and value["Type"].startswith(_VENDORS)


def section(data: Any, name: str) -> Map:
    """A section of a template; an empty mapping where it is absent, empty or no mapping."""
    found = data.get(name) if isinstance(data, Map) else None
    if isinstance(found, Map):
        return found
    empty = Map()
    empty.spans = {}
    empty.span = getattr(data, "span", None) or ()  # type: ignore[assignment]  # of an empty file
    return empty

"""The JSON Schema (2020-12) of a description, made from the models, for completion and hover in an editor."""

from __future__ import annotations

from importlib import import_module
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from archlint.document.quantities import UNKNOWN, Quantity
from archlint.model.base import Field, Fields, annotations_of
from archlint.model.component import Component
from archlint.model.description import SECTIONS, Head
from archlint.model.flow import Flow
from archlint.model.reading import keys_of
from archlint.model.registry import SYNONYMS, TYPES, model_of
from archlint.model.unknowns import WORD as UNKNOWN_WORD
from archlint.model.usage import Usage
from archlint.model.values import Parsed

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ADDRESS = "https://archlint.dev/archlint.schema.json"
_FREE = {"^x-": {"description": "Yours: archlint does not look at it."}}


def schema() -> dict[str, Any]:
    """The whole schema: every field with its description, class, default, range and the page AWS documents it on."""
    making = _Making()
    head = making.mapping(Head, "")
    parts: dict[str, Any] = {}
    for name, (module, class_name) in SECTIONS.items():
        model: type[Fields] = getattr(import_module(f"archlint.model.{module}"), class_name)
        parts[name] = _named(making.reference(model, ""), (model.__doc__ or "").strip())
    head["properties"] |= {
        **parts,
        "accounts": _named({"type": ["string", "integer"]}, "AWS accounts: a name and its number."),
        "components": _named(making.component(), "Everything that AWS, or someone else, runs."),
        "defaults": making.defaults(),
        "flows": {
            "type": "array",
            "description": "What happens between components: `- a -> b: {...}`.",
            "items": making.flow(),
        },
        "usage": _named(making.reference(Usage, ""), "How much is used, by flow or component."),
        "scenarios": _named(making.scenario(), "Other usage or other settings, merged over the description."),
        "include": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Further files, below this project's root.",
        },
    }
    head["properties"]["archlint"] = {"const": 1, "description": "The version of the description's format."}
    return {
        "$schema": DIALECT, "$id": ADDRESS, "title": "An archlint description", **head,
        "required": ["archlint", "name", "region"], "$defs": dict(sorted(making.definitions.items())),
    }  # fmt: skip


def _named(value: dict[str, Any], doc: str) -> dict[str, Any]:
    return {"type": "object", "description": doc, "additionalProperties": value}


class _Making:
    """Collects the definitions that the schema refers to."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}

    def reference(self, model: type[Fields], link: str) -> dict[str, Any]:
        name = f"{model.__module__.rpartition('.')[2]}.{model.__name__}"
        if name not in self.definitions:
            self.definitions[name] = {}  # a model may hold itself
            own = self.mapping(model, getattr(model, "link", "") or link)
            if model.shorthand:
                short = self.of(annotations_of(model)[model.shorthand], link)
                own = {"anyOf": [own, short], "description": (model.__doc__ or "").strip()}
            self.definitions[name] = own
        return {"$ref": f"#/$defs/{name}"}

    def mapping(self, model: type[Fields], link: str) -> dict[str, Any]:
        properties, required = {}, []
        hints = annotations_of(model)
        for attribute, field in model.specs.items():
            key = field.alias or attribute
            if issubclass(model, Component) and model is not Component and attribute in Component.specs:
                properties[key] = {"$ref": f"#/$defs/Component/properties/{key}"}
                continue
            made = self.of(hints[attribute], link)
            if model not in (Head, Usage):
                made = _or_unknown(made)
            made["description"] = _doc(field, link)
            if (
                field.default is not None
                and field.default is not UNKNOWN
                and field.default not in ("", ())
                and field.default != {}
            ):
                made["default"] = _plain(field.default)
            made["x-class"] = field.kind
            if field.within:
                made["x-range"] = field.within
            properties[key] = made
            if field.required is True:
                required.append(key)
        result: dict[str, Any] = {
            "type": "object", "description": (model.__doc__ or "").strip(), "properties": properties,
            "patternProperties": _FREE, "additionalProperties": False,
        }  # fmt: skip
        return result | ({"required": required} if required else {})

    def of(self, kind: Any, link: str) -> dict[str, Any]:
        origin, arguments = get_origin(kind), get_args(kind)
        for note in getattr(kind, "__metadata__", ()):
            if isinstance(note, Parsed):
                return dict(note.schema)
        if origin in (Union, UnionType):
            shapes = [self.of(part, link) for part in arguments if part is not NoneType]
            return shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin in (list, tuple):
            return {"type": "array", "items": self.of(arguments[0], link)}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(arguments[1], link)}
        if isinstance(kind, type) and issubclass(kind, Fields):
            return self.reference(kind, link)
        return {}

    def component(self) -> dict[str, Any]:
        """One schema for each type, told apart by `type`."""
        types = [*TYPES, *SYNONYMS]
        branches = []
        for short in TYPES:
            names = [short, *(synonym for synonym, meant in SYNONYMS.items() if meant == short)]
            branches.append({
                "if": {"properties": {"type": {"enum": names}}, "required": ["type"]},
                "then": self._typed(short),
            })  # fmt: skip
        kind = {
            "description": "What it is: a short name, or the type as CloudFormation writes it.",
            "anyOf": [{"enum": types}, {"type": "string", "pattern": "^[A-Za-z0-9]+::"}],
        }
        common = self.mapping(Component, "")["properties"]
        self.definitions["Component"] = {
            "type": "object", "description": (Component.__doc__ or "").strip(), "required": ["type"],
            "properties": {"type": kind, **common}, "allOf": branches,
        }  # fmt: skip
        return {"$ref": "#/$defs/Component"}

    def _typed(self, short: str) -> dict[str, Any]:
        model = model_of(short)
        name = f"type.{short}"
        own = self.mapping(model, model.link)
        own["properties"]["type"] = True
        self.definitions[name] = own
        return {"$ref": f"#/$defs/{name}"}

    def defaults(self) -> dict[str, Any]:
        by_type = {}
        for short in TYPES:
            self._typed(short)
            fields = {key: {"$ref": f"#/$defs/type.{short}/properties/{key}"} for key in keys_of(model_of(short))}
            by_type[short] = {
                "type": "object",
                "description": (model_of(short).__doc__ or "").strip(),
                "properties": fields,
                "patternProperties": _FREE,
                "additionalProperties": False,
            }
        return {
            "type": "object", "description": "Fields that every component of a type has unless it says otherwise.",
            "properties": by_type, "patternProperties": {"::": True}, "additionalProperties": False,
        }  # fmt: skip

    def flow(self) -> dict[str, Any]:
        self.definitions["Flow"] = self.mapping(Flow, "")
        return {
            "anyOf": [
                {
                    "type": "object", "minProperties": 1, "maxProperties": 1,
                    "patternProperties": {"->": {"anyOf": [{"$ref": "#/$defs/Flow"}, {"type": "null"}]}},
                    "additionalProperties": False,
                },
                {"type": "string", "pattern": "->"},
            ]
        }  # fmt: skip

    def scenario(self) -> dict[str, Any]:
        usage = self.reference(Usage, "")
        return {
            "type": "object", "properties": {
                "usage": _named(usage, "Usage, merged over the description's."),
                "components": _named({"type": "object"}, "Fields of components, merged over the description's."),
                "flows": _named({"type": "object"}, "Fields of flows by `a -> b`, merged over the description's."),
                "note": {"type": "string", "description": "What this scenario is."},
            },
            "patternProperties": {**_FREE, "->": usage}, "additionalProperties": False,
        }  # fmt: skip


def _or_unknown(made: dict[str, Any]) -> dict[str, Any]:
    """The same, or the word for what a template leaves open."""
    shapes = made.get("anyOf", [made])
    if not made or any("string" in shape.get("type", ()) for shape in shapes):
        return made
    if "enum" in made:
        return {**made, "enum": [*made["enum"], UNKNOWN_WORD]}
    rest = {key: value for key, value in made.items() if key != "anyOf"} if "anyOf" in made else {}
    return {**rest, "anyOf": [*shapes, {"const": UNKNOWN_WORD}]}


def _doc(field: Field, link: str) -> str:
    parts = [field.doc, f"Range: {field.within}." if field.within else "", link]
    return "\n".join(part for part in parts if part)


def _plain(value: Any) -> Any:
    if isinstance(value, Quantity):
        text = str(value)
        return float(value) if text.replace(".", "").isdigit() else text
    return value

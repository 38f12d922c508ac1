"""Builds pydantic's validators from the declarations of the model, each when a part of its kind is first found wrong.

They are built on `pydantic_core` straight from the declarations. `BaseModel` would build the same ones, but importing
it and creating its classes costs more time than linting a small description.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic_core import SchemaValidator

from archlint.model.base import Fields, annotations_of
from archlint.model.parsers import shape_of, shape_of_data
from archlint.model.values import Parsed

Schema = dict[str, Any]


def validator(model: type[Fields]) -> Callable[[Any], dict[str, Any]]:
    """What turns plain data into the values of a model's fields, only those that are given.

    It raises `pydantic_core.ValidationError`, whose places are paths into the data with pydantic's own labels of
    alternatives between.
    """
    hints = annotations_of(model)
    fields = {}
    for name, spec in model.specs.items():
        fields[name] = {"type": "typed-dict-field", "schema": _shared(hints[name]), "required": False}
        if spec.alias:
            fields[name]["validation_alias"] = spec.alias
    whole: Any = {"type": "typed-dict", "fields": fields, "extra_behavior": "allow" if model.open else "forbid"}
    return SchemaValidator(whole).validate_python


def _shared(kind: Any) -> Schema:
    """The core schema of a field's annotation, which its class keeps alive: components share most of theirs."""
    found = _SCHEMAS.get(id(kind))
    if found is None:
        found = _SCHEMAS[id(kind)] = schema_of(kind)
    return found


_SCHEMAS: dict[int, Schema] = {}


def schema_of(kind: Any) -> Schema:
    """The core schema of one annotation."""
    for note in getattr(kind, "__metadata__", ()):
        if isinstance(note, Parsed):
            return _function(note.parse)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _union(arguments)
    if origin is Literal:
        return {"type": "literal", "expected": list(arguments)}
    if origin in (list, tuple):
        return {"type": "list", "items_schema": schema_of(arguments[0]), "strict": True}
    if origin is dict:
        return {"type": "dict", "keys_schema": schema_of(arguments[0]), "values_schema": schema_of(arguments[1])}
    if isinstance(kind, type) and issubclass(kind, Fields):
        return _function(kind.of)
    return {"str": {"type": "str"}}.get(getattr(kind, "__name__", ""), {"type": "any"})


def _function(function: Callable[[Any], Any]) -> Schema:
    return {"type": "function-plain", "function": {"type": "no-info", "function": function}}


def _union(members: Sequence[Any]) -> Schema:
    """One of several shapes, chosen by whether the data is a mapping, a list or a plain value."""
    shapes = [member for member in members if member is not NoneType]
    if len(shapes) == 1:
        schema = schema_of(shapes[0])
    else:
        choices = {shape_of(member): schema_of(member) for member in shapes}
        schema = {"type": "tagged-union", "choices": choices, "discriminator": shape_of_data}
    return {"type": "nullable", "schema": schema} if len(shapes) < len(members) else schema

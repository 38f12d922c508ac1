"""Builds pydantic's validators from the declarations of the model, each when a part of its kind is first read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic_core import SchemaValidator

from archlint.model.base import Fields, annotations_of
from archlint.model.values import Parsed

Schema = dict[str, Any]


def validator(model: type[Fields]) -> Callable[[Any], dict[str, Any]]:
    """What turns plain data into the values of a model's fields, only those that are given.

    It raises `pydantic_core.ValidationError`, whose places are paths into the data with pydantic's own labels of
    alternatives between.
    """
    return _Validator(model).values


class _Validator:
    """Reads the fields that are given, each by itself; only where one is wrong all are gone through for the places."""

    __slots__ = ("_fields", "_model", "_names", "_whole")

    def __init__(self, model: type[Fields]) -> None:
        self._model = model
        self._names = {spec.alias or name: name for name, spec in model.specs.items()}
        self._fields: dict[str, tuple[str, Callable[[Any], Any]]] = {}
        self._whole: Callable[[Any], dict[str, Any]] | None = None

    def values(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            return self._all()(data)
        found = {}
        fields = self._fields
        try:
            for key, value in data.items():
                name, parse = fields[key] if key in fields else self._field(key)
                found[name] = parse(value)
        except ValueError:  # pydantic's own error is one, too
            return self._all()(data)
        return found

    def _field(self, key: str) -> tuple[str, Callable[[Any], Any]]:
        """The attribute that a key stands for and what reads its value. Raises ValueError for a key that is unknown."""
        name = self._names.get(key)
        if name is None:
            if self._model.open:
                return key, _as_it_is
            raise ValueError(key)
        found = self._fields[key] = name, _parser(annotations_of(self._model)[name])
        return found

    def _all(self) -> Callable[[Any], dict[str, Any]]:
        if self._whole is None:
            hints = annotations_of(self._model)
            fields: dict[str, Any] = {}
            for name, spec in self._model.specs.items():
                fields[name] = {"type": "typed-dict-field", "schema": _shared(hints[name]), "required": False}
                if spec.alias:
                    fields[name]["validation_alias"] = spec.alias
            extra = "allow" if self._model.open else "forbid"
            whole: Any = {"type": "typed-dict", "fields": fields, "extra_behavior": extra}
            self._whole = SchemaValidator(whole).validate_python
        return self._whole


def _as_it_is(value: Any) -> Any:
    return value


def _parser(kind: Any) -> Callable[[Any], Any]:
    """What reads a value of an annotation, which its class keeps alive: components share most of theirs."""
    found = _PARSERS.get(id(kind))
    if found is None:
        schema = _shared(kind)
        plain = schema["type"] == "function-plain"
        found = schema["function"]["function"] if plain else SchemaValidator(schema).validate_python
        _PARSERS[id(kind)] = found
    return found


_PARSERS: dict[int, Callable[[Any], Any]] = {}


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
        choices = {_shape(member): schema_of(member) for member in shapes}
        schema = {"type": "tagged-union", "choices": choices, "discriminator": _shape_of_data}
    return {"type": "nullable", "schema": schema} if len(shapes) < len(members) else schema


_MAPPING, _LIST, _PLAIN = "(mapping)", "(list)", "(plain)"


def _shape(kind: Any) -> str:
    origin = get_origin(kind)
    if origin is dict or (isinstance(kind, type) and issubclass(kind, Fields)):
        return _MAPPING
    return _LIST if origin in (list, tuple) else _PLAIN


def _shape_of_data(data: Any) -> str:
    if isinstance(data, dict):
        return _MAPPING
    return _LIST if isinstance(data, list) else _PLAIN

"""Reads the values of fields that are as declared; of others pydantic's validators tell what is wrong, and where.

Most descriptions hold nothing wrong: they are read without pydantic, whose import takes as long as reading them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from archlint.model.base import Fields, annotations_of
from archlint.model.values import Parsed

Parser = Callable[[Any], Any]
"""Gives the value that plain data stands for, the same as pydantic's; raises ValueError where that is to say more."""


class Parsers:
    """The parsers of one model's fields, each made when its key is first met."""

    __slots__ = ("_by_key", "_model", "_names", "_validate")

    def __init__(self, model: type[Fields]) -> None:
        self._model = model
        self._names = {spec.alias or name: name for name, spec in model.specs.items()}
        self._by_key: dict[str, tuple[str, Parser]] = {}
        self._validate: Callable[[Any], dict[str, Any]] | None = None

    def values(self, data: Any) -> dict[str, Any]:
        """The values of the fields that are given, by their names. Raises `pydantic_core.ValidationError`."""
        found = {}
        by_key = self._by_key
        try:
            for key, value in _mapping(data).items():
                name, parse = by_key[key] if key in by_key else self._of(key)
                found[name] = parse(value)
        except ValueError:
            if self._validate is None:
                from archlint.model.validators import validator

                self._validate = validator(self._model)
            return self._validate(data)
        return found

    def _of(self, key: str) -> tuple[str, Parser]:
        """The field that a key stands for, and its parser. Raises ValueError for a key that the model does not have."""
        name = self._names.get(key)
        if name is None:
            if self._model.open:
                return key, _as_it_is
            raise ValueError(key)
        found = self._by_key[key] = name, parser(annotations_of(self._model)[name])
        return found


def parser(kind: Any) -> Parser:
    """The parser of an annotation."""
    for note in getattr(kind, "__metadata__", ()):
        if isinstance(note, Parsed):
            return note.parse
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _one_of(arguments)
    if origin is Literal:
        return _literal(arguments)
    if origin in (list, tuple):
        return _list(parser(arguments[0]))
    if origin is dict:
        return _dict(parser(arguments[0]), parser(arguments[1]))
    if isinstance(kind, type) and issubclass(kind, Fields):
        return kind.of
    return _text if kind is str else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise ValueError(value)


def _mapping(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise ValueError(value)


def _literal(words: Sequence[Any]) -> Parser:
    def parse(value: Any) -> Any:
        if isinstance(value, str) and value in words:
            return value
        raise ValueError(value)

    return parse


def _list(item: Parser) -> Parser:
    def parse(value: Any) -> list[Any]:
        if isinstance(value, list):
            return [item(one) for one in value]
        raise ValueError(value)

    return parse


def _dict(key: Parser, item: Parser) -> Parser:
    return lambda value: {key(name): item(one) for name, one in _mapping(value).items()}


def _one_of(members: Sequence[Any]) -> Parser:
    """One of several shapes, told apart by whether the data is a mapping, a list or a plain value."""
    shapes = [member for member in members if member is not NoneType]
    optional = len(shapes) < len(members)
    if len(shapes) == 1:
        only = parser(shapes[0])
        return (lambda value: None if value is None else only(value)) if optional else only
    by_shape = {shape_of(member): parser(member) for member in shapes}

    def parse(value: Any) -> Any:
        if value is None and optional:
            return None
        found = by_shape.get(shape_of_data(value))
        if found is None:
            raise ValueError(value)
        return found(value)

    return parse


_MAPPING, _LIST, _PLAIN = "(mapping)", "(list)", "(plain)"


def shape_of(kind: Any) -> str:
    """By which shape of data an annotation is told from others: a mapping, a list or a plain value."""
    origin = get_origin(kind)
    if origin is dict or (isinstance(kind, type) and issubclass(kind, Fields)):
        return _MAPPING
    return _LIST if origin in (list, tuple) else _PLAIN


def shape_of_data(data: Any) -> str:
    """The shape of plain data, in the same words."""
    if isinstance(data, dict):
        return _MAPPING
    return _LIST if isinstance(data, list) else _PLAIN

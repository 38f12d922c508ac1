"""The parsers take nothing that pydantic's validators refuse, and make the same of it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic_core import ValidationError

import archlint.model
from archlint.document.quantities import UNKNOWN
from archlint.model.base import Fields, annotations_of
from archlint.model.parsers import Parsers, parser
from archlint.model.schema import schema
from archlint.model.validators import validator

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = ("", "x", "30s", "256 KB", "50/s", "30%", "true", "2026-12-24", "a -> b", "$5", "none", "all")
PLAIN: tuple[Any, ...] = (None, True, False, 0, 1, 3, 1.5, -1, float("nan"), UNKNOWN, *TEXTS)
PARTS = ([], ["x"], [1, 2], [[]], [{}], [None], {}, {"x": 1}, {"x": "y"}, {"x": {}}, {"event": {}}, {"x": [1]})


@cache
def models() -> tuple[type[Fields], ...]:
    """Every model that the package declares."""
    for file in Path(archlint.model.__path__[0]).glob("*.py"):
        import_module(f"archlint.model.{file.stem}")
    found: dict[type[Fields], None] = {}
    pending = [Fields]
    while pending:
        for model in pending.pop().__subclasses__():
            if model not in found and model.__module__.startswith("archlint."):
                found[model] = None
                pending.append(model)
    return tuple(found)


@cache
def words() -> tuple[str, ...]:
    """Every word that some field takes of a list of them."""
    found: dict[str, None] = {}
    pending: list[Any] = [schema()]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            pending += one.values()
            found.update(dict.fromkeys(word for word in one.get("enum", ()) if isinstance(word, str)))
        elif isinstance(one, list):
            pending += one
    return tuple(found)


def plain(value: Any) -> Any:
    """A value with all that it holds, to compare."""
    if isinstance(value, Fields):
        return type(value), plain(dict(vars(value)))
    if isinstance(value, dict):
        return type(value), {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value), [plain(one) for one in value]
    return type(value), repr(value), getattr(value, "low", None), getattr(value, "high", None)


def test_there_are_models_and_words_to_try() -> None:
    assert len(models()) > 60
    assert {"arm64", "express", "append"} & set(words())


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_what_a_parser_takes_pydantic_makes_the_same_of(model: type[Fields]) -> None:
    validate = validator(model)
    taken = 0
    for name, field in model.specs.items():
        key, read = field.alias or name, parser(annotations_of(model)[name])
        for value in (*PLAIN, *words(), *PARTS):
            try:
                found = read(value)
            except ValueError:
                continue
            taken += 1
            assert plain(validate({key: value})) == plain({name: found}), (name, value)
    assert taken or not model.specs


def outcome(read: Callable[[Any], Any], data: Any) -> Any:
    """What reading gives, or the errors that it raises."""
    try:
        return plain(read(data))
    except ValidationError as error:
        return [(each["type"], each["loc"], each["msg"]) for each in error.errors()]


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_what_no_parser_takes_is_told_by_pydantic(model: type[Fields]) -> None:
    wrong = [None, 3, "", [], [{}], {"no-such-field": 1}]
    wrong += [{field.alias or name: value} for name, field in model.specs.items() for value in (*PLAIN, *PARTS)]
    wrong += [{**one, "no-such-field": 1} for one in wrong if isinstance(one, dict)]
    read, validate = Parsers(model).values, validator(model)
    for data in wrong:
        assert outcome(read, data) == outcome(validate, data), data

"""Reading an event pattern strictly: the fields, the lists and `$or`; what stands in a list is read next door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from archlint.model.pattern_conditions import Reader, condition, dotted
from archlint.model.patterns import CONDITIONS, Branch, Condition, Dialect, Leaf, Pattern, combinations, leaves
from archlint.model.quoting import quoted

if TYPE_CHECKING:
    from archlint.model.base import Path
    from archlint.model.problems import Wrong

_RESERVED_IN_OR = frozenset({*CONDITIONS, "<", "<=", "=", ">", ">="})
_DEEPEST = 64


def read(data: object, dialect: Dialect, wrong: list[Wrong]) -> Pattern:
    """The pattern in plain data or JSON text; what AWS refuses is added to `wrong`."""
    reader = Reader(dialect, wrong)
    if isinstance(data, str):
        data = _json(reader, data)
        if wrong:
            return Pattern()
    pattern = _fields(reader, data, (), in_or=False)
    if not wrong and dialect.startswith("sns"):
        _sns_limits(reader, pattern)
    return pattern


def _json(reader: Reader, text: str) -> object:
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" from line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        reader.fault((), f"the pattern is text that is no JSON{where}", "Correct its JSON, or write it as a mapping.")
        return None


def _fields(reader: Reader, data: object, path: Path, *, in_or: bool) -> Pattern:
    name = dotted(path)
    if not isinstance(data, Mapping):
        reader.fault(
            path, f"{name} is {quoted(data)}, not a mapping of fields", f"Make {name} a mapping of fields to lists."
        )
        return Pattern()
    if not data:
        reader.fault(path, f"{name} names no field", f"Name at least one field in {name}, or remove it.")
    if len(path) > _DEEPEST:
        reader.fault(path, f"{name} is nested more than {_DEEPEST} fields deep", "Make the pattern flatter.")
        return Pattern()
    fields: list[Leaf | Branch] = []
    either: list[tuple[Pattern, ...]] = []
    for key, value in data.items():
        if key == "$or":
            either.append(_branches(reader, value, (*path, "$or")))
        else:
            field = _field(reader, str(key), value, (*path, str(key)), in_or=in_or)
            fields += [field] if field is not None else []
    return Pattern(tuple(fields), tuple(either))


def _field(reader: Reader, key: str, value: object, path: Path, *, in_or: bool) -> Leaf | Branch | None:
    if in_or and key in _RESERVED_IN_OR:
        reader.fault(
            path, f"`{key}` stands as a field's name inside `$or`", f"Name the field, then `[{{{key}: ...}}]`."
        )
    elif isinstance(value, list):
        return Leaf(key, path, _conditions(reader, value, path))
    elif isinstance(value, Mapping) and reader.dialect != "sns-attributes":
        return Branch(key, path, _fields(reader, value, path, in_or=in_or))
    elif isinstance(value, Mapping):
        reader.fault(path, f"{dotted(path)} holds fields, and attributes have none", "Filter on the body instead.")
    else:
        plain = quoted(value).strip("`")
        reader.fault(path, f"{dotted(path)} is {quoted(value)}, not a list", f"Write `{key}: [{plain}]`.")
    return None


def _branches(reader: Reader, value: object, path: Path) -> tuple[Pattern, ...]:
    if not isinstance(value, list) or len(value) < 2:
        has = f"has {len(value)}" if isinstance(value, list) else f"is {quoted(value)}"
        reader.fault(path, f"{dotted(path)} {has}, not a list of 2 mappings or more", "List the alternatives in `$or`.")
        return ()
    return tuple(_fields(reader, item, (*path, index), in_or=True) for index, item in enumerate(value))


def _conditions(reader: Reader, values: list[Any], path: Path) -> tuple[Condition, ...]:
    if not values:
        reader.fault(path, f"{dotted(path)} lists no value", "List what the field may be, or `{exists: true}`.")
    found = [condition(reader, value, (*path, index)) for index, value in enumerate(values)]
    return tuple(one for one in found if one is not None)


def _sns_limits(reader: Reader, pattern: Pattern) -> None:
    """A filter policy has at most 5 keys and 150 combinations.

    Source: https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
    """
    names = {tuple(step for step in leaf.path if isinstance(step, str) and step != "$or") for leaf in leaves(pattern)}
    if len(names) > 5:
        reader.fault((), f"the filter policy has {len(names)} keys, and SNS takes 5", "Filter on at most 5 keys.")
    ways = combinations(pattern)
    if ways > 150:
        reader.fault(
            (), f"the filter policy has {ways} combinations of values, and SNS takes 150", "List fewer values."
        )

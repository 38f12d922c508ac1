"""The kinds of value a field can hold, and how each is read from plain YAML data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from archlint.document import quantities as q
from archlint.model.quoting import quoted


class Parsed:
    """Reads a field with one function of plain data; `schema` is what an editor may offer for it."""

    __slots__ = ("parse", "schema")

    def __init__(self, parse: Callable[[Any], Any], **schema: Any) -> None:
        self.parse = parse
        self.schema = schema


class ValueProblemError(ValueError):
    """A value that is not of its field's kind, in the product's own words."""


def shown(value: object) -> str:
    """A field's value as a message shows it; what stands behind no key is nothing."""
    return "nothing" if value is None else quoted(value)


def _count(value: Any) -> int:
    if type(value) is int and value >= 0:
        return value
    raise ValueProblemError(f"{shown(value)} is not a whole number of 0 or more")


def _positive(value: Any) -> int:
    if type(value) is int and value >= 1:
        return value
    raise ValueProblemError(f"{shown(value)} is not a whole number of 1 or more")


def _flag(value: Any) -> bool:
    if value is True or value is False:
        return value
    hint = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(str(value).lower())
    raise ValueProblemError(f"{shown(value)} is not true or false" + (f": write `{hint}`" if hint else ""))


def _text(value: Any) -> str:
    if type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    raise ValueProblemError(f"{shown(value)} is not text")


def _flag_or_text(value: Any) -> bool | str:
    return value if isinstance(value, bool) else _text(value)


def _name(value: Any) -> str:
    if type(value) is str and value:
        return value
    if type(value) is int:
        return str(value)
    raise ValueProblemError(f"{shown(value)} is not a name")


def one_or_many(value: Any) -> Any:
    """A list where one thing is written without its brackets."""
    return value if isinstance(value, list) or value is None else [value]


def _names(value: Any) -> tuple[str, ...]:
    return tuple(_name(item) for item in one_or_many(value) or ())


def _anything(value: Any) -> Any:
    return value


def _zone(value: Any) -> str:
    name = _text(value)
    if name != "UTC":
        from archlint.model.schedules import unknown_zone

        if unknown_zone(name):
            raise ValueProblemError(f"{shown(value)} is no time zone, such as `Europe/Vienna`")
    return name


def _moment(value: Any) -> str:
    from datetime import datetime

    text = _text(value)
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise ValueProblemError(f"{shown(value)} is no date, such as `2026-12-24` or `2026-12-24T18:00:00Z`") from None
    return text


def _kept(value: Any) -> q.Duration | None:
    return None if value is None or value == "never" else q.Duration.parse(value)


_RANGE = {"type": "array", "minItems": 2, "maxItems": 3}


def _quantity_schema(example: str, *types: str) -> dict[str, Any]:
    kinds: list[dict[str, Any]] = [{"type": kind} for kind in ("string", *types)]
    return {"anyOf": [*kinds, _RANGE], "examples": [example]}


Duration = Annotated[q.Duration, Parsed(q.Duration.parse, **_quantity_schema("30s"))]
Kept = Annotated[q.Duration | None, Parsed(_kept, **_quantity_schema("30d"))]
"""How long something is kept: `never` where it is never thrown away."""
Size = Annotated[q.Size, Parsed(q.Size.parse, **_quantity_schema("256 KB", "integer"))]
Rate = Annotated[q.Rate, Parsed(q.Rate.parse, **_quantity_schema("50/s"))]
Money = Annotated[q.Money, Parsed(q.Money.parse, **_quantity_schema("$1200/month"))]
Share = Annotated[q.Share, Parsed(q.Share.parse, **_quantity_schema("30%", "number"))]
Number = Annotated[q.Number, Parsed(q.Number.parse, **_quantity_schema("40k", "number"))]
Count = Annotated[int, Parsed(_count, type="integer", minimum=0)]
Positive = Annotated[int, Parsed(_positive, type="integer", minimum=1)]
Flag = Annotated[bool, Parsed(_flag, type="boolean")]
Text = Annotated[str, Parsed(_text, type=["string", "integer"])]
FlagOrText = Annotated[bool | str, Parsed(_flag_or_text, type=["boolean", "string"])]
Name = Annotated[str, Parsed(_name, type=["string", "integer"])]
Names = Annotated[
    tuple[str, ...],
    Parsed(_names, anyOf=[{"type": "string"}, {"type": "array", "items": {"type": "string"}}]),
]
Zone = Annotated[str, Parsed(_zone, type="string")]
Moment = Annotated[str, Parsed(_moment, type="string")]
Anything = Annotated[Any, Parsed(_anything)]

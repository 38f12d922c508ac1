"""Carries properties over into fields: which property is which field, and how its value is written there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.parameters import as_number
from archlint.importers.cloudformation.values import Items, Open, Properties, Setting, find

if TYPE_CHECKING:
    from archlint.importers.draft import Part

ABSENT = object()
"""What a converter gives for a value that says nothing: the field is left out."""

Convert = Callable[[Any], Any]
Rows = Sequence[tuple[str, str, Convert]]
"""Rows of (property, dots between its levels; field; converter)."""


def carry(rows: Rows, properties: Any, part: Part) -> None:
    """Set each field whose property is present; one that is not known becomes unknown."""
    for path, field, convert in rows:
        found = find(properties, *path.split("."))
        if found is not None:
            carry_one(found, part, field, convert)


def carry_one(found: Setting, part: Part, field: str, convert: Convert) -> None:
    value = UNKNOWN if isinstance(found.value, Open) else convert(found.value)
    if value is not ABSENT:
        part.set(field, found, value)


def number(value: Any) -> Any:
    """A number, also where it is written as text; anything else as it is, for the model to refuse."""
    return as_number(value) if isinstance(value, str) else value


def whole(value: Any) -> Any:
    found = number(value)
    return int(found) if isinstance(found, float) and found.is_integer() else found


def positive(value: Any) -> Any:
    """A count; zero and below say nothing."""
    found = whole(value)
    return ABSENT if isinstance(found, int | float) and not isinstance(found, bool) and found <= 0 else found


def flag(value: Any) -> Any:
    """True or false, also where it is written as text."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower(), value)
    return value


def text(value: Any) -> Any:
    if isinstance(value, Properties | Items):
        return UNKNOWN
    return str(value).lower() if isinstance(value, bool) else str(value)


def seconds(value: Any) -> Any:
    """A duration that is written as a number of seconds."""
    found = number(value)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return found
    for size, unit in ((86_400, "d"), (3_600, "h")):
        if found and found % size == 0:
            return f"{int(found // size)}{unit}"
    return f"{found}s"


def minutes(value: Any) -> Any:
    found = number(value)
    return f"{found}m" if isinstance(found, int | float) and not isinstance(found, bool) else found


def hours(value: Any) -> Any:
    found = number(value)
    return seconds(found * 3_600) if isinstance(found, int | float) and not isinstance(found, bool) else found


def days(value: Any) -> Any:
    found = number(value)
    return f"{found}d" if isinstance(found, int | float) and not isinstance(found, bool) else found


def milliseconds(value: Any) -> Any:
    found = number(value)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return found
    return f"{int(found // 1000)}s" if found % 1000 == 0 else f"{found}ms"


def megabytes(value: Any) -> Any:
    return _sized(value, "MB")


def gigabytes(value: Any) -> Any:
    return _sized(value, "GB")


def _sized(value: Any, unit: str) -> Any:
    found = number(value)
    return f"{found} {unit}" if isinstance(found, int | float) and not isinstance(found, bool) else found


def bytes_(value: Any) -> Any:
    """A size that is written as a number of bytes."""
    found = number(value)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return found
    for size, unit in ((1_048_576, "MB"), (1_024, "KB")):
        if found and found % size == 0:
            return f"{int(found // size)} {unit}"
    return f"{found} B"


def per_second(value: Any) -> Any:
    found = number(value)
    return f"{found}/s" if isinstance(found, int | float) and not isinstance(found, bool) else found


def word(words: Mapping[str, Any], otherwise: Any = UNKNOWN) -> Convert:
    """The native word for one of AWS's; another one comes to `otherwise`."""
    folded = {key.lower(): value for key, value in words.items()}
    return lambda value: folded.get(str(value).lower(), otherwise)


def constant(value: Any) -> Convert:
    """A field whose presence is all that counts."""
    return lambda _: value


def first(convert: Convert) -> Convert:
    """The first item of a list."""

    def of_list(value: Any) -> Any:
        if isinstance(value, Items):
            value = value[0] if value else ABSENT
        return value if value is ABSENT else UNKNOWN if isinstance(value, Open) else convert(value)

    return of_list


def as_is(value: Any) -> Any:
    """A part of the template that means the same in a description: an event pattern, a filter."""
    return settled(value)


def settled(value: Any, name_of: Callable[[Open], Any] | None = None) -> Any:
    """A tree in which every open text is a plain one: what `name_of` makes of it, else as it stands."""
    if isinstance(value, Properties):
        tree = Properties(value.span)
        for key in value:
            tree.put(key, settled(value[key], name_of), value.spans[key], value.notes.get(key, ""))
        return tree
    if isinstance(value, Items):
        listed = Items(value.span)
        for index, item in enumerate(value):
            listed.add(settled(item, name_of), value.spans[index], value.notes.get(index, ""))
        return listed
    if isinstance(value, Open):
        made = name_of(value) if name_of is not None else None
        return str(value) if made is None else made
    return value

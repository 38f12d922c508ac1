"""Reading what stands in the lists of an event pattern: values, and conditions like `prefix` and `numeric`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archlint.model.patterns import CONDITIONS, Condition, Dialect, Kind
from archlint.model.problems import Wrong, did_you_mean
from archlint.model.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from archlint.model.base import Path

_LIKE = ("prefix", "suffix", "equals-ignore-case", "wildcard")
_LIKE_NOT = "anything-but of a mapping"
_REFUSED: dict[Dialect, frozenset[str]] = {
    "lambda": frozenset({"wildcard", "cidr", _LIKE_NOT}),
    "pipe": frozenset({_LIKE_NOT}),
}
_FILTERS = {"lambda": "a Lambda filter", "pipe": "a pipe's filter"}
_NUMERIC = 'Write `numeric: [">", 0, "<=", 5]`, the lower end first.'


@dataclass(frozen=True, slots=True)
class Reader:
    """The dialect that is read, and what is wrong so far."""

    dialect: Dialect
    wrong: list[Wrong]

    def fault(self, path: Path, message: str, remedy: str) -> None:
        self.wrong.append(Wrong("pattern-malformed", path, message, remedy))

    def refuses(self, what: str) -> bool:
        return what in _REFUSED.get(self.dialect, ())


def dotted(path: Path) -> str:
    """The field that a path leads to, as one writes of it."""
    return ".".join(str(step) for step in path if not isinstance(step, int)) or "the pattern"


def condition(reader: Reader, value: object, path: Path) -> Condition | None:
    """One item of a field's list; None, and a fault, where AWS refuses it."""
    if isinstance(value, Mapping):
        return _operation(reader, value, path)
    if isinstance(value, list):
        reader.fault(path, f"{dotted(path)} has a list inside its list", "Put its values into one list.")
        return None
    if value is None or isinstance(value, str | int) or (isinstance(value, float) and abs(value) < float("inf")):
        return Condition("equals", value)
    reader.fault(path, f"{dotted(path)} has {quoted(value)}, which JSON does not know", "Write text or a number.")
    return None


def _operation(reader: Reader, data: Mapping[str, Any], path: Path) -> Condition | None:
    name = dotted(path)
    if len(data) != 1:
        keys = ", ".join(f"`{key}`" for key in data) or "none"
        reader.fault(
            path,
            f"{name} has a condition of {len(data)} keys ({keys}), not 1",
            "Give each condition a `{}` of its own.",
        )
        return None
    ((key, value),) = data.items()
    if key not in _READ:
        guess = did_you_mean(str(key), CONDITIONS)
        reader.fault(path, f"{name} has no condition `{key}`{guess}", f"Use one of {', '.join(CONDITIONS[:-1])}.")
        return None
    if reader.refuses(key):
        reader.fault(
            path, f"{name} has `{key}`, which {_FILTERS[reader.dialect]} does not take", "Use `prefix` or `suffix`."
        )
        return None
    return _READ[key](reader, value, (*path, key))


def _text(reader: Reader, value: object, path: Path) -> str | None:
    if isinstance(value, str):
        return value
    what = path[-1]
    reader.fault(path, f"`{what}` of {dotted(path[:-1])} is {quoted(value)}, not text", f"Give `{what}` one text.")
    return None


def _affix(reader: Reader, value: object, path: Path) -> Condition | None:
    kind: Kind = "prefix" if path[-1] == "prefix" else "suffix"
    ignore_case = isinstance(value, Mapping) and set(value) == {"equals-ignore-case"}
    if isinstance(value, Mapping) and ignore_case:
        value = value["equals-ignore-case"]
    text = _text(reader, value, path)
    return None if text is None else Condition(kind, text, ignore_case)


def _exactly(reader: Reader, value: object, path: Path) -> Condition | None:
    text = _text(reader, value, path)
    return None if text is None else Condition("equals", text)


def _ignore_case(reader: Reader, value: object, path: Path) -> Condition | None:
    text = _text(reader, value, path)
    return None if text is None else Condition("ignore-case", text)


def _wildcard(reader: Reader, value: object, path: Path) -> Condition | None:
    text = _text(reader, value, path)
    if text is None:
        return None
    name = f"`wildcard` of {dotted(path[:-1])}"
    bare = text.replace("\\\\", "x").replace("\\*", "x")
    if "**" in bare:
        reader.fault(path, f"{name} has `**`", "Write one `*`, or `\\*` for a star itself.")
    elif "\\" in bare:
        reader.fault(path, f"{name} escapes more than `*` and `\\`", "Write `\\\\` for a backslash.")
    else:
        return Condition("wildcard", text)
    return None


def _exists(reader: Reader, value: object, path: Path) -> Condition | None:
    if value is True or value is False:
        return Condition("exists", value)
    message = f"`exists` of {dotted(path[:-1])} is {quoted(value)}, not true or false"
    reader.fault(path, message, "Write `exists: true` or `exists: false`.")
    return None


def _cidr(reader: Reader, value: object, path: Path) -> Condition | None:
    from ipaddress import ip_network

    text = _text(reader, value, path)
    if text is None:
        return None
    try:
        ip_network(text if "/" in text else "", strict=False)
    except ValueError:
        message = f"`cidr` of {dotted(path[:-1])} is {quoted(text)}, no block of addresses"
        reader.fault(path, message, "Write a block like `10.0.0.0/24`.")
        return None
    return Condition("cidr", text)


def _numeric(reader: Reader, value: object, path: Path) -> Condition | None:
    fault = _numeric_fault(value, 1e9 if reader.dialect.startswith("sns") else 5e9)
    if fault or not isinstance(value, list):
        reader.fault(path, f"`numeric` of {dotted(path[:-1])} {fault}", _NUMERIC)
        return None
    return Condition("numeric", tuple(zip(value[::2], value[1::2], strict=True)))


def _numeric_fault(value: object, most: float) -> str:
    if not isinstance(value, list) or len(value) not in (2, 4):
        return f"is {quoted(value)}, not one or two pairs of operator and number"
    for operator, number in zip(value[::2], value[1::2], strict=True):
        if operator not in ("<", "<=", "=", ">", ">="):
            return f"has {quoted(operator)} for an operator"
        if isinstance(number, bool) or not isinstance(number, int | float) or not -most <= number <= most:
            return f"has {quoted(number)}, not a number from -{most / 1e9:g} to {most / 1e9:g} billion"
    if len(value) == 2:
        return ""
    first, low, second, high = value
    if first not in (">", ">=") or second not in ("<", "<="):
        return f"is `{first}` and `{second}`, not a lower end and an upper one"
    return f"starts at {low} and ends at {high}, so no number lies between" if low >= high else ""


def _anything_but(reader: Reader, value: object, path: Path) -> Condition | None:
    name = f"`anything-but` of {dotted(path[:-1])}"
    if isinstance(value, Mapping):
        return _anything_but_like(reader, value, path, name)
    values = value if isinstance(value, list) else [value]
    if not values:
        reader.fault(path, f"{name} lists no value", "List what the field may not be.")
        return None
    kinds = {_kind(item) for item in values}
    if len(kinds) > 1 or not kinds <= {"text", "numbers"}:
        reader.fault(
            path, f"{name} lists {' and '.join(sorted(kinds))}", "List only texts, or only numbers up to 5 billion."
        )
        return None
    return Condition("anything-but", tuple(Condition("equals", item) for item in values))


def _kind(value: object) -> str:
    if isinstance(value, str):
        return "text"
    number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 5e9
    return "numbers" if number else quoted(value)


def _anything_but_like(reader: Reader, value: Mapping[str, Any], path: Path, name: str) -> Condition | None:
    key, inner = next(iter(value.items())) if len(value) == 1 else ("", None)
    if key not in _LIKE:
        reader.fault(path, f"{name} is a mapping of other than one of {', '.join(_LIKE)}", "Name one of them.")
        return None
    if reader.refuses(_LIKE_NOT):
        message = f"{name} is a mapping, which {_FILTERS[reader.dialect]} does not take"
        reader.fault(path, message, "List the values themselves.")
        return None
    items = inner if isinstance(inner, list) else [inner]
    if not items or "" in items:
        reader.fault((*path, key), f"{name} has an empty `{key}`", f"Give `{key}` some text.")
    found = [_READ[key](reader, item, (*path, key)) for item in items]
    return Condition("anything-but", tuple(one for one in found if one is not None))


_READ: dict[str, Callable[[Reader, object, Path], Condition | None]] = {
    "prefix": _affix,
    "suffix": _affix,
    "equals-ignore-case": _ignore_case,
    "wildcard": _wildcard,
    "anything-but": _anything_but,
    "numeric": _numeric,
    "exists": _exists,
    "cidr": _cidr,
    "exactly": _exactly,
}

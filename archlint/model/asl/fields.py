"""Which fields each kind of state has, and how single values of a definition are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from archlint.document.quantities import UNKNOWN, Duration, Unknown
from archlint.model.problems import Wrong, did_you_mean
from archlint.model.quoting import quoted

if TYPE_CHECKING:
    from archlint.model.base import Path
    from archlint.model.states import Language, Seconds

LONGEST = 99_999_999
"""The most seconds, and retries, that a field takes."""

_IN_OUT = ("InputPath", "OutputPath", "Output", "Assign")
_RESULT = ("Parameters", "Arguments", "ResultPath", "ResultSelector", *_IN_OUT)
_WORK = ("Retry", "Catch", "Next", "End")
FIELDS: dict[str, tuple[str, ...]] = {
    "Task": (
        "Resource", "TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath", "Credentials",
        *_RESULT, *_WORK,
    ),
    "Parallel": ("Branches", *_RESULT, *_WORK),
    "Map": (
        "ItemProcessor", "Iterator", "ItemsPath", "Items", "ItemSelector", "ItemReader", "ItemBatcher", "ResultWriter",
        "MaxConcurrency", "MaxConcurrencyPath", "ToleratedFailurePercentage", "ToleratedFailurePercentagePath",
        "ToleratedFailureCount", "ToleratedFailureCountPath", "Label", *_RESULT, *_WORK,
    ),
    "Choice": ("Choices", "Default", *_IN_OUT),
    "Wait": ("Seconds", "SecondsPath", "Timestamp", "TimestampPath", *_IN_OUT, "Next", "End"),
    "Pass": ("Result", "ResultPath", "Parameters", *_IN_OUT, "Next", "End"),
    "Succeed": ("InputPath", "OutputPath", "Output"),
    "Fail": ("Error", "ErrorPath", "Cause", "CausePath"),
}  # fmt: skip
"""The fields of each type beside `Type`, `Comment` and `QueryLanguage`.

Source: https://states-language.net/spec.html
"""
EVERY_STATE = ("Type", "Comment", "QueryLanguage")
MACHINE = ("StartAt", "States", "Comment", "Version", "TimeoutSeconds", "QueryLanguage")
INNER_MACHINE = ("StartAt", "States", "Comment", "QueryLanguage", "ProcessorConfig")

JSONATA_ONLY = frozenset({"Arguments", "Output", "Items"})
JSONPATH_ONLY = frozenset(
    {"InputPath", "OutputPath", "Parameters", "ResultPath", "ResultSelector", "ItemsPath", "Result", "SecondsPath",
     "TimestampPath", "TimeoutSecondsPath", "HeartbeatSecondsPath", "MaxConcurrencyPath", "ErrorPath", "CausePath",
     "ToleratedFailurePercentagePath", "ToleratedFailureCountPath"}
)  # fmt: skip

_PLACEHOLDER = re.compile(r"\$\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading one definition gathers: what is wrong, and where each state's name was met."""

    substitutions: Mapping[str, Any]
    wrong: list[Wrong] = field(default_factory=list)
    names: dict[str, Path] = field(default_factory=dict)

    def fault(self, rule: str, path: Path, message: str, remedy: str) -> None:
        self.wrong.append(Wrong(rule, path, message, remedy))

    def value(self, path: Path, message: str, remedy: str) -> None:
        self.fault("wrong-value", path, message, remedy)


def shown(value: object) -> str:
    """A value of the definition as a message shows it."""
    return "empty" if value == "" else quoted(value)


def substituted(value: object, substitutions: Mapping[str, Any]) -> object:
    """A value with its `${Name}` replaced where the substitution is known and plain."""
    if not isinstance(value, str) or "${" not in value:
        return value
    whole = _PLACEHOLDER.fullmatch(value)
    if whole is not None:
        given = substitutions.get(whole[1], UNKNOWN)
        return given if isinstance(given, str | int | float) else value

    def replacement(match: re.Match[str]) -> str:
        given = substitutions.get(match[1], UNKNOWN)
        return str(given) if isinstance(given, str | int | float) else match[0]

    return _PLACEHOLDER.sub(replacement, value)


def is_open(value: object) -> bool:
    """Whether a value comes from elsewhere: a JSONata expression, a placeholder, a template's function, the unknown."""
    if isinstance(value, str):
        return (value.startswith("{%") and value.endswith("%}")) or "${" in value
    functions = {"Ref", "Fn::Sub", "Fn::GetAtt", "Fn::If", "Fn::ImportValue"}
    return value is UNKNOWN or (isinstance(value, Mapping) and len(value) == 1 and set(value) <= functions)


def as_text(value: object) -> str:
    """A text, or a template's function as the placeholder that says the same; empty for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping) and len(value) == 1:
        ((key, inner),) = value.items()
        if key == "Fn::GetAtt" and isinstance(inner, list) and all(isinstance(part, str) for part in inner):
            inner = ".".join(inner)
        if key == "Fn::Sub" and isinstance(inner, list) and inner:
            inner = inner[0]
        if isinstance(inner, str):
            return inner if key == "Fn::Sub" else f"${{{inner}}}" if key in ("Ref", "Fn::GetAtt") else ""
    return ""


def number(
    reader: Reader, data: Mapping[str, Any], key: str, path: Path, low: float, high: float, *, whole: bool = True
) -> float | Unknown | None:
    """A number within its range; None where it is absent, unknown where it comes from elsewhere or is wrong."""
    if key not in data:
        return UNKNOWN if f"{key}Path" in data else None
    value = substituted(data[key], reader.substitutions)
    if is_open(value):
        return UNKNOWN
    if (
        isinstance(value, str)
        and value.isascii()
        and value.isdecimal()
        and isinstance(data[key], str)
        and "${" in data[key]
    ):
        value = int(value[:12])  # the text of a substitution stands for its number
    if isinstance(value, bool) or not isinstance(value, int | float) or (whole and value != _whole_part(value)):
        kind = "a whole number" if whole else "a number"
        reader.value((*path, key), f"{key} is {shown(value)}, not {kind}", f"Give {key} {kind}.")
        return UNKNOWN
    if not low <= value <= high:
        beyond = f"under {low:,g}" if value < low else f"over {high:,.0f}"
        reader.value((*path, key), f"{key} is {value:,g}, {beyond}", f"Give {key} a value within its range.")
        return UNKNOWN
    return float(value)


def _whole_part(value: float) -> float:
    """The whole part; what is endless or no number equals nothing."""
    return int(value) if abs(value) < float("inf") else float("nan")


def seconds(reader: Reader, data: Mapping[str, Any], key: str, path: Path, low: float = 1) -> Seconds:
    """A field of seconds, with its `...Path` twin."""
    if key in data and f"{key}Path" in data:
        reader.value(path, f"both {key} and {key}Path are set", f"Keep one of {key} and {key}Path.")
    found = number(reader, data, key, path, low, LONGEST)
    return Duration(found, unit="s") if isinstance(found, float) else found


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def moment(reader: Reader, data: Mapping[str, Any], key: str, path: Path) -> str:
    """A field that says a moment as RFC 3339 has it; empty where it comes from elsewhere or is no moment."""
    if key not in data or is_open(data[key]):
        return ""
    value = data[key]
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return value
    how = "Write it as `2026-12-24T18:00:00Z`."
    reader.value((*path, key), f"{key} is {shown(value)}, not a date and a time with its zone", how)
    return ""


def known_fields(
    reader: Reader,
    data: Mapping[str, Any],
    path: Path,
    known: tuple[str, ...],
    owner: str,
    language: Language = "JSONPath",
) -> None:
    """Tells the fields that a part of the definition does not have, and those of the other query language."""
    for key in data:
        if key not in known:
            guess = did_you_mean(str(key), known)
            remedy = "Remove it, or correct its name."
            reader.fault("unknown-field", (*path, str(key)), f"{owner} has no field `{key}`{guess}", remedy)
        elif key in JSONATA_ONLY and language == "JSONPath":
            message = f"{owner} has `{key}`, which belongs to JSONata, and speaks JSONPath"
            reader.value((*path, key), message, "Set `QueryLanguage: JSONata`, or use the fields of JSONPath.")
        elif key in JSONPATH_ONLY and language == "JSONata":
            message = f"{owner} has `{key}`, which belongs to JSONPath, and speaks JSONata"
            reader.value((*path, key), message, "Use `Arguments`, `Output` and `Assign` instead.")


def text(reader: Reader, data: Mapping[str, Any], key: str, path: Path, owner: str) -> str:
    """A field that holds text; empty, and told, where it holds something else."""
    value = data.get(key, "")
    if isinstance(value, str):
        return value
    reader.value((*path, key), f"{key} of {owner} is {shown(value)}, not text", f"Give {key} a text.")
    return ""

"""Reading the rules of a Choice: comparisons in JSONPath, conditions in JSONata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from archlint.model.asl.fields import Reader, shown, text
from archlint.model.problems import did_you_mean
from archlint.model.states import Branch

if TYPE_CHECKING:
    from archlint.model.base import Path
    from archlint.model.states import Language

_ORDERED = ("Equals", "GreaterThan", "GreaterThanEquals", "LessThan", "LessThanEquals")
COMPARISONS = (
    *(
        f"{kind}{order}{path}"
        for kind in ("String", "Numeric", "Timestamp")
        for order in _ORDERED
        for path in ("", "Path")
    ),
    *("BooleanEquals", "BooleanEqualsPath", "StringMatches"),
    *("IsNull", "IsPresent", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp"),
)
"""The comparisons of a rule in JSONPath.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
"""
_JOINS = ("And", "Or", "Not")
_BESIDE = ("Variable", "Next", "Comment", "Assign", "Output")


def read_choices(
    reader: Reader, data: Mapping[str, Any], path: Path, owner: str, language: Language
) -> tuple[Branch, ...]:
    """The branches of a Choice in the order in which they are tried."""
    choices = data.get("Choices")
    if not isinstance(choices, list) or not choices:
        what = "has no Choices" if not choices else f"has Choices that are {shown(choices)}, not a list"
        reader.fault("missing-field", path, f"{owner} {what}", "List its rules, each with a Next, in `Choices`.")
        return ()
    found = []
    for index, rule in enumerate(choices):
        at = (*path, "Choices", index)
        if not isinstance(rule, Mapping):
            reader.value(at, f"a rule of {owner} is {shown(rule)}, not a mapping", "Write a mapping with a Next.")
            continue
        if "Next" not in rule:
            reader.fault("missing-field", at, f"a rule of {owner} has no Next", "Name the state it leads to in `Next`.")
        always = language == "JSONata" and rule.get("Condition") in (True, "{% true %}")
        found.append(Branch(text(reader, rule, "Next", at, owner), at, always))
        if language == "JSONata":
            _condition(reader, rule, at, owner)
        else:
            _comparison(reader, rule, at, owner)
    return tuple(found)


def _condition(reader: Reader, rule: Mapping[str, Any], path: Path, owner: str) -> None:
    if "Condition" not in rule:
        message = f"a rule of {owner} has no Condition, and the state speaks JSONata"
        reader.fault("missing-field", path, message, "Write `Condition: '{% ... %}'`.")
        return
    condition = rule["Condition"]
    is_expression = isinstance(condition, str) and condition.startswith("{%") and condition.endswith("%}")
    if not is_expression and not isinstance(condition, bool):
        message = f"Condition of a rule of {owner} is {shown(condition)}, no JSONata expression"
        reader.value((*path, "Condition"), message, "Put the expression between `{%` and `%}`.")


def _comparison(reader: Reader, rule: Mapping[str, Any], path: Path, owner: str, depth: int = 0) -> None:
    used = [key for key in rule if key not in _BESIDE]
    for key in used:
        if key == "Condition":
            message = f"a rule of {owner} has a Condition, which belongs to JSONata, and the state speaks JSONPath"
            reader.value((*path, "Condition"), message, "Set `QueryLanguage: JSONata`, or compare a Variable.")
            return
        if key not in COMPARISONS and key not in _JOINS:
            guess = did_you_mean(str(key), (*COMPARISONS, *_JOINS))
            message = f"a rule of {owner} has no comparison `{key}`{guess}"
            reader.fault("unknown-field", (*path, str(key)), message, "Use a comparison of the States Language.")
            return
    if len(used) != 1:
        has = " and ".join(used) if used else "no comparison"
        reader.value(path, f"a rule of {owner} has {has}, not one comparison", "Join several with And or Or.")
        return
    key = used[0]
    if key not in _JOINS:
        if "Variable" not in rule:
            message = f"a rule of {owner} compares by {key} without a Variable"
            reader.fault("missing-field", path, message, "Name what is compared in `Variable`.")
        return
    _joined(reader, rule[key], (*path, key), owner, depth)


def _joined(reader: Reader, value: object, path: Path, owner: str, depth: int) -> None:
    """The rules inside And, Or and Not: comparisons alone, as only the whole rule leads anywhere."""
    inner = [value] if path[-1] == "Not" else value
    if not isinstance(inner, list) or not inner or depth > 32:
        reader.value(path, f"{path[-1]} in a rule of {owner} is {shown(value)}, not a list of rules", "List its rules.")
        return
    for index, rule in enumerate(inner):
        at = path if path[-1] == "Not" else (*path, index)
        if not isinstance(rule, Mapping):
            reader.value(at, f"a rule of {owner} is {shown(rule)}, not a mapping", "Write a comparison.")
            continue
        if "Next" in rule:
            message = f"a rule inside {path[-1]} of {owner} has a Next"
            reader.value((*at, "Next"), message, f"Move Next out of {path[-1]}.")
        _comparison(reader, rule, at, owner, depth + 1)

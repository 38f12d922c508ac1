"""Which combinations of a template's conditions can come about, and with which parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from archlint.document.tree import Map, Seq
from archlint.importers.cloudformation.intrinsics import turns
from archlint.importers.cloudformation.judge import Judge
from archlint.importers.cloudformation.spelling import as_text
from archlint.importers.cloudformation.template import section
from archlint.importers.cloudformation.values import Open

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archlint.importers.cloudformation.scope import Known, Scope

MOST_TRIED = 600
MOST_KEPT = 16


@dataclass(frozen=True, slots=True)
class Choice:
    """One combination: the truth of every condition that matters, and the parameters that bring it about."""

    truth: Mapping[str, bool]
    parameters: Mapping[str, Known]


@dataclass(slots=True)
class _Question:
    """Something that decides conditions: a parameter with the values that matter, or a comparison nobody can decide."""

    name: str
    options: list[Any]
    is_parameter: bool


def choices(data: Any, scope: Scope, pinned: frozenset[str]) -> list[Choice]:
    """The combinations that can come about, first the one that the parameters' defaults give; never empty.

    At most `MOST_KEPT`, found among `MOST_TRIED` assignments that differ least from the defaults.
    """
    expressions = _expressions(data, scope)
    mentioned, compared = _mentioned(data, expressions), _compared(expressions)
    wanted = [name for name in expressions if name in mentioned]
    questions = [
        _Question(name, _options(name, data, scope, compared), is_parameter=True)
        for name in _parameters_in(expressions, wanted, data)
        if name not in pinned
    ]
    found = _distinct(expressions, scope, questions, wanted, _assertions(data))
    return found or [Choice({}, scope.parameters)]


def _expressions(data: Any, scope: Scope) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, expression in section(data, "Conditions").items():
        if name.startswith("Fn::ForEach::"):
            for inner, body in turns(expression, scope):
                for key, value in body.items():
                    found[inner.spelled(key)] = _spelled(value, inner)
        else:
            found[name] = expression
    return found


def _spelled(raw: Any, scope: Scope) -> Any:
    """A condition's expression with the loop variables of Fn::ForEach put in."""
    if isinstance(raw, Map):
        if len(raw) == 1 and raw.get("Ref") in scope.loop:
            return scope.loop[raw["Ref"]]
        made = Map({key: _spelled(value, scope) for key, value in raw.items()})
        made.span, made.spans = raw.span, raw.spans
        return made
    if isinstance(raw, Seq):
        listed = Seq(_spelled(value, scope) for value in raw)
        listed.span, listed.spans = raw.span, raw.spans
        return listed
    return scope.spelled(raw) if isinstance(raw, str) else raw


def _walk(raw: Any) -> Iterator[tuple[str, Any]]:
    """Every entry of every mapping inside."""
    waiting = [raw]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Map):
            yield from part.items()
            waiting.extend(part.values())
        elif isinstance(part, Seq):
            waiting.extend(part)


def _mentioned(data: Any, expressions: Mapping[str, Any]) -> set[str]:
    """The conditions that resources, or conditions of resources, ask for."""
    names: set[str] = set()
    for key, value in _walk(section(data, "Resources")):
        if key == "Condition" and isinstance(value, str):
            names.add(value)
        elif key == "Fn::If" and isinstance(value, Seq) and value and isinstance(value[0], str):
            names.add(value[0])
    if any("${" in name or "&{" in name for name in names):
        return set(expressions)
    waiting = list(names)
    while waiting:
        for key, value in _walk(expressions.get(waiting.pop())):
            if key == "Condition" and isinstance(value, str) and value not in names:
                names.add(value)
                waiting.append(value)
    return names


def _parameters_in(expressions: Mapping[str, Any], wanted: list[str], data: Any) -> list[str]:
    declared = section(data, "Parameters")
    found: dict[str, None] = {}
    for name in wanted:
        for key, value in _walk(expressions[name]):
            if key == "Ref" and isinstance(value, str) and value in declared:
                found[value] = None
            elif key == "Fn::Sub" and isinstance(value, str):
                found.update((parameter, None) for parameter in declared if "${" + parameter + "}" in value)
    return list(found)


def _compared(expressions: Mapping[str, Any]) -> dict[str, list[str]]:
    """Which plain texts each reference is compared with anywhere."""
    found: dict[str, list[str]] = {}
    for expression in expressions.values():
        for key, value in _walk(expression):
            if key == "Fn::Equals" and isinstance(value, Seq) and len(value) == 2:
                names = [part["Ref"] for part in value if isinstance(part, Map) and isinstance(part.get("Ref"), str)]
                texts = [as_text(part) for part in value if not isinstance(part, Map | Seq)]
                for name in names:
                    found.setdefault(name, []).extend(texts)
    return found


_OTHER = object()
"""Any value but those the conditions ask for."""


def _options(name: str, data: Any, scope: Scope, compared: Mapping[str, list[str]]) -> list[Any]:
    """The values of a parameter that can make a difference, the default first."""
    declared = section(data, "Parameters")[name]
    default, _ = scope.parameters[name]
    allowed = declared.get("AllowedValues") if isinstance(declared, Map) else None
    options: list[Any] = [_OTHER] if isinstance(default, Open) else [as_text(default)]
    if isinstance(allowed, Seq) and allowed:
        values = [as_text(value) for value in allowed]
        asked = [value for value in values if value in compared.get(name, ())]
        rest = [value for value in values if value not in asked][:1]
        options = [*options, *asked, *rest]
        if options[0] is _OTHER:
            del options[0]
    else:
        options = [*options, *compared.get(name, ()), _OTHER]
    return list(dict.fromkeys(options))


def _assignments(questions: list[_Question]) -> Iterator[tuple[Any, ...]]:
    """Every way to answer the questions, those nearest to the first answers first."""
    base = [question.options[0] for question in questions]
    for changed in range(len(questions) + 1):
        for which in combinations(range(len(questions)), changed):
            for answers in product(*(questions[index].options[1:] for index in which)):
                assignment = list(base)
                for index, answer in zip(which, answers, strict=True):
                    assignment[index] = answer
                yield tuple(assignment)


def _distinct(
    expressions: Mapping[str, Any],
    scope: Scope,
    questions: list[_Question],
    wanted: list[str],
    rules: list[tuple[Any, Any]],
) -> list[Choice]:
    found: dict[tuple[bool, ...], Choice] = {}
    tried = 0
    again = True
    while again:
        again = False
        for assignment in _assignments(questions):
            tried += 1
            if tried > MOST_TRIED or len(found) >= MOST_KEPT:
                return list(found.values())
            inner, judge = _assigned(expressions, scope, questions, assignment)
            truth = {name: judge.condition(name) for name in wanted}
            known = {question.name for question in questions}
            new = [name for name in dict.fromkeys(judge.undecided) if name not in known]
            if new:
                questions = [*questions, *(_Question(name, [False, True], is_parameter=False) for name in new)]
                found.clear()
                again = True
                break
            if any(judge.judge(when) is not False and judge.judge(claim) is False for when, claim in rules):
                continue
            certain = {name: bool(value) for name, value in truth.items()}
            found.setdefault(tuple(certain.values()), Choice(certain, inner.parameters))
    return list(found.values())


def _assigned(
    expressions: Mapping[str, Any], scope: Scope, questions: list[_Question], assignment: tuple[Any, ...]
) -> tuple[Scope, Judge]:
    parameters = dict(scope.parameters)
    decided: dict[str, bool] = {}
    others: set[str] = set()
    for question, answer in zip(questions, assignment, strict=True):
        if not question.is_parameter:
            decided[question.name] = answer
        elif answer is _OTHER:
            parameters[question.name] = (Open("${" + scope.prefix + question.name + "}"), "")
            others.add("${" + scope.prefix + question.name + "}")
        elif answer != as_text(parameters[question.name][0]):
            parameters[question.name] = (answer, f"{answer} as parameter {question.name}")
    inner = replace(scope, parameters=parameters)
    return inner, Judge(expressions, inner, frozenset(others), decided)


def _assertions(data: Any) -> list[tuple[Any, Any]]:
    """What the template's rules demand: under which expression, which expression."""
    found: list[tuple[Any, Any]] = []
    for rule in section(data, "Rules").values():
        if isinstance(rule, Map) and isinstance(rule.get("Assertions"), Seq):
            found += [
                (rule.get("RuleCondition"), claim["Assert"])
                for claim in rule["Assertions"]
                if isinstance(claim, Map) and "Assert" in claim
            ]
    return found

"""Decides a template's conditions for given parameters, and says which comparisons the template alone leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.tree import Map, Seq
from archlint.importers.cloudformation.intrinsics import evaluate
from archlint.importers.cloudformation.spelling import as_text
from archlint.importers.cloudformation.values import NOTHING, Open

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archlint.importers.cloudformation.scope import Scope

DEEPEST = 50  # conditions that rest on one another


class Judge:
    """Decides conditions for one assignment; collects the comparisons that the template alone cannot decide."""

    def __init__(
        self, expressions: Mapping[str, Any], scope: Scope, others: frozenset[str], decided: Mapping[str, bool]
    ) -> None:
        self.expressions = expressions
        self.scope = scope
        self.others = others
        self.decided = decided
        self.undecided: list[str] = []
        self.depth = 0
        self.truth: dict[str, bool | None] = {}

    def condition(self, name: str) -> bool | None:
        if name not in self.truth:
            self.truth[name] = None  # a condition that rests on itself is not decided
            self.depth += 1
            if self.depth < DEEPEST:
                self.truth[name] = self.judge(self.expressions.get(name))
            self.depth -= 1
        return self.truth[name]

    def judge(self, expression: Any) -> bool | None:
        if not isinstance(expression, Map) or len(expression) != 1:
            return None
        name, argument = next(iter(expression.items()))
        if name == "Condition":
            return self.condition(str(argument))
        if name == "Fn::Equals" and isinstance(argument, Seq) and len(argument) == 2:
            return self._equals(argument)
        parts = [self.judge(part) for part in argument] if isinstance(argument, Seq) else []
        if name == "Fn::Not" and len(parts) == 1:
            return None if parts[0] is None else not parts[0]
        if name == "Fn::And" and parts:
            return False if False in parts else None if None in parts else True
        if name == "Fn::Or" and parts:
            return True if True in parts else None if None in parts else False
        if name == "Fn::Contains" and isinstance(argument, Seq) and len(argument) == 2:
            return self._contains(argument)
        return None

    def _equals(self, argument: Seq) -> bool | None:
        first, second = (evaluate(part, self.scope)[0] for part in argument)
        if first is NOTHING or second is NOTHING:
            return first is second
        one, two = as_text(first), as_text(second)
        if one == two:
            return True
        if not isinstance(first, Open) and not isinstance(second, Open):
            return False
        if (one in self.others) != (two in self.others) and not (isinstance(first, Open) and isinstance(second, Open)):
            return False
        question = f"{one} = {two}"
        if question not in self.decided:
            self.undecided.append(question)
        return self.decided.get(question)

    def _contains(self, argument: Seq) -> bool | None:
        listed, value = (evaluate(part, self.scope)[0] for part in argument)
        if isinstance(value, Open) or not isinstance(listed, list) or any(isinstance(item, Open) for item in listed):
            return None
        return as_text(value) in {as_text(item) for item in listed}

"""What the policies allow that a description names: AWS's managed ones and the templates of SAM."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from archlint.catalog import store


class Statement(NamedTuple):
    """One thing allowed: `actions`, or everything but `not_actions`; both may hold `*` and `?`.

    `resources` are ARNs of a managed policy. `narrowed_by` are the parameters of a template that name the resource;
    with none it is every resource. `under_conditions`: AWS adds conditions that are not kept.
    """

    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    resources: tuple[str, ...]
    narrowed_by: tuple[str, ...]
    under_conditions: bool


class NamedPolicy(NamedTuple):
    """One policy; `partial` where actions of services are left out that archlint does not know."""

    name: str
    partial: bool
    edited: str
    parameters: tuple[str, ...]
    statements: tuple[Statement, ...]
    source: str
    as_of: str

    def allows(self, action: str) -> bool:
        """Return whether the policy allows an action such as `sqs:SendMessage` on some resource."""
        return any(_allows(statement, action) for statement in self.statements)


@cache
def managed(name: str) -> NamedPolicy | None:
    """Return the AWS managed policy of this name or ARN, or None where archlint does not know it."""
    return _policy("managed", name.rpartition("/")[2])


@cache
def template(name: str) -> NamedPolicy | None:
    """Return the SAM policy template of this name, or None where there is none."""
    return _policy("templates", name)


def names(kind: str) -> tuple[str, ...]:
    """Return the names of all `managed` policies or all `templates`."""
    return tuple(store.load("policies")[kind]["policies"])


@cache
def matches(pattern: str, action: str) -> bool:
    """Return whether an action pattern as IAM reads it (`sqs:Send*`, in any case) covers an action."""
    if pattern == "*":
        return True
    if "*" not in pattern and "?" not in pattern:
        return pattern.lower() == action.lower()
    from re import escape, fullmatch

    expression = escape(pattern.lower()).replace(r"\*", ".*").replace(r"\?", ".")
    return fullmatch(expression, action.lower()) is not None


def _allows(statement: Statement, action: str) -> bool:
    if statement.actions:
        return any(matches(pattern, action) for pattern in statement.actions)
    return not any(matches(pattern, action) for pattern in statement.not_actions)


def _policy(kind: str, name: str) -> NamedPolicy | None:
    book: dict[str, Any] = store.load("policies")[kind]
    row = book["policies"].get(name)
    if row is None:
        return None
    partial, edited, parameters, statements = row
    made = tuple(Statement._make((*map(tuple, one[:4]), one[4])) for one in statements)
    return NamedPolicy(name, partial, edited, tuple(parameters), made, book["source"], book["as_of"])

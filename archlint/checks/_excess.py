"""What roles allow beyond the needs of those who act as them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.checks._words import several
from archlint.design.access.roles import nobodys
from archlint.model.policy_decisions import TooBroad, covers_action, too_broad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archlint.design.access.needs import Act
    from archlint.design.access.roles import HeldRole
    from archlint.model.base import Path
    from archlint.model.policies import Statement

_SCOPED = frozenset({
    "sqs", "sns", "s3", "dynamodb", "lambda", "kinesis", "firehose", "states", "events", "secretsmanager", "kms", "es",
})  # fmt: skip
"""Services whose actions, but for listings, are granted resource by resource."""

_MOST = 3


class Excess(NamedTuple):
    """A statement that goes too far: where it stands in the role, what it grants, and what of it is needed."""

    path: Path
    grant: str
    needed: str


def excesses(role: HeldRole, acts: Sequence[Act], *, all_known: bool) -> Iterator[Excess]:
    """The statements of a role that grant a whole service, or every resource, beyond these acts.

    `all_known` is False where the role also serves flows of which nobody knows what they need.

    AWS's managed policies name no resources of anybody's, so that only whole services are held against them.
    """
    needs = [(act.action, act.resource) for act in acts]
    found = too_broad(role.own, needs, _is_unscoped, nobodys)
    found += [one for one in too_broad(role.attached, needs, _is_unscoped, nobodys) if one.what == "actions"]
    by_statement: dict[int, list[TooBroad]] = {}
    for one in found:
        by_statement.setdefault(id(one.statement), []).append(one)
    for ones in by_statement.values():
        statement = ones[0].statement
        yield Excess(statement.path, _granted(statement, ones), _needed(statement, acts, all_known))


def _is_unscoped(action: str) -> bool:
    """True for an action that is granted on all resources or none, as far as is known here."""
    service, _, verb = action.partition(":")
    return service not in _SCOPED or verb.startswith(("List", "Describe"))


def _granted(statement: Statement, ones: list[TooBroad]) -> str:
    """What is too much of a statement; the other half of it as it is written."""
    actions = [one.pattern for one in ones if one.what == "actions"]
    actions = actions or [action for action in statement.actions if not _is_unscoped(action)]
    everywhere = "*" in statement.resources or statement.but_resources
    places = "every resource" if everywhere else _some(list(statement.resources))
    return f"{_some(actions)} on {places}"


def _some(words: list[str]) -> str:
    return several(["everything" if word == "*" else word for word in words], _MOST)


def _needed(statement: Statement, acts: Sequence[Act], all_known: bool) -> str:
    used = [act for act in acts if covers_action(statement, act.action)]
    if not used:
        return "nothing of it" if all_known else "nothing of it that is known"
    actions = list(dict.fromkeys(act.action for act in used))
    return f"{_some(actions)} on {_some(list(dict.fromkeys(act.on.name for act in used)))}"

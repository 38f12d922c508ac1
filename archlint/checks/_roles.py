"""Roles in words, and what those who act as one need of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from archlint.model.base import Place
from archlint.model.component import Component, known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.access import Act, Choice, HeldRole, Lack
    from archlint.design.graph import Design


class Use(NamedTuple):
    """One use of a role: by whom, for which acts, and for what in words (a flow, or `the traces of upload`)."""

    role: HeldRole
    by: Component
    acts: tuple[Choice, ...]
    what: str
    at: Place


def uses(design: Design) -> Iterator[Use]:
    """Every use of every role: what components do of their own, and the flows for which they act."""
    access = design.access
    for component in design.typed("lambda", "step_functions"):
        role = access.role(component.role)
        for duty in access.duties(component) if role is not None else ():
            if role is not None:
                yield Use(role, component, duty.acts, f"the {duty.what} of {component}", component.at)
    for flow in design.all_flows:
        need = access.needed(flow)
        role = access.holder(flow) if need.acts else None
        if role is not None and need.actor is not None:
            yield Use(role, need.actor, need.acts, str(flow), flow.at)


def role_place(role: HeldRole) -> Place:
    return Place(("roles", role.name))


def refusal(lack: Lack, role: HeldRole) -> tuple[str, Place]:
    """In which words a role refuses an act, and where."""
    verdict = lack.verdict
    if verdict.at_boundary:
        return "is kept by its boundary from", role_place(role).field("boundary")
    if verdict.outcome == "denied" and verdict.by is not None:
        return "denies", Place(("roles", role.name, *verdict.by.path))
    return "does not allow", role_place(role).field("allow")


def in_words(acts: Iterable[Choice]) -> list[str]:
    """What each choice of acts comes to: an action, or several with `or` between them."""
    return [_one_of([act.action for act in choice]) for choice in acts]


def _one_of(actions: Sequence[str]) -> str:
    return " or ".join([", ".join(actions[:-1]), actions[-1]] if len(actions) > 1 else actions)


def things(acts: Iterable[Act]) -> list[str]:
    """The names of what is acted on, each once."""
    return list(dict.fromkeys(act.on.name for act in acts))


def is_stated(value: str) -> bool:
    """True for a name that is given and known."""
    return bool(value) and known(value)

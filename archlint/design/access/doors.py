"""Doors: the policies of queues, functions, keys and the like, and who has to be let in by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from archlint.catalog.permissions import permissions
from archlint.design.access.arns import account_number, account_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archlint.design.access.needs import Choice, Need
    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow
    from archlint.model.policies import Statement
    from archlint.model.policy_decisions import Caller

State = Literal["open", "shut", "unknown"]


class Door(NamedTuple):
    """A component's own policy that has to let a caller in, for a flow to travel.

    `named` is whom the policy has to name: a service principal, an account's number, or "another account" where it has
    none. `service` tells a service that comes without a role from a role of another account.
    """

    flow: AnyFlow
    of: Component
    caller: Caller
    named: str
    acts: tuple[Choice, ...]
    service: bool


def doors(design: Design, flow: AnyFlow, need: Need, role: str) -> list[Door]:
    """Every door on the way of a flow: the target's for a service, and those in another account for a role."""
    from archlint.model.policy_decisions import Caller

    if need.service:
        return [Door(flow, flow.target, Caller(service=need.service), need.service, need.admits, True)]
    own, account = account_of(design, need.actor), account_number(design, need.actor)
    found: dict[str, Door] = {}
    for choice in need.acts:
        on = choice[0].on
        if _crosses(own, account_of(design, on)) and permissions().resource_policy(on.type) is not None:
            door = found.get(on.name)
            acts = (*door.acts, choice) if door is not None else (choice,)
            found[on.name] = Door(flow, on, Caller(account=account, role=role), account or ANOTHER, acts, False)
    return list(found.values())


ANOTHER = "another account"


def key_door(flow: AnyFlow, need: Need) -> Door | None:
    """The door of the target's key, for a service that writes there under its own name; None without such a key."""
    from archlint.model.policy_decisions import Caller

    first = next(iter(need.unlocks), None)
    if first is None:
        return None
    return Door(flow, first[0].on, Caller(service=need.service), need.service, need.unlocks, True)


def state(statements: Sequence[Statement], door: Door) -> State:
    """Whether a policy lets a caller in: shut where it lacks, or denies, something that is needed."""
    states = {_of_choice(statements, door.caller, choice) for choice in door.acts}
    return "shut" if "shut" in states else "unknown" if "unknown" in states else "open"


def _of_choice(statements: Sequence[Statement], caller: Caller, choice: Choice) -> State:
    from archlint.model.policy_decisions import admits

    outcomes = {admits(statements, caller, act.action, act.resource).outcome for act in choice}
    return "open" if "allowed" in outcomes else "unknown" if "unknown" in outcomes else "shut"


def _crosses(own: str | None, other: str | None) -> bool:
    return own is not None and other is not None and own != other

"""What an identity pool lets people write who have not signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.model.base import Place
from archlint.model.flow import READS
from archlint.model.outside import Client
from archlint.model.policy_decisions import covers_action
from archlint.model.storage import Bucket, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.identity import IdentityPool
    from archlint.model.policies import Statement

_READING = ("get", "list", "describe", "batchget", "query", "scan", "search", "select")
"""What the names of actions begin with that change nothing."""
_FOR_EVERYBODY = frozenset({"cognito-identity", "cognito-sync", "mobileanalytics", "rum"})
"""Services that guests are meant to write to: their own identity, and what is measured of their use."""


class Writing(NamedTuple):
    """What guests may do that changes something, in words that follow `may`, and where that is granted."""

    what: str
    at: Place


def writings(design: Design, pool: IdentityPool) -> Iterator[Writing]:
    """What guests of a pool may write: what their role allows, or where access is derived what they do."""
    if pool.guests is not True:
        return
    if design.declares_access:
        yield from _granted(design, pool)
        return
    for model in (Bucket, Table):
        for flow in design.flows(Client, model):
            offer = design.access.credentials(flow).offer
            if offer.guest and offer.issuer == pool.name and flow.operation and flow.operation not in READS:
                yield Writing(f"to {flow.operation} in {flow.target}", flow.at)


def _granted(design: Design, pool: IdentityPool) -> Iterator[Writing]:
    held = design.access.role(pool.roles.guest or "") if pool.roles is not None else None
    if held is None:
        return
    denying = [one for one in held.grants.statements if not one.allows and "*" in one.resources]
    for statement in held.grants.statements:
        if statement.allows and not statement.conditional:
            for action in _writing(statement):
                if not any(covers_action(one, action) for one in denying):
                    yield Writing(action, Place(("roles", held.name, *statement.path)))


def _writing(statement: Statement) -> Iterator[str]:
    if statement.but_actions:
        yield f"everything but {', '.join(statement.actions)}"
        return
    for action in statement.actions:
        service, _, name = action.lower().partition(":")
        if service not in _FOR_EVERYBODY and not name.startswith(_READING):
            yield action

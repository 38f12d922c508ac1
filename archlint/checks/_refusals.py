"""Endpoints whose policy refuses what flows send through them: the packets arrive, and the answer is 403."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.checks._roles import in_words
from archlint.design.access.arns import account_number
from archlint.model.component import known
from archlint.model.policies import read_document
from archlint.model.policy_decisions import Caller, admits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archlint.design.access.needs import Choice
    from archlint.design.graph import Design
    from archlint.design.network.flows import Crossing
    from archlint.design.network.topology import At
    from archlint.model.policies import Statement


class Refusal(NamedTuple):
    """A flow that gets to an endpoint which lets none of these actions through."""

    crossing: Crossing
    endpoint: str
    at: At
    actions: str


def refusals(design: Design) -> Iterator[Refusal]:
    """Every flow that gets through the network and no further than the policy of an endpoint."""
    policies: dict[At, tuple[Statement, ...]] = {}
    for crossing in design.network.crossings():
        for name, at in _endpoints(crossing):
            if at not in policies:
                policies[at] = _statements(design, at)
            refused = [choice for choice in _acts(design, crossing) if _refuses(design, policies[at], crossing, choice)]
            if refused:
                yield Refusal(crossing, name, (*at, "policy"), in_words(refused[0]))
                break


def _endpoints(crossing: Crossing) -> list[tuple[str, At]]:
    """The endpoints that a flow gets through, by name and place."""
    paths = [path for path in crossing.answer.paths if path.verdict == "delivered"]
    return list(dict.fromkeys((hop.name, hop.at) for path in paths for hop in path.hops if hop.kind == "endpoint"))


def _statements(design: Design, at: At) -> tuple[Statement, ...]:
    vpc: Any = design.description.sections["vpcs"][str(at[1])]
    policy: Any = vpc.endpoints[at[-1]].policy
    if policy == "deny":
        return ()
    return (_EVERYTHING,) if policy == "allow" else read_document(policy)[0]


_EVERYTHING = read_document({"actions": "*", "resources": "*", "principals": "*"})[0][0]


def _acts(design: Design, crossing: Crossing) -> Sequence[Choice]:
    """What a flow does to the component that it calls through the endpoint."""
    return [choice for choice in design.access.needed(crossing.flow).acts if choice[0].on is crossing.callee]


def _refuses(design: Design, statements: Sequence[Statement], crossing: Crossing, choice: Choice) -> bool:
    """True where a policy is certain to let none of these acts through, whoever does them."""
    role = crossing.caller.role
    caller = Caller(account=account_number(design, crossing.caller), role=role if role and known(role) else "")
    verdicts = [admits(statements, caller, act.action, act.resource) for act in choice]
    return all(verdict.outcome in ("denied", "implicit") for verdict in verdicts)

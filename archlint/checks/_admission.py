"""Who sends to a queue or topic that only a resource policy can admit, and is admitted by none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.checks.hit import Fix, Hit
from archlint.model.component import Component, known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow

_BY_POLICY = frozenset({"sns", "eventbridge", "s3"})
"""Types that send as a service, without a role: AWS, identity and access management of each."""


class Sender(NamedTuple):
    """One flow into a component that a policy has to admit, and whom that policy has to name."""

    flow: AnyFlow
    principal: str


def sends_as_service(component: Component) -> bool:
    """True for what sends in the name of its service, without a role of its own."""
    return component.type in _BY_POLICY or getattr(component, "service", "") == "rule"


def unadmitted(design: Design, model: type[Component]) -> Iterator[Hit]:
    """One hit for each component of this model whose senders need a policy that it does not have."""
    declared = design.description.head.access == "declared" or bool(design.description.roles)
    for target in design.of(model):
        senders = [sender for flow in design.into(target) if (sender := _sender(design, flow, declared)) is not None]
        if senders:
            yield _hit(target, senders)


def _hit(target: Component, senders: list[Sender]) -> Hit:
    principals = list(dict.fromkeys(sender.principal for sender in senders))
    written = f"[{', '.join(_quoted(name) for name in principals)}]"
    certain = not target.gives("policy") and all(sender.flow.policy is not False for sender in senders)
    return Hit(
        at=target.field("policy"),
        related=[(sender.flow.at, sender.principal) for sender in senders],
        values={
            "target": target,
            "senders": list(dict.fromkeys(str(sender.flow.source) for sender in senders)),
            "principals": principals,
            "policy": written,
        },
        fix=Fix(target.field("policy"), written, safe=False) if certain else None,
    )


def _quoted(principal: str) -> str:
    return f'"{principal}"' if principal.isdecimal() else principal


def _sender(design: Design, flow: AnyFlow, declared: bool) -> Sender | None:
    """The sender of a flow where a policy has to admit it and none is there.

    A flow that says so itself counts whatever else is stated; else only declared access is judged.
    """
    missing = declared and flow.target.policy is None and not flow.gives("policy")
    if not missing and flow.policy is not False:
        return None
    principal = _principal(design, flow)
    return None if principal is None else Sender(flow, principal)


def _principal(design: Design, flow: AnyFlow) -> str | None:
    """Whom the policy has to name: a service, or the account of a sender from another one; None where it needs not."""
    source = flow.source
    if source.type == "sqs":  # a redrive stays within its account and asks no policy
        return None
    if sends_as_service(source):
        from archlint.model.policies import service_principal

        return service_principal("eventbridge" if source.type == "schedule" else source.type)
    accounts = design.description.accounts
    own, other = flow.target.account, source.account
    if not known(own) or not known(other) or accounts.get(own, own) == accounts.get(other, other):
        return None
    return accounts.get(other, other) or "another account"

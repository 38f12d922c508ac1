"""The policies that grant exactly what a design's flows need, as IAM policy documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.design.access.arns import account_number, sender_arn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archlint.design.access.doors import Door
    from archlint.design.access.judging import Access
    from archlint.design.access.needs import Act
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

Document = dict[str, Any]


def role_policy(access: Access, component: Component) -> Document | None:
    """What the role of a component must allow for its flows and its logs, and no more; None where it needs no role.

    An identity pool's is that of the clients that call with its credentials. Where it depends on the code which of
    several actions is done, all of them are granted.
    """
    acts: list[Act] = []
    for flow in _flows(access, component):
        need = access.needed(flow)
        acting = access.identity_pool(flow) if need.actor.type == "client" else need.actor
        if acting is component:
            acts += [act for choice in need.acts for act in choice]
    acts += [act for duty in access.duties(component) for choice in duty.acts for act in choice]
    statements = [{"Effect": "Allow", **_what(actions, arns)} for actions, arns in _gathered(acts)]
    return _document(statements) if statements else None


def own_policy(access: Access, component: Component) -> Document | None:
    """What the policy of a component itself must allow for those who come to it; None where nobody needs it."""
    statements: dict[str, Document] = {}
    for flow in access.design.all_flows:  # to a key come the flows of what it encrypts
        of_key = access.key_door(flow)
        for door in [*access.doors(flow), *([of_key] if of_key is not None else [])]:
            if door.of is component:
                statement = _admitting(access, door)
                statements[str(statement)] = statement
    return _document(list(statements.values())) if statements else None


def _flows(access: Access, component: Component) -> Iterable[AnyFlow]:
    if component.type == "cognito_identity_pool":
        return (flow for client in access.design.typed("client") for flow in access.design.out_of(client))
    return [*access.design.out_of(component), *access.design.into(component)]


def _gathered(acts: list[Act]) -> list[tuple[list[str], list[str]]]:
    """Actions and the ARNs they are done to, in the order of the acts, as few statements as can be."""
    by_arn: dict[str, dict[str, None]] = {}
    for act in acts:
        by_arn.setdefault(act.arn, {})[act.action] = None
    by_actions: dict[tuple[str, ...], list[str]] = {}
    for arn, actions in by_arn.items():
        by_actions.setdefault(tuple(actions), []).append(arn)
    return [(list(actions), arns) for actions, arns in by_actions.items()]


def _admitting(access: Access, door: Door) -> Document:
    acts = [act for choice in door.acts for act in choice]
    actions, arns = dict.fromkeys(act.action for act in acts), dict.fromkeys(act.arn for act in acts)
    admitting = {"Effect": "Allow", "Principal": _principal(door), **_what(list(actions), list(arns))}
    if door.service:
        number = account_number(access.design, door.flow.source)
        same_account = {"StringEquals": {"aws:SourceAccount": number}} if number else {}
        source = sender_arn(access.design, door.flow)
        admitting["Condition"] = {"ArnLike": {"aws:SourceArn": source}, **same_account}
    return admitting


def _principal(door: Door) -> Document:
    if door.service:
        return {"Service": door.caller.service}
    number = door.caller.account or "${account}"
    return {"AWS": f"arn:aws:iam::{number}:" + (f"role/{door.caller.role}" if door.caller.role else "root")}


def _what(actions: list[str], arns: list[str]) -> Document:
    return {"Action": actions[0] if len(actions) == 1 else actions, "Resource": arns[0] if len(arns) == 1 else arns}


def _document(statements: list[Document]) -> Document:
    return {"Version": "2012-10-17", "Statement": statements}

"""Permissions: roles that are missing, lack something or allow too much, and policies that shut somebody out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._admission import is_without_policy, refusing
from archlint.checks._crossings import crossings, judged
from archlint.checks._roles import in_words, lacks, refusal, uses
from archlint.checks._words import several
from archlint.checks.hit import Hit
from archlint.model.base import Place
from archlint.model.component import Component, Encryption, known
from archlint.model.compute import Function
from archlint.model.quoting import joined
from archlint.model.registry import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archlint.checks._crossings import Crossing
    from archlint.checks._roles import Use
    from archlint.design.access.doors import Door
    from archlint.design.access.judging import Lack
    from archlint.design.access.needs import Act
    from archlint.design.access.roles import HeldRole
    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow

_ALWAYS = frozenset({"lambda", "step_functions"})
"""Types that AWS does not create without a role."""

_FOR_FLOWS = frozenset({"firehose", "pipe", "schedule", "flink", "ec2", "ecs_service", "auto_scaling_group"})
"""Types that need one for what they do; of others the role belongs to single connections, which do not name it."""


def execution_role_missing(design: Design) -> Iterator[Hit]:
    if not design.declares_access:
        return
    for component in design.components.values():
        if component.type not in _ALWAYS and not component.role and not _acts_for_flows(design, component):
            continue
        fault = _fault(design, component)
        if fault:
            service = design.access.principal(component)
            values = {"component": component, "fault": fault, "service": service}
            yield Hit(at=component.field("role"), values=values)


def _acts_for_flows(design: Design, component: Component) -> bool:
    if component.type not in _FOR_FLOWS or getattr(component, "service", None) == "rule":
        return False
    needs = map(design.access.needed, [*design.out_of(component), *design.into(component)])
    return any(need.acts and need.actor is component for need in needs)


def _fault(design: Design, component: Component) -> str:
    """What is wrong with a component's role; "" where nothing is, or it is not known."""
    if component.role == "":
        return "has no role to act as"
    held, service = design.access.role(component.role), design.access.principal(component)
    if held is None or not service:
        return ""
    if held.trusts(service) is False:
        return f"acts as {held.name}, which trusts {joined(list(held.role.trust), 'and')} and not {service}"
    other = held.role.account
    if other and design.access.is_elsewhere(component, other):
        return f"acts as {held.name}, a role of the account {other}"
    return ""


def permission_missing(design: Design) -> Iterator[Hit]:
    if not design.declares_access:
        return
    found: dict[tuple[object, ...], tuple[Use, list[Lack], list[Place]]] = {}
    for use in uses(design):
        for key, lacking in _refused(design, use).items() if use.duty != "logs" else ():
            _, _, places = found.setdefault(key, (use, lacking, []))
            places.append(use.at)
    for use, lacking, places in found.values():
        refuses, at = refusal(lacking[0])
        yield Hit(
            at=at,
            subject=use.flow or use.by,
            related=places,
            values={
                "role": use.role.name,
                "refuses": refuses,
                **_actions(lacking),
                "where": f" on {lacking[0].acts[0].on}" if use.flow is not None else "",
                "wants": use.wants,
            },
        )


def _actions(lacking: Sequence[Lack]) -> dict[str, object]:
    """The actions that a role refuses, all of them and as many as a message holds."""
    actions = [in_words(lack.acts) for lack in lacking]
    return {"actions": actions, "shown": several(actions, 3)}


def _refused(design: Design, use: Use) -> dict[tuple[object, ...], list[Lack]]:
    """What a role refuses of one use, by what is refused on what and where; the half-open doors are another rule's."""
    half_open = set()
    if use.flow is not None:
        for crossing in crossings(design, use.flow):
            half_open |= {id(lack) for lack in crossing.lacks if crossing.open_without_a_grant}
    found: dict[tuple[Place, str], list[Lack]] = {}
    for lack in lacks(design, use):
        if id(lack) not in half_open:
            _, at = refusal(lack)
            found.setdefault((at, lack.acts[0].on.name), []).append(lack)
    return {(at, on, *(in_words(lack.acts) for lack in lacking)): lacking for (at, on), lacking in found.items()}


def log_permission_missing(design: Design) -> Iterator[Hit]:
    if not design.declares_access:
        return
    silent: dict[str, list[tuple[Use, tuple[Lack, ...]]]] = {}
    for use in uses(design):
        lacking = lacks(design, use) if use.duty == "logs" else ()
        if lacking:
            silent.setdefault(use.role.name, []).append((use, lacking))
    for found in silent.values():
        use, lacking = found[0]
        refuses, at = refusal(lacking[0])
        yield Hit(
            at=at,
            subject=use.by,
            related=[one.at for one, _ in found],
            values={
                "role": use.role.name,
                "refuses": refuses,
                **_actions(lacking),
                "components": [one.by for one, _ in found],
            },
        )


def permission_too_broad(design: Design) -> Iterator[Hit]:
    if not design.declares_access:
        return
    from archlint.checks._excess import excesses

    used: dict[str, tuple[HeldRole, list[Act]]] = {}
    serves_unknown = set()
    for use in uses(design):
        _, acts = used.setdefault(use.role.name, (use.role, []))
        acts += [act for choice in use.acts for act in choice]
        if not _needs_are_known(design, use.by):
            serves_unknown.add(use.role.name)
    for name, (role, acts) in used.items():
        for excess in excesses(role, acts, all_known=name not in serves_unknown):
            yield Hit(
                at=Place(("roles", name, *excess.path)),
                values={"role": name, "grant": excess.grant, "needed": excess.needed},
            )


def _needs_are_known(design: Design, component: Component) -> bool:
    """False where a flow leads to or from a service of which archlint knows no more than its name.

    What a function's code calls stands in no template, so that of imported functions nobody knows all needs.
    """
    if design.description.is_imported and isinstance(component, Function):
        return False
    flows = [*design.into(component), *design.out_of(component)]
    ends = [end for flow in flows for end in (flow.source, flow.target)]
    return all(end.type in TYPES and end.type != "aws_service" for end in ends)


def role_shared(design: Design) -> Iterator[Hit]:
    if not design.declares_access:
        return
    needs: dict[str, dict[tuple[str, str], dict[str, Component]]] = {}
    sharing: dict[str, dict[str, Component]] = {}
    for use in uses(design):
        if isinstance(use.by, Function):
            sharing.setdefault(use.role.name, {})[use.by.name] = use.by
            for choice in use.acts if use.flow is not None else ():
                what = in_words(choice), choice[0].on.name
                needs.setdefault(use.role.name, {}).setdefault(what, {})[use.by.name] = use.by
    for name, functions in sharing.items():
        for (actions, target), some in needs.get(name, {}).items():
            if len(some) < len(functions):
                yield Hit(
                    at=Place(("roles", name)),
                    related=[function.field("role") for function in functions.values()],
                    values={
                        "role": name,
                        "functions": list(functions),
                        "actions": actions,
                        "target": target,
                        "some": list(some),
                    },
                )
                break


def permission_for_several_services(design: Design, *, limit: int) -> Iterator[Hit]:
    for function in design.of(Function):
        if function.policy is None and len({flow.source.type for flow in design.into(function)}) <= limit:
            continue  # so few that nothing of access has to be worked out, or even imported
        services = _let_in(design, function)
        if len(services) > limit:
            yield Hit(
                at=function.field("policy"),
                related=[flow.at for flow in design.events_into(function)],
                values={"function": function, "services": services, "count": len(services)},
            )


def _let_in(design: Design, function: Function) -> list[str]:
    """The services that a function's policy admits: those that it names, or where it is derived those that come."""
    if design.declares_access:
        statements = design.access.statements(function)
        admitted = [principal for one in statements if one.allows for principal in one.principals]
        named = [principal.text for principal in admitted if principal.kind == "service"]
    else:
        named = [design.access.service(flow) for flow in design.into(function)]
    return list(dict.fromkeys(name for name in named if name))


def resource_policy_missing(design: Design) -> Iterator[Hit]:
    shut: dict[str, list[Door]] = {}
    for flow in judged(design):
        for crossing in crossings(design, flow):
            if crossing.state == "shut" and not crossing.shut_behind_a_grant and not is_without_policy(crossing.door):
                shut.setdefault(crossing.door.of.name, []).append(crossing.door)
    for doors in shut.values():
        yield refusing(doors[0].of, doors)


def cross_account_half_open(design: Design) -> Iterator[Hit]:
    found: dict[tuple[str, str, bool], list[Crossing]] = {}
    for flow in judged(design):
        for crossing in crossings(design, flow):
            shut = crossing.shut_behind_a_grant and not is_without_policy(crossing.door)
            if shut or crossing.open_without_a_grant:
                found.setdefault((crossing.door.of.name, crossing.door.named, shut), []).append(crossing)
    for alike in found.values():
        yield _half_open(design, alike)


def _half_open(design: Design, alike: list[Crossing]) -> Hit:
    door, lacking = alike[0].door, alike[0].lacks
    if lacking:
        refuses, at = refusal(lacking[0])
        role = f"role {lacking[0].role.name}"
        sides = f"the policy of {door.of} admits {door.named}, {role} {refuses} {_actions(lacking)['shown']}"
    else:
        held, at = design.access.holder(door.flow), door.of.field("policy")
        role = f"role {held.name}" if held is not None else "the role"
        sides = f"{role} allows it, the policy of {door.of} does not admit {door.named}"
    return Hit(
        at=at,
        subject=door.flow,
        related=[crossing.door.flow.at for crossing in alike],
        values={
            "flow": door.flow,
            "sides": sides,
            "target": door.of,
            "actions": [in_words(choice) for choice in door.acts],
        },
    )


def key_grant_missing(design: Design) -> Iterator[Hit]:
    for target in design.typed("sqs", "sns"):
        encryption = target.encryption
        if not isinstance(encryption, Encryption) or not known(encryption.key):
            continue
        key = _key_of_aws(target, encryption.key)
        locked = _locked_out(design, target, key) if key or design.declares_access else ()
        if locked:
            owner = design.components.get(encryption.key)
            yield Hit(
                at=target.field("encryption") if owner is None else owner.field("policy"),
                subject=target,
                related=[(flow.at, service) for flow, service in locked],
                values={
                    "target": target,
                    "key": key or f"its key {owner}",
                    "senders": list(dict.fromkeys(str(flow.source) for flow, _ in locked)),
                    "principals": list(dict.fromkeys(service for _, service in locked)),
                },
            )


def _key_of_aws(target: Component, key: str) -> str:
    """The key that AWS manages and whose policy nobody can change; "" where it is another."""
    if key.startswith("alias/aws/"):
        return key
    return f"alias/aws/{target.type}" if key == "aws" and target.type == "sns" else ""


def _is_shut(design: Design, flow: AnyFlow) -> bool:
    door = design.access.key_door(flow)
    return door is not None and design.access.key(door) == "shut"


def _locked_out(design: Design, target: Component, key: str) -> list[tuple[AnyFlow, str]]:
    """The flows by which a service writes to an encrypted component whose key does not let it."""
    found = []
    for flow in design.into(target):
        service = design.access.service(flow)
        if service and (key or _is_shut(design, flow)):
            found.append((flow, service))
    return found

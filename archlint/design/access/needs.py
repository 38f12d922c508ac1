"""What must be allowed for one flow to travel: the actions of a role, and whom the target's policy and key admit."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from archlint.catalog.permissions import permissions
from archlint.design.access.arns import arn_of, log_group_of, resource
from archlint.model.component import Component, known

if TYPE_CHECKING:
    from archlint.catalog.permissions import Access as Row
    from archlint.catalog.permissions import Grant, Policy
    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow
    from archlint.model.policy_decisions import Resource


class Act(NamedTuple):
    """One action on one component, and the ARN that a policy has to speak of, with `${name}` for an id of AWS's."""

    action: str
    on: Component
    arn: str

    @classmethod
    def to(cls, design: Design, action: str, on: Component, flow: AnyFlow | None = None) -> Act:
        """An action done to a component, as narrow as the flow says."""
        return cls(action, on, arn_of(design, action, on, flow))

    @property
    def resource(self) -> Resource:
        """What policies are asked about."""
        return resource(self.on, self.arn)


Choice = tuple[Act, ...]
"""Acts of which one is enough, because it depends on the code which of them is done; mostly only one."""


class Need(NamedTuple):
    """What must be allowed for a flow to travel.

    The role of `actor` must allow all `acts`, and trusts `principal`; without acts no role is asked. Where a service
    comes without a role, `service` is its principal, which the target's own policy must let do `admits`, and the
    policy of the target's key `unlocks`.
    """

    actor: Component
    principal: str = ""
    acts: tuple[Choice, ...] = ()
    service: str = ""
    admits: tuple[Choice, ...] = ()
    unlocks: tuple[Choice, ...] = ()


class Duty(NamedTuple):
    """What a component's role must allow beside its flows: for `what` (its logs, its traces, its place in a VPC)."""

    what: str
    acts: tuple[Choice, ...]


def service(design: Design, flow: AnyFlow, word: str) -> str:
    """The service that comes to a flow's target without a role; "" where none does."""
    row = _row(design, flow, word)
    return row.knocks if row is not None else ""


def needed(design: Design, flow: AnyFlow, word: str) -> Need:
    """What a flow needs, given the word for its credentials; nothing where the pair is not known or not offered."""
    row = _row(design, flow, word)
    if row is None:
        return Need(flow.source)
    admits = _each(design, row.admits, flow.target, flow)
    unlocks = _unlocks(design, flow) if admits else ()
    if row.grant is None:
        return Need(flow.source, "", (), row.knocks, admits, unlocks)
    actor, acts = _actor(row.grant, flow), _acts(design, flow, row.grant)
    return Need(actor, row.grant.principal, acts, row.knocks, admits, unlocks)


def duties(design: Design, component: Component) -> list[Duty]:
    """What a function or workflow does beside its flows."""
    book = permissions()
    found = []
    if component.type == "lambda":
        group = log_group_of(design, component)
        found.append(Duty("logs", tuple((Act(name, component, group),) for name in book.always("logs").needs)))
        if getattr(component, "tracing", None) is True:
            found.append(_anywhere("traces", book.always("tracing").needs, component))
        if component.vpc is not None and known(component.vpc):
            found.append(_anywhere("network interfaces", book.always("vpc").needs, component))
    elif component.type == "step_functions":
        level = getattr(getattr(component, "logs", None), "level", "off")
        if level != "off":
            found.append(_anywhere("logs", book.always("workflow_logs").needs, component))
        if getattr(component, "tracing", None) is True:
            found.append(_anywhere("traces", book.always("workflow_tracing").needs, component))
        if _has_distributed_map(component):
            needs = book.always("workflow_map").needs
            found.append(Duty("distributed maps", tuple((Act.to(design, action, component),) for action in needs)))
    return found


def _has_distributed_map(workflow: Component) -> bool:
    """True for a workflow that starts executions of itself, one for each batch of a map's items."""
    from archlint.model.states import MapState, all_states

    definition = getattr(workflow, "asl", None)
    return definition is not None and any(
        isinstance(state, MapState) and state.is_distributed for state in all_states(definition.machine)
    )


def _anywhere(what: str, actions: tuple[str, ...], component: Component) -> Duty:
    """A duty of actions that act on no resource of their own."""
    return Duty(what, tuple((Act(action, component, "*"),) for action in actions))


def key_of(design: Design, component: Component) -> Component | None:
    """The customer's key that a component is encrypted with; None where it is AWS's, or not known."""
    encryption = component.encryption
    if encryption is None or not known(encryption):
        return None
    found = design.components.get(encryption.key)
    return found if found is not None and found.type == "kms_key" else None


@cache
def _use_of_key(kind: str) -> Policy | None:
    """What an encrypted component of a type asks of a customer's key."""
    return permissions().key(kind)


def _row(design: Design, flow: AnyFlow, word: str) -> Row | None:
    if design.delivery(flow).supported is False:
        return None
    is_plain = flow.edge == "event" or flow.source.type == "iot_rule"  # whose error action is an action like others
    return permissions().needed(
        flow.source.type,
        flow.target.type,
        source_variant=design.variant(flow.source),
        target_variant=design.variant(flow.target),
        purpose=flow.purpose if is_plain else flow.edge,
        mode=design.delivery(flow).mode,
        operation=flow.operation,
        credentials=word,
    )


def _actor(grant: Grant, flow: AnyFlow) -> Component:
    actors = {"target": flow.target, "owner": getattr(flow.owner, "target", flow.source)}
    return actors.get(grant.role, flow.source)


def _acts(design: Design, flow: AnyFlow, grant: Grant) -> tuple[Choice, ...]:
    on = flow.source if grant.on == "source" else flow.target
    choices = [(action,) for action in grant.needs] + ([grant.either] if grant.either else [])
    acts = tuple(tuple(Act.to(design, action, on, flow) for action in choice) for choice in choices)
    key, opens = key_of(design, on), _use_of_key(on.type)
    if key is None or opens is None:
        return acts
    wanted = dict.fromkeys(action for choice in choices for action in _opening(choice, opens))
    return acts + _each(design, tuple(wanted), key)


_READING = ("Get", "BatchGet", "Query", "Scan", "Receive")
_WRITING = ("Put", "Send", "Publish", "Update", "BatchWrite", "Replicate")


def _opening(choice: tuple[str, ...], opens: Policy) -> tuple[str, ...]:
    """What the key of an encrypted thing is used for by actions of which one is done: only what it is sure to be."""
    verbs = [action.partition(":")[2] for action in choice]
    uses = [
        opens.read if verb.startswith(_READING) else opens.write if verb.startswith(_WRITING) else () for verb in verbs
    ]
    return tuple(action for action in uses[0] if all(action in other for other in uses))


def _each(design: Design, actions: tuple[str, ...], on: Component, flow: AnyFlow | None = None) -> tuple[Choice, ...]:
    return tuple((Act.to(design, action, on, flow),) for action in actions)


def _unlocks(design: Design, flow: AnyFlow) -> tuple[Choice, ...]:
    """What the target's key must let a service do that writes to it under its own name."""
    key, opens = key_of(design, flow.target), _use_of_key(flow.target.type)
    return _each(design, opens.service, key) if key is not None and opens is not None else ()

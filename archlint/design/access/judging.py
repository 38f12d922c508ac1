"""Whether what flows need is granted: by the roles that act, and by the policies of what they act upon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from archlint.design.access.arns import account_number, account_of
from archlint.design.access.proofs import Proofs
from archlint.model.component import Component, known

if TYPE_CHECKING:
    from archlint.design.access.doors import Door, State
    from archlint.design.access.needs import Act, Choice, Duty, Need
    from archlint.design.access.proofs import Credentials
    from archlint.design.access.roles import HeldRole
    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow
    from archlint.model.policies import Statement
    from archlint.model.policy_decisions import Verdict


class Lack(NamedTuple):
    """What a role lacks: acts of which not one is allowed, and the verdict on the first."""

    role: HeldRole
    acts: Choice
    verdict: Verdict


class Granted(NamedTuple):
    """Whether a role allows all that is needed of it, and what it lacks; unknown where no more can be told."""

    outcome: Literal["granted", "missing", "unknown"]
    lacks: tuple[Lack, ...] = ()


class Access:
    """The access of one design: derived from its flows, or declared by its roles, policies and keys."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.declared = design.declares_access
        self._proofs = Proofs(design)
        self._needs: dict[int, Need] = {}
        self._granted: dict[int, Granted] = {}
        self._roles: dict[str, HeldRole] = {}
        self._policies: dict[str, tuple[Statement, ...]] = {}

    # what is needed

    def needed(self, flow: AnyFlow) -> Need:
        """What must be allowed for a flow to travel."""
        found = self._needs.get(id(flow))
        if found is None:
            from archlint.design.access.needs import needed

            found = self._needs[id(flow)] = needed(self.design, flow, self._proofs.word(flow))
        return found

    def service(self, flow: AnyFlow) -> str:
        """The service that comes to a flow's target without a role; "" where none does."""
        from archlint.design.access.needs import service

        return service(self.design, flow, self._proofs.word(flow))

    def duties(self, component: Component) -> list[Duty]:
        """What a component's role must allow beside its flows."""
        from archlint.design.access.needs import duties

        return duties(self.design, component)

    def credentials(self, flow: AnyFlow) -> Credentials:
        """What the source of a flow shows to its target, how it comes by it, and whether the target takes it."""
        return self._proofs.credentials(flow)

    def identity_pool(self, flow: AnyFlow) -> Component | None:
        """The identity pool whose credentials a client calls with; None where it calls with others, or none."""
        found = self._proofs.pool(flow)
        return found[0] if found is not None else None

    # roles

    def principal(self, component: Component) -> str:
        """The service that a component's role trusts; "" where it has no role of AWS's."""
        from archlint.catalog.permissions import permissions

        return permissions().principal(component.type, self.design.variant(component) or "")

    def is_elsewhere(self, component: Component, account: str) -> bool:
        """True where a component is certain to live in another account than the one of this name."""
        own = account_of(self.design, component)
        return own is not None and own != self.design.description.accounts.get(account, account)

    def role(self, name: str | None) -> HeldRole | None:
        """A role by its name, read; None where it is not known, or the description has none such."""
        role = self.design.description.roles.get(name) if name else None
        if name is None or role is None:
            return None
        if name not in self._roles:
            from archlint.design.access.roles import read

            self._roles[name] = read(name, role)
        return self._roles[name]

    def holder(self, flow: AnyFlow) -> HeldRole | None:
        """The role that acts for a flow; None where none does, or it is not written or not known."""
        need = self.needed(flow)
        if not need.acts:
            return None
        return self.role(self._clients_role(flow) if need.actor.type == "client" else need.actor.role)

    def grants(self, flow: AnyFlow) -> Granted:
        """Whether the role that acts for a flow allows what it needs; derived access always does."""
        found = self._granted.get(id(flow))
        if found is None:
            found = self._granted[id(flow)] = self._grants(flow)
        return found

    def allowed(self, role: HeldRole, acts: tuple[Choice, ...], actor: Component) -> Granted:
        """Whether the role of a component allows at least one of each choice of acts."""
        judged = [(choice, [self._verdict(role, act, actor) for act in choice]) for choice in acts]
        lacks = tuple(Lack(role, choice, verdicts[0]) for choice, verdicts in judged if all(map(_refuses, verdicts)))
        if lacks:
            return Granted("missing", lacks)
        sure = all(any(verdict.outcome == "allowed" for verdict in verdicts) for _, verdicts in judged)
        return Granted("granted" if sure else "unknown")

    def _grants(self, flow: AnyFlow) -> Granted:
        need = self.needed(flow)
        if not self.declared or not need.acts:
            return Granted("granted")
        role = self.holder(flow)
        return self.allowed(role, need.acts, need.actor) if role is not None else Granted("unknown")

    def _verdict(self, role: HeldRole, act: Act, actor: Component) -> Verdict:
        """What a role's policies say of an act; else what the policy says of what it acts on, in the same account."""
        from archlint.design.access.roles import nobodys
        from archlint.model.policy_decisions import Caller, admits, decide

        verdict = decide(role.grants, act.action, act.resource, nobodys)
        if verdict.outcome != "implicit" or verdict.at_boundary:
            return verdict
        if account_of(self.design, actor) != account_of(self.design, act.on):
            return verdict
        caller = Caller(account=account_number(self.design, act.on), role=role.name)
        own = admits(self.statements(act.on), caller, act.action, act.resource)
        return own if own.outcome != "denied" and own.by is not None and _may_name_roles(own.by) else verdict

    def _clients_role(self, flow: AnyFlow) -> str | None:
        """The role that an identity pool gives a client for this flow, by its name; None where there is none."""
        found = self._proofs.pool(flow)
        if found is None:
            return None
        pool, guest = found
        return getattr(getattr(pool, "roles", None), "guest" if guest else "authenticated", None)

    # doors

    def statements(self, component: Component) -> tuple[Statement, ...]:
        """The statements of a component's own policy; none where it has none."""
        found = self._policies.get(component.name)
        if found is None:
            from archlint.model.policies import read_resource_policy

            found, _ = read_resource_policy(component.policy, self.design.description.accounts)
            self._policies[component.name] = found
        return found

    def doors(self, flow: AnyFlow) -> list[Door]:
        """The policies of components that have to let somebody in for a flow to travel."""
        from archlint.design.access.doors import doors

        role = self.holder(flow)
        return doors(self.design, flow, self.needed(flow), role.name if role is not None else "")

    def door(self, door: Door) -> State:
        """Whether a door lets its caller in: as its flow says, or else by the policy where access is declared."""
        flow = door.flow
        if door.of is flow.target and flow.gives("policy"):
            return "unknown" if not known(flow.policy) else "open" if flow.policy else "shut"
        return self._state(door)

    def key_door(self, flow: AnyFlow) -> Door | None:
        """The policy of the target's key, which has to let in a service that writes there; None without such a key."""
        from archlint.design.access.doors import key_door

        return key_door(flow, self.needed(flow))

    def key(self, door: Door) -> State:
        """Whether the policy of a key lets its caller in."""
        return self._state(door)

    def _state(self, door: Door) -> State:
        from archlint.design.access.doors import state

        return state(self.statements(door.of), door) if self.declared else "open"


def _refuses(verdict: Verdict) -> bool:
    return verdict.outcome in ("denied", "implicit")


def _may_name_roles(statement: Statement) -> bool:
    """True where a policy can let a role in by itself; a whole account it only leaves to the account's own policies."""
    named = (one.kind == "any" or ":role/" in one.text or "${" in one.text for one in statement.principals)
    return not statement.is_known or any(named)

"""Who must be allowed to do what for an event to travel: on the acting role, and in the policy of what it acts on."""

# Annotations are real here, not text: of text each field of a NamedTuple would be compiled at every start.
from functools import cache
from typing import Any, Literal, NamedTuple

from archlint.catalog import store
from archlint.catalog.integrations import PURPOSES, integrations


class Grant(NamedTuple):
    """What a role must be allowed. `needs` all of it, `either` at least one of it, `helps` nothing fails without.

    `role` says whose it is: the source's, the target's (it reads the source), the flow's own (of a rule's target, a
    schedule, a subscription, an integration), or the owner's (the function whose stream mapping gave up). `principal`
    is the service that the role must trust, "" where the role is not AWS's. `on` is the resource it acts upon.
    """

    role: Literal["source", "target", "flow", "owner"]
    principal: str
    needs: tuple[str, ...]
    either: tuple[str, ...]
    helps: tuple[str, ...]
    on: Literal["target", "source", "*"]


class Access(NamedTuple):
    """Both sides of one flow: the role's, or None where no role acts, and what the target's own policy must admit.

    `admits` is empty where the target's policy is not asked; `knocks` is the service principal that it must let in.
    """

    grant: Grant | None
    admits: tuple[str, ...]
    knocks: str
    facts: tuple[str, ...]
    source: str
    as_of: str


class Always(NamedTuple):
    """What a role needs for one thing beside its flows, and the AWS managed policy that has it ("" where none has)."""

    needs: tuple[str, ...]
    helps: tuple[str, ...]
    managed: str
    facts: tuple[str, ...]
    source: str
    as_of: str


class Policy(NamedTuple):
    """The actions a key, or a resource's own policy, must allow: to write, to read, to a service under its own name."""

    write: tuple[str, ...]
    read: tuple[str, ...]
    service: tuple[str, ...]
    facts: tuple[str, ...]
    source: str
    as_of: str


class Permissions:
    """All of `permissions.yaml`."""

    __slots__ = ("_data", "_found")

    def __init__(self) -> None:
        self._data: dict[str, Any] = store.load("permissions")
        self._found: dict[tuple[str | None, ...], Access | None] = {}

    def needed(
        self,
        source: str,
        target: str,
        *,
        source_variant: str | None = None,
        target_variant: str | None = None,
        purpose: str = "destination",
        mode: str = "",
        operation: str = "",
        credentials: str = "",
    ) -> Access | None:
        """Return what a flow needs on both sides, or None where nothing is known of the pair.

        Variants and `purpose` are as in `Integrations.find`; `mode`, `operation` and `credentials` are the flow's own
        words, of which an unknown operation counts as none: then `either` lists what the code may be doing.
        """
        key = (source, target, source_variant, target_variant, purpose, mode, operation, credentials)
        if key not in self._found:
            matrix = integrations()
            traits = {
                "from": matrix.variant(source) if source_variant is None else source_variant,
                "to": matrix.variant(target) if target_variant is None else target_variant,
                "as": purpose,
                "mode": mode,
                "credentials": credentials,
            }
            self._found[key] = self._needed(source, target, traits, operation)
        return self._found[key]

    def principal(self, kind: str, variant: str = "") -> str:
        """Return the service that the role of a component type trusts, "" where it has no role of AWS's."""
        names: dict[str, str] = self._data["principals"]
        return names.get(f"{kind}:{variant}") or names.get(kind, "")

    def always(
        self, what: Literal["logs", "tracing", "vpc", "workflow_logs", "workflow_map", "workflow_tracing"]
    ) -> Always:
        """Return what a function's or workflow's role needs for its logs, its traces, its place in a VPC, its maps."""
        one = self._data["always"][what]
        return Always(
            tuple(one["needs"]), tuple(one["helps"]), one["managed"], tuple(one["facts"]), one["source"], one["as_of"]
        )

    def job(self, service: str) -> tuple[str, ...]:
        """Return what a Standard workflow's role needs to start and wait for a job (`.sync`); empty where not known."""
        return tuple(self._data["jobs"].get(service, ()))

    def key(self, kind: str) -> Policy | None:
        """Return what an encrypted component of this type asks of a customer's key, or None where it asks nothing."""
        return self._policy("keys", kind)

    def resource_policy(self, kind: str) -> Policy | None:
        """Return what another account must be allowed by a component's own policy, or None where it has none."""
        return self._policy("resource_policies", kind)

    def _policy(self, part: str, kind: str) -> Policy | None:
        one = self._data[part]["types"].get(kind)
        if one is None:
            return None
        write, read, service = (tuple(one.get(side, ())) for side in ("write", "read", "service"))
        origin = self._data[part]["source"], self._data[part]["as_of"]
        return Policy(write, read, service, tuple(one["facts"]), *origin)

    def _needed(self, source: str, target: str, traits: dict[str, str], operation: str) -> Access | None:
        numbers = map(int, self._data["pairs"].get(source, {}).get(target, "").split())
        rows = [self._data["rows"][number] for number in numbers]
        row = next((row for row in rows if _holds(row[0], traits)), None)
        if row is None and traits["as"] not in PURPOSES and traits["as"] != "destination":
            return self._needed(source, target, {**traits, "as": "destination"}, operation)
        if row is None:
            return None
        admits = tuple(row[8])
        knocks = self.principal(source, traits["from"]) if admits else ""
        return Access(
            self._grant(row, source, target, traits, operation), admits, knocks, tuple(row[9]), row[10], row[11]
        )

    def _grant(self, row: list[Any], source: str, target: str, traits: dict[str, str], operation: str) -> Grant | None:
        _, role, needs, either, helps, does, jobs, on = row[:8]
        if role == "none":
            return None
        acting = {"source": source, "flow": source, "target": target, "owner": "lambda"}[role]
        variant = traits["from"] if role in ("source", "flow") else ""
        if does:
            words = self._data["operations"].get(target, {})
            word = next((word for word in (operation, traits["mode"]) if word and word in words), "")
            more = words.get(word, ([], [], []))
            needs, either, helps = [*needs, *more[0]], [*either, *more[1]], [*helps, *more[2]]
        if jobs:
            needs = [*needs, *self._data["jobs"][jobs]]
        return Grant(role, self.principal(acting, variant), tuple(needs), tuple(either), tuple(helps), on)


@cache
def permissions() -> Permissions:
    """Return the permissions, loaded once a process."""
    return Permissions()


def _holds(when: dict[str, list[str]], traits: dict[str, str]) -> bool:
    """Return whether a row certainly holds; one that asks for a variant does not where the variant is not known."""
    purposes = when.get("as", ["destination"])
    if traits["as"] not in purposes and "*" not in purposes:
        return False
    return all(traits[key] in words for key, words in when.items() if key != "as")

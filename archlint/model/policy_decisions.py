"""What policies decide: whether an action on a resource is allowed, by which statement, and what goes too far."""

# Annotations are real here, not text: of text each field of a NamedTuple would be compiled at every start.
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from archlint.model.policies import Grants, Principal, Statement, principal, service_principal
from archlint.model.wildcards import fits, overlap

Outcome = Literal["allowed", "denied", "implicit", "unknown"]
Sure = bool | None
"""True, False, or None for what cannot be told."""

Expand = Callable[[str], Sequence[Statement] | None]
"""The statements of a managed policy by its name; None for one that is not known."""

_PLACEHOLDER = re.compile(r"\$\{[^}]*\}")
_OPEN = "\0"  # stands in an ARN for what a placeholder leaves open


class Resource(NamedTuple):
    """What is acted on: its ARN, with `*` for an unknown region or account, and its names in the description."""

    arn: str
    names: tuple[str, ...] = ()


class Caller(NamedTuple):
    """Who calls: a service principal, or an account (its number) with the role it acts as."""

    service: str = ""
    account: str = ""
    role: str = ""


class Verdict(NamedTuple):
    """The outcome, the statement it rests on (None where none speaks of it), and whether the boundary decided."""

    outcome: Outcome
    by: Statement | None = None
    at_boundary: bool = False


class TooBroad(NamedTuple):
    """A pattern of a statement that reaches beyond what is needed, and the needed things that it covers."""

    statement: Statement
    what: Literal["actions", "resources"]
    pattern: str
    covers: tuple[str, ...]


def decide(grants: Grants, action: str, resource: Resource, expand: Expand) -> Verdict:
    """Whether a role may do `action` (which may end in `*`) on `resource`.

    An explicit deny wins, then the boundary limits, then an allow is needed. What hinges on a condition, on an unknown
    managed policy or on a part of the resource is unknown.
    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
    """
    verdict = _judge(*_expanded(grants, expand), action, resource)
    if verdict.outcome in ("denied", "implicit") or grants.boundary is None:
        return verdict
    limit = _judge(*_expanded(grants.boundary, expand), action, resource)
    if limit.outcome == "allowed":
        return verdict
    return Verdict(limit.outcome, limit.by, at_boundary=True)


def lacking(grants: Grants, actions: Iterable[str], resource: Resource, expand: Expand) -> list[tuple[str, Verdict]]:
    """The actions among those needed that are denied or that nothing allows, each with its verdict."""
    judged = ((action, decide(grants, action, resource, expand)) for action in actions)
    return [(action, verdict) for action, verdict in judged if verdict.outcome in ("denied", "implicit")]


def admits(statements: Sequence[Statement], caller: Caller, action: str, resource: Resource) -> Verdict:
    """Whether a resource policy lets the caller do `action` on the resource."""
    speaking = [(statement, speaks_of(statement, caller)) for statement in statements]
    return _judge([(statement, sure) for statement, sure in speaking if sure is not False], True, action, resource)


def _expanded(grants: Grants, expand: Expand) -> tuple[list[tuple[Statement, Sure]], bool]:
    """All statements, those of managed policies at the place that names the policy, and whether that is really all."""
    found: list[tuple[Statement, Sure]] = [(statement, True) for statement in grants.statements]
    complete = True
    for policy in grants.managed:
        statements = expand(policy.name)
        if statements is None:
            complete = False
        else:
            found += [(statement._replace(path=policy.path), True) for statement in statements]
    return found, complete


def _judge(statements: Sequence[tuple[Statement, Sure]], complete: bool, action: str, resource: Resource) -> Verdict:
    allowing: Statement | None = None
    perhaps: Statement | None = None  # allows, if what is not known is so
    doubt: Statement | None = None  # denies, if what is not known is so
    for statement, speaking in statements:
        applies = both(both(speaking, covers_action(statement, action)), covers_resource(statement, resource))
        if applies is False:
            continue
        unsure = applies is None or statement.conditional or not statement.is_known
        if statement.allows:
            allowing, perhaps = (allowing, perhaps or statement) if unsure else (allowing or statement, perhaps)
        elif not unsure:
            return Verdict("denied", statement)
        else:
            doubt = doubt or statement
    if allowing is not None:
        return Verdict("allowed", allowing) if doubt is None else Verdict("unknown", doubt)
    return Verdict("unknown", perhaps) if perhaps is not None or not complete else Verdict("implicit")


def both(first: Sure, second: Sure) -> Sure:
    """And, of what may be unknown."""
    if first is False or second is False:
        return False
    return True if first and second else None


def _any(answers: Iterable[Sure]) -> Sure:
    unsure = False
    for answer in answers:
        if answer:
            return True
        unsure = unsure or answer is None
    return None if unsure else False


def _unless(answer: Sure, negated: bool) -> Sure:
    return answer if not negated or answer is None else not answer


def covers_action(statement: Statement, action: str) -> Sure:
    """Whether a statement speaks of an action; unknown where it covers only a part of an action with `*`."""
    if not statement.is_known and not statement.actions:
        return None
    return _unless(_any(action_match(pattern, action) for pattern in statement.actions), statement.but_actions)


def action_match(pattern: str, action: str) -> Sure:
    """Whether a pattern of actions covers an action, letter case aside."""
    pattern, action = pattern.lower(), action.lower()
    if fits(pattern, action):
        return True
    return None if "*" in action and overlap(pattern, action) else False


def covers_resource(statement: Statement, resource: Resource) -> Sure:
    """Whether a statement speaks of a resource; unknown where it speaks of a part of it."""
    if not statement.is_known and not statement.resources:
        return None
    return _unless(_any(resource_match(pattern, resource) for pattern in statement.resources), statement.but_resources)


def resource_match(pattern: str, resource: Resource) -> Sure:
    """Whether a pattern (an ARN with wildcards, or a component's name and what follows it) covers a resource.

    A region or account that either side does not know is taken to fit.
    """
    if pattern == "*":
        return True
    if not pattern.startswith("arn:"):
        tail = _tail(resource)
        return _any(_by_name(pattern, name, tail) for name in resource.names) if resource.names else None
    given, needed = _PLACEHOLDER.sub(_OPEN, pattern).split(":", 5), resource.arn.split(":", 5)
    shown = [part.replace(_OPEN, "*") for part in given]
    if len(needed) < 6 or len(shown) < 6:
        return None if overlap(":".join(shown), resource.arn) else False
    if not all(overlap(left, right) for left, right in zip(shown[:5], needed[:5], strict=True)):
        return False
    covered = _part(shown[5], needed[5])
    return None if covered and _OPEN in given[5] else covered


def _part(given: str, needed: str) -> Sure:
    if fits(given, needed):
        return True
    return None if overlap(given, needed) else False


def _tail(resource: Resource) -> str | None:
    """What follows the name in the ARN (`/uploads/*`); None where none of its names stands there."""
    last = resource.arn.rpartition(":")[2]
    for name in resource.names:
        head, found, tail = last.partition(name)
        if found and (not head or head.endswith("/")):
            return tail
    return None


def _by_name(pattern: str, name: str, tail: str | None) -> Sure:
    if fits(pattern, name):
        return True
    rest = pattern.removeprefix(name)
    if rest == pattern or not rest.startswith(("/", ":")):
        return False
    if rest in ("/*", ":*"):
        return True
    return None if tail is None else _part(rest, tail)


def speaks_of(statement: Statement, caller: Caller) -> Sure:
    """Whether a statement of a resource policy speaks of this caller."""
    if not statement.is_known and not statement.principals:
        return None
    found = _any(_is_caller(one, caller) for one in statement.principals)
    return _unless(found, statement.but_principals)


def _is_caller(named: Principal, caller: Caller) -> Sure:
    if named.kind == "any":
        return True
    if named.kind == "service":
        return bool(caller.service) and named.text == service_principal(caller.service)
    if named.kind == "other" or caller.service:
        return False
    if "${" in named.text:
        return None
    account, _, entity = named.text.removeprefix("arn:").rpartition("iam::")[2].partition(":")
    if account != caller.account:
        return False if caller.account and account.isdecimal() else None
    if entity in ("", "root"):
        return True
    return entity.rpartition("/")[2] == caller.role if caller.role else None


def trusts(trust: Sequence[str], service: str) -> bool:
    """Whether a role with this `trust` may be acted as by a service; one that states none is trusted by its users."""
    named = {principal(text) for text in trust}
    return not trust or any(one.kind == "any" or one.text == service_principal(service) for one in named)


def too_broad(
    grants: Grants,
    needs: Sequence[tuple[str, Resource]],
    unscoped: Callable[[str], bool],
    expand: Expand,
) -> list[TooBroad]:
    """The patterns of a role's allowing statements that grant a whole service or everything.

    `needs` are the actions and resources that it needs; `unscoped` says of an action that AWS has no resource for it.
    Statements under a condition are left out.
    """
    found: list[TooBroad] = []
    for statement, _ in _expanded(grants, expand)[0]:
        if not statement.allows or statement.conditional or not statement.is_known:
            continue
        if statement.but_actions:
            found.append(TooBroad(statement, "actions", "everything but " + ", ".join(statement.actions), ()))
            continue
        for pattern in statement.actions:
            if pattern == "*" or pattern.endswith(":*"):
                covered = tuple(sorted({action for action, _ in needs if action_match(pattern, action)}))
                found.append(TooBroad(statement, "actions", pattern, covered))
        if not all(unscoped(pattern) for pattern in statement.actions):
            found += _too_many_resources(statement, needs)
    return found


def _too_many_resources(statement: Statement, needs: Sequence[tuple[str, Resource]]) -> list[TooBroad]:
    patterns = statement.resources
    if statement.but_resources:
        patterns = ("*",)
    found = []
    for pattern in patterns:
        if pattern == "*" or (pattern.startswith("arn:") and set(pattern.split(":", 5)[-1]) <= {"*"}):
            needed = [resource for action, resource in needs if covers_action(statement, action)]
            names = tuple(sorted({resource.names[0] if resource.names else resource.arn for resource in needed}))
            found.append(TooBroad(statement, "resources", pattern, names))
    return found

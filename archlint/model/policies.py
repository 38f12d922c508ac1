"""IAM policies read: documents as AWS writes them, and the short form of a description's roles and resources."""

# Annotations are real here, not text: of text each field of a NamedTuple would be compiled at every start.
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from archlint.document.quantities import UNKNOWN
from archlint.model.base import Path
from archlint.model.problems import Wrong, did_you_mean

PrincipalKind = Literal["any", "service", "aws", "other"]

_LONG = ("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition")
_SHORT = {
    "sid": "Sid", "effect": "Effect", "actions": "Action", "action": "Action", "not_actions": "NotAction",
    "resources": "Resource", "resource": "Resource", "not_resources": "NotResource", "principals": "Principal",
    "principal": "Principal", "conditions": "Condition", "condition": "Condition",
}  # fmt: skip
_PRINCIPALS = {
    "step_functions": "states", "eventbridge": "events", "schedule": "scheduler", "api_gateway": "apigateway",
    "cognito_user_pool": "cognito-idp", "cognito_identity_pool": "cognito-identity", "flink": "kinesisanalytics",
    "kinesis_analytics": "kinesisanalytics", "ecs_service": "ecs-tasks", "pipe": "pipes", "iot_rule": "iot",
    "iot_core": "iot", "load_balancer": "elasticloadbalancing", "cloudwatch_logs": "logs", "auto_scaling_group": "ec2",
    "kms_key": "kms", "secret": "secretsmanager",
}  # fmt: skip


class Principal(NamedTuple):
    """Who a statement of a resource policy speaks of: `any`, a service, or an account, role or user as text."""

    kind: PrincipalKind
    text: str


class Statement(NamedTuple):
    """One statement: what it allows or denies, on what, to whom. Patterns keep `*`, `?` and `${...}` as written.

    With `but_actions` or `but_resources` it speaks of everything but those listed. `is_known` is False for a statement
    of which nothing can be said.
    """

    allows: bool
    actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    but_actions: bool = False
    but_resources: bool = False
    principals: tuple[Principal, ...] = ()
    but_principals: bool = False
    conditional: bool = False
    is_known: bool = True
    path: Path = ()


class Managed(NamedTuple):
    """A managed policy by its name (`AWSLambdaBasicExecutionRole`), and where it is named."""

    name: str
    path: Path


class Grants(NamedTuple):
    """What a role may do: its statements and managed policies, and the boundary (None where there is none)."""

    statements: tuple[Statement, ...] = ()
    managed: tuple[Managed, ...] = ()
    boundary: "Grants | None" = None


def read_role(role: Mapping[str, Any]) -> tuple[Grants, list[Wrong]]:
    """A role's `allow`, `deny` and `boundary`, in the short form or as policy documents; paths start at the role."""
    wrong: list[Wrong] = []
    allowed = _entries(role.get("allow"), ("allow",), wrong, allows=True)
    denied = _entries(role.get("deny"), ("deny",), wrong, allows=False)
    boundary = role.get("boundary")
    limits = None
    if boundary is not None:
        limits = _grants(_entries(boundary, ("boundary",), wrong, allows=True))
    own = _grants([*allowed, *denied])
    return Grants(own.statements, own.managed, limits), wrong


def read_document(data: object, path: Path = ()) -> tuple[tuple[Statement, ...], list[Wrong]]:
    """The statements of a policy document (a mapping or JSON text), or of a list of statements in either form."""
    wrong: list[Wrong] = []
    found = _entries(data, path, wrong, allows=True)
    remedy = "Write a mapping of actions and resources."
    wrong += [
        _wrong(entry.path, f"`{entry.name}` is no statement", remedy) for entry in found if isinstance(entry, Managed)
    ]
    return _grants(found).statements, wrong


def read_resource_policy(
    data: object, accounts: Mapping[str, str], path: Path = ()
) -> tuple[tuple[Statement, ...], list[Wrong]]:
    """A component's `policy`: a document, or those who may use it (`[events.amazonaws.com, "111122223333", partner]`).

    `accounts` are the description's accounts by name.
    """
    items = data if isinstance(data, list) else [data]
    names = [item for item in items if isinstance(item, str) and not item.lstrip().startswith("{")]
    if names and len(names) == len(items):
        everything = Statement(True, ("*",), ("*",), principals=tuple(principal(name) for name in names), path=path)
        return (_with_accounts(everything, accounts),), []
    statements, wrong = read_document(data, path)
    return tuple(_with_accounts(statement, accounts) for statement in statements), wrong


def _with_accounts(statement: Statement, accounts: Mapping[str, str]) -> Statement:
    """The statement with the accounts that it names by their names in the description."""
    known = {service_principal(name): str(number) for name, number in accounts.items()}
    named = (
        Principal("aws", known[one.text]) if one.kind == "service" and one.text in known else one
        for one in statement.principals
    )
    return statement._replace(principals=tuple(named))


def principal(text: str, kind: str = "") -> Principal:
    """One principal, written as AWS writes it or as a component type (`sns`)."""
    text = text.strip()
    if text == "*":
        return Principal("any", text)
    if kind == "Service" or (not kind and not text.isdecimal() and not text.startswith("arn:")):
        return Principal("service", service_principal(text))
    return Principal("aws" if kind in ("", "AWS") else "other", text)


def service_principal(text: str) -> str:
    """`sns`, `sns.amazonaws.com` and `sns.eu-west-1.amazonaws.com` as `sns.amazonaws.com`."""
    name = text.strip().lower().removesuffix(".cn").removesuffix(".amazonaws.com").partition(".")[0]
    return f"{_PRINCIPALS.get(name, name)}.amazonaws.com"


def _grants(entries: list[Statement | Managed]) -> Grants:
    statements = tuple(entry for entry in entries if isinstance(entry, Statement))
    return Grants(statements, tuple(entry for entry in entries if isinstance(entry, Managed)))


def _wrong(path: Path, message: str, remedy: str) -> Wrong:
    return Wrong("wrong-value", path, message, remedy)


def _entries(data: object, path: Path, wrong: list[Wrong], *, allows: bool) -> list[Statement | Managed]:
    if data is None:
        return []
    if isinstance(data, str) and data.lstrip().startswith("{"):
        data = _json(data, path, wrong)
    if data is UNKNOWN:
        return [Statement(allows, is_known=False, path=path)]
    if isinstance(data, Mapping) and "Statement" in data:
        return _entries(data["Statement"], (*path, "Statement"), wrong, allows=allows)
    if isinstance(data, list | tuple):
        found = [_entries(item, (*path, index), wrong, allows=allows) for index, item in enumerate(data)]
        return [entry for entries in found for entry in entries]
    if isinstance(data, str):
        return [Managed(data.rpartition("/")[2], path)]
    if isinstance(data, Mapping):
        return [_statement(data, path, wrong, allows=allows)]
    shown = str(data).lower() if isinstance(data, bool) else data
    wrong.append(
        _wrong(path, f"`{shown}` is neither a statement nor the name of a policy", "Write `{actions, resources}`.")
    )
    return [Statement(allows, is_known=False, path=path)]


def _json(text: str, path: Path, wrong: list[Wrong]) -> object:
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        wrong.append(_wrong(path, "the policy is text that is no JSON", "Write the policy as a mapping."))
        return UNKNOWN


def _statement(data: Mapping[str, Any], path: Path, wrong: list[Wrong], *, allows: bool) -> Statement:
    parts: dict[str, Any] = {}
    for key, value in data.items():
        name = _SHORT.get(key, key)
        if name in _LONG:
            parts[name] = value
        else:
            guess = did_you_mean(str(key), [*_SHORT, *_LONG])
            message = f"a statement has no field `{key}`{guess}"
            wrong.append(Wrong("unknown-field", (*path, str(key)), message, "Remove it, or correct its name."))
    effect = parts.get("Effect")
    if effect is not None and effect not in ("Allow", "Deny", "allow", "deny"):
        wrong.append(
            _wrong((*path, "Effect"), f"the effect `{effect}` is neither Allow nor Deny", "Write `Allow` or `Deny`.")
        )
    actions, but_actions = _either(parts, "Action", "NotAction", path, wrong)
    resources, but_resources = _either(parts, "Resource", "NotResource", path, wrong)
    if actions == () and all(_SHORT.get(key, key) in _LONG for key in data):
        wrong.append(_wrong(path, "a statement names no action", "List its actions, like `sqs:SendMessage`."))
    nameless = [action for action in actions or () if action != "*" and ":" not in action]
    wrong += [_wrong(path, f"the action `{one}` names no service", f"Write it like `sqs:{one}`.") for one in nameless]
    return Statement(
        allows=allows if effect is None else str(effect).lower() == "allow",
        actions=actions or (),
        resources=("*",) if resources == () else resources or (),
        but_actions=but_actions,
        but_resources=but_resources,
        principals=tuple(_principals(parts.get("Principal", parts.get("NotPrincipal")))),
        but_principals="NotPrincipal" in parts,
        conditional=bool(parts.get("Condition")),
        is_known=actions is not None and resources is not None and actions != (),
        path=path,
    )


def _either(
    parts: Mapping[str, Any], name: str, negated: str, path: Path, wrong: list[Wrong]
) -> tuple[tuple[str, ...] | None, bool]:
    """The patterns of one of two fields, None where they are not known, and whether it was the negated one."""
    if name in parts and negated in parts:
        wrong.append(_wrong(path, f"a statement has both {name} and {negated}", f"Keep one of {name} and {negated}."))
    used = negated if negated in parts and name not in parts else name
    given = parts.get(used, [])
    items = given if isinstance(given, list | tuple) else [given]
    found: list[str] = []
    for item in items:
        if item is UNKNOWN or isinstance(item, Mapping):
            return None, used == negated
        if not isinstance(item, str):
            wrong.append(_wrong(path, f"`{item}` of {used} is not text", f"List {used} as texts."))
            return None, used == negated
        found.append(item.strip())
    return tuple(found), used == negated


def _principals(data: object, kind: str = "") -> Iterator[Principal]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _principals(value, str(key))
    elif isinstance(data, list | tuple):
        for item in data:
            yield from _principals(item, kind)
    elif isinstance(data, str | int) and not isinstance(data, bool):
        yield principal(str(data), kind)
    elif data is not None:
        yield Principal("other", str(data))

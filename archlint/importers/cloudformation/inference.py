"""The flows that permissions tell of: a function that may write to one table of the template writes to it."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.arns import parse_arn
from archlint.importers.cloudformation.events import default_bus, text_is_default
from archlint.importers.cloudformation.network import resource_named
from archlint.importers.cloudformation.values import Open, entries, find, items, value_at
from archlint.model.definitions import names_a_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.document.tree import MapEntry
    from archlint.importers.cloudformation.access import Statement
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.cloudformation.values import Setting
    from archlint.importers.cloudformation.world import Target, World
    from archlint.importers.draft import FlowPart

_ACTORS = frozenset({"lambda", "ecs_service", "ec2", "auto_scaling_group", "flink"})
_WORKERS = frozenset({"ecs_service", "ec2", "auto_scaling_group"})

# type -> {action: operation}; an operation in capitals is a mode; "" leaves operation and mode to AWS's own
_ACTIONS: dict[str, dict[str, str]] = {
    "sqs": {"sqs:SendMessage": "", "sqs:SendMessageBatch": ""},
    "sns": {"sns:Publish": "", "sns:PublishBatch": ""},
    "lambda": {"lambda:InvokeFunction": "UNKNOWN", "lambda:InvokeAsync": "UNKNOWN", "lambda:InvokeFunctionUrl": "SYNC"},
    "dynamodb": {
        "dynamodb:GetItem": "get",
        "dynamodb:BatchGetItem": "get",
        "dynamodb:Query": "query",
        "dynamodb:Scan": "scan",
        "dynamodb:PutItem": "put",
        "dynamodb:BatchWriteItem": "put",
        "dynamodb:UpdateItem": "update",
        "dynamodb:DeleteItem": "delete",
        "dynamodb:PartiQLSelect": "query",
        "dynamodb:PartiQLInsert": "put",
        "dynamodb:PartiQLUpdate": "update",
    },
    "s3": {"s3:GetObject": "get", "s3:PutObject": "put", "s3:DeleteObject": "delete", "s3:ListBucket": "list"},
    "kinesis": {"kinesis:PutRecord": "", "kinesis:PutRecords": ""},
    "firehose": {"firehose:PutRecord": "", "firehose:PutRecordBatch": ""},
    "eventbridge": {"events:PutEvents": ""},
    "step_functions": {"states:StartExecution": "ASYNC", "states:StartSyncExecution": "SYNC"},
    "api_gateway": {"execute-api:Invoke": "SYNC"},
    "secret": {"secretsmanager:GetSecretValue": "get"},
    "rds": {
        "rds-db:connect": "UNKNOWN",
        "rds-data:ExecuteStatement": "UNKNOWN",
        "rds-data:BatchExecuteStatement": "UNKNOWN",
    },
    "opensearch": {
        "es:ESHttpGet": "get",
        "es:ESHttpPost": "put",
        "es:ESHttpPut": "put",
        "aoss:APIAccessAll": "UNKNOWN",
    },
    "kafka": {"kafka-cluster:WriteData": ""},
    "cognito_user_pool": {
        "cognito-idp:AdminInitiateAuth": "",
        "cognito-idp:AdminCreateUser": "",
        "cognito-idp:AdminGetUser": "",
    },
    "efs": {"elasticfilesystem:ClientMount": "UNKNOWN"},
    "appsync": {"appsync:GraphQL": "SYNC"},
}
_RECEIVES = {"sqs": "sqs:ReceiveMessage", "kinesis": "kinesis:GetRecords", "kafka": "kafka-cluster:ReadData"}
_NETWORKED = ("rds", "rds_proxy", "elasticache", "redshift", "opensearch")
_READS = frozenset({"get", "query", "scan", "list"})


def infer(world: World) -> None:
    """Add a flow for each component that a role may use and that no other flow or setting leads to already.

    A state machine's definition tells its flows; its role stands in where the definition cannot be read.
    """
    for name, part in list(world.draft.components.items()):
        kind, role = part.fields["type"], part.fields.get("role")
        if kind not in _ACTORS and not (kind == "step_functions" and _is_unread(part.fields.get("definition"))):
            continue
        _over_the_network(world, name)
        if role is UNKNOWN:
            _from_environment(world, name)
        elif isinstance(role, str):
            _from_role(world, name, role)


def _is_unread(definition: object) -> bool:
    """Whether nobody can say from a definition what it calls: it lies elsewhere, or in a file that is not there."""
    return definition is UNKNOWN or names_a_file(definition)


def _from_role(world: World, actor: str, role: str) -> None:
    granted: dict[str, tuple[set[str], MapEntry]] = {}
    receives: dict[str, MapEntry] = {}
    for statement in world.facts.get(("statements", role), ()):
        if not statement.allows or statement.actions is None:
            continue
        for target, at in _resources(world, statement):
            kind = world.draft.type_of(target.name)
            found = {operation for action, operation in _ACTIONS.get(kind, {}).items() if _grants(statement, action)}
            if found:
                known = granted.setdefault(target.name, (set(), at))
                known[0].update(found)
            elif "::" in kind and _uses(statement, kind):
                granted.setdefault(target.name, ({"UNKNOWN"}, at))
            if kind in _RECEIVES and _grants(statement, _RECEIVES[kind]):
                receives.setdefault(target.name, at)
    if world.draft.type_of(actor) in _WORKERS:
        for source, at in receives.items():
            if source in granted and world.draft.type_of(source) != "sqs":
                continue  # may do both: it is taken to write
            granted.pop(source, None)
            if not any(world.draft.flows_between(source, actor)):
                _inferred(world, source, actor, at)
    for target_name, (operations, at) in granted.items():
        _add(world, actor, target_name, operations, at)


def _resources(world: World, statement: Statement) -> list[tuple[Target, MapEntry]]:
    found: list[tuple[Target, MapEntry]] = []
    for setting in statement.resources or ():
        value = setting.value
        target = world.target(value)
        if target is None and text_is_default(value):
            target = default_bus(world, setting.at)
        if target is None and isinstance(value, str):
            arn = parse_arn(value)
            if arn is not None and arn.service == "execute-api" and isinstance(value, Open):
                target = world.mentioned(value, "api_gateway")
        if target is not None:
            found.append((target, setting.at))
    return found


def _grants(statement: Statement, action: str) -> bool:
    return any(fnmatchcase(action.lower(), given.lower()) for given in statement.actions or ())


_LOOKS = ("describe", "list", "tag", "untag", "create", "update", "delete", "get")


def _uses(statement: Statement, kind: str) -> bool:
    """Whether a statement lets its holder use a thing of a type that archlint does not know, not only look at it."""
    service = kind.split("::")[1].lower()
    for action in statement.actions or ():
        prefix, _, name = action.partition(":")
        if prefix.lower().replace("-", "") == service and not name.lower().startswith(_LOOKS):
            return True
    return kind == "AWS::SSM::Parameter" and _grants(statement, "ssm:GetParameter")


def _add(
    world: World, actor: str, target: str, operations: set[str], at: MapEntry, seen: str = "what the role may do"
) -> None:
    if target == actor or any(world.draft.flows_between(actor, target)) or target in _named(world, actor):
        return
    if any(world.draft.flows_between(target, actor)):  # what triggers it may be read, but is not taken to be written to
        operations = operations & _READS
        if not operations or world.draft.type_of(target) not in ("s3", "dynamodb"):
            return
    flow = _inferred(world, actor, target, at, seen)
    useful = operations - {"list"} or operations
    single = next(iter(useful)) if len(useful) == 1 else "UNKNOWN"
    kind = world.draft.type_of(target)
    if kind in ("lambda", "step_functions", "api_gateway", "appsync"):
        if world.draft.type_of(actor) != "step_functions" and (single != "SYNC" or kind == "step_functions"):
            flow.put("mode", UNKNOWN if single == "UNKNOWN" else single.lower())
    elif single:
        flow.put("operation", UNKNOWN if single == "UNKNOWN" else single)


def _inferred(world: World, source: str, target: str, at: MapEntry, seen: str = "what the role may do") -> FlowPart:
    flow = world.flow(source, target, at)
    flow.inferred = True
    flow.put("note", f"seen in {seen}")
    return flow


def _named(world: World, actor: str) -> set[str]:
    """What a component's own settings, or those of its triggers, already name as where failures and results go."""
    found: set[Any] = set()
    part = world.draft.components[actor]
    for field in ("dlq", "on_failure", "on_success"):
        found.add(part.fields.get(field) if isinstance(part.fields.get(field), str) else None)
    for flow in world.draft.flows:
        if flow.target == actor:
            found.update(
                flow.fields[field]
                for field in ("dlq", "on_failure", "on_success")
                if isinstance(flow.fields.get(field), str)
            )
    found.discard(None)
    return found


def _over_the_network(world: World, actor: str) -> None:
    """Databases are asked over the network, of which roles say nothing: an address in the environment tells of them."""
    resource = world.resources.get(actor)
    if resource is None:
        return
    for setting in _environment(world, resource):
        if not isinstance(setting.value, Open) or not _is_address(setting.value):
            continue
        target = world.mentioned(setting.value, *_NETWORKED)
        if target is not None:
            _add(world, actor, target.name, {"UNKNOWN"}, setting.at, "the environment variables")


def _is_address(text: str) -> bool:
    return "endpoint" in text.lower() or "address" in text.lower()


def _environment(world: World, resource: Resource) -> Iterator[Setting]:
    """The environment variables of a function, or of the containers of a service's task."""
    for _, setting in entries(resource.properties, "Environment", "Variables"):
        yield setting
    task = resource_named(world, value_at(resource.properties, "TaskDefinition"), "AWS::ECS::TaskDefinition")
    for container in items((task or resource).properties, "ContainerDefinitions"):
        for variable in items(container.value, "Environment"):
            value = find(variable.value, "Value")
            if value is not None:
                yield value


def _from_environment(world: World, actor: str) -> None:
    """Where a function's role is not in the template, its environment variables tell what it talks to."""
    resource = world.resources.get(actor)
    if resource is None:
        return
    for setting in _environment(world, resource):
        target = world.target(setting.value) if isinstance(setting.value, Open) else None
        kind = world.draft.type_of(target.name) if target is not None else ""
        if target is not None and kind in _ACTIONS and kind not in ("api_gateway", "efs"):
            _add(
                world,
                actor,
                target.name,
                {"UNKNOWN"} if kind in ("dynamodb", "s3", "lambda", "step_functions") else {""},
                setting.at,
                "the environment variables",
            )

"""What an API's route leads to: the target of an integration of API Gateway."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from archlint.importers.cloudformation.access import role_named
from archlint.importers.cloudformation.arns import parse_arn
from archlint.importers.cloudformation.events import default_bus
from archlint.importers.cloudformation.values import PLACEHOLDER, Properties, Setting, find
from archlint.importers.cloudformation.world import Target, World

_ACTION = re.compile(
    r"arn:[^:]*:apigateway:(?P<region>[^:]*):(?:[\w.-]+\.)?(?P<service>[\w-]+):(?P<how>action|path)/(?P<what>.*)\Z",
    re.DOTALL,
)
_KINDS = {
    "sqs": "sqs",
    "sns": "sns",
    "states": "step_functions",
    "stepfunctions": "step_functions",
    "dynamodb": "dynamodb",
    "kinesis": "kinesis",
    "firehose": "firehose",
    "events": "eventbridge",
    "eventbridge": "eventbridge",
    "s3": "s3",
    "lambda": "lambda",
}
_MODES = {"StartExecution": "async", "StartSyncExecution": "sync"}


@dataclass(frozen=True, slots=True)
class Integration:
    """An integration, whichever of three ways it was written in."""

    kind: str
    uri: Setting | None
    subtype: str
    timeout: Setting | None
    connection: Setting | None
    credentials: Setting | None
    requests: tuple[Any, ...]
    """Its request parameters and templates: where a service's target is named."""
    rewrites: bool
    """Whether templates rewrite its answers."""


def integration_of(tree: Any) -> Integration:
    """The integration that a method, a v2 integration or an OpenAPI body describes."""

    def get(*names: str) -> Setting | None:
        return next((found for name in names if (found := find(tree, name)) is not None), None)

    def word(*names: str) -> str:
        found = get(*names)
        return str(found.value) if found is not None else ""

    through_link = word("ConnectionType", "connectionType").upper() == "VPC_LINK"
    requests = (get("RequestParameters", "requestParameters"), get("RequestTemplates", "requestTemplates"))
    return Integration(
        kind=word("IntegrationType", "Type", "type").lower(),
        uri=get("IntegrationUri", "Uri", "uri"),
        subtype=word("IntegrationSubtype", "integrationSubtype"),
        timeout=get("TimeoutInMillis", "timeoutInMillis"),
        connection=get("ConnectionId", "connectionId") if through_link else None,
        credentials=get("CredentialsArn", "Credentials", "credentials"),
        requests=tuple(request.value for request in requests if request is not None),
        rewrites=_rewrites(tree),
    )


def _rewrites(tree: Any) -> bool:
    """Whether an integration has templates that a plain proxy could not do without.

    Those that name a service's action are left out: an HTTP API names it by parameters.
    """
    found = find(tree, "IntegrationResponses") or find(tree, "responses")
    answers: Any = found.value if found is not None else None
    each = answers.values() if isinstance(answers, Properties) else answers if isinstance(answers, list) else ()
    for answer in each:
        templates = find(answer, "ResponseTemplates") or find(answer, "responseTemplates")
        if templates is not None and isinstance(templates.value, Properties) and any(templates.value.values()):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Lead:
    """Where an integration leads, and how it calls (empty: as AWS does by default)."""

    target: Target
    mode: str = ""


def lead(world: World, integration: Integration) -> Lead | None:
    """The target of an integration; None for a mock, or where it cannot be told."""
    if integration.kind == "mock":
        return None
    if integration.subtype:
        service, _, action = integration.subtype.partition("-")
        return _service(world, service.lower(), action, integration, None)
    uri = integration.uri
    if uri is None or not isinstance(uri.value, str):
        return None
    if integration.connection is not None:
        return _linked(world, integration.connection, uri)
    arn = parse_arn(uri.value)
    if arn is not None and arn.kind == "lambda":
        target = world.target_or_outside(uri, "lambda")
        return Lead(target, _invocation(integration)) if target is not None else None
    masked = PLACEHOLDER.sub(lambda match: match.group().replace(":", "\0"), uri.value)
    action_ = _ACTION.match(masked)
    if action_ is not None:
        return _service(world, action_["service"].lower(), action_["what"].replace("\0", ":"), integration, uri)
    if integration.kind in ("aws_proxy", "aws"):
        target = world.target_or_outside(uri, "lambda")
        return Lead(target, _invocation(integration)) if target is not None else None
    target = world.endpoint(uri)
    return Lead(target) if target is not None else None


def _invocation(integration: Integration) -> str:
    """`async` where the integration asks Lambda for it."""
    for request in integration.requests:
        for key in request if isinstance(request, Properties) else ():
            if key.lower().endswith("x-amz-invocation-type") and "event" in str(request[key]).lower():
                return "async"
    return ""


def _service(world: World, service: str, action: str, integration: Integration, uri: Setting | None) -> Lead | None:
    """A target among AWS's own services, found where the request names it."""
    kind = _KINDS.get(service, "")
    places = (*integration.requests, uri.value) if uri is not None else integration.requests
    name = action.partition("/")[0].partition("&")[0].partition("?")[0]
    mode = _MODES.get(name, "")
    if kind:
        target = _first(world, places, kind)
        if target is not None:
            return Lead(target, mode)
    at = uri or integration.credentials or integration.timeout
    if kind == "eventbridge":
        return Lead(default_bus(world, at.at if at is not None else world.draft.top))
    if not service or at is None:
        return None
    by_role = _only_grant(world, integration, kind)
    return (
        Lead(by_role, mode)
        if by_role is not None
        else Lead(world.service({"email": "ses"}.get(service, service), at.at))
    )


def _first(world: World, places: tuple[Any, ...], kind: str) -> Target | None:
    return next((found for place in places if (found := world.mentioned(place, kind)) is not None), None)


def _only_grant(world: World, integration: Integration, kind: str) -> Target | None:
    """The one component of this type that the integration's role may use, where the request does not name it."""
    name = role_named(world, integration.credentials.value) if integration.credentials is not None else None
    statements = world.facts.get(("statements", name), ()) if name is not None else ()
    found = {
        target.name
        for statement in statements
        for resource in statement.resources or ()
        if (target := world.target(resource.value)) is not None and world.draft.type_of(target.name) == kind
    }
    return Target(found.pop()) if len(found) == 1 else None


def _linked(world: World, connection: Setting, uri: Setting) -> Lead | None:
    """Through a VPC link: what the address names, else what the link leads to."""
    target = world.mentioned(uri.value, "load_balancer") or world.mentioned(connection.value, "load_balancer")
    target = target or world.endpoint(uri)
    return Lead(target) if target is not None else None

"""AWS::Serverless::StateMachine as the plain resources it stands for: machine, role and its events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.importers.cloudformation.values import Open, build, entries, find, select, text_at
from archlint.importers.sam.apis import HTTP, REST, ImplicitApis
from archlint.importers.sam.event import Event
from archlint.importers.sam.events import route_settings, rule, schedule
from archlint.importers.sam.policies import policies_of
from archlint.importers.sam.roles import RoleMaker

if TYPE_CHECKING:
    from collections.abc import Callable

    from archlint.importers.cloudformation.resource import Resource


def expand_machine(resource: Resource, apis: ImplicitApis) -> list[Resource]:
    """The plain resources of a state machine, the machine itself first."""
    properties = resource.properties
    plain = {
        **select(properties, "Definition", "DefinitionSubstitutions"),
        "StateMachineName": find(properties, "Name"),
        "StateMachineType": find(properties, "Type"),
        "LoggingConfiguration": find(properties, "Logging"),
        "TracingConfiguration": find(properties, "Tracing"),
        "RoleArn": find(properties, "Role"),
        "DefinitionUri": find(properties, "DefinitionUri"),
    }
    made: list[Resource] = []
    if plain["RoleArn"] is None:
        role = RoleMaker(resource, f"{resource.name}Role", "states.amazonaws.com")
        managed, documents = policies_of(resource)
        role.managed += managed
        role.documents += documents
        made.append(role.resource())
        plain["RoleArn"] = Open("${" + role.name + ".Arn}")  # type: ignore[assignment]  # text with a place to fill
    machine = resource.made(resource.name, "AWS::StepFunctions::StateMachine", build(resource.at, plain))
    machine.attributes, machine.maker = resource.attributes, ""
    for name, setting in entries(properties, "Events"):
        reader = _EVENTS.get(text_at(setting.value, "Type"))
        if reader is not None:
            made += reader(Event(resource, f"{resource.name}{name}", setting, resource.ref, None, apis))
    return [machine, *made]


def _starter(event: Event, service: str, suffix: str = "Role") -> RoleMaker:
    role = RoleMaker(event.owner, f"{event.name}{suffix}", service, event.setting.at)
    role.allow("states:StartExecution", event.called, event.setting.at)
    return role


def _rule(event: Event) -> list[Resource]:
    role = _starter(event, "events.amazonaws.com")
    return [*rule(event, role.name), role.resource()]


def _schedule(event: Event) -> list[Resource]:
    return schedule(event, "states:StartExecution")


def _rest(event: Event) -> list[Resource]:
    return _route(event, "RestApiId", REST)


def _http(event: Event) -> list[Resource]:
    return _route(event, "ApiId", HTTP)


def _route(event: Event, naming: str, implicit: str) -> list[Resource]:
    role = _starter(event, "apigateway.amazonaws.com")
    inner = route_settings(event, naming, implicit)
    start = (
        "StartSyncExecution"
        if text_at(event.owner.properties, "Type").upper() == "EXPRESS" and naming == "ApiId"
        else "StartExecution"
    )
    inner["Integration"] = {
        "Type": "AWS",
        "Uri": Open("arn:aws:apigateway:${AWS::Region}:states:action/" + start),
        "Credentials": Open("${" + role.name + ".Arn}"),
        "RequestTemplates": {"application/json": event.called},
    }
    return [event.make("AWS::Serverless::Route", inner), role.resource()]


_EVENTS: dict[str, Callable[[Event], list[Resource]]] = {
    "Schedule": _rule,
    "CloudWatchEvent": _rule,
    "EventBridgeRule": _rule,
    "ScheduleV2": _schedule,
    "Api": _rest,
    "HttpApi": _http,
}

"""The events of SAM's functions and state machines, as the plain resources that bring them about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.importers.cloudformation.values import (
    Open,
    Setting,
    entries,
    find,
    select,
    text_at,
)
from archlint.importers.sam.apis import HTTP, REST, ImplicitApis, guard_of_event
from archlint.importers.sam.event import Event
from archlint.importers.sam.polled import POLLED, polled
from archlint.importers.sam.roles import RoleMaker

if TYPE_CHECKING:
    from collections.abc import Callable

    from archlint.importers.cloudformation.resource import Resource


def function_events(resource: Resource, called: Open, role: RoleMaker | None, apis: ImplicitApis) -> list[Resource]:
    """The plain resources of a function's events; kinds that SAM does not know are left out."""
    made: list[Resource] = []
    for name, setting in entries(resource.properties, "Events"):
        reader = FUNCTION_EVENTS.get(text_at(setting.value, "Type"))
        if reader is not None:
            made += reader(Event(resource, f"{resource.name}{name}", setting, called, role, apis))
    return made


def _topic(event: Event) -> list[Resource]:
    properties = event.properties
    settings = {
        "TopicArn": find(properties, "Topic"),
        **select(properties, "FilterPolicy", "FilterPolicyScope", "RedrivePolicy"),
    }
    through = find(properties, "SqsSubscription")
    if through is None or through.value is False:
        subscription = event.make(
            "AWS::SNS::Subscription", {**settings, "Protocol": "lambda", "Endpoint": event.called}
        )
        return [subscription, event.permit("sns.amazonaws.com", find(properties, "Topic"))]
    made: list[Resource] = []
    arn: Any = find(through.value, "QueueArn")
    batch: Any = find(through.value, "BatchSize")
    if arn is None:
        queue = event.make("AWS::SQS::Queue", {}, "Queue")
        made.append(queue)
        arn, batch = queue.arn, 10
    source = {"ArnEquals": {"aws:SourceArn": find(properties, "Topic")}}
    statement = {"Principal": "*", "Action": "sqs:SendMessage", "Resource": arn, "Condition": source}
    policy = {"Queues": [arn], "PolicyDocument": {"Statement": [statement]}}
    if event.role is not None:
        event.role.manage("AWSLambdaSQSQueueExecutionRole")
    made.append(event.make("AWS::SNS::Subscription", {**settings, "Protocol": "sqs", "Endpoint": arn}))
    made.append(event.make("AWS::SQS::QueuePolicy", policy, "QueuePolicy"))
    mapping = {"FunctionName": event.called, "EventSourceArn": arn, "BatchSize": batch}
    return [*made, event.make("AWS::Lambda::EventSourceMapping", mapping, "EventSourceMapping")]


def _bucket(event: Event) -> list[Resource]:
    inner = {
        "Bucket": find(event.properties, "Bucket"),
        "Event": find(event.properties, "Events"),
        "Filter": find(event.properties, "Filter"),
        "Function": event.called,
    }
    return [event.make("AWS::S3::BucketNotification", inner), event.permit("s3.amazonaws.com")]


def _rest(event: Event) -> list[Resource]:
    return _route(event, "RestApiId", REST)


def _http(event: Event) -> list[Resource]:
    return _route(event, "ApiId", HTTP)


def _route(event: Event, naming: str, implicit: str) -> list[Resource]:
    """A route to the function; without path and method, an HTTP API's $default route."""
    inner = route_settings(event, naming, implicit)
    inner["Integration"] = {"Type": "AWS_PROXY", "Uri": event.called, **select(event.properties, "TimeoutInMillis")}
    api = inner[naming] if isinstance(inner[naming], Open) else inner[naming].value
    source = Open(f"arn:aws:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:{api}/*") if isinstance(api, str) else None
    return [event.make("AWS::Serverless::Route", inner), event.permit("apigateway.amazonaws.com", source)]


def route_settings(event: Event, naming: str, implicit: str) -> dict[str, Any]:
    """The API, route and authorizer of an Api or HttpApi event."""
    properties = event.properties
    api: Any = find(properties, naming)
    name = ""
    if api is None:
        api = event.apis.of(implicit, event.setting, event.owner)
        name = str(api)
    elif isinstance(api.value, str):
        name = api.value if isinstance(api.value, Open) else "${" + event.owner.scope.prefix + api.value + "}"
        api = Setting(Open(name), api.at)
    method = (text_at(properties, "Method") or "ANY").upper().replace("X-AMAZON-APIGATEWAY-ANY-METHOD", "ANY")
    path = text_at(properties, "Path")
    route = "$default" if not path or path.lstrip("/") == "$default" else f"{'ANY' if method == '*' else method} {path}"
    known = event.apis.known(name)
    return {naming: api, "Route": route, **guard_of_event(known, Setting(properties, event.setting.at), event.owner)}


_TARGET = ("Input", "InputPath", "InputTransformer", "RetryPolicy")


def dead_letters(event: Event) -> tuple[Any, list[Resource]]:
    """The queue of a `DeadLetterConfig`, made where it names none."""
    config = find(event.properties, "DeadLetterConfig")
    if config is None:
        return None, []
    arn = find(config.value, "Arn")
    if arn is not None:
        return {"Arn": arn}, []
    name = text_at(config.value, "QueueLogicalId")
    queue = event.make("AWS::SQS::Queue", {}, "Queue")
    if name:
        queue.name = event.owner.scope.prefix + name
    source = {"ArnEquals": {"aws:SourceArn": Open("${" + event.name + ".Arn}")}}
    service = {"Service": "events.amazonaws.com"}
    statement = {"Principal": service, "Action": "sqs:SendMessage", "Resource": queue.arn, "Condition": source}
    policy = {"Queues": [queue.ref], "PolicyDocument": {"Statement": [statement]}}
    return {"Arn": Setting(queue.arn, config.at)}, [queue, event.make("AWS::SQS::QueuePolicy", policy, "QueuePolicy")]


def _state(event: Event) -> Any:
    state, enabled = find(event.properties, "State"), find(event.properties, "Enabled")
    if state is None and enabled is not None and enabled.is_known:
        return Setting("ENABLED" if str(enabled.value).lower() == "true" else "DISABLED", enabled.at, enabled.note)
    return state


def rule(event: Event, role: str | None = None) -> list[Resource]:
    """A rule with one target; by the clock, or by a pattern."""
    properties = event.properties
    dead, made = dead_letters(event)
    target = {"Arn": event.called, "Id": "target", **select(properties, *_TARGET), "DeadLetterConfig": dead}
    if role is not None:
        target["RoleArn"] = Open("${" + role + ".Arn}")
    inner = {
        **select(properties, "EventBusName"),
        "Name": find(properties, "RuleName") or find(properties, "Name"),
        "EventPattern": find(properties, "Pattern"),
        "ScheduleExpression": find(properties, "Schedule"),
        "State": _state(event),
        "Targets": [target],
    }
    return [event.make("AWS::Events::Rule", inner), *made]


def _rule(event: Event) -> list[Resource]:
    made = rule(event)
    return [*made, event.permit("events.amazonaws.com", made[0].arn)]


def schedule(event: Event, action: str) -> list[Resource]:
    """A schedule of EventBridge Scheduler, with the role SAM makes for it."""
    properties = event.properties
    dead, made = dead_letters(event)
    role: Any = find(properties, "RoleArn")
    if role is None:
        maker = RoleMaker(event.owner, f"{event.name}Role", "scheduler.amazonaws.com", event.setting.at)
        maker.allow(action, event.called, event.setting.at)
        if dead is not None:
            maker.allow("sqs:SendMessage", dead["Arn"], event.setting.at)
        made.append(maker.resource())
        role = Open("${" + maker.name + ".Arn}")
    target = {
        "Arn": event.called,
        "RoleArn": role,
        **select(properties, "Input", "RetryPolicy"),
        "DeadLetterConfig": dead,
    }
    names = (
        "Name",
        "ScheduleExpression",
        "ScheduleExpressionTimezone",
        "FlexibleTimeWindow",
        "StartDate",
        "EndDate",
        "State",
    )
    return [event.make("AWS::Scheduler::Schedule", {**select(properties, *names), "Target": target}), *made]


def _schedule(event: Event) -> list[Resource]:
    return schedule(event, "lambda:InvokeFunction")


def _logs(event: Event) -> list[Resource]:
    inner = {**select(event.properties, "LogGroupName", "FilterPattern"), "DestinationArn": event.called}
    return [event.make("AWS::Logs::SubscriptionFilter", inner), event.permit("logs.amazonaws.com")]


def _iot(event: Event) -> list[Resource]:
    payload = {**select(event.properties, "Sql"), "Actions": [{"Lambda": {"FunctionArn": event.called}}]}
    return [event.make("AWS::IoT::TopicRule", {"TopicRulePayload": payload}), event.permit("iot.amazonaws.com")]


def _alexa(event: Event) -> list[Resource]:
    return [event.permit("alexa-appkit.amazon.com")]


def _pool(event: Event) -> list[Resource]:
    inner = {**select(event.properties, "UserPool", "Trigger"), "Function": event.called}
    return [event.make("AWS::Cognito::UserPoolTrigger", inner), event.permit("cognito-idp.amazonaws.com")]


FUNCTION_EVENTS: dict[str, Callable[[Event], list[Resource]]] = {
    **dict.fromkeys(POLLED, polled),
    "SNS": _topic,
    "S3": _bucket,
    "Api": _rest,
    "HttpApi": _http,
    "Schedule": _rule,
    "ScheduleV2": _schedule,
    "CloudWatchEvent": _rule,
    "EventBridgeRule": _rule,
    "CloudWatchLogs": _logs,
    "IoTRule": _iot,
    "AlexaSkill": _alexa,
    "Cognito": _pool,
}

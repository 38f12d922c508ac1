"""The ARNs by which policies speak of components: what an action acts on, with `*` for what is left open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archlint.model.component import Component, known

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow
    from archlint.model.policy_decisions import Resource

_OF_SERVICE = {
    "sqs": "{name}",
    "sns": "{name}",
    "lambda": "function:{name}",
    "dynamodb": "table/{name}",
    "kinesis": "stream/{name}",
    "firehose": "deliverystream/{name}",
    "states": "stateMachine:{name}",
    "events": "event-bus/{name}",
    "s3": "{name}/*",
    "secretsmanager": "secret:{name}-??????",
    "kms": "key/{id}",
    "logs": "log-group:{name}:*",
    "es": "domain/{name}/*",
    "rds-data": "cluster:{name}",
    "autoscaling": "autoScalingGroup:*:autoScalingGroupName/{name}",
    "scheduler": "schedule/*/{name}",
    "execute-api": "{id}/*",
    "appsync": "apis/{id}/*",
    "kafka": "cluster/{name}/*",
    "kafka-cluster": "topic/{name}/*",
    "ecs": "task/*",
    "ec2": "instance/*",
    "iot": "topic/*",
    "iam": "role/*",
}
"""Service of an action -> what follows the account in the ARN; an id is a text that only AWS knows."""

_OF_ACTION = {
    "dynamodb:DescribeStream": "table/{name}/stream/*",
    "dynamodb:GetRecords": "table/{name}/stream/*",
    "dynamodb:GetShardIterator": "table/{name}/stream/*",
    "dynamodb:ListStreams": "table/{name}/stream/*",
    "s3:ListBucket": "{name}",
    "s3:GetBucketLocation": "{name}",
    "states:DescribeExecution": "execution:{name}:*",
    "states:StopExecution": "execution:{name}:*",
    "ecs:RunTask": "task-definition/{name}:*",
    "events:PutTargets": "rule/StepFunctionsGetEvents*",
    "events:PutRule": "rule/StepFunctionsGetEvents*",
    "events:DescribeRule": "rule/StepFunctionsGetEvents*",
    "events:InvokeApiDestination": "api-destination/{name}/*",
    "events:RetrieveConnectionCredentials": "connection/*",
    "kafka-cluster:Connect": "cluster/{name}/*",
    "kafka-cluster:DescribeGroup": "group/{name}/*",
}
"""Actions that act on something else than their service's main kind of resource."""

_OF_SENDER = {
    "sns": ("sns", "{name}"),
    "s3": ("s3", "{name}"),
    "schedule": ("events", "rule/{name}"),
    "api_gateway": ("execute-api", "{id}/*"),
    "cognito_user_pool": ("cognito-idp", "userpool/{id}"),
    "load_balancer": ("elasticloadbalancing", "targetgroup/*"),
    "iot_rule": ("iot", "rule/{name}"),
    "cloudwatch_logs": ("logs", "log-group:{name}:*"),
    "secret": ("secretsmanager", "secret:{name}-??????"),
    "cloudfront": ("cloudfront", "distribution/{id}"),
    "appsync": ("appsync", "apis/{id}"),
}
"""Types that send in the name of their service -> the service and the rest of the ARN for which it says it acts."""

_RESOURCES_OF = {"rds-data": "rds"}
"""Services whose actions act on resources of another one."""

_WITHOUT_REGION = frozenset({"s3", "iam", "cloudfront"})
_ID = re.compile(r"\$\{[^}]*\}")


def resource(on: Component, arn: str) -> Resource:
    """The ARN of something done to a component, for policies to be asked about, with whatever names it has there."""
    from archlint.model.policy_decisions import Resource

    other = on.aws_name if known(on.aws_name) else ""
    names = (on.name, other) if other and other != on.name else (on.name,)
    return Resource(_ID.sub("*", arn), () if arn == "*" else names)


def arn_of(design: Design, action: str, on: Component, flow: AnyFlow | None = None) -> str:
    """The ARN that `action` acts on where it is done to this component, as narrow as the flow says.

    `${name}` stands in it for an id that only AWS knows; it is `*` where the action acts on nothing that is known.
    """
    service = action.partition(":")[0]
    form = _OF_ACTION.get(action) or _OF_SERVICE.get(service)
    if form is None:
        return "*"
    rest = _filled(form, on) + (_alias(on, flow) if service == "lambda" else "")
    return _arn(design, on, _RESOURCES_OF.get(service, service), _narrowed(rest, action, flow))


def sender_arn(design: Design, flow: AnyFlow) -> str:
    """The ARN for which the source's service says it acts (`aws:SourceArn`). KeyError: it has a role."""
    sender = flow.source
    if sender.type == "eventbridge":
        name = _name(sender)
        bus = "" if name == "default" else f"{name}/"
        return _arn(design, sender, "events", f"rule/{bus}{flow.rule or '*'}")
    service, form = _OF_SENDER[sender.type]
    return _arn(design, sender, service, _filled(form, sender))


def log_group_of(design: Design, function: Component) -> str:
    """The ARN of the log group that a function writes to."""
    return _arn(design, function, "logs", f"log-group:/aws/lambda/{_name(function)}:*")


def account_of(design: Design, component: Component) -> str | None:
    """The account of a component, as its number where it has one; "" for the description's own, None if not known."""
    named = component.account
    return design.description.accounts.get(named, named) if known(named) else None


def account_number(design: Design, component: Component) -> str:
    """The number of the account a component lives in; "" where there is none or it is not known."""
    account = account_of(design, component) or ""
    return account if account.isdecimal() else ""


def home_of(design: Design, component: Component) -> tuple[str | None, str]:
    """The account and the region of a component, whose quotas it shares with all else that is there."""
    return account_of(design, component), design.description.region_of(component)


def _arn(design: Design, on: Component, service: str, rest: str) -> str:
    stated = design.description.region_of(on)
    region = str(stated) if known(stated) else ""
    partition = "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"
    account = "" if service == "s3" else account_number(design, on) or "*"
    return f"arn:{partition}:{service}:{'' if service in _WITHOUT_REGION else region or '*'}:{account}:{rest}"


def _filled(form: str, on: Component) -> str:
    return form.format(name=_name(on), id="${" + on.name + "}")


def _name(component: Component) -> str:
    """Its name in ARNs, `*` where it is not known."""
    if not known(component.aws_name):
        return "*"
    if getattr(component, "bus", "") == "default":
        return "default"
    name = component.aws_name or component.name
    return f"{name}.fifo" if getattr(component, "fifo", False) is True and not name.endswith(".fifo") else name


def _alias(on: Component, flow: AnyFlow | None) -> str:
    alias = (flow.alias if flow is not None else "") or getattr(on, "alias", "")
    return f":{alias}" if alias else ""


def _narrowed(rest: str, action: str, flow: AnyFlow | None) -> str:
    """The part of the resource that a flow speaks of: the objects with its prefix, or an index."""
    if flow is None:
        return rest
    if action.startswith("s3:") and rest.endswith("/*"):
        prefix = flow.key or flow.prefix
        return f"{rest[:-1]}{re.split(r'[{*?$<]', prefix)[0]}*" if prefix else rest
    if action in ("dynamodb:Query", "dynamodb:Scan") and flow.index:
        return f"{rest}/index/{flow.index}"
    return rest

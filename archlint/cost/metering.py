"""Every meter event of a design: each component's meter and alarms, the networks, and what crosses their borders."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from archlint.cost.events import Gap, Metered
from archlint.cost.site import Site
from archlint.document.quantities import UNKNOWN
from archlint.model.base import Fields, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.design.graph import Design
    from archlint.design.load import Load

METERS: dict[str, tuple[str, str]] = {
    "lambda": ("lambda_", "meter"),
    "eventbridge": ("eventbridge", "meter"),
    "schedule": ("eventbridge", "schedule"),
    "pipe": ("eventbridge", "pipe"),
    "sns": ("sns", "meter"),
    "step_functions": ("step_functions", "meter"),
    "api_gateway": ("api", "meter"),
    "appsync": ("api", "graph_api"),
    "cloudfront": ("api", "distribution"),
    "sqs": ("sqs", "meter"),
    "kinesis": ("streaming", "stream"),
    "firehose": ("streaming", "firehose"),
    "flink": ("streaming", "flink"),
    "kafka": ("streaming", "kafka"),
    "cognito_user_pool": ("identity", "user_pool"),
    "s3": ("s3", "meter"),
    "dynamodb": ("dynamodb", "meter"),
    "auto_scaling_group": ("compute", "group"),
    "ec2": ("compute", "instance"),
    "ecs_service": ("compute", "service"),
    "load_balancer": ("compute", "balancer"),
    "rds": ("databases", "database"),
    "rds_proxy": ("databases", "proxy"),
    "elasticache": ("databases", "cache"),
    "opensearch": ("databases", "search"),
    "redshift": ("databases", "warehouse"),
    "efs": ("databases", "files"),
    "iot_core": ("identity", "iot_core"),
    "iot_rule": ("identity", "iot_rule"),
    "cloudwatch_logs": ("logs", "meter"),
    "kms_key": ("identity", "key"),
    "secret": ("identity", "secret"),
}
"""Component type -> (module of archlint.cost.meters, function)."""

FREE = frozenset({"client", "http_endpoint", "on_premises", "splunk", "cognito_identity_pool"})
"""AWS bills nothing for these by themselves."""


_ENTERED = (
    "api_gateway", "appsync", "cloudfront", "load_balancer", "sqs", "sns", "eventbridge", "kinesis", "firehose",
    "lambda", "step_functions", "iot_core",
)  # fmt: skip
"""Types that somebody calls or sends to, whether or not the description says who."""


def metered(design: Design, load: Load) -> Iterator[Event]:
    """What a month of this load makes AWS count, component by component in file order, then network by network."""
    for component in design.components.values():
        site = Site(design, load, component)
        where = METERS.get(component.type)
        missing = unread(component)
        if component.outside is True and component.type not in FREE:
            yield site.assumed(f"{component} is run by somebody else, who pays for it")
        elif where is not None and missing:
            yield site.gap(f"{missing} of {component}: the bill is without {component}", component.field(missing))
        elif where is not None:
            function: Any = getattr(import_module(f"archlint.cost.meters.{where[0]}"), where[1])
            yield from function(component, site)
        elif component.type not in FREE:
            kind = getattr(component, "service", None) or component.type
            yield site.gap(f"price of {component}: {kind} is not in the bill", component.at)
        if component.alarms:
            from archlint.cost.meters.logs import alarms

            yield from alarms(component, site)
        if site.usage is not None and site.usage.metered:
            yield from _stated(site)
    yield from _silent(design, load)
    from archlint.cost.meters.network import networks
    from archlint.cost.meters.transfer import transfers

    yield from networks(design, load)
    yield from transfers(design, load)


def _silent(design: Design, load: Load) -> Iterator[Event]:
    """Where work enters and nobody says how much."""
    for flow in load.silent:
        place = Place(("usage", str(flow)))
        yield Gap(flow.source.name, place, f"rate of {flow}: what it sets off is not in the bill")
    stated = {entry.name for entry in load.entries}
    for component in design.typed(*_ENTERED):
        if component.name not in stated and not design.into(component) and getattr(component, "bus", "") != "default":
            what = f"rate of {component}: nothing says what reaches it, and it is not in the bill"
            yield Gap(component.name, Place(("usage", component.name)), what)


def unread(part: Fields) -> str:
    """The first setting, nested ones too, that the description gives and that could not be read; or ""."""
    for name, field in type(part).specs.items():
        value = vars(part).get(name)
        if value is UNKNOWN and field.kind == "setting":
            return field.alias or name
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else (value,)
        for one in inner:
            below = unread(one) if isinstance(one, Fields) else ""
            if below:
                return f"{field.alias or name}.{below}"
    return ""


def _stated(site: Site) -> Iterator[Event]:
    """Quantities that the description itself gives, by dimension."""
    usage = site.usage
    for dimension, quantity in (usage.metered if usage is not None else {}).items():
        picked = site.pick(quantity)
        if picked is not None:
            yield site.metered(dimension, picked, "{} as stated", picked)


def quantities(design: Design, load: Load) -> list[Metered]:
    """Only the meter events."""
    return [event for event in metered(design, load) if isinstance(event, Metered)]

"""Topics: who may publish, what is encrypted and logged, what large messages rule out, and filters left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._admission import unadmitted
from archlint.checks._amounts import thrown_away
from archlint.checks._written import key_of, size
from archlint.checks.hit import Fix, Hit
from archlint.document.quantities import Number, Share
from archlint.model.component import Component
from archlint.model.messaging import Queue, Topic
from archlint.model.registry import COMPUTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow

_PROTOCOLS = {"lambda": "lambda", "sqs": "sqs", "firehose": "firehose", "http_endpoint": "http"}
"""Type of a subscriber -> what SNS calls its protocol; all others are reached by mail, text message or push."""

_TAKES_LARGE = frozenset({"lambda", "sqs", "firehose"})
"""The subscribers of a topic whose messages may be large: AWS, large message payloads of SNS."""


def topic_unencrypted(design: Design) -> Iterator[Hit]:
    if not design.description.is_production:
        return
    for topic in design.of(Topic):
        encryption = topic.encryption
        if encryption is None or encryption.key == "none":
            # AWS's own key admits no service, and its policy cannot be changed
            by_roles = not any(
                design.access.service(flow) or flow.source.type == "aws_service" for flow in design.into(topic)
            )
            yield Hit(
                at=topic.field("encryption"),
                values={"topic": topic},
                fix=Fix(key_of(design, topic), "aws", safe=by_roles),
            )


def topic_without_policy(design: Design) -> Iterator[Hit]:
    return unadmitted(design, Topic)


def delivery_status_not_logged(design: Design) -> Iterator[Hit]:
    logged = design.limit("sns.status_logging")
    for topic in design.of(Topic):
        watched = [flow for flow in design.events_out_of(topic) if _PROTOCOLS.get(flow.target.type) in logged]
        if watched and topic.delivery_status is False:
            at = topic.field("delivery_status")
            yield Hit(
                at=at,
                related=[flow.at for flow in watched],
                values={"topic": topic, "subscribers": list(dict.fromkeys(flow.target.name for flow in watched))},
                fix=Fix(at, "true"),
            )


def large_topic_restricted(design: Design, *, subscriptions: int) -> Iterator[Hit]:
    plain = design.limit("sns.message.default")
    for topic in design.of(Topic):
        if topic.max_message > plain:
            flows = design.events_out_of(topic)
            barred = [flow for flow in flows if flow.target.type not in _TAKES_LARGE]
            names = list(dict.fromkeys(flow.target.name for flow in barred))
            if barred or len(flows) > subscriptions:
                at = topic.field("max_message")
                yield Hit(
                    at=at,
                    related=[flow.at for flow in barred],
                    values={
                        "topic": topic,
                        "most": topic.max_message,
                        "plain": plain,
                        "hindrance": names or f"{len(flows)} subscriptions",
                    },
                    fix=Fix(at, size(plain), safe=False),
                )


def filter_in_consumer(design: Design, *, limit: float) -> Iterator[Hit]:
    for flow in design.flows(Topic, Component):
        way = _way(design, flow)
        if flow.filter is None and way:
            consumer = way[-1].target
            sent = design.events_out_of(consumer)
            used = sum((one.ratio for one in sent), Number(0))
            if sent and used < limit:
                yield Hit(
                    at=flow.field("filter"),
                    related=[one.field("ratio") for one in sent],
                    subject=flow,
                    monthly=thrown_away(design, way, used),
                    values={"flow": flow, "topic": flow.source, "consumer": consumer, "share": Share(used)},
                )


def _way(design: Design, flow: AnyFlow) -> list[AnyFlow]:
    """The flows from a subscription to what works on its messages and on nothing else, by way of queues; or none."""
    way = [flow]
    while isinstance(way[-1].target, Queue) and design.events_into(way[-1].target) == way[-1:]:
        reading = design.events_out_of(way[-1].target)
        if len(reading) != 1 or reading[0].filter is not None:
            return []
        way += reading
    consumer = way[-1].target
    return way if consumer.type in COMPUTE and design.events_into(consumer) == way[-1:] else []

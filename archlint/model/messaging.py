"""Components that carry events: queues, topics, buses, schedules, pipes."""

from typing import ClassVar, Literal

from archlint.document import quantities as q
from archlint.model.base import EMPTY, Fields, setting
from archlint.model.component import Component
from archlint.model.values import Anything, Count, Duration, Flag, Kept, Moment, Name, Positive, Size, Text, Zone


class Redrive(Fields):
    """Where a queue's messages go that were received too often."""

    shorthand: ClassVar[str] = "to"
    to: Name = setting("", "The dead-letter queue.", required=True, names="component")
    max_receives: Positive = setting(10, "How often a message is received before it moves.", within="1 to 1,000")


class Queue(Component):
    """An SQS queue."""

    link: ClassVar[str] = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html"

    fifo: Flag = setting(False, "Whether it keeps order within message groups.")
    deduplication: Literal["none", "content", "id"] = setting(
        "none", "How a FIFO queue recognises a message it has had."
    )
    high_throughput: Flag = setting(False, "Whether a FIFO queue deduplicates and counts its quota per group.")
    visibility_timeout: Duration = setting(
        q.Duration("30s"), "How long a received message stays hidden.", within="0 s to 12 h",
        judged="visibility-timeout-over-limit",
    )  # fmt: skip
    delay: Duration = setting(q.Duration("0s"), "How long a new message stays hidden.", within="0 s to 15 min")
    retention: Duration = setting(q.Duration("4d"), "How long a message is kept.", within="60 s to 14 days")
    wait_time: Duration = setting(
        q.Duration("0s"), "How long a receive waits for a message.", within="0 s to 20 s",
        judged="receive-wait-over-limit",
    )  # fmt: skip
    max_message: Size = setting(q.Size("1 MB"), "The largest message.", within="1 KB to 1 MB")
    dlq: Redrive | None = setting(None, "Where messages go that were received too often.")

    @property
    def redrives(self) -> Redrive | None:
        """The redrive policy where one is stated and known."""
        return self.dlq if isinstance(self.dlq, Redrive) else None


class Topic(Component):
    """An SNS topic."""

    link: ClassVar[str] = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html"

    fifo: Flag = setting(False, "Whether it keeps order within message groups.")
    deduplication: Literal["none", "content", "id"] = setting(
        "none", "How a FIFO topic recognises a message it has had."
    )
    max_message: Size = setting(q.Size("256 KB"), "The largest message.", within="1 KB to 1 MB")
    delivery_status: Flag = setting(False, "Whether deliveries are logged.")
    archive: Duration | None = setting(
        None, "How long a FIFO topic keeps messages for replay; absent, not at all.", within="1 day to 365 days"
    )


class Archive(Fields):
    """The events a bus keeps for replay."""

    shorthand: ClassVar[str] = "retention"
    retention: Kept = setting(None, "How long events are kept; `never` or absent, for ever.")


class Rule(Fields):
    """A named rule of a bus."""

    pattern: Anything = setting(None, "The event pattern; absent, the rule has none.")
    state: Literal["enabled", "disabled"] = setting("enabled", "Whether the rule matches at all.")


class Bus(Component):
    """An EventBridge event bus."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-events-eventbus.html"
    )

    bus: Literal["custom", "default", "partner"] = setting("custom", "Which bus it is.")
    rules: dict[str, Rule] = setting(EMPTY, "Its rules by name; a flow picks one with `rule`.")
    archive: Archive | None = setting(None, "The events it keeps for replay.")
    dlq: Name | None = setting(
        None,
        "Where events go that it cannot process, as without its key; a target has a `dlq` of its own.",
        names="component",
    )


class Schedule(Component):
    """Something that happens by the clock: an EventBridge Scheduler schedule, or a scheduled rule."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-scheduler-schedule.html"
    )

    expression: Text = setting("", "`rate(...)`, `cron(...)` or `at(...)`.", required=True)
    timezone: Zone = setting("UTC", "The time zone of the expression.")
    service: Literal["scheduler", "rule"] = setting("scheduler", "EventBridge Scheduler, or a rule on the default bus.")
    window: Duration = setting(q.Duration("0s"), "The flexible window after the time.", within="0 s to 1,440 min")
    retries: Count = setting(185, "Extra tries of one delivery.", within="0 to 185")
    max_age: Duration = setting(q.Duration("24h"), "How long a delivery is tried.", within="60 s to 24 h")
    dlq: Name | None = setting(None, "Where events go that could not be delivered.", names="component")
    between: list[Moment] = setting((), "From when and until when: [start, end].")
    state: Literal["enabled", "disabled"] = setting("enabled", "Whether it fires at all.")


class Pipe(Component):
    """An EventBridge pipe: its source and target are flows, its enrichment a flow with `as: enrichment`."""

    link: ClassVar[str] = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-pipes-pipe.html"

    filter: Anything = setting(None, "The event patterns an event must match to pass.")
    batch_size: Positive | None = setting(
        None, "The most events of one batch; absent, the source's default.", within="1 to 10,000"
    )
    batch_window: Duration = setting(q.Duration("0s"), "How long a batch is waited for.", within="0 s to 300 s")
    dlq: Name | None = setting(None, "Where records of a stream go that failed.", names="component")
    retries: Count | None = setting(None, "Extra tries of a batch from a stream; absent, until the record expires.")
    max_age: Duration | None = setting(
        None, "How old a stream's record may be; absent, until it expires.", within="60 s to 7 days"
    )
    bisect: Flag = setting(False, "Whether a failing batch of a stream is halved.")

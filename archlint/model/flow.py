"""What one flow may say: the settings AWS keeps on the connection, and what is known of the traffic."""

from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, Self, TypeVar

from archlint.document import quantities as q
from archlint.document.quantities import UNKNOWN
from archlint.model.base import Fields, intent, measurement, setting
from archlint.model.component import Component, Ignore, Needs
from archlint.model.compute import FunctionDuration
from archlint.model.values import (
    Anything,
    Count,
    Duration,
    Flag,
    Name,
    Names,
    Number,
    Positive,
    Share,
    Size,
    Text,
)  # fmt: skip

Source = TypeVar("Source", bound=Component, covariant=True)
Target = TypeVar("Target", bound=Component, covariant=True)

Edge = Literal["event", "dead_letter", "on_failure", "on_success"]


READS = frozenset({"get", "query", "scan", "read", "list", "head", "receive", "select", "search"})
"""Operations after which nothing has changed at the target, so that nothing is set off there."""

WRITES = frozenset(
    {"", "put", "update", "delete", "increment", "append", "publish", "copy", "write", "insert", "upload"}
)
"""Operations that change what is stored; a flow into a store that does not say what it does writes."""

ADDING = frozenset({"increment", "append"})
"""Those of them that add to what is there, so that it matters how often they are done."""


class SampleEvent(Fields):
    """An event as its producer sends it, by itself or with its share."""

    shorthand: ClassVar[str] = "event"
    event: Anything = intent("The event.", required=True)
    share: Share = intent("Its share of the flow.")

    @classmethod
    def of(cls, data: Any) -> Self:
        """A mapping is an event of its own unless it says which part of it the event is."""
        has_parts = isinstance(data, dict) and "event" in data and data.keys() <= {"event", "share"}
        return super().of(data if has_parts else {"event": data})


class FlowCache(Fields):
    """Answers of a call that the caller keeps."""

    ttl: Duration | None = setting(None, "How long an answer is kept.")
    hits: Share = measurement("The share of calls that are answered from it.")


class Flow(Fields, Generic[Source, Target]):
    """One thing that happens between two components; which fields it may have depends on the pair (`flow_kinds`)."""

    link: ClassVar[str] = ""

    if TYPE_CHECKING:
        source: Source
        target: Target
        edge: Edge
        """`event` for a flow that is written; else the failure handling that implies it (`dlq`, `on_failure`, ...)."""
        number: int
        owner: "Component | Flow[Component, Component] | None"
        """What names an implied edge: the component or flow whose `dlq` or `on_*` it is."""
    else:
        source: ClassVar = None
        target: ClassVar = None
        edge: ClassVar = "event"
        number: ClassVar = 0
        owner: ClassVar = None

    # every flow
    name: Text = setting("", "Its name, where two flows join the same pair.")
    payload: Size = measurement("The bytes of one event, request or message.")
    response: Size = measurement("The bytes of the answer.")
    ratio: Number = measurement("How many of these happen for each thing that reaches the source.", q.Number(1))
    duration: FunctionDuration | None = measurement(
        "How long the target works on it; goes before the component's own.", None
    )
    port: Positive | None = setting(None, "The port it goes to; absent, the service's.")
    protocol: Literal["tcp", "udp", "icmp", "all"] = setting("tcp", "The transport protocol.")
    operation: Text = setting(
        "", "What is done: put, get, query, scan, update, increment, append, delete, publish, ..."
    )
    purpose: Text = setting(
        "destination",
        "What the flow is for: transform, backup, staging, authorizer, enrichment, a Cognito trigger.",
        alias="as",
    )
    mode: Literal["sync", "async", "stream", "callback"] | None = setting(
        None, "How the target is called; absent, AWS's first."
    )
    samples: list[SampleEvent] = intent("Events as they are sent, to try patterns on.", ())
    events: list[SampleEvent] = intent("Another word for `samples`.", ())
    needs: Needs | None = intent("What its consumer needs from it.", None)
    note: Text = setting("", "Anything a reader should know.")
    ignore: list[Ignore] = setting((), "Rules that are not to be reported here.")
    policy: Flag = setting(True, "Whether the target's resource policy admits it.")

    # into something that answers
    timeout: Duration = setting(UNKNOWN, "How long the caller waits.")
    retries: Count = setting(UNKNOWN, "Extra tries.")
    backoff: Literal["none", "fixed", "exponential"] = setting("none", "How the caller waits between tries.")
    parallel: Text = setting("", "Calls of one component with the same word here happen at the same time.")
    answer: Literal["needed", "ignored"] = intent("Whether the caller does anything with the answer.")
    credentials: Text = setting(
        "", "What the caller proves itself with: iam, a user pool, an identity pool, api_key, none."
    )
    cache: FlowCache | None = setting(None, "Answers that the caller keeps.")

    # APIs, load balancers, GraphQL
    route: Names = setting((), "The route: which it calls, or which lead here.")
    authorizer: Anything = setting(None, "Who decides whether a caller of this route may pass.")
    listener: Text = setting("", "The listener of a load balancer; absent, the only one.")
    rule: Text = setting("", "The rule of a bus or load balancer that sends it.")
    priority: Positive | None = setting(None, "The order in which a load balancer tries its rules.")

    # into queues, streams, topics, buses
    batch: Number = setting(q.Number(1), "How many events one call carries.")
    group: Text = setting("", "The message group key.")
    groups: Number = measurement("How many message groups there are.")
    delay: Duration = setting(UNKNOWN, "How long each message stays hidden at first.", within="0 s to 15 min")
    key: Text = setting("", "The partition key, or the prefix of the objects' keys.")

    # event source mappings
    batch_size: Positive = setting(UNKNOWN, "The most events of one batch.", within="1 to 10,000")
    batch_window: Duration = setting(UNKNOWN, "How long a batch is waited for.", within="0 s to 300 s")
    partial_failures: Flag = setting(UNKNOWN, "Whether the function says which events of a batch failed.")
    max_concurrency: Positive | None = setting(None, "The most batches of a queue at once.", within="2 to 1,000")
    filter: Anything = setting(None, "The patterns an event must match.")
    filter_on: Literal["attributes", "body"] = setting("attributes", "What a subscription's filter looks at.")
    pollers: Anything = setting(None, "Provisioned pollers: {min, max}.")
    max_record_age: Duration | None = setting(
        None, "How old a record may be; absent, until it expires.", within="60 s to 7 days"
    )
    bisect: Flag = setting(UNKNOWN, "Whether a failing batch is halved.")
    parallelization_factor: Positive = setting(UNKNOWN, "Batches of one shard at once.", within="1 to 10")
    on_failure: Name | None = setting(None, "Where batches go that failed for good.", names="component")
    on_success: Name | None = setting(None, "Not offered by event source mappings.", names="component")
    starting_position: Literal["latest", "trim_horizon", "at_timestamp"] | None = setting(None, "Where reading starts.")
    enhanced_fan_out: Flag = setting(False, "Whether the consumer has read throughput of its own.")
    tumbling_window: Duration | None = setting(
        None, "The window over which results are gathered.", within="0 s to 15 min"
    )
    wait_time: Duration = setting(
        UNKNOWN, "How long a receive waits for a message.", within="0 s to 20 s", judged="receive-wait-over-limit"
    )
    concurrency: Positive = setting(1, "How many events one worker handles at once.")

    # deliveries of topics, buses, schedules
    raw_delivery: Flag = setting(False, "Whether the message comes without its envelope.")
    dlq: Name | None = setting(None, "Where events go that could not be delivered.", names="component")
    max_age: Duration = setting(UNKNOWN, "How long delivery is tried.", within="60 s to 24 h")
    pattern: Anything = setting(None, "An event pattern: a rule of its own.")
    input: Size = measurement("The bytes that are sent instead of the event.")

    # buckets, tables, functions, workflows, warehouses
    event: Text = setting("object_created:*", "Which events of the bucket.")
    prefix: Text = setting("", "The prefix of the objects' keys.")
    suffix: Text = setting("", "The suffix of the objects' keys.")
    parts: Number = measurement("Parts of a multipart upload.")
    items: Number = setting(q.Number(1), "Items of one request.")
    consistent: Flag = setting(False, "Whether reads are strongly consistent.")
    transactional: Flag = setting(False, "Whether it is a transaction.")
    indexes: Anything = setting("all", "Which indexes a write touches.")
    index: Text = setting("", "Which index is queried.")
    alias: Text = setting("", "The function's alias; absent, the function's own.")
    state: Text = setting("", "The state of the workflow whose task this is.")
    staging: Name | None = setting(None, "The bucket that data passes through.", names="s3")
    provider: Text = setting("", "The identity provider the client signed in with.")

    def __str__(self) -> str:
        return self.name or f"{self.source.name} -> {self.target.name}"

    @property
    def pair(self) -> tuple[str, str]:
        return self.source.type, self.target.type

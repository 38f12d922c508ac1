"""Components that run the user's own code: functions, instances, containers, and the load balancers before them."""

from typing import ClassVar, Literal

from archlint.document import quantities as q
from archlint.model.base import EMPTY, Fields, measurement, setting
from archlint.model.component import Component
from archlint.model.values import (
    Anything,
    Count,
    Duration,
    Flag,
    Kept,
    Name,
    Names,
    Number,
    Positive,
    Share,
    Size,
    Text,
)


class FunctionDuration(Fields):
    """How long one invocation takes."""

    shorthand: ClassVar[str] = "average"
    average: Duration = measurement("The mean time of one invocation.")
    p99: Duration = measurement("The time that 99 of 100 invocations stay under.")
    base: Duration = measurement(
        "With `per: event`: the time an invocation takes before its first event.", q.Duration("0s")
    )
    per: Literal["invocation", "event"] = measurement(
        "What the time is for: an invocation, or each event of its batch.", "invocation"
    )

    @property
    def typical(self) -> q.Duration:
        return self.average

    @property
    def slowest(self) -> q.Duration:
        """The 99th percentile; a bare value is both the average and the 99th percentile."""
        return self.p99 if self.gives("p99") else self.average


class FunctionLogs(Fields):
    """What a function writes to CloudWatch Logs."""

    retention: Kept = setting(None, "How long log events are kept; `never` or absent, for ever.")
    per_invocation: Size = measurement("The bytes that one invocation logs of its own.")
    level: Text = setting("", "The lowest level that is written.")


class Version(Fields):
    """What an alias points at."""

    shorthand: ClassVar[str] = "version"
    version: Text = setting("", "The published version.")
    canary: Anything = setting(None, "A second version and the share of traffic it gets.")


class Function(Component):
    """A Lambda function."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-function.html"
    )

    runtime: Text = setting("", "The runtime's identifier, such as `python3.13`; absent, it is not judged.")
    architecture: Literal["x86_64", "arm64"] = setting("x86_64", "The processor it runs on.")
    memory: Size = setting(
        q.Size("128 MB"), "Its memory; its share of a CPU grows with it.", within="128 MB to 10,240 MB",
        judged="function-memory-out-of-range",
    )  # fmt: skip
    timeout: Duration = setting(
        q.Duration("3s"), "After which an invocation is cut off.", within="1 s to 15 min",
        judged="function-timeout-over-limit",
    )  # fmt: skip
    storage: Size = setting(q.Size("512 MB"), "Its disk under /tmp.", within="512 MB to 10,240 MB")
    package: Literal["zip", "image"] = setting("zip", "How its code is packed.")
    duration: FunctionDuration | None = measurement("How long one invocation takes.", None)
    init: Duration = measurement("How long a cold start takes.")
    cold_share: Share = measurement("The share of invocations that start cold.")
    alias: Text = setting("", "The alias that callers and triggers use; absent, $LATEST.")
    versions: dict[str, Version] = setting(EMPTY, "The aliases and the versions they point at.")
    provisioned_concurrency: Count = setting(0, "Environments that are kept warm.")
    reserved_concurrency: Count | None = setting(None, "The concurrency that is set apart for it, and its ceiling.")
    snap_start: Flag = setting(False, "Whether it starts from a snapshot.")
    retries: Count = setting(
        2, "Extra tries of an asynchronous invocation.", within="0 to 2", judged="async-attempts-out-of-range"
    )
    max_age: Duration = setting(
        q.Duration("6h"), "How long an asynchronous event is kept for.", within="60 s to 6 h",
        judged="async-attempts-out-of-range",
    )  # fmt: skip
    dlq: Name | None = setting(
        None, "Where events of asynchronous invocations go when every try failed.", names="component"
    )
    on_failure: Name | None = setting(None, "The destination of failed asynchronous invocations.", names="component")
    on_success: Name | None = setting(
        None, "The destination of successful asynchronous invocations.", names="component"
    )
    tracing: Flag = setting(False, "Whether X-Ray traces it.")
    url: Literal["none", "iam", "public"] = setting("none", "Whether it has a URL of its own, and who may call that.")
    logs: FunctionLogs | None = setting(None, "What it logs and for how long that is kept.")
    custom_resource: Flag = setting(False, "Whether CloudFormation calls it while a stack is made or changed.")
    connections: Number = measurement("Connections that one environment opens to each database.", q.Number(1))

    @property
    def typical(self) -> q.Duration:
        return self.duration.typical if isinstance(self.duration, FunctionDuration) else q.UNKNOWN  # type: ignore[return-value]  # hides as NaN does

    @property
    def slowest(self) -> q.Duration:
        return self.duration.slowest if isinstance(self.duration, FunctionDuration) else q.UNKNOWN  # type: ignore[return-value]  # hides as NaN does


class Backlog(Fields):
    """Scaling on the messages that wait for each instance."""

    queue: Name = setting("", "The queue whose backlog is watched.", names="sqs", required=True)
    target: Number | None = setting(None, "The messages that may wait for one instance.")


class ScaleOn(Fields):
    """What an auto scaling group follows."""

    backlog_per_instance: Backlog | None = setting(None, "The queue's backlog divided by the instances.")
    queue_depth: Anything = setting(None, "The queue's raw depth.")
    cpu: Anything = setting(None, "The instances' CPU use.")


class Volume(Fields):
    """The disk of an instance."""

    shorthand: ClassVar[str] = "size"
    size: Size | None = setting(None, "Its size.", required=True)
    kind: Literal["gp3", "gp2", "io1", "st1", "sc1", "magnetic"] = setting("gp3", "What it is made of.")
    iops: Count | None = setting(None, "The operations per second it is given, where its kind lets you choose.")


class AutoScalingGroup(Component):
    """A group of instances that grows and shrinks."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-autoscaling-autoscalinggroup.html"
    )

    instance_type: Text = setting("", "The instances' type, such as `c7g.large`.", required=True)
    min: Count = setting(1, "The fewest instances.")
    max: Count | None = setting(None, "The most instances.", required=True)
    desired: Count | None = setting(None, "The instances it starts with; absent, the fewest.")
    scale_on: ScaleOn | None = setting(None, "What its size follows.")
    volume: Volume | None = setting(None, "The disk of each instance.")
    capacity: Number = measurement("Events per second that one instance manages; absent, 1 / duration.")
    spot: Share = setting(q.Share("0%"), "The share of Spot instances.")
    duration: FunctionDuration | None = measurement("How long the work on one event takes.", None)


class Instance(Component):
    """One EC2 instance, or several alike."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-instance.html"
    )

    instance_type: Text = setting("", "Its type, such as `t4g.small`.", required=True)
    count: Positive = setting(1, "How many there are.")
    volume: Volume | None = setting(None, "The disk of each of them.")
    capacity: Number = measurement("Events per second that one instance manages; absent, 1 / duration.")
    duration: FunctionDuration | None = measurement("How long the work on one event takes.", None)


class Tasks(Fields):
    """How many tasks a container service runs."""

    shorthand: ClassVar[str] = "min"
    min: Count = setting(1, "The fewest tasks.")
    max: Count | None = setting(None, "The most tasks; absent, the fewest.")


class EcsService(Component):
    """A container service on ECS."""

    link: ClassVar[str] = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-service.html"

    cpu: Number | None = setting(None, "vCPUs of one task.", required=True)
    memory: Size | None = setting(None, "Memory of one task.", required=True)
    tasks: Tasks | None = setting(None, "How many tasks run; absent, one.")
    storage: Size = setting(q.Size("20 GB"), "The disk of one task.", within="20 GB to 200 GB")
    launch: Literal["fargate", "ec2"] = setting("fargate", "What the tasks run on.")
    architecture: Literal["x86_64", "arm64"] = setting("x86_64", "The processor the tasks run on.")
    scale_on: ScaleOn | None = setting(None, "What the number of tasks follows.")
    capacity: Number = measurement("Events per second that one task manages; absent, 1 / duration.")
    duration: FunctionDuration | None = measurement("How long the work on one event takes.", None)


class Listener(Fields):
    """One port a load balancer listens on."""

    protocol: Literal["http", "https", "tcp", "tls", "udp"] = setting("http", "What it speaks.")
    to: Names = setting((), "The targets, where no flow names them.", names="component")
    port: Positive | None = setting(None, "The targets' port, where it is not the listener's.")
    authorizer: Anything = setting(None, "Who may pass: `{cognito: users}` or `{oidc: issuer}`.")


class LoadBalancer(Component):
    """An application, network or gateway load balancer."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticloadbalancingv2-loadbalancer.html"
    )

    kind: Literal["application", "network", "gateway"] = setting("application", "Which kind it is.")
    scheme: Literal["internal", "internet_facing"] = setting("internal", "Whether it has public addresses.")
    cross_zone: Flag | None = setting(None, "Whether it reaches targets in other zones; absent, as its kind has it.")
    listeners: dict[str, Listener] = setting(EMPTY, "Its ports.")
    timeout: Duration = setting(q.Duration("60s"), "After which an idle connection is closed.", within="1 s to 4,000 s")

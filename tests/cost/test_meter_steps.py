"""Every step of every meter from both its sides, through a whole description: one byte, one part, one GB more."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from cost.designs import bill, design, quantity

from archlint.cost.metering import quantities
from archlint.cost.meters.rounding import KB, Spread, chunks


class Step(NamedTuple):
    """A component called 1,000 times a month, the flow into it with `{}` for the size, and what it meters for each."""

    name: str
    component: str
    flow: str
    dimension: str
    counts: dict[str, float]
    more: str = ""


STEPS = [
    Step("a queue", "{type: sqs}", "{payload: SIZE}", "sqs.requests_standard", {"65536 B": 1, "65537 B": 2}),
    Step("a FIFO queue", "{type: sqs, fifo: true, deduplication: content}", "{payload: SIZE, group: id}",
         "sqs.requests_fifo", {"65536 B": 1, "65537 B": 2}),
    Step("a topic", "{type: sns}", "{payload: SIZE}", "sns.publish_requests", {"65536 B": 1, "65537 B": 2}),
    Step("a bus", "{type: eventbridge}", "{payload: SIZE}", "eventbridge.custom_events", {"65536 B": 1, "65537 B": 2}),
    Step("an HTTP API", "{type: api_gateway, protocol: http}", "{payload: SIZE}", "apigateway.http_requests",
         {"524288 B": 1, "524289 B": 2}),
    Step("a REST API", "{type: api_gateway, protocol: rest, endpoint: regional}", "{payload: SIZE}",
         "apigateway.rest_requests", {"524288 B": 1, "524289 B": 1}),
    Step("a WebSocket API", "{type: api_gateway, protocol: websocket}", "{payload: SIZE}",
         "apigateway.websocket_messages", {"32768 B": 1, "32769 B": 2}),
    Step("a stream", "{type: kinesis, capacity: {shards: 1}}", "{payload: SIZE}", "kinesis.put_payload_units",
         {"25600 B": 1, "25601 B": 2}),
    Step("a stream on demand", "{type: kinesis, capacity: on_demand}", "{payload: SIZE}", "kinesis.ondemand_in",
         {"1024 B": 1 / 2**20, "1025 B": 2 / 2**20}),
    Step("a delivery stream", "{type: firehose}", "{payload: SIZE}", "firehose.ingest_direct_put",
         {"5120 B": 5 / 2**20, "5121 B": 10 / 2**20}),
    Step("a write", "{type: dynamodb, billing: on_demand}", "{operation: put, payload: SIZE}",
         "dynamodb.ondemand_write", {"1024 B": 1, "1025 B": 2}),
    Step("a write in a transaction", "{type: dynamodb, billing: on_demand}",
         "{operation: put, payload: SIZE, transactional: true}", "dynamodb.ondemand_write", {"1024 B": 2, "1025 B": 4}),
    Step("a write that an index takes too", "{type: dynamodb, billing: on_demand, indexes: [by-day]}",
         "{operation: put, payload: SIZE, indexes: all}", "dynamodb.ondemand_write", {"1024 B": 2, "1025 B": 4}),
    Step("two items of a write", "{type: dynamodb, billing: on_demand}", "{operation: put, payload: SIZE, items: 2}",
         "dynamodb.ondemand_write", {"2048 B": 2, "2049 B": 4}),
    Step("a read", "{type: dynamodb, billing: on_demand}", "{operation: get, response: SIZE}",
         "dynamodb.ondemand_read", {"4096 B": 0.5, "4097 B": 1}),
    Step("a consistent read", "{type: dynamodb, billing: on_demand}", "{operation: get, response: SIZE, consistent: true}",
         "dynamodb.ondemand_read", {"4096 B": 1, "4097 B": 2}),
    Step("a query of ten items", "{type: dynamodb, billing: on_demand}", "{operation: query, response: SIZE, items: 10}",
         "dynamodb.ondemand_read", {"4096 B": 0.5, "4097 B": 1}),
    Step("ten reads at once", "{type: dynamodb, billing: on_demand}", "{operation: get, response: SIZE, items: 10}",
         "dynamodb.ondemand_read", {"40960 B": 5, "40961 B": 10}),
    Step("a multipart upload", "{type: s3}", "{operation: put, payload: 1 GB, parts: SIZE}", "s3.requests_tier1",
         {"1": 1, "2": 4, "3": 5}),
    Step("a time", "{type: lambda, memory: 1 GB, url: iam}", "{credentials: iam, duration: SIZE}",
         "lambda.duration_x86", {"1ms": 0.001, "1.001ms": 0.002, "0.2ms": 0.001}),
    Step("a disk", "{type: lambda, memory: 1 GB, storage: SIZE, url: iam}", "{credentials: iam, duration: 1s}",
         "lambda.ephemeral_storage_x86", {"513 MB": 1 / 1024, "1024 MB": 0.5}),
]  # fmt: skip


def described(step: Step, size: str) -> str:
    return f"""
        components:
          app: {{type: client}}
          thing: {step.component.replace("SIZE", size)}
        flows:
          - app -> thing: {step.flow.replace("SIZE", size)}
        usage:
          app -> thing: 1000/month
    """


@pytest.mark.parametrize(
    ("step", "size", "each"),
    [(step, size, each) for step in STEPS for size, each in step.counts.items()],
    ids=lambda found: getattr(found, "name", str(found)),
)
def test_a_step_is_taken_where_aws_takes_it(step: Step, size: str, each: float) -> None:
    assert quantity(bill(described(step, size)), "thing", step.dimension) == pytest.approx(1000 * each)


class Standing(NamedTuple):
    """A component that costs what it is, whatever happens, and what it meters in a month."""

    name: str
    component: str
    dimension: str
    expected: float
    usage: str = "{}"


HELD = "{storage: 1 GB}"
STANDING = [
    Standing("capacity of a table", "{type: dynamodb, billing: {provisioned: {read: 3, write: 7}}}",
             "dynamodb.provisioned_write", 7 * 730, HELD),
    Standing("capacity of a table with two indexes",
             "{type: dynamodb, billing: {provisioned: {read: 3, write: 7}}, indexes: [a, b]}",
             "dynamodb.provisioned_read", 3 * 3 * 730, HELD),
    Standing("gp3 at what is included", "{type: ec2, instance_type: t3.micro, volume: {size: 8 GB, kind: gp3, iops: 3001}}",
             "ec2.ebs_gp3_iops", 1),
    Standing("RDS gp3 under 400 GB", "{type: rds, engine: mysql, instance_type: db.t4g.small, storage: 399 GB, storage_type: gp3, iops: 12001}",
             "rds.storage_gp3_iops", 9001),
    Standing("RDS gp3 from 400 GB on", "{type: rds, engine: mysql, instance_type: db.t4g.small, storage: 400 GB, storage_type: gp3, iops: 12001}",
             "rds.storage_gp3_iops", 1),
    Standing("the smallest cache", "{type: elasticache, engine: valkey, node_type: serverless}",
             "elasticache.serverless_valkey_storage", 73, "{storage: 1 MB}"),
    Standing("a cache above the smallest", "{type: elasticache, engine: valkey, node_type: serverless}",
             "elasticache.serverless_valkey_storage", 146, "{storage: 0.2 GB}"),
    Standing("throughput that storage brings", "{type: efs, throughput: provisioned, provisioned: 100}",
             "efs.provisioned_throughput", 95, "{storage: 100 GB}"),
    Standing("disk of a task", "{type: ecs_service, cpu: 1, memory: 2 GB, storage: 21 GB}", "fargate.ephemeral", 730),
    Standing("no hours", "{type: ec2, instance_type: t3.micro}", "ec2.instance_t3_micro", 100, "{hours: 100}"),
    Standing("all hours", "{type: ec2, instance_type: t3.micro, count: 2}", "ec2.instance_t3_micro", 1460),
    Standing("alarms", "{type: sqs, alarms: [depth, age, dead]}", "cloudwatch.alarm_standard", 3),
    Standing("an alarm", "{type: sqs, alarms: true}", "cloudwatch.alarm_standard", 1),
]  # fmt: skip


@pytest.mark.parametrize("case", STANDING, ids=lambda case: case.name)
def test_what_stands_is_counted_by_what_it_is(case: Standing) -> None:
    found = bill(f"components:\n  thing: {case.component}\nusage:\n  thing: {case.usage}\n")
    assert quantity(found, "thing", case.dimension) == pytest.approx(case.expected)


@pytest.mark.parametrize(
    ("cores", "kind"), [(2, "db.t4g.small"), (2, "db.m7g.large"), (4, "db.m7g.xlarge"), (8, "db.m7g.2xlarge")]
)
def test_a_proxy_is_billed_by_the_cores_behind_it_and_for_two_at_least(cores: int, kind: str) -> None:
    found = bill(
        f"""
        components:
          data: {{type: rds, engine: postgres, instance_type: {kind}, storage: 10 GB}}
          proxy: {{type: rds_proxy, target: data}}
        """
    )
    assert quantity(found, "proxy", "rds.proxy_vcpu") == cores * 730


@pytest.mark.parametrize(("rate", "traced"), [(0.5, 0.5), (1.0, 1.0), (3.0, 1.1), (21.0, 2.0)])
def test_one_request_a_second_is_traced_and_one_in_twenty_of_the_rest(rate: float, traced: float) -> None:
    found = bill(
        f"""
        components:
          app: {{type: client}}
          work: {{type: lambda, tracing: true, duration: 1ms, url: iam}}
        flows:
          - app -> work: {{credentials: iam}}
        usage:
          app -> work: {rate}/s
        """
    )
    assert quantity(found, "work", "xray.traces_recorded") == pytest.approx(traced * 2_628_000)


@pytest.mark.parametrize("retention", [None, 1, 30, 365])
def test_logs_are_kept_at_a_seventh_of_their_size(retention: int | None) -> None:
    kept = "" if retention is None else f"retention: {retention}d, "
    found = bill(
        f"""
        components:
          app: {{type: client}}
          work: {{type: lambda, duration: 1ms, url: iam, logs: {{{kept}per_invocation: 724 B}}}}
        flows:
          - app -> work: {{credentials: iam}}
        usage:
          app -> work: 1048576/month
        """
    )
    months = 1.0 if retention is None else retention * 24 / 730
    assert quantity(found, "work", "cloudwatch.logs_ingest_vended") == pytest.approx(1.0)
    assert quantity(found, "work", "cloudwatch.logs_storage") == pytest.approx(0.15 * months)


@pytest.mark.parametrize(
    ("kind", "new", "opened", "size", "units"),
    [
        ("application", 25, 0, "1 B", 1.0),
        ("application", 50, 0, "1 B", 2.0),
        ("network", 800, 0, "1 B", 1.0),
        ("application", 0.001, 6000, "1 B", 2.0),
        ("network", 0.001, 300_000, "1 B", 3.0),
    ],
)
def test_a_balancers_capacity_is_what_uses_most_of_it(
    kind: str, new: float, opened: float, size: str, units: float
) -> None:
    found = bill(
        f"""
        components:
          app: {{type: client}}
          balancer: {{type: load_balancer, kind: {kind}}}
        flows:
          - app -> balancer: {{payload: {size}, response: 1 B}}
        usage:
          app -> balancer: {new}/s
          balancer: {{connections: {opened}}}
        """
    )
    short = "alb" if kind == "application" else "nlb"
    assert quantity(found, "balancer", f"elb.{short}_lcu_hour") == pytest.approx(units * 730, rel=1e-3)


def test_a_key_of_a_queue_is_asked_twice_for_each_producer_and_once_for_each_reader() -> None:
    found = bill(
        """
        components:
          one: {type: client}
          two: {type: client}
          jobs: {type: sqs, encryption: {key: secret}}
          work: {type: lambda, duration: 1ms}
          secret: {type: kms_key}
        flows:
          - one -> jobs: {payload: 1 KB}
          - two -> jobs: {payload: 1 KB}
          - jobs -> work: {}
        usage:
          one -> jobs: 1/month
          two -> jobs: 1/month
        """
    )
    assert quantity(found, "jobs", "kms.requests") == pytest.approx(2_628_000 / 300 * (2 * 2 + 1))


def test_sizes_that_spread_between_one_and_two_chunks_fill_two() -> None:
    spread = Spread(80 * KB, 0.05)  # hardly any is under 64 KB or over 128 KB
    assert chunks(spread, 64 * KB) == pytest.approx(2.0, abs=1e-5)


@pytest.mark.parametrize(("size", "each"), [(5120, 1), (5121, 2)])
def test_a_message_of_a_device_is_counted_by_5_kb(size: int, each: int) -> None:
    found = design(
        f"""
        components:
          devices: {{type: client}}
          hub: {{type: iot_core}}
        flows:
          - devices -> hub: {{payload: {size} B}}
        usage:
          devices -> hub: 1000/month
        """
    )
    counted = [event for event in quantities(found, found.load) if event.dimension == "iot.messages"]
    assert [event.quantity for event in counted] == [pytest.approx(1000 * each)]


@pytest.mark.parametrize(
    ("component", "gap"),
    [
        ("{type: opensearch, storage: 10 GB}", "instance type of store: its nodes are not in the bill"),
        ("{type: redshift}", "node type of store: its nodes are not in the bill"),
        ("{type: kafka, storage: 10 GB}", "instance type of store: its brokers are not in the bill"),
    ],
)
def test_nodes_of_no_stated_type_are_not_in_the_bill_and_have_no_price_that_is_missing(
    component: str, gap: str
) -> None:
    found = bill(f"""
        components:
          store: {component}
    """)
    assert gap in [one.what for one in found.gaps]
    assert found.unpriced == ()


def test_what_devices_send_comes_through_the_broker_and_its_rule_as_it_was() -> None:
    found = design(
        """
        components:
          devices: {type: client}
          hub: {type: iot_core}
          to-stream: {type: iot_rule}
          readings: {type: kinesis, capacity: {shards: 2}}
        flows:
          - devices -> hub: {payload: 600 B}
          - hub -> to-stream
          - to-stream -> readings: {key: device}
        usage:
          devices -> hub: 100/s
        """
    )
    last = found.load.of(found.written[-1])
    assert (last.rate, last.complete, str(last.payload)) == (100.0, True, "600 B")
    assert found.entries == [found.written[0]]


def test_a_broker_that_nothing_is_seen_to_feed_is_an_entry_of_its_own() -> None:
    found = design(
        """
        components:
          hub: {type: iot_core}
          to-stream: {type: iot_rule}
        flows:
          - hub -> to-stream
        """
    )
    assert found.entries == found.written


def test_a_task_that_a_loop_comes_back_to_is_called_once_for_sure() -> None:
    found = design(
        """
        components:
          shop: {type: client}
          pair:
            type: step_functions
            definition:
              StartAt: Find
              States:
                Find: {Type: Task, Resource: find, Next: Found}
                Found: {Type: Choice, Choices: [{Variable: $.found, BooleanEquals: true, Next: Done}], Default: Find}
                Done: {Type: Succeed}
            substitutions: {}
          find: {type: lambda, duration: 1s}
        flows:
          - shop -> pair
          - pair -> find: {state: Find}
        usage:
          shop -> pair: 5/s
        """
    )
    assert found.load.of(found.written[-1]).rate == 5.0


def test_messages_that_come_together_are_deleted_together() -> None:
    found = bill(
        """
        components:
          app: {type: client}
          jobs: {type: sqs}
          work: {type: lambda, duration: 1ms}
        flows:
          - app -> jobs: {payload: 1 KB, batch: 10}
          - jobs -> work: {batch_size: 10, batch_window: 300s}
        usage:
          app -> jobs: 100/s
        """
    )
    month = 2_628_000 * 100
    # a tenth each for sends, receives and deletes; pollers are never idle at 20 messages a second each
    assert quantity(found, "jobs", "sqs.requests_standard") == pytest.approx(month * 0.3, rel=1e-3)

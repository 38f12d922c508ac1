"""What AWS counts, at both sides of every rounding step: a step that moves breaks a test here."""

from __future__ import annotations

import pytest
from cost.designs import bill, quantity

from archlint.cost.meters.api import HTTP_CHUNK, MESSAGE_CHUNK
from archlint.cost.meters.compute import capacity_units
from archlint.cost.meters.databases import engine_name, vcpus
from archlint.cost.meters.dynamodb import read_units, write_units
from archlint.cost.meters.lambda_ import gb_seconds, provisioned_gb_seconds
from archlint.cost.meters.rounding import GB, KB, MB, Spread, chunks
from archlint.cost.meters.sqs import requests
from archlint.cost.meters.step_functions import express_gb_seconds
from archlint.cost.meters.streaming import FIREHOSE_STEP, ON_DEMAND_STEP, put_units, rounded_gb


def at(size: float) -> Spread:
    return Spread(size)


@pytest.mark.parametrize(
    ("seconds", "memory", "expected"),
    [
        (0.350, 128 * MB, 0.35 * 0.125),
        (0.3501, 128 * MB, 0.351 * 0.125),
        (0.0001, 1024 * MB, 0.001),
        (1.024, 512 * MB, 0.512),
        (0.1, 10_240 * MB, 1.0),
    ],
)
def test_lambda_bills_whole_milliseconds(seconds: float, memory: float, expected: float) -> None:
    assert gb_seconds(1, at(seconds), memory) == pytest.approx(expected)


def test_provisioned_concurrency_is_billed_by_five_minutes() -> None:
    assert provisioned_gb_seconds(100, 1536 * MB, 8) == pytest.approx(4_320_000)
    assert provisioned_gb_seconds(1, GB, 0.01) == 300
    assert provisioned_gb_seconds(1, GB, 300.1 / 3600) == 600


@pytest.mark.parametrize(
    ("messages", "kb", "batch", "expected"),
    [
        (1, 1, 1, 1),
        (1, 64, 1, 1),
        (1, 65, 1, 2),
        (1, 256, 1, 4),
        (1, 1024, 1, 16),
        (10, 5, 10, 1),  # ten messages of 5 KB in one call are one request
        (10, 6.4, 10, 1),
        (10, 6.5, 10, 2),
        (100, 1, 1, 100),
        (100, 1, 10, 10),
    ],
)
def test_sqs_bills_each_call_by_64_kb_of_its_whole_payload(
    messages: float, kb: float, batch: float, expected: float
) -> None:
    assert requests(messages, at(kb * KB), batch) == pytest.approx(expected)


@pytest.mark.parametrize(("kb", "expected"), [(0.1, 1), (25, 1), (25.1, 2), (50, 2), (1024, 41)])
def test_kinesis_bills_each_record_by_25_kb(kb: float, expected: float) -> None:
    assert put_units(1, at(kb * KB)) == expected


@pytest.mark.parametrize(
    ("bytes_each", "step", "billed_kb"),
    [
        (1, FIREHOSE_STEP, 5),
        (1.8 * KB, FIREHOSE_STEP, 5),
        (5 * KB, FIREHOSE_STEP, 5),
        (5 * KB + 1, FIREHOSE_STEP, 10),
        (1, ON_DEMAND_STEP, 1),
        (KB, ON_DEMAND_STEP, 1),
        (KB + 1, ON_DEMAND_STEP, 2),
    ],
)
def test_firehose_rounds_each_record_to_5_kb_and_on_demand_streams_to_1_kb(
    bytes_each: float, step: float, billed_kb: float
) -> None:
    assert rounded_gb(1_048_576, at(bytes_each), step) == pytest.approx(billed_kb)


@pytest.mark.parametrize(
    ("size", "extra", "expected"),
    [
        (1, {}, 1),
        (1 * KB, {}, 1),
        (1 * KB + 1, {}, 2),
        (3.5 * KB, {"transactional": True}, 8),
        (1 * KB, {"copies": 1.5}, 2.5),
    ],
)
def test_a_write_counts_each_kb_of_an_item_its_transaction_and_its_indexes(
    size: float, extra: dict[str, float], expected: float
) -> None:
    assert write_units(1, at(size), **extra) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("size", "extra", "expected"),
    [
        (1, {}, 0.5),
        (4 * KB, {}, 0.5),
        (4 * KB + 1, {}, 1.0),
        (4 * KB, {"consistent": True}, 1.0),
        (4 * KB, {"transactional": True}, 2.0),
    ],
)
def test_a_read_counts_each_4_kb_half_where_it_may_be_a_moment_old(
    size: float, extra: dict[str, bool], expected: float
) -> None:
    assert read_units(1, at(size), **extra) == expected


@pytest.mark.parametrize(
    ("seconds", "mb", "expected"),
    [
        (0.1, 64, 0.1 * 64 / 1024),
        (0.101, 64, 0.2 * 64 / 1024),
        (0.1, 65, 0.1 * 128 / 1024),
        (30.0, 64, 30.0 * 64 / 1024),
    ],
)
def test_express_workflows_are_billed_by_100_ms_and_64_mb(seconds: float, mb: float, expected: float) -> None:
    assert express_gb_seconds(1, at(seconds), mb * MB) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("kind", "new", "opened", "gb", "expected"),
    [
        ("application", 25, 0, 0, 1),
        ("application", 0, 3000, 0, 1),
        ("application", 0, 0, 1.37, 1.37),
        ("network", 800, 0, 0, 1),
        ("network", 25, 100_000, 0.5, 1),
    ],
)
def test_a_load_balancer_bills_the_largest_of_its_dimensions(
    kind: str, new: float, opened: float, gb: float, expected: float
) -> None:
    assert capacity_units(kind, new, opened, gb) == pytest.approx(expected)


def test_an_http_api_counts_512_kb_and_a_websocket_32_kb() -> None:
    assert [chunks(at(size), HTTP_CHUNK) for size in (512 * KB, 512 * KB + 1, 4608 * KB)] == [1, 2, 9]
    assert [chunks(at(size), MESSAGE_CHUNK) for size in (32 * KB, 32 * KB + 1)] == [1, 2]


@pytest.mark.parametrize(
    ("kind", "cores"), [("db.t4g.micro", 2), ("db.r6g.large", 2), ("db.r6g.xlarge", 4), ("db.r6g.12xlarge", 48)]
)
def test_a_proxy_is_billed_by_the_cores_of_its_database(kind: str, cores: float) -> None:
    assert vcpus(kind) == cores


def test_engines_have_one_name_in_the_price_book() -> None:
    assert [engine_name(name) for name in ("postgres", "aurora-mysql", "oracle-se2", "mysql")] == [
        "postgresql",
        "aurora",
        "oracle_se2",
        "mysql",
    ]


def test_an_idle_queue_before_a_function_is_polled_657_000_times_a_month() -> None:
    found = bill("""
        components:
          jobs: {type: sqs}
          work: {type: lambda, duration: 1s}
        flows:
          - jobs -> work
    """)
    assert quantity(found, "jobs", "sqs.requests_standard") == 657_000


def test_a_busy_queue_costs_three_requests_per_message_and_no_empty_receives() -> None:
    found = bill("""
        components:
          web: {type: client}
          jobs: {type: sqs}
          work: {type: lambda, duration: 1s}
        flows:
          - web -> jobs: {payload: 1 KB}
          - jobs -> work
        usage:
          web -> jobs: 100M/month
    """)
    assert quantity(found, "jobs", "sqs.requests_standard") == pytest.approx(300e6, rel=1e-6)


def test_batches_of_ten_cost_a_tenth() -> None:
    found = bill("""
        components:
          web: {type: client}
          jobs: {type: sqs}
          work: {type: lambda, duration: 1s}
        flows:
          - web -> jobs: {payload: 1 KB, batch: 10}
          - jobs -> work: {batch_size: 10, batch_window: 60s}
        usage:
          web -> jobs: 100M/month
    """)
    assert quantity(found, "jobs", "sqs.requests_standard") == pytest.approx(30e6, rel=1e-6)


def test_a_customers_key_on_a_queue_is_asked_b_over_d_times_two_producers_and_a_consumer() -> None:
    found = bill("""
        components:
          web: {type: client}
          key: {type: kms_key}
          jobs: {type: sqs, encryption: {key: key}}
          work: {type: lambda, duration: 1s}
        flows:
          - web -> jobs: {payload: 1 KB}
          - jobs -> work
        usage:
          web -> jobs: 1k/month
    """)
    assert quantity(found, "jobs", "kms.requests") == pytest.approx(730 * 3600 / 300 * 3)


def test_flink_bills_one_more_unit_than_it_is_given_and_sql_does_not() -> None:
    found = bill("""
        components:
          stream: {type: flink, kpu: 4}
          old: {type: flink, engine: sql, kpu: 4}
    """)
    assert quantity(found, "stream", "managed_flink.kpu_hour") == 5 * 730
    assert quantity(found, "old", "managed_flink.kpu_hour") == 4 * 730
    assert quantity(found, "stream", "managed_flink.running_storage") == 200


def test_a_function_behind_cloudfront_is_billed_at_the_edge() -> None:
    found = bill("""
        components:
          web: {type: client}
          site: {type: cloudfront}
          sign: {type: lambda, memory: 128 MB}
        flows:
          - web -> site: {response: 1 KB}
          - site -> sign: {duration: 50ms}
        usage:
          web -> site: 10M/month
    """)
    assert quantity(found, "sign", "lambda.edge_requests") == 10e6
    assert quantity(found, "sign", "lambda.edge_duration") == pytest.approx(62_500)


def test_a_caller_is_billed_while_it_waits() -> None:
    text = """
        components:
          web: {{type: client}}
          first: {{type: lambda, memory: 1024 MB, duration: 100ms}}
          second: {{type: lambda, memory: 1024 MB, duration: 300ms}}
        flows:
          - web -> first: {{response: 1 KB}}
          - first -> second: {{mode: {}}}
        usage:
          web -> first: 1M/month
    """
    waits, sends = bill(text.format("sync")), bill(text.format("async"))
    assert quantity(waits, "first", "lambda.duration_x86") == pytest.approx(400_000)
    assert quantity(sends, "first", "lambda.duration_x86") == pytest.approx(100_000)


def test_cold_starts_are_billed_by_their_share() -> None:
    found = bill("""
        components:
          web: {type: client}
          work: {type: lambda, memory: 1024 MB, duration: 100ms, init: 500ms, cold_share: 2%}
        flows:
          - web -> work: {response: 1 KB}
        usage:
          web -> work: 1M/month
    """)
    assert quantity(found, "work", "lambda.duration_x86") == pytest.approx(110_000)


def test_only_the_disk_above_512_mb_is_billed() -> None:
    text = """
        components:
          web: {{type: client}}
          work: {{type: lambda, duration: 1s, storage: {} MB}}
        flows:
          - web -> work: {{response: 1 KB}}
        usage:
          web -> work: 1M/month
    """
    assert quantity(bill(text.format(1536)), "work", "lambda.ephemeral_storage_x86") == pytest.approx(1e6)
    with pytest.raises(StopIteration):
        quantity(bill(text.format(512)), "work", "lambda.ephemeral_storage_x86")


def test_a_multipart_upload_takes_a_request_for_each_part_and_two_more() -> None:
    found = bill("""
        components:
          web: {type: client}
          files: {type: s3}
        flows:
          - web -> files: {operation: put, parts: 6}
        usage:
          web -> files: 1k/month
          files: {storage: 1 GB}
    """)
    assert quantity(found, "files", "s3.requests_tier1") == 8000


def test_autoscaled_capacity_follows_the_load_above_what_is_stated() -> None:
    text = """
        components:
          web: {{type: client}}
          orders: {{type: dynamodb, billing: {{provisioned: {{read: 5, write: 5, autoscale: true, target: 50%}}}}}}
        flows:
          - web -> orders: {{operation: put, payload: 1 KB}}
        usage:
          web -> orders: {}/s
          orders: {{storage: 1 GB}}
    """
    assert quantity(bill(text.format(2)), "orders", "dynamodb.provisioned_write") == 5 * 730
    assert quantity(bill(text.format(10)), "orders", "dynamodb.provisioned_write") == 20 * 730


def test_workers_above_the_fewest_are_paid_by_what_needs_them() -> None:
    found = bill("""
        components:
          web: {type: client}
          jobs: {type: sqs}
          work: {type: auto_scaling_group, instance_type: c7g.large, min: 1, max: 10, volume: 8 GB}
        flows:
          - web -> jobs: {payload: 1 KB}
          - jobs -> work: {duration: 2s, wait_time: 20s}
        usage:
          web -> jobs: 2/s
    """)
    lines = next(one for one in found.components if one.name == "work").items[0].lines
    assert [(line.event.flow, float(line.quantity)) for line in lines] == [
        (None, 730.0),
        ("jobs -> work", pytest.approx(3 * 730)),
    ]


def test_bytes_to_another_zone_are_paid_on_both_sides() -> None:
    found = bill("""
        vpcs:
          net: {cidr: 10.0.0.0/16, subnets: {a: {cidr: 10.0.0.0/24, zone: a}, b: {cidr: 10.0.1.0/24, zone: b}}}
        components:
          here: {type: ec2, instance_type: t3.micro, volume: 8 GB, vpc: {name: net, subnets: [a]}}
          there: {type: ec2, instance_type: t3.micro, volume: 8 GB, vpc: {name: net, subnets: [b]}}
        flows:
          - here -> there: {payload: 1 GB}
        usage:
          here -> there: 100/month
    """)
    assert quantity(found, "here", "data_transfer.inter_az") == pytest.approx(200)

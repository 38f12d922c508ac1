"""The numbers behind the load, each with its answer by hand: batches, tries, shards, and what readers can take."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cost.designs import bill, design, flow, item, load, quantity

from archlint.design.load.attempts import bisected, tries
from archlint.design.load.batching import polled, receives, windowed
from archlint.design.load.capacity import shards_of
from archlint.document.quantities import Size


@pytest.mark.parametrize(
    ("most", "mean", "expected"),
    [(1, 1.0, 1.0), (2, 1.0, 1.632121), (3, 1.0, 1.896362), (10, 0.0, 1.0), (10, 1000.0, 10.0)],
)
def test_a_window_holds_the_first_and_what_comes_after_it(most: float, mean: float, expected: float) -> None:
    # E[min(most, 1 + N)] with N Poisson: 1 + P(N >= 1) + P(N >= 2) + ...
    assert windowed(mean, most, 1.0) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("mean", "expected"), [(0.0, 1.0), (1.0, 1.581977), (3.0, 3.157187), (100.0, 10.0)])
def test_a_reader_finds_what_has_gathered_since_it_last_came(mean: float, expected: float) -> None:
    assert polled(mean, 10.0, 1.0) == pytest.approx(expected, abs=1e-6)


def test_a_batch_is_halved_until_the_event_that_fails_it_is_alone() -> None:
    # g(1) = 1 / 0.9, g(2) = 1 + 0.19 × 2 g(1), g(4) = 1 + 0.3439 × 2 g(2)
    assert bisected(0.1, 1) == pytest.approx(1.111111)
    assert bisected(0.1, 2) == pytest.approx(1.422222)
    assert bisected(0.1, 4) == pytest.approx(1.978204, abs=1e-6)


def test_tries_end_after_the_most_there_are() -> None:
    assert tries(0.2, 3) == pytest.approx((1.24, 0.008))
    assert tries(0.2, None) == pytest.approx((1.25, 0.0))
    assert tries(1.0, 3) == (3.0, 1.0)


def test_idle_long_polls_are_those_that_the_model_and_a_simulation_give() -> None:
    assert receives(0.05, 5, 20.0) == pytest.approx((0.2758, 0.2258), abs=1e-4)
    assert receives(0.0, 5, 20.0) == (0.25, 0.25)


STREAM = """
    components:
      web: {{type: client}}
      clicks: {{type: kinesis, capacity: {capacity}}}
      work: {{type: lambda, duration: {duration}{more}}}
    flows:
      - web -> clicks: {{payload: {payload}}}
      - clicks -> work: {{starting_position: latest, batch_size: 100{mapping}}}
    usage: {{web -> clicks: {rate}/s}}
"""


def stream(
    rate: float, capacity: str = "{shards: 1}", duration: str = "1ms", payload: str = "1 KB", mapping: str = "", more: str = ""
) -> str:  # fmt: skip
    return STREAM.format(rate=rate, capacity=capacity, duration=duration, payload=payload, mapping=mapping, more=more)


@pytest.mark.parametrize(
    ("text", "batch"),
    [
        (stream(3), 3.157187),  # once a second
        (stream(3, duration="2s"), 6.014910),  # or when the last batch is done
        (stream(3, mapping=", batch_window: 4s"), 12.000074),
        (stream(3, mapping=", parallelization_factor: 3"), 1.581977),
        (stream(3, capacity="{shards: 3}"), 1.581977),
        (stream(4, capacity="on_demand"), 1.581977),  # a new stream on demand has four shards
        (stream(800, payload="700 KB"), 8.0),  # as many whole records as 6 MB hold
        (stream(800), 100.0),
    ],
)
def test_a_batch_of_a_stream_is_what_one_reader_finds(text: str, batch: float) -> None:
    assert flow(load(text), "clicks -> work").batch == pytest.approx(batch, abs=1e-6)


@pytest.mark.parametrize(
    ("rate", "payload", "shards"),
    [(10.0, 1024, 4), (4000.0, 1, 4), (4001.0, 1, 5), (4950.0, 1, 5), (1024.0, 5 * 1024, 5), (1025.0, 5 * 1024, 6)],
)
def test_a_stream_on_demand_has_the_shards_that_its_records_and_bytes_need(
    rate: float, payload: float, shards: int
) -> None:
    found = design("components: {clicks: {type: kinesis, capacity: on_demand}}")
    assert shards_of(found.components["clicks"], rate, Size(payload), "likely") == shards


@pytest.mark.parametrize(("rate", "shards"), [(0.0, 1), (1000.0, 1), (1001.0, 2), (2500.0, 3)])
def test_a_tables_stream_has_a_shard_for_every_thousand_writes(rate: float, shards: int) -> None:
    found = design("components: {orders: {type: dynamodb, billing: on_demand}}")
    assert shards_of(found.components["orders"], rate, None, "likely") == shards


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        (stream(1, capacity="{shards: 4}", duration="1s"), 400.0),
        (stream(1, capacity="{shards: 4}", duration="1s", mapping=", parallelization_factor: 2"), 800.0),
        (stream(1, capacity="{shards: 4}", duration="1s", more=", reserved_concurrency: 2"), 200.0),
        (stream(1, capacity="{shards: 4}", duration="1s", more=", reserved_concurrency: 9"), 400.0),
    ],
)
def test_readers_of_a_stream_take_a_batch_a_shard_at_a_time(text: str, taken: float) -> None:
    found = load(text)
    reading = next(one for one in found.design.all_flows if str(one) == "clicks -> work")
    assert found.capacity(reading) == pytest.approx(taken)


@pytest.mark.parametrize(
    ("work", "mapping", "taken"),
    [
        ("", "max_concurrency: 5", 5.0),
        (", reserved_concurrency: 3", "max_concurrency: 5", 3.0),
        (", reserved_concurrency: 8", "max_concurrency: 5", 5.0),
        (", failures: 50%", "max_concurrency: 5", 5.0 / 1.5),  # two tries at most: 1 + 0.5
    ],
)
def test_readers_of_a_queue_take_what_their_tightest_limit_lets_them(work: str, mapping: str, taken: float) -> None:
    found = load(f"""
        components:
          web: {{type: client}}
          jobs: {{type: sqs, dlq: {{to: dead, max_receives: 2}}}}
          dead: {{type: sqs}}
          work: {{type: lambda, duration: 1s{work}}}
        flows:
          - web -> jobs: {{payload: 1 KB}}
          - jobs -> work: {{batch_size: 1, {mapping}}}
        usage: {{web -> jobs: 1/s}}
    """)
    reading = next(one for one in found.design.all_flows if str(one) == "jobs -> work")
    assert found.capacity(reading) == pytest.approx(taken)


def test_a_rate_per_month_has_already_counted_the_hours() -> None:
    found = load("""
        components: {web: {type: client}, f: {type: lambda}}
        flows: [web -> f]
        usage: {web -> f: {rate: 2.628M/month, hours: 73}}
    """)
    assert flow(found, "web -> f").rate == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("payload", "partitions", "transformed", "delivered"),
    [("1 KB", 1, 600.0, 600.0), ("4 KB", 1, 256.0, 600.0), ("1 KB", 4, 600.0, 150.0), ("100 KB", 1, 10.24, 51.2)],
)
def test_a_delivery_stream_gathers_by_time_and_size_for_its_function_and_for_each_partition(
    payload: str, partitions: int, transformed: float, delivered: float
) -> None:
    found = load(f"""
        components:
          web: {{type: client}}
          sink: {{type: firehose, partitions: {partitions}, buffer: {{size: 5 MB, interval: 60s}}}}
          mask: {{type: lambda, duration: 1s}}
          lake: {{type: s3}}
        flows:
          - web -> sink: {{payload: {payload}}}
          - sink -> mask: {{as: transform}}
          - sink -> lake
        usage: {{web -> sink: 10/s}}
    """)
    assert flow(found, "sink -> mask").batch == pytest.approx(transformed)
    assert flow(found, "sink -> lake").batch == pytest.approx(delivered)


@pytest.mark.parametrize(
    ("calls", "seconds"),
    [
        ("", "0.6"),
        ("parallel: both", "0.4"),  # the slower of the two
        ("cache: {ttl: 60s, hits: 50%}", "0.35"),
    ],
)
def test_a_function_waits_for_its_calls_one_after_another_or_for_the_slowest(calls: str, seconds: str) -> None:
    found = load(f"""
        components:
          web: {{type: client}}
          page: {{type: lambda, duration: 100ms}}
          one: {{type: lambda, duration: 200ms}}
          two: {{type: lambda, duration: 300ms}}
        flows:
          - web -> page: {{response: 1 KB}}
          - page -> one: {{mode: sync{", " + calls if calls else ""}}}
          - page -> two: {{mode: sync{", " + calls if calls else ""}}}
        usage: {{web -> page: 1/s}}
    """)
    assert found.concurrency(found.design.components["page"]) == pytest.approx(float(seconds))


def test_no_more_than_ten_messages_are_received_at_once() -> None:
    found = bill("""
        components:
          web: {type: client}
          jobs: {type: sqs}
          work: {type: lambda, duration: 1ms}
        flows:
          - web -> jobs: {payload: 1 B}
          - jobs -> work: {batch_size: 1000, batch_window: 300s}
        usage: {web -> jobs: 1000/s}
    """)
    sent = 1000 * 2_628_000
    assert quantity(found, "jobs", "sqs.requests_standard") == pytest.approx(sent * 1.2, rel=1e-6)


def test_a_free_allowance_that_counts_within_the_first_tier_uses_it_up() -> None:
    found = bill(
        """
        components: {web: {type: client}, jobs: {type: sqs}}
        flows: [web -> jobs: {payload: 1 KB}]
        usage: {web -> jobs: 100001M/month}
        """,
        free_tier="always",
    )
    slices = item(found, "jobs", "sqs.requests_standard").charge.slices
    assert [part.quantity for part in slices] == [Decimal(99_999_000_000), Decimal(1_000_000)]

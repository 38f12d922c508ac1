"""The numbers behind the load, each with its answer by hand: batches, tries, shards, and what readers can take."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cost.designs import bill, design, flow, item, load, quantity

from archlint.design.load.attempts import batch_failures, bisected, tries
from archlint.design.load.batching import polled, polled_batches, receives, window_batches, windowed
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
    assert tries(0.2, 10_000) == pytest.approx((1.25, 0.0))
    assert tries(1.0, 3) == (3.0, 1.0)


@pytest.mark.parametrize("failures", ["100%", "99.9999%"])
@pytest.mark.parametrize("mapping", ["{batch_size: 10, batch_window: 5s}", "{batch_size: 1}"])
@pytest.mark.parametrize(
    ("source", "tried"),
    [
        ("{type: sqs, retention: 1h, visibility_timeout: 1m}", 60),  # each time it is visible again, until it expires
        ("{type: kinesis, capacity: {shards: 1}, retention: 24h}", 86_400),  # once a second
    ],
)
def test_what_always_fails_is_tried_until_it_expires(source: str, tried: float, mapping: str, failures: str) -> None:
    text = f"""
        components:
          web: {{type: client}}
          jobs: {source}
          work: {{type: lambda, duration: 100ms, failures: {failures}}}
        flows:
          - web -> jobs: {{payload: 1 KB}}
          - jobs -> work: {mapping}
        usage: {{web -> jobs: 100/s}}
    """
    assert flow(load(text), "jobs -> work").tries == pytest.approx(tried, rel=0.05)
    assert bill(text).monthly.is_finite()


def test_a_batch_that_is_halved_while_everything_fails_counts_each_part_once() -> None:
    assert [bisected(1.0, size) for size in (1.0, 2.0, 4.0)] == [1.0, 3.0, 7.0]


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


def test_what_a_caller_or_a_cache_keeps_is_not_called_for() -> None:
    found = load("""
        components:
          web: {type: client}
          api: {type: api_gateway, protocol: http}
          check: {type: lambda}
          page: {type: lambda}
          rates: {type: http_endpoint}
          kept: {type: elasticache, engine: redis, node_type: cache.t4g.small, hits: [50%, 80%, 90%]}
          data: {type: rds, engine: postgres, instance_type: db.t4g.micro, storage: 20 GB}
        flows:
          - web -> api
          - api -> check: {as: authorizer, cache: {ttl: 300s, hits: 95%}}
          - api -> page: {cache: {ttl: 60s, hits: 20%}}
          - page -> rates: {cache: {ttl: 60s, hits: 75%}}
          - page -> kept
          - kept -> data
        usage: {web -> api: 100/s}
    """)
    rates = {str(one): found.of(one).rate for one in found.design.all_flows}
    assert rates["api -> check"] == pytest.approx(5)
    assert rates["api -> page"] == pytest.approx(80)
    assert rates["page -> rates"] == pytest.approx(20)
    assert rates["page -> kept"] == pytest.approx(80)
    assert rates["kept -> data"] == pytest.approx(16)


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


def test_payloads_that_meet_are_averaged_by_how_often_each_comes() -> None:
    found = load("""
        components: {few: {type: client}, many: {type: client}, news: {type: sns}, work: {type: sqs}}
        flows:
          - few -> news: {payload: 90 KB}
          - many -> news: {payload: 10 KB}
          - news -> work
        usage: {few -> news: 1/s, many -> news: 3/s}
    """)
    assert float(flow(found, "news -> work").payload or 0) == pytest.approx(30 * 1024)


def test_calls_at_the_peak_are_counted_by_the_batches_of_the_peak_with_all_tries() -> None:
    found = load("""
        components:
          web: {type: client}
          jobs: {type: sqs, dlq: {to: dead, max_receives: 2}}
          dead: {type: sqs}
          work: {type: lambda, duration: 1ms, failures: 50%}
        flows:
          - web -> jobs: {payload: 1 KB}
          - jobs -> work: {batch_size: 10, batch_window: 5s, partial_failures: true}
        usage: {web -> jobs: {rate: 0.1/s, peak: 1000/s}}
    """)
    busy = flow(found, "jobs -> work")
    assert busy.peak_batch == pytest.approx(10.0)
    assert busy.peak_calls == pytest.approx(1000 * 1.5 / 10)
    assert busy.batch < 1.5


def test_a_component_is_done_with_what_does_not_fail_for_good() -> None:
    found = load("""
        components:
          web: {type: client}
          jobs: {type: sqs, dlq: {to: dead, max_receives: 2}}
          dead: {type: sqs}
          work: {type: lambda, failures: 50%}
        flows:
          - web -> jobs: {payload: 1 KB}
          - jobs -> work: {batch_size: 1}
        usage: {web -> jobs: 4/s}
    """)
    work = found.design.components["work"]
    assert (found.arrivals(work), found.handled(work)) == pytest.approx((4.0, 3.0))


@pytest.mark.parametrize(
    ("mean", "most", "expected"),
    [
        (0.0, 10, 0.05),  # alone
        (1000.0, 10, 1 - 0.95**10),  # full
        # B = 1 or 2, with e^-1 and the rest: (e^-1 × 0.05 + 2 (1 - e^-1) × 0.0975) / (e^-1 + 2 (1 - e^-1))
        (1.0, 2, 0.086794),
    ],
)
def test_an_event_is_more_often_in_a_large_batch_than_in_a_small_one(mean: float, most: int, expected: float) -> None:
    assert window_batches(mean, most, 1.0).of_events(lambda size: batch_failures(0.05, size)) == pytest.approx(
        expected, abs=1e-6
    )


@pytest.mark.parametrize(
    ("tasks", "failures", "taken"),
    [("{min: 1, max: 4}", "0%", 2.0), ("3", "0%", 1.5), ("{min: 1, max: 4}", "50%", 2 / 1.5)],
)
def test_workers_take_what_their_most_copies_manage_with_all_tries(tasks: str, failures: str, taken: float) -> None:
    found = load(f"""
        components:
          web: {{type: client}}
          jobs: {{type: sqs, dlq: {{to: dead, max_receives: 2}}}}
          dead: {{type: sqs}}
          work: {{type: ecs_service, cpu: 1, memory: 2 GB, tasks: {tasks}, failures: {failures}}}
        flows:
          - web -> jobs: {{payload: 1 KB}}
          - jobs -> work: {{duration: 2s, wait_time: 20s}}
        usage: {{web -> jobs: 1/s}}
    """)
    reading = next(one for one in found.design.all_flows if str(one) == "jobs -> work")
    assert found.capacity(reading) == pytest.approx(taken)


def test_executions_that_start_in_a_component_are_counted_by_the_month() -> None:
    found = load("""
        components:
          flow: {type: step_functions, definition: {StartAt: A, States: {A: {Type: Pass, End: true}}}}
        usage: {flow: {executions: 2628000}}
    """)
    assert found.starting(found.design.components["flow"]) == pytest.approx(1.0)


def test_a_batch_waits_for_the_calls_of_each_of_its_events() -> None:
    found = load("""
        components:
          web: {type: client}
          jobs: {type: sqs}
          work: {type: lambda, duration: 100ms}
          other: {type: lambda, duration: 200ms}
        flows:
          - web -> jobs: {payload: 1 KB}
          - jobs -> work: {batch_size: 10, batch_window: 300s}
          - work -> other: {mode: sync}
        usage: {web -> jobs: 100/s}
    """)
    assert flow(found, "jobs -> work").batch == pytest.approx(10.0)
    # ten calls a second, each 0.1 s and ten times 0.2 s
    assert found.concurrency(found.design.components["work"]) == pytest.approx(10 * 2.1)


@pytest.mark.parametrize("mean", [0.0, 0.3, 3.0, 12.0, 1000.0])
def test_the_batches_have_the_mean_that_is_given_in_closed_form(mean: float) -> None:
    assert window_batches(mean, 10, 1.0).mean == pytest.approx(windowed(mean, 10, 1.0))
    assert sum(chance for _, chance in window_batches(mean, 10, 1.0).sizes) == pytest.approx(1.0)
    assert sum(chance for _, chance in polled_batches(mean, 10, 1.0).sizes) == pytest.approx(1.0)
    assert polled_batches(mean, 10_000, 1.0).mean == pytest.approx(polled(mean, 10_000, 1.0))


def test_a_failure_destination_hears_once_of_each_batch_that_is_given_up() -> None:
    # batches of 1 to 3 with a Poisson mean of 1 and none left out: P = 0.582, 0.291, 0.127
    text = stream(1, mapping=", retries: 1, on_failure: lost", more=", failures: 10%").replace(
        "batch_size: 100", "batch_size: 3"
    )
    found = load(text.replace("work:", "lost: {type: sqs}\n      work:", 1))
    sizes = {1: 0.581977, 2: 0.290988, 3: 0.127035}
    mean = sum(size * chance for size, chance in sizes.items())
    given_up = {size: (1 - 0.9**size) ** 2 for size in sizes}
    assert flow(found, "work -> lost").rate == pytest.approx(
        sum(p * given_up[b] for b, p in sizes.items()) / mean, rel=1e-5
    )
    reading = flow(found, "clicks -> work")
    assert reading.exhausted == pytest.approx(sum(b * p * given_up[b] for b, p in sizes.items()) / mean, rel=1e-5)
    assert reading.tries == pytest.approx(sum(p * (1 + 1 - 0.9**b) for b, p in sizes.items()), rel=1e-5)

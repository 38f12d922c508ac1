"""The load of a design: what arrives where, in what batches, how often it is tried, and what a peak leaves behind."""

from __future__ import annotations

import pytest
from cost.designs import MONTH, design, flow, load


def test_rates_follow_ratios() -> None:
    found = load("""
        components:
          web: {type: client}
          api: {type: api_gateway, protocol: http}
          f: {type: lambda}
          t: {type: dynamodb, billing: on_demand}
        flows:
          - web -> api
          - api -> f
          - f -> t: {operation: put, ratio: 2.5}
        usage: {web -> api: 40/s}
    """)
    assert flow(found, "f -> t").rate == pytest.approx(100)


def test_a_rate_per_month_is_over_730_hours() -> None:
    found = load("""
        components: {web: {type: client}, f: {type: lambda}}
        flows: [web -> f]
        usage: {web -> f: 2.628M/month}
    """)
    assert flow(found, "web -> f").rate == pytest.approx(1.0)


def test_a_rate_per_second_holds_only_in_the_hours_of_use() -> None:
    found = load("""
        components: {web: {type: client}, f: {type: lambda}}
        flows: [web -> f]
        usage: {web -> f: {rate: 10/s, hours: 73}}
    """)
    assert flow(found, "web -> f").rate == pytest.approx(1.0)


def test_a_schedule_starts_what_its_expression_says() -> None:
    found = load("""
        components: {clock: {type: schedule, expression: rate(5 minutes)}, f: {type: lambda}}
        flows: [clock -> f]
    """)
    assert flow(found, "clock -> f").rate == pytest.approx(1 / 300)


def test_a_call_of_a_route_reaches_only_the_integration_of_that_route() -> None:
    found = load("""
        components:
          web: {type: client}
          api: {type: api_gateway, protocol: http}
          a: {type: lambda}
          b: {type: lambda}
          rest: {type: lambda}
        flows:
          - web -> api: {name: buy, route: POST /orders}
          - web -> api: {name: look, route: 'GET /orders/17'}
          - web -> api: {name: other, route: GET /help}
          - api -> a: {route: POST /orders}
          - api -> b: {route: 'GET /orders/{id}'}
          - api -> rest: {route: $default}
        usage: {buy: 1/s, look: 10/s, other: 100/s}
    """)
    assert [flow(found, name).rate for name in ("api -> a", "api -> b", "api -> rest")] == pytest.approx([1, 10, 100])


@pytest.mark.parametrize("more", ["", "- api -> check: {as: authorizer, cache: {ttl: 300s, hits: 95%}}"])
def test_an_authorizer_that_is_also_a_flow_is_asked_once(more: str) -> None:
    found = load(f"""
        components:
          web: {{type: client}}
          api: {{type: api_gateway, protocol: http, authorizer: {{lambda: check}}}}
          check: {{type: lambda}}
          page: {{type: lambda}}
        flows:
          - web -> api
          - api -> page
          {more}
        usage: {{web -> api: 100/s}}
    """)
    (asked,) = found.design.into(found.design.components["check"])
    assert found.of(asked).rate == pytest.approx(5 if more else 100)


@pytest.mark.parametrize("more", ["", "- table -> changes: {payload: 1 KB}"])
def test_a_stream_of_changes_that_is_also_a_flow_is_written_once(more: str) -> None:
    found = load(f"""
        components:
          work: {{type: lambda}}
          table: {{type: dynamodb, billing: on_demand, kinesis_stream: changes}}
          changes: {{type: kinesis, capacity: {{shards: 1}}}}
        flows:
          - work -> table: {{operation: put}}
          {more}
        usage: {{work: 100/s}}
    """)
    (written,) = found.design.into(found.design.components["changes"])
    assert found.of(written).rate == pytest.approx(100)


@pytest.mark.parametrize("more", ["", "- work -> failed"])
def test_what_collects_failures_may_be_sent_to_as_well(more: str) -> None:
    found = load(f"""
        components:
          bus: {{type: eventbridge}}
          work: {{type: lambda, dlq: failed}}
          failed: {{type: sqs}}
        flows:
          - bus -> work: {{pattern: {{source: [shop]}}}}
          {more}
    """)
    edges = [flow.edge for flow in found.design.into(found.design.components["failed"])]
    assert sorted(edges) == (["dead_letter", "event"] if more else ["dead_letter"])


def test_an_apis_cache_answers_reads_alone() -> None:
    found = load("""
        components:
          web: {type: client}
          api: {type: api_gateway, protocol: rest, endpoint: regional, cache: {size: 0.5 GB, hits: 90%}}
          r: {type: lambda}
          w: {type: lambda}
        flows:
          - web -> api: {name: read, route: GET /x}
          - web -> api: {name: write, route: POST /x}
          - api -> r: {route: GET /x}
          - api -> w: {route: POST /x}
        usage: {read: 100/s, write: 10/s}
    """)
    assert [flow(found, name).rate for name in ("api -> r", "api -> w")] == pytest.approx([10, 10])


def test_a_topic_gives_every_subscriber_all_and_a_queues_readers_share() -> None:
    found = load(
        """
        components:
          web: {type: client}
          t: {type: sns}
          q: {type: sqs}
          r: {type: sqs}
          f: {type: lambda}
          g: {type: lambda}
        flows: [web -> t, t -> q, {t -> r: {ratio: 10%}}, q -> f, q -> g]
        usage: {web -> t: 8/s}
    """.replace("ratio: 10%", "ratio: 0.1")
    )
    rates = [flow(found, name).rate for name in ("t -> q", "t -> r", "q -> f", "q -> g")]
    assert rates == pytest.approx([8, 0.8, 4, 4])


def test_asynchronous_invocations_are_tried_three_times_and_the_rest_is_a_dead_letter() -> None:
    found = load("""
        components:
          web: {type: client}
          t: {type: sns}
          f: {type: lambda, failures: 20%, dlq: d}
          d: {type: sqs}
          o: {type: sqs}
        flows: [web -> t, t -> f, f -> o]
        usage: {web -> t: 100/s}
    """)
    arriving = flow(found, "t -> f")
    assert (arriving.tries, arriving.exhausted) == (pytest.approx(1.24), pytest.approx(0.008))
    assert flow(found, "f -> d").rate == pytest.approx(0.8)
    assert flow(found, "f -> o").rate == pytest.approx(99.2)  # what is given up sends nothing on


@pytest.mark.parametrize(("partial", "tries", "lost"), [("false", 1.6528, 0.010403), ("true", 1.0526, 3.125e-7)])
def test_a_failing_message_takes_its_batch_with_it_unless_failures_are_told_apart(
    partial: str, tries: float, lost: float
) -> None:
    found = load(f"""
        components:
          web: {{type: client}}
          q: {{type: sqs, dlq: {{to: d, max_receives: 5}}}}
          d: {{type: sqs}}
          f: {{type: lambda, failures: 5%}}
        flows:
          - web -> q
          - q -> f: {{batch_size: 10, batch_window: 300s, partial_failures: {partial}}}
        usage: {{web -> q: 1000/s}}
    """)
    reading = flow(found, "q -> f")
    assert reading.batch == pytest.approx(10, rel=1e-6)
    assert (reading.tries, reading.exhausted) == (pytest.approx(tries, rel=1e-4), pytest.approx(lost, rel=1e-3))
    assert flow(found, "q -> d").rate == pytest.approx(1000 * lost, rel=1e-3)


def test_a_window_gathers_what_comes_in_it_after_the_first() -> None:
    found = load("""
        components: {web: {type: client}, q: {type: sqs}, f: {type: lambda}}
        flows: [web -> q, {q -> f: {batch_size: 100, batch_window: 5s}}]
        usage: {web -> q: 2/s}
    """)
    assert flow(found, "q -> f").batch == pytest.approx(1 + 2 / 5 * 5)  # five pollers share the rate


def test_a_batch_holds_no_more_than_6_mb() -> None:
    found = load("""
        components: {web: {type: client}, q: {type: sqs}, f: {type: lambda}}
        flows: [{web -> q: {payload: 1 MB}}, {q -> f: {batch_size: 10, batch_window: 300s}}]
        usage: {web -> q: 1000/s}
    """)
    assert flow(found, "q -> f").batch == pytest.approx(6)


def test_a_delivery_stream_writes_an_object_when_its_buffer_is_full_or_its_interval_over() -> None:
    text = """
        components:
          web: {{type: client}}
          d: {{type: firehose, buffer: {{size: 5 MB, interval: 60s}}}}
          b: {{type: s3}}
          f: {{type: lambda}}
        flows: [{{web -> d: {{payload: 1 KB}}}}, d -> b, b -> f]
        usage: {{web -> d: {}}}
    """
    slow, fast = load(text.format("10/s")), load(text.format("1000/s"))
    assert flow(slow, "b -> f").rate == pytest.approx(1 / 60)
    assert flow(fast, "b -> f").rate == pytest.approx(1000 / 5120)


def test_only_writes_reach_a_tables_stream_and_a_buckets_notifications() -> None:
    found = load("""
        components:
          web: {type: client}
          f: {type: lambda}
          t: {type: dynamodb, billing: on_demand, stream: new}
          b: {type: s3}
          g: {type: lambda}
        flows:
          - web -> f
          - f -> t: {name: put, operation: put, items: 3}
          - f -> t: {name: get, operation: get}
          - f -> b: {name: up, operation: put, key: in/}
          - f -> b: {name: elsewhere, operation: put, key: out/}
          - f -> b: {name: down, operation: get}
          - t -> g: {starting_position: latest}
          - b -> g: {prefix: in/}
        usage: {web -> f: 7/s}
    """)
    assert [flow(found, name).rate for name in ("t -> g", "b -> g")] == pytest.approx([21, 7])


def test_a_feedback_settles_at_what_it_amplifies() -> None:
    found = load("""
        components: {web: {type: client}, q: {type: sqs}, f: {type: lambda}}
        flows: [web -> q, q -> f, {f -> q: {ratio: 0.25}}]
        usage: {web -> q: 30/s}
    """)
    assert flow(found, "q -> f").rate == pytest.approx(40)
    (circle,) = found.circles()
    assert [str(component) for component in circle.components] == ["q", "f"]
    assert circle.gain == pytest.approx(0.25)
    assert found.endless == ()


def test_a_feedback_of_one_never_ends() -> None:
    found = load("""
        components: {web: {type: client}, q: {type: sqs}, f: {type: lambda}}
        flows: [web -> q, q -> f, f -> q]
        usage: {web -> q: 30/s}
    """)
    (circle,) = found.endless
    assert circle.gain >= 1.0


def test_a_buffer_holds_back_a_peak_and_drains_after_it() -> None:
    found = load("""
        components:
          web: {type: client}
          q: {type: sqs}
          f: {type: lambda, duration: 1s}
          t: {type: dynamodb, billing: on_demand}
        flows:
          - web -> q
          - q -> f: {batch_size: 1, max_concurrency: 10}
          - f -> t: {operation: put}
        usage: {web -> q: {rate: 4/s, peak: 100/s, peak_lasts: 60s}}
    """)
    assert flow(found, "web -> q").peak == 100
    assert flow(found, "q -> f").peak == pytest.approx(10)
    assert flow(found, "f -> t").peak == pytest.approx(10)
    (backlog,) = found.backlogs
    assert backlog.events == pytest.approx(90 * 60)
    assert backlog.drains_in == pytest.approx(90 * 60 / (10 - 4))


def test_a_peak_that_nobody_states_is_not_invented() -> None:
    found = load("""
        components: {web: {type: client}, f: {type: lambda}}
        flows: [web -> f]
        usage: {web -> f: 4/s}
    """)
    arriving = flow(found, "web -> f")
    assert (arriving.peak, arriving.peaks) == (pytest.approx(4), False)


def test_concurrency_is_rate_times_duration_with_what_is_waited_for() -> None:
    found = load("""
        components: {web: {type: client}, f: {type: lambda, duration: 100ms}, g: {type: lambda, duration: 400ms}}
        flows: [web -> f, f -> g]
        usage: {web -> f: {rate: 20/s, peak: 200/s}}
    """)
    f = found.design.components["f"]
    assert found.concurrency(f) == pytest.approx(10)
    assert found.concurrency(f, at_peak=True) == pytest.approx(100)


def test_concurrency_is_not_known_where_a_duration_is_not() -> None:
    found = load("""
        components: {web: {type: client}, f: {type: lambda}}
        flows: [web -> f]
        usage: {web -> f: 20/s}
    """)
    assert found.concurrency(found.design.components["f"]) is None


def test_an_entry_that_says_nothing_makes_what_it_feeds_a_lower_bound() -> None:
    found = load("""
        components: {web: {type: client}, app: {type: client}, q: {type: sqs}, f: {type: lambda}}
        flows: [web -> q, app -> q, q -> f]
        usage: {web -> q: 5/s}
    """)
    reading = flow(found, "q -> f")
    assert (reading.rate, reading.fed, reading.complete) == (pytest.approx(5), True, False)
    assert [str(one) for one in found.silent] == ["app -> q"]


def test_a_measured_flow_inside_replaces_what_would_follow() -> None:
    found = load("""
        components: {web: {type: client}, f: {type: lambda}, q: {type: sqs}, g: {type: lambda}}
        flows: [web -> f, f -> q, q -> g]
        usage: {web -> f: 100/s, f -> q: 3/s}
    """)
    assert flow(found, "q -> g").rate == pytest.approx(3)


def test_payload_is_handed_on_by_what_carries_and_not_by_what_computes() -> None:
    found = load("""
        components: {web: {type: client}, t: {type: sns}, q: {type: sqs}, f: {type: lambda}, r: {type: sqs}}
        flows: [{web -> t: {payload: 30 KB}}, t -> q, q -> f, f -> r]
        usage: {web -> t: 1/s}
    """)
    assert flow(found, "q -> f").payload == 30 * 1024
    assert flow(found, "f -> r").payload is None


@pytest.mark.parametrize(("end", "rate"), [("low", 0.1), ("likely", 2.0), ("high", 30.0)])
def test_ranges_give_a_low_a_likely_and_a_high_load(end: str, rate: float) -> None:
    found = load(
        """
        components: {web: {type: client}, f: {type: lambda}, q: {type: sqs}}
        flows: [web -> f, {f -> q: {ratio: [0.1, 1, 3]}}]
        usage: {web -> f: {rate: [1/s, 2/s, 10/s]}}
    """,
        end,
    )
    assert flow(found, "f -> q").rate == pytest.approx(rate)


def test_a_caches_hits_count_the_other_way_round() -> None:
    text = """
        components:
          web: {type: client}
          site: {type: cloudfront, caching: {hits: [20%, 50%, 80%]}}
          api: {type: api_gateway, protocol: http}
        flows: [web -> site, site -> api]
        usage: {web -> site: 10/s}
    """
    assert flow(load(text, "low"), "site -> api").rate == pytest.approx(2)
    assert flow(load(text, "high"), "site -> api").rate == pytest.approx(8)


def test_scale_multiplies_every_entry() -> None:
    text = """
        components: {web: {type: client}, f: {type: lambda}}
        flows: [web -> f]
        usage: {web -> f: {rate: 3/s, peak: 9/s}}
    """
    arriving = flow(load(text, scale=10), "web -> f")
    assert (arriving.rate, arriving.peak) == (pytest.approx(30), pytest.approx(90))


WORKFLOW = """
components:
  web: {type: client}
  order:
    type: step_functions
    definition:
      StartAt: Check
      States:
        Check: {Type: Choice, Choices: [{Variable: $.x, NumericEquals: 1, Next: Fork}], Default: Stop}
        Fork:
          Type: Parallel
          Next: Each
          Branches:
            - {StartAt: A, States: {A: {Type: Task, Resource: 'arn:aws:states:::lambda:invoke', End: true}}}
            - {StartAt: B, States: {B: {Type: Task, Resource: 'arn:aws:states:::lambda:invoke', End: true}}}
        Each:
          Type: Map
          Next: Join
          ItemProcessor: {StartAt: C, States: {C: {Type: Task, Resource: 'arn:aws:states:::lambda:invoke', End: true}}}
        Join:
          Type: Task
          Resource: 'arn:aws:states:::lambda:invoke'
          Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 2}]
          End: true
        Stop: {Type: Succeed}
    states: {Check: {odds: {Fork: 80%, Stop: 20%}}, Each: {items: 5}, Join: {failures: 10%}}
  join: {type: lambda, failures: 10%}
  each: {type: lambda}
flows:
  - web -> order
  - order -> join: {state: Join}
  - order -> each: {state: C}
usage: {web -> order: 10/s}
"""


def test_what_follows_a_parallel_is_entered_once_and_a_maps_body_once_per_item() -> None:
    found = load(WORKFLOW)
    assert flow(found, "order -> each").rate == pytest.approx(40)
    assert flow(found, "order -> join").rate == pytest.approx(8)
    assert flow(found, "order -> join").calls == pytest.approx(8 * (1 + 0.1 + 0.01))


def test_one_month_is_730_hours() -> None:
    assert design("components: {f: {type: lambda}}").load.entries == []
    assert MONTH == 2_628_000

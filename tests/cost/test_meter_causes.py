"""What is metered because of whom: deliveries, deletes, archives, connections, warm environments, ways through NAT."""

from __future__ import annotations

import pytest
from cost.designs import bill, item, quantity

GB = 1024.0**3
MONTH = 2_628_000.0


def test_a_message_is_deleted_when_it_is_done_and_received_for_every_try() -> None:
    found = bill("""
        components:
          web: {type: client}
          jobs: {type: sqs, dlq: {to: dead, max_receives: 2}}
          dead: {type: sqs}
          work: {type: lambda, duration: 1ms, failures: 50%}
        flows:
          - web -> jobs: {payload: 1 KB}
          - jobs -> work: {batch_size: 1}
        usage: {web -> jobs: 1000/s}
    """)
    # sent once, received 1.5 times, deleted by the three quarters that are worked on in the end
    assert quantity(found, "jobs", "sqs.requests_standard") == pytest.approx(1000 * MONTH * 3.25, rel=1e-6)
    assert quantity(found, "dead", "sqs.requests_standard") == pytest.approx(1000 * MONTH * 0.25, rel=1e-6)


@pytest.mark.parametrize(("size", "each"), [("65536 B", 1), ("65537 B", 2)])
def test_a_delivery_over_http_is_counted_by_64_kb(size: str, each: int) -> None:
    found = bill(f"""
        components: {{web: {{type: client}}, news: {{type: sns}}, partner: {{type: http_endpoint}}}}
        flows:
          - web -> news: {{payload: {size}}}
          - news -> partner
        usage: {{web -> news: 1000/month}}
    """)
    assert quantity(found, "news", "sns.delivery_http") == pytest.approx(1000 * each)


def test_a_filter_on_the_body_looks_at_all_that_is_published() -> None:
    found = bill("""
        components: {web: {type: client}, news: {type: sns}, work: {type: sqs}}
        flows:
          - web -> news: {payload: 1 MB}
          - news -> work: {ratio: 0.1, filter_on: body, filter: {kind: [urgent]}}
        usage: {web -> news: 1024/month}
    """)
    assert quantity(found, "news", "sns.filter_payload") == pytest.approx(1.0)


def test_events_of_a_bucket_and_events_to_another_account_have_prices_of_their_own() -> None:
    found = bill("""
        accounts: {other: "222222222222"}
        components:
          web: {type: client}
          files: {type: s3, eventbridge: true}
          bus: {type: eventbridge}
          theirs: {type: eventbridge, account: other}
          ours: {type: eventbridge}
        flows:
          - web -> files: {operation: put, payload: 1 KB}
          - files -> bus: {payload: 1 KB}
          - bus -> theirs: {pattern: {source: [aws.s3]}}
          - bus -> ours: {pattern: {source: [aws.s3]}, ratio: 0.5}
        usage:
          web -> files: 1000/month
          files: {storage: 1 GB}
    """)
    assert quantity(found, "bus", "eventbridge.optin_aws_data_events") == pytest.approx(1000)
    assert quantity(found, "bus", "eventbridge.cross_account_delivery") == pytest.approx(1000)


def test_an_archive_holds_what_its_retention_lets_gather() -> None:
    found = bill("""
        components: {web: {type: client}, bus: {type: eventbridge, archive: {retention: 365d}}}
        flows: [web -> bus: {payload: 64 KB}]
        usage: {web -> bus: 16384/month}
    """)
    assert quantity(found, "bus", "eventbridge.archive_processing") == pytest.approx(1.0)
    assert quantity(found, "bus", "eventbridge.archive_storage") == pytest.approx(12.0)


def test_an_api_logs_500_bytes_of_access_for_each_request() -> None:
    found = bill("""
        components: {web: {type: client}, api: {type: api_gateway, protocol: http, access_log: json}}
        flows: [web -> api: {payload: 1 KB, response: 1 KB}]
        usage: {web -> api: 1M/month}
    """)
    assert quantity(found, "api", "cloudwatch.logs_ingest") == pytest.approx(500e6 / GB)


@pytest.mark.parametrize(
    ("usage", "minutes"), [("{connection_time: 120s}", 2000.0), ("{connections: 10}", 10 * 730 * 60.0)]
)
def test_connections_are_billed_by_the_minute_they_are_open(usage: str, minutes: float) -> None:
    found = bill(f"""
        components: {{web: {{type: client}}, chat: {{type: api_gateway, protocol: websocket}}}}
        flows: [web -> chat: {{route: $connect, payload: 1 KB}}]
        usage:
          web -> chat: 1000/month
          chat: {usage}
    """)
    assert quantity(found, "chat", "apigateway.websocket_minutes") == pytest.approx(minutes)


@pytest.mark.parametrize(("warm", "share"), [(1, 0.5), (2, 1.0), (5, 1.0)])
def test_environments_that_are_kept_warm_do_what_they_have_room_for(warm: int, share: float) -> None:
    found = bill(f"""
        components:
          web: {{type: client}}
          work: {{type: lambda, memory: 1 GB, duration: 200ms, alias: live, provisioned_concurrency: {warm}, url: iam}}
        flows: [web -> work: {{credentials: iam}}]
        usage: {{web -> work: 10/s}}
    """)
    assert quantity(found, "work", "lambda.provisioned_duration_x86") == pytest.approx(2 * MONTH * share)


@pytest.mark.parametrize(("stated", "fewest"), [("{max: 10}", 2), ("{min: 3, max: 10}", 3)])
def test_provisioned_pollers_are_billed_for_the_fewest(stated: str, fewest: int) -> None:
    found = bill(f"""
        components: {{web: {{type: client}}, jobs: {{type: sqs}}, work: {{type: lambda, duration: 1ms}}}}
        flows:
          - web -> jobs: {{payload: 1 KB}}
          - jobs -> work: {{pollers: {stated}}}
        usage: {{web -> jobs: 1/s}}
    """)
    assert quantity(found, "work", "lambda.esm_provisioned_epu_sqs") == fewest * 730


NETWORK = """
    vpcs:
      net:
        cidr: 10.0.0.0/16
        internet_gateway: true
        subnets:
          open: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
          a: {cidr: 10.0.1.0/24, zone: a, routes: {0.0.0.0/0: nat-a}}
          b: {cidr: 10.0.2.0/24, zone: b, routes: {0.0.0.0/0: nat-b}}
        nat_gateways: {nat-a: {subnet: open}, nat-b: {subnet: open}}
    components:
      web: {type: client}
      work: {type: lambda, url: iam, duration: 1ms, vpc: {name: net, subnets: SUBNETS}}
      bank: {type: http_endpoint}
    flows:
      - web -> work: {credentials: iam}
      - work -> bank: {payload: 3 MB, response: 1 MB}
    usage: {web -> work: 1024/month}
"""


def test_bytes_both_ways_are_shared_by_the_gateways_on_the_ways_out() -> None:
    one = bill(NETWORK.replace("SUBNETS", "[a]"))
    assert quantity(one, "net.nat-a", "vpc.nat_gb") == pytest.approx(4.0)
    both = bill(NETWORK.replace("SUBNETS", "[a, b]"))
    assert [quantity(both, f"net.nat-{zone}", "vpc.nat_gb") for zone in "ab"] == pytest.approx([2.0, 2.0])


def test_bytes_of_messages_that_go_together_are_all_counted() -> None:
    text = NETWORK.replace("SUBNETS", "[a]").replace("bank: {type: http_endpoint}", "jobs: {type: sqs}")
    found = bill(
        text.replace("work -> bank: {payload: 3 MB, response: 1 MB}", "work -> jobs: {payload: 100 KB, batch: 10}")
    )
    assert quantity(found, "net.nat-a", "vpc.nat_gb") == pytest.approx(100 / 1024)


def test_no_more_workers_are_paid_than_there_can_be() -> None:
    found = bill("""
        components:
          web: {type: client}
          jobs: {type: sqs}
          work: {type: auto_scaling_group, instance_type: c7g.large, min: 1, max: 3, volume: 8 GB}
        flows:
          - web -> jobs: {payload: 1 KB}
          - jobs -> work: {duration: 2s, wait_time: 20s}
        usage: {web -> jobs: 5/s}
    """)
    assert quantity(found, "work", "ec2.instance_c7g_large") == pytest.approx(3 * 730)


def test_traces_are_shared_out_by_calls() -> None:
    found = bill("""
        components:
          few: {type: client}
          many: {type: client}
          work: {type: lambda, duration: 1ms, url: iam, tracing: true}
        flows:
          - few -> work: {credentials: iam}
          - many -> work: {credentials: iam}
        usage: {few -> work: 1/s, many -> work: 4/s}
    """)
    traced = item(found, "work", "xray.traces_recorded")
    assert [float(line.quantity) for line in traced.lines] == pytest.approx([1.2 * MONTH / 5, 1.2 * MONTH * 4 / 5])

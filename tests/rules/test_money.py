"""Findings at which money is at stake carry it once the use is known: descriptions, rules, and amounts worked out by hand.

Prices of us-east-1. A month has 2,628,000 s (730 h). One invocation of a function logs 300 B of its own: 0.5 $ a GB to take
in, 0.03 $ to keep, of 15 % of it; that is 142.3 n$ each with 300 B (300 / 2**30 × (0.5 + 0.15 × 0.03)).
"""

from __future__ import annotations

from textwrap import dedent
from typing import Any, NamedTuple

import pytest
from rules.examples import TODAY, run_rule, whole

from archlint.document import parse
from archlint.lint.cards import all_cards
from archlint.lint.configuration import Configuration
from archlint.lint.engine import lint


class Case(NamedTuple):
    """A description, a rule, and the amounts of its findings to the cent; None where one stands without."""

    name: str
    rule: str
    description: str
    amounts: list[str | None]


CASES = [
    Case(
        # 10M × 0.1 s × 1 GB = 1M GB-s × (16.6667 - 13.3334) μ$; requests and logs cost the same
        "arm64",
        "arm64-is-cheaper",
        """
        components:
          app: {type: client}
          work: {type: lambda, runtime: python3.13, memory: 1 GB, duration: 100ms, url: public}
        flows:
          - app -> work: {}
        usage:
          app -> work: {rate: 10M/month}
        """,
        ["3.33"],
    ),
    Case(
        "arm64, with a duration that nobody states",
        "arm64-is-cheaper",
        """
        components:
          app: {type: client}
          work: {type: lambda, runtime: python3.13, memory: 1 GB, url: public}
        flows:
          - app -> work: {}
        usage:
          app -> work: {rate: 10M/month}
        """,
        [None],
    ),
    Case(
        "arm64, with a second caller that does not say how often it calls",
        "arm64-is-cheaper",
        """
        components:
          app: {type: client}
          shop: {type: client}
          work: {type: lambda, runtime: python3.13, memory: 1 GB, duration: 100ms, url: public}
        flows:
          - app -> work: {}
          - shop -> work: {}
        usage:
          app -> work: {rate: 10M/month}
        """,
        [None],
    ),
    Case(
        "arm64, of a function that nothing known reaches",
        "arm64-is-cheaper",
        """
        components:
          app: {type: client}
          work: {type: lambda, runtime: python3.13, memory: 1 GB, duration: 100ms, url: public}
          other: {type: lambda, architecture: arm64, url: public}
        flows:
          - app -> work: {}
          - app -> other: {}
        usage:
          app -> other: {rate: 10M/month}
        """,
        [None],
    ),
    Case(
        "arm64, where nothing is used",
        "arm64-is-cheaper",
        """
        components:
          app: {type: client}
          work: {type: lambda, runtime: python3.13, memory: 1 GB, duration: 100ms, url: public}
        flows:
          - app -> work: {}
        """,
        [None],
    ),
    Case(
        # 10 workers ask every second, 26.28M times, and could ask every 20 s, 1.314M times: 24.966M × 0.4 μ$
        "ten workers without a wait",
        "short-polling",
        """
        components:
          app: {type: client}
          jobs: {type: sqs}
          work: {type: ec2, instance_type: t4g.small, count: 10}
        flows:
          - app -> jobs: {payload: 1 KB}
          - jobs -> work: {}
        usage:
          app -> jobs: {rate: 1/month}
        """,
        ["9.99"],
    ),
    Case(
        # the same for 1 + 2 workers that the queue's setting holds for, not for the third, which waits: 3 × 2.4966M × 0.4 μ$
        "workers that share the queue's setting, beside one with its own",
        "short-polling",
        """
        components:
          app: {type: client}
          jobs: {type: sqs}
          work: {type: ec2, instance_type: t4g.small}
          spare: {type: ecs_service, cpu: 1, memory: 2 GB, tasks: 2}
          slow: {type: ec2, instance_type: t4g.small}
        flows:
          - app -> jobs: {payload: 1 KB}
          - jobs -> work: {}
          - jobs -> spare: {}
          - jobs -> slow: {wait_time: 20s}
        usage:
          app -> jobs: {rate: 1/month}
        """,
        ["3.00"],
    ),
    Case(
        # one worker of two, whose flow says that it does not wait: 2.4966M × 0.5 μ$ on a FIFO queue
        "a worker with a setting of its own, on a FIFO queue",
        "short-polling",
        """
        components:
          app: {type: client}
          jobs: {type: sqs, fifo: true, wait_time: 20s}
          work: {type: ec2, instance_type: t4g.small}
          spare: {type: ec2, instance_type: t4g.small}
        flows:
          - app -> jobs: {payload: 1 KB}
          - jobs -> work: {wait_time: 0s}
          - jobs -> spare: {}
        usage:
          app -> jobs: {rate: 1/month}
        """,
        ["1.25"],
    ),
    Case(
        "a group that shrinks to nothing while nothing waits",
        "short-polling",
        """
        components:
          app: {type: client}
          jobs: {type: sqs}
          work: {type: auto_scaling_group, instance_type: t4g.small, min: 0, max: 4}
        flows:
          - app -> jobs: {payload: 1 KB}
          - jobs -> work: {}
        usage:
          app -> jobs: {rate: 1/month}
        """,
        [None],
    ),
    Case(
        # 1M invocations: 0.20 $ + 125,000 GB-s × 16.6667 μ$ = 2.0833 $ + 0.1410 $ of logs = 2.4243 $, of which 75 %
        "three messages of four thrown away",
        "filter-in-consumer",
        """
        components:
          app: {type: client}
          news: {type: sns}
          pick: {type: lambda, duration: 1s}
          kept: {type: dynamodb, billing: on_demand}
        flows:
          - app -> news: {payload: 1 KB}
          - news -> pick: {}
          - pick -> kept: {operation: put, ratio: 0.25, payload: 1 KB}
        usage:
          app -> news: {rate: 1M/month}
        """,
        ["1.82"],
    ),
    Case(
        # and a million sends, receives and deletes besides: (2.4243 + 3 × 0.4) × 75 %
        "three messages of four thrown away behind a queue",
        "filter-in-consumer",
        """
        components:
          app: {type: client}
          news: {type: sns}
          waiting: {type: sqs}
          pick: {type: lambda, duration: 1s}
          kept: {type: dynamodb, billing: on_demand}
        flows:
          - app -> news: {payload: 1 KB}
          - news -> waiting: {}
          - waiting -> pick: {}
          - pick -> kept: {operation: put, ratio: 0.25, payload: 1 KB}
        usage:
          app -> news: {rate: 1M/month}
        """,
        ["2.72"],
    ),
    Case(
        # delivered by HTTP: 1M × 0.6 μ$; what the instance costs, it costs anyway; 75 %
        "three messages of four thrown away by an instance",
        "filter-in-consumer",
        """
        components:
          app: {type: client}
          news: {type: sns}
          waiting: {type: sqs}
          pick: {type: ec2, instance_type: t4g.small}
          kept: {type: dynamodb, billing: on_demand}
        flows:
          - app -> news: {payload: 1 KB}
          - news -> waiting: {}
          - waiting -> pick: {wait_time: 20s}
          - pick -> kept: {operation: put, ratio: 0.25, payload: 1 KB}
        usage:
          app -> news: {rate: 1M/month}
        """,
        ["0.90"],
    ),
    Case(
        # of 10M × (0.05 + 0.1) s × 1 GB the caller waits 0.1 s: 1M GB-s × 16.6667 μ$
        "a function that waits",
        "function-waits-for-function",
        """
        components:
          app: {type: client}
          front: {type: lambda, memory: 1 GB, duration: 50ms, url: public}
          price: {type: lambda, memory: 128 MB, duration: 100ms}
        flows:
          - app -> front: {}
          - front -> price: {mode: sync}
        usage:
          app -> front: {rate: 10M/month}
        """,
        ["16.67"],
    ),
    Case(
        # twice for each of its own
        "a function that waits twice",
        "function-waits-for-function",
        """
        components:
          app: {type: client}
          front: {type: lambda, memory: 1 GB, duration: 50ms, url: public}
          price: {type: lambda, memory: 128 MB, duration: 100ms}
        flows:
          - app -> front: {}
          - front -> price: {mode: sync, ratio: 2}
        usage:
          app -> front: {rate: 10M/month}
        """,
        ["33.33"],
    ),
    Case(
        # both at the same time: for the slower one it waits 0.1 s, and for the other no longer than that
        "two calls side by side",
        "function-waits-for-function",
        """
        components:
          app: {type: client}
          front: {type: lambda, memory: 1 GB, duration: 50ms, url: public}
          stock: {type: lambda, memory: 128 MB, duration: 60ms}
          price: {type: lambda, memory: 128 MB, duration: 100ms}
        flows:
          - app -> front: {}
          - front -> stock: {mode: sync, parallel: both}
          - front -> price: {mode: sync, parallel: both}
        usage:
          app -> front: {rate: 10M/month}
        """,
        [None, "16.67"],
    ),
    Case(
        "a function that waits for one whose duration nobody states",
        "function-waits-for-function",
        """
        components:
          app: {type: client}
          front: {type: lambda, memory: 1 GB, duration: 50ms, url: public}
          price: {type: lambda, memory: 128 MB}
        flows:
          - app -> front: {}
          - front -> price: {mode: sync}
        usage:
          app -> front: {rate: 10M/month}
        """,
        [None],
    ),
    Case(
        # batches of 10 fail with 1 - 0.99^10 = 9.5618 %, so an event is tried 1.10572 times, alone 1.0101 times; 26.28M
        # events make 2.9058M invocations: 0.5812 $ + 290,583 GB-s = 4.8431 $ + 0.4096 $ of logs; 0.09562 / 1.10572 of it
        "batches of ten of which one event in a hundred fails",
        "whole-batch-repeats",
        """
        components:
          app: {type: client}
          orders: {type: sqs, dlq: {to: failed, max_receives: 5}}
          failed: {type: sqs, alarms: true}
          charge: {type: lambda, memory: 1 GB, duration: 100ms, failures: 1%}
        flows:
          - app -> orders: {payload: 1 KB}
          - orders -> charge: {batch_size: 10, batch_window: 300s}
        usage:
          app -> orders: {rate: 10/s}
        """,
        ["0.50"],
    ),
    Case(
        "batches of which nobody says how many fail",
        "whole-batch-repeats",
        """
        components:
          app: {type: client}
          orders: {type: sqs, dlq: {to: failed, max_receives: 5}}
          failed: {type: sqs, alarms: true}
          charge: {type: lambda, memory: 1 GB, duration: 100ms}
        flows:
          - app -> orders: {payload: 1 KB}
          - orders -> charge: {batch_size: 10, batch_window: 300s}
        usage:
          app -> orders: {rate: 10/s}
        """,
        [None],
    ),
    Case(
        "records that are tried for ever",
        "whole-batch-repeats",
        """
        components:
          app: {type: client}
          orders: {type: kinesis, capacity: {shards: 1}}
          charge: {type: lambda, memory: 1 GB, duration: 100ms, failures: 100%}
        flows:
          - app -> orders: {payload: 1 KB}
          - orders -> charge: {batch_size: 10, starting_position: latest}
        usage:
          app -> orders: {rate: 10/s}
        """,
        [None],
    ),
    Case(
        # 2 × 730 h × 0.0168 $
        "two instances",
        "pays-while-idle",
        """
        components:
          app: {type: client}
          jobs: {type: sqs}
          work: {type: ec2, instance_type: t4g.small, count: 2}
        flows:
          - app -> jobs: {payload: 1 KB}
          - jobs -> work: {wait_time: 20s}
        usage:
          app -> jobs: {rate: 1M/month}
        """,
        ["24.53"],
    ),
    Case(
        # 730 h × 0.065 $; what it holds is paid for whether it runs or not
        "a database that does not say what it holds",
        "pays-while-idle",
        """
        components:
          app: {type: client}
          work: {type: lambda, url: public}
          books: {type: rds, engine: mysql, instance_type: db.t4g.medium}
        flows:
          - app -> work: {}
          - work -> books: {}
        usage:
          app -> work: {rate: 1M/month}
        """,
        ["47.45"],
    ),
    Case(
        "an instance whose price is not known",
        "pays-while-idle",
        """
        components:
          app: {type: client}
          jobs: {type: sqs}
          work: {type: ec2, instance_type: z99.small}
        flows:
          - app -> jobs: {payload: 1 KB}
          - jobs -> work: {wait_time: 20s}
        usage:
          app -> jobs: {rate: 1M/month}
        """,
        [None],
    ),
    Case(
        "an instance where nothing is used",
        "pays-while-idle",
        """
        components:
          app: {type: client}
          jobs: {type: sqs}
          work: {type: ec2, instance_type: t4g.small}
        flows:
          - app -> jobs: {payload: 1 KB}
          - jobs -> work: {wait_time: 20s}
        """,
        [None],
    ),
    Case(
        # 43,800 times a month: 1 μ$ of the scheduler, 0.2 μ$ + 0.125 GB-s × 16.6667 μ$ + 0.141 μ$ of the function, 5 μ$ to list
        "a look every minute",
        "polls-where-events-exist",
        """
        components:
          every-minute: {type: schedule, expression: rate(1 minute)}
          look: {type: lambda, duration: 1s}
          uploads: {type: s3}
        flows:
          - every-minute -> look: {}
          - look -> uploads: {operation: list}
        """,
        ["0.37"],
    ),
    Case(
        # the same, less what the rule of a bus costs, which is nothing; and 1/61 of that for the look once an hour
        "a look every minute and one every hour",
        "polls-where-events-exist",
        """
        components:
          every-minute: {type: schedule, expression: rate(1 minute), service: rule}
          every-hour: {type: schedule, expression: rate(1 hour), service: rule}
          look: {type: lambda, duration: 1s}
          uploads: {type: s3}
        flows:
          - every-minute -> look: {}
          - every-hour -> look: {}
          - look -> uploads: {operation: list}
        """,
        ["0.33", "0.01"],
    ),
    Case(
        "a look whose length nobody knows",
        "polls-where-events-exist",
        """
        components:
          every-minute: {type: schedule, expression: rate(1 minute)}
          look: {type: lambda}
          uploads: {type: s3}
        flows:
          - every-minute -> look: {}
          - look -> uploads: {operation: list}
        """,
        [None],
    ),
    Case(
        # 10M sends, receives and deletes × 0.1 μ$
        "a FIFO queue",
        "fifo-not-needed",
        """
        components:
          app: {type: client}
          jobs: {type: sqs, fifo: true}
          work: {type: lambda, duration: 1s, needs: {freshness: 1m}}
        flows:
          - app -> jobs: {payload: 1 KB}
          - jobs -> work: {}
        usage:
          app -> jobs: {rate: 10M/month}
        """,
        ["3.00"],
    ),
    Case(
        # 10M requests × (3.5 - 1) μ$
        "an HTTP API",
        "http-api-is-cheaper",
        """
        components:
          app: {type: client}
          api: {type: api_gateway, protocol: rest, endpoint: regional}
          work: {type: lambda}
        flows:
          - app -> api: {payload: 1 KB}
          - api -> work: {}
        usage:
          app -> api: {rate: 10M/month}
        """,
        ["25.00"],
    ),
    Case(
        # three times 512 KB: 10M × (3.5 - 3) μ$
        "an HTTP API with large requests",
        "http-api-is-cheaper",
        """
        components:
          app: {type: client}
          api: {type: api_gateway, protocol: rest, endpoint: regional}
          work: {type: lambda}
        flows:
          - app -> api: {payload: 1536 KB}
          - api -> work: {}
        usage:
          app -> api: {rate: 10M/month}
        """,
        ["5.00"],
    ),
    Case(
        # one KB more, and each is four requests of an HTTP API: it would cost more
        "an HTTP API with larger requests",
        "http-api-is-cheaper",
        """
        components:
          app: {type: client}
          api: {type: api_gateway, protocol: rest, endpoint: regional}
          work: {type: lambda}
        flows:
          - app -> api: {payload: 1537 KB}
          - api -> work: {}
        usage:
          app -> api: {rate: 10M/month}
        """,
        [],
    ),
    Case(
        # 2 processing units × 730 h × 0.11 $ + 50 GB × 0.1 $
        "an application that always runs",
        "analytics-without-real-time-need",
        """
        components:
          app: {type: client}
          clicks: {type: kinesis, capacity: on_demand}
          trends: {type: flink}
          lake: {type: s3}
          report: {type: lambda, needs: {freshness: 300s}}
        flows:
          - app -> clicks: {}
          - clicks -> trends: {}
          - trends -> lake: {}
          - report -> lake: {operation: get}
        usage:
          app -> clicks: {rate: 1/s}
        """,
        ["165.60"],
    ),
    Case(
        # 10M × 10,540 B = 98.16 GB × 15 % × 0.03 $, and as much again every month
        "logs of a function",
        "logs-never-expire",
        """
        components:
          app: {type: client}
          work: {type: lambda, url: public, logs: {per_invocation: 10 KB}}
        flows:
          - app -> work: {}
        usage:
          app -> work: {rate: 10M/month}
        """,
        ["0.44"],
    ),
    Case(
        "logs of a function that is never called",
        "logs-never-expire",
        """
        components:
          app: {type: client}
          work: {type: lambda, url: public, logs: {per_invocation: 10 KB}}
        flows:
          - app -> work: {}
        """,
        [None],
    ),
    Case(
        "a group of logs of whose events nobody knows the size",
        "logs-never-expire",
        """
        components:
          app: {type: ec2, instance_type: t4g.small}
          web: {type: ec2, instance_type: t4g.small}
          lines: {type: cloudwatch_logs}
        flows:
          - app -> lines: {}
          - web -> lines: {payload: 1 KB}
        usage:
          app -> lines: {rate: 10M/month}
          web -> lines: {rate: 10M/month}
        """,
        [None],
    ),
    Case(
        # 1M × 1 MB = 976.56 GB leave zone b, paid on both sides: × 2 × 0.01 $
        "a way out through another zone",
        "nat-shared-by-zones",
        """
        vpcs:
          shop:
            cidr: 10.0.0.0/16
            internet_gateway: true
            subnets:
              web: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
              app-a: {cidr: 10.0.1.0/24, zone: a, routes: {0.0.0.0/0: nat}}
              app-b: {cidr: 10.0.2.0/24, zone: b, routes: {0.0.0.0/0: nat}}
            nat_gateways: {nat: web}
            security_groups: {all: {egress: [{to: 0.0.0.0/0}]}}
        components:
          every: {type: client}
          near: {type: lambda, url: public, vpc: {name: shop, subnets: [app-a], security_groups: [all]}}
          far: {type: lambda, url: public, vpc: {name: shop, subnets: [app-b], security_groups: [all]}}
          bank: {type: http_endpoint}
        flows:
          - every -> near: {}
          - every -> far: {}
          - near -> bank: {payload: 1 MB}
          - far -> bank: {payload: 1 MB}
        usage:
          every -> near: {rate: 1M/month}
          every -> far: {rate: 1M/month}
        """,
        ["19.53"],
    ),
    Case(
        # half of the ways begin in zone b; what comes back is paid for as well: 976.56 GB × 2
        "a way out through another zone for half of the calls, with answers",
        "nat-shared-by-zones",
        """
        vpcs:
          shop:
            cidr: 10.0.0.0/16
            internet_gateway: true
            subnets:
              web: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
              app-a: {cidr: 10.0.1.0/24, zone: a, routes: {0.0.0.0/0: nat}}
              app-b: {cidr: 10.0.2.0/24, zone: b, routes: {0.0.0.0/0: nat}}
            nat_gateways: {nat: web}
            security_groups: {all: {egress: [{to: 0.0.0.0/0}]}}
        components:
          every: {type: client}
          both: {type: lambda, url: public, vpc: {name: shop, subnets: [app-a, app-b], security_groups: [all]}}
          bank: {type: http_endpoint}
        flows:
          - every -> both: {}
          - both -> bank: {payload: 1 MB, response: 1 MB}
        usage:
          every -> both: {rate: 1M/month}
        """,
        ["19.53"],
    ),
    Case(
        "a way out through another zone for nobody knows how much",
        "nat-shared-by-zones",
        """
        vpcs:
          shop:
            cidr: 10.0.0.0/16
            internet_gateway: true
            subnets:
              web: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
              app-b: {cidr: 10.0.2.0/24, zone: b, routes: {0.0.0.0/0: nat}}
            nat_gateways: {nat: web}
            security_groups: {all: {egress: [{to: 0.0.0.0/0}]}}
        components:
          every: {type: client}
          far: {type: lambda, url: public, vpc: {name: shop, subnets: [app-b], security_groups: [all]}}
          bank: {type: http_endpoint}
          shop: {type: http_endpoint}
        flows:
          - every -> far: {}
          - far -> bank: {payload: 1 MB}
          - far -> shop: {}
        usage:
          every -> far: {rate: 1M/month}
        """,
        [None],
    ),
    Case(
        # 1M × 1 MB = 976.56 GB, each once through one of the two: × 0.045 $
        "a bucket through two NAT gateways",
        "endpoint-is-cheaper",
        """
        vpcs:
          shop:
            cidr: 10.0.0.0/16
            internet_gateway: true
            subnets:
              web-a: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
              web-b: {cidr: 10.0.3.0/24, zone: b, routes: {0.0.0.0/0: internet_gateway}}
              app-a: {cidr: 10.0.1.0/24, zone: a, routes: {0.0.0.0/0: nat-a}}
              app-b: {cidr: 10.0.2.0/24, zone: b, routes: {0.0.0.0/0: nat-b}}
            nat_gateways: {nat-a: web-a, nat-b: web-b}
        components:
          every: {type: client}
          both: {type: lambda, url: public, vpc: {name: shop, subnets: [app-a, app-b]}}
          there: {type: s3}
        flows:
          - every -> both: {}
          - both -> there: {payload: 1 MB}
        usage:
          every -> both: {rate: 1M/month}
        """,
        ["43.95"],
    ),
    Case(
        # 976.56 GB × (0.045 $ - 0.01 $) less an endpoint in two zones: 2 × 730 h × 0.01 $
        "a queue through two NAT gateways",
        "endpoint-is-cheaper",
        """
        vpcs:
          shop:
            cidr: 10.0.0.0/16
            internet_gateway: true
            subnets:
              web-a: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
              web-b: {cidr: 10.0.3.0/24, zone: b, routes: {0.0.0.0/0: internet_gateway}}
              app-a: {cidr: 10.0.1.0/24, zone: a, routes: {0.0.0.0/0: nat-a}}
              app-b: {cidr: 10.0.2.0/24, zone: b, routes: {0.0.0.0/0: nat-b}}
            nat_gateways: {nat-a: web-a, nat-b: web-b}
        components:
          every: {type: client}
          both: {type: lambda, url: public, vpc: {name: shop, subnets: [app-a, app-b]}}
          there: {type: sqs}
        flows:
          - every -> both: {}
          - both -> there: {payload: 1 MB}
        usage:
          every -> both: {rate: 1M/month}
        """,
        ["19.58"],
    ),
    Case(
        "a way out through another zone where nothing is used",
        "nat-shared-by-zones",
        """
        vpcs:
          shop:
            cidr: 10.0.0.0/16
            internet_gateway: true
            subnets:
              web: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
              app-b: {cidr: 10.0.2.0/24, zone: b, routes: {0.0.0.0/0: nat}}
            nat_gateways: {nat: web}
        """,
        [None],
    ),
]


def described(text: str) -> str:
    return whole("region: us-east-1\n" + dedent(text))


def amounts(rule: str, text: str) -> list[str | None]:
    """The money of a rule's findings, to the cent."""
    found = [finding for finding in run_rule(rule, described(text)).findings if finding.rule == rule]
    return [None if finding.monthly_cost is None else f"{finding.monthly_cost:.2f}" for finding in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_a_finding_carries_what_it_costs(case: Case) -> None:
    assert amounts(case.rule, case.description) == case.amounts


BREAK_EVENS = [
    # facts of the cost model: where both ways cost the same, worked out from the prices alone
    pytest.param(
        # on demand 0.625 μ$ a write, a unit 0.00065 $ an hour: even at 0.00065 / 3600 / 0.625e-6 = 28.9 % use of 1,000 units
        "table-billing-costs-more",
        """
        components:
          app: {type: client}
          work: {type: lambda, url: public}
          carts: {type: dynamodb, billing: on_demand}
        flows:
          - app -> work: {}
          - work -> carts: {operation: put, payload: 1 KB}
        usage:
          app -> work: {rate: RATE/s, peak: 700/s}
        """,
        288.9,
        id="a table on demand, where more of its units would be used",
    ),
    pytest.param(
        # a shard 10.95 $ and 14 n$ a record, a queue 3 requests of 0.4 μ$ a message: even at 9.2M a month
        "stream-where-queue-fits",
        """
        components:
          app: {type: client}
          clicks: {type: kinesis, capacity: {shards: 1}}
          count: {type: lambda, needs: {freshness: 1m}}
        flows:
          - app -> clicks: {payload: 1 KB}
          - clicks -> count: {starting_position: latest}
        usage:
          app -> clicks: {rate: RATE/month}
        """,
        -9_233_000,
        id="a stream with few records",
    ),
    pytest.param(
        # on demand 29.2 $ and 0.12 $ a GB in and out, three shards 32.85 $ and 0.000587 $ a GB: even at 30.56 GB
        "capacity-mode-costs-more",
        """
        components:
          app: {type: client}
          clicks: {type: kinesis, capacity: on_demand}
          count: {type: lambda, duration: 1ms}
        flows:
          - app -> clicks: {payload: 25 KB}
          - clicks -> count: {starting_position: latest}
        usage:
          app -> clicks: {rate: RATE/month, peak: 100/s}
        """,
        30.56 * 2**20 / 25,
        id="a stream on demand, with records for three shards at the peak",
    ),
    pytest.param(
        "capacity-mode-costs-more",
        """
        components:
          app: {type: client}
          clicks: {type: kinesis, capacity: {shards: 3}}
          count: {type: lambda, duration: 1ms}
        flows:
          - app -> clicks: {payload: 25 KB}
          - clicks -> count: {starting_position: latest}
        usage:
          app -> clicks: {rate: RATE/month}
        """,
        -30.56 * 2**20 / 25,
        id="a stream with three shards",
    ),
    pytest.param(
        # kept warm 4.1667 μ$ a GB-s and 9.7222 μ$ more in use, else 16.6667 μ$: even when 60 % are in use
        "provisioned-concurrency-idle",
        """
        components:
          app: {type: client}
          work: {type: lambda, url: public, duration: 100ms, alias: live, provisioned_concurrency: 10}
        flows:
          - app -> work: {}
        usage:
          app -> work: {rate: RATE/s}
        """,
        -60,
        id="environments that are kept warm",
    ),
    pytest.param(
        # half of what comes to a table at 1.25 μ$ a write and a function that takes no time (0.2 + 0.0021 + 0.1423 μ$) saved
        # for 14.60 $ of cache: even at 14.6 / 0.5 / 1.5944 μ$ = 18.31M a month
        "reads-not-cached",
        """
        components:
          app: {type: client}
          api: {type: api_gateway, protocol: rest, endpoint: regional}
          work: {type: lambda, duration: 1ms}
          carts: {type: dynamodb, billing: on_demand}
        flows:
          - app -> api: {route: GET /carts, payload: 1 KB}
          - api -> work: {route: GET /carts}
          - work -> carts: {operation: update, payload: 2 KB}
        usage:
          app -> api: {rate: RATE/month}
        """,
        18_314_000,
        id="reads that a cache would answer",
    ),
    pytest.param(
        # five transitions of 25 μ$; Express 1 μ$ and 0.0625 GB × 16.67 μ$ a second: even at 119 s
        "workflow-type-costs-more",
        """
        components:
          app: {type: client}
          flow:
            type: step_functions
            definition:
              StartAt: A
              States:
                A: {Type: Wait, SecondsPath: $.wait, Next: B}
                B: {Type: Pass, Next: C}
                C: {Type: Pass, Next: D}
                D: {Type: Pass, Next: E}
                E: {Type: Pass, End: true}
            states: {A: {wait: RATEs}}
        flows:
          - app -> flow: {}
        usage:
          app -> flow: {rate: 10k/month}
        """,
        -119.0,
        id="a Standard workflow with five transitions",
    ),
]


@pytest.mark.parametrize(("rule", "text", "even"), BREAK_EVENS)
def test_a_rule_changes_its_mind_at_the_break_even(rule: str, text: str, even: float) -> None:
    """Within 1 %; a negative figure is one below which the rule speaks."""
    settings: Any = {rule: {name: 0.000001 for name in all_cards()[rule].parameters if name == "least"}}
    said = []
    for factor in (0.99, 1.01):
        description = described(text.replace("RATE", f"{abs(even) * factor:.6f}"))
        found = lint(parse(description, "example.yaml"), Configuration(select=(rule,), parameters=settings), TODAY)
        said.append(bool(found.findings))
    assert said == [even < 0, even > 0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_an_amount_is_of_a_card_that_promises_money(case: Case) -> None:
    assert all_cards()[case.rule].money

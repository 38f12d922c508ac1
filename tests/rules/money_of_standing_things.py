"""What stands, circles or is kept and costs by itself: descriptions, and the amounts worked out by hand."""

from __future__ import annotations

from rules.priced import Case

STANDING = [
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
]

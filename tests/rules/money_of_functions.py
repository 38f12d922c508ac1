"""What functions and queues cost for nothing: descriptions, and the amounts worked out by hand."""

from __future__ import annotations

from rules.priced import Case

FUNCTIONS = [
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
]

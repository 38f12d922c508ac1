"""The load in closed form against a discrete-event simulation of the same system, within its confidence interval."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import pytest
from cost.designs import design
from cost.simulation import Simulation

from archlint.design.graph import Design
from archlint.design.load import Load
from archlint.document import read
from archlint.lint.running import completed
from archlint.model.understanding import understand

SAMPLES = Path(__file__).parents[2] / "samples"
RUNS = 12
RUN_IN = 300.0
BUSIEST = 12.0
"""Events per second on the busiest flow of a sample: more would only take longer."""
CONFIDENCE = (
    4.0  # standard errors: with 11 degrees of freedom, and some hundred comparisons, one in a thousand goes beyond
)

CLICKS = """
    components:
      browsers: {type: client}
      collect: {type: api_gateway, protocol: http}
      clicks: {type: kinesis, capacity: {shards: 2}}
      sessions: {type: lambda, failures: 2%}
      lost: {type: sqs}
      table: {type: dynamodb, billing: on_demand, stream: new}
      watch: {type: lambda}
      archive: {type: firehose, buffer: {size: 128 MB, interval: 60s}}
      lake: {type: s3}
      index: {type: lambda, failures: 10%, retries: 2, dlq: lost}
    flows:
      - browsers -> collect: {payload: 1 KB}
      - collect -> clicks
      - clicks -> sessions: {batch_size: 10, retries: 3, on_failure: lost, starting_position: latest}
      - sessions -> table: {operation: put, ratio: 0.3}
      - table -> watch: {starting_position: latest, batch_window: 5s}
      - clicks -> archive
      - archive -> lake
      - lake -> index
    usage:
      browsers -> collect: 12/s
"""

ORDERS = """
    components:
      shop: {type: client}
      api: {type: api_gateway, protocol: http}
      take: {type: lambda}
      read: {type: lambda}
      stock: {type: lambda}
      bus: {type: eventbridge}
      process:
        type: step_functions
        definition:
          StartAt: InStock
          States:
            InStock: {Type: Choice, Choices: [{Variable: $.n, NumericGreaterThan: 0, Next: Both}], Default: Refuse}
            Both:
              Type: Parallel
              Next: EachLine
              Branches:
                - StartAt: Pay
                  States:
                    Pay:
                      Type: Task
                      Resource: arn:aws:states:::lambda:invoke
                      Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 3}]
                      End: true
                - {StartAt: Print, States: {Print: {Type: Task, Resource: 'arn:aws:states:::lambda:invoke', End: true}}}
            EachLine:
              Type: Map
              Next: Ship
              ItemProcessor:
                StartAt: Reserve
                States: {Reserve: {Type: Task, Resource: 'arn:aws:states:::lambda:invoke', End: true}}
            Ship: {Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage', End: true}
            Refuse: {Type: Succeed}
        states: {InStock: {odds: {Both: 90%, Refuse: 10%}}, EachLine: {items: 3}, Pay: {failures: 20%}}
      pay: {type: lambda}
      reserve: {type: lambda}
      parcels: {type: sqs, dlq: {to: broken, max_receives: 4}}
      broken: {type: sqs}
      ship: {type: lambda, failures: 5%}
      news: {type: sns}
      mail: {type: lambda, failures: 30%, dlq: broken}
      count: {type: sqs}
      tally: {type: lambda}
    flows:
      - shop -> api: {name: buy, route: POST /orders}
      - shop -> api: {name: look, route: GET /orders}
      - api -> take: {route: POST /orders}
      - api -> read: {route: GET /orders}
      - take -> stock: {mode: sync, cache: {ttl: 60s, hits: 40%}}
      - take -> bus: {payload: 2 KB}
      - bus -> process
      - bus -> news: {ratio: 0.5}
      - process -> pay: {state: Pay}
      - process -> reserve: {state: Reserve}
      - process -> parcels: {state: Ship}
      - parcels -> ship: {batch_size: 10, batch_window: 10s}
      - news -> mail
      - news -> count: {ratio: 0.25}
      - count -> tally: {batch_size: 100, batch_window: 20s}
    usage:
      buy: 2/s
      look: 6/s
"""

CATS = """
    components:
      viewer: {type: client}
      api: {type: api_gateway, protocol: http}
      upload: {type: lambda}
      jobs: {type: sqs, dlq: {to: dead, max_receives: 5}}
      dead: {type: sqs}
      transcode: {type: ecs_service, cpu: 1, memory: 2 GB, failures: 10%}
      videos: {type: s3}
      renditions: {type: dynamodb, billing: on_demand}
      thumbs: {type: lambda}
    flows:
      - viewer -> api
      - api -> upload
      - upload -> jobs: {payload: 2 KB}
      - jobs -> transcode: {duration: 90s, wait_time: 20s}
      - transcode -> videos: {operation: put, ratio: 3}
      - transcode -> renditions: {operation: put, ratio: 3}
      - videos -> thumbs
    usage:
      viewer -> api: 5/s
"""

FEEDBACK = """
    components:
      web: {type: client}
      work: {type: sqs, dlq: {to: dead, max_receives: 3}}
      dead: {type: sqs}
      worker: {type: lambda, failures: 20%}
      again: {type: sns}
    flows:
      - web -> work
      - work -> worker: {batch_size: 10, batch_window: 2s, partial_failures: true}
      - worker -> again: {ratio: 0.4}
      - again -> work: {ratio: 0.9}
      - worker -> work: {name: split, ratio: 0.25}
    usage:
      web -> work: 8/s
"""


def check(found: Design, load: Load, seconds: float) -> None:
    rates = {entry.name: entry.rate for entry in load.entries}
    sizes = {str(flow): float(size) for flow in found.all_flows if (size := load.of(flow).payload) is not None}
    runs = []
    for seed in range(RUNS):
        run = Simulation(found, rates, sizes, seed)
        run.run(RUN_IN, seconds)
        runs.append(run)
    entering = sum(rates.values())
    wrong = []
    for flow in found.all_flows:
        expected = load.of(flow)
        for what, value, counted in (
            ("events", expected.rate, [run.events[str(flow)] for run in runs]),
            ("calls", expected.calls, [run.calls[str(flow)] for run in runs]),
        ):
            measured = [amount / seconds for amount in counted]
            mean = sum(measured) / RUNS
            error = sqrt(sum((one - mean) ** 2 for one in measured) / (RUNS - 1) / RUNS)
            burst = max(1.0, value / entering)  # one entry sets off so many; what is rare, some runs never see
            error = max(error, sqrt(value * burst / seconds / RUNS))
            if abs(mean - value) > CONFIDENCE * error + 1e-9:
                wrong.append(f"{flow} {flow.edge} {what}: {value:.5f} worked out, {mean:.5f} ± {error:.5f} counted")
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "seconds"),
    [(CLICKS, 700), (ORDERS, 700), (CATS, 700), (FEEDBACK, 600)],
    ids=["clicks", "orders", "cats", "feedback"],
)
def test_every_rate_agrees_with_the_simulation(text: str, seconds: float) -> None:
    found = design(text)
    check(found, Load(found), seconds)


@pytest.mark.parametrize("name", [path.parent.name for path in sorted(SAMPLES.glob("*/after.yaml"))])
def test_every_rate_of_a_sample_agrees_with_the_simulation(name: str) -> None:
    path = SAMPLES / name / "after.yaml"
    found = Design(understand(completed(read(path), path)))
    load = Load(found)
    busiest = max(load.of(flow).tried for flow in found.all_flows)
    check(found, Load(found, scale=BUSIEST / busiest), 400)

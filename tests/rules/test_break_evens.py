"""Rules that compare two prices change their minds where both ways cost the same."""

from __future__ import annotations

from typing import Any

import pytest
from rules.examples import TODAY
from rules.priced import described

from archlint.document import parse
from archlint.lint.cards import all_cards
from archlint.lint.configuration import Configuration
from archlint.lint.engine import lint

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

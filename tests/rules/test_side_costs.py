"""Side costs: each is compared with all the work that it serves, and with nothing where that work is not known."""

from __future__ import annotations

from textwrap import dedent

import pytest
from rules.examples import run_rule, whole

RULE = "side-cost-dominates"


def said(text: str) -> list[str]:
    found = run_rule(RULE, whole("region: us-east-1\n" + dedent(text))).findings
    return [finding.message for finding in found if finding.rule == RULE]


def api(work: str) -> str:
    """5M answers of 40 KB: 190.73 GB × 0.09 $ = 17.17 $ beside 5 $ of HTTP API, for work of `work` per request."""
    return f"""
    components:
      shop: {{type: client}}
      api: {{type: api_gateway, protocol: http}}
      search: {{type: lambda, memory: 1 GB, {work}}}
    flows:
      - shop -> api: {{route: GET /trips, payload: 1 KB, response: 40 KB}}
      - api -> search: {{route: GET /trips}}
    usage:
      shop -> api: {{rate: 5M/month}}
    """


def test_what_an_api_sends_serves_the_work_behind_it_too() -> None:
    # 5 + 1 + 5M × 0.133 s × 16.6667 μ$ = 17.083 $, and with 0.134 s 17.167 $; 5M × 40 KB × 0.09 $ / GB = 17.166 $
    assert said(api("duration: 133ms")) == [
        "api spends $17.17 a month on data transfer, more than the $17.08 of the work there and behind it"
    ]
    assert said(api("duration: 134ms")) == []


def test_nothing_is_said_of_transfer_where_the_work_behind_it_is_not_known() -> None:
    assert said(api("timeout: 10s")) == []


def test_traces_are_neither_a_side_cost_nor_work() -> None:
    text = """
    components:
      shop: {type: client}
      work: {type: lambda, duration: 10ms, tracing: true, logs: {retention: 30d, per_invocation: LOGS}}
    flows:
      - shop -> work: {}
    usage:
      shop -> work: {rate: 20M/month}
    """
    # 20M × (0.2 μ$ + 0.00125 GB-s × 16.6667 μ$) = 4.42 $ of work, 17.3 $ of traces
    assert said(text.replace("LOGS", "500 B")) == []
    # 20M × 1,324 B × (0.50 + 15 % of 0.03, kept for 30 days) $ a GB
    assert said(text.replace("LOGS", "1 KB")) == ["work spends $12.44 a month on logs, more than the $4.42 of its work"]


NETWORK = """
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet_gateway: true
        subnets:
          web: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
          app: {cidr: 10.0.1.0/24, zone: a, routes: {0.0.0.0/0: nat}}
        nat_gateways: {nat: web}
        security_groups: {all: {egress: [{to: 0.0.0.0/0}]}}
    components:
      client: {type: client}
      work: {type: lambda, url: public, WORK, vpc: {name: shop, subnets: [app], security_groups: [all]}}
      bank: {type: http_endpoint}
    flows:
      - client -> work: {}
      - work -> bank: {payload: 1 KB}
    usage:
      client -> work: {rate: 1M/month}
"""


def test_nat_serves_what_runs_in_its_network() -> None:
    # 730 h × 0.045 $ + 0.95 GB × 0.045 $ = 32.89 $, and the work, with 0.95 GB to the internet and its logs
    assert said(NETWORK.replace("WORK", "duration: 10s")) == [
        "shop spends $32.89 a month on NAT, more than the $21.26 of what runs there"
    ]
    assert said(NETWORK.replace("WORK", "duration: 20s")) == []


def test_nothing_is_said_of_nat_where_the_price_of_what_runs_there_is_not_known() -> None:
    text = NETWORK.replace("WORK", "duration: 10s")
    database = (
        "data: {type: rds, engine: postgres, instance_type: TYPE, storage: 1 GB, vpc: {name: shop, subnets: [app]}}"
    )
    unpriced = text.replace("bank:", database.replace("TYPE", "db.x9z.nano") + "\n      bank:", 1)
    assert said(unpriced) == []
    elsewhere = text.replace("bank:", "data: {type: rds, engine: postgres, instance_type: db.x9z.nano}\n      bank:", 1)
    assert said(elsewhere) == ["shop spends $32.89 a month on NAT, more than the $21.26 of what runs there"]


@pytest.mark.parametrize(("rate", "spoken"), [("9066k/month", True), ("9065k/month", False)])
def test_a_side_cost_counts_from_ten_dollars_on(rate: str, spoken: bool) -> None:
    text = f"""
    components:
      shop: {{type: client}}
      work: {{type: lambda, duration: 10ms, logs: {{retention: 30d, per_invocation: 2 KB}}}}
    flows:
      - shop -> work: {{}}
    usage:
      shop -> work: {{rate: {rate}}}
    """
    assert bool(said(text)) is spoken


def test_requests_are_the_work_of_a_key_that_is_called_itself() -> None:
    text = """
    components:
      shop: {type: ec2, instance_type: t3.micro}
      key: {type: kms_key}
    flows:
      - shop -> key: {payload: 1 KB}
    usage:
      shop -> key: {rate: 10/s}
    """
    assert said(text) == []

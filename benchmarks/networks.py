"""How long reachability takes: flows over 50 networks of 20 subnets each, in a time that grows with the flows.

python -m benchmarks networks
"""

from __future__ import annotations

import gc
import json
from time import perf_counter
from typing import TYPE_CHECKING, Any

from archlint.design.graph import Design
from archlint.document import parse
from archlint.model.understanding import understand

if TYPE_CHECKING:
    from collections.abc import Iterator

NETWORKS = 50
SUBNETS = 20
FUNCTIONS = 20  # in each network


def description(flows: int) -> str:
    """Networks joined by a transit gateway; functions that call a queue, a bucket, the internet and databases."""
    components: dict[str, Any] = {"queue": {"type": "sqs"}, "files": {"type": "s3"}, "rates": {"type": "http_endpoint"}}
    for number in range(NETWORKS):
        components |= _components(number)
    written = []
    for number in range(flows):
        source = f"f{number % NETWORKS}-{number // NETWORKS % FUNCTIONS}"
        target = ("queue", "files", "rates", f"db{number * 7 % NETWORKS}")[number // 3 % 4]
        written.append({f"{source} -> {target}": {"name": f"n{number}"}})
    joined = {"hub": {"attachments": {f"v{number}": {"subnets": ["s3", "s4", "s5"]} for number in range(NETWORKS)}}}
    return json.dumps(
        {
            "archlint": 1,
            "name": "networks",
            "region": "eu-west-1",
            "vpcs": {f"v{number}": _network(number) for number in range(NETWORKS)},
            "transit_gateways": joined,
            "components": components,
            "flows": written,
        },
        indent=1,
    )


def _network(number: int) -> dict[str, Any]:
    subnets = {
        f"s{each}": {
            "cidr": f"10.{number}.{each}.0/24",
            "zone": "abc"[each % 3],
            "routes": {"0.0.0.0/0": "internet_gateway" if each < 3 else f"nat{each % 3}", "10.0.0.0/8": "hub"},
        }
        for each in range(SUBNETS)
    }
    return {
        "cidr": f"10.{number}.0.0/16",
        "internet_gateway": True,
        "dns_hostnames": True,
        "subnets": subnets,
        "nat_gateways": {f"nat{each}": {"subnet": f"s{each}"} for each in range(3)},
        "endpoints": {
            "s3": {"kind": "gateway", "subnets": [f"s{each}" for each in range(3, SUBNETS)]},
            "sqs": {"kind": "interface", "subnets": ["s3", "s4", "s5"], "security_groups": ["doors"]},
        },
        "security_groups": {
            "functions": {},
            "doors": {"ingress": [{"from": "functions", "ports": 443}]},
            "data": {"ingress": [{"from": "10.0.0.0/8", "ports": 5432}]},
        },
    }


def _components(number: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        f"f{number}-{each}": {
            "type": "lambda",
            "vpc": {"name": f"v{number}", "subnets": [f"s{3 + each % (SUBNETS - 3)}"], "security_groups": "functions"},
        }
        for each in range(FUNCTIONS)
    }
    place = {"name": f"v{number}", "subnets": "s6", "security_groups": "data"}
    found[f"db{number}"] = {"type": "rds", "engine": "postgres", "instance_type": "db.t4g.micro", "vpc": place}
    return found


def seconds(flows: int) -> tuple[float, float]:
    """How long it takes to link the networks, and then to answer for every flow."""
    design = Design(understand(parse(description(flows), "networks.yaml")))
    start = perf_counter()
    design.network.network  # noqa: B018 -- linked on first use
    linked = perf_counter()
    answered = sum(1 for _ in design.network.crossings())
    if answered != flows:
        raise AssertionError(f"{answered} of {flows} flows cross a network")
    return linked - start, perf_counter() - linked


def run() -> Iterator[str]:
    """The times for three numbers of flows."""
    for flows in (1_000, 10_000, 20_000):
        gc.collect()
        gc.disable()  # as the command does
        linking, answering = seconds(flows)
        gc.enable()
        each = answering / flows * 1e6
        yield (
            f"{flows:6,} flows over {NETWORKS} networks of {SUBNETS} subnets: linked in {linking:.2f} s, "
            f"answered in {answering:.2f} s, {each:.0f} µs each"
        )

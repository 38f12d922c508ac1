"""Descriptions to be drawn: of any size, and one whose every text is an attack."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path

from archlint.document.reading import parse
from archlint.lint.configuration import Configuration
from archlint.lint.engine import Result, lint
from archlint.reports.drawing import Drawing, Edge, Node, drawing

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*/*.yaml"))
TODAY = date(2026, 11, 24)
ATTACKS = (
    "<script>alert(1)</script>", '"></svg><script>alert(2)</script>', "]]><!--", "${{ secrets.TOKEN }}", "`code` ``` ~~~",
    "a|b|c", "end", "n0 --> n1; click n0 call alert(3)", "%%{init: {'securityLevel': 'loose'}}%%", "# *bold* _x_ [l](https://evil.example)",
    "<img src=x onerror=alert(4)>", "\\\\ \\n #quot; &lt; &amp;", "javascript:alert(5)", "漢字 é 😀 \u202e right", "a\nb\tc\u0001",
    "www.evil.example @octocat https://evil.example", "1. list", "- item", "</style><style>*{display:none}", "<b>bold</b>",
)  # fmt: skip


def result(text: str) -> Result:
    """What linting a description gives."""
    return lint(parse(text, "design.yaml"), Configuration(), TODAY)


def drawn(text: str) -> Drawing:
    """The picture of a description with its findings."""
    found = result(text)
    return drawing(found.design, found.findings)


def described(components: dict[str, object], flows: list[object], **head: object) -> str:
    """A description as JSON, which is YAML, so that no text in it needs quoting."""
    whole = {"archlint": 1, "name": "shop", "region": "eu-west-1", **head, "components": components, "flows": flows}
    return json.dumps(whole)


def shop(services: int, groups: int = 0) -> str:
    """A shop of services alike: an API, two functions, a queue, a table, a topic and a bucket each, chained by topics."""
    components: dict[str, object] = {"web": {"type": "client"}}
    flows: list[object] = []
    for number in range(services):
        group = {"group": f"team-{number * groups // services}"} if groups else {}
        kinds = {
            "api": "api_gateway",
            "handler": "lambda",
            "jobs": "sqs",
            "worker": "lambda",
            "table": "dynamodb",
            "events": "sns",
            "files": "s3",
        }
        components |= {f"s{number}-{name}": {"type": kind, **group} for name, kind in kinds.items()}
        ends = (
            "web>api",
            "api>handler",
            "handler>jobs",
            "jobs>worker",
            "worker>table",
            "worker>events",
            "worker>files",
        )
        for pair in ends:
            source, target = (end if end == "web" else f"s{number}-{end}" for end in pair.split(">"))
            route = {"route": f"POST /service-{number}"} if "api" in pair else {}
            flows.append({f"{source} -> {target}": {"payload": "2 KB", **route}})
        if number:
            flows.append({f"s{number - 1}-events -> s{number}-jobs": {}})
    return described(components, flows, usage={"web -> s0-api": {"rate": "3M/month", "peak": "20/s"}})


def attacked() -> str:
    """A description in which every name, note and label attacks whatever shows it."""
    names = [f"{number} {attack}" for number, attack in enumerate(ATTACKS)]
    vpc = {
        "cidr": "10.0.0.0/16",
        "subnets": {ATTACKS[0]: {"cidr": "10.0.0.0/24", "zone": "a"}, ATTACKS[3]: {"cidr": "10.0.1.0/24", "zone": "b"}},
    }
    components: dict[str, object] = {names[0]: {"type": "client", "browser": True, "retries": 2}}
    for number, name in enumerate(names[1:], 1):
        place = (
            {"vpc": {"name": ATTACKS[1], "subnets": [ATTACKS[0], ATTACKS[3]][: 1 + number % 2]}}
            if number % 3 == 0
            else {}
        )
        components[name] = {
            "type": "lambda", "timeout": "3s", "duration": {"average": "1s", "p99": "9s"}, "note": ATTACKS[number % 7], "owner": ATTACKS[1],
            "group": ATTACKS[number % 4], "because": ATTACKS[0], **place,
            **({"ignore": [{"rule": "tracing-off", "because": ATTACKS[number]}]} if number % 5 == 0 else {}),
        }  # fmt: skip
    flows: list[object] = [
        {f"{source} -> {target}": {"name": f"flow {source}", "payload": "9 MB", "note": ATTACKS[2]}}
        for source, target in pairwise(names)
        if "->" not in source and "->" not in target
    ]
    scenario = {ATTACKS[0]: {"usage": {}}, ATTACKS[2]: {"components": {names[1]: {"timeout": "1s"}}}}
    return described(
        components, flows, name=ATTACKS[1], description=" ".join(ATTACKS), owner=ATTACKS[0], vpcs={ATTACKS[1]: vpc}, scenarios=scenario,
    )  # fmt: skip


def complete(nodes: int, label: str = "1 flow") -> Drawing:
    """A picture in which everything is connected with everything, which no part of it can be."""
    return _functions(nodes, [(one, other) for one in range(nodes) for other in range(nodes) if one != other], label)


def tangled(nodes: int) -> Drawing:
    """A long chain with a second connection from each node to one far away."""
    return _functions(
        nodes, [*((at, (at + 1) % nodes) for at in range(nodes)), *((at, at * 7 % nodes) for at in range(nodes))]
    )


def _functions(nodes: int, edges: list[tuple[int, int]], label: str = "1 flow") -> Drawing:
    made = (
        Node(f"n{at}", f"component-{at}", "lambda", "Lambda function", "function", "", "", 0) for at in range(nodes)
    )
    drawn_edges = (Edge(f"n{one}", f"n{other}", "sync", (label,), "", 0) for one, other in edges)
    return Drawing("made", (), tuple(made), tuple(drawn_edges))

"""Whatever a description says or has been made into, the whole way through the house is gone without an exception."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rules.examples import examples
from whole_way import take

from archlint.document import Map, Seq, parse

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*/*.yaml"))
TEXTS = [path.read_text(encoding="utf-8") for path in SAMPLES]
SIGNS = [
    *":-?,[]{}#&*!|>%@`'\"\\ \t\n\r\0\ufeff\x85\u2028é",
    "<<: ",
    "- ",
    "---\n",
    "  ",
    "unknown",
    "[]",
    "{}",
    "null",
    "->",
]
VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 7, 1.5, 10**30, 1e308, "", "x", "30s", "-5s", "0s", "256 KB", "0", "30%", "130%",
    "$5/month", "3M/month", "0/s", [], [None], [1, 2], ["a", "b"], [[1]], [{}], {}, {"a": 1}, {"a": None}, {"type": "lambda"},
    {"to": "jobs"}, ["1s", "2s", "3s"], "all", "none", "aws", "jobs", "api", "a -> b", "${x}", "2026-13-45", "GET /x",
    "10.0.0.0/8", "0.0.0.0/0", "::/0", "rate(1 day)", "cron(* * * * ? *)", "unknown", ["unknown"], {"a": "unknown"}, "\u2028",
    "on_demand", "arn:aws:sqs:eu-west-1:123456789012:jobs", "{{}}", "%s{0}",
]  # fmt: skip
MACHINE = ("json",)

Path_ = tuple[str | int, ...]


def plain(value: Any) -> Any:
    """A tree without places, to be changed and written again."""
    if isinstance(value, Map):
        return {key: plain(below) for key, below in value.items()}
    return [plain(below) for below in value] if isinstance(value, Seq) else value


def places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    steps: Any = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for step in steps:
        yield (*path, step)
        yield from places(value[step], (*path, step))


def with_value(tree: Any, path: Path_, value: Any) -> Any:
    """A copy of a tree with another value at one place."""
    if not path:
        return value
    head, rest = path[0], path[1:]
    if isinstance(tree, dict):
        return {key: with_value(below, rest, value) if key == head else below for key, below in tree.items()}
    return [with_value(below, rest, value) if at == head else below for at, below in enumerate(tree)]


TREES = [tree for text in TEXTS if (tree := plain(parse(text).data))]
EXAMPLES = [tree for one in examples() if isinstance(tree := plain(parse(one.text).data), dict)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_sample_goes_the_whole_way_in_every_format(path: Path) -> None:
    take(path.read_text(encoding="utf-8"))


@given(st.data())
@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
def test_a_sample_with_damaged_characters_gives_findings(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(TEXTS))
    for _ in range(data.draw(st.integers(1, 3))):
        at, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 12))
        text = text[:at] + data.draw(st.sampled_from([*SIGNS, text[at : at + length] * 2, ""])) + text[at + length :]
    take(text, MACHINE)


@given(st.data())
@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
def test_a_sample_with_lines_lost_doubled_or_swapped_gives_findings(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(TEXTS)).splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 2))
        damage = data.draw(st.sampled_from(["lose", "double", "swap", "indent"]))
        change = {
            "lose": [lines[at + 1]], "double": [lines[at], *lines[at : at + 2]], "swap": [lines[at + 1], lines[at]],
            "indent": ["  " + lines[at], lines[at + 1]],
        }  # fmt: skip
        lines[at : at + 2] = change[damage]
    take("".join(lines), MACHINE)


@given(st.data())
@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
def test_any_value_at_any_place_of_a_sample_gives_findings(data: st.DataObject) -> None:
    tree = data.draw(st.sampled_from(TREES))
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.sampled_from(list(places(tree))))
        tree = with_value(tree, at, data.draw(st.sampled_from(VALUES)))
    take(json.dumps(tree), ("json", "text"))


@given(st.data())
@settings(max_examples=600, suppress_health_check=[HealthCheck.too_slow])
def test_any_value_at_any_place_of_a_rules_example_gives_findings(data: st.DataObject) -> None:
    tree = data.draw(st.sampled_from(EXAMPLES))
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.sampled_from(list(places(tree))))
        tree = with_value(tree, at, data.draw(st.sampled_from(VALUES)))
    take(json.dumps(tree), MACHINE)


@given(st.text(max_size=300))
@example("archlint: 1")
@example("archlint: [1]")
@example("archlint: 1\nname:\nregion:\ncomponents:\nflows:\nusage:\nscenarios:\nvpcs:\nroles:\n")
@example("archlint: 1\ncomponents: [a]\nflows: {a: b}\nusage: [1]\nscenarios: x\nvpcs: []\nroles: 1\ndefaults: 2\n")
@example(
    "archlint: 1\ncomponents: {'': {type: lambda}, ' ': {type: sqs}, '->': {type: sns}}\nflows: ['->', ' -> ', a -> b -> c]\n"
)
def test_any_text_behind_a_head_gives_findings(text: str) -> None:
    take(text, MACHINE)
    take(f"archlint: 1\nname: x\nregion: eu-west-1\n{text}", MACHINE)


CHAIN = {
    "functions that wait": ("type: lambda, duration: 1s, retries: 2", "retries: 2"),
    "functions that do not": ("type: lambda", "mode: async"),
    "topics": ("type: sns", ""),
    "FIFO queues": ("type: sqs, fifo: true", "group: a"),
    "distributions": ("type: cloudfront", ""),
    "load balancers": ("type: load_balancer", ""),
    "streams": ("type: kinesis, capacity: on_demand", ""),
}


@pytest.mark.parametrize("circular", [False, True], ids=["straight", "in a circle"])
@pytest.mark.parametrize("kind", CHAIN)
def test_a_chain_of_thousands_is_no_deeper_than_a_stack(kind: str, circular: bool) -> None:
    component, flow = CHAIN[kind]
    number = 1100
    lines = ["archlint: 1", "name: x", "region: eu-west-1", "components:"]
    lines += [
        "  start: {type: client, needs: {latency: 1s}, retries: 3}",
        "  last: {type: lambda, needs: {order: total}}",
    ]
    lines += [f"  c{at}: {{{component}}}" for at in range(number)]
    flows = ["  - start -> c0: {payload: 5 KB}", f"  - c{number - 1} -> last"]
    flows += [f"  - c{at} -> c{at + 1}: {{{flow}}}" for at in range(number - 1)]
    flows += [f"  - c{number - 1} -> c0: {{{flow}}}"] * circular
    for order in (flows, flows[::-1]):
        take("\n".join([*lines, "flows:", *order]), MACHINE)

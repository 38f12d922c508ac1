"""Checks archlint's reachability against a file of cases: a topology becomes a description, an assertion a question.

    python tests/reachability_cases.py FILE [--json]

The description is written in archlint's own format and goes through the same reading as a user's. Printed is one entry
for each assertion: its id, what was expected and what came out, where and why it stopped, and the verdict: `agree`,
`differ`, or `out of scope` where the topology has something that a description cannot express.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from network.case_description import WORDS, description_of, gateways, is_expressible, protocol_of

from archlint.design.network.addresses import Ports, read_address, show_address
from archlint.design.network.answer import Answer, Question, Stop, UnknownEndError
from archlint.design.network.build import build
from archlint.design.network.linked import Network, link
from archlint.design.network.reach import ask
from archlint.document import parse
from archlint.model.network_names import wrong_in_networks
from archlint.model.understanding import understand

if TYPE_CHECKING:
    from collections.abc import Iterator

Data = dict[str, Any]

TESTED_FROM: Ports = ((32768, 60999),)
"""The cases were confirmed with TCP connections of a Linux kernel: without `sport`, its range is meant."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    arguments = parser.parse_args()
    results = list(check(parse(arguments.file.read_text(encoding="utf-8"), str(arguments.file)).data))
    if arguments.json:
        print(json.dumps(results, indent=1))
    else:
        for result in results:
            print(f"{result['id']:12} {result['verdict']:12} {result['expected']:10} {result['got']:10} "
                  f"{result['why'] or '-'} @ {result['where'] or '-'}")  # fmt: skip
    print(summary(results), file=sys.stderr)
    return 0 if all(result["verdict"] != "differ" for result in results) else 1


def summary(results: list[Data]) -> str:
    judged = [result for result in results if result["verdict"] != "out of scope"]
    agree = [result for result in judged if result["verdict"] == "agree"]
    drops = [result for result in judged if result["expected"] == "dropped"]
    explained = [result for result in drops if result["explained"]]
    return (
        f"{len(agree)} of {len(judged)} verdicts agree, {len(results) - len(judged)} out of scope; "
        f"{len(explained)} of {len(drops)} drops have the same place and reason"
    )


def check(cases: Data) -> Iterator[Data]:
    """One result for each assertion of a case file."""
    outside = _on_premises(cases["assertions"])
    topologies = {
        topology["id"]: {**topology, "onprem": topology.get("onprem") or outside.get(topology["id"])}
        for topology in cases["topologies"]
    }
    networks: dict[str, tuple[Network, dict[str, str]] | None] = {}
    for assertion in cases["assertions"]:
        name = assertion["topology"]
        if name not in networks:
            networks[name] = network_of(topologies[name])
        yield judged(assertion, networks[name])


def _on_premises(assertions: list[Data]) -> dict[str, list[str]]:
    """The addresses outside AWS that are asked about, by topology: some say nothing else of them."""
    found: dict[str, list[str]] = {}
    for assertion in assertions:
        ends = [assertion["from"], assertion["to"]]
        addresses = [end["ip"] for end in ends if "onprem" in end and end.get("ip")]
        found.setdefault(assertion["topology"], []).extend(addresses)
    return found


def network_of(topology: Data) -> tuple[Network, dict[str, str]] | None:
    """The network that archlint reads out of the topology's description, and the case's names for its gateways."""
    try:
        if not is_expressible(topology):
            return None
        text = json.dumps(description_of(topology), indent=1)
    except (KeyError, TypeError, AttributeError, ValueError) as wrong:
        print(f"{topology['id']} is out of scope: it lacks something ({wrong!r})", file=sys.stderr)
        return None
    description = understand(parse(text, f"{topology['id']}.yaml"))
    askew = {wrong.message for wrong in wrong_in_networks(description)}  # what can be read and followed all the same
    unread = [problem for problem in description.problems if problem.message not in askew]
    if unread:
        line = unread[0].at.source.line(unread[0].at.line).strip()
        print(f"{topology['id']} is out of scope: {unread[0].message} ({line})", file=sys.stderr)
        return None
    names = {
        f"{gateway.get('vpc')}.{WORDS[kind]}": gateway["id"] for kind in WORDS for gateway in gateways(topology, kind)
    }
    return link(build(description).topology), names


def judged(assertion: Data, found: tuple[Network, dict[str, str]] | None) -> Data:
    result: Data = {"id": assertion["id"], "expected": assertion["expect"], "got": "", "where": None, "why": None}
    question = None if found is None else question_of(assertion)
    try:
        answer = None if found is None or question is None else ask(found[0], question)
    except UnknownEndError:
        answer = None
    if found is None or answer is None:
        return {**result, "verdict": "out of scope", "explained": False}
    stops = [_named(stop, found[1]) for stop in answer.stops]
    first = next(iter(stops), {})
    same = answer.verdict == assertion["expect"] and bool(answer.denied_by) == (assertion.get("layer7") == "denied")
    return {
        **result,
        "got": answer.verdict,
        "where": first.get("where"),
        "why": first.get("why"),
        "code": first.get("code") or None,
        "also": stops[1:],
        "layer7": "denied" if answer.denied_by else None,
        "hops": [hop.name for path in answer.paths for hop in path.hops],
        "source_seen": _source_seen(answer),
        "verdict": "agree" if same else "differ",
        "explained": (first.get("where"), first.get("why")) == (assertion.get("where"), assertion.get("why")),
    }


def _named(stop: Stop, names: dict[str, str]) -> Data:
    return {"where": names.get(stop.where, stop.where), "why": stop.why, "code": stop.code}


def _source_seen(answer: Answer) -> str | None:
    seen = {path.source_seen for path in answer.paths}
    return show_address(seen.pop()) if len(seen) == 1 else None


def question_of(assertion: Data) -> Question | None:
    source, target = assertion["from"], assertion["to"]
    start, end = _end(source), _end(target)
    if start is None or end is None:
        return None
    port = assertion.get("sport")
    return Question(
        start,
        end,
        port=assertion.get("port") or 0,
        protocol=protocol_of(assertion),
        client_ports=((port, port),) if port else TESTED_FROM,
        public=bool(target.get("public")),
    )


def _end(end: Data) -> str | int | None:
    for key in ("ip", "ip6", "internet", "internet6"):
        if key in end:
            return read_address(end[key])
    if "service" in end:
        return f"service:{end['service']}"
    name: str | None = end.get("node") or end.get("function") or end.get("onprem")
    return name


if __name__ == "__main__":
    raise SystemExit(main())

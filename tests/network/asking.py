"""Asks archlint whether one thing in a short description reaches another."""

from __future__ import annotations

from textwrap import dedent

from archlint.design.network.addresses import read_address
from archlint.design.network.answer import Answer, Question
from archlint.design.network.build import build
from archlint.design.network.linked import Network, link
from archlint.design.network.reach import ask
from archlint.document import parse
from archlint.model.understanding import understand

HEAD = "archlint: 1\nname: test\nregion: eu-west-1\n"


def network(text: str) -> Network:
    """The network of a description without its head; what cannot be read fails the test."""
    description = understand(parse(HEAD + dedent(text), "test.yaml"))
    assert [problem.message for problem in description.problems if problem.rule != "dangling-name"] == []
    return link(build(description).topology)


def reach(text: str, source: str, target: str, port: int = 443, **more: object) -> Answer:
    """The answer for one pair; a target or source with a digit first is an address."""
    ends = [read_address(end) if (end[0].isdigit() or ":" in end) else end for end in (source, target)]
    return ask(network(text), Question(ends[0], ends[1], port, **more))  # type: ignore[arg-type]


def reasons(answer: Answer) -> list[tuple[str, str]]:
    return [(stop.why, stop.where) for stop in answer.stops]

"""Descriptions in which everything meets at one API, queue, topic or store: twice the size beside the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.document.reading import parse
from archlint.lint.configuration import Configuration
from archlint.lint.engine import lint
from benchmarks.large import MOST_FOR_TWICE, TODAY
from benchmarks.timing import functions, judged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SPOKES = 2_000
ROUNDS = 3
HUBS = {
    # what it is -> the hub, one spoke, and the flows of that spoke
    "an API": ("{type: api_gateway, protocol: http}", "{type: lambda, timeout: 5s}",
               ("app -> hub: {{name: call{n}, route: GET /x{n}}}", "hub -> c{n}: {{route: GET /x{n}}}")),
    "a queue": ("{type: sqs}", "{type: lambda, timeout: 5s}", ("c{n} -> hub: {{payload: 1 KB}}",)),
    "a topic": ("{type: sns}", "{type: lambda, timeout: 5s}", ("hub -> c{n}: {{}}",)),
    "a function": ("{type: lambda, timeout: 20s}", "{type: dynamodb}", ("hub -> c{n}: {{operation: put}}",)),
}  # fmt: skip


def description(hub: str, spoke: str, flows: tuple[str, ...], spokes: int) -> str:
    """So many spokes around one hub."""
    lines = ["archlint: 1", "name: hub", "region: eu-west-1", "components:", "  app: {type: client}", f"  hub: {hub}"]
    lines += [f"  c{number}: {spoke}" for number in range(spokes)]
    lines += ["flows:", *(f"  - {flow.format(n=number)}" for flow in flows for number in range(spokes))]
    return "\n".join(lines) + "\n"


def linting(text: str) -> Callable[[], object]:
    """Reads and lints a text."""
    return lambda: lint(parse(text, "hub.yaml"), Configuration(), TODAY)


def run() -> Iterator[str]:
    """How the time grows with the spokes."""
    for name, (hub, spoke, flows) in HUBS.items():
        tasks = {size: linting(description(hub, spoke, flows, size * SPOKES)) for size in (1, 2)}
        tasks[1]()  # whatever is imported on first use
        taken = functions({str(size): task for size, task in tasks.items()}, ROUNDS)
        whole = f"{name} with {SPOKES:,} around it: {taken['1'] * 1e3:.0f} ms, twice as many"
        yield judged(whole, taken["2"] / taken["1"], MOST_FOR_TWICE, "that")

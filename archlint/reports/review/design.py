"""The sections that show the design itself: its picture, and its flows as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.model.component import known
from archlint.reports import mermaid, svg
from archlint.reports.drawing import WORDS, drawing, rate, rate_of
from archlint.reports.layout import GET_GRAPHVIZ, NoPictureError
from archlint.reports.parts import divided
from archlint.reports.review.blocks import Block, Cell, Column, Picture, Table, Text

if TYPE_CHECKING:
    from archlint.lint.review import Review
    from archlint.model.description import AnyFlow
    from archlint.reports.drawing import Drawing

MOST_PICTURES = 13  # the overview and a dozen parts
_MISSING = f"This place is for a picture of the architecture, which Graphviz lays out: `{GET_GRAPHVIZ}` brings it."
_LEGEND = (
    ("sync", "the caller waits for the answer"),
    ("async", "handed over, then left to the target"),
    ("polled", "the target fetches it"),
    ("failure", "where failures go"),
    ("badge", "findings about it: the worst kind (✖ error, ▲ warning, ● advice) and how many there are in all"),
)
_MODES = {
    "sync": "synchronous", "async": "asynchronous", "push": "pushed", "poll_queue": "polled queue",
    "poll_stream": "polled stream", "callback": "by token",
}  # fmt: skip
_ENDS = {
    "caller": "the caller is told", "discarded": "lost", "redrive": "back in the queue", "blocks": "waits in its shard",
    "failed": "execution fails", "error_output": "error prefix", "reader": "its reader decides", "": "",
}  # fmt: skip


def picture(review: Review) -> tuple[Block, ...]:
    """The architecture: in one picture, or in an overview and its parts where one could not be read."""
    if not review.design.components:
        return ()
    whole = drawing(review.design, review.report.findings)
    parts = divided(whole)
    flowcharts = mermaid.render(whole)
    blocks: list[Block] = [Picture(_drawn(parts[:MOST_PICTURES]), _MISSING, tuple(flowcharts[:MOST_PICTURES]), _LEGEND)]
    left_out = max(len(parts), len(flowcharts)) - MOST_PICTURES
    if left_out > 0:
        what = "1 more part is" if left_out == 1 else f"{left_out} more parts are"
        blocks.append(Text(f"{what} drawn by `archlint graph {review.path}`."))
    return tuple(blocks)


def _drawn(parts: list[Drawing]) -> tuple[tuple[str, str], ...]:
    try:
        return tuple((part.title, svg.picture(part, f"picture{number}-")) for number, part in enumerate(parts, 1))
    except NoPictureError:
        return ()


def places(review: Review) -> dict[str, str]:
    """Where each component is to be seen: the address of its node in one of the pictures."""
    parts = enumerate(divided(drawing(review.design))[:MOST_PICTURES], 1)
    nodes = ((number, node) for number, part in parts for node in part.nodes if node.kind != "part")
    return {node.name: f"#picture{number}-{node.id}" for number, node in nodes}


def flows(review: Review) -> tuple[Block, ...]:
    """Every flow as a row, which can be checked line by line and read aloud."""
    rows = tuple(_flow(review, flow) for flow in review.design.all_flows if flow.edge == "event")
    if not rows:
        return ()
    columns = (
        Column("Flow"), Column("Via"), Column("Delivered"), Column("How often seen"), Column("Rate", True),
        Column("Peak", True), Column("Payload", True), Column("Attempts", True), Column("In the end"),
    )  # fmt: skip
    return (Table("Every flow: how it is delivered, how much of it there is, and where failures end", columns, rows),)


def _flow(review: Review, flow: AnyFlow) -> tuple[Cell, ...]:
    delivery, load = review.design.delivery(flow), review.design.load.of(flow)
    came = review.design.payloads.largest(flow)
    peak = rate(load.peak) if load.peaks and load.peak > 0 else ""
    end = delivery.rescue.name if delivery.rescue is not None else _ENDS.get(delivery.final, delivery.final)
    return (
        Cell(f"{flow.source} -> {flow.target}"), Cell(_via(flow)), Cell(_MODES.get(delivery.mode, "unknown")),
        Cell(delivery.guarantee.replace("_", " ") or "unknown"),
        Cell(rate_of(review.design, flow) or "unknown", order=load.rate), Cell(peak or "not stated", order=load.peak),
        Cell(str(came[0]) if came else "unknown", order=float(came[0]) if came else 0.0), _tries(review, flow),
        Cell(end),
    )  # fmt: skip


def _via(flow: AnyFlow) -> str:
    """By which route, operation or rule, and the flow's name where it has one."""
    routes = ", ".join(flow.route) if known(flow.route) and flow.route else ""
    how = routes or flow.operation or flow.rule or WORDS.get(flow.target.type, flow.target.type)
    return f"{flow.name}: {how}" if flow.name else how


def _tries(review: Review, flow: AnyFlow) -> Cell:
    attempts = review.design.delivery(flow).attempts
    if not attempts or not known(attempts[-1].times):
        return Cell("unknown", order=0.0)
    times = attempts[-1].times
    return Cell("without end" if times == float("inf") else f"{times:,.0f}", order=times)

"""The sections that show the design itself: its picture, and its flows as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.model.component import known
from archlint.reports import mermaid, svg
from archlint.reports.drawing import WORDS, drawing, rate
from archlint.reports.layout import GET_GRAPHVIZ, NoPictureError
from archlint.reports.parts import divided
from archlint.reports.review.blocks import Block, Cell, Column, Picture, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.document.quantities import Size
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


class Flowing(NamedTuple):
    """What is known of a flow: events a second on average and at the peak, bytes of the largest, tries at most; None
    is unknown. `end` is where failures end.
    """

    flow: AnyFlow
    mode: str
    guarantee: str
    rate: float | None
    peak: float | None
    payload: Size | None
    attempts: float | None
    end: str


def flowing(design: Design) -> Iterator[Flowing]:
    """Every flow, in the order of the description."""
    for flow in design.all_flows:
        if flow.edge != "event":
            continue
        delivery, load = design.delivery(flow), design.load.of(flow)
        came, tries = design.payloads.largest(flow), delivery.attempts[-1].times if delivery.attempts else None
        yield Flowing(
            flow, delivery.mode, delivery.guarantee,
            load.rate if load.fed and load.rate > 0 else None, load.peak if load.peaks and load.peak > 0 else None,
            came[0] if came else None, tries if known(tries) else None,
            delivery.rescue.name if delivery.rescue is not None else delivery.final,
        )  # fmt: skip


def flows(review: Review) -> tuple[Block, ...]:
    """Every flow as a row, which can be checked line by line and read aloud."""
    rows = tuple(map(_flow, flowing(review.design)))
    if not rows:
        return ()
    columns = (
        Column("Flow"), Column("Via"), Column("Delivered"), Column("How often seen"), Column("Rate", True),
        Column("Peak", True), Column("Payload", True), Column("Attempts", True), Column("In the end"),
    )  # fmt: skip
    return (Table("Every flow: how it is delivered, how much of it there is, and where failures end", columns, rows),)


def _flow(one: Flowing) -> tuple[Cell, ...]:
    payload = Cell("unknown", order=0.0) if one.payload is None else Cell(str(one.payload), order=float(one.payload))
    return (
        Cell(f"{one.flow.source} -> {one.flow.target}"), Cell(_via(one.flow)), Cell(_MODES.get(one.mode, "unknown")),
        Cell(one.guarantee.replace("_", " ") or "unknown"), _rate(one.rate, "unknown"), _rate(one.peak, "not stated"),
        payload, _tries(one.attempts), Cell(_ENDS.get(one.end, one.end)),
    )  # fmt: skip


def _rate(per_second: float | None, otherwise: str) -> Cell:
    return Cell(otherwise, order=0.0) if per_second is None else Cell(rate(per_second), order=per_second)


def _tries(times: float | None) -> Cell:
    if times is None:
        return Cell("unknown", order=0.0)
    return Cell("without end" if times == float("inf") else f"{times:,.0f}", order=times)


def _via(flow: AnyFlow) -> str:
    """By which route, operation or rule, and the flow's name where it has one."""
    routes = ", ".join(flow.route) if known(flow.route) and flow.route else ""
    how = routes or flow.operation or flow.rule or WORDS.get(flow.target.type, flow.target.type)
    return f"{flow.name}: {how}" if flow.name else how

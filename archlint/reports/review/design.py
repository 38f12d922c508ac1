"""The sections that show the design itself: its picture, its flows as a table, what clients see when things fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.model.component import known
from archlint.reports import mermaid, svg
from archlint.reports.drawing import WORDS, drawing
from archlint.reports.review.blocks import Block, Cell, Column, Picture, Table

if TYPE_CHECKING:
    from archlint.lint.review import Review
    from archlint.model.description import AnyFlow

_LEGEND = (
    ("solid line", "the caller waits for the answer"),
    ("dashed line", "asynchronous: handed over, then left to the target"),
    ("line with a tail", "polled: the target fetches it"),
    ("dotted line", "where failures go"),
    ("✖ ▲ ●", "errors, warnings, advice about it, and how many"),
)
_MODES = {
    "sync": "synchronous", "async": "asynchronous", "push": "pushed", "poll_queue": "polled queue",
    "poll_stream": "polled stream", "callback": "by token",
}  # fmt: skip


def picture(review: Review) -> tuple[Block, ...]:
    if not review.design.components:
        return ()
    drawn = drawing(review.design, review.report.findings, _rates(review))
    try:
        made, missing = svg.render(drawn), ""
    except svg.NoPictureError as error:
        made, missing = "", str(error)
    return (Picture(made, missing, tuple(mermaid.render(drawn)), _LEGEND),)


def _rates(review: Review) -> dict[int, str]:
    found = {}
    for number, flow in enumerate(review.design.all_flows):
        rate = rate_of(review, flow)
        if rate and flow.edge == "event":
            found[number] = rate
    return found


def rate_of(review: Review, flow: AnyFlow) -> str:
    """The mean rate of a flow in words; "" where nothing is known to come along it."""
    load = review.load.of(flow)
    return rate(load.rate) if load.fed and load.rate > 0 else ""


def rate(per_second: float) -> str:
    """`12/s`, `3.4/min`, `5/h`, `2/day`: the unit in which it is at least one."""
    for seconds, unit in ((1, "s"), (60, "min"), (3600, "h"), (86400, "day")):
        amount = per_second * seconds
        if amount >= 1 or unit == "day":
            return f"{amount:,.0f}/{unit}" if amount >= 10 else f"{amount:.2g}/{unit}"
    return ""


def flows(review: Review) -> tuple[Block, ...]:
    rows = []
    for flow in review.design.all_flows:
        if flow.edge != "event":
            continue
        delivery = review.design.delivery(flow)
        load = review.load.of(flow)
        came = review.design.payloads.largest(flow)
        peak = rate(load.peak) if load.peaks and load.peak > 0 else ""
        rows.append((
            Cell(str(flow)), Cell(_route(flow)), Cell(_MODES.get(delivery.mode, "unknown")),
            Cell(delivery.guarantee.replace("_", " ")), Cell(rate_of(review, flow) or "unknown", order=f"{load.rate:020.9f}"),
            Cell(peak or "not stated", order=f"{load.peak:020.9f}"), Cell(str(came[0]) if came else "unknown", order=f"{float(came[0]) if came else 0:020.3f}"),
            Cell(_tries(review, flow)), Cell(str(delivery.rescue or _ENDS.get(delivery.final, delivery.final))),
        ))  # fmt: skip
    if not rows:
        return ()
    columns = (
        Column("Flow"), Column("Via"), Column("Delivered"), Column("How often seen"), Column("Rate", True),
        Column("Peak", True), Column("Payload", True), Column("Attempts", True), Column("In the end"),
    )  # fmt: skip
    return (
        Table("Every flow: how it is delivered, how much of it there is, and where failures end", columns, tuple(rows)),
    )


_ENDS = {
    "caller": "the caller is told", "discarded": "lost", "redrive": "back in the queue", "blocks": "waits in its shard",
    "failed": "execution fails", "error_output": "error prefix", "reader": "its reader decides", "": "",
}  # fmt: skip


def _route(flow: AnyFlow) -> str:
    if known(flow.route) and flow.route:
        return ", ".join(flow.route)
    return flow.operation or flow.rule or WORDS.get(flow.target.type, flow.target.type)


def _tries(review: Review, flow: AnyFlow) -> str:
    attempts = review.design.delivery(flow).attempts
    if not attempts or not known(attempts[-1].times):
        return "unknown"
    times = attempts[-1].times
    return "without end" if times == float("inf") else f"{times:,.0f}"

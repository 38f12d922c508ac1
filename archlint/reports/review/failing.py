"""The section about failure: for every route of every API, what its clients see when something goes wrong behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.design.failures import of_api
from archlint.model.api import Api
from archlint.reports.explain_route import afterwards, again, in_words, lost, manner
from archlint.reports.review.blocks import Block, Cell, Column, Heading, Items, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.failures import Failure, RouteFailures
    from archlint.lint.review import Review

_MOST = 12  # routes that are told in full


def failures(review: Review) -> tuple[Block, ...]:
    routes = [route for api in review.design.of(Api) for route in of_api(review.design, api)]
    blocks = [block for route in routes[:_MOST] for block in _route(route)]
    if any(cause.expected for route in routes[:_MOST] for failure in route.failures for cause in failure.causes):
        blocks.insert(
            0, Text("What is marked ▲ comes of this design as it is; the rest is what can go wrong with any.")
        )
    if len(routes) > _MOST:
        blocks.append(
            Text(f'{len(routes) - _MOST:,} more routes are told by `archlint explain "ROUTE" {review.path}`.', "muted")
        )
    return tuple(blocks)


def _route(found: RouteFailures) -> Iterator[Block]:
    yield Heading(f"{found.route} of {found.api}")
    targets = " and ".join(dict.fromkeys(str(flow.target) for flow in found.flows))
    waits = f", which has {found.waits} to answer" if found.waits is not None else ""
    callers = "; ".join(f"{caller.flow.source} {manner(caller)}" for caller in found.callers)
    yield Text(f"Leads to {targets}{waits}; {callers or 'nobody in this description calls it'}.")
    columns = (
        Column("Status"), Column("What it means"), Column("What causes it here", look="long"), Column("Work begun"),
        Column("Tried again by"),
    )  # fmt: skip
    rows = tuple(_failure(failure) for failure in found.failures)
    yield Table(f"What a client sees when {found.route} of {found.api} fails", columns, rows)
    yield Text(" ".join(lost(found)))
    if found.hidden:
        yield Text("What the client may take for success:")
        yield Items(tuple(Cell(in_words(one)) for one in found.hidden))
    if found.later:
        yield Text("What fails after the client has its answer, unseen by it:")
        yield Items(tuple(Cell(afterwards(one)) for one in found.later))


def _failure(failure: Failure) -> tuple[Cell, ...]:
    causes = "; ".join(f"▲ {in_words(cause)}" if cause.expected else in_words(cause) for cause in failure.causes)
    by = "; ".join(map(again, failure.repeated_by)) or "nobody"
    return Cell(str(failure.status)), Cell(failure.means), Cell(causes), Cell(failure.begun), Cell(by)

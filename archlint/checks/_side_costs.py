"""What serves the work of a design without being it: logs, traces, keys, polling, transfer, NAT."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from archlint.model.base import Place
from archlint.model.registry import WORKERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.bill import Bill, ComponentBill, Line
    from archlint.design.graph import Design
    from archlint.model.component import Component

_SIDES = {
    "cloudwatch.logs_ingest": "logs",
    "cloudwatch.logs_ingest_vended": "logs",
    "cloudwatch.logs_storage": "logs",
    "xray.traces_recorded": "traces",
    "kms.requests": "requests to keys",
    "data_transfer.internet_out": "data transfer",
    "data_transfer.inter_az": "data transfer",
    "data_transfer.inter_region_out": "data transfer",
}
"""Dimension of the bill -> what it is spent on."""

_NAT = frozenset({"vpc.nat_hour", "vpc.nat_gb"})
_POLLING = frozenset({"sqs.requests_standard", "sqs.requests_fifo"})


class SideCost(NamedTuple):
    """What is spent beside the work in a month, and what the work itself costs, in US dollars."""

    at: Place
    subject: Component | str
    what: str
    amount: Decimal
    work: Decimal
    served: str


def side_costs(design: Design, bill: Bill) -> Iterator[SideCost]:
    """The largest side cost of every component, then the NAT gateways of every network."""
    for part in bill.components:
        component = design.components.get(part.name)
        if component is not None and component.type != "cloudwatch_logs":
            sides = _sides(design, component, part)
            if sides:
                what, amount = max(sides.items(), key=lambda side: side[1])
                work = part.monthly - sum(sides.values())
                yield SideCost(component.at, component, what, amount, work, "its work")
    yield from _nat(design, bill)


def _sides(design: Design, component: Component, part: ComponentBill) -> dict[str, Decimal]:
    sides: dict[str, Decimal] = {}
    polls = component.type == "sqs" and _told_by_no_other(design, component)
    for line in (line for item in part.items for line in item.lines):
        what = _SIDES.get(line.event.dimension, "polling" if polls and _finds_nothing(line) else "")
        if what:
            sides[what] = sides.get(what, Decimal(0)) + line.monthly
    return sides


def _finds_nothing(line: Line) -> bool:
    return line.event.driver is None and line.event.dimension in _POLLING


def _told_by_no_other(design: Design, queue: Component) -> bool:
    """False for a queue whose polling is the matter of `short-polling` or `empty-receives-cost`."""
    for flow in design.events_out_of(queue):
        wait = flow.wait_time if flow.gives("wait_time") else getattr(queue, "wait_time", None)
        if flow.target.type not in WORKERS or not wait:
            return False
    return True


def _nat(design: Design, bill: Bill) -> Iterator[SideCost]:
    """The NAT gateways of each network, and what the components in it cost."""
    gateways = dict.fromkeys(design.description.sections.get("vpcs", {}), Decimal(0))
    inside: defaultdict[str, Decimal] = defaultdict(Decimal)
    for part in bill.components:
        component = design.components.get(part.name)
        network = part.name.rpartition(".")[0]
        if component is not None and component.vpc is not None:
            inside[component.vpc.name] += part.monthly
        elif component is None and network in gateways:
            gateways[network] += sum(item.monthly for item in part.items if item.dimension in _NAT)
    for name, amount in gateways.items():
        yield SideCost(Place(("vpcs", name, "nat_gateways")), name, "NAT", amount, inside[name], "what runs there")

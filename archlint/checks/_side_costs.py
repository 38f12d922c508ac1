"""What serves the work of a design without being it: logs, traces, keys, polling, transfer, NAT."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from archlint.cost.tiers import total
from archlint.model.base import Place
from archlint.model.registry import WORKERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.bill import Bill, ComponentBill, Line
    from archlint.design.graph import Design
    from archlint.model.component import Component

_TRANSFER = "data transfer"
_SIDES = {
    "cloudwatch.logs_ingest": "logs",
    "cloudwatch.logs_ingest_vended": "logs",
    "cloudwatch.logs_storage": "logs",
    "kms.requests": "requests to keys",
    "data_transfer.internet_out": _TRANSFER,
    "data_transfer.inter_az": _TRANSFER,
    "data_transfer.inter_region_out": _TRANSFER,
}
"""Dimension of the bill -> what it is spent on."""

_UNJUDGED = frozenset({"xray.traces_recorded"})
"""No work either, but a description cannot say that less of it is wanted."""

_ONLY_SIDES = frozenset({"cloudwatch_logs", "kms_key"})
"""Whose own work is what is a side cost of others."""

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


class _Part(NamedTuple):
    """What a component costs in a month: by what it is spent on beside the work, and the work."""

    sides: dict[str, Decimal]
    work: Decimal


def side_costs(design: Design, bill: Bill) -> Iterator[SideCost]:
    """The largest side cost of every component, then the NAT gateways of every network.

    What is sent serves the component and all that works behind it. Where not all of the work is known, nothing is said.
    """
    unclear = {gap.component for gap in bill.gaps if gap.is_work}.union(*(price.components for price in bill.unpriced))
    unclear.update(name for name, component in design.components.items() if not design.load.complete(component))
    parts = {
        part.name: _split(design, design.components[part.name], part)
        for part in bill.components
        if part.name in design.components
    }
    for name, part in parts.items():
        component = design.components[name]
        if part.sides and component.type not in _ONLY_SIDES:
            what, amount = max(part.sides.items(), key=lambda side: side[1])
            working = _behind(design, component) if what == _TRANSFER else {name}
            if unclear.isdisjoint(working):
                work = total(parts[other].work for other in working if other in parts)
                served = "its work" if working == {name} else "the work there and behind it"
                yield SideCost(component.at, component, what, amount, work, served)
    yield from _nat(design, bill, unclear)


def _split(design: Design, component: Component, part: ComponentBill) -> _Part:
    sides: dict[str, Decimal] = {}
    work = Decimal(0)
    polls = component.type == "sqs" and _told_by_no_other(design, component)
    for line in (line for item in part.items for line in item.lines):
        what = _SIDES.get(line.event.dimension, "polling" if polls and _finds_nothing(line) else "")
        if what:
            sides[what] = sides.get(what, Decimal(0)) + line.monthly
        elif line.event.dimension not in _UNJUDGED:
            work += line.monthly
    return _Part(sides, work)


def _finds_nothing(line: Line) -> bool:
    return line.event.driver is None and line.event.dimension in _POLLING


def _told_by_no_other(design: Design, queue: Component) -> bool:
    """False for a queue whose polling is the matter of `short-polling` or `empty-receives-cost`."""
    for flow in design.events_out_of(queue):
        wait = flow.wait_time if flow.gives("wait_time") else getattr(queue, "wait_time", None)
        if flow.target.type not in WORKERS or not wait:
            return False
    return True


def _behind(design: Design, component: Component) -> set[str]:
    """The component and all that its events get to."""
    found = {component.name}
    waiting = [component]
    while waiting:
        for flow in design.out_of(waiting.pop()):
            if flow.target.name not in found:
                found.add(flow.target.name)
                waiting.append(flow.target)
    return found


def _nat(design: Design, bill: Bill, unclear: set[str]) -> Iterator[SideCost]:
    """The NAT gateways of each network, and what the components in it cost."""
    gateways = dict.fromkeys(design.description.sections.get("vpcs", {}), Decimal(0))
    inside = dict.fromkeys(gateways, Decimal(0))
    for part in bill.components:
        network = part.name.rpartition(".")[0]
        if part.name not in design.components and network in gateways:
            gateways[network] += total(item.monthly for item in part.items if item.dimension in _NAT)
    for component in design.components.values():
        if component.vpc is not None and component.vpc.name in inside:
            inside[component.vpc.name] += bill.of(component.name)
            if component.name in unclear:
                del inside[component.vpc.name]
    for name, work in inside.items():
        at = Place(("vpcs", name, "nat_gateways"))
        yield SideCost(at, name, "NAT", gateways[name], work, "what runs there")

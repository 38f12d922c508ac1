"""What a meter sees of one component: its flows and their monthly numbers, at one end of the ranges."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from archlint.catalog.price_lists import price_list
from archlint.cost.events import Assumption, Gap, Metered
from archlint.cost.meters.rounding import Spread, from_range
from archlint.design.load.shares import pick
from archlint.document.units import HOURS, MONTH
from archlint.model.base import Place
from archlint.model.component import known

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.design.load import FlowLoad, Load
    from archlint.document.quantities import Size
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow
    from archlint.model.usage import Usage


class Traffic(NamedTuple):
    """One flow's month: `events` are single tries of events, `calls` requests or invocations of `batch` events each."""

    flow: AnyFlow | None
    load: FlowLoad | None
    node: int
    events: float
    calls: float
    batch: float

    @property
    def name(self) -> str | None:
        return None if self.flow is None else str(self.flow)


class Site:
    """One component of a design, to be metered."""

    def __init__(self, design: Design, load: Load, component: Component) -> None:
        self.design = design
        self.load = load
        self.component = component
        head = design.description.head
        self.region = component.region or head.region
        self.account = component.account
        self.end = load.end

    @cached_property
    def usage(self) -> Usage | None:
        return self.design.description.usage.get(self.component.name)

    @property
    def usage_place(self) -> Place:
        """Where the use of this component is stated, or would be."""
        return Place(("usage", self.component.name))

    def priced(self, dimension: str) -> bool:
        """True where the price of a dimension is known in the component's region."""
        prices = price_list(self.region)
        return prices is not None and dimension in prices.prices

    @cached_property
    def hours(self) -> float:
        """Hours of the month in which the component runs."""
        return HOURS if self.usage is None else self.pick(self.usage.hours) or 0.0

    @cached_property
    def arriving(self) -> list[Traffic]:
        """What arrives by each flow, dead letters included, and what starts in the component itself."""
        found = [self.traffic(flow) for flow in self.design.into(self.component)]
        own = self.load.starting(self.component) * MONTH
        if own > 0.0:
            found.append(Traffic(None, None, self.load.node(self.component), own, own, 1.0))
        return found

    @cached_property
    def leaving(self) -> list[Traffic]:
        """What leaves by each event flow."""
        return [self.traffic(flow) for flow in self.design.events_out_of(self.component)]

    def traffic(self, flow: AnyFlow) -> Traffic:
        load = self.load.of(flow)
        return Traffic(flow, load, self.load.node(flow), load.tried * MONTH, load.calls * MONTH, load.batch)

    def pick(self, value: object, opposite: bool = False) -> float | None:
        """One end of a quantity's range as a plain number; None for what is not known."""
        return pick(value, self.end, opposite)

    def spread(self, size: Size | None) -> Spread | None:
        """A size as it varies: likely sizes spread over their stated range, the ends of the range do not."""
        if size is None or not known(size):
            return None
        if self.end == "likely" and size.is_range:
            return from_range(size.low, float(size), size.high)
        likely = self.pick(size)
        return None if likely is None else Spread(likely)

    def payload(self, traffic: Traffic) -> Spread | None:
        """The size of one event of a flow; None where it is not known."""
        return None if traffic.load is None else self.spread(traffic.load.payload)

    def metered(
        self,
        dimension: str,
        quantity: float,
        how: str,
        *terms: float | str,
        by: Traffic | None = None,
        region: str = "",
    ) -> Metered:
        """A meter event of this component; `by` is the traffic that causes it, absent for what stands there anyway."""
        return Metered(
            dimension, quantity, self.component.name, self.account, region or self.region,
            by.name if by else None, how, terms, by.node if by else None,
        )  # fmt: skip

    def running(self, dimension: str, count: float, what: str) -> Metered:
        """A meter event of something that runs by the hour."""
        how = "{} " + what + " × {} h"
        return self.metered(dimension, count * self.hours, how, count, self.hours)

    def gap(self, what: str, at: Place) -> Gap:
        return Gap(self.component.name, at, what)

    def assumed(self, what: str) -> Assumption:
        return Assumption(self.component.name, what)

    def no_payload(self, traffic: Traffic, then: str) -> Gap:
        """A flow that does not say how large its events are; `then` is what the bill counts instead."""
        flow = traffic.flow
        if flow is None:
            return Gap(self.component.name, self.component.at, f"size of what starts in {self.component.name}: {then}")
        return Gap(self.component.name, flow.field("payload"), f"payload of {flow}: {then}")

"""Which input moves the bill most: the change of the total for one per cent more of each, from one run backwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archlint.cost.estimate import Terms, priced_events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.bill import Line
    from archlint.design.graph import Design
    from archlint.design.load import Load

TIMED = (
    "lambda.duration", "lambda.provisioned_duration", "lambda.ephemeral", "lambda.edge_duration",
    "stepfunctions.express_duration",
)  # fmt: skip
"""Dimensions that grow with how long a call takes."""
WORKED = ("ec2.", "fargate.", "vpc.public_ipv4")
"""Dimensions of workers: as many run as the time of their work needs."""
HELD = {"storage": "GB-month", "monthly_active_users": "MAU"}
"""What a `usage` states beside rates -> the unit in which it is billed."""


@dataclass(frozen=True, slots=True)
class Influence:
    """By how much of itself the bill grows, per share by which an input grows: 0.5 is half a per cent for one."""

    what: str
    elasticity: float
    monthly: float
    """US dollars of the bill that are in proportion to the input."""


def sensitivity(design: Design, terms: Terms, most: int = 10) -> list[Influence]:
    """The inputs that move the bill most, the strongest first.

    Rates that enter, ratios, durations, and what is kept: what one event costs downstream, y, comes from solving the
    system backwards once; then an entry of rate b is worth b y, a flow with rate x is worth x y. Tiers are taken at
    their mean price.
    """
    load, lines = priced_events(design, terms)
    total = sum(float(line.monthly) for line in lines)
    if total <= 0.0:
        return []
    found = [*_entries(load, lines), *_ratios(load, lines), *_durations(design, lines), *_held(design, lines)]
    ranked = sorted(found, key=lambda one: (-one[1], one[0]))
    return [Influence(what, amount / total, amount) for what, amount in ranked[:most] if amount > 0.0]


def _each(load: Load, lines: list[Line]) -> list[float]:
    direct: dict[int, float] = {}
    for line in lines:
        node = line.event.driver
        if node is not None and load.value(node) > 0.0:
            direct[node] = direct.get(node, 0.0) + float(line.monthly) / load.value(node)
    return load.costs_per_event(direct)


def _entries(load: Load, lines: list[Line]) -> Iterator[tuple[str, float]]:
    each = _each(load, lines)
    for entry in load.entries:
        yield f"rate of {entry.name}", each[load.node(entry.at)] * entry.rate


def _ratios(load: Load, lines: list[Line]) -> Iterator[tuple[str, float]]:
    """Flows inside the design: what all of their events cost, there and further on."""
    each = _each(load, lines)
    entering = {entry.name for entry in load.entries}
    for flow in load.design.written:
        node = load.node(flow)
        if str(flow) not in entering:
            yield f"ratio of {flow}", each[node] * load.value(node)


def _durations(design: Design, lines: list[Line]) -> Iterator[tuple[str, float]]:
    """Components and flows whose time is billed: all that is billed by it."""
    amounts: dict[str, float] = {}
    for line in lines:
        event = line.event
        owner = design.components.get(event.component)
        timed = event.dimension.startswith(TIMED)
        if not timed and (event.flow is None or owner is None or not event.dimension.startswith(WORKED)):
            continue
        if not timed and getattr(owner, "capacity", None):  # it is told how much it does, not how long that takes
            continue
        name = event.component if timed else str(event.flow)
        amounts[name] = amounts.get(name, 0.0) + float(line.monthly)
    for name, amount in amounts.items():
        yield f"duration of {name}", amount


def _held(design: Design, lines: list[Line]) -> Iterator[tuple[str, float]]:
    """What is kept and who signs in, where the description states it."""
    for name, usage in design.description.usage.items():
        for field, unit in HELD.items():
            if usage.gives(field):
                amount = sum(
                    float(line.monthly)
                    for line in lines
                    if line.event.component == name and line.event.driver is None and line.charge.price.unit == unit
                )
                yield f"{field.replace('_', ' ')} of {name}", amount

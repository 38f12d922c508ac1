"""The patterns of a design, each read once: rules of buses, filters of mappings, subscriptions and pipes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.document.quantities import UNKNOWN
from archlint.document.unknown import is_open

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.base import Place
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow
    from archlint.model.patterns import Dialect, Pattern
    from archlint.model.problems import Wrong


class Filter(NamedTuple):
    """What picks events: `owner` is what the events come out of, `flows` carry those that pass.

    An event passes that fits one of `patterns`. Where AWS refuses one of them there are none, and `wrong` says why,
    with paths that start at `at`. `said` is what a message calls it, `written` what the description says.
    """

    at: Place
    owner: Component
    said: str
    dialect: Dialect
    patterns: tuple[Pattern, ...]
    wrong: tuple[Wrong, ...]
    flows: tuple[AnyFlow, ...]
    written: Any
    is_on: bool = True


def filters(design: Design) -> Iterator[Filter]:
    """Every pattern that is known, in the order of buses, pipes, subscriptions and mappings."""
    for bus in design.typed("eventbridge"):
        yield from _of_bus(design, bus)
    for pipe in design.typed("pipe"):
        written = getattr(pipe, "filter", None)
        sources = [flow.source for flow in design.events_into(pipe)]
        if written is not None and len(sources) == 1:
            flows = tuple(design.events_out_of(pipe))
            yield from _read(pipe.field("filter"), sources[0], f"the filter of {pipe}", "pipe", written, flows)
    for flow in design.events_from("sns"):
        if flow.filter is not None:
            dialect: Dialect = "sns-body" if flow.filter_on == "body" else "sns-attributes"
            yield from _of_flow(flow, dialect)
    for flow in design.events_from("sqs", "kinesis", "dynamodb", "kafka"):
        if flow.filter is not None and flow.target.type in ("lambda", "pipe"):
            yield from _of_flow(flow, "lambda" if flow.target.type == "lambda" else "pipe")


def _of_bus(design: Design, bus: Any) -> Iterator[Filter]:
    leaving = design.events_out_of(bus)
    for name, rule in bus.rules.items() if isinstance(bus.rules, dict) else ():
        if rule is not UNKNOWN and rule.pattern is not None:
            flows = tuple(flow for flow in leaving if flow.rule == name)
            said = f"rule {name} of {bus}"
            found = _read(rule.field("pattern"), bus, said, "eventbridge", rule.pattern, flows)
            yield from (one._replace(is_on=rule.state == "enabled") for one in found)
    for flow in leaving:
        if flow.pattern is not None:
            yield from _read(flow.field("pattern"), bus, f"the pattern of {flow}", "eventbridge", flow.pattern, (flow,))


def _of_flow(flow: AnyFlow, dialect: Dialect) -> Iterator[Filter]:
    yield from _read(flow.field("filter"), flow.source, f"the filter of {flow}", dialect, flow.filter, (flow,))


def _read(
    at: Place, owner: Component, said: str, dialect: Dialect, written: Any, flows: tuple[AnyFlow, ...]
) -> Iterator[Filter]:
    """The filter that is written; none where a part of it is not known."""
    if is_open(written):
        return
    from archlint.model.patterns import parse, parse_filters

    if dialect == "eventbridge":
        pattern, wrong = parse(written, dialect)
        patterns: tuple[Pattern, ...] = () if pattern is None else (pattern,)
    else:
        patterns, wrong = parse_filters(written, dialect)
    yield Filter(at, owner, said, dialect, () if wrong else patterns, tuple(wrong), flows, written)

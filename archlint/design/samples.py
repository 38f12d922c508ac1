"""The sample events that producers declare, tried on the patterns that pick among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.document.unknown import UNKNOWN
from archlint.model.pattern_facts import fields_at_the_top, may_be_from_aws
from archlint.model.pattern_matching import ENVELOPE, FILLED_IN, as_attributes, as_record, matches_any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.design.patterns import Filter
    from archlint.model.base import Place
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow
    from archlint.model.patterns import Dialect

ROOTS = {"sqs": "body", "kinesis": "data", "kafka": "value"}
"""By the type of what is read: the field under which a filter finds what a producer sent."""

_ENTRY = {"Source": "source", "DetailType": "detail-type", "Detail": "detail", "Resources": "resources", "Time": "time"}
"""The fields of an event by what a call of PutEvents names them."""

_HAND_ON = frozenset({"sqs", "sns", "kinesis", "pipe"})
_ON_EVERY_EVENT = frozenset(ENVELOPE) - {"replay-name"}


class Sample(NamedTuple):
    """One event as filters of one dialect see it, the flow that declares it, and where."""

    event: Any
    flow: AnyFlow
    at: Place


class Samples:
    """The samples of a design, those of one producer read once for all the filters that meet them."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self._met: dict[tuple[str, Dialect], list[Sample]] = {}

    def declared(self, picked: Filter) -> list[Sample]:
        """Every event that a filter can meet; nothing unless each of its producers declares samples."""
        if _meets_others(picked):
            return []
        key = picked.owner.name, picked.dialect
        if key not in self._met:
            self._met[key] = self._of_all(picked)
        return self._met[key]

    def _of_all(self, picked: Filter) -> list[Sample]:
        found: list[Sample] = []
        for flow in self.design.into(picked.owner):
            of_flow = list(_samples(picked, flow))
            if not of_flow:
                return []
            found += of_flow
        return found

    def tried(self, flow: AnyFlow) -> tuple[int, int] | None:
        """How many of the samples pass the filter of a flow, and how many there are; None where that is not known."""
        for picked in self.design.patterns:
            if flow in picked.flows and picked.is_on and picked.patterns and (samples := self.declared(picked)):
                return sum(passes(picked, sample) for sample in samples), len(samples)
        return None

    def returning(self, picked: Filter) -> Iterator[Sample]:
        """What a target declares to send back to where its events come from, and the filter is sure to let pass."""
        sure = open_fields(picked) & FILLED_IN
        for target in self._reached(picked):
            for flow in self.design.events_out_of(target):
                if flow.target is picked.owner:
                    yield from (one for one in _samples(picked, flow) if matches_any(picked.patterns, one.event, sure))

    def _reached(self, picked: Filter) -> Iterator[Component]:
        """The targets of a filter, and what gets its events from them by way of queues, topics, streams and pipes."""
        pending = [flow.target for flow in picked.flows]
        seen = {picked.owner.name}
        while pending:
            target = pending.pop(0)
            if target.name not in seen:
                seen.add(target.name)
                yield target
                if target.type in _HAND_ON:
                    pending += [flow.target for flow in self.design.events_out_of(target)]


def passes(picked: Filter, sample: Sample) -> bool:
    """Whether the filter lets a sample pass, or might if the whole event were stated."""
    return matches_any(picked.patterns, sample.event, open_fields(picked))


def open_fields(picked: Filter) -> frozenset[str]:
    """The fields of an event that a sample need not state, so that nobody knows more of them."""
    if picked.dialect == "eventbridge":
        return _ON_EVERY_EVENT
    if picked.dialect in ("lambda", "pipe"):
        asked = frozenset(name for pattern in picked.patterns for name in fields_at_the_top(pattern))
        return asked - {_root(picked)}
    return frozenset()


def _root(picked: Filter) -> str:
    """The field of a record under which a filter finds what was sent, or what happened to an item of a table."""
    return ROOTS.get(picked.owner.type, "dynamodb")


def _meets_others(picked: Filter) -> bool:
    """True for a bus to which events may come that no flow of the description shows."""
    bus: Any = picked.owner
    if bus.type != "eventbridge":
        return False
    if bus.bus == "default":
        return any(may_be_from_aws(pattern) for pattern in picked.patterns)
    is_closed = bus.bus == "custom" and not bus.gives("policy")
    return not is_closed


def _samples(picked: Filter, flow: AnyFlow) -> Iterator[Sample]:
    for listed in (flow.samples, flow.events):
        for one in listed:
            seen = None if one.event is UNKNOWN else _seen(picked, one.event)
            if seen is not None:
                yield Sample(seen, flow, one.at)


def _seen(picked: Filter, sample: Any) -> Any:
    """A sample as the filter sees it; None where it is not known how it looks."""
    match picked.dialect:
        case "eventbridge":
            return _event(sample)
        case "sns-attributes":
            return as_attributes(sample)
        case "sns-body":
            return _plain(sample.get("Message", sample) if isinstance(sample, Mapping) else sample)
    root = _root(picked)
    if root == "dynamodb":  # a table's record says what happened to an item, which is not what its producer sent
        return sample if isinstance(sample, Mapping) and root in sample else None
    record: Any = as_record(sample, root)
    return {**record, root: _plain(record[root])}


def _event(sample: Any) -> Any:
    """An event from a sample that is one, an entry of PutEvents, or the detail alone."""
    sample = _plain(sample)
    if not isinstance(sample, Mapping):
        return {"detail": sample}
    if not sample.keys().isdisjoint(("DetailType", "Detail")):
        named = {_ENTRY.get(key, key): value for key, value in sample.items()}
        return {**named, "detail": _plain(named["detail"])} if "detail" in named else named
    is_event = sample.keys() <= _ON_EVERY_EVENT or not sample.keys().isdisjoint(("detail-type", "detail"))
    return sample if is_event else {"detail": sample}


def _plain(value: Any) -> Any:
    """What a text holds that is JSON of a mapping or list; any other value as it is."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        import json

        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value

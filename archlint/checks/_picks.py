"""Patterns that pick nothing, too much or what cannot come, and the words in which findings say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.checks._words import counted
from archlint.design.samples import open_fields, passes
from archlint.model.base import Place
from archlint.model.pattern_facts import aws_sources, field_no_event_has, is_match_all
from archlint.model.pattern_matching import ENVELOPE, missed
from archlint.model.patterns import leaves
from archlint.model.problems import nearest
from archlint.model.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archlint.design.graph import Design
    from archlint.design.patterns import Filter
    from archlint.design.samples import Sample
    from archlint.model.component import Component
    from archlint.model.patterns import Leaf

_KEEPERS = frozenset({"cloudwatch_logs", "eventbridge", "firehose", "kinesis", "s3"})
"""Targets that take every event on purpose: they keep events, or hand them on to another bus."""


class Pick(NamedTuple):
    """What is so of a filter: where, in words that follow its name, how to mend it, and places that show it."""

    picked: Filter
    at: Place
    what: str
    how: str
    related: Sequence[Place | tuple[Place, str]] = ()


def malformed(design: Design) -> Iterator[Pick]:
    """The patterns that AWS refuses, at each fault."""
    longest = design.limit("eventbridge.pattern.size")
    for picked in design.patterns:
        for wrong in picked.wrong:
            yield Pick(picked, _inside(picked, wrong.path), wrong.message, wrong.remedy)
        if picked.dialect == "eventbridge" and not picked.wrong and (length := _length(picked.written)) > longest:
            what = f"it has {length:,} characters, and AWS takes {longest:,.0f}"
            yield Pick(picked, picked.at, what, "List fewer values, or make two rules of it.")


def _length(written: Any) -> int:
    import json

    return len(written if isinstance(written, str) else json.dumps(written, separators=(",", ":"), ensure_ascii=False))


def idle(design: Design) -> Iterator[Pick]:
    """The patterns that match no event, as far as the samples of the producers tell."""
    for picked in _working(design):
        field = field_no_event_has(picked.patterns[0]) if picked.dialect == "eventbridge" else None
        if field is not None:
            meant = nearest(field.name, ENVELOPE)
            what = f"asks for `{field.name}`, which no event has" + (f"; did you mean `{meant}`?" if meant else "")
            how = f"write `{meant or 'detail'}`" + ("" if meant else f", with `{field.name}` inside")
            yield Pick(picked, _inside(picked, field.path), what, how)
            continue
        samples = design.samples.declared(picked)
        if samples and not any(passes(picked, sample) for sample in samples):
            yield _unmatched(picked, samples)


def _unmatched(picked: Filter, samples: list[Sample]) -> Pick:
    producers = counted(dict.fromkeys(str(sample.flow.source) for sample in samples))
    sample, misses = _nearest(picked, samples)
    has = _has(misses[0], sample.event) if misses else ""
    if len(samples) == 1:
        shown, what = "the sample", f"does not match the sample event of {producers}"
        what += f", which has {has}" if has else ""
    else:
        shown, what = "the nearest sample", f"matches none of the {len(samples)} sample events of {producers}"
        what += f"; the nearest has {has}" if has else ""
    at = _inside(picked, misses[0].path) if misses else picked.at
    how = "ask for what the samples have, or correct the samples"
    return Pick(picked, at, what, how, [(sample.at, shown)])


def _nearest(picked: Filter, samples: list[Sample]) -> tuple[Sample, list[Leaf]]:
    """The sample that fails in the fewest fields and the last of these, and they; none where patterns are several."""
    if len(picked.patterns) > 1:
        return samples[0], []
    asked = leaves(picked.patterns[0])
    tried = [(sample, missed(picked.patterns[0], sample.event, open_fields(picked))) for sample in samples]
    return min(tried, key=lambda one: (not one[1], len(one[1]), -asked.index(one[1][0]) if one[1] else 0))


def _has(leaf: Leaf, event: Any) -> str:
    """What an event has in a field: `detail.status` `new`."""
    names = [step for step in leaf.path if isinstance(step, str)]
    for name in names:
        if not isinstance(event, dict) or name not in event:
            return f"no {'.'.join(names)}"
        event = event[name]
    return f"{'.'.join(names)} {shown(event)}"


def broad(design: Design) -> Iterator[Pick]:
    """The patterns that match every event, or what their own targets send back."""
    for picked in _working(design):
        if not picked.flows:
            continue
        if picked.dialect == "eventbridge" and is_match_all(picked.patterns[0]):
            starts = [flow for flow in picked.flows if flow.target.type not in _KEEPERS]
            if starts:
                targets = counted(dict.fromkeys(str(flow.target) for flow in starts))
                what = f"matches every event, and they all go to {targets}"
                yield Pick(picked, picked.at, what, "name the `source` and `detail-type` that are meant")
            continue
        sample = next(design.samples.returning(picked), None)
        if sample is not None:
            what = f"also matches what comes back from its own target by {sample.flow}"
            how = f"ask for something that the events of {sample.flow.source} do not have"
            yield Pick(picked, picked.at, what, how, [(sample.at, "comes back")])


def waiting_for_aws(design: Design) -> Iterator[Pick]:
    """The patterns of buses of one's own that name sources of AWS, whose events reach the default bus alone."""
    for picked in _working(design):
        bus: Any = picked.owner
        if picked.dialect != "eventbridge" or bus.bus not in ("custom", "partner"):
            continue
        named = [
            source
            for source in aws_sources(picked.patterns[0])
            if bus.bus == "custom" or not source.text.startswith("aws.partner")
        ]
        if named and not _is_handed_on(design, bus):
            sources = counted(dict.fromkeys(f"`{source.text}`" for source in named))
            what = f"waits for {sources}, and AWS's own events come to the default bus alone"
            related = [_inside(picked, source.path) for source in named[1:]]
            yield Pick(picked, _inside(picked, named[0].path), what, "", related)


def _is_handed_on(design: Design, bus: Component) -> bool:
    """Whether what comes to another bus, of this account or of one that the policy admits, may come to this one."""
    return bus.gives("policy") or any(flow.source.type == "eventbridge" for flow in design.events_into(bus))


def _working(design: Design) -> Iterator[Filter]:
    """The filters that AWS takes and that are switched on."""
    return (picked for picked in design.patterns if picked.is_on and picked.patterns)


def _inside(picked: Filter, path: tuple[str | int, ...]) -> Place:
    return Place((*picked.at.path, *path))

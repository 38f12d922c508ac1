"""What archlint knows of a rule, or worked out about a component or a flow, told to a person."""

from __future__ import annotations

from textwrap import fill, indent
from typing import TYPE_CHECKING, Any

from archlint.model.base import Fields
from archlint.model.component import Component, known
from archlint.model.flow import Flow
from archlint.model.messaging import Schedule
from archlint.model.states import all_states
from archlint.model.workflow import Workflow
from archlint.reports import explain_load, permissions
from archlint.reports.rules import filled, general

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from archlint.design.delivery import Attempts, PayloadLimit
    from archlint.design.failures import RouteFailures
    from archlint.design.graph import Design
    from archlint.design.repetition import Repetition
    from archlint.lint.cards import Card
    from archlint.model.description import AnyFlow

_WIDTH = 100


def rule(card: Card, examples: Iterable[Mapping[str, Any]], facts: Mapping[str, Mapping[str, Any]]) -> str:
    """Everything about one rule: when, why, how to mend it, the facts it rests on, and an example of either kind."""
    parts = [f"{card.id}: {card.title}", f"{card.severity}, {card.pillar}, chapter {card.chapter}", ""]
    parts += [
        _labelled("When", f"{filled(card)}"),
        _labelled("Why", general(card.why)),
        _labelled("Remedy", general(card.remedy)),
    ]
    if card.asks:
        parts.append(_labelled("Asks", general(card.asks)))
    if card.facts:
        parts += ["", "Facts:", *(_fact(facts[name]) for name in card.facts if name in facts)]
    listed = list(examples)
    kinds = [[example for example in listed if bool(example["expect"]) is told] for told in (True, False)]
    for example in (kind[0] for kind in kinds if kind):
        parts += ["", f"Example, {example['name']}:", indent(example["description"].rstrip(), "    ")]
        said = [f"  -> {expected['says']}" for expected in example["expect"]]
        parts += said or ["  -> nothing to say"]
    if len(listed) > 2:
        parts += ["", f"All of its {len(listed)} examples: archlint explain {card.id} --format json"]
    parts += ["", "Settings in archlint.toml, with their defaults:", *_settings(card)]
    parts += ["", f"One finding is hidden by `# archlint: ignore[{card.id}] because ...` on its line."]
    if card.source:
        parts += ["", f"See {card.source}"]
    return "\n".join(parts) + "\n"


def _settings(card: Card) -> list[str]:
    from json import dumps

    settings = {"severity": card.severity, **card.parameters}
    lines = [f"{name} = {dumps(value, ensure_ascii=False)}" for name, value in settings.items()]
    return [f"    {line}" for line in (f"[rules.{card.id}]", *lines)]


def _fact(fact: Mapping[str, Any]) -> str:
    today = f" Today: {fact['today']}" if fact.get("today") else ""
    return fill(
        f"{fact['id']} ({fact['heading']}): {fact['says']}{today}",
        _WIDTH,
        initial_indent="  ",
        subsequent_indent="    ",
    )


def _labelled(label: str, text: str) -> str:
    return fill(f"{label}: {text[0].upper()}{text[1:]}", _WIDTH, subsequent_indent="  ")


def meant(design: Design, name: str) -> list[Component | AnyFlow | RouteFailures]:
    """What a name means in a design: a component, else flows, else routes of APIs and the flows that name them."""
    if name in design.components:
        return [design.components[name]]
    tidy = " -> ".join(part.strip() for part in name.split("->"))
    flows = [
        one for one in design.all_flows if str(one) in (name, tidy) or tidy == f"{one.source.name} -> {one.target.name}"
    ]
    if flows:
        return [*flows]
    from archlint.design.failures import of_route

    return [*of_route(design, name), *(one for one in design.written if known(one.route) and name in one.route)]


def named(design: Design, name: str, now: datetime) -> str | None:
    """What there is to say about the component, flow or route of that name; None where the design has none such.

    `now` (aware) is what the next time of a schedule comes after.
    """
    return "\n".join(_told(design, one, now) for one in meant(design, name)) or None


def _told(design: Design, one: Component | AnyFlow | RouteFailures, now: datetime) -> str:
    if isinstance(one, Component):
        return component(design, one, now)
    if isinstance(one, Flow):
        return flow(design, one)
    from archlint.reports.explain_route import route

    return route(one)


def component(design: Design, one: Component, now: datetime) -> str:
    """What a component is and what was worked out about it."""
    said = [f"  {name}: {value}" for name, value in settings(one)]
    lines = [f"{one.name} ({one.type})", *([""] if said else []), *said]
    clock = by_the_clock(one, now)
    lines += ["", f"It {clock}."] if clock else []
    arriving, leaving = design.into(one), design.out_of(one)
    lines += ["", "What reaches it:" if arriving else "Nothing reaches it."]
    lines += [f"  {flow}: {_how(design, flow)}" for flow in arriving]
    lines += ["", "What leaves it:" if leaving else "Nothing leaves it."]
    lines += [f"  {flow}: {_how(design, flow)}" for flow in leaving]
    lines += explain_load.component_lines(design, one)
    again = design.repetition(one)
    lines += ["", _twice(again) if again else "It sees each event once, as far as is known."]
    lines += _times(design, one)
    if design.is_dead_letter(one):
        lines += ["", "Failures are sent to it: it is a dead-letter target."]
    lines += permissions.of_component(design, one)
    return "\n".join(lines) + "\n"


def _times(design: Design, one: Component) -> list[str]:
    """How long one piece of work takes at worst, and what that is made of."""
    if isinstance(one, Workflow):
        from archlint.reports import explain_workflow

        return explain_workflow.lines(design, one)
    chain, own = design.timing.chain(one), design.timing.own(one)
    if not (own > 0 or chain.total > 0):
        return []
    waits = [f"  waits {wait.time} for {wait.flow}" for wait in chain.waits]
    return ["", f"Worst time: {own + chain.total}, of which {own} its own work", *waits]


def by_the_clock(one: Component, now: datetime) -> str:
    """What a schedule does by the clock, in words; empty for anything else, and where it is not known."""
    if not isinstance(one, Schedule):
        return ""
    from archlint.model.firing import in_words

    return in_words(one, now)


def settings(one: Component) -> Iterator[tuple[str, str]]:
    """What the description says of a component itself, as text."""
    for name, field in type(one).specs.items():
        if one.gives(name) and name not in ("ignore", "note"):
            value = getattr(one, name)
            if name == "definition" and isinstance(one, Workflow) and one.asl is not None:
                states = sum(1 for _ in all_states(one.asl.machine))
                value = f"{states:,} state{'s' if states > 1 else ''}, from `{one.asl.machine.start}`"
            yield field.alias or name, _shown(value)


def _shown(value: Any, inside: bool = False) -> str:
    if isinstance(value, Fields):
        value = {name: getattr(value, name) for name in sorted(value.given)}
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_shown(each, inside=True)}" for name, each in value.items()) + "}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "none"
    if isinstance(value, list | tuple):
        listed = ", ".join(_shown(item, inside=True) for item in value)
        return f"[{listed}]" if inside else listed
    return str(value)


def _how(design: Design, flow: AnyFlow) -> str:
    if flow.edge != "event":
        return flow.edge.replace("_", " ")
    delivery = design.delivery(flow)
    if not delivery.mode:
        return "not known" if delivery.supported is None else "not offered by AWS"
    return f"{_MODES.get(delivery.mode, delivery.mode)}, {delivery.guarantee.replace('_', ' ')}"


_MODES = {
    "sync": "synchronous", "async": "asynchronous", "push": "pushed", "poll_queue": "polled from a queue",
    "poll_stream": "polled from a stream", "callback": "waited for by a token",
}  # fmt: skip


def flow(design: Design, one: AnyFlow) -> str:
    """How a flow is delivered, who tries again how often, which limits hold, the worst time, and the facts."""
    delivery = design.delivery(one)
    lines = [f"{one}: from {one.source.type} to {one.target.type}", ""]
    if one.state:
        lines.append(f"Made by the state `{one.state}` of {one.source}")
    if delivery.supported is False:
        lines += [f"AWS does not offer this: {delivery.why}", f"Way round: {delivery.way_round}"]
        return "\n".join(lines) + "\n"
    lines.append(f"Delivered: {_how(design, one)}, order {delivery.order.replace('_', ' ')}")
    tried = design.samples.tried(one)
    lines += [f"Picks {tried[0]:,} of {tried[1]:,} sample events"] if tried else []
    lines += [tries(layer) for layer in delivery.attempts] or ["Tried again by nobody"]
    lines += ["", "Limits:" if delivery.sizes else "No size limit is known."]
    lines += [f"  {_limit(one, size)}" for size in delivery.sizes]
    if known(one.payload):
        lines.append(f"  payload here: {one.payload}")
    lines += explain_load.flow_lines(design, one)
    worst = design.timing.waits_for(one) or design.timing.worst(one.target, one)
    if worst > 0:
        lines += ["", f"Worst time: {worst}"]
    permits = permissions.of_flow(design, one)
    lines += ["", *permits] if permits else []
    if delivery.facts:
        lines += ["", f"Facts: {' '.join(delivery.facts)}"]
    if delivery.source:
        lines.append(f"See {delivery.source}")
    return "\n".join(lines) + "\n"


def _twice(again: Repetition) -> str:
    way = f", by way of {' and '.join(map(str, again.way(again.further)))}" if again.further else ""
    return f"It can see one event twice: {again.flow} delivers at least once{way}."


def tries(layer: Attempts) -> str:
    """Who tries again how often, and where an event ends that failed every time."""
    what = {
        "handover": "if the target is not reached",
        "throttle": "if the target has no room",
        "error": "if the work fails",
    }
    end = f"then to {layer.rescue}" if layer.rescue is not None else f"then {_FINALLY.get(layer.final, layer.final)}"
    if layer.times == 1:
        return f"Not tried again {what[layer.on]}; {end}"
    if not known(layer.times):
        often = "an unknown number of times"
    else:
        often = "without end" if layer.times == float("inf") else f"{layer.times:,.0f} times in all"
    span = f", over up to {layer.over}" if layer.over > 0 else ""
    return f"Tried {often} {what[layer.on]}, by {layer.owner}{span}; {end}"


_FINALLY = {
    "caller": "its caller is told", "discarded": "it is lost", "redrive": "the source queue decides",
    "failed": "the execution fails", "caught": "a Catch takes it up",
    "blocks": "the shard waits until its records expire", "error_output": "it goes to the error prefix",
    "reader": "the reading program decides",
}  # fmt: skip


def _limit(flow: AnyFlow, size: PayloadLimit) -> str:
    grows = f", after growing by {(size.factor - 1) * 100:.0f} %" if size.factor > 1 else ""
    what = {"event": "one event", "batch": "a batch", "answer": "the answer"}[size.of]
    return f"{size.limit} for {what}, set by {getattr(flow, size.end)}{grows} ({size.id})"

"""What `explain` tells of a workflow: its states, what one execution does, and the way that takes longest."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from archlint.design.workflows import outline
from archlint.document.quantities import Duration, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archlint.design.graph import Design
    from archlint.design.workflows import Outline
    from archlint.model.asl.timing import Step
    from archlint.model.asl.visits import Tally
    from archlint.model.workflow import Workflow

_WIDTH = 100


def lines(design: Design, workflow: Workflow) -> list[str]:
    """What was worked out of a workflow, for a person; nothing where its definition is not known."""
    found = outline(design, workflow)
    if found is None:
        return []
    kinds = ", ".join(f"{count} {kind or 'without a type'}" for kind, count in found.kinds.items())
    inside = f", {found.inside} of them inside others" if found.inside else ""
    return [
        "",
        f"States: {sum(found.kinds.values())} ({kinds}){inside}",
        *_counted(design, workflow, found),
        "",
        *_worst(found),
    ]


def _counted(design: Design, workflow: Workflow, found: Outline) -> list[str]:
    told = [f"One execution: {_sum(found.transitions, 'state transition')}"]
    if workflow.workflow == "standard":
        limit = design.limit("sfn.history")
        told = [f"{told[0]}, {_sum(found.history, 'event')} of history, which holds {limit:,.0f}"]
    if found.transitions.missing:
        told.append(_wrapped(f"not known: odds or items of {_names(found.transitions.missing)}"))
    return told


def _sum(tally: Tally, what: str) -> str:
    open_ = isinstance(tally.total, Unknown)
    number = round(tally.at_least if isinstance(tally.total, Unknown) else tally.total, 2)
    return f"{'at least ' if open_ else ''}{number:,g} {what}{'s' if number != 1 else ''}"


def _worst(found: Outline) -> list[str]:
    most, end = found.bounded, found.end
    worst = found.worst
    if worst is None:
        told = [f"Worst time: at least {most.at_least}"]
    elif end is not None and worst == end.after and (isinstance(most.total, Unknown) or most.total > worst):
        told = [f"Worst time: {worst}, when {end.what}"]
    else:
        told = [f"Worst time: {worst}, if every attempt takes all the time it has"]
    told += [f"  {step.state.name}: {_step(step)}" for step in most.steps if step.at_least > 0]
    if most.unknown:
        told.append(_wrapped(f"nothing bounds {_names(most.unknown)}"))
    told += [_wrapped(f"a loop, gone through once here: {_names(loop)}") for loop in most.loops]
    least = found.expected.at_least
    if 0 < least < most.at_least and (worst is None or least < worst):
        told.append(_wrapped(f"by the durations that are stated it takes up to {least}"))
    return told


def _step(step: Step) -> str:
    """The time of one state and what makes it up."""
    parts = []
    if step.rounds > 1:
        parts.append(f"{step.rounds:,.0f} rounds of items")
    if step.attempts > 1:
        each = f" of {step.each}" if not isinstance(step.each, Unknown) else ""
        parts.append(f"{step.attempts:,} attempts{each}")
    if step.pauses:
        parts.append(f"{Duration(step.pauses)} of pauses between them")
    made_of = f" ({', '.join(parts)})" if parts else ""
    return f"{Duration(step.at_least)}{made_of}"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _wrapped(text: str) -> str:
    return fill(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")

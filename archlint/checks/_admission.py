"""Who sends to a queue or topic that only a resource policy can admit, and is admitted by none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._crossings import crossings
from archlint.checks.hit import Fix, Hit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archlint.design.access.doors import Door
    from archlint.design.graph import Design
    from archlint.model.component import Component


def unadmitted(design: Design, model: type[Component]) -> Iterator[Hit]:
    """One hit for each component of this model whose senders need a policy that it does not have."""
    declared = design.declares_access
    for target in design.of(model):
        shut = [
            crossing.door
            for flow in design.into(target)
            if declared or flow.policy is False
            for crossing in crossings(design, flow)
            if crossing.state == "shut" and is_without_policy(crossing.door)
        ]
        if shut:
            yield refusing(target, shut)


def is_without_policy(door: Door) -> bool:
    """True where a queue or topic has no policy at all for a sender, or the flow says so: a rule of its own chapter."""
    target = door.flow.target
    return door.of is target and target.type in ("sqs", "sns") and (target.policy is None or door.flow.policy is False)


def refusing(target: Component, shut: Sequence[Door]) -> Hit:
    """A component whose policy lets none of these callers in."""
    from archlint.design.access.doors import ANOTHER

    named = list(dict.fromkeys(door.named for door in shut))
    written = f"[{', '.join(_quoted(name) for name in named)}]"
    said = any(door.flow.policy is False for door in shut)  # what a flow says stays said, whatever the policy
    certain = not (said or target.gives("policy") or ANOTHER in named)
    return Hit(
        at=target.field("policy"),
        related=[(door.flow.at, door.named) for door in shut],
        values={
            "target": target,
            "senders": list(dict.fromkeys(str(door.flow.source) for door in shut)),
            "principals": named,
            "policy": written,
        },
        fix=Fix(target.field("policy"), written, safe=False) if certain else None,
    )


def _quoted(name: str) -> str:
    return f'"{name}"' if name.isdecimal() else name

"""Reads the flows of a description and joins them to the components at their ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.model.flow import Flow
from archlint.model.flow_kinds import defaults_between, keys_between
from archlint.model.problems import Wrong, did_you_mean, nearest, unknown_field
from archlint.model.reading import Notes, keys_of, read
from archlint.model.registry import TYPES

if TYPE_CHECKING:
    from archlint.model.base import Path
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow, Description


def read_flows(found: Description, notes: Notes) -> None:
    """Read every flow that can be read; the others are noted."""
    items = found.document.data.get("flows")
    if items is None:
        return
    if not isinstance(items, list):
        notes.wrong.append(
            Wrong("wrong-value", ("flows",), "`flows` is not a list", "Write each flow as an item: `- a -> b: {...}`.")
        )
        return
    for index, item in enumerate(items):
        flow = _flow(found, index, item, notes)
        if flow is not None:
            flow.__dict__["number"] = len(found.flows)
            found.flows.append(flow)


def _flow(found: Description, index: int, item: Any, notes: Notes) -> AnyFlow | None:
    path: Path = ("flows", index)
    if isinstance(item, str):
        text, data = item, None
    elif isinstance(item, dict) and len(item) == 1:
        ((text, data),) = item.items()
        path = (*path, text)
    else:
        what = f"has {len(item)} keys" if isinstance(item, dict) else "is not a mapping"
        notes.wrong.append(
            Wrong(
                "wrong-value",
                path,
                f"a flow {what}, not the one key `a -> b`",
                "Write each flow as an item of its own: `- a -> b: {...}`.",
            )
        )
        return None
    source, target = _ends(found, text, path, notes)
    if source is None or target is None:
        return None
    if data is not None and not isinstance(data, dict):
        notes.wrong.append(
            Wrong(
                "wrong-value",
                path,
                f"{text} has a value that is not a mapping of fields",
                f"Write `- {text}: {{...}}`.",
            )
        )
        data = None
    return _linked(source, target, text, data or {}, path, notes)


def _linked(source: Component, target: Component, text: str, data: dict[str, Any], path: Path, notes: Notes) -> AnyFlow:
    allowed = keys_between(source.type, target.type)
    if not data.keys() <= allowed:
        foreign = [key for key in data if key not in allowed]
        data = _without_foreign(source, target, text, data, path, foreign, notes)
    flow: AnyFlow = read(Flow, data, path, text, notes)
    state = flow.__dict__
    state["source"] = source
    state["target"] = target
    given = flow.given
    if "rule" in given and source.type == "eventbridge":
        _check_rule(flow, source, notes)
    for name, value in defaults_between(source.type, target.type).items():
        if name not in given and name not in data:  # what is written and cannot be read stays unknown
            state[name] = value
    return flow


def _check_rule(flow: AnyFlow, bus: Any, notes: Notes) -> None:
    """Note a rule that a bus does not have, if it lists any."""
    name: Any = flow.rule  # unknown in a template that computes it
    if isinstance(bus.rules, dict) and bus.rules and isinstance(name, str) and name not in bus.rules:
        message = f"{flow} names the rule `{name}`, which {bus} does not have{did_you_mean(name, bus.rules)}"
        how = f"Correct the name, or add `{name}` to `rules`."
        notes.wrong.append(Wrong("dangling-name", flow.field("rule").path, message, how))


def _without_foreign(
    source: Component, target: Component, text: str, data: dict[str, Any], path: Path, foreign: list[str], notes: Notes
) -> dict[str, Any]:
    quiet = source.type not in TYPES or target.type not in TYPES
    everywhere = keys_of(Flow)
    allowed = sorted(keys_between(source.type, target.type))
    misspelt: dict[str, Any] = {}
    for key in foreign:
        if (quiet and key in everywhere) or key.startswith("x-"):
            continue
        if key in everywhere:
            notes.wrong.append(
                Wrong(
                    "unknown-field",
                    (*path, key),
                    f"{text} has `{key}`, which a flow from {source.type} to {target.type} does not have",
                    f"Remove `{key}` from this flow.",
                )
            )
        else:
            notes.wrong.append(unknown_field(text, key, (*path, key), allowed))
            meant = nearest(key, allowed)
            if meant:
                misspelt[meant] = UNKNOWN
    kept = everywhere if quiet else allowed
    return misspelt | {key: value for key, value in data.items() if key in kept}


def _ends(found: Description, text: str, path: Path, notes: Notes) -> tuple[Component | None, Component | None]:
    left, arrow, right = text.partition("->")
    source, target = left.strip(), right.strip()
    if not arrow or not source or not target:
        notes.wrong.append(
            Wrong(
                "wrong-value",
                path,
                f"`{text}` is not a flow: it has no `->` between two names",
                "Write `- a -> b: {...}`.",
            )
        )
        return None, None
    ends = found.components.get(source), found.components.get(target)
    if ends[0] is not None and ends[1] is not None:
        return ends
    for name, end in zip((source, target), ends, strict=True):
        if end is None and not found.declares(name, "components"):  # what could not be read is told already
            notes.wrong.append(
                Wrong(
                    "dangling-name",
                    path,
                    f"{text} names `{name}`, which is not a component{did_you_mean(name, found.components)}",
                    f"Correct the name, or add `{name}` to `components`.",
                )
            )
    return ends

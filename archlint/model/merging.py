"""What a description says once its defaults and a scenario are merged in; every entry keeps its own place."""

from __future__ import annotations

from typing import Any

from archlint.document.tree import Map, Seq
from archlint.model.registry import short_name


def effective(data: Map, scenario: str | None) -> Map:
    """`data` with `defaults` under its components and, if one is named, a scenario over it.

    Raises KeyError where there is no scenario of that name.
    """
    if scenario is not None:
        data = _with_scenario(data, scenario)
    defaults = data.get("defaults")
    components = data.get("components")
    if not isinstance(defaults, Map) or not isinstance(components, Map) or not defaults:
        return data
    by_type = {short_name(key) or key: value for key, value in defaults.items() if isinstance(value, Map)}
    merged = _copy(components)
    for name, component in components.items():
        if isinstance(component, Map):
            kind = component.get("type")
            under = by_type.get(short_name(kind) or kind) if isinstance(kind, str) else None
            if under is not None:
                merged[name] = overlaid(under, component)
    result = _copy(data)
    result["components"] = merged
    return result


def overlaid(under: Map, over: Map) -> Map:
    """`over` laid on `under`: mappings unite key by key, anything else is replaced, and so is what a file holds."""
    result = _copy(under)
    result.span = over.span
    for key, value in over.items():
        below, at = under.get(key), over.spans[key]
        result.spans[key] = at
        if isinstance(below, Map) and isinstance(value, Map) and value.span[0] is at[0]:
            result[key] = overlaid(below, value)
        else:
            result[key] = value
    return result


def with_usage(data: Map, usage: Map) -> Map:
    """`data` with more usage laid over its own."""
    own = data.get("usage")
    result = _copy(data)
    result["usage"] = overlaid(own, usage) if isinstance(own, Map) else usage
    if "usage" not in data:
        result.spans["usage"] = next(iter(usage.spans.values()))
    return result


def _copy(data: Map) -> Map:
    result = Map(data)
    result.span = data.span
    result.spans = dict(data.spans)
    return result


def _with_scenario(data: Map, name: str) -> Map:
    scenarios = data.get("scenarios")
    if not isinstance(scenarios, Map) or name not in scenarios:
        raise KeyError(name)
    scenario = scenarios[name]
    if not isinstance(scenario, Map):
        return data
    result = _copy(data)
    short = any("->" in key for key in scenario)  # the short form: usage alone
    for section, over in (("usage", scenario),) if short else tuple(scenario.items()):
        below = data.get(section)
        if section == "flows" and isinstance(below, Seq) and isinstance(over, Map):
            result[section] = _flows_overlaid(below, over)
        elif section in ("usage", "components", "flows") and isinstance(over, Map):
            result[section] = overlaid(below, over) if isinstance(below, Map) else over
            if not isinstance(below, Map):
                result.spans[section] = scenarios.spans[name]
    return result


def _flows_overlaid(flows: Seq, over: Map) -> Seq:
    wanted = {_name(key): key for key in over}
    result = Seq(flows)
    result.span, result.spans = flows.span, list(flows.spans)
    for index, item in enumerate(flows):
        if not isinstance(item, Map) or len(item) != 1:
            continue
        ((text, fields),) = item.items()
        own = fields.get("name") if isinstance(fields, Map) else None
        key = wanted.get(_name(text)) or wanted.get(str(own))
        if key is not None and isinstance(over[key], Map):
            changed = _copy(item)
            changed[text] = overlaid(fields, over[key]) if isinstance(fields, Map) else over[key]
            result[index] = changed
    return result


def _name(text: Any) -> str:
    return " -> ".join(part.strip() for part in str(text).split("->"))

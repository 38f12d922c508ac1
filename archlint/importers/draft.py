"""The description under construction: native parts, each entry standing where the template says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.values import Items, Open, Properties, Setting, as_item
from archlint.model.flow_kinds import EVERY, fields_between
from archlint.model.registry import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.document.tree import MapEntry, Path, Source


class Part:
    """One named part: a component, a flow, a role. `fields` is its native mapping."""

    __slots__ = ("at", "fields", "name")

    def __init__(self, name: str, at: MapEntry) -> None:
        self.name = name
        self.at = at
        self.fields = Properties(as_item(at))

    def put(self, key: str, value: Any, at: MapEntry | None = None, note: str = "") -> None:
        """Set a field (`dlq.to` for a nested one) that the entry `at` says; an open value becomes unknown."""
        fields, at = self.fields, at or self.at
        *outer, last = key.split(".")
        for step in outer:
            inner = fields.get(step)
            if not isinstance(inner, Properties):
                inner = Properties(as_item(at))
                fields.put(step, inner, at)
            fields = inner
        fields.put(last, UNKNOWN if isinstance(value, Open) else value, at, note)

    def set(self, key: str, setting: Setting, value: Any) -> None:
        """Set a field to `value`, which was made of `setting`."""
        self.put(key, value, setting.at, setting.note)

    def add(self, key: str, value: Any, at: MapEntry | None = None) -> None:
        """Append to a field that is a list, unless it holds the value already."""
        at = at or self.at
        listed = self.fields.get(key)
        if not isinstance(listed, Items):
            listed = Items(as_item(at))
            self.fields.put(key, listed, at)
        if not any(value is known or value == known for known in listed):
            listed.add(UNKNOWN if isinstance(value, Open) else value, as_item(at))

    def drop(self, key: str) -> None:
        if key in self.fields:
            del self.fields[key], self.fields.spans[key]
            self.fields.notes.pop(key, None)

    def get(self, key: str) -> Any:
        fields: Any = self.fields
        for step in key.split("."):
            fields = fields.get(step) if isinstance(fields, dict) else None
        return fields


class FlowPart(Part):
    """A flow; `hint` names it where several join the same pair, `inferred` marks one that permissions alone tell of."""

    __slots__ = ("hint", "inferred", "source", "target")

    def __init__(self, source: str, target: str, at: MapEntry, hint: str) -> None:
        super().__init__(f"{source} -> {target}", at)
        self.source = source
        self.target = target
        self.hint = hint
        self.inferred = False


class Draft:
    """Gathers the parts of one description in the order in which they are met."""

    def __init__(self, source: Source, top: MapEntry) -> None:
        self.source = source
        self.top = top
        self.head = Part("", top)
        self.components: dict[str, Part] = {}
        self.flows: list[FlowPart] = []
        self.sections: dict[str, dict[str, Part]] = {}

    def component(self, name: str, kind: str, at: MapEntry) -> Part:
        part = Part(name, at)
        part.put("type", kind, at)
        self.components[name] = part
        return part

    def type_of(self, name: str) -> str:
        part = self.components.get(name)
        return str(part.fields["type"]) if part else ""

    def part(self, section: str, name: str, at: MapEntry) -> Part:
        """A part of a section such as `roles` or `vpcs`, made when it is first asked for."""
        parts = self.sections.setdefault(section, {})
        if name not in parts:
            parts[name] = Part(name, at)
        return parts[name]

    def flow(self, source: str, target: str, at: MapEntry, hint: str = "") -> FlowPart:
        flow = FlowPart(source, target, at, hint)
        self.flows.append(flow)
        return flow

    def flows_between(self, source: str, target: str) -> Iterator[FlowPart]:
        return (flow for flow in self.flows if flow.source == source and flow.target == target)

    def unused_name(self, wanted: str) -> str:
        """`wanted`, or with a number where a component has that name already."""
        name, number = wanted, 1
        while name in self.components:
            number += 1
            name = f"{wanted}-{number}"
        return name

    def data(self) -> Properties:
        """The whole description in the native format."""
        data = Properties(as_item(self.top))
        for key in self.head.fields:
            data.put(key, self.head.fields[key], self.head.fields.spans[key], self.head.fields.notes.get(key, ""))
        for section, parts in self.sections.items():
            self._section(data, section, parts)
        self._section(data, "components", self.components)
        if self.flows:
            data.put("flows", self._flows(), self.top)
        return data

    def _section(self, data: Properties, name: str, parts: dict[str, Part]) -> None:
        if not parts:
            return
        section = Properties(data.span)
        for part in parts.values():
            section.put(part.name, part.fields, part.at)
        data.put(name, section, self.top)

    def _flows(self) -> Items:
        _name_apart(self._merged())
        listed = Items(as_item(self.top))
        for flow in self.flows:
            allowed = fields_between(self.type_of(flow.source), self.type_of(flow.target))
            foreign = not {self.type_of(flow.source), self.type_of(flow.target)} <= TYPES.keys()
            kept = Properties(flow.fields.span)
            for key in flow.fields:
                if key in EVERY or key in allowed or foreign:
                    kept.put(key, flow.fields[key], flow.fields.spans[key], flow.fields.notes.get(key, ""))
            item = Properties(as_item(flow.at))
            item.put(flow.name, kept, flow.at)
            listed.add(item, as_item(flow.at))
        return listed

    def _merged(self) -> list[FlowPart]:
        """Flows that differ in their routes alone become one with all of them."""
        kept: list[FlowPart] = []
        known: dict[tuple[str, str], FlowPart] = {}
        for flow in self.flows:
            route = flow.fields.get("route")
            rest = repr(sorted((key, repr(value)) for key, value in flow.fields.items() if key != "route"))
            first = known.get((flow.name, rest)) if route is not None else None
            if first is None:
                kept.append(flow)
                if route is not None:
                    known[flow.name, rest] = flow
                continue
            routes = first.fields["route"]
            if not isinstance(routes, Items):
                listed = Items(as_item(first.fields.spans["route"]))
                listed.add(routes, as_item(first.fields.spans["route"]))
                first.fields.put("route", listed, first.fields.spans["route"])
                routes = listed
            for item, at in (
                zip(route, route.spans, strict=True)
                if isinstance(route, Items)
                else [(route, flow.fields.spans["route"])]
            ):
                if item not in routes:
                    routes.add(item, as_item(at))
        self.flows = kept
        return kept


def _name_apart(flows: list[FlowPart]) -> None:
    """Give every flow a name that shares its pair with another."""
    pairs: dict[str, list[FlowPart]] = {}
    for flow in flows:
        pairs.setdefault(flow.name, []).append(flow)
    taken = {flow.fields.get("name") for flow in flows}
    for alike in pairs.values():
        if len(alike) < 2:
            continue
        for number, flow in enumerate(alike, 1):
            if "name" in flow.fields:
                continue
            wanted = flow.hint or f"{flow.source} to {flow.target}"
            name = wanted if wanted not in taken else f"{wanted} {number}"
            taken.add(name)
            flow.put("name", name, flow.at)


def assumptions(data: Any) -> dict[Path, str]:
    """Every value of a description that is only likely: its path, and why."""
    found: dict[Path, str] = {}
    waiting: list[tuple[Path, Any]] = [((), data)]
    while waiting:
        path, part = waiting.pop()
        if isinstance(part, Properties):
            found.update(((*path, key), note) for key, note in part.notes.items())
            waiting.extend(((*path, key), value) for key, value in part.items())
        elif isinstance(part, Items):
            found.update(((*path, index), note) for index, note in part.notes.items())
            waiting.extend(((*path, index), value) for index, value in enumerate(part))
    return found

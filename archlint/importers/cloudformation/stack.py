"""Reads a template, and the local templates nested in it, into resources whose properties are worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from archlint.document.tree import Map, MapEntry
from archlint.importers.cloudformation.conditions import Choice, choices
from archlint.importers.cloudformation.intrinsics import evaluate, turns
from archlint.importers.cloudformation.parameters import parameters_of
from archlint.importers.cloudformation.resource import Resource
from archlint.importers.cloudformation.scope import Known, Scope
from archlint.importers.cloudformation.template import is_template, section
from archlint.importers.cloudformation.values import NOTHING, Properties, find, text_at
from archlint.importers.sam.expand import expand
from archlint.importers.sam.globals import Globals

if TYPE_CHECKING:
    from archlint.importers.cloudformation.files import Folder

DEEPEST = 5
_ATTRIBUTES = ("Connectors", "DependsOn", "IgnoreGlobals")


@dataclass(slots=True)
class Stack:
    """What one template comes to under one combination of its conditions."""

    resources: list[Resource] = field(default_factory=list)
    outputs: dict[str, Known] = field(default_factory=dict)


class _Nested(Mapping[str, Mapping[str, Known]]):
    """The outputs of the stacks nested in a template, read when they are asked for."""

    def __init__(self, data: Any, depth: int, stack: Stack) -> None:
        self.raw = section(data, "Resources")
        self.depth = depth
        self.stack = stack
        self.scope: Scope | None = None
        self.read: dict[str, dict[str, Known]] = {}

    def __getitem__(self, name: str) -> Mapping[str, Known]:
        if name not in self.read:
            self.read[name] = {}  # a stack that asks for itself gets nothing
            raw = self.raw.get(name)
            if isinstance(raw, Map) and self.scope is not None:
                self.read[name] = self._stack(name, raw, self.scope)
        return self.read[name]

    def _stack(self, name: str, raw: Map, scope: Scope) -> dict[str, Known]:
        properties, _ = evaluate(raw.get("Properties"), scope)
        location = _asset(raw) or text_at(properties, "Location") or text_at(properties, "TemplateURL")
        document = scope.folder.parse(location) if location and self.depth < DEEPEST else None
        if document is None or not is_template(document.data):
            return {}
        given = find(properties, "Parameters")
        values = given.value if given is not None and isinstance(given.value, Properties) else Properties(raw.span)
        parameters = {key: (values[key], values.notes.get(key, "")) for key in values}
        prefix = f"{scope.prefix}{name}/"
        folder = scope.folder.of(location)
        inner = read_stacks(document.data, folder, parameters, scope.pseudo, prefix, self.depth + 1)
        first = inner[0][1]
        self.stack.resources += first.resources
        return first.outputs

    def __iter__(self) -> Iterator[str]:
        return iter(self.raw)

    def __len__(self) -> int:
        return len(self.raw)

    def __contains__(self, name: object) -> bool:
        raw = self.raw.get(str(name))
        return isinstance(raw, Map) and raw.get("Type") in NESTED


def _asset(raw: Map) -> str:
    """The file in which the CDK keeps a nested template, whose address it only knows when the stack is made."""
    metadata = raw.get("Metadata")
    path = metadata.get("aws:asset:path") if isinstance(metadata, Map) else None
    return path if isinstance(path, str) else ""


NESTED = frozenset({"AWS::CloudFormation::Stack", "AWS::Serverless::Application"})


def read_stacks(
    data: Any,
    folder: Folder,
    given: Mapping[str, Any],
    pseudo: Mapping[str, str],
    prefix: str = "",
    depth: int = 0,
) -> list[tuple[Choice, Stack]]:
    """What a template comes to, for each combination of its conditions; of a nested template only the first one."""
    scope = Scope(
        folder=folder,
        top=data.span,
        prefix=prefix,
        parameters=parameters_of(data, given, prefix),
        pseudo=pseudo,
        mappings=section(data, "Mappings"),
        declared=section(data, "Resources"),
    )
    found = choices(data, scope, frozenset(given))
    return [(choice, _read(data, scope, choice, depth)) for choice in (found[:1] if depth else found)]


def _read(data: Any, scope: Scope, choice: Choice, depth: int) -> Stack:
    stack = Stack()
    nested = _Nested(data, depth, stack)
    scope = replace(scope, parameters=choice.parameters, truth=choice.truth, stacks=nested)
    nested.scope = scope
    globals_ = Globals(data, scope)
    own: list[Resource] = []
    for name, raw, at, inner in _entries(section(data, "Resources"), scope):
        if isinstance(raw.get("Condition"), str) and choice.truth.get(inner.spelled(raw["Condition"])) is False:
            continue
        resource = _resource(name, raw, at, inner, globals_)
        if resource is not None:
            own.append(resource)
            if resource.type in NESTED:
                nested[name]
    stack.resources[:0] = expand(own, globals_)
    for name, raw in section(data, "Outputs").items():
        if isinstance(raw, Map) and "Value" in raw:
            stack.outputs[name] = evaluate(raw["Value"], scope)
    return stack


def _entries(raw: Map, scope: Scope) -> Iterator[tuple[str, Map, MapEntry, Scope]]:
    for key, value in raw.items():
        if key.startswith("Fn::ForEach::"):
            for inner, body in turns(value, scope):
                yield from _entries(body, inner)
        elif isinstance(value, Map):
            yield scope.spelled(key), value, raw.spans[key], scope


def _resource(name: str, raw: Map, at: MapEntry, scope: Scope, globals_: Globals) -> Resource | None:
    kind = raw.get("Type")
    if not isinstance(kind, str) or not kind:
        return None
    properties, _ = evaluate(raw.get("Properties"), scope)
    if not isinstance(properties, Properties):
        properties = Properties(raw.span)
    attributes = Properties(raw.span)
    for key in _ATTRIBUTES:
        if key in raw:
            value, note = evaluate(raw[key], scope)
            if value is not NOTHING:
                attributes.put(key, value, raw.spans[key], note)
    metadata = raw.get("Metadata")
    if isinstance(metadata, Map) and isinstance(metadata.get("archlint"), Map):
        own, _ = evaluate(metadata["archlint"], scope)
        attributes.put("archlint", own, metadata.spans["archlint"])
    if kind.startswith("AWS::Serverless::"):
        properties = globals_.merged(kind, properties, attributes, raw.get("Properties"))
    return Resource(scope.prefix + name, kind, properties, at, attributes, scope)

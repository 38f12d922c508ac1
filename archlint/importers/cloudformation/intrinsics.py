"""Works out CloudFormation's intrinsic functions as far as the template alone allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from archlint.document.tree import Map, Seq
from archlint.importers.cloudformation.spelling import as_text, first_note, joined, resolved_later, unknown
from archlint.importers.cloudformation.values import NOTHING, PLACEHOLDER, Items, Open, Properties

if TYPE_CHECKING:
    from archlint.importers.cloudformation.scope import Known, Scope

_ZONES = "abcdef"
MOST_TURNS = 600  # of nested loops together; CloudFormation itself stops at 500 resources


def evaluate(raw: Any, scope: Scope) -> Known:
    """The value of a part of a template, with why it is only likely; `NOTHING` for AWS::NoValue."""
    if isinstance(raw, Map):
        if len(raw) == 1:
            name, argument = next(iter(raw.items()))
            function = FUNCTIONS.get(name)
            if function is not None:
                return function(argument, scope)
        return _mapping(raw, scope), ""
    if isinstance(raw, Seq):
        return _sequence(raw, scope), ""
    if isinstance(raw, str):
        text = scope.spelled(raw) if scope.loop else raw
        return (resolved_later(text) if "{{resolve:" in text else text), ""
    return raw, ""


def _mapping(raw: Map, scope: Scope) -> Properties:
    tree = Properties(raw.span)
    for key, value in raw.items():
        if key.startswith("Fn::ForEach::") and isinstance(value, Seq):
            _unroll(value, scope, tree)
        elif key == "Fn::Transform":
            included, _ = _transform(value, scope)
            if isinstance(included, Properties):
                for name in included:
                    tree.put(name, included[name], included.spans[name], included.notes.get(name, ""))
        else:
            inner, note = evaluate(value, scope)
            if inner is not NOTHING:
                tree.put(scope.spelled(key), inner, raw.spans[key], note)
    return tree


def _sequence(raw: Seq, scope: Scope) -> Items:
    tree = Items(raw.span)
    for index, value in enumerate(raw):
        inner, note = evaluate(value, scope)
        if inner is not NOTHING:
            tree.add(inner, raw.spans[index], note)
    return tree


def turns(arguments: Any, scope: Scope) -> list[tuple[Scope, Map]]:
    """The turns of an Fn::ForEach: each with its scope and the entries it makes."""
    if not isinstance(arguments, Seq) or len(arguments) != 3 or not isinstance(arguments[2], Map):
        return []
    name = str(arguments[0])
    collection, _ = evaluate(arguments[1], scope)
    values: list[Any] = list(collection) if isinstance(collection, list) else []
    if isinstance(collection, str) and not isinstance(collection, Open):
        values = [part.strip() for part in collection.split(",")]
    known = [str(value) for value in values if isinstance(value, str | int) and not isinstance(value, Open | bool)]
    known = known[: MOST_TURNS // scope.turns]
    return [(scope.looping(name, value, scope.turns * len(known)), arguments[2]) for value in known]


def _unroll(arguments: Seq, scope: Scope, tree: Properties) -> None:
    for inner_scope, body in turns(arguments, scope):
        made = _mapping(body, inner_scope)
        for key in made:
            tree.put(key, made[key], made.spans[key], made.notes.get(key, ""))


def _ref(argument: Any, scope: Scope) -> Known:
    name, note = evaluate(argument, scope)
    if not isinstance(name, str) or isinstance(name, Open):
        return unknown("Ref", name), note
    return scope.ref(name)


def _get_att(argument: Any, scope: Scope) -> Known:
    parts = list(argument) if isinstance(argument, Seq) else str(argument).split(".", 1)
    known = [evaluate(part, scope)[0] for part in parts]
    if len(known) < 2 or any(not isinstance(part, str) or isinstance(part, Open) for part in known):
        return unknown("Fn::GetAtt", *known), ""
    return scope.attribute(known[0], ".".join(known[1:]))


def _sub(argument: Any, scope: Scope) -> Known:
    template, given = argument, Map()
    if isinstance(argument, Seq):
        template = argument[0] if argument else ""
        given = argument[1] if len(argument) > 1 and isinstance(argument[1], Map) else given
    if not isinstance(template, str):
        return unknown("Fn::Sub", template), ""
    template = scope.spelled(template)
    pieces: list[Any] = []
    notes: list[str] = []
    known: dict[str, Known] = {}
    end = 0
    for match in PLACEHOLDER.finditer(template):
        pieces.append(template[end : match.start()].replace("${!", "${"))
        name = match.group(1).strip()
        if name not in known:
            known[name] = _substitute(name, given, scope)
        value, note = known[name]
        pieces.append(value)
        notes.append(note)
        end = match.end()
    pieces.append(template[end:].replace("${!", "${"))
    return joined(pieces), first_note(*notes)


def _substitute(name: str, given: Map, scope: Scope) -> Known:
    if name in given:
        value, note = evaluate(given[name], scope)
        return ("" if value is NOTHING else value), note
    if "." in name and not name.startswith("AWS::"):
        resource, attribute = name.split(".", 1)
        return scope.attribute(resource, attribute)
    value, note = scope.ref(name)
    return ("" if value is NOTHING else ",".join(map(as_text, value)) if isinstance(value, list) else value), note


def _pair(argument: Any, scope: Scope) -> tuple[Any, Any, str] | None:
    if not isinstance(argument, Seq) or len(argument) != 2:
        return None
    (first, note), (second, other) = evaluate(argument[0], scope), evaluate(argument[1], scope)
    return first, second, first_note(note, other, *getattr(second, "notes", {}).values())


def _join(argument: Any, scope: Scope) -> Known:
    pair = _pair(argument, scope)
    if pair is None:
        return unknown("Fn::Join", argument), ""
    delimiter, parts, note = pair
    if isinstance(parts, Open):
        return unknown("Fn::Join", delimiter, parts), note
    pieces: list[Any] = []
    for part in parts if isinstance(parts, list) else [parts]:
        pieces += [delimiter, part] if pieces else [part]
    return joined(pieces), note


def _split(argument: Any, scope: Scope) -> Known:
    pair = _pair(argument, scope)
    if pair is None or not isinstance(pair[0], str) or not pair[0] or not isinstance(pair[1], str):
        return unknown("Fn::Split", argument), ""
    delimiter, text, note = pair
    if not isinstance(text, Open):
        return _listed(argument, text.split(delimiter)), note
    masked = PLACEHOLDER.sub(lambda match: "\0" * len(match.group()), text)
    parts: list[Any] = []
    start = 0
    for piece in masked.split(delimiter):
        part = text[start : start + len(piece)]
        parts.append(Open(part) if PLACEHOLDER.search(part) else part.replace("${!", "${"))
        start += len(piece) + len(delimiter)
    return _listed(argument, parts), note


def _listed(argument: Any, values: list[Any]) -> Items:
    span = argument.span
    tree = Items(span)
    for value in values:
        tree.add(value, span)
    return tree


def _select(argument: Any, scope: Scope) -> Known:
    pair = _pair(argument, scope)
    if pair is None:
        return unknown("Fn::Select", argument), ""
    index, values, note = pair
    if isinstance(index, str) and index.isdecimal():
        index = int(index)
    if isinstance(index, int) and isinstance(values, list) and 0 <= index < len(values):
        return values[index], note
    return unknown("Fn::Select", index, values), note


def _if(argument: Any, scope: Scope) -> Known:
    if not isinstance(argument, Seq) or len(argument) != 3:
        return unknown("Fn::If", argument), ""
    truth = scope.truth.get(str(argument[0]))
    if truth is None:
        return unknown("Fn::If", argument), ""
    return evaluate(argument[1 if truth else 2], scope)


def _find_in_map(argument: Any, scope: Scope) -> Known:
    if not isinstance(argument, Seq) or len(argument) < 3:
        return unknown("Fn::FindInMap", argument), ""
    keys = [evaluate(part, scope) for part in argument[:3]]
    note = first_note(*(note for _, note in keys))
    table = scope.mappings.get(as_text(keys[0][0]))
    first, second = as_text(keys[1][0]), as_text(keys[2][0])
    if isinstance(table, Mapping):
        row = table.get(first)
        if isinstance(row, Mapping) and second in row:
            value, _ = evaluate(row[second], scope)
            return value, note
        if isinstance(keys[1][0], Open):
            return _same_in_every_row(table, second, scope) or unknown("Fn::FindInMap", *(key for key, _ in keys)), note
    if len(argument) > 3 and isinstance(argument[3], Map) and "DefaultValue" in argument[3]:
        return evaluate(argument[3]["DefaultValue"], scope)
    return unknown("Fn::FindInMap", *(key for key, _ in keys)), note


def _same_in_every_row(table: Mapping[str, Any], column: str, scope: Scope) -> Any:
    values = [row.get(column) for row in table.values() if isinstance(row, Mapping)]
    if values and all(value == values[0] for value in values):
        return evaluate(values[0], scope)[0]
    return None


def _import_value(argument: Any, scope: Scope) -> Known:
    name, _ = evaluate(argument, scope)
    return unknown("Fn::ImportValue", name), ""


def _same(argument: Any, scope: Scope) -> Known:
    """Fn::Base64 and Fn::ToJsonString: what is inside keeps its shape and its places."""
    return evaluate(argument, scope)


def _cidr(argument: Any, scope: Scope) -> Known:
    values, note = evaluate(argument, scope)
    note = first_note(note, *getattr(values, "notes", {}).values())
    parts = list(values) if isinstance(values, list) else []
    if len(parts) < 2 or any(isinstance(part, Open) for part in parts):
        return unknown("Fn::Cidr", *parts), note
    from ipaddress import ip_network
    from itertools import islice

    try:
        block, count = ip_network(str(parts[0]), strict=False), int(parts[1])
        bits = int(parts[2]) if len(parts) > 2 else 8
        blocks = islice(block.subnets(new_prefix=block.max_prefixlen - bits), min(count, 256))
        return _listed(argument, [str(part) for part in blocks]), note
    except (ValueError, TypeError):
        return unknown("Fn::Cidr", *parts), note


def _length(argument: Any, scope: Scope) -> Known:
    values, note = evaluate(argument, scope)
    return (len(values) if isinstance(values, list) else unknown("Fn::Length", values)), note


def _zones(argument: Any, scope: Scope) -> Known:
    region, _ = evaluate(argument, scope)
    if not region or not isinstance(region, str):
        region, _ = scope.ref("AWS::Region")
    zones = Items(scope.top)
    for letter in _ZONES:
        zones.add(joined([region, letter]), zones.span)
    return zones, ""


def _transform(argument: Any, scope: Scope) -> Known:
    if (
        isinstance(argument, Map)
        and argument.get("Name") == "AWS::Include"
        and isinstance(argument.get("Parameters"), Map)
    ):
        location, _ = evaluate(argument["Parameters"].get("Location"), scope)
        document = scope.folder.parse(location) if isinstance(location, str) else None
        if document is not None and isinstance(document.data, Map | Seq):
            return evaluate(document.data, scope)
    return unknown("Fn::Transform", argument), ""


def _untold(name: str) -> Callable[[Any, Scope], Known]:
    return lambda argument, scope: (unknown(name, evaluate(argument, scope)[0]), "")


FUNCTIONS: Mapping[str, Callable[[Any, Scope], Known]] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Split": _split,
    "Fn::Select": _select,
    "Fn::If": _if,
    "Fn::FindInMap": _find_in_map,
    "Fn::ImportValue": _import_value,
    "Fn::Base64": _same,
    "Fn::ToJsonString": _same,
    "Fn::Cidr": _cidr,
    "Fn::Length": _length,
    "Fn::GetAZs": _zones,
    "Fn::Transform": _transform,
    "Fn::GetStackOutput": _untold("Fn::GetStackOutput"),
}

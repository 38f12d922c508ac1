"""Reading a definition in Amazon States Language: JSON text or plain data to typed states, and its faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from archlint.model.asl.fields import INNER_MACHINE, MACHINE, Reader, known_fields, seconds, shown, substituted
from archlint.model.asl.kinds import read_state
from archlint.model.asl.structure import flow_faults
from archlint.model.states import Definition, Machine, State, machines

if TYPE_CHECKING:
    from archlint.model.base import Path
    from archlint.model.problems import Wrong
    from archlint.model.states import Language

_DEEPEST = 32


def read_definition(
    data: object, substitutions: Mapping[str, Any] | None = None
) -> tuple[Definition | None, list[Wrong]]:
    """A definition as a mapping or JSON text, and what is wrong with it; paths lead into the definition.

    None where it is no mapping at all; else what could be read is there, so that the rest can still be judged.
    `substitutions` say what `${Name}` stands for. Source: https://states-language.net/spec.html
    """
    reader = Reader(substitutions or {})
    if isinstance(data, str) and data.strip():
        data = _json(reader, data)
    if not isinstance(data, Mapping):
        if not reader.wrong:
            reader.value(
                (), f"the definition is {shown(data)}, not a mapping", "Write a mapping with StartAt and States."
            )
        return None, reader.wrong
    known_fields(reader, data, (), MACHINE, "the definition")
    version = data.get("Version", "1.0")
    if version not in ("1.0", 1.0):
        reader.value(
            ("Version",), f"Version is {shown(version)}, and there is only 1.0", 'Write "1.0", or leave it out.'
        )
    language = read_language(reader, data, (), "JSONPath")
    timeout = seconds(reader, data, "TimeoutSeconds", ())
    machine = read_machine(reader, data, (), language, 0)
    for inner in machines(machine):
        reader.wrong.extend(flow_faults(inner, reader.names))
    return Definition(machine, timeout, language, reader.substitutions), reader.wrong


def _json(reader: Reader, text: str) -> object:
    import json

    def pairs(entries: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in entries:
            if key in found:
                reader.value((), f"`{key}` stands twice in one mapping", "Give each entry a name of its own.")
            found[key] = value
        return found

    try:
        return json.loads(text, object_pairs_hook=pairs)
    except (ValueError, RecursionError) as error:
        filled = substituted(text, reader.substitutions)  # `"Seconds": ${Pause}` is JSON only once it is filled in
        if isinstance(filled, str) and filled != text:
            return _json(replace(reader, substitutions={}), filled)
        where = f" from line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        reader.value(
            (), f"the definition is text that is no JSON{where}", "Correct the JSON, or write it as a mapping."
        )
        return None


def read_language(reader: Reader, data: Mapping[str, Any], path: Path, outer: Language) -> Language:
    """The query language of a part; JSONata, once chosen, holds for all that is inside."""
    given = data.get("QueryLanguage", outer)
    if given not in ("JSONPath", "JSONata"):
        message = f"QueryLanguage is {shown(given)}, neither JSONPath nor JSONata"
        reader.value((*path, "QueryLanguage"), message, "Write `JSONPath` or `JSONata`.")
        return outer
    if given == "JSONPath" and outer == "JSONata":
        message = "QueryLanguage is `JSONPath` inside a definition that speaks JSONata"
        reader.value(
            (*path, "QueryLanguage"), message, "Set JSONata state by state instead of for the whole definition."
        )
    return "JSONata" if given == "JSONata" else "JSONPath"


def read_machine(reader: Reader, data: object, path: Path, language: Language, depth: int) -> Machine:
    """A machine: the whole definition, a branch, or the processor of a map."""
    owner = "the definition" if not path else "this part of the definition"
    if not isinstance(data, Mapping):
        reader.value(path, f"{owner} is {shown(data)}, not a mapping", "Write a mapping with StartAt and States.")
        return Machine("", {}, path)
    if path:
        known_fields(reader, data, path, INNER_MACHINE, owner)
        language = read_language(reader, data, path, language)
    states = data.get("States")
    if not isinstance(states, Mapping) or not states:
        message = f"{owner} has no States" if not states else f"States is {shown(states)}, not a mapping"
        reader.fault("missing-field", path, message, "Add its `States`, by name.")
        return Machine("", {}, path)
    start = data.get("StartAt")
    if not isinstance(start, str):
        message = f"{owner} has no StartAt" if start is None else f"StartAt is {shown(start)}, not a state's name"
        reader.fault("missing-field", path, message, "Name the first state in `StartAt`.")
        start = ""
    if depth > _DEEPEST:
        reader.value(
            path, f"states are nested more than {_DEEPEST} deep", "Move inner states to a workflow of their own."
        )
        return Machine("", {}, path)
    found: dict[str, State] = {}
    for key, value in states.items():
        found[str(key)] = _state(reader, str(key), value, (*path, "States", str(key)), language, depth)
    return Machine(start, found, path)


def _state(reader: Reader, name: str, data: object, path: Path, language: Language, depth: int) -> State:
    earlier = reader.names.setdefault(name, path)
    if earlier != path:
        message = f"`{name}` is the name of another state too, in another part of the definition"
        reader.value(path, message, "Give every state of the definition a name of its own.")
    if len(name) > 80:
        reader.value(
            path, f"the name `{name[:37]}...` has {len(name)} characters, and 80 are the most", "Shorten the name."
        )
    if not isinstance(data, Mapping):
        reader.value(path, f"`{name}` is {shown(data)}, not a mapping", "Write a mapping with a `Type`.")
        return State(name=name, path=path)
    return read_state(reader, name, data, path, read_language(reader, data, path, language), depth, read_machine)

"""Reads a document's data as a typed description, with every error of the file told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.tree import Map, Problem
from archlint.document.unknown import UNKNOWN
from archlint.model.component import Component
from archlint.model.description import SECTIONS, Description, Head, flow_names
from archlint.model.linking import read_flows
from archlint.model.merging import effective
from archlint.model.policy_problems import wrong_in_policies
from archlint.model.problems import Wrong, did_you_mean, nearest, unknown_field
from archlint.model.reading import Notes, keys_of, read
from archlint.model.regions import wrong_in_region
from archlint.model.registry import IMPLIED, TYPES, model_of, short_name

if TYPE_CHECKING:
    from archlint.document.tree import Document
    from archlint.model.base import Fields, Path
    from archlint.model.description import AnyFlow

_MAPPINGS = (*SECTIONS, "defaults", "components", "usage", "scenarios", "accounts")


def understand(document: Document, scenario: str | None = None) -> Description:
    """The typed description of a document; `scenario` merges one of its scenarios over it (KeyError: none such)."""
    if any("unknown" in source.text for source in document.sources):
        from archlint.model.unknowns import with_unknowns

        document = with_unknowns(document)
    data = document.data if isinstance(document.data, Map) else Map()
    unfit = _unfit(document)
    if unfit is not None:
        return Description(document, Head.of({}), scenario, problems=[*document.problems, *unfit])
    merged = document.with_data(effective(data, scenario))
    notes = Notes([], [])
    head, misspelt = _read_head(merged.data, notes)
    found = Description(merged, head, scenario, problems=[*document.problems, *_tags(document)])
    notes.wrong.extend(wrong_in_region(head.region))
    if not misspelt:
        _read_chapters(found, notes)
    _tell(found, notes.wrong)
    return found


def _read_head(data: dict[str, Any], notes: Notes) -> tuple[Head, bool]:
    """What a description says of itself, and whether a chapter is misspelt, so that nothing can be told of the rest."""
    chapters = (*_MAPPINGS, "flows", "include")
    own = keys_of(Head)
    head = {key: value for key, value in data.items() if key in own}
    misspelt = False
    for key in data:
        if key in own or key in chapters or key.startswith("x-"):
            continue
        notes.wrong.append(unknown_field("the description", key, (key,), (*own, *chapters)))
        meant = nearest(key, (*own, *chapters))
        misspelt = misspelt or meant in chapters
        if meant in own:
            head.setdefault(meant, UNKNOWN)
    return read(Head, head, (), "the description", notes), misspelt


def _read_chapters(found: Description, notes: Notes) -> None:
    merged = found.document
    scenarios = _mapping(merged.data, "scenarios", notes)
    found.scenarios = tuple(scenarios)
    found.accounts = {name: str(number) for name, number in _mapping(merged.data, "accounts", notes).items()}
    for section in SECTIONS:
        _read_section(found, section, notes)
    _read_components(found, notes)
    read_flows(found, notes)
    if any(component.type == "step_functions" for component in found.components.values()):
        from archlint.model.definitions import read_definitions
        from archlint.model.tasks import make_flows

        read_definitions(found, notes)
        make_flows(found, notes)
    _read_usage(found, notes)
    if scenarios:
        from archlint.model.scenarios import wrong_in_scenarios

        notes.wrong.extend(wrong_in_scenarios(scenarios, flow_names(found.flows), found.components))
    _check_names(found, notes)
    notes.wrong.extend(wrong_in_policies(found))
    found.references = notes.references


def _unfit(document: Document) -> list[Problem] | None:
    """Why a document is no description at all; None where it is one."""
    rule, data = "unreadable-description", document.data
    if data is None and document.problems:
        return []
    if not isinstance(data, Map) or "archlint" not in data:
        from archlint.model.strangers import stranger

        remedy = "Begin with `archlint: 1`, or write a starter with `archlint init`."
        other = stranger(data, document.source.path)
        if other is not None:
            message, remedy = f"this is no description or template but {other.name}", other.remedy
        elif not isinstance(data, Map):
            message = "this is no description: it is not a mapping with `archlint: 1` first"
        else:
            first = next(iter(data), "")
            message = "this is no description: it does not say `archlint: 1`"
            message += f" but begins with `{first}`" if first else ""
        return [Problem(rule, document.locate(()), message, remedy)]
    version = data["archlint"]
    if version == 1 and version is not True:
        return None
    message = f"`archlint: {version}` is a version of the format that this archlint does not read; it reads 1"
    remedy = "Write `archlint: 1`, or install a newer archlint."
    if version == "1":
        message, remedy = '`archlint: "1"` is text, and the version of the format is a number', "Write `archlint: 1`."
    return [Problem(rule, document.locate(("archlint",)), message, remedy)]


def _tags(document: Document) -> list[Problem]:
    return [
        Problem("unreadable-description", at, f"the tag `{tag}` has no meaning in a description", "Remove the tag.")
        for tag, at in document.tags
    ]


def _tell(found: Description, wrong: list[Wrong]) -> None:
    told = set()
    for rule, path, message, remedy in wrong:
        at = found.document.locate(path)
        if (rule, at, remedy) not in told:  # a default's mistake is told once, not for every component that has it
            told.add((rule, at, remedy))
            found.problems.append(Problem(rule, at, message, remedy))


def _mapping(data: dict[str, Any], key: str, notes: Notes) -> dict[str, Any]:
    value = data.get(key)
    if isinstance(value, dict):
        return value
    if value is not None:
        notes.wrong.append(
            Wrong(
                "wrong-value",
                (key,),
                f"`{key}` of the description is not a mapping of names",
                f"Write `{key}` as names with their fields.",
            )
        )
    return {}


def _read_section(found: Description, section: str, notes: Notes) -> None:
    entries = _mapping(found.document.data, section, notes)
    if not entries:
        return
    from importlib import import_module

    module, class_name = SECTIONS[section]
    model: type[Fields] = getattr(import_module(f"archlint.model.{module}"), class_name)
    found.sections[section] = {
        name: read(model, {} if value is None else value, (section, name), name, notes)
        for name, value in entries.items()
    }


def _read_components(found: Description, notes: Notes) -> None:
    for name, data in _mapping(found.document.data, "components", notes).items():
        path: Path = ("components", name)
        if not isinstance(data, dict):
            if not name.startswith("x-"):
                notes.wrong.append(
                    Wrong(
                        "wrong-value", path, f"{name} is not a mapping with a `type`", f"Write `{name}: {{type: ...}}`."
                    )
                )
            continue
        component = _component(name, data, path, notes)
        if component is not None:
            found.components[name] = component


_OF_OTHERS = ("role", "policy", "encryption", "alarms", "vpc")


def _of_others(model: type[Component], data: dict[str, Any]) -> dict[str, Any]:
    """The data of what somebody else runs: a setting that it does not state is unknown, not AWS's default."""
    own = [field.alias or name for name, field in model.specs.items() if field.kind == "setting"]
    shared = [name for name in Component.specs if name not in _OF_OTHERS]
    return {**{key: UNKNOWN for key in own if key not in shared}, **data}


def _component(name: str, data: dict[str, Any], path: Path, notes: Notes) -> Component | None:
    written = data.get("type")
    if not isinstance(written, str):
        notes.wrong.append(
            Wrong("missing-field", path, f"{name} does not say its `type`", "Add `type`, such as `type: lambda`.")
        )
        return None
    short = short_name(written)
    if short is None and "::" not in written:
        found = nearest(written, [*TYPES, "kinesis_analytics"])
        remedy = (
            f"Write `type: {found}`."
            if found
            else "See `archlint schema` for the types, or write the CloudFormation type (`AWS::...`)."
        )
        message = f"{name} has a type that does not exist, `{written}`" + (
            f"; did you mean `{found}`?" if found else ""
        )
        notes.wrong.append(Wrong("unknown-type", (*path, "type"), message, remedy))
        return None
    model = model_of(short or written)
    stated = {key: value for key, value in data.items() if key != "type"}
    if written in IMPLIED:
        stated = {**IMPLIED[written], **stated}
    if stated.get("outside") is True:
        stated = _of_others(model, stated)
    component = read(model, stated, path, name, notes)
    state = component.__dict__
    state["name"] = name
    state["type"] = short or written
    return component


def _read_usage(found: Description, notes: Notes) -> None:
    entries = _mapping(found.document.data, "usage", notes)
    if not entries:
        return
    from archlint.model.usage import Usage

    flows = flow_names(found.flows)
    for key, data in entries.items():
        name = " -> ".join(part.strip() for part in key.split("->"))
        path: Path = ("usage", key)
        if key.startswith("x-"):
            continue
        meant = flows.get(name, [])
        if len(meant) > 1:
            notes.wrong.append(_ambiguous(key, meant, path))
        elif not meant and name not in found.components:
            if found.declares(name, "components") or found.writes(name):
                continue  # it could not be read, which is told already
            both = [*flows, *found.components]
            notes.wrong.append(
                Wrong(
                    "dangling-name",
                    path,
                    f"usage is stated for `{key}`, which is neither a flow nor a component{did_you_mean(name, both)}",
                    "Correct the name.",
                )
            )
        else:
            found.usage[name] = read(Usage, {} if data is None else data, path, f"usage of {key}", notes)


def _ambiguous(key: str, meant: list[AnyFlow], path: Path) -> Wrong:
    named = [flow.name for flow in meant if flow.name]
    remedy = (
        f"Write one of their names: {', '.join(named)}."
        if len(named) == len(meant)
        else "Give each of these flows a `name` and use it."
    )
    return Wrong("ambiguous-name", path, f"`{key}` fits {len(meant)} flows", remedy)


def _check_names(found: Description, notes: Notes) -> None:
    roles, vpcs = found.sections.get("roles", {}), found.sections.get("vpcs", {})
    kinds: dict[str, dict[str, Any]] = {
        "role": roles,
        "vpc": vpcs,
        "account": found.accounts,
        "component": found.components,
    }
    for path, owner, value, wanted in notes.references:
        known = kinds.get(wanted, found.components)
        what = wanted if wanted in kinds else "component"
        if value not in known:
            if found.declares(value, f"{what}s"):
                continue  # it could not be read, which is told already
            notes.wrong.append(
                Wrong(
                    "dangling-name",
                    path,
                    f"{path[-1] if isinstance(path[-1], str) else path[-2]} of {owner} names `{value}`, "
                    f"which is not {'an' if what[0] in 'aeiou' else 'a'} {what}{did_you_mean(value, known)}",
                    f"Correct the name, or add `{value}` to `{what}s`.",
                )
            )
        elif wanted not in kinds and found.components[value].type not in wanted.split("|"):
            notes.wrong.append(
                Wrong(
                    "wrong-value",
                    path,
                    f"{path[-1]} of {owner} names `{value}`, of type {found.components[value].type}, not {wanted}",
                    f"Name a component of type {wanted}.",
                )
            )
    if "vpcs" in found.sections:
        from archlint.model.network_names import wrong_in_networks

        notes.wrong.extend(wrong_in_networks(found))

"""Step Functions state machines: their definition is handed on, with what its substitutions stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from archlint.document.tree import Map, Seq
from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.access import assume
from archlint.importers.cloudformation.arns import parse_arn
from archlint.importers.cloudformation.mapping import Rows, carry, flag, settled, word
from archlint.importers.cloudformation.texts import read_tree, tree_of
from archlint.importers.cloudformation.values import PLACEHOLDER, Open, Properties, Setting, entries, find
from archlint.importers.cloudformation.world import Target, World

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource

_MACHINE: Rows = (
    ("StateMachineType", "workflow", word({"STANDARD": "standard", "EXPRESS": "express"})),
    ("TracingConfiguration.Enabled", "tracing", flag),
    ("LoggingConfiguration.Level", "logs.level", lambda value: str(value).lower()),
)


def machine(world: World, resource: Resource) -> None:
    part = world.component(resource, "step_functions", find(resource.properties, "StateMachineName"))
    carry(_MACHINE, resource.properties, part)


def alias(world: World, resource: Resource) -> None:
    for found in PLACEHOLDER.findall(str(resource.properties)):
        target = world.target(Open("${" + found + "}"))
        if target is not None and world.draft.type_of(target.name) == "step_functions":
            world.stands_for(resource, Target(target.name))
            return


def link_machine(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    assume(world, part, find(resource.properties, "RoleArn"))
    definition = _definition(resource)
    part.put("definition", UNKNOWN)
    lacking = _lacking(resource) if definition is None else None
    if lacking is not None:
        part.put("definition", lacking.value, lacking.at)
    if definition is not None:
        written = _written(resource)
        tree = settled(definition, lambda value: _named(world, value))
        part.put("definition", tree, written.at if written is not None else resource.at)
    substitutions = Properties(part.fields.span)
    for key, setting in entries(resource.properties, "DefinitionSubstitutions"):
        value = setting.value
        named = _named(world, value) if isinstance(value, Open) else value
        known = named is not None and not isinstance(named, Map | Seq)
        substitutions.put(key, named if known else UNKNOWN, setting.at, setting.note)
    if substitutions:
        part.put("substitutions", substitutions, resource.properties.spans["DefinitionSubstitutions"])


def _written(resource: Resource) -> Setting | None:
    for key in ("Definition", "DefinitionString", "DefinitionS3Location", "DefinitionUri"):
        found = find(resource.properties, key)
        if found is not None:
            return found
    return None


def _lacking(resource: Resource) -> Setting | None:
    """What names a file of the project as the definition, where that file is not there; None where it is not lost."""
    written = _written(resource)
    if written is None or isinstance(written.value, Open) or not isinstance(written.value, str):
        return None
    return written if resource.scope.folder.lacks(written.value) else None


def _definition(resource: Resource) -> Any:
    """The definition as a tree, or as text that is JSON once its substitutions are in; None where it lies elsewhere."""
    for key in ("Definition", "DefinitionString"):
        found = find(resource.properties, key)
        if found is not None:
            tree = tree_of(found)
            if tree is not None:
                return tree if _is_settled(tree) else None
            is_text = isinstance(found.value, str) and found.value.lstrip().startswith("{")
            return str(found.value) if is_text or not isinstance(found.value, Open) else None
    for key in ("DefinitionUri", "DefinitionS3Location"):
        location = find(resource.properties, key)
        if location is not None and isinstance(location.value, str):
            document = resource.scope.folder.parse(location.value)
            if document is not None:
                return read_tree(document.data) if isinstance(document.data, Map) else document.source.text
    return None


_STRUCTURE = frozenset({"StartAt", "Type", "Next", "End", "Default", "States"})


def _is_settled(tree: Any) -> bool:
    """Whether the way through a definition is known, wherever its states get what they work on from."""
    if isinstance(tree, Map):
        return all(
            not (key in _STRUCTURE and isinstance(value, Open)) and _is_settled(value) for key, value in tree.items()
        )
    return all(map(_is_settled, tree)) if isinstance(tree, Seq) else True


def _named(world: World, value: Open) -> str | None:
    """What an open text of a definition names: a component (with the alias that is called), else as it stands."""
    target = world.target(value)
    if target is not None:
        return f"{target.name}:{target.qualifier}" if target.qualifier else target.name
    arn = parse_arn(value)
    if arn is not None and not PLACEHOLDER.search(arn.name):
        return re.sub(PLACEHOLDER, "*", value)
    return None


READERS = {"AWS::StepFunctions::StateMachine": machine}
SECOND = {"AWS::StepFunctions::StateMachineAlias": alias, "AWS::StepFunctions::StateMachineVersion": alias}
LINKS = {"AWS::StepFunctions::StateMachine": link_machine}

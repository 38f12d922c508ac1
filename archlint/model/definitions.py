"""The definitions of workflows: the files that hold them, and each read once, with what is wrong in it at its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from archlint.document.beside import inside, replaced, with_files
from archlint.document.tree import Map
from archlint.document.unknown import UNKNOWN
from archlint.model.asl.knowledge import says_faults
from archlint.model.asl.reading import read_definition
from archlint.model.registry import short_name
from archlint.model.unknowns import WORD

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from archlint.document.tree import Document
    from archlint.model.asl.knowledge import Says
    from archlint.model.base import Path
    from archlint.model.component import Component
    from archlint.model.description import Description
    from archlint.model.reading import Notes

TYPE = "step_functions"
_JUDGED = frozenset({"state-unreachable", "integration-unsupported"})
"""Faults that rules of other chapters than the document's speak of."""
_BARE = re.compile(r"(?<=[:\[,\s])\$\{[^}\"]+\}(?=\s*[,}\]\n])")


def with_definitions(document: Document, path: str | os.PathLike[str]) -> Document:
    """`document`, read from the file at `path`, with every definition that is kept in a file of its own."""
    places = list(_named_files(document.data))
    return with_files(document, path, places, _quoted) if places else document


def _named_files(data: Any) -> Iterator[Path]:
    """The places of the definitions that name a file, those of scenarios among them."""
    if not isinstance(data, Map):
        return
    workflows = [name for name, component in _mappings(data.get("components")) if _is_workflow(component)]
    scenarios = [(("scenarios", name), parts) for name, parts in _mappings(data.get("scenarios"))]
    for before, parts in [((), data), *scenarios]:
        for name, component in _mappings(parts.get("components")):
            written = component.get("definition")
            if name in workflows and names_a_file(written):
                yield (*before, "components", name, "definition")


def _mappings(value: object) -> Iterator[tuple[str, Map]]:
    for name, part in value.items() if isinstance(value, Map) else ():
        if isinstance(part, Map):
            yield name, part


def _is_workflow(component: Map) -> bool:
    kind = component.get("type")
    return isinstance(kind, str) and short_name(kind) == TYPE


def names_a_file(written: object) -> bool:
    """Whether a definition is kept in a file of its own, which this names."""
    return isinstance(written, str) and written not in ("", WORD) and not _is_text(written)


def _is_text(written: str) -> bool:
    """Whether a definition is written out as text, where it might name a file."""
    return "\n" in written.strip() or written.lstrip().startswith(("{", "["))


def _quoted(text: str) -> str:
    """JSON in which placeholders stand bare (`"Seconds": ${Pause}`), with quotes around them."""
    return _BARE.sub(lambda match: f'"{match.group()}"', text)


def read_definitions(found: Description, notes: Notes) -> None:
    """Read the definition of every workflow, and note what is wrong with it and with what is said of its states."""
    for component in found.components.values():
        if component.type == TYPE:
            _read(found, component, notes)


def _read(found: Description, workflow: Any, notes: Notes) -> None:
    at: Path = (*workflow.path, "definition")
    written = workflow.definition
    if isinstance(written, str) and _is_text(written):
        inner = inside(found.document, at, _quoted)
        if inner is not None:
            found.document = found.document.with_data(replaced(found.document.data, at, inner))
            written = inner
    if written is None or written is UNKNOWN or names_a_file(written):
        return
    substitutions = workflow.substitutions if isinstance(workflow.substitutions, dict) else {}
    definition, wrong = read_definition(written, substitutions)
    placed = [fault._replace(path=(*at, *fault.path)) for fault in wrong]
    state = workflow.__dict__
    state["asl"] = definition
    state["faults"] = tuple(fault for fault in placed if fault.rule in _JUDGED)
    notes.wrong.extend(fault for fault in placed if fault.rule not in _JUDGED)
    if definition is not None:
        faults = says_faults(definition.machine, said(workflow))
        notes.wrong.extend(fault._replace(path=(*workflow.path, "states", *fault.path)) for fault in faults)


def said(workflow: Component) -> Says:
    """What a description says of a workflow's states; nothing where that cannot be read."""
    stated: Any = getattr(workflow, "states", None)
    return {name: facts for name, facts in stated.items() if facts is not UNKNOWN} if isinstance(stated, dict) else {}

"""One template to its variants: read, described, overlaid, and those that say the same merged into one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archlint.document.tree import Document, Map, MapEntry
from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.chapters import describe
from archlint.importers.cloudformation.files import Folder
from archlint.importers.cloudformation.parameters import pinned_by_samconfig
from archlint.importers.cloudformation.stack import Stack, read_stacks
from archlint.importers.cloudformation.world import World, label_of
from archlint.importers.draft import Draft, Part, assumptions
from archlint.importers.overlay import Overlay, overlay_of

if TYPE_CHECKING:
    from archlint.importers.cloudformation.conditions import Choice

REGION = "us-east-1"
_PSEUDO = ("AWS::Region", "AWS::AccountId", "AWS::StackName", "AWS::Partition")


Truths = tuple[Mapping[str, bool], ...]


def variants(document: Document, path: Path, parameters: dict[str, str]) -> list[tuple[str, Truths, Document, bool]]:
    """Every variant of a template: label, combinations of conditions, description, whether it is overlaid.

    `parameters` go before those that a samconfig file sets.
    """
    given = {**pinned_by_samconfig(path), **parameters}
    pseudo = {name: given.pop(name) for name in _PSEUDO if name in given}
    overlay = overlay_of(path)
    folder = Folder(path, document.source.path)
    found = [
        (choice, _described(document, stack, pseudo, overlay, folder))
        for choice, stack in read_stacks(document.data, folder, given, pseudo)
    ]
    return [(label, truths, made, overlay is not None) for label, truths, made in _merged(found)]


def _described(
    document: Document, stack: Stack, pseudo: dict[str, str], overlay: Overlay | None, folder: Folder
) -> Document:
    draft = Draft(document.source, _top(document))
    _head(draft, document, pseudo)
    world = World(draft, stack.resources)
    if "AWS::Region" in pseudo:
        world.regions.add(pseudo["AWS::Region"])
    describe(world)
    if "AWS::Region" not in pseudo:
        _likely_region(draft)
    for resource in stack.resources:
        _own_words(draft, resource.name, resource.attributes.get("archlint"))
    data: Map = draft.data()
    assumed = assumptions(data)
    documents = [document, *folder.documents]
    problems = [problem for one in documents for problem in one.problems]
    if overlay is not None:
        own = data
        data, more = overlay.over(data)
        assumed = {path: note for path, note in assumed.items() if _entry(data, path) is _entry(own, path)}
        problems += more
        documents.append(overlay.document)
    sources = list(dict.fromkeys(one.source for one in documents))
    return Document(document.source, data, problems, None, sources, assumed, [one.data for one in documents])


def _entry(data: Any, path: tuple[str | int, ...]) -> Any:
    """The place of the entry at a path, to tell whether it is still the same one; None where there is none."""
    try:
        for step in path[:-1]:
            data = data[step]
        return data.spans[path[-1]]
    except (AttributeError, LookupError, TypeError):  # the overlay has something else there
        return None


def _top(document: Document) -> MapEntry:
    """The place of the description as a whole: the template's first entry."""
    for at in document.data.spans.values():
        entry: MapEntry = at
        return entry
    return (document.source, 0, 0, 0, 0, 0, 0, 0, 0)


def _head(draft: Draft, document: Document, pseudo: dict[str, str]) -> None:
    head, data = draft.head, document.data
    head.put("archlint", 1)
    path = Path(document.source.path)
    name = label_of(path.stem.removesuffix(".template")) or "template"
    generic = name.lower() in ("template", "stack", "sam", "main", "cloudformation", "packaged", "index")
    head.put("name", label_of(path.parent.name) or name if generic else name)
    description = data.get("Description")
    if isinstance(description, str) and description.strip():
        head.put("description", " ".join(description.split()), data.spans["Description"])
    if "AWS::Region" in pseudo:
        head.put("region", pseudo["AWS::Region"])
    else:
        head.put("region", REGION, note=f"{REGION} as the region, for the template names none")
    head.put("access", "declared")


def _likely_region(draft: Draft) -> None:
    """The region that ARNs name stands in for the template's own; where they name several, no two can be compared."""
    placed = [part for part in draft.components.values() if part.get("region") not in (None, UNKNOWN)]
    named = list(dict.fromkeys(part.get("region") for part in placed))
    if len(named) == 1:
        at = placed[0].fields.spans["region"]
        draft.head.put("region", named[0], at, note=f"{named[0]} as the region, which an ARN names")
    for part in placed if len(named) > 1 else ():
        part.put("region", UNKNOWN, part.fields.spans["region"])


def _own_words(draft: Draft, name: str, metadata: Any) -> None:
    """`Metadata: {archlint: {ignore: [...]}}` of a resource, at its component, role or network."""
    if not isinstance(metadata, Map):
        return
    parts: list[dict[str, Part]] = [draft.components, *draft.sections.values()]
    for part in (section[name] for section in parts if name in section):
        for key, value in metadata.items():
            if key != "type" and value is not None:
                part.put(key, value, metadata.spans[key])


def _merged(found: list[tuple[Choice, Document]]) -> list[tuple[str, Truths, Document]]:
    """One variant for all combinations that say the same; each labelled by how it differs from the first."""
    groups: list[list[tuple[Choice, Document]]] = []
    for one in found:
        group = next((group for group in groups if group[0][1].data == one[1].data), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    if len(groups) == 1:
        return [("", (), groups[0][0][1])]
    base = found[0][0].truth
    return [
        (
            _label([choice for choice, _ in group], base) if at else "",
            tuple(choice.truth for choice, _ in group),
            group[0][1],
        )
        for at, group in enumerate(groups)
    ]


def _label(choices: list[Choice], base: Any) -> str:
    """The conditions that set a group of combinations apart: `IsProd and not HasQueue`."""
    shared = {
        name: value
        for name, value in choices[0].truth.items()
        if all(choice.truth[name] == value for choice in choices)
    }
    apart = {name: value for name, value in shared.items() if base[name] != value}
    chosen = apart or {name: value for name, value in choices[0].truth.items() if base[name] != value}
    said = sorted(chosen.items(), key=lambda pair: not pair[1])
    return " and ".join(name if value else f"not {name}" for name, value in said)

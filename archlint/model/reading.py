"""One mapping of plain data to one typed part of the description, with every error told and the rest kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from archlint.document.quantities import UNKNOWN
from archlint.document.unknown import is_open
from archlint.model.base import Fields, Path, annotations_of
from archlint.model.problems import Wrong, missing_field, nearest, unknown_field, wrong_value

if TYPE_CHECKING:
    from pydantic_core import ValidationError

F = TypeVar("F", bound=Fields)


class Reference(NamedTuple):
    """A field that names something: where it stands, what it says, and what kinds of thing it may name."""

    path: Path
    owner: str
    value: str
    kinds: str


class Notes(NamedTuple):
    """What reading gathers beside the typed parts."""

    wrong: list[Wrong]
    references: list[Reference]


class _Shape(NamedTuple):
    keys: tuple[str, ...]
    required: tuple[tuple[tuple[str, ...], str, str], ...]  # attributes (one of them will do), key, doc
    names: dict[str, tuple[str, str]]  # attribute -> key, kinds
    deep: frozenset[str]  # attributes that name something or can hold further parts
    bounded: frozenset[str]  # attributes that have to be within a range


_SHAPES: dict[type[Fields], _Shape] = {}


def _shape(model: type[Fields]) -> _Shape:
    found = _SHAPES.get(model)
    if found is None:
        found = _SHAPES[model] = _shape_of(model)
    return found


def _shape_of(model: type[Fields]) -> _Shape:
    keys, required, names, deep = [], [], {}, set()
    hints = annotations_of(model)
    for attribute, field in model.specs.items():
        key = field.alias or attribute
        keys.append(key)
        if field.required:
            others = str(field.required).split(" or ")[1:]  # `required="cidr or cidrs"`: either will do
            required.append(((attribute, *others), key, field.doc))
        if field.names:
            names[attribute] = key, field.names
            deep.add(attribute)
        elif _holds_parts(hints[attribute]):
            deep.add(attribute)
    bounded = frozenset(name for name, field in model.specs.items() if field.within and not field.judged)
    return _Shape(tuple(keys), tuple(required), names, frozenset(deep), bounded)


def _holds_parts(annotation: Any) -> bool:
    found = _HOLDING.get(id(annotation))
    if found is None:
        from typing import get_args

        is_part = isinstance(annotation, type) and issubclass(annotation, Fields)
        found = is_part or any(_holds_parts(inner) for inner in get_args(annotation))
        _HOLDING[id(annotation)] = found
    return found


_HOLDING: dict[int, bool] = {}
"""By the identity of an annotation, which its class keeps alive: components share most of theirs."""


def keys_of(model: type[Fields]) -> tuple[str, ...]:
    """The keys a mapping of this model may have."""
    return _shape(model).keys


def read(model: type[F], data: dict[str, Any], path: Path, owner: str, notes: Notes) -> F:
    """`data` as `model`; what cannot be used is noted and, being unknown from then on, judged by no rule."""
    if model.shorthand and not isinstance(data, dict):
        data = {model.shorthand: data}
    if not isinstance(data, dict):
        what, how = f"{owner} has a value that is not a mapping of fields", "Write its fields as a mapping."
        notes.wrong.append(Wrong("wrong-value", path, what, how))
        return _nothing_known(model, path)
    try:
        instance = model.of(data)
    except ValueError as error:
        instance = _without_the_wrong(model, data, path, owner, notes, cast("ValidationError", error))
    settle(instance, path, owner, notes)
    return instance


def settle(instance: Fields, path: Path, owner: str, notes: Notes) -> None:
    """Give a fresh instance, and the parts nested in it, their paths; note what is missing and what is named."""
    state = instance.__dict__
    state["path"] = path
    given = instance.given
    shape = _shape(type(instance))
    for attributes, key, doc in shape.required:
        if given.isdisjoint(attributes) and all(getattr(instance, name) is not UNKNOWN for name in attributes):
            notes.wrong.append(missing_field(owner, key, path, doc))
            state[attributes[0]] = UNKNOWN
    if not shape.bounded.isdisjoint(given):
        from archlint.model.ranges import outside

        notes.wrong.extend(outside(instance, given & shape.bounded, path, owner))
    if shape.deep.isdisjoint(given):
        return
    for attribute in given & shape.deep:
        value: Any = state[attribute]
        if attribute in shape.names:
            _note_names(value, path, owner, shape.names[attribute], notes)
        if isinstance(value, Fields):
            settle(value, (*path, attribute), owner, notes)
        else:
            for at, item in _parts(value):
                settle(item, (*path, attribute, *at), owner, notes)


def _parts(value: Any) -> Iterator[tuple[Path, Fields]]:
    """The parts that a list or mapping holds at any depth, with the indexes and keys that lead to them."""
    items = value.items() if type(value) is dict else enumerate(value) if type(value) is list else ()
    for key, item in items:
        if isinstance(item, Fields):
            yield (key,), item
        else:
            yield from (((key, *inner), part) for inner, part in _parts(item))


def _note_names(value: Any, path: Path, owner: str, naming: tuple[str, str], notes: Notes) -> None:
    key, kinds = naming
    if type(value) is str:
        if value:
            notes.references.append(Reference((*path, key), owner, value, kinds))
    elif type(value) is tuple:
        notes.references.extend(Reference((*path, key, at), owner, name, kinds) for at, name in enumerate(value))


def _without_the_wrong(
    model: type[F], data: dict[str, Any], path: Path, owner: str, notes: Notes, error: ValidationError
) -> F:
    """Validate again without what is wrong; each such entry is told once and is unknown afterwards."""
    unusable: list[Path] = []
    for _ in range(8):  # a wrong part can hide another one below it
        data, found = _told(model, data, path, owner, notes, error)
        unusable += found
        try:
            instance = model.of(data)
        except ValueError as again:
            error = cast("ValidationError", again)
            continue
        for inner in unusable:
            _forget(instance, inner)
        written = {_attribute(model, inner[0]) for inner in unusable}
        instance.__dict__["given"] |= written & model.specs.keys()
        return instance
    return _nothing_known(model, path)


def _nothing_known(model: type[F], path: Path) -> F:
    """An instance of which every field is unknown."""
    instance = model.made({})
    instance.__dict__.update(dict.fromkeys(model.specs, UNKNOWN), path=path)
    return instance


def _told(
    model: type[F], data: dict[str, Any], path: Path, owner: str, notes: Notes, error: ValidationError
) -> tuple[dict[str, Any], list[Path]]:
    unusable: list[Path] = []
    seen: set[Path] = set()
    for problem in error.errors(include_url=False):
        inner = _into(data, problem["loc"])
        if inner in seen:  # the other halves of a choice between shapes
            continue
        seen.add(inner)
        full = (*path, *inner)
        if problem["type"] == "extra_forbidden":
            key, known = str(inner[-1]), _known_keys(model, inner)
            if not key.startswith("x-"):
                within = ".".join(step for step in inner[:-1] if isinstance(step, str))
                notes.wrong.append(unknown_field(f"{within} of {owner}" if within else owner, key, full, known))
                meant = nearest(key, known)
                if meant and meant not in _at(data, inner[:-1]):  # what it was to be is not AWS's default
                    unusable.append((*inner[:-1], meant))
        else:
            if not is_open(problem.get("input", None)):  # what is not known cannot be used, and is not wrong either
                notes.wrong.append(wrong_value(owner, dict(problem), full))
            unusable.append(inner)
    for inner in sorted(seen, reverse=True):  # the last first, since what follows an item of a list moves up
        data = _cut(data, inner)
    return data, unusable


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _into(data: Any, loc: tuple[str | int, ...]) -> Path:
    """The part of pydantic's location that is a path into the data: its own labels of alternatives are left out."""
    path: list[str | int] = []
    for step in loc:
        if (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        ):
            path.append(step)
            data = data[step]  # type: ignore[index]  # looked up in the line above
    return tuple(path) or tuple(loc[:1])


def _cut(data: Any, path: Path) -> Any:
    """A copy without the entry at `path` (in a list: without the whole list's item)."""
    head, rest = path[0], path[1:]
    if isinstance(data, list) and isinstance(head, int):
        return [item if at != head else _cut(item, rest) for at, item in enumerate(data) if at != head or rest]
    if not isinstance(data, dict) or head not in data:
        return data
    if rest:
        return {**data, head: _cut(data[head], rest)}
    return {key: value for key, value in data.items() if key != head}


def _known_keys(model: type[Fields], inner: Path) -> tuple[str, ...]:
    """The keys that may stand where `inner` ends, found by walking the models' own annotations."""
    from typing import get_args

    current: type[Fields] | None = model
    for step in inner[:-1]:
        if current is None:
            return ()
        attribute = next((name for name, field in current.specs.items() if step in (name, field.alias)), None)
        if attribute is None:
            continue  # an index, or the key of a mapping of parts
        pending: list[Any] = [annotations_of(current)[attribute]]
        current = None
        while pending:
            kind = pending.pop()
            if isinstance(kind, type) and issubclass(kind, Fields):
                current = kind
            pending.extend(get_args(kind))
    return _shape(current).keys if current else ()


def _forget(instance: Fields, inner: Path) -> None:
    """Make the field at `inner` unknown, or the nearest part above it that still stands."""
    at: Any = instance
    nearest, field = instance, inner[0]
    for step in inner[:-1]:
        if isinstance(at, Fields):
            nearest, field = at, step
        below = getattr(at, _attribute(type(at), step), None) if isinstance(at, Fields) else _item(at, step)
        if not isinstance(below, Fields | dict | list | tuple) or not below:
            break
        at = below
    else:
        if isinstance(at, Fields):
            at.__dict__[_attribute(type(at), inner[-1])] = UNKNOWN
        elif isinstance(at, dict):
            at[inner[-1]] = UNKNOWN
        else:  # without one of its items, a list says something else
            nearest.__dict__[_attribute(type(nearest), field)] = UNKNOWN
        return
    nearest.__dict__[_attribute(type(nearest), field)] = UNKNOWN


def _item(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, list | tuple) and isinstance(step, int) and step < len(value) else None


def _attribute(model: type[Fields], step: str | int) -> str:
    return next((name for name, field in model.specs.items() if field.alias == step), str(step))

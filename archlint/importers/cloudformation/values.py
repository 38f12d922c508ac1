"""What properties come to: plain values, texts that only the deployed stack can finish, and their places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.document.tree import Map, MapEntry, Seq, SeqEntry

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACEHOLDER = re.compile(r"\$\{([^!}][^}]*)\}")


class Open(str):
    """A text with parts that only the deployed stack knows, written as Fn::Sub writes them: `${Queue.Arn}`."""

    __slots__ = ()


class Nothing:
    """What `AWS::NoValue` comes to: the property is as good as absent."""

    __slots__ = ()


NOTHING = Nothing()


class Properties(Map):
    """A mapping whose values are worked out; `notes` says of which keys the value is only likely, and why."""

    __slots__ = ("notes",)
    notes: dict[str, str]

    def __init__(self, span: SeqEntry) -> None:
        super().__init__()
        self.span = span
        self.spans = {}
        self.notes = {}

    def put(self, key: str, value: Any, at: MapEntry, note: str = "") -> None:
        self[key] = value
        self.spans[key] = at
        if note:
            self.notes[key] = note
        else:
            self.notes.pop(key, None)


class Items(Seq):
    """A list whose items are worked out; `notes` as in `Properties`, by index."""

    __slots__ = ("notes",)
    notes: dict[int, str]

    def __init__(self, span: SeqEntry) -> None:
        super().__init__()
        self.span = span
        self.spans = []
        self.notes = {}

    def add(self, value: Any, at: SeqEntry, note: str = "") -> None:
        if note:
            self.notes[len(self)] = note
        self.append(value)
        self.spans.append(at)


class Setting(NamedTuple):
    """One property: its value, the entry that sets it, and why it is only likely (empty where it is certain)."""

    value: Any
    at: MapEntry
    note: str = ""

    @property
    def is_known(self) -> bool:
        return not isinstance(self.value, Open)


def as_entry(at: SeqEntry | MapEntry) -> MapEntry:
    """The place of a list's item in the shape of a map's entry; its first line is what is shown."""
    if len(at) != 5:
        return at
    source, line, column, end_line, end_column = at
    if end_line == line:
        return (source, line, column, end_line, end_column, line, column, end_line, end_column)
    first = max(column + 1, len(source.line(line + 1)))
    return (source, line, column, line, first, line, column, end_line, end_column)


def as_item(at: SeqEntry | MapEntry) -> SeqEntry:
    """The place of a whole entry, from the start of its key to the end of its value; of a long one, its key."""
    if len(at) == 5:
        return at
    source, line, column, key_end_line, key_end_column, _, _, end_line, end_column = at
    return (
        (source, line, column, end_line, end_column)
        if end_line == line
        else (source, line, column, key_end_line, key_end_column)
    )


def find(tree: Any, *path: str | int) -> Setting | None:
    """What stands at `path` below an evaluated tree; None where it is absent.

    Below a value that is not known everything is: then its own unknown value is given.
    """
    found: Setting | None = None
    for step in path:
        if isinstance(tree, Properties):
            key = str(step)
            if key not in tree or tree[key] is None:
                return None
            found = Setting(tree[key], tree.spans[key], tree.notes.get(key, ""))
        elif isinstance(tree, Items) and isinstance(step, int):
            if not -len(tree) <= step < len(tree):
                return None
            found = Setting(tree[step], as_entry(tree.spans[step]), tree.notes.get(step, ""))
        else:
            return found if isinstance(tree, Open) else None
        tree = found.value
    return found


def text_at(tree: Any, *path: str | int) -> str:
    """The text at `path`, plain or open; empty where there is none."""
    found = find(tree, *path)
    if found is None or isinstance(found.value, bool | Map | Seq):
        return ""
    return found.value if isinstance(found.value, str) else str(found.value)


def entries(tree: Any, *path: str | int) -> Iterator[tuple[str, Setting]]:
    """Every entry of the mapping at `path`; none where there is no mapping."""
    found = find(tree, *path) if path else None
    inner = tree if not path else found.value if found else None
    if isinstance(inner, Properties):
        for key in inner:
            if inner[key] is not None:
                yield key, Setting(inner[key], inner.spans[key], inner.notes.get(key, ""))


def items(tree: Any, *path: str | int) -> Iterator[Setting]:
    """Every item of the list at `path`; a value that is no list stands for a list of itself."""
    found = find(tree, *path)
    if found is None:
        return
    if not isinstance(found.value, Items):
        yield found
        return
    inner = found.value
    for index, value in enumerate(inner):
        if value is not None:
            yield Setting(value, as_entry(inner.spans[index]), inner.notes.get(index, found.note))


def build(at: MapEntry, value: Any) -> Any:
    """Plain data as an evaluated tree that stands at `at`; settings in it keep their own places and notes."""
    if isinstance(value, dict) and not isinstance(value, Map):
        tree = Properties(as_item(at))
        for key, inner in value.items():
            if isinstance(inner, Setting):
                tree.put(key, inner.value, inner.at, inner.note)
            elif inner is not None:
                tree.put(key, build(at, inner), at)
        return tree
    if isinstance(value, list | tuple) and not isinstance(value, Setting | Seq):
        listed = Items(as_item(at))
        for inner in value:
            if isinstance(inner, Setting):
                listed.add(inner.value, as_item(inner.at), inner.note)
            elif inner is not None:
                listed.add(build(at, inner), as_item(at))
        return listed
    return value


def select(tree: Any, *keys: str) -> dict[str, Setting]:
    """The settings of these keys that are present, as `build` takes them."""
    found = ((key, find(tree, key)) for key in keys)
    return {key: setting for key, setting in found if setting is not None}


def value_at(tree: Any, *path: str | int) -> Any:
    """The value at `path`, plain or open; None where it is absent."""
    found = find(tree, *path)
    return None if found is None else found.value

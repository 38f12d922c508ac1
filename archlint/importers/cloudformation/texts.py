"""Reads the JSON and YAML that a template holds as text, with places in the template as exact as they can be had."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from archlint.document import parse
from archlint.document.tree import Map, MapEntry, Seq, Source
from archlint.importers.cloudformation.values import PLACEHOLDER, Items, Open, Properties, Setting, build

_BARE = re.compile(r"(?<=[:\[,\s])\$\{[^}\"]+\}(?=\s*[,}\]\n])")


class _Shift(NamedTuple):
    """How a place in an inner text becomes one in the template: lines further down, columns further right."""

    source: Source
    lines: int
    columns: int


def tree_of(setting: Setting | None) -> Any:
    """A mapping or list as it is; a text that holds one, read; None for anything else."""
    if setting is None:
        return None
    value = setting.value
    if isinstance(value, Properties | Items):
        return value
    if not isinstance(value, str) or not (value.lstrip().startswith(("{", "[")) or ":" in value):
        return None
    data = parse(value, setting.at[0].path).data
    if not isinstance(data, Map | Seq) and "${" in value:
        data = parse(_BARE.sub(lambda match: f'"{match.group()}"', value), setting.at[0].path).data
    if not isinstance(data, Map | Seq):
        return None
    shift = _shift(value, setting.at)
    return (
        _moved(data, shift, isinstance(value, Open))
        if shift
        else build(setting.at, _plain(data, isinstance(value, Open)))
    )


def _shift(text: str, at: MapEntry) -> _Shift | None:
    """Where the text stands in the template, if it stands there as it is."""
    source, _, _, _, _, line, column, end_line, _ = at
    for number, content in enumerate(text.split("\n")):
        wanted = content.strip()
        if not wanted:
            continue
        sample = wanted.partition("${")[0].rstrip() or wanted[:1]
        for candidate in range(line, min(end_line, line + number + 12) + 1):
            written = source.line(candidate + 1)
            found = written.find(sample, column if candidate == line else 0)
            if found >= 0 and candidate >= line + (number if candidate != line else 0):
                return _Shift(source, candidate - number, found - (len(content) - len(content.lstrip())))
        return None
    return None


def _leaf(value: Any, is_open: bool) -> Any:
    return Open(value) if is_open and isinstance(value, str) and PLACEHOLDER.search(value) else value


def _moved(data: Any, shift: _Shift, is_open: bool) -> Any:
    source, lines, columns = shift
    if isinstance(data, Map):
        tree = Properties(
            (source, data.span[1] + lines, data.span[2] + columns, data.span[3] + lines, data.span[4] + columns)
        )
        for key, value in data.items():
            _, kl, kc, kel, kec, vl, vc, vel, vec = data.spans[key]
            at = (
                source,
                kl + lines,
                kc + columns,
                kel + lines,
                kec + columns,
                vl + lines,
                vc + columns,
                vel + lines,
                vec + columns,
            )
            tree.put(key, _moved(value, shift, is_open), at)
        return tree
    if isinstance(data, Seq):
        listed = Items(
            (source, data.span[1] + lines, data.span[2] + columns, data.span[3] + lines, data.span[4] + columns)
        )
        for value, (_, line, column, end_line, end_column) in zip(data, data.spans, strict=True):
            listed.add(
                _moved(value, shift, is_open),
                (source, line + lines, column + columns, end_line + lines, end_column + columns),
            )
        return listed
    return _leaf(data, is_open)


def _plain(data: Any, is_open: bool) -> Any:
    if isinstance(data, Map):
        return {key: _plain(value, is_open) for key, value in data.items()}
    if isinstance(data, Seq):
        return [_plain(value, is_open) for value in data]
    return _leaf(data, is_open)


def read_tree(data: Any) -> Any:
    """A document's data as an evaluated tree that keeps its places."""
    if isinstance(data, Map):
        tree = Properties(data.span)
        for key, value in data.items():
            tree.put(key, read_tree(value), data.spans[key])
        return tree
    if isinstance(data, Seq):
        listed = Items(data.span)
        for value, at in zip(data, data.spans, strict=True):
            listed.add(read_tree(value), at)
        return listed
    return data


def patterns_of(setting: Setting | None, inner: str = "Pattern") -> Setting | None:
    """The event patterns of `FilterCriteria.Filters`: one pattern by itself, several as a list."""
    if setting is None or not isinstance(setting.value, Items):
        return setting if setting is not None and isinstance(setting.value, Open) else None
    found = Items(setting.value.span)
    for index, item in enumerate(setting.value):
        if isinstance(item, Properties) and inner in item:
            written = Setting(item[inner], item.spans[inner])
            tree = tree_of(written)
            if tree is None and isinstance(written.value, Open):
                return Setting(written.value, setting.at)
            found.add(written.value if tree is None else tree, setting.value.spans[index])
    if not found:
        return None
    return Setting(found[0] if len(found) == 1 else found, setting.at, setting.note)

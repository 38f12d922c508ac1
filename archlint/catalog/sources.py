"""Reads shipped YAML and shapes it into the JSON that `store` loads; imported only when something must be built."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from archlint.catalog.store import source_files

if TYPE_CHECKING:
    from yaml import CSafeLoader as Base
else:
    Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(Base):
    """YAML 1.2's core scalars: `no`, `on`, 12:30 and 2026-11-23 stay text; a key given twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise ValueError(f"{key!r} is given twice, {str(key_node.start_mark).strip()}")
            seen[key] = self.construct_object(value_node, deep=deep)
        return seen


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+)", "-+.0123456789"),
    ("null", r"null|~|", ["n", "~", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first))


def parse(text: str) -> Any:
    """Return the plain data of one YAML text: dicts, lists, str, int, float, bool, None."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 -- the loader derives from SafeLoader


def build(sources: Path, shape: str = "") -> str:
    """Return the JSON text for `sources`; see `store.compiled`, which is the way in."""
    documents: dict[str, Any] = {}
    root = sources.parent if sources.suffix == ".yaml" else sources
    for path, _ in source_files(sources):
        file = Path(path)
        documents[file.relative_to(root).with_suffix("").as_posix()] = parse(file.read_text(encoding="utf-8"))
    data: Any = documents if sources.is_dir() else documents[sources.stem]
    if shape:
        module, _, function = shape.partition(":")
        data = getattr(importlib.import_module(module), function)(documents)
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

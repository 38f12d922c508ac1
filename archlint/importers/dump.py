"""Writes an imported description as YAML for people: short parts on one line, what is only likely said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.quoting import written
from archlint.document.unknown import UNKNOWN
from archlint.model.definitions import names_a_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archlint.document.tree import Document, Path

WIDTH = 110
_BLOCKS = frozenset({"components", "flows", "roles", "vpcs", "peerings", "usage", "scenarios"})
_HEADER = """\
# Made from {template} by `archlint import`.
# Where a value rests on a parameter's default, the line says so; `unknown` is what the template does not tell.
# Remove `imported_from` once you have added what no template holds: idempotency, durations, payloads, usage.
"""


def dump(document: Document, template: str) -> str:
    """The YAML text of an imported description; `template` is the path that its head names."""
    data = dict(document.data)
    head = {"archlint": data.pop("archlint", 1), "imported_from": template}
    components: dict[str, Any] = dict(data.get("components") or {})
    remarks: dict[Path, str] = dict(document.assumed)
    for name, part in components.items():
        if _is_lost(part):
            remarks["components", name, "definition"] = f"{part['definition']}, which is not there"
            components[name] = {**part, "definition": UNKNOWN}
    if components:
        data["components"] = components
    writer = _Writer(remarks)
    lines = [line for key, value in {**head, **data}.items() for line in writer.entry(key, value, "", (key,))]
    return _HEADER.format(template=template) + "\n".join(lines) + "\n"


def _is_lost(part: Any) -> bool:
    """Whether a component is a workflow whose definition is in a file that the template names and that is not there."""
    return isinstance(part, dict) and part.get("type") == "step_functions" and names_a_file(part.get("definition"))


class _Writer:
    def __init__(self, assumed: Mapping[Path, str]) -> None:
        self.assumed = assumed
        self.above = {path[:depth] for path in assumed for depth in range(len(path))}

    def entry(self, key: str, value: Any, indent: str, path: Path) -> Iterator[str]:
        """The lines of one entry of a mapping."""
        start = f"{indent}{written(key)}:"
        if len(path) == 1 and isinstance(value, dict | list):
            yield ""
        short = self._short(value, path)
        if short is not None and (len(start) + len(short) < WIDTH or not isinstance(value, dict | list)):
            yield f"{start} {short}{self._remark(path)}"
        elif isinstance(value, dict):
            yield start + self._remark(path)
            for inner, item in value.items():
                yield from self.entry(str(inner), item, indent + "  ", (*path, str(inner)))
        else:
            yield start + self._remark(path)
            yield from self._items(value, indent + "  ", path)

    def _items(self, values: list[Any], indent: str, path: Path) -> Iterator[str]:
        for index, item in enumerate(values):
            at = (*path, index)
            if path == ("flows",) and list(item.values()) == [{}]:
                yield f"{indent}- {written(next(iter(item)))}"
                continue
            short = self._short(item, at)
            if short is not None and path != ("flows",):
                yield f"{indent}- {short}{self._remark(at)}"
            elif isinstance(item, dict) and item:
                inner = [
                    line for key, value in item.items() for line in self.entry(key, value, indent + "  ", (*at, key))
                ]
                yield f"{indent}- {inner[0].lstrip()}"
                yield from inner[1:]
            else:
                yield f"{indent}-"
                yield from self._items(item, indent + "  ", at)

    def _remark(self, path: Path) -> str:
        note = self.assumed.get(path)
        return f"  # {note}" if note else ""

    def _short(self, value: Any, path: Path) -> str | None:
        """A value on one line; None where it is too long for one, or has remarks inside that would be lost."""
        if isinstance(value, dict | list) and path in self.above:
            return None
        if isinstance(value, dict):
            if len(path) == 1 and path[0] in _BLOCKS:
                return None
            parts = [(written(str(key)), self._short(item, (*path, str(key)))) for key, item in value.items()]
            if any(item is None for _, item in parts):
                return None
            return _within("{" + ", ".join(f"{key}: {item}" for key, item in parts) + "}")
        if isinstance(value, list):
            if path == ("flows",):
                return None
            items = [self._short(item, (*path, index)) for index, item in enumerate(value)]
            return None if None in items else _within("[" + ", ".join(item for item in items if item) + "]")
        return "unknown" if value is UNKNOWN else written(value)


def _within(text: str) -> str | None:
    return text if len(text) < WIDTH else None

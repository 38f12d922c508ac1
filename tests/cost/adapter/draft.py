"""A description under construction, in archlint's own format, and what of its bill the example speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass
class Draft:
    """`about` are the dimensions (or their first words) whose lines the example lists; the rest is scaffolding."""

    region: str
    about: tuple[str, ...]
    components: dict[str, dict[str, Any]] = field(default_factory=dict)
    flows: list[dict[str, Any]] = field(default_factory=list)
    usage: dict[str, Any] = field(default_factory=dict)
    vpcs: dict[str, Any] = field(default_factory=dict)
    subjects: set[str] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)
    """Inputs that nobody asked for."""

    def add(self, name: str, kind: str, /, *, subject: bool = True, **fields: Any) -> str:
        """One component; None values are left out."""
        self.components[name] = {
            "type": kind,
            **{key: _given(value) for key, value in fields.items() if value is not None},
        }
        if subject:
            self.subjects.add(name)
        return name

    def flow(self, source: str, target: str, /, **fields: Any) -> str:
        arrow = f"{source} -> {target}"
        self.flows.append({arrow: {key: value for key, value in fields.items() if value is not None}})
        return fields.get("name") or arrow

    def enter(self, target: str, per_month: float, **fields: Any) -> str:
        """A client that calls `target` so many times a month; the flow's name."""
        client = f"client-of-{target}" if "name" not in fields else f"client-{fields['name']}"
        self.add(client, "client", subject=False)
        name = self.flow(client, target, **fields)
        self.usage[name] = {"rate": per_month_text(per_month)}
        return name

    def uses(self, component: str, **fields: Any) -> None:
        self.usage.setdefault(component, {}).update({key: value for key, value in fields.items() if value is not None})

    def meters(self, component: str, dimension: str, quantity: Any) -> None:
        """A quantity that the description states in AWS's own terms, because no setting or flow of it says so much."""
        if quantity is not None:
            self.usage.setdefault(component, {}).setdefault("metered", {})[dimension] = number(quantity)

    def data(self) -> dict[str, Any]:
        """The description as plain data."""
        found = {
            "archlint": 1,
            "name": "case",
            "region": self.region,
            "components": self.components,
            "flows": self.flows,
            "usage": self.usage,
        }
        return {**found, "vpcs": self.vpcs} if self.vpcs else found


def _given(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _given(inner) for key, inner in value.items() if inner is not None}
    return value


def number(value: Any) -> float | int:
    found = float(value)
    return int(found) if found.is_integer() else found


def per_month_text(count: Any) -> str:
    return f"{plain(count)}/month"


def plain(value: Any) -> str:
    """A number without an exponent."""
    text = f"{float(value):.12f}".rstrip("0").rstrip(".")
    return text or "0"


def gb(value: Any) -> str | None:
    return None if value is None else f"{plain(value)} GB"


def kb(value: Any) -> str | None:
    return None if value is None else f"{plain(value)} KB"


def mb(value: Any) -> str | None:
    return None if value is None else f"{plain(value)} MB"


def ms(value: Any) -> str | None:
    return None if value is None else f"{plain(value)}ms"


def size_text(size: float | None) -> str | None:
    """Bytes as a description writes them."""
    return None if size is None else f"{plain(size / 1024)} KB"


def duration(seconds: float | None) -> str | None:
    return None if seconds is None else f"{plain(seconds * 1000)}ms"


def first(data: Mapping[str, Any], *keys: str, default: Any = None) -> Any:
    """The first of several keys that is there."""
    for key in keys:
        if data.get(key) is not None:
            return data[key]
    return default


def truth(value: Any) -> bool:
    return value is True or str(value).strip('"').lower() == "true"

"""Values and places the way a description writes them, for remedies that can be carried out without asking."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.base import Place
    from archlint.model.component import Component


_UNITS = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))


def seconds(duration: float) -> str:
    """A time in whole seconds, rounded up as AWS takes no parts of one, in the largest unit that gives it exactly."""
    whole = ceil(duration)
    unit, length = next((unit, length) for unit, length in _UNITS if whole % length == 0)
    return f"{whole // length}{unit}" if whole else "0s"


def size(amount: float) -> str:
    """A size in whole KB, rounded up, and in MB where it is a whole number of them."""
    whole = ceil(amount / 1024)
    return f"{whole // 1024} MB" if whole % 1024 == 0 else f"{whole} KB"


def key_of(design: Design, component: Component) -> Place:
    """Where the key that encrypts a component is written: behind `encryption` itself, or inside it."""
    written = design.description.document.data["components"][component.name].get("encryption")
    return component.field("encryption.key" if isinstance(written, dict) else "encryption")

"""What anchors stand for, and how much an alias brings in, so that a small text cannot unfold into a huge one."""

from __future__ import annotations

from typing import Any

from archlint.document.tree import Map, Seq

MOST_EXPANDED = 100_000


class Anchors:
    """The anchors of one document; a name may be given again and then stands for the later node."""

    __slots__ = ("_sizes", "_values", "expanded")

    def __init__(self) -> None:
        # Each anchor's value and, for a scalar, its text; None while the node it names is still being read.
        self._values: dict[str, tuple[Any, str | None] | None] = {}
        # Number of nodes and depth by identity. The collection is kept beside them so that its identity stays its own.
        self._sizes: dict[int, tuple[Any, int, int]] = {}
        self.expanded = 0

    def open(self, name: str) -> None:
        self._values[name] = None

    def define(self, name: str, value: Any, text: str | None = None) -> None:
        self._values[name] = (value, text)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def get(self, name: str) -> tuple[Any, str | None] | None:
        """The value and scalar text of an anchor; None where there is none or its node is still being read."""
        return self._values.get(name)

    def expand(self, value: Any) -> int:
        """Counts what an alias of `value` brings in; the depth of `value`."""
        nodes, depth = self._measure(value)
        self.expanded += nodes
        return depth

    def _measure(self, value: Any) -> tuple[int, int]:
        if not isinstance(value, Map | Seq):
            return 1, 0
        known = self._sizes.get(id(value))
        if known is None:
            nodes, depth = 1, 0
            for child in value.values() if isinstance(value, Map) else value:
                child_nodes, child_depth = self._measure(child)
                nodes += child_nodes
                depth = max(depth, child_depth)
            known = self._sizes[id(value)] = (value, nodes, depth + 1)
        return known[1], known[2]

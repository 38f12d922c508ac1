"""Rates as a linear system: what reaches each node when every node hands on a known multiple of what it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


class Link(NamedTuple):
    """`weight` arrivals at `target` for each one at `source`."""

    source: int
    target: int
    weight: float


class Loop(NamedTuple):
    """Nodes that feed each other; `gain` is how many come back to the first of them for each one that leaves it."""

    nodes: tuple[int, ...]
    gain: float


class Solution(NamedTuple):
    """Arrivals per node, and the loops that never end, which are followed once round: rates there are lower bounds."""

    values: list[float]
    endless: tuple[Loop, ...]


class System:
    """Nodes 0 .. size-1 and the links between them, with their strongly connected parts in topological order."""

    __slots__ = ("_out", "_parts", "links", "size")

    def __init__(self, size: int, links: Iterable[Link]) -> None:
        self.size = size
        self.links = tuple(links)
        self._out: list[list[tuple[int, float]]] = [[] for _ in range(size)]
        for source, target, weight in self.links:
            if weight > 0.0:
                self._out[source].append((target, weight))
        self._parts = _strong_parts(self._out)

    def solve(
        self, inputs: Sequence[float], most: Mapping[int, float] | None = None, held: dict[int, float] | None = None
    ) -> Solution:
        """x = inputs + P'x: what reaches each node in the end, given what reaches it from outside.

        `most` is what a node can take where something bounds it: no more than that goes on, and `held` gets what was
        offered to each node that holds something back. Inside a loop nothing is held back, only behind it.
        """
        values = list(inputs)
        endless = []
        out = self._out
        most = most or {}
        for part in self._parts:
            if len(part) == 1:
                node = part[0]
                if not _loops(out, node):
                    amount = values[node]
                    if node in most and amount > most[node]:
                        if held is not None:
                            held[node] = amount
                        amount = values[node] = most[node]
                    if amount > 0.0:
                        for target, weight in out[node]:
                            values[target] += amount * weight
                    continue
            loop = self._solve_part(part, values)
            if loop is not None:
                endless.append(loop)
        return Solution(values, tuple(endless))

    def reach(self, starts: Iterable[int], beside: Collection[int] = ()) -> set[int]:
        """The nodes that something can get to from `starts`, these included, but not by way of those in `beside`."""
        found = {node for node in starts if node not in beside}
        waiting = list(found)
        while waiting:
            for target, _ in self._out[waiting.pop()]:
                if target not in found and target not in beside:
                    found.add(target)
                    waiting.append(target)
        return found

    def reversed(self) -> System:
        """The same system run backwards: given a cost per node, `solve` finds what one arrival costs in the end."""
        return System(self.size, (Link(target, source, weight) for source, target, weight in self.links))

    def loops(self) -> tuple[Loop, ...]:
        """The loops that something can travel round, in topological order."""
        cyclic = (part for part in self._parts if len(part) > 1 or _loops(self._out, part[0]))
        return tuple(Loop(part, _gain(part, self._inside(part))) for part in cyclic)

    def _inside(self, part: tuple[int, ...]) -> dict[int, dict[int, float]]:
        """Rows of the part's own weights: source -> target -> weight."""
        members = set(part)
        rows: dict[int, dict[int, float]] = {node: {} for node in part}
        for node in part:
            row = rows[node]
            for target, weight in self._out[node]:
                if target in members:
                    row[target] = row.get(target, 0.0) + weight
        return rows

    def _solve_part(self, part: tuple[int, ...], values: list[float]) -> Loop | None:
        given = {node: values[node] for node in part}
        if not any(given.values()):
            return None
        rows = self._inside(part)
        solved = _eliminate(part, rows, given)
        loop = None
        if solved is None:
            loop = Loop(part, _gain(part, rows))
            solved = _once_round(part, rows, given)
        members = set(part)
        for node in part:
            values[node] = solved[node]
        for node in part:
            for target, weight in self._out[node]:
                if target not in members:
                    values[target] += solved[node] * weight
        return loop


def _loops(out: list[list[tuple[int, float]]], node: int) -> bool:
    return any(target == node for target, _ in out[node])


def _eliminate(
    part: tuple[int, ...], rows: dict[int, dict[int, float]], given: dict[int, float]
) -> dict[int, float] | None:
    """Solve x = given + P'x over one part; None where the loop has a gain of 1 or more.

    I - P' is an M-matrix exactly when the gain is under 1, and then elimination without pivoting meets only positive
    pivots: the first that is not settles the question.
    """
    columns: dict[int, dict[int, float]] = {node: {node: 1.0} for node in part}  # equation of node: {unknown: factor}
    for source, row in rows.items():
        for target, weight in row.items():
            columns[target][source] = columns[target].get(source, 0.0) - weight
    right = dict(given)
    order = sorted(part, key=lambda node: len(rows[node]))
    using: dict[int, set[int]] = {node: set(rows[node]) - {node} for node in part}  # equations that hold an unknown
    done: set[int] = set()
    for node in order:
        equation = columns[node]
        pivot = equation[node]
        if pivot <= 1e-12:
            return None
        done.add(node)
        for other in using[node] - done:
            factor = columns[other].pop(node, 0.0) / pivot
            if factor:
                right[other] -= factor * right[node]
                for unknown, value in equation.items():
                    if unknown != node:
                        columns[other][unknown] = columns[other].get(unknown, 0.0) - factor * value
                        using[unknown].add(other)
    solved: dict[int, float] = {}
    for node in reversed(order):
        equation = columns[node]
        rest = sum(value * solved[unknown] for unknown, value in equation.items() if unknown != node)
        solved[node] = (right[node] - rest) / equation[node]
    return solved


def _once_round(part: tuple[int, ...], rows: dict[int, dict[int, float]], given: dict[int, float]) -> dict[int, float]:
    """What reaches the nodes of an endless loop before anything passes a node for the second time, from below."""
    total = dict(given)
    wave = dict(given)
    for _ in range(len(part) - 1):
        following = dict.fromkeys(part, 0.0)
        for node, amount in wave.items():
            if amount:
                for target, weight in rows[node].items():
                    following[target] += amount * weight
        wave = {node: 0.0 if total[node] else amount for node, amount in following.items()}
        for node, amount in wave.items():
            total[node] += amount
    return total


def _gain(part: tuple[int, ...], rows: dict[int, dict[int, float]]) -> float:
    """How many come back to the part's first node for each that leaves it; infinite where the rest alone never ends."""
    first, rest = part[0], part[1:]
    inner = {node: {target: weight for target, weight in rows[node].items() if target != first} for node in rest}
    leaving = {node: rows[first].get(node, 0.0) for node in rest}
    solved = _eliminate(rest, inner, leaving)
    if solved is None:
        return float("inf")
    return rows[first].get(first, 0.0) + sum(solved[node] * rows[node].get(first, 0.0) for node in rest)


def _strong_parts(out: list[list[tuple[int, float]]]) -> list[tuple[int, ...]]:
    """Tarjan's strongly connected parts, sources first; iterative, for a description can be a chain of any length."""
    index = [0] * len(out)  # 0: not met yet
    low = [0] * len(out)
    waiting = [False] * len(out)
    parts: list[tuple[int, ...]] = []
    stack: list[int] = []
    count = 0
    for root in range(len(out)):
        if index[root]:
            continue
        path = [(root, iter(out[root]))]
        count += 1
        index[root] = low[root] = count
        stack.append(root)
        waiting[root] = True
        while path:
            node, following = path[-1]
            for target, _ in following:
                if not index[target]:
                    count += 1
                    index[target] = low[target] = count
                    stack.append(target)
                    waiting[target] = True
                    path.append((target, iter(out[target])))
                    break
                if waiting[target] and index[target] < low[node]:
                    low[node] = index[target]
            else:
                path.pop()
                if path and low[node] < low[path[-1][0]]:
                    low[path[-1][0]] = low[node]
                if low[node] == index[node]:
                    at = _last(stack, node)
                    members = stack[at:]
                    del stack[at:]
                    for member in members:
                        waiting[member] = False
                    parts.append(tuple(sorted(members)))
    parts.reverse()
    return parts


def _last(stack: list[int], node: int) -> int:
    at = len(stack) - 1
    while stack[at] != node:
        at -= 1
    return at

"""Plain graph questions about one machine: what is reached, and which states form loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def reached(start: Iterable[str], successors: Callable[[str], Iterable[str]]) -> set[str]:
    """Every node that can be reached from the start, the start itself among them."""
    found = set(start)
    todo = list(found)
    while todo:
        for name in successors(todo.pop()):
            if name not in found:
                found.add(name)
                todo.append(name)
    return found


def components(nodes: Iterable[str], successors: Callable[[str], Iterable[str]]) -> list[list[str]]:
    """The strongly connected components, each before those it leads to."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    open_nodes: list[str] = []
    is_open: set[str] = set()
    found: list[list[str]] = []
    for root in nodes:
        if root in order:
            continue
        trail = [(root, iter(successors(root)))]
        order[root] = low[root] = len(order)
        open_nodes.append(root)
        is_open.add(root)
        while trail:
            node, following = trail[-1]
            step = next(following, None)
            if step is None:
                trail.pop()
                if trail:
                    low[trail[-1][0]] = min(low[trail[-1][0]], low[node])
                if low[node] == order[node]:
                    found.append(_closed(node, open_nodes, is_open))
            elif step not in order:
                order[step] = low[step] = len(order)
                open_nodes.append(step)
                is_open.add(step)
                trail.append((step, iter(successors(step))))
            elif step in is_open:
                low[node] = min(low[node], order[step])
    return found[::-1]


def _closed(node: str, open_nodes: list[str], is_open: set[str]) -> list[str]:
    at = open_nodes.index(node)
    closed = open_nodes[at:]
    del open_nodes[at:]
    is_open.difference_update(closed)
    return closed

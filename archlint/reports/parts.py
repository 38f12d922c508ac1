"""Divides a picture that is too large to read: an overview, and a picture for each group, network or stretch of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from archlint.reports.drawing import Box, Drawing, Edge, Node, worst

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Fits = Callable[[Drawing], bool]
    Groups = Iterator[tuple[str, list[Node]]]

MOST_NODES = 60
MOST_EDGES = 120


def readable(drawing: Drawing) -> bool:
    """Whether a picture is small enough to be read."""
    return len(drawing.nodes) <= MOST_NODES and len(drawing.edges) <= MOST_EDGES


def divided(drawing: Drawing, fits: Fits = readable) -> list[Drawing]:
    """The picture alone where it fits, else an overview with a node for each part, and the picture of each part.

    A part shows its own nodes and, in place of every other part that it is connected with, one node.
    """
    if fits(drawing):
        return [drawing]
    out = _edges_from(drawing)
    parts = [_cut(drawing, title, nodes, out) for title, nodes in _groups(drawing, out, fits)]
    home = {node.id: number for number, part in enumerate(parts) for node in part.nodes}
    crossing = [edge for edge in drawing.edges if home[edge.source] != home[edge.target]]
    stand_ins = [_stand_in(number, part) for number, part in enumerate(parts)]
    around: dict[int, list[Edge]] = {}
    for edge in crossing:
        around.setdefault(home[edge.source], []).append(edge)
        around.setdefault(home[edge.target], []).append(edge)
    wider = [_with_neighbours(n, part, around.get(n, ()), stand_ins, home) for n, part in enumerate(parts)]
    shown = [whole if fits(whole) else part for whole, part in zip(wider, parts, strict=True)]
    return [_overview(drawing.title, stand_ins, crossing, home), *shown]


def within(drawing: Drawing, box: str) -> Drawing | None:
    """What stands in the boxes of that label or name (`group orders`, `orders`); None where there is none such."""
    wanted = {one.id for one in drawing.boxes if box in (one.label, one.label.partition(" ")[2])}
    if not wanted:
        return None
    for one in drawing.boxes:  # a box comes after the one around it
        if one.inside in wanted:
            wanted.add(one.id)
    nodes = [node for node in drawing.nodes if node.box in wanted]
    return _cut(drawing, f"{drawing.title}: {box}", nodes, _edges_from(drawing))


def _edges_from(drawing: Drawing) -> dict[str, list[Edge]]:
    out: dict[str, list[Edge]] = {}
    for edge in drawing.edges:
        out.setdefault(edge.source, []).append(edge)
    return out


def _cut(drawing: Drawing, title: str, nodes: Sequence[Node], out: Mapping[str, Sequence[Edge]]) -> Drawing:
    """Some nodes with their boxes and the edges between them."""
    names, wanted = {node.id for node in nodes}, {node.box for node in nodes}
    for box in reversed(drawing.boxes):
        if box.id in wanted:
            wanted.add(box.inside)
    edges = tuple(edge for node in nodes for edge in out.get(node.id, ()) if edge.target in names)
    return Drawing(title, tuple(box for box in drawing.boxes if box.id in wanted), tuple(nodes), edges)


def _groups(drawing: Drawing, out: Mapping[str, Sequence[Edge]], fits: Fits) -> Groups:
    """(title, nodes) of each part: a whole box where it fits, else what is in it box by box."""
    inside: dict[str, list[Box]] = {}
    direct: dict[str, list[Node]] = {}
    for box in drawing.boxes:
        inside.setdefault(box.inside, []).append(box)
    for node in _in_order_of_flows(drawing, out):
        direct.setdefault(node.box, []).append(node)

    def small(nodes: Sequence[Node]) -> bool:
        return fits(_cut(drawing, "", nodes, out))

    def everything(box: str) -> list[Node]:
        return [*direct.get(box, ()), *(node for inner in inside.get(box, ()) for node in everything(inner.id))]

    def parts(box: str, title: str) -> Groups:
        if box and small(whole := everything(box)):
            yield title, whole
            return
        stretches = list(_stretches(direct.get(box, []), small))
        for number, nodes in enumerate(stretches, 1):
            yield (f"{title}, part {number}, from {nodes[0].name}" if len(stretches) > 1 else title), nodes
        for inner in inside.get(box, ()):
            yield from parts(inner.id, inner.label)

    return parts("", "outside of every group" if drawing.boxes else drawing.title)


def _stretches(nodes: list[Node], small: Callable[[Sequence[Node]], bool]) -> Iterator[list[Node]]:
    if len(nodes) == 1 or (nodes and small(nodes)):
        yield nodes
    elif nodes:
        middle = len(nodes) // 2
        yield from _stretches(nodes[:middle], small)
        yield from _stretches(nodes[middle:], small)


def _in_order_of_flows(drawing: Drawing, out: Mapping[str, Sequence[Edge]]) -> list[Node]:
    """The nodes, each followed by what it leads to, so that neighbours stay together when a list is cut."""
    nodes = {node.id: node for node in drawing.nodes}
    order: dict[str, Node] = {}
    for start in nodes:
        waiting = [start]
        while waiting:
            name = waiting.pop()
            if name not in order:
                order[name] = nodes[name]
                waiting += [edge.target for edge in reversed(out.get(name, ()))]
    return list(order.values())


def _stand_in(number: int, part: Drawing) -> Node:
    size = "1 component" if len(part.nodes) == 1 else f"{len(part.nodes)} components"
    return Node(
        f"p{number}", part.title, "part", size, "part", "", worst(n.worst for n in part.nodes), _found(part.nodes)
    )


def _found(nodes: Iterable[Node]) -> int:
    return sum(node.findings for node in nodes)


def _with_neighbours(
    number: int, part: Drawing, around: Iterable[Edge], stand_ins: Sequence[Node], home: Mapping[str, int]
) -> Drawing:
    """A part with the other parts that it is connected with; of those, no findings are shown."""
    counts: Counter[tuple[str, str, str]] = Counter()
    others: dict[int, Node] = {}
    for edge in around:
        outwards = home[edge.source] == number
        other = home[edge.target if outwards else edge.source]
        others[other] = stand_ins[other]._replace(worst="", findings=0)
        ends = (edge.source, f"p{other}") if outwards else (f"p{other}", edge.target)
        counts[*ends, edge.style] += max(1, len(edge.labels))
    edges = (Edge(*ends, (_flows(count),), "", 0) for ends, count in counts.items())
    return part._replace(nodes=(*part.nodes, *others.values()), edges=(*part.edges, *edges))


def _flows(count: int) -> str:
    return "1 flow" if count == 1 else f"{count} flows"


def _overview(title: str, stand_ins: Sequence[Node], crossing: Iterable[Edge], home: Mapping[str, int]) -> Drawing:
    """At most as many nodes and edges as can be read; a last node says how much more there is."""
    shown, rest = stand_ins[: MOST_NODES - 2], stand_ins[MOST_NODES - 2 :]
    nodes = list(shown)
    if rest:
        nodes.append(
            Node("rest", f"{len(rest)} more parts", "part", "", "part", "", worst(n.worst for n in rest), _found(rest))
        )
    counts: Counter[tuple[str, str]] = Counter()
    for edge in crossing:
        ends = [f"p{at}" if at < len(shown) else "rest" for at in (home[edge.source], home[edge.target])]
        if ends[0] != ends[1]:
            counts[ends[0], ends[1]] += max(1, len(edge.labels))
    strongest = counts.most_common(MOST_EDGES)
    if len(counts) > len(strongest):
        words = "the weakest are not drawn"
        nodes.append(
            Node("unseen", f"{len(counts) - len(strongest)} more connections", "part", words, "part", "", "", 0)
        )
    edges = tuple(Edge(*ends, "sync", (_flows(count),), "", 0) for ends, count in strongest)
    return Drawing(f"{title}: overview", (), tuple(nodes), edges)

"""A picture that is too large becomes an overview and parts, each of which can be read and none of which is missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from drawn import complete, drawn, shop, tangled

from archlint.reports import mermaid
from archlint.reports.drawing import Drawing
from archlint.reports.parts import MOST_EDGES, MOST_NODES, divided, readable, within

LARGE: dict[str, Callable[[], Drawing]] = {
    "groups": lambda: drawn(shop(28, 4)), "no groups": lambda: drawn(shop(60)), "dense": lambda: complete(100),
    "wordy": lambda: complete(40, "|" * 80),
    "tangled": lambda: tangled(4000),
}  # fmt: skip


def own(part: Drawing) -> list[str]:
    """The components that a part shows, without the nodes that stand for other parts."""
    return [node.name for node in part.nodes if node.kind != "part"]


def test_sixty_nodes_stay_one_picture_and_one_more_makes_parts() -> None:
    whole = drawn(shop(9))
    assert len(whole.nodes) == 64
    fewer = whole._replace(nodes=whole.nodes[:MOST_NODES], edges=())
    assert divided(fewer) == [fewer]
    assert len(divided(whole._replace(nodes=whole.nodes[: MOST_NODES + 1], edges=()))) == 3


def test_a_hundred_and_twenty_edges_stay_one_picture_and_one_more_makes_parts() -> None:
    whole = complete(12)
    fewer = whole._replace(edges=whole.edges[:MOST_EDGES])
    assert divided(fewer) == [fewer]
    assert len(divided(whole._replace(edges=whole.edges[: MOST_EDGES + 1]))) == 3


@pytest.mark.parametrize("make", LARGE.values(), ids=LARGE)
def test_every_component_is_in_exactly_one_part_and_every_part_can_be_read(make: Callable[[], Drawing]) -> None:
    picture = make()
    overview, *parts = divided(picture)
    assert sorted(name for part in parts for name in own(part)) == sorted(node.name for node in picture.nodes)
    assert all(readable(part) for part in [overview, *parts])


def test_the_parts_are_the_groups_where_there_are_groups() -> None:
    overview, *parts = divided(drawn(shop(28, 4)))
    assert [part.title for part in parts] == [
        "outside of every group",
        *(f"group team-{number}" for number in range(4)),
    ]
    assert [node.name for node in overview.nodes] == [part.title for part in parts]
    assert [node.words for node in overview.nodes] == ["1 component", *["49 components"] * 4]


def test_the_overview_counts_the_flows_between_parts_and_each_part_shows_its_neighbours() -> None:
    overview, _, first, second, *_ = divided(drawn(shop(28, 4)))
    names = {node.id: node.name for node in overview.nodes}
    flows = {(names[edge.source], names[edge.target]): edge.labels for edge in overview.edges}
    assert flows["outside of every group", "group team-0"] == ("7 flows",)
    assert flows["group team-0", "group team-1"] == ("1 flow",)
    assert [node.name for node in first.nodes if node.kind == "part"] == ["outside of every group", "group team-1"]
    assert any(first_end.source.startswith("p") for first_end in second.edges)


def test_an_overview_of_too_many_parts_says_how_many_it_leaves_out() -> None:
    whole = tangled(4000)
    overview, *parts = divided(whole)
    assert len(parts) > MOST_NODES
    *shown, rest, unseen = overview.nodes
    assert [node.name for node in shown] == [part.title for part in parts[: MOST_NODES - 2]]
    assert rest.name == f"{len(parts) - MOST_NODES + 2} more parts"
    home = {name: min(number, MOST_NODES - 2) for number, part in enumerate(parts) for name in own(part)}
    names = {node.id: node.name for node in whole.nodes}
    pairs = {(home[names[edge.source]], home[names[edge.target]]) for edge in whole.edges}
    between = sum(one != other for one, other in pairs)
    assert (len(overview.edges), unseen.name) == (MOST_EDGES, f"{between - MOST_EDGES} more connections")


def test_one_group_can_be_drawn_by_its_name_or_label() -> None:
    whole = drawn(shop(28, 4))
    by_name, by_label = within(whole, "team-2"), within(whole, "group team-2")
    assert by_name is not None
    assert by_label is not None
    assert own(by_name) == own(by_label)
    assert len(by_name.nodes) == 49
    assert {box.label for box in by_name.boxes} == {"group team-2"}
    assert within(whole, "team-9") is None


@pytest.mark.parametrize("make", LARGE.values(), ids=LARGE)
def test_no_flowchart_is_larger_than_mermaid_draws(make: Callable[[], Drawing]) -> None:
    pictures = mermaid.render(make())
    assert len(pictures) > 1
    for _, text in pictures:
        assert len(text) < mermaid.MOST_CHARACTERS
        assert len([line for line in text.splitlines() if "-->|" in line or " --> " in line]) <= MOST_EDGES

"""Every format of `archlint graph` holds the whole design, reads back, and takes no text of it for anything but text."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest
from drawn import ATTACKS, ROOT, SAMPLES, attacked, drawn, shop
from pygraphviz import AGraph

from archlint.cli.graph import ENDINGS, FORMATS
from archlint.reports import dot, layout, mermaid, node_link, svg
from archlint.reports.drawing import Drawing
from archlint.reports.escape import xml_text

SVG = "{http://www.w3.org/2000/svg}"
BEFORE = ROOT / "samples" / "cat-videos" / "before.yaml"
TEXTS = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in SAMPLES} | {"attack": attacked()}


@pytest.fixture(scope="module", params=TEXTS, ids=str)
def picture(request: pytest.FixtureRequest) -> Drawing:
    return drawn(TEXTS[request.param])


def test_graphml_reads_back_with_every_component_and_flow(picture: Drawing) -> None:
    read = networkx.read_graphml(BytesIO(node_link.graphml(picture).encode()), force_multigraph=True)
    assert set(read.nodes) == {xml_text(node.name) for node in picture.nodes}
    assert read.number_of_edges() == len(picture.edges)
    assert {data["words"] for _, data in read.nodes(data=True)} == {node.words for node in picture.nodes}
    assert sorted(data["style"] for *_, data in read.edges(data=True)) == sorted(edge.style for edge in picture.edges)


def test_every_key_of_graphml_has_an_id_of_its_own(picture: Drawing) -> None:
    keys = re.findall(r'<key id="([^"]+)"', node_link.graphml(picture))
    assert len(keys) == len(set(keys)) > 0


def test_node_link_json_reads_back_as_the_same_graph(picture: Drawing) -> None:
    read = networkx.node_link_graph(json.loads(node_link.as_json(picture)), edges="edges")
    assert list(read.nodes) == [node.name for node in picture.nodes]
    assert read.number_of_edges() == len(picture.edges)


def test_dot_is_read_by_graphviz_with_every_component_flow_and_cluster(picture: Drawing) -> None:
    graph = AGraph(string=dot.render(picture))
    assert sorted(graph.nodes()) == sorted(node.id for node in picture.nodes)
    assert graph.number_of_edges() == len(picture.edges)
    assert len(re.findall("subgraph cluster_", graph.to_string())) == len(picture.boxes)


def test_svg_has_every_name_as_text_and_no_element_that_could_do_anything(picture: Drawing) -> None:
    root = ElementTree.fromstring(svg.render(picture))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "style", "g", "rect", "path", "circle", "text",
    }  # fmt: skip
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on") or name.endswith("href")]
    titles = [element.text for element in root.iter(f"{SVG}title")]
    assert titles[1:] == [xml_text(node.name) for node in picture.nodes]
    assert root.attrib["role"] == "img"
    words = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    assert all(node.words in words for node in picture.nodes)


@pytest.mark.parametrize("services", [1, 7, 28], ids=["8 nodes", "50 nodes", "197 nodes"])
def test_nothing_in_a_picture_covers_anything_else(services: int) -> None:
    placed = layout.layout(drawn(shop(services, services // 7)))
    cards = list(placed.nodes)
    labels = [way.label for way in placed.ways if way.label is not None and way.label.lines]
    assert len(labels) >= 6 * services
    for number, card in enumerate(cards):
        assert not [other for other in cards[number + 1 :] if overlap(card, other)]
        assert not [label for label in labels if overlap(card, label)]
    assert placed.width < 2200  # it is as wide as a screen, whatever its chains
    for card in cards:
        assert max(layout.width_of(line, layout.NAME, bold=True) for line in card.lines) < card.width - layout.ICON


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("FilterMultiplePatternsFunction", ("FilterMultiplePatterns", "Function")),
        ("SQSToLambdaHTTPEndpointFunction", ("SQSToLambdaHTTPEndpoint", "Function")),
        ("a-very-long-name-of-a-component", ("a-very-long-name-of-a-", "component")),
        ("x" * 30, ("x" * 24, "x" * 6)),
        ("short", ("short",)),
        ("one two " * 8, ("one two one two one two", f"{'one two ' * 3}"[:23] + "…")),
    ],
)
def test_a_long_name_is_broken_between_its_words(name: str, lines: tuple[str, ...]) -> None:
    assert layout.wrapped(name, 2) == lines


def overlap(one: layout.Shape, other: layout.Shape) -> bool:
    apart = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (apart or one.y + one.height <= other.y or other.y + other.height <= one.y)


def test_mermaid_has_no_sign_of_a_description_that_means_something_to_it() -> None:
    for attack in ATTACKS:
        written = mermaid.escape(attack)
        assert not set(written) & set("\"<>`\\{}[]()|*_~$%@:'=\n"), written
        assert not re.search(r"#(?!\d+;)", written), written


def archlint(
    *arguments: str | Path, folder: Path = ROOT, before: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    return runs([[str(one) for one in arguments]], folder, before, **more)


def in_formats(names: Iterable[str], before: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """The sample drawn in each of these formats, one after another."""
    return runs([["graph", str(BEFORE), "--format", name] for name in names], ROOT, before, **more)


def runs(calls: list[list[str]], folder: Path, before: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Calls of the command in one process, which ends with the worst of their codes."""
    program = f"import sys\n{before}\nfrom archlint.cli.main import main\nsys.exit(max(map(main, {calls!r})))"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ending", "begins"),
    [
        (".svg", "<svg"),
        (".mmd", "flowchart LR"),
        (".md", "## cat-videos"),
        (".gv", "digraph"),
        (".graphml", "<?xml"),
        (".json", "{"),
    ],
)
def test_the_ending_of_the_file_says_the_format(ending: str, begins: str, tmp_path: Path) -> None:
    done = archlint("graph", BEFORE, "-o", tmp_path / f"picture{ending}")
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")
    assert (tmp_path / f"picture{ending}").read_text(encoding="utf-8").startswith(begins)
    assert set(ENDINGS.values()) == set(FORMATS)


def test_a_format_that_is_named_wins_over_the_ending_and_an_ending_without_one_is_refused(tmp_path: Path) -> None:
    assert archlint("graph", BEFORE, "--format", "dot", "-o", tmp_path / "picture.txt").returncode == 0
    assert (tmp_path / "picture.txt").read_text(encoding="utf-8").startswith("digraph")
    refused = archlint("graph", BEFORE, "-o", tmp_path / "picture.pdf")
    assert refused.returncode == 2
    assert "names no format" in refused.stderr


def test_without_graphviz_the_svg_says_how_to_get_it_and_the_rest_works() -> None:
    without = "sys.modules['pygraphviz'] = None"
    refused = archlint("graph", BEFORE, "--format", "svg", before=without)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "pip install 'archlint[report]'" in refused.stderr
    assert in_formats([name for name in FORMATS if name != "svg"], before=without).returncode == 0


def test_the_same_design_gives_the_same_bytes_whatever_fonts_and_hashes_a_machine_has(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text("<fontconfig/>", encoding="utf-8")
    one = in_formats(FORMATS, PYTHONHASHSEED="1")
    other = in_formats(FORMATS, PYTHONHASHSEED="2", FONTCONFIG_FILE=str(tmp_path / "fonts.conf"))
    assert one.returncode == 0
    assert all(sign in one.stdout for sign in ("flowchart LR", "digraph", "<svg", '"nodes"', "<graphml"))
    assert (one.stdout, one.stderr) == (other.stdout, other.stderr)


def test_a_picture_in_which_nothing_could_be_found_is_drawn_as_its_overview(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_text(shop(60, 12), encoding="utf-8")
    done = archlint("graph", "large.yaml", "-o", "large.svg", folder=tmp_path)
    assert "is too large for one picture" in done.stderr
    assert (tmp_path / "large.svg").read_text(encoding="utf-8").count('class="node"') == 13
    one = archlint("graph", "large.yaml", "-o", "one.svg", "--only", "team-3", folder=tmp_path)
    assert one.stderr == ""
    assert (tmp_path / "one.svg").read_text(encoding="utf-8").count('class="node"') == 35
    none = archlint("graph", "large.yaml", "--only", "team-30", folder=tmp_path)
    assert none.returncode == 2
    assert "group team-3" in none.stderr

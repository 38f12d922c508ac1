"""A description whose every text is an attack is shown as text, in the page, in its picture and in the Markdown."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from graph.drawn import ATTACKS, TODAY, attacked
from markdown_it import MarkdownIt
from written import SAMPLES, Reader, as_markdown

from archlint.lint.configuration import Configuration
from archlint.lint.review import Before, Stamp, before_of, review
from archlint.lint.running import Wanted
from archlint.reports.escape import legible
from archlint.reports.review import html, md
from archlint.reports.review.blocks import Page
from archlint.reports.review.page import page

PLAIN = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "p", "h1", "h2", "h3", "h4", "span", "dl", "div", "dt", "dd", "nav",
    "ol", "ul", "li", "main", "section", "b", "code", "figure", "figcaption", "svg", "desc", "g", "rect", "path", "text", "circle",
    "details", "summary", "pre", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "article", "label", "select", "option",
    "input", "output", "footer", "script", "i",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "name", "content", "http-equiv", "class", "href", "id", "aria-label", "aria-labelledby", "aria-hidden", "tabindex",
    "role", "style", "scope", "data-order", "data-severity", "data-points", "data-says", "type", "min", "max", "value", "aria-live",
}  # fmt: skip


@cache
def attack_page(folder: Path) -> Page:
    file, old = folder / f"{ATTACKS[5]}.yaml", folder / "old.yaml"
    file.write_text(attacked(), encoding="utf-8")
    old.write_text(json.dumps({**json.loads(attacked()), "flows": []}), encoding="utf-8")
    wanted, settings = Wanted(None, None, TODAY), Configuration()
    before = before_of(old, settings, wanted)
    assert isinstance(before, Before)
    stamp = Stamp(TODAY, ATTACKS[0], (ATTACKS[1], ATTACKS[4]))
    found = review(file, settings, wanted, before=before, stamp=stamp)
    assert found is not None
    return page(found)


@pytest.fixture(scope="module")
def attack(tmp_path_factory: pytest.TempPathFactory) -> Page:
    return attack_page(tmp_path_factory.mktemp("attack"))


def test_no_text_becomes_an_element_or_an_attribute_of_the_page(attack: Page) -> None:
    read = Reader(html.render(attack))
    assert {tag for tag, _ in read.elements} <= PLAIN
    drawing = {
        "xmlns",
        "width",
        "height",
        "viewbox",
        "font-family",
        "fill",
        "fill-opacity",
        "stroke",
        "stroke-width",
        "stroke-dasharray",
        "x",
        "y",
        "rx",
        "cx",
        "cy",
        "r",
        "d",
        "transform",
        "font-size",
        "font-weight",
        "text-anchor",
        "stroke-linecap",
        "stroke-linejoin",
        "paint-order",
    }
    assert {name for _, attributes in read.elements for name in attributes} <= ATTRIBUTES | drawing
    assert len(read.named("script")) == 2
    assert {link["href"].partition(":")[0] for link in read.named("a") if not link["href"].startswith("#")} == {"https"}
    assert all("aws.amazon.com" in link["href"] for link in read.named("a") if link["href"].startswith("https"))


def test_every_attack_is_there_to_be_read(attack: Page) -> None:
    words = Reader(html.render(attack)).text
    for text in ATTACKS:
        assert " ".join(legible(" ".join(text.split())).split()) in words


def test_the_data_of_the_page_cannot_be_left(attack: Page) -> None:
    text = html.render(attack)
    inner = text.partition('<script type="application/json" id="data">')[2].partition("</script>")[0]
    assert "<" not in inner
    assert json.loads(inner) == json.loads(json.dumps(attack.data))


def rendered(text: str) -> Reader:
    """Markdown as a real renderer makes HTML of it, raw HTML let through as GitHub would before it cleans it."""
    return Reader(
        f"<body>{MarkdownIt('gfm-like', {'linkify': False, 'html': True}).render(text)}</body>".replace("<br>", "")
    )


def test_the_markdown_of_an_attack_passes_through_a_real_renderer_as_text(attack: Page) -> None:
    read = rendered(md.render(attack))
    assert {tag for tag, _ in read.elements} <= {
        "body", "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "code", "pre", "table", "thead", "tbody", "tr", "th", "td", "a",
        "details", "summary", "sub",
    }  # fmt: skip
    assert all(
        link["href"].startswith("https://docs.aws.amazon.com/") or "aws.amazon.com" in link["href"]
        for link in read.named("a")
    )
    assert not [attributes for tag, attributes in read.elements if set(attributes) - {"href", "class", "style"}]
    for text in ATTACKS:
        assert "".join(legible(text).split()).replace("`", "") in "".join(read.text.split()).replace("`", "")


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_markdown_of_a_sample_has_every_table_and_heading_after_rendering(sample: str) -> None:
    text = as_markdown(sample)
    read = rendered(text)
    lines = text.splitlines()
    assert len(read.named("table")) == sum(line.startswith("| ---") for line in lines)
    assert len(read.named("h2")) == sum(line.startswith("## ") for line in lines)
    columns = [line.count(" --- ") + line.count(" ---: ") for line in lines if line.startswith("| ---")]
    assert len(read.named("th")) == sum(columns)

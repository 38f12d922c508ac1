"""Reports written for the tests, and what a reader finds in them: elements, tables, data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from archlint.lint.configuration import Configuration
from archlint.lint.review import Review, review
from archlint.lint.running import Wanted
from archlint.reports.review import html, md
from archlint.reports.review.page import page

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "samples").glob("*/*.yaml"))
VOID = {"meta", "input", "br"}


@cache
def reviewed(sample: str) -> Review:
    """The review of a sample, its paths as seen from the repository's root."""
    from graph.drawn import TODAY

    here = Path.cwd()
    os.chdir(ROOT)
    try:
        found = review(Path(sample), Configuration(), Wanted(None, None, TODAY))
    finally:
        os.chdir(here)
    assert found is not None
    return found


@cache
def as_html(sample: str) -> str:
    return html.render(page(reviewed(sample)))


@cache
def as_markdown(sample: str) -> str:
    return md.render(page(reviewed(sample)))


def archlint(
    *arguments: str | Path, folder: Path = ROOT, before: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """A run of the command in a process of its own; `before` is what Python does first."""
    words = [str(one) for one in arguments]
    program = f"import sys\n{before}\nfrom archlint.cli.main import main\nsys.exit(main({words!r}))"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more},
    )  # fmt: skip


class Reader(HTMLParser):
    """What a page consists of: its elements with their attributes, its words, its preformatted texts, its tables by caption, its data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.preformatted: list[str] = []
        self.tables: dict[str, list[dict[str, str]]] = {}
        self.data: Any = None
        self._open: list[str] = []
        self._caption = ""
        self._heads: list[str] = []
        self._row: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == [], "what is opened is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag in VOID:
            return
        self._open.append(tag)
        if tag == "pre":
            self.preformatted.append("")
        elif tag == "caption":
            self._caption, self._heads = "", []
        elif tag == "tr":
            self._row = []
        elif tag in ("th", "td"):
            self._row.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        if tag == "caption":
            self.tables[self._caption] = []
        elif tag == "tr" and "thead" in self._open:
            self._heads = self._row
        elif tag == "tr":
            self.tables.setdefault(self._caption, []).append(dict(zip(self._heads, self._row, strict=True)))

    def handle_data(self, data: str) -> None:
        if "script" in self._open:
            if self.elements[-1][1].get("type") == "application/json":
                self.data = json.loads(data)
        elif "style" not in self._open:
            self.words.append(data)
            if "pre" in self._open:
                self.preformatted[-1] += data
            if "caption" in self._open:
                self._caption += data
            elif {"th", "td"} & set(self._open):
                self._row[-1] += data

    @property
    def text(self) -> str:
        """All words of the page, with single spaces between them."""
        return " ".join(" ".join(self.words).split())

    def named(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of that name."""
        return [attributes for name, attributes in self.elements if name == tag]

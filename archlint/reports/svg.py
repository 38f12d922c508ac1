"""A design as an SVG picture, laid out by Graphviz (the extra `archlint[report]`)."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING

from archlint.reports import dot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.reports.drawing import Drawing


class NoPictureError(Exception):
    """Graphviz is not installed; the text says how to get it."""


def render(drawing: Drawing) -> str:
    """The picture, with a title and a description for those who do not see it. Raises NoPictureError."""
    try:
        from pygraphviz import AGraph
    except ImportError:
        raise NoPictureError("the picture needs Graphviz: `pip install 'archlint[report]'`") from None
    with _quiet():
        drawn = AGraph(string=dot.render(drawing)).draw(format="svg", prog="dot").decode("utf-8")
    return _told(drawn[drawn.index("<svg") :], drawing)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the C library's remarks on the system's font files, which are written to stderr itself, from the user."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _told(svg: str, drawing: Drawing) -> str:
    """The bare <svg> element with what it shows in words, and without Graphviz's own tooltips on every part."""
    svg = re.sub(r"<!--.*?-->\n?", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<title>[^<]*</title>\n?", "", svg)
    shown = f"{len(drawing.nodes)} components and {len(drawing.edges)} connections, from left to right"
    head = f"<title>Architecture of {escape(drawing.title)}</title>\n<desc>{shown}.</desc>\n"
    opening, _, rest = svg.partition(">")
    return f'{opening} role="img">\n{head}{rest.lstrip()}'

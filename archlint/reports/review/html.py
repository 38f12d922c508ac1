"""The review as one HTML file: no network, no fonts from elsewhere, readable with scripts off and on paper."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from archlint.reports.review.blocks import Picture
from archlint.reports.review.data import embedded
from archlint.reports.review.html_blocks import block, escape, natural_width
from archlint.reports.svg import DARK

if TYPE_CHECKING:
    from archlint.reports.review.blocks import Page, Section

_TONES = {"blocked": ("error", "✖"), "approve with actions": ("warning", "▲"), "clear": ("good", "✔")}
_WITH_THE_PICTURE = ("architecture", "flows")
_NOT_ON_PAPER = "The appendix (every rule, every price, the configuration) is in the file and not on paper."
_PAPER = 760  # pixels across an upright page


def render(page: Page) -> str:
    """The whole document; the same page gives the same bytes."""
    style = f"{_file('style.css')}@media screen and (prefers-color-scheme: dark) {{\n{DARK}}}\n"
    script = f"\n{_file('script.js')}"
    body = _without_dead_links(_body(page))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_policy(script)}">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="archlint">
<title>Design review: {escape(page.title)}</title>
<style>
{style}</style>
</head>
<body>
{body}
{embedded(page.data)}
<script>{script}</script>
</body>
</html>
"""


def _file(name: str) -> str:
    return files("archlint.reports.review").joinpath(name).read_text(encoding="utf-8")


def _policy(script: str) -> str:
    """Nothing is loaded from anywhere, and no script runs but the one of the page."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    allowed = f"style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _body(page: Page) -> str:
    tone, sign = _TONES[page.verdict]
    head = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in page.head)
    links = "".join(f'<li><a href="#{section.id}">{escape(section.title)}</a></li>' for section in page.sections)
    wide = _across(page)
    sections = "\n".join(_section(one, across=wide and one.id in _WITH_THE_PICTURE) for one in page.sections)
    silent = f"<p>Nothing to say about: {escape(', '.join(page.silent).lower())}.</p>\n" if page.silent else ""
    subtitle = f'<p class="subtitle">{escape(page.subtitle)}</p>\n' if page.subtitle else ""
    appendix = any(section.id == "appendix" for section in page.sections)
    on_paper = f'<p class="on-paper">{_NOT_ON_PAPER}</p>\n' if appendix else ""
    return f"""<a class="skip" href="#main">Skip to the report</a>
<header>
<p class="kind">Design review</p>
<h1>{escape(page.title)}</h1>
{subtitle}<p class="verdict {tone}"><span aria-hidden="true">{sign}</span> Verdict: {escape(page.verdict)}</p>
<dl class="facts">{head}</dl>
</header>
<nav aria-label="Sections"><ol>{links}</ol></nav>
<main id="main">
{sections}
</main>
<footer>
{silent}{on_paper}<p>{escape(page.foot)}</p>
</footer>"""


def _section(section: Section, *, across: bool) -> str:
    blocks = "\n".join(map(block, section.blocks))
    look = ' class="across"' if across else ""
    heading = f'<h2 id="{section.id}">{escape(section.title)}</h2>'
    return f'<section aria-labelledby="{section.id}"{look}>\n{heading}\n{blocks}\n</section>'


def _across(page: Page) -> bool:
    """Whether the picture is so wide that on paper it needs pages in landscape; the table of flows stands there too."""
    pictures = (one for section in page.sections for one in section.blocks if isinstance(one, Picture))
    return any(natural_width(svg) > _PAPER for one in pictures for _, svg in one.pictures)


def _without_dead_links(body: str) -> str:
    """Words whose link would lead nowhere, because that section was not asked for, stay without it."""
    ids = set(re.findall(r' id="([^"]+)"', body))
    return re.sub(r'<a href="#([^"]+)">(.*?)</a>', lambda found: found[0] if found[1] in ids else found[2], body)

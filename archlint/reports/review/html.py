"""The review as one HTML file: no network, no fonts from elsewhere, readable with scripts off and on paper."""

from __future__ import annotations

import re
from functools import singledispatch
from html import escape as html_escape
from importlib.resources import files
from typing import TYPE_CHECKING

from archlint.reports.escape import xml_text
from archlint.reports.review import charts
from archlint.reports.review.blocks import (
    Bars,
    Cell,
    Filter,
    Findings,
    Form,
    Heading,
    Items,
    Line,
    Page,
    Picture,
    Stats,
    Table,
    Text,
)
from archlint.reports.summary import costs

if TYPE_CHECKING:
    from archlint.lint.report import Finding

_TONES = {"blocked": "error", "approve with actions": "warning", "clear": "good"}
_WORDS = {"error": "✖ error", "warning": "▲ warning", "advice": "● advice"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; form-action 'none'"


def render(page: Page) -> str:
    """The whole document; the same page gives the same bytes."""
    title = escape(page.title)
    head = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in page.head)
    links = "".join(f'<li><a href="#{section.id}">{escape(section.title)}</a></li>' for section in page.sections)
    sections = "\n".join(
        f'<section aria-labelledby="{section.id}">\n<h2 id="{section.id}">{escape(section.title)}</h2>\n'
        + "\n".join(block(one) for one in section.blocks)
        + "\n</section>"
        for section in page.sections
    )
    silent = f"<p>Nothing to say about: {escape(', '.join(page.silent).lower())}.</p>" if page.silent else ""
    subtitle = f'<p class="subtitle">{escape(page.subtitle)}</p>' if page.subtitle else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="generator" content="archlint">
<title>Design review: {title}</title>
<style>
{_file("style.css")}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<h1>{title}</h1>
{subtitle}<p class="verdict {_TONES[page.verdict]}">Verdict: {escape(page.verdict)}</p>
<dl class="head">{head}</dl>
<nav aria-label="Sections"><ol>{links}</ol></nav>
</header>
<main id="main">
{sections}
</main>
<footer>
{silent}
<p>{escape(page.foot)}</p>
</footer>
<script>
{_file("script.js")}</script>
</body>
</html>
"""


def _file(name: str) -> str:
    return files("archlint.reports.review").joinpath(name).read_text(encoding="utf-8")


def escape(text: str) -> str:
    """Text of a description as text of the page."""
    return html_escape(xml_text(text))


def _rich(text: str) -> str:
    """Text in which what stands between two backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


@singledispatch
def block(one: object) -> str:
    """One block as HTML."""
    raise TypeError(f"no HTML for {type(one).__name__}")


@block.register
def _(one: Text) -> str:
    return f'<p class="{one.tone}">{_rich(one.text)}</p>' if one.tone else f"<p>{_rich(one.text)}</p>"


@block.register
def _(one: Heading) -> str:
    name = f' id="{one.id}"' if one.id else ""
    return f"<h3{name}>{escape(one.text)}</h3>"


@block.register
def _(one: Stats) -> str:
    items = "".join(
        f'<div class="stat {tone}"><span>{escape(what)}</span><b>{escape(figure)}</b><span>{escape(remark)}</span></div>'
        for what, figure, remark, tone in one.items
    )
    return f'<div class="stats">{items}</div>'


@block.register
def _(one: Items) -> str:
    kind = "ol" if one.ordered else "ul"
    return f"<{kind}>" + "".join(f"<li>{_cell(item)}</li>" for item in one.items) + f"</{kind}>"


def _cell(cell: Cell) -> str:
    text = _rich(cell.text)
    if cell.href:
        text = f'<a href="{escape(cell.href)}">{text}</a>'
    if not cell.tone:
        return text
    sign = {"error": "✖", "warning": "▲", "advice": "●"}.get(cell.tone, "")
    mark = f'<span class="mark-{cell.tone}">{sign}</span> ' if sign else ""
    return f'<span class="tone-{cell.tone}">{mark}{text}</span>'


@block.register
def _(one: Table) -> str:
    numbers = [column.number for column in one.columns]
    heads = "".join(f'<th scope="col"{_class(column.number)}>{escape(column.title)}</th>' for column in one.columns)
    body = "\n".join(_row(row, numbers) for row in one.rows)
    foot = f"\n<tfoot>{_row(one.foot, numbers)}</tfoot>" if one.foot else ""
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(one.caption)}">\n<table class="sortable">\n'
        f"<caption>{escape(one.caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>{foot}\n</table>\n</div>"
    )


def _class(number: bool) -> str:
    return ' class="number"' if number else ""


def _row(row: tuple[Cell, ...], numbers: list[bool]) -> str:
    cells = []
    for at, (cell, number) in enumerate(zip(row, numbers, strict=True)):
        order = f' data-order="{escape(cell.order)}"' if cell.order else ""
        tag = "th" if at == 0 else "td"
        scope = ' scope="row"' if at == 0 else ""
        cells.append(f"<{tag}{scope}{_class(number)}{order}>{_cell(cell)}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


@block.register
def _(one: Findings) -> str:
    return "\n".join(_finding(finding, frame) for finding, frame in one.findings)


@block.register
def _(one: Filter) -> str:
    options = "".join(f'<option value="{name}">{name}</option>' for name in one.severities)
    return (
        f'<div class="tool" id="filter"><label>Severity <select><option value="">all</option>{options}</select></label> '
        '<label>Contains <input type="search"></label> <output aria-live="polite"></output></div>'
    )


def _finding(finding: Finding, frame: str) -> str:
    link = f' · <a href="{escape(finding.source)}">documentation</a>' if finding.source else ""
    facts = f" · {escape(', '.join(finding.facts))}" if finding.facts else ""
    money = f"<p><b>Money:</b> {escape(costs(finding))}</p>" if costs(finding) else ""
    where = f" · in scenario {escape(finding.scenario)}" if finding.scenario else ""
    return (
        f'<article class="finding {finding.severity}" data-severity="{finding.severity}">\n'
        f'<h4><span class="badge {finding.severity}">{_WORDS[finding.severity]}</span> {_rich(finding.message)}</h4>\n'
        f'<p class="meta"><code>{escape(finding.rule)}</code> · {escape(finding.subject or finding.component)}{where}{facts}{link}</p>\n'
        f'<pre tabindex="0">{escape(frame)}</pre>\n<p><b>Why:</b> {_rich(finding.why)}</p>\n<p><b>Remedy:</b> {_rich(finding.remedy)}</p>\n{money}</article>'
    )


@block.register
def _(one: Picture) -> str:
    shown = one.svg or f"<p>{_rich(one.missing)}</p>"
    legend = "".join(f"<li><b>{escape(sign)}</b> {escape(meaning)}</li>" for sign, meaning in one.legend)
    sources = "\n".join(
        f'<p><b>{escape(title)}</b></p>\n<pre tabindex="0">{escape(text)}</pre>' for title, text in one.mermaid
    )
    return (
        f'<div class="picture" tabindex="0" role="region" aria-label="Architecture">\n{shown}\n</div>\n<ul class="legend">{legend}</ul>\n'
        f'<details class="source"><summary>The same as Mermaid</summary>\n{sources}\n</details>'
    )


@block.register
def _(one: Bars) -> str:
    rows = "\n".join(
        f'<div class="bar"><span>{escape(what)}</span><span class="rail" aria-hidden="true">'
        f'<i class="{tone}" style="width:{100 * share:.1f}%"></i></span><b>{escape(figure)}</b></div>'
        for what, share, figure, tone in one.rows
    )
    return f'<figure class="bars"><figcaption>{escape(one.caption)}</figcaption>\n{rows}\n</figure>'


@block.register
def _(one: Line) -> str:
    here = next((at for at, point in enumerate(one.points) if point[0] == 1), 0)
    return (
        f'<figure class="line" id="curve"><figcaption>{escape(one.caption)}</figcaption>\n{charts.line(one)}\n</figure>\n'
        f'<label class="tool">Load <input class="slider" type="range" min="0" max="{len(one.points) - 1}" value="{here}" '
        f'data-points="curve"><output></output></label>'
    )


@block.register
def _(one: Form) -> str:
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in one.columns)
    empty = "<tr>" + "<td></td>" * len(one.columns) + "</tr>"
    return (
        f'<p>{_rich(one.about)}</p>\n<div class="wide"><table class="form"><caption>{escape(one.caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{empty * one.rows}</tbody></table></div>"
    )

"""Each kind of block as HTML; everything that comes from a description is escaped on its way in."""

from __future__ import annotations

import re
from functools import singledispatch
from html import escape as html_escape
from typing import TYPE_CHECKING

from archlint.reports.escape import legible, xml_text
from archlint.reports.review import charts
from archlint.reports.review.blocks import (
    Bars,
    Cell,
    Curve,
    Filter,
    Findings,
    Form,
    Heading,
    Items,
    Picture,
    Stats,
    Table,
    Text,
)
from archlint.reports.summary import costs

if TYPE_CHECKING:
    from archlint.reports.frames import Line
    from archlint.reports.review.blocks import Told

_SIGNS = {"error": "✖", "warning": "▲", "advice": "●"}
_ON_ONE_PAGE = 12  # rows of a table that is not parted on paper
_ONE_PIECE = re.compile(r"-&gt;|\b[a-z]{2}(?:-[a-z]+)+-\d\b")
_ROOM_OF_A_FIGURE = 10  # characters on one line of its card
_CHANGES = {"-": "mark-error", "+": "tone-good"}


def escape(text: str) -> str:
    """Text of a description as text of the page."""
    return html_escape(legible(" ".join(xml_text(text).split())))


def rich(text: str) -> str:
    """Text in which what stands between two backticks is code, and no line ends inside an arrow or a region's name."""
    words = _ONE_PIECE.sub(r'<span class="one">\g<0></span>', escape(text))
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", words)


@singledispatch
def block(one: object) -> str:
    """One block as HTML."""
    raise TypeError(f"no HTML for {type(one).__name__}")


@block.register
def _(one: Text) -> str:
    return f'<p class="{one.tone}">{rich(one.text)}</p>' if one.tone else f"<p>{rich(one.text)}</p>"


@block.register
def _(one: Heading) -> str:
    name = f' id="{one.id}"' if one.id else ""
    return f"<h3{name}>{escape(one.text)}</h3>"


@block.register
def _(one: Stats) -> str:
    items = "".join(
        f'<div class="stat {tone}"><span>{escape(what)}</span>{_figure(figure)}<span>{escape(remark)}</span></div>'
        for what, figure, remark, tone in one.items
    )
    return f'<div class="stats">{items}</div>'


def _figure(figure: str) -> str:
    look = ' class="long"' if len(figure) > _ROOM_OF_A_FIGURE else ""
    return f"<b{look}>{escape(figure)}</b>"


@block.register
def _(one: Items) -> str:
    kind = "ol" if one.ordered else "ul"
    return f"<{kind}>" + "".join(f"<li>{_cell(item)}</li>" for item in one.items) + f"</{kind}>"


def _cell(cell: Cell) -> str:
    text = rich(cell.text)
    if cell.href and text:
        text = f'<a href="{html_escape(cell.href)}">{text}</a>'
    note = f' <span class="note">{rich(cell.note)}</span>' if cell.note else ""
    if not cell.tone:
        return text + note
    sign = f'<span class="mark-{cell.tone}">{_SIGNS[cell.tone]}</span> ' if cell.tone in _SIGNS else ""
    return f'<span class="tone-{cell.tone}">{sign}{text}</span>{note}'


@block.register
def _(one: Table) -> str:
    looks = [_class(" ".join(["number"] * column.number + [column.look] * bool(column.look))) for column in one.columns]
    titles = zip(one.columns, looks, strict=True)
    heads = "".join(f'<th scope="col"{look}>{escape(column.title)}</th>' for column, look in titles)
    body = "\n".join(_row(row, looks) for row in one.rows)
    foot = f"\n<tfoot>{_row(one.foot, looks)}</tfoot>" if one.foot else ""
    sortable = ' class="sortable"' if len(one.rows) > 1 else ""
    whole = " whole" if len(one.rows) <= _ON_ONE_PAGE else ""
    table = _wide(
        one.caption,
        f"<table{sortable}>\n<caption><span>{escape(one.caption)}</span></caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>{foot}\n</table>\n",
        whole,
    )
    return f"<details>\n<summary>{escape(one.caption)}</summary>\n{table}\n</details>" if one.folded else table


def _wide(label: str, markup: str, look: str = "") -> str:
    """A box in which what is too wide for the page scrolls, also by keyboard."""
    return f'<div class="wide{look}" tabindex="0" role="group" aria-label="{escape(label)}">\n{markup}</div>'


def _class(look: str) -> str:
    return f' class="{look}"' if look else ""


def _row(row: tuple[Cell, ...], looks: list[str]) -> str:
    cells = []
    for at, (cell, look) in enumerate(zip(row, looks, strict=True)):
        order = "" if cell.order is None else f' data-order="{_order(cell.order)}"'
        name = f' id="{cell.id}"' if cell.id else ""
        tag, scope = ("td", "") if at else ("th", ' scope="row"')
        cells.append(f"<{tag}{scope}{name}{look}{order}>{_cell(cell)}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


def _order(value: float) -> str:
    return "Infinity" if value == float("inf") else repr(float(value))


@block.register
def _(one: Findings) -> str:
    return "\n".join(map(_finding, one.findings))


@block.register
def _(one: Filter) -> str:
    options = "".join(f'<option value="{name}">{name}</option>' for name in one.severities)
    return (
        '<div class="tool" id="filter">'
        f'<label>Severity <select><option value="">all</option>{options}</select></label> '
        '<label>Contains <input type="search"></label> <output aria-live="polite"></output></div>'
    )


def _finding(told: Told) -> str:
    one = told.finding
    facts = ", ".join(f'<a href="#note-{escape(fact)}">{escape(fact)}</a>' for fact in one.facts)
    meta = [
        f"<code>{escape(one.rule)}</code>",
        f'<a href="{told.href}">{rich(one.subject or one.component or one.path)}</a>',
        f"in scenario {escape(one.scenario)}" if one.scenario else "", facts,
        f'<a href="{html_escape(one.source)}">documentation</a>' if one.source.startswith("https://") else "",
        f"{told.effort} effort",
    ]  # fmt: skip
    parts = [
        f'<h4><span class="badge {one.severity}">{_SIGNS[one.severity]} {one.severity}</span> {rich(one.message)}</h4>',
        f'<p class="meta">{" · ".join(part for part in meta if part)}</p>',
        _code("Lines of the description", _frame(told.frame, one.severity)),
        f"<p><b>Why:</b> {rich(one.why)}</p>", f"<p><b>Remedy:</b> {rich(one.remedy)}</p>",
    ]  # fmt: skip
    if told.change:
        change = "\n".join(
            f'<span class="{_CHANGES[line[0]]}">{html_escape(legible(line))}</span>' for line in told.change
        )
        parts.append(
            f"<p><b>Change</b> that <code>archlint lint {told.option}</code> makes:</p>\n{_code('Change', change)}"
        )
    if costs(one):
        parts.append(f"<p><b>Money:</b> {escape(costs(one))}</p>")
    opening = f'<article class="finding {one.severity}" id="finding-{told.number}" data-severity="{one.severity}">'
    return "\n".join([opening, *parts, "</article>"])


def _code(label: str, markup: str) -> str:
    return f'<pre tabindex="0" role="group" aria-label="{label}">{markup}</pre>'


def _frame(lines: tuple[Line, ...], severity: str) -> str:
    """A code frame: line numbers, marks and labels each in their own look."""
    looks = {"gutter": "gutter", "related": "related", severity: f"mark-{severity}"}
    made = []
    for line in lines:
        segments = "".join(
            f'<span class="{looks[segment.style]}">{html_escape(segment.text)}</span>'
            if segment.style in looks
            else html_escape(segment.text)
            for segment in line
        )
        made.append(segments.rstrip())
    return "\n".join(made)


@block.register
def _(one: Picture) -> str:
    shown = "\n".join(_shown(title, svg, alone=len(one.pictures) == 1) for title, svg in one.pictures)
    legend = "".join(f"<li>{charts.key(style)} {escape(meaning)}</li>" for style, meaning in one.legend)
    under = f'<ul class="legend">{legend}</ul>' if shown else ""
    sources = "\n".join(
        f'<p><b>{escape(title)}</b></p>\n<pre tabindex="0">{html_escape(text)}</pre>' for title, text in one.mermaid
    )
    return (
        f"{shown or f'<p>{rich(one.missing)}</p>'}\n{under}\n"
        f'<details class="source"><summary>The same as Mermaid</summary>\n{sources}\n</details>'
    )


def _shown(title: str, svg: str, *, alone: bool) -> str:
    caption = "" if alone else f"<figcaption>{escape(title)}</figcaption>"
    return (
        f'<figure class="picture" style="--natural:{natural_width(svg)}px">{caption}'
        f"{_wide(f'Architecture: {title}', svg)}</figure>"
    )


def natural_width(svg: str) -> int:
    """The width of a picture in pixels."""
    found = re.match(r'<svg [^>]*?width="(\d+)"', svg)
    return int(found[1]) if found else 0


@block.register
def _(one: Bars) -> str:
    rows = "\n".join(
        f'<div class="bar"><span>{rich(what)}</span><span class="rail" aria-hidden="true">'
        f'<i class="{tone}" style="width:{100 * share:.1f}%"></i></span><b>{_bar_figure(figure, tone)}</b></div>'
        for what, share, figure, tone in one.rows
    )
    return f'<figure class="bars"><figcaption>{escape(one.caption)}</figcaption>\n{rows}\n</figure>'


def _bar_figure(figure: str, tone: str) -> str:
    return f"{_SIGNS[tone]} {escape(figure)}" if tone in _SIGNS else escape(figure)


@block.register
def _(one: Curve) -> str:
    here = next((at for at, point in enumerate(one.points) if point.factor == 1), 0)
    return (
        f'<figure class="line" id="curve"><figcaption>{escape(one.caption)}</figcaption>\n'
        f"{_wide(one.caption, charts.curve(one))}\n"
        '</figure>\n<label class="tool">Load <input class="slider" type="range" '
        f'min="0" max="{len(one.points) - 1}" value="{here}" '
        f'data-points="curve"> <output></output></label>'
    )


@block.register
def _(one: Form) -> str:
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in one.columns)
    empty = "<tr>" + "<td></td>" * len(one.columns) + "</tr>"
    caption = f"<caption><span>{escape(one.caption)}</span></caption>"
    body = f"<thead><tr>{heads}</tr></thead><tbody>{empty * one.rows}</tbody>"
    table = f'<table class="form">{caption}{body}</table>'
    return f"<p>{rich(one.about)}</p>\n{_wide(one.caption, table)}"

"""The review as Markdown, as GitHub and GitLab render it."""

from __future__ import annotations

import re
from functools import singledispatch
from typing import TYPE_CHECKING

from archlint.reports.escape import legible, markdown
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
    from archlint.reports.review.blocks import Page, Told

_LEGEND = (
    "Solid arrows: the caller waits. Dotted: handed over, in red where failures go. Thick: the target fetches it. "
    "✖ errors, ▲ warnings, ● advice, and how many findings there are."
)
_MARKS = {"error": "✖ ", "warning": "▲ ", "advice": "● ", "good": "✔ ", "": ""}


def render(page: Page) -> str:
    """The whole document; the same page gives the same bytes."""
    parts = [f"# Design review: {markdown(page.title)}"]
    if page.subtitle:
        parts.append(markdown(page.subtitle))
    parts.append(f"**Verdict: {page.verdict}**")
    parts.append("\n".join(f"- {name}: {markdown(text)}" for name, text in page.head))
    for section in page.sections:
        parts.append(f"## {section.title}")
        parts += [made for one in section.blocks if (made := block(one))]
    if page.silent:
        parts.append(f"Nothing to say about: {', '.join(page.silent).lower()}.")
    parts.append(f"<sub>{markdown(page.foot)}</sub>")
    return "\n\n".join(parts) + "\n"


@singledispatch
def block(one: object) -> str:
    """One block as Markdown."""
    raise TypeError(f"no Markdown for {type(one).__name__}")


@block.register
def _(one: Text) -> str:
    return _line(one.text)


def _line(text: str) -> str:
    """A line of words, in which nothing at its beginning starts a list, a quotation or a heading."""
    words = markdown(text)
    return re.sub(r"^(\d+)([.)])|^([-+>=])", lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", words)


@block.register
def _(one: Heading) -> str:
    return f"### {markdown(one.text)}"


@block.register
def _(one: Stats) -> str:
    head = "| " + " | ".join(markdown(item[0]) for item in one.items) + " |"
    rule = "|" + " --- |" * len(one.items)
    row = "| " + " | ".join(f"**{markdown(item[1])}** {markdown(item[2])}" for item in one.items) + " |"
    return f"{head}\n{rule}\n{row}"


@block.register
def _(one: Items) -> str:
    signs = (f"{number}." if one.ordered else "-" for number, _ in enumerate(one.items, 1))
    return "\n".join(f"{sign} {_cell(item, at_start=True)}" for sign, item in zip(signs, one.items, strict=True))


def _cell(cell: Cell, *, at_start: bool = False) -> str:
    text = _line(cell.text) if at_start and not cell.tone else markdown(cell.text)
    if cell.href.startswith("https://") and text:
        text = f"[{text}]({cell.href})"
    note = f" ({markdown(cell.note)})" if cell.note else ""
    return _MARKS[cell.tone] + text + note


@block.register
def _(one: Table) -> str:
    head = "| " + " | ".join(markdown(column.title) for column in one.columns) + " |"
    rule = "|" + "".join(" ---: |" if column.number else " --- |" for column in one.columns)
    rows = [*one.rows, one.foot] if one.foot else one.rows
    body = "\n".join("| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows)
    caption = markdown(one.caption)
    if one.folded:
        return f"<details><summary>{caption}</summary>\n\n{head}\n{rule}\n{body}\n\n</details>"
    return f"**{caption}**\n\n{head}\n{rule}\n{body}"


@block.register
def _(one: Findings) -> str:
    return "\n\n".join(map(_finding, one.findings))


@block.register
def _(_one: Filter) -> str:
    return ""  # a page of text is searched with what shows it


def _finding(told: Told) -> str:
    one = told.finding
    meta = [
        f"`{one.rule}`", markdown(one.subject or one.component or one.path),
        f"in scenario {markdown(one.scenario)}" if one.scenario else "",
        ", ".join(one.facts), f"[documentation]({one.source})" if one.source.startswith("https://") else "",
        f"{told.effort} effort",
    ]  # fmt: skip
    frame = "\n".join("".join(segment.text for segment in line).rstrip() for line in told.frame)
    parts = [
        f"#### {_MARKS[one.severity]}{one.severity}: {markdown(one.message)}",
        " · ".join(part for part in meta if part),
        fenced(frame), f"**Why:** {markdown(one.why)}", f"**Remedy:** {markdown(one.remedy)}",
    ]  # fmt: skip
    if told.change:
        parts += [f"**Change** that `archlint lint {told.option}` makes:", fenced("\n".join(told.change), "diff")]
    if costs(one):
        parts.append(f"**Money:** {markdown(costs(one))}")
    return "\n\n".join(parts)


def fenced(text: str, language: str = "") -> str:
    """A code block that no text inside can end."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = "\n".join(map(legible, text.splitlines()))
    return f"{fence}{language}\n{lines}\n{fence}"


@block.register
def _(one: Picture) -> str:
    alone = len(one.mermaid) == 1
    pictures = [
        fenced(text, "mermaid") if alone else f"**{markdown(title)}**\n\n{fenced(text, 'mermaid')}"
        for title, text in one.mermaid
    ]
    return "\n\n".join([*pictures, _LEGEND])


@block.register
def _(one: Bars) -> str:
    head = f"**{markdown(one.caption)}**\n\n| What | | Figure |\n| --- | --- | ---: |"
    rows = [
        f"| {markdown(what)} | {'█' * round(20 * share) or '▏'} | {_MARKS[tone]}{markdown(figure)} |"
        for what, share, figure, tone in one.rows
    ]
    return "\n".join([head, *rows])


@block.register
def _(one: Curve) -> str:
    line = f" ({one.line[1]})" if one.line else ""
    return markdown(f"{one.caption}{line}: {', '.join(f'×{point.factor:g} {point.figure}' for point in one.points)}.")


@block.register
def _(one: Form) -> str:
    head = "| " + " | ".join(one.columns) + " |"
    rule = "|" + " --- |" * len(one.columns)
    return "\n".join([markdown(one.about), "", head, rule, *["|" + "  |" * len(one.columns)] * one.rows])

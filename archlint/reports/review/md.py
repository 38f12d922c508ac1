"""The review as Markdown, as GitHub and GitLab render it."""

from __future__ import annotations

import re
from functools import singledispatch
from typing import TYPE_CHECKING

from archlint.reports.escape import legible, markdown
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

_MARKS = {"error": "✖ ", "warning": "▲ ", "advice": "● ", "good": "✔ ", "": ""}


def render(page: Page) -> str:
    """The whole document; the same page gives the same bytes."""
    parts = [f"# {markdown(page.title)}"]
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
    return "\n\n".join(part for part in parts if part) + "\n"


@singledispatch
def block(one: object) -> str:
    """One block as Markdown."""
    raise TypeError(f"no Markdown for {type(one).__name__}")


@block.register
def _(one: Text) -> str:
    return markdown(one.text)


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
    return "\n".join(
        f"{number}. {_cell(item)}" if one.ordered else f"- {_cell(item)}" for number, item in enumerate(one.items, 1)
    )


def _cell(cell: Cell) -> str:
    text = markdown(cell.text)
    if cell.href.startswith("https://") and text:
        text = f"[{text}]({cell.href})"
    return _MARKS[cell.tone] + text


@block.register
def _(one: Table) -> str:
    head = "| " + " | ".join(markdown(column.title) for column in one.columns) + " |"
    rule = "|" + "".join(" ---: |" if column.number else " --- |" for column in one.columns)
    rows = [*one.rows, one.foot] if one.foot else one.rows
    body = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join([f"**{markdown(one.caption)}**", "", head, rule, *body])


@block.register
def _(one: Findings) -> str:
    return "\n\n".join(_finding(finding, frame) for finding, frame in one.findings)


@block.register
def _(_one: Filter) -> str:
    return ""  # a page of text is searched with what shows it


def _finding(finding: Finding, frame: str) -> str:
    facts = f" · {', '.join(finding.facts)}" if finding.facts else ""
    source = f" · [documentation]({finding.source})" if finding.source.startswith("https://") else ""
    money = f"\n\nMoney: {markdown(costs(finding))}" if costs(finding) else ""
    return (
        f"#### {_MARKS[finding.severity]}{finding.severity}: {markdown(finding.message)}\n\n"
        f"`{finding.rule}` · {markdown(finding.subject or finding.component)}{facts}{source}\n\n{fenced(frame)}\n\n"
        f"Why: {markdown(finding.why)}\n\nRemedy: {markdown(finding.remedy)}{money}"
    )


def fenced(text: str, language: str = "") -> str:
    """A code block that no text inside can end."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = "\n".join(legible(line) for line in text.splitlines())
    return f"{fence}{language}\n{lines}\n{fence}"


@block.register
def _(one: Picture) -> str:
    pictures = [f"**{markdown(title)}**\n\n{fenced(text, 'mermaid')}" for title, text in one.mermaid]
    legend = "; ".join(f"{sign}: {meaning}" for sign, meaning in one.legend if "line" not in sign)
    return "\n\n".join([*pictures, markdown(legend)])


@block.register
def _(one: Bars) -> str:
    head = f"**{markdown(one.caption)}**\n\n| What | | Figure |\n| --- | --- | ---: |"
    rows = [
        f"| {markdown(what)} | {'█' * round(20 * share) or '▏'} | {_MARKS[tone]}{markdown(figure)} |"
        for what, share, figure, tone in one.rows
    ]
    return "\n".join([head, *rows])


@block.register
def _(one: Line) -> str:
    return markdown(f"{one.caption}: {', '.join(f'×{factor:g} {figure}' for factor, _, figure, _ in one.points)}.")


@block.register
def _(one: Form) -> str:
    head = "| " + " | ".join(one.columns) + " |"
    rule = "|" + " --- |" * len(one.columns)
    return "\n".join([markdown(one.about), "", head, rule, *["|" + "  |" * len(one.columns)] * one.rows])

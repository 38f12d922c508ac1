"""What a review is made of, whatever it is written in: sections of paragraphs, tables, findings, pictures and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from archlint.lint.report import Finding


class Cell(NamedTuple):
    """One cell. `tone` is error, warning, advice, good or ""; `href` an address or `#id`; `order` what it sorts by."""

    text: str
    tone: str = ""
    href: str = ""
    order: str = ""


class Column(NamedTuple):
    """One column; numbers stand to the right."""

    title: str
    number: bool = False


class Text(NamedTuple):
    """A paragraph. What stands between two backticks is code."""

    text: str
    tone: str = ""


class Heading(NamedTuple):
    """A heading below the section's own."""

    text: str
    id: str = ""


class Stats(NamedTuple):
    """Figures to be read at a glance: (what, figure, remark, tone)."""

    items: tuple[tuple[str, str, str, str], ...]


class Items(NamedTuple):
    """A list."""

    items: tuple[Cell, ...]
    ordered: bool = False


class Table(NamedTuple):
    """A table with its caption; the first column names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] = ()


class Findings(NamedTuple):
    """Findings, each with its code frame."""

    findings: tuple[tuple[Finding, str], ...]
    """(finding, code frame)."""


class Filter(NamedTuple):
    """A tool to show only some of the findings below; nothing without scripts and on paper."""

    severities: tuple[str, ...]


class Picture(NamedTuple):
    """The architecture: as SVG (or why there is none), and as Mermaid flowcharts (title, text)."""

    svg: str
    missing: str
    mermaid: tuple[tuple[str, str], ...]
    legend: tuple[tuple[str, str], ...]


class Bars(NamedTuple):
    """A chart of bars, with its figures in the rows: (what, share of the longest from 0 to 1, figure, tone)."""

    caption: str
    rows: tuple[tuple[str, float, str, str], ...]


class Line(NamedTuple):
    """A curve over multiples of today's load: (factor, US dollars a month, figure, what is different there)."""

    caption: str
    points: tuple[tuple[float, float, str, str], ...]


class Form(NamedTuple):
    """What is filled in by hand: the columns, how many empty rows, and what the signatures are for."""

    caption: str
    columns: tuple[str, ...]
    rows: int
    about: str


Block = Text | Heading | Stats | Items | Table | Findings | Filter | Picture | Bars | Line | Form


class Section(NamedTuple):
    """One section of the report."""

    id: str
    title: str
    blocks: tuple[Block, ...]


class Page(NamedTuple):
    """The whole report."""

    title: str
    subtitle: str
    verdict: str
    head: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    silent: tuple[str, ...]
    """Sections that had nothing to say."""
    foot: str

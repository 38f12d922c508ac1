"""What a review is made of, whatever it is written in: sections of paragraphs, tables, findings, pictures, charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from archlint.lint.report import Finding
    from archlint.reports.frames import Line as CodeLine


class Cell(NamedTuple):
    """One cell. `tone` is error, warning, advice, good or ""; `href` an address or `#id`; `order` what it sorts by;
    `id` is what others lead to it by; `note` is a remark after it.
    """

    text: str
    tone: str = ""
    href: str = ""
    order: float | None = None
    id: str = ""
    note: str = ""


class Column(NamedTuple):
    """One column; numbers stand to the right. `look` is short for what stays on one line, medium for a few words, long
    for sentences, wraps for figures that may be parted from their unit, capital for words that begin with a
    capital letter, blank for what is filled in by hand.
    """

    title: str
    number: bool = False
    look: str = ""


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
    """A table with its caption; the first column names the row. `folded` is one that is opened by who wants it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] = ()
    folded: bool = False


class Told(NamedTuple):
    """One finding: its number in the action plan, where it leads to, its code frame, its remedy's effort, and the
    change that archlint can make with that option of `lint`.
    """

    number: int
    finding: Finding
    href: str
    frame: tuple[CodeLine, ...]
    effort: str
    change: tuple[str, ...]
    option: str


class Findings(NamedTuple):
    """Findings, each with its code frame."""

    findings: tuple[Told, ...]


class Filter(NamedTuple):
    """A tool to show only some of the findings below; nothing without scripts and on paper."""

    severities: tuple[str, ...]


class Picture(NamedTuple):
    """The architecture: as SVG pictures (title, picture) or why there is none, and as Mermaid flowcharts."""

    pictures: tuple[tuple[str, str], ...]
    missing: str
    mermaid: tuple[tuple[str, str], ...]
    legend: tuple[tuple[str, str], ...]
    """(style of a line or "badge", what it means)."""


class Bars(NamedTuple):
    """A chart of bars, with its figures in the rows: (what, share of the longest from 0 to 1, figure, tone)."""

    caption: str
    rows: tuple[tuple[str, float, str, str], ...]


class Point(NamedTuple):
    """One point of a curve: a multiple of today's load, US dollars a month, both in words, and what is different."""

    factor: float
    amount: float
    figure: str
    steps: str


class Curve(NamedTuple):
    """What each multiple of today's load costs; `line` is an amount to compare with (dollars, words), if any."""

    caption: str
    points: tuple[Point, ...]
    line: tuple[float, str] | None = None


class Form(NamedTuple):
    """What is filled in by hand: the columns, how many empty rows, and what the signatures are for."""

    caption: str
    columns: tuple[str, ...]
    rows: int
    about: str


Block = Text | Heading | Stats | Items | Table | Findings | Filter | Picture | Bars | Curve | Form


class Section(NamedTuple):
    """One section of the report."""

    id: str
    title: str
    blocks: tuple[Block, ...]


class Page(NamedTuple):
    """The whole report. `silent` are the sections that had nothing to say, `data` what programs read of it."""

    title: str
    subtitle: str
    verdict: str
    head: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    silent: tuple[str, ...]
    foot: str
    data: dict[str, Any]

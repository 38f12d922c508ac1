"""The report for people at a terminal: each finding with its code frame, its reason and its remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.reports.escape import legible
from archlint.reports.frames import NARROWEST, Line, Mark, Segment, frame, wrapped
from archlint.reports.summary import QUESTIONS, costs, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.lint.report import Finding, Report

_COLOURS = {
    "error": "bold red",
    "warning": "bold yellow",
    "advice": "bold cyan",
    "question": "bold magenta",
    "clean": "bold green",
    "message": "bold",
    "gutter": "bold blue",
    "related": "blue",
    "footnote": "bold",
}


def render(report: Report, *, width: int | None = None, colour: bool = False) -> str:
    """The whole report; `width` is that of the terminal in columns, or None where nothing is to be wrapped."""
    lines = list(_lines(report, width))
    if colour:
        return _coloured(lines, linked=width is not None)
    return "".join("".join(segment.text for segment in line).rstrip() + "\n" for line in lines)


def _coloured(lines: list[Line], *, linked: bool) -> str:
    """`lines` with colours, and links where a terminal reads them: rich gives each a number of its own by chance."""
    from io import StringIO

    from rich.console import Console
    from rich.style import Style
    from rich.text import Text

    styles = {name: Style.parse(style) for name, style in _COLOURS.items()}
    console = Console(
        file=StringIO(), force_terminal=True, highlight=False, markup=False, emoji=False, legacy_windows=False
    )
    with console.capture() as capture:
        for line in lines:
            text = Text()
            for segment in line:
                style = styles.get(segment.style, Style())
                text.append(segment.text, style + Style(link=segment.link) if linked and segment.link else style)
            console.print(text, soft_wrap=True)
    return capture.get()


def _lines(report: Report, width: int | None) -> Iterator[Line]:
    room = None if width is None else max(NARROWEST, width)
    for finding in report.findings:
        yield from _finding(finding, report, room)
        yield []
    if report.questions:
        yield [Segment(QUESTIONS, "message")]
        yield []
        for question in report.questions:
            yield from _question(question, room)
            yield []
    style = "message" if report.findings or report.questions else "clean"
    yield [Segment(line(report), style)]


def _finding(finding: Finding, report: Report, room: int | None) -> Iterator[Line]:
    marks = _marks(finding)
    gutter = max(len(str(mark.line)) for places in marks.values() for mark in places)
    yield from _headline(finding, finding.severity, room)
    for position, (path, places) in enumerate(marks.items()):
        arrow, first = (":::", places[0]) if position else ("-->", places[0])
        yield _place(arrow, path, first.line, first.column, gutter)
        source = report.sources.get(path)
        if source is not None and source.text:
            yield [Segment(f"{' ' * gutter} |", "gutter")]
            yield from frame(source, places, gutter, room)
            yield [Segment(f"{' ' * gutter} |", "gutter")]
        else:
            yield from (
                [Segment(f"{' ' * gutter} = ", "gutter"), Segment(legible(m.message))] for m in places if m.message
            )
    yield from _footnotes(finding, gutter, room)


def framed(finding: Finding, report: Report) -> Iterator[Line]:
    """The places of one finding alone: each file with its marked lines."""
    marks = _marks(finding)
    gutter = max(len(str(mark.line)) for places in marks.values() for mark in places)
    for position, (path, places) in enumerate(marks.items()):
        yield _place(":::" if position else "-->", path, places[0].line, places[0].column, gutter)
        source = report.sources.get(path)
        if source is not None and source.text:
            yield from frame(source, places, gutter, None)


def _marks(finding: Finding) -> dict[str, list[Mark]]:
    """What is marked in each file: the finding's own place first, then the related ones in their order."""
    own = (finding.line, finding.column, finding.end_line, finding.end_column)
    marks: dict[str, list[Mark]] = {finding.path: [Mark(*own, "", "^", finding.severity)]}
    for label in finding.related:
        place = (label.line, label.column, label.end_line, label.end_column)
        if label.path == finding.path and place == own:
            marks[finding.path][0] = Mark(*own, label.message, "^", finding.severity)
        else:
            marks.setdefault(label.path, []).append(Mark(*place, label.message, "-", "related"))
    return marks


def _headline(finding: Finding, severity: str, room: int | None) -> Iterator[Line]:
    head = f"{severity}[{finding.rule}]"
    first, *rest = wrapped(f"{head}: {legible(finding.message)}", room)
    yield [Segment(head, severity, finding.source), Segment(first[len(head) :], "message")]
    if rest:
        yield from ([Segment(f"    {words}", "message")] for words in wrapped(" ".join(rest), room and room - 4))


def _place(arrow: str, path: str, line: int, column: int, gutter: int) -> Line:
    return [Segment(f"{' ' * gutter}{arrow} ", "gutter"), Segment(f"{legible(path)}:{line}:{column}")]


def _footnotes(finding: Finding, gutter: int, room: int | None) -> Iterator[Line]:
    notes = {
        "why": finding.why,
        "cost": costs(finding),
        "help": finding.remedy,
        "facts": " ".join(finding.facts),
        "scenario": finding.scenario or "",
    }
    for name, text in notes.items():
        inset = gutter + 5 + len(name)
        lines = wrapped(legible(" ".join(text.split())), None if room is None else max(NARROWEST, room - inset))
        for number, words in enumerate(lines if text else ()):
            if number:
                yield [Segment(f"{' ' * inset}{words}")]
            else:
                yield [Segment(f"{' ' * gutter} = ", "gutter"), Segment(f"{name}:", "footnote"), Segment(f" {words}")]


def _question(question: Finding, room: int | None) -> Iterator[Line]:
    yield from _headline(question, "question", room)
    yield _place("-->", question.path, question.line, question.column, len(str(question.line)))
    yield from _footnotes(question, len(str(question.line)), room)

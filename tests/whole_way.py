"""The whole way of a text through the house, as the command takes it, with everything checked that has to be so of any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from archlint.document import Map, parse
from archlint.lint.configuration import Configuration
from archlint.lint.engine import Result, lint
from archlint.lint.report import Finding, Label, Report
from archlint.lint.running import Linted, report
from archlint.reports import FORMATS, renderer
from archlint.reports.explain import named

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PATH = "design.yaml"


def take(text: str, formats: Sequence[str] = FORMATS) -> Report:
    """Lints a text and its scenarios, writes every format, explains every component and flow; the report."""
    document = parse(text, PATH)
    scenarios = document.data.get("scenarios") if isinstance(document.data, Map) else None
    names: list[str | None] = [None, *(scenarios if isinstance(scenarios, Map) else ())]
    results = [lint(document, Configuration(), TODAY, scenario=name) for name in names]
    made = report([Linted(PATH, tuple(((), result) for result in results))])
    check(made)
    for name in formats:
        assert isinstance(renderer(name)(made), str)
    explain(results[0])
    return made


def explain(result: Result) -> None:
    """Asks for every component and flow, of a large design for the first and the last ones."""
    design = result.design
    names = [*design.components, *map(str, design.all_flows)]
    for name in names if len(names) <= 200 else [*names[:20], *names[-20:]]:
        assert named(design, name, NOW)


def check(made: Report) -> None:
    """Every place lies in its text, and what is said of it is one line that tells something."""
    for finding in (*made.findings, *made.suppressed, *made.questions):
        for place in (finding, *finding.related):
            lies_inside(place, made)
        assert finding.message.strip()
        assert "\n" not in finding.message
        assert finding.remedy.strip()
    keys = [(finding.path, finding.line, finding.column, finding.rule) for finding in made.findings]
    assert keys == sorted(keys)


def lies_inside(place: Finding | Label, made: Report) -> None:
    source = made.sources[place.path]
    assert 1 <= place.line <= place.end_line <= len(source.starts())
    assert 1 <= place.column <= len(source.line(place.line)) + 1
    assert 1 <= place.end_column <= len(source.line(place.end_line)) + 1
    assert (place.line, place.column) <= (place.end_line, place.end_column)

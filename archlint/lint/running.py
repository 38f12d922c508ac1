"""One run of lint over files: each is read, understood and examined, and everything found goes into one report."""

from __future__ import annotations

import os
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.document.reading import decode, read
from archlint.document.tree import Document, Map, Source
from archlint.lint.circumstances import under
from archlint.lint.configuration import Configuration, ConfigurationError, budget
from archlint.lint.engine import Result, lint
from archlint.lint.report import Finding, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from archlint.design.graph import Design
    from archlint.lint.circumstances import Truths


class Wanted(NamedTuple):
    """What a run is asked for beside its configuration: scenarios (`all`, or one name) and template parameters.

    `content` stands in place of what the one file that is linted holds, or would hold: an editor's text is not saved.
    """

    scenario: str | None = None
    parameters: Mapping[str, str] | None = None
    today: date | None = None
    content: bytes | None = None


class Linted(NamedTuple):
    """One file's results: one for each scenario and each variant of a template."""

    path: str
    results: tuple[tuple[Truths, Result], ...]
    """(the combinations of a template's conditions that it holds under, result)."""


class Part(NamedTuple):
    """What one file adds to a report, and whether it has the scenario that is wanted."""

    report: Report
    fits: bool


def run(
    paths: Sequence[Path],
    configuration: Configuration,
    wanted: Wanted | None = None,
    watched: Callable[[Sequence[Path]], Iterable[Path]] | None = None,
    jobs: int = 1,
) -> Report:
    """Lint every file. Raises OSError for a path that cannot be read, ConfigurationError for a scenario nobody has.

    `watched` gives the paths one by one, and so hears how far it is. With other `jobs` than 1 the files are spread over
    so many processes (0: one for each processor).
    """
    wanted = wanted or Wanted()
    if jobs == 1 or len(paths) < 2:
        parts = [_part(path, configuration, wanted) for path in (watched(paths) if watched else paths)]
    else:
        from archlint.lint.jobs import spread

        made = spread(_part, paths, configuration, wanted, jobs)
        parts = [part for _, part in zip(watched(paths) if watched else paths, made, strict=True)]
    refuse_unknown_scenario(paths, wanted, fits=any(part.fits for part in parts))
    return _together([part.report for part in parts])


def refuse_unknown_scenario(paths: Sequence[Path], wanted: Wanted, *, fits: bool) -> None:
    """Raises ConfigurationError, with the scenarios there are, where one is named and no file fits it."""
    named = wanted.scenario
    if named not in (None, "all") and not fits:
        known = sorted({name for path in paths for name in _scenarios(_document(path, wanted.content))})
        raise ConfigurationError(
            f"no description has a scenario `{named}`" + (f"; they have {', '.join(known)}" if known else "")
        )


def _part(path: Path, configuration: Configuration, wanted: Wanted) -> Part:
    linted = lint_file(path, configuration, wanted)
    return Part(report([linted]), bool(linted.results))


def _together(reports: Sequence[Report]) -> Report:
    """One report of several files; of a file that another one holds, such as a nested template, that one tells."""
    if len(reports) == 1:
        return reports[0]
    telling = list(_outermost(reports))
    return Report(
        findings=_sorted(finding for one in telling for finding in one.findings),
        suppressed=_sorted(finding for one in telling for finding in one.suppressed),
        questions=_sorted(question for one in telling for question in one.questions),
        files=tuple(file for one in reports for file in one.files),
        components=sum(one.components for one in telling),
        flows=sum(one.flows for one in telling),
        sources={path: source for one in telling for path, source in one.sources.items()},
    )


def _outermost(reports: Sequence[Report]) -> Iterator[Report]:
    """The reports of one file each, without those of files that stand in another's; of a circle, one stays."""
    holders: dict[str, list[str]] = {}
    for one in reports:
        for path in one.sources:
            if path not in one.files:
                holders.setdefault(path, []).extend(one.files)
    left_out: set[str] = set()
    for one in reports:
        if any(holder not in left_out for file in one.files for holder in holders.get(file, ())):
            left_out.update(one.files)
        else:
            yield one


def _document(path: Path, content: bytes | None) -> Document:
    return read(path, shown(path)) if content is None else decode(content, shown(path))


def _scenarios(document: Document) -> Iterable[str]:
    data = document.data
    scenarios = data.get("scenarios") if isinstance(data, Map) else None
    return scenarios if isinstance(scenarios, Map) else ()


def shown(path: Path) -> str:
    """A path as it is shown: as it was given, with `/` between folders."""
    return str(path).replace(os.sep, "/")


def lint_file(path: Path, configuration: Configuration, wanted: Wanted) -> Linted:
    """Lint one description or template."""
    today = wanted.today or date.today()
    results = []
    for truths, document, asks in variants(path, wanted.parameters or {}, wanted.content):
        for scenario in _chosen(document, wanted.scenario):
            result = lint(document, configuration, today, scenario=scenario, asks=asks)
            if is_of_template(document):
                from archlint.lint.templates import in_its_words

                in_its_words(result, document)
            results.append((truths, result))
    return Linted(shown(path), tuple(results))


def lint_one(path: Path, configuration: Configuration, wanted: Wanted) -> Linted:
    """Lint one file on which a picture or a report is made; there is at least one result.

    Raises OSError where it cannot be read, ConfigurationError where it lacks the scenario.
    """
    linted = lint_file(path, configuration, wanted)
    refuse_unknown_scenario([path], wanted, fits=bool(linted.results))
    return linted


def variants(
    path: Path, parameters: Mapping[str, str], content: bytes | None = None
) -> Iterator[tuple[Truths, Document, bool]]:
    """(combinations of conditions, document, whether intent was never asked for) of a file: of a template several."""
    document = _document(path, content)
    if isinstance(document.data, Map) and "archlint" not in document.data:
        from archlint.importers import is_template, load

        if is_template(document):
            for variant in load(document, path=path, parameters=parameters):
                yield variant.truths, variant.document, not variant.overlaid
            return
    document = completed(document, path)
    yield (), document, isinstance(document.data, Map) and "imported_from" in document.data


def completed(document: Document, path: Path) -> Document:
    """A description, read from the file at `path`, with what it keeps in other files."""
    if isinstance(document.data, Map) and "include" in document.data:
        from archlint.document.including import with_includes

        document = with_includes(document, path)
    if any("definition" in source.text for source in document.sources):
        from archlint.model.definitions import with_definitions

        document = with_definitions(document, path)
    return document


def designs(
    paths: Sequence[Path],
    configuration: Configuration,
    parameters: Mapping[str, str],
    scenario: str | None,
    usage: Map | None = None,
) -> Iterator[Design]:
    """The linked design of every file, without running a rule; `usage` is laid over that of each file."""
    from archlint.design.graph import Design
    from archlint.model.merging import with_usage
    from archlint.model.understanding import understand

    book: Any = configuration.limits
    for path in paths:
        for _, document, _ in variants(path, parameters):
            if usage and isinstance(document.data, Map):
                document = document.with_data(with_usage(document.data, usage))
            for chosen in _chosen(document, scenario):
                yield Design(understand(document, chosen), book, budget(configuration))


def by_default(found: Iterable[Design]) -> tuple[list[Design], int]:
    """What a file describes under its parameters' defaults, once for each scenario, and how many variants are left."""
    kept: dict[str | None, Design] = {}
    left = 0
    for design in found:
        if design.description.scenario in kept:
            left += 1
        else:
            kept[design.description.scenario] = design
    return list(kept.values()), left


def is_of_template(document: Document) -> bool:
    """Whether a description was made of a template, not written."""
    text = document.written[0]
    return isinstance(text, Map) and "archlint" not in text and document.data is not text


def _chosen(document: Document, wanted: str | None) -> list[str | None]:
    if wanted is None:
        return [None]
    data = document.data if isinstance(document.data, Map) else Map()
    stated = data.get("scenarios")
    names = list(stated) if isinstance(stated, Map) else []
    if wanted == "all":
        return [None, *names]
    return [wanted] if wanted in names else []


def report(linted: Sequence[Linted]) -> Report:
    """Everything found, sorted, with what is the same in several scenarios or variants said once."""
    findings: list[Finding] = []
    suppressed: list[Finding] = []
    questions: list[Finding] = []
    sources: dict[str, Source] = {}
    components = flows = 0
    for item in linted:
        results = [result for _, result in item.results]
        used = set().union(*(result.used for result in results))
        findings += _merged([(truths, _needed(result.findings, used)) for truths, result in item.results])
        suppressed += _merged([(truths, result.suppressed) for truths, result in item.results])
        questions += _merged([(truths, result.questions) for truths, result in item.results])
        components += max((len(result.design.components) for result in results), default=0)
        flows += max((len(result.design.written) for result in results), default=0)
        for result in results:
            sources |= {source.path: source for source in result.design.description.document.sources}
    return Report(
        findings=_sorted(findings),
        suppressed=_sorted(suppressed),
        questions=_sorted(questions),
        files=tuple(item.path for item in linted),
        components=components,
        flows=flows,
        sources=sources,
    )


def _needed(findings: Iterable[Finding], used: Container[tuple[str, int, int]]) -> list[Finding]:
    """Without the complaints about suppressions that hide something after all, in another scenario or variant."""
    return [
        finding
        for finding in findings
        if finding.rule != "suppression-unused" or (finding.path, finding.line, finding.column) not in used
    ]


_ORDER = attrgetter("path", "line", "column", "rule", "subject", "message")


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=_ORDER))


def _merged(groups: list[tuple[Truths, list[Finding]]]) -> list[Finding]:
    """The findings of all results, each once; what only some variants have says under which conditions.

    What a scenario has like the base is the base's finding, also where another amount is at stake in it.
    """
    if len(groups) < 2:  # none where the file has not the scenario that was asked for
        return groups[0][1] if groups else []
    where: dict[Finding, dict[int, Truths]] = {}
    base = {finding._replace(monthly_cost=None) for finding in groups[0][1]}
    every = {id(truths): truths for truths, _ in groups}
    for truths, findings in groups:
        for finding in findings:
            if finding.scenario is not None and finding._replace(scenario=None, monthly_cost=None) in base:
                continue
            where.setdefault(finding, {})[id(truths)] = truths
    merged = []
    for finding, holds in where.items():
        others = [truths for key, truths in every.items() if key not in holds]
        when = under(list(holds.values()), others) if others else ""
        merged.append(finding._replace(message=f"{finding.message} (when {when})") if when else finding)
    return merged

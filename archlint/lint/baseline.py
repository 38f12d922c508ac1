"""The findings a team already knows: written down without line numbers, hidden from then on, and missed once gone."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.lint.configuration import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from archlint.lint.configuration import Configuration
    from archlint.lint.report import Finding, Report

NAME = "archlint-baseline.json"
BECAUSE = "known: it is in the baseline"
# What it stands for is not known: behind a file that cannot be read, anything may hide.
_NEVER_KNOWN = frozenset({"unreadable-description"})


class Entry(NamedTuple):
    """What makes a finding the same one next month: neither its line nor its figures."""

    path: str
    rule: str
    component: str
    flow: str
    scenario: str

    @property
    def anywhere(self) -> tuple[str, ...]:
        """The entry without its file, which may be renamed."""
        return self[1:]


Baseline = Counter[Entry]


def of(findings: Iterable[Finding]) -> Baseline:
    """The baseline in which all `findings` are known, but those that no baseline may hide."""
    return Counter(entry(finding) for finding in findings if finding.rule not in _NEVER_KNOWN)


def entry(finding: Finding) -> Entry:
    """The entry that stands for `finding`; the flow is its subject where that is not just its component."""
    flow = finding.subject if finding.subject != finding.component else ""
    return Entry(finding.path, finding.rule, finding.component, flow, finding.scenario or "")


def hide(report: Report, baseline: Baseline, mandatory: Collection[str] = ()) -> tuple[Report, Baseline]:
    """`report` with the known findings among the suppressed, and what of `baseline` is gone.

    Each entry hides as many findings as it counts, in the same file first, then in files of other names. `mandatory`
    rules are never hidden.
    """
    left = +baseline
    known: set[int] = set()
    open_to_hiding = [
        (number, finding)
        for number, finding in enumerate(report.findings)
        if finding.rule not in mandatory and finding.rule not in _NEVER_KNOWN
    ]
    for number, finding in open_to_hiding:
        if left[key := entry(finding)]:
            left[key] -= 1
            known.add(number)
    _hide_renamed([pair for pair in open_to_hiding if pair[0] not in known], left, known)
    hidden = [report.findings[n]._replace(suppressed=True, because=BECAUSE) for n in sorted(known)]
    suppressed = sorted((*report.suppressed, *hidden), key=lambda f: (f.path, f.line, f.column, f.rule))
    findings = tuple(finding for number, finding in enumerate(report.findings) if number not in known)
    return report._replace(findings=findings, suppressed=tuple(suppressed)), +left


def _hide_renamed(findings: list[tuple[int, Finding]], left: Baseline, known: set[int]) -> None:
    by_anywhere: dict[tuple[str, ...], list[Entry]] = {}
    for key in left:
        if left[key]:
            by_anywhere.setdefault(key.anywhere, []).append(key)
    for number, finding in findings:
        for key in by_anywhere.get(entry(finding).anywhere, ()):
            if left[key]:
                left[key] -= 1
                known.add(number)
                break


def judged(gone: Baseline, report: Report, configuration: Configuration, scenario: str | None) -> Baseline:
    """What of `gone` the run behind `report` would have found again: the rest is of files, rules and scenarios that it
    did not look at. A file or a rule that is no more cannot be found again."""
    from archlint.lint.cards import all_cards
    from archlint.lint.engine import selected

    cards = all_cards()
    read = {os.path.abspath(path) for path in (*report.files, *report.sources)}  # noqa: PTH100 - no links followed

    def looked_at(key: Entry) -> bool:
        file = os.path.abspath(key.path)  # noqa: PTH100 - the same
        card = cards.get(key.rule)
        return (
            (file in read or not Path(file).exists())
            and (card is None or selected(card, configuration))
            and (scenario == "all" or key.scenario == (scenario or ""))
        )

    return Baseline({key: count for key, count in gone.items() if looked_at(key)})


def listed(baseline: Baseline, most: int) -> list[str]:
    """The first `most` entries, each as `design.yaml: short-polling of jobs -> work`, and how many more there are."""
    lines = []
    for key, count in sorted(baseline.items())[:most]:
        subject = key.flow or key.component
        where = f" in scenario {key.scenario}" if key.scenario else ""
        times = f" ({count} times)" if count > 1 else ""
        lines.append(f"{key.path}: {key.rule}{f' of {subject}' if subject else ''}{where}{times}")
    more = len(baseline) - len(lines)
    return [*lines, f"and {more:,} more"] if more else lines


def prune(baseline: Baseline, gone: Baseline) -> Baseline:
    """`baseline` without what is gone; nothing new is added."""
    return baseline - gone


def dumps(baseline: Baseline) -> str:
    """The file of a baseline: one entry a line, sorted, so that its history reads well and merges easily."""
    lines = [
        json.dumps(
            {**{name: value for name, value in key._asdict().items() if value}, **_repeats(count)}, ensure_ascii=False
        )
        for key, count in sorted(baseline.items())
    ]
    body = ",\n".join(f"  {line}" for line in lines)
    text = f'{{"schema": 1, "findings": [\n{body}\n]}}\n' if lines else '{"schema": 1, "findings": []}\n'
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _repeats(count: int) -> dict[str, int]:
    return {"count": count} if count > 1 else {}


def located(configuration: Configuration) -> Path | None:
    """The baseline that is to be used: as named on the command line, or beside the configuration that names it."""
    if configuration.baseline is None:
        return None
    if configuration.folder is None or configuration.origins.get("baseline", "").startswith("--"):
        return Path(configuration.baseline)
    return configuration.folder / configuration.baseline


def load(path: Path) -> Baseline:
    """The baseline in the file at `path`; raises `ConfigurationError` where it cannot be read or is no baseline."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        remedy = "Run `archlint baseline` to write it."
        why = (error.strerror or str(error)).lower()
        raise ConfigurationError(f"cannot be read: {why}", place=path.as_posix(), remedy=remedy) from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"is no baseline: {error}", place=path.as_posix()) from None
    return loads(text, path.as_posix())


def loads(text: str, place: str) -> Baseline:
    """The baseline that `text` holds; `place` stands before every complaint. Raises `ConfigurationError`."""
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ConfigurationError(f"is no baseline: {error}", place=place) from None
    if not isinstance(data, dict) or not isinstance(data.get("findings"), list):
        raise ConfigurationError("is no baseline: it has no list of findings", place=place)
    if data.get("schema") != 1:
        raise ConfigurationError(f"is a baseline of schema {data.get('schema')}, this archlint reads 1", place=place)
    baseline: Baseline = Counter()
    for number, raw in enumerate(data["findings"], 1):
        baseline[_entry(raw, number, place)] += _count(raw, number, place)
    return baseline


def _entry(raw: Any, number: int, place: str) -> Entry:
    if not isinstance(raw, dict) or not isinstance(raw.get("rule"), str):
        raise ConfigurationError(f"finding {number} names no rule", place=place)
    return Entry(*(str(raw.get(name, "")) for name in Entry._fields))


def _count(raw: Mapping[str, Any], number: int, place: str) -> int:
    count = raw.get("count", 1)
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise ConfigurationError(f"finding {number} has the count {count!r}", place=place)
    return count

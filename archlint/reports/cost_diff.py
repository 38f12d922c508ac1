"""Two designs beside each other: what their bills differ by, component by component; findings that came and went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.money import dollars
from archlint.reports.cost_json import money
from archlint.reports.cost_text import table
from archlint.reports.cost_words import change, percent
from archlint.reports.escape import legible, markdown
from archlint.reports.json_ import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archlint.cost.compare import Change, Comparison
    from archlint.lint.report import Finding


def text(costs: Comparison, new: Sequence[Finding], gone: Sequence[Finding]) -> str:
    """The difference for people at a terminal."""
    return "".join(f"{line}\n" for line in _text(costs, new, gone))


def _text(costs: Comparison, new: Sequence[Finding], gone: Sequence[Finding]) -> Iterator[str]:
    yield _headline(costs)
    changes = [one for one in costs.changes if one.by]
    if changes:
        yield ""
        rows = [("component", "before", "after", "change")]
        rows += [(one.name, _amount(one.before), _amount(one.after), change(one.by)) for one in changes]
        yield from table(rows, right=(1, 2, 3))
    for word, findings in (("new", new), ("gone", gone)):
        yield ""
        yield f"{counted_findings(findings)} {word}" + (":" if findings else "")
        yield from (f"  {legible(_finding(found))}" for found in findings)


def _headline(costs: Comparison) -> str:
    share = "" if costs.share is None else f", {percent(costs.share)}"
    before, after = (
        ("at least " if unknown else "") + dollars(amount)
        for amount, unknown in ((costs.before, costs.unknown_before), (costs.after, costs.unknown_after))
    )
    return f"{before} a month before, {after} after: {change(costs.by)}{share}"


def counted_findings(findings: Sequence[Finding]) -> str:
    return "1 finding is" if len(findings) == 1 else f"{len(findings) or 'no'} findings are"


def _finding(found: Finding) -> str:
    return f"{found.path}:{found.line}:{found.column}: {found.severity} {found.rule}: {found.message}"


def _amount(value: Any) -> str:
    return "" if value is None else dollars(value)


def markdown_text(costs: Comparison, new: Sequence[Finding], gone: Sequence[Finding]) -> str:
    """The difference as a comment."""
    return "".join(f"{line}\n" for line in _markdown(costs, new, gone))


def _markdown(costs: Comparison, new: Sequence[Finding], gone: Sequence[Finding]) -> Iterator[str]:
    yield f"### {_headline(costs)}"
    yield ""
    changes = [one for one in costs.changes if one.by]
    if changes:
        yield "| component | before | after | change |"
        yield "| --- | ---: | ---: | ---: |"
        for one in changes:
            yield f"| {markdown(one.name)} | {_amount(one.before)} | {_amount(one.after)} | {change(one.by)} |"
        yield ""
    for word, findings in (("New", new), ("Gone", gone)):
        if findings:
            yield f"{word}: {len(findings)}"
            yield ""
            yield from (f"- {markdown(_finding(found))}" for found in findings)
            yield ""


def json_text(costs: Comparison, new: Sequence[Finding], gone: Sequence[Finding]) -> str:
    """The difference for programs."""
    return dumps(
        {
            "schema": 1,
            "currency": "USD",
            "before": money(costs.before),
            "after": money(costs.after),
            "change": money(costs.by),
            "share": None if costs.share is None else f"{costs.share:.6f}",
            "unknown": {"before": list(costs.unknown_before), "after": list(costs.unknown_after)},
            "components": [_changed(one) for one in costs.changes],
            "findings": {"new": [_told(found) for found in new], "gone": [_told(found) for found in gone]},
        }
    )


def _changed(one: Change) -> dict[str, Any]:
    return {
        "name": one.name,
        "type": one.type,
        "before": None if one.before is None else money(one.before),
        "after": None if one.after is None else money(one.after),
        "change": money(one.by),
    }


def _told(found: Finding) -> dict[str, Any]:
    return {
        "rule": found.rule, "severity": found.severity, "message": found.message, "path": found.path,
        "line": found.line, "column": found.column, "fingerprint": found.fingerprint,
    }  # fmt: skip

"""The report as a comment on a pull request, and as the summary of a job."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from archlint.lint.report import SEVERITIES
from archlint.reports.escape import markdown, markdown_code
from archlint.reports.summary import QUESTIONS, costs, found, line, money

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from archlint.lint.report import Finding, Report

LONGEST_COMMENT = 60_000  # characters; GitHub refuses 65,536
LONGEST_SUMMARY = 900 * 1024  # bytes; GitHub drops a summary of 1 MiB whole
MOST_ROWS = 200  # of findings in a summary
MOST_SHARES = 20  # of components in the table of what they cost
_KEPT_FOR_THE_END = 300  # characters, for the line that says what was left out
_SIGNS = {"error": "❌ error", "warning": "⚠️ warning", "advice": "💡 advice", "question": "❔ question"}


@dataclass(frozen=True, slots=True)
class Share:
    """What one component costs, US dollars a month: now and before; None where it is, or was, not there."""

    name: str
    now: Decimal | None
    before: Decimal | None = None

    @property
    def change(self) -> Decimal:
        return (self.now or Decimal()) - (self.before or Decimal())


@dataclass(frozen=True, slots=True)
class Bill:
    """US dollars a month: now, and before the change where that is known.

    `at_least` and `before_at_least` where something is unknown. Two bills are not `comparable` where that is not the
    same: what is no longer known is not saved. `shares` are of all components, or of those that the change concerns.
    """

    monthly: Decimal
    at_least: bool = False
    before: Decimal | None = None
    before_at_least: bool = False
    comparable: bool = True
    shares: tuple[Share, ...] = ()


def render(report: Report, *, bill: Bill | None = None, tag: str = "archlint", head: str = "") -> str:
    """A comment of at most 60,000 characters; its first line marks it, so that the next run finds and replaces it.

    `tag` tells several comments apart, `head` is the commit that was looked at.
    """
    marker = f"<!-- archlint-comment tag={_word(tag)}{f' head={_word(head)}' if head else ''} -->\n"
    return marker + _document(report, bill, LONGEST_COMMENT - len(marker), None)


def summary(report: Report, *, bill: Bill | None = None, taken: int = 0) -> str:
    """The summary of a job in GitHub Actions: below its limit of bytes, at most 200 findings in the table.

    `taken` bytes of the limit are used already.
    """
    return _document(report, bill, LONGEST_SUMMARY - taken, MOST_ROWS)


def _word(text: str) -> str:
    """What may stand in the marker: an HTML comment must not be closed by what a user chose."""
    return "".join(character if character.isalnum() or character in "._/:" else "-" for character in text).strip("-")


def _document(report: Report, bill: Bill | None, limit: int, most: int | None) -> str:
    text = f"### archlint: {found(report.findings)}\n\n"
    if bill is not None:
        text += f"{_money(bill)}\n\n{_shares(bill)}"
    worst_first = sorted(report.findings, key=lambda finding: SEVERITIES.index(finding.severity))
    end = f"\n{markdown(line(report))}\n"
    budget = limit - _KEPT_FOR_THE_END - _size(text) - _size(end)
    for part in (_findings(worst_first, most), _questions(report.questions), _suppressed(report.suppressed)):
        kept, left = _fitting(part, budget)
        budget -= _size(kept)
        text += kept
        if left:
            text += f"\n… and {left:,} more, left out for length\n"
            break
    return text + end


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the page that can be cut between two of its rows; `hidden` rows are never shown."""

    opening: str
    rows: Sequence[str]
    closing: str
    hidden: int = 0


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _fitting(part: _Part, budget: int) -> tuple[str, int]:
    """As many rows of `part` as fit into `budget` bytes, and how many are left."""
    if not part.rows:
        return "", 0
    budget -= _size(part.opening) + _size(part.closing)
    shown = 0
    for row in part.rows:
        budget -= _size(row)
        if budget < 0:
            break
        shown += 1
    left = len(part.rows) - shown + part.hidden
    return (part.opening + "".join(part.rows[:shown]) + part.closing if shown else ""), left


def _money(bill: Bill) -> str:
    total = f"{'at least ' if bill.at_least else ''}{money(bill.monthly)} a month"
    if bill.before is None:
        return f"**Estimated cost: {markdown(total)}**"
    if not bill.comparable:
        before = f"{'at least ' if bill.before_at_least else ''}{money(bill.before)}"
        return f"**Estimated cost: {markdown(total)}** (before {markdown(before)}; what is unknown is not the same)"
    change = bill.monthly - bill.before
    if not change:
        return f"**Estimated cost does not change: {markdown(total)}**"
    share = f", {change / bill.before:+.0%}".replace("%", " %") if bill.before else ""
    words = f"{'+' if change > 0 else ''}{money(change)}{share}"
    return f"**Estimated cost {'rises' if change > 0 else 'falls'} to {markdown(total)}** ({markdown(words)})"


def _shares(bill: Bill) -> str:
    """The dearest components, or those whose cost changes most, in a table that is folded away."""
    if not bill.shares:
        return ""
    compared = bill.before is not None
    shares = sorted(bill.shares, key=lambda share: (-abs(share.change), share.name))
    lines = [
        f"<details><summary>Cost by component{', where it changes' if compared else ''}</summary>",
        "",
        "| component | before | now | change |" if compared else "| component | a month |",
        "|---|--:|--:|--:|" if compared else "|---|--:|",
        *(_share(share, compared=compared) for share in shares[:MOST_SHARES]),
        *([f"\n… and {len(shares) - MOST_SHARES:,} more"] if len(shares) > MOST_SHARES else []),
        "",
        "</details>",
        "",
        "",
    ]
    return "\n".join(lines)


def _share(share: Share, *, compared: bool) -> str:
    now, before = ("–" if amount is None else markdown(money(amount)) for amount in (share.now, share.before))
    if not compared:
        return f"| {markdown(share.name)} | {now} |"
    change = f"{'+' if share.change > 0 else ''}{money(share.change)}"
    return f"| {markdown(share.name)} | {before} | {now} | {markdown(change)} |"


def _findings(findings: Sequence[Finding], most: int | None) -> _Part:
    shown = findings[:most]
    opening = "| | where | what |\n|---|---|---|\n"
    return _Part(opening, [_row(finding) for finding in shown], "", hidden=len(findings) - len(shown))


def _row(finding: Finding) -> str:
    place = markdown_code(f"{finding.path}:{finding.line}")
    return f"| {_SIGNS[finding.severity]} | {place} | {'<br>'.join(_words(finding))} |\n"


def _words(finding: Finding) -> Iterator[str]:
    scenario = f" (in scenario {finding.scenario})" if finding.scenario else ""
    yield f"**{markdown(finding.rule)}** {markdown(finding.message + scenario)}"
    if cost := costs(finding):
        yield markdown(cost[0].upper() + cost[1:])
    if finding.remedy:
        yield markdown(finding.remedy)


def _questions(questions: Iterable[Finding]) -> _Part:
    rows = [f"- {markdown_code(f'{q.path}:{q.line}')} {'<br>'.join(_words(q))}\n" for q in questions]
    return _folded(f"{QUESTIONS} ({len(rows):,})", rows)


def _suppressed(suppressed: Iterable[Finding]) -> _Part:
    rows = [
        f"- {markdown_code(f'{f.path}:{f.line}')} **{markdown(f.rule)}** {markdown(f.message)}"
        f"{f' – because {markdown(f.because)}' if f.because else ''}\n"
        for f in suppressed
    ]
    return _folded(f"{len(rows):,} suppressed", rows)


def _folded(title: str, rows: Sequence[str]) -> _Part:
    return _Part(f"\n<details><summary>{title}</summary>\n\n", rows, "\n</details>\n")

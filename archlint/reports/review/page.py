"""Puts the sections of a review together, in the order in which a meeting goes through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import __version__
from archlint.reports.cost_words import change, title
from archlint.reports.review import data, design, failing, findings, limits, money, paper, trace
from archlint.reports.review.blocks import Heading, Items, Page, Section, Stats, Text
from archlint.reports.summary import counted, counts, found

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from archlint.lint.review import Review
    from archlint.reports.review.blocks import Block

    Made = Callable[[Review], tuple[Block, ...]]

_NEAREST = 3
_SENTENCES = {
    "blocked": "This design is blocked: something in it will fail or lose data.",
    "approve with actions": "This design can be approved once its actions have an owner.",
    "clear": "Nothing stands in the way of this design.",
}


def page(review: Review, sections: Collection[str] = (), told: Callable[[str], None] = lambda _: None) -> Page:
    """The whole page, or only the sections of those ids; those without anything to say are named at its end.

    `told` hears which section is being made.
    """
    made = []
    for name, heading, make in _SECTIONS:
        if not sections or name in sections:
            told(heading.lower())
            made.append(Section(name, heading, make(review)))
    head = review.design.description.head
    return Page(
        title=head.name or review.path,
        subtitle=head.description,
        verdict=review.verdict,
        head=_head(review),
        sections=tuple(section for section in made if section.blocks),
        silent=tuple(section.title for section in made if not section.blocks),
        foot=f"Written by archlint {__version__} from {review.path}; no running system was read and nothing sent.",
        data=data.document(review),
    )


def _head(review: Review) -> tuple[tuple[str, str], ...]:
    head, stamp, budget = review.design.description.head, review.stamp, review.design.budget
    regions = dict.fromkeys((head.region, *(component.region for component in review.design.components.values())))
    entries = (
        ("Description", review.path), ("Version", stamp.revision),
        ("Date", stamp.date.isoformat() if stamp.date else ""),
        ("Environment", str(head.environment)), ("Region", ", ".join(region for region in regions if region)),
        ("Owner", head.owner),
        ("Reviewers", ", ".join(stamp.reviewers)), ("Budget", str(budget) if budget else ""),
        ("Scenario", review.design.description.scenario or ""),
        ("Limits", "AWS's today" if review.design.book == "today" else "the study notes'"),
        ("Judged by", f"archlint {__version__}, {len(review.cards)} rules"),
        ("Prices as of", review.bill.prices_as_of), ("Content", f"sha256 {review.digest[:16]}"),
    )  # fmt: skip
    return tuple((name, text) for name, text in entries if text)


def _summary(review: Review) -> tuple[Block, ...]:
    size = f"{counted(review.report.components, 'component')} and {counted(review.report.flows, 'flow')}"
    judged = f"archlint looked at {size}: {found(review.report.findings).lower()}{_since(review)}."
    nearest = limits.nearest(review, _NEAREST)
    return (
        Text(f"{_SENTENCES[review.verdict]} {judged} {_money(review)}", "lead"),
        Stats(_figures(review)),
        *((Heading("The nearest limits"), Items(nearest)) if nearest else ()),
        *paper.next_actions(review),
    )


def _since(review: Review) -> str:
    if review.changes is None:
        return ""
    new, gone = len(review.changes.appeared), len(review.changes.gone)
    return f", {new:,} new and {gone:,} gone since {review.changes.old}"


def _money(review: Review) -> str:
    if not review.bill.components:
        return "What it costs is not known."
    over = money.over_budget(review)
    budget = review.design.budget
    within = "" if over is None else f", {'over' if over else 'within'} its budget of {budget}"
    since = f" ({change(review.changes.money.by)} since {review.changes.old})" if review.changes else ""
    return f"It costs {title(review.bill)}{since}{within}."


def _figures(review: Review) -> tuple[tuple[str, str, str, str], ...]:
    numbers = counts(review.report.findings)
    remarks = {"error": "it will fail, or loses data", "warning": "it will hurt", "advice": "there is a better way"}
    names = {"error": "Errors", "warning": "Warnings", "advice": "Advice"}
    stats = [(names[one], str(numbers[one]), remarks[one], one if numbers[one] else "good") for one in remarks]
    over = money.over_budget(review)
    tone = "" if over is None else "error" if over else "good"
    stats.append(("Monthly cost", money.figure(review.bill), money.remark(review.bill), tone))
    if review.rooms:
        tight = review.rooms[0]
        stats.append(
            ("Tightest limit", limits.percent(tight.share), f"{tight.subject}: {tight.what}", limits.tone(tight.share))
        )
    return tuple(stats)


_SECTIONS: tuple[tuple[str, str, Made], ...] = (
    ("summary", "Summary", _summary),
    ("changes", "What changed", paper.changes),
    ("architecture", "Architecture", design.picture),
    ("flows", "What flows where", design.flows),
    ("pillars", "Pillars", findings.pillars),
    ("findings", "Findings", findings.by_pillar),
    ("questions", "Open questions", findings.questions),
    ("limits", "Limits and headroom", limits.headroom),
    ("cost", "What it costs", money.bill),
    ("what-if", "At other loads", money.what_if),
    ("scenarios", "Scenarios side by side", money.scenarios),
    ("failures", "What clients see when things fail", failing.failures),
    ("assumptions", "Assumptions and unknowns", trace.assumptions),
    ("traceability", "From notes to findings and back", trace.traceability),
    ("suppressions", "Suppressions", findings.suppressions),
    ("actions", "Action plan", paper.plan),
    ("sign-off", "Sign-off", paper.sign_off),
    ("appendix", "Appendix", trace.appendix),
)
SECTIONS = tuple(name for name, _, _ in _SECTIONS)
"""The ids of all sections, in their order."""

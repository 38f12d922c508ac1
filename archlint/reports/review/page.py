"""Puts the sections of a review together, in the order in which a meeting goes through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import __version__
from archlint.reports.cost_words import title as bill_title
from archlint.reports.review import design, findings, limits, money, paper
from archlint.reports.review.blocks import Page, Section, Stats, Text
from archlint.reports.summary import counts, found

if TYPE_CHECKING:
    from collections.abc import Callable

    from archlint.lint.review import Review
    from archlint.reports.review.blocks import Block

    Made = Callable[[Review], tuple[Block, ...]]


def page(review: Review) -> Page:
    """The whole page; sections without anything to say are named in one line at its end."""
    made = [(name, title, make(review)) for name, title, make in _SECTIONS]
    head = review.design.description.head
    return Page(
        title=head.name or review.path,
        subtitle=head.description,
        verdict=review.verdict,
        head=_head(review),
        sections=tuple(Section(name, title, blocks) for name, title, blocks in made if blocks),
        silent=tuple(title for _, title, blocks in made if not blocks),
        foot=f"archlint {__version__}, {len(review.cards)} rules, {_prices(review)}",
    )


def _prices(review: Review) -> str:
    return f"prices as of {review.bill.prices_as_of}" if review.bill.prices_as_of else "no prices"


def _head(review: Review) -> tuple[tuple[str, str], ...]:
    head = review.design.description.head
    entries = (
        ("Description", review.path), ("Environment", str(head.environment)), ("Region", head.region),
        ("Owner", head.owner), ("Date", review.made_on.isoformat() if review.made_on else ""),
        ("Budget", str(head.budget) if head.budget is not None else ""),
        ("Limits judged by", "AWS today" if review.design.book == "today" else "the study notes"),
        ("Content", f"sha256 {review.digest[:16]}"),
    )  # fmt: skip
    return tuple((name, text) for name, text in entries if text)


def _summary(review: Review) -> tuple[Block, ...]:
    numbers = counts(review.report.findings)
    tight = review.rooms[0] if review.rooms else None
    stats = [
        ("Errors", str(numbers["error"]), "it will fail, or loses data", "error" if numbers["error"] else "good"),
        ("Warnings", str(numbers["warning"]), "it will hurt", "warning" if numbers["warning"] else "good"),
        ("Advice", str(numbers["advice"]), "there is a better way", "advice" if numbers["advice"] else "good"),
        ("Monthly cost", money.figure(review.bill), money.remark(review.bill), money.tone(review)),
    ]
    if tight is not None:
        share = f"{tight.share:.0%}"
        stats.append(("Tightest limit", share, f"{tight.subject}: {tight.what}", limits.tone(tight)))
    sentence = _SENTENCES[review.verdict]
    size = f"{review.report.components} components and {review.report.flows} flows"
    return (
        Text(f"{sentence} archlint looked at {size}: {found(review.report.findings).lower()}.", "lead"),
        Stats(tuple(stats)),
        Text(f"It costs {bill_title(review.bill)}."),
        *paper.next_actions(review),
    )


_SENTENCES = {
    "blocked": "This design is blocked: something in it will fail or lose data.",
    "approve with actions": "This design can be approved once its actions have an owner.",
    "clear": "Nothing stands in the way of this design.",
}

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
    ("assumptions", "Assumptions and unknowns", paper.assumptions),
    ("traceability", "From notes to findings and back", paper.traceability),
    ("suppressions", "Suppressions", findings.suppressions),
    ("actions", "Action plan", paper.plan),
    ("sign-off", "Sign-off", paper.sign_off),
)

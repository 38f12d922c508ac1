"""A report in which every text is an attack on some format, and findings with which the tests of reports begin."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from archlint.document.tree import Source
from archlint.lint.report import Finding, Label, Report

PATH = "odd dir/süß, 100%.yaml"
NASTY = (
    "50%, a:b; x]y [x] [x](1) [a](https://evil) ::error::no ##[error]no ]]> <script>alert(1)</script> | `code` *b* _i_ "
    '@team #7 $x$ & "q" \\ é漢字😀\nsecond line\r\n::warning file=x::no \x1b[31mred \u202ereversed'
)
TEXT = (
    "archlint: 1\n"
    "components:\n"
    "  漢字キュー: {type: sqs, visibility_timeout: 59s}  # 全角\n"
    "  ship:\n"
    '    note: "\ttab"\n'
    "    timeout: 10s\n" + f"  long: {{type: lambda, note: {'a' * 190}, timeout: 10s, more: {'b' * 190}}}\n"
)
SOURCE = Source(PATH, TEXT)
OTHER = Source("other.yaml", "archlint: 1\nshared: {timeout: 10s}\n")


def place(source: Source, piece: str, line: int) -> dict[str, Any]:
    """Where `piece` stands in a line of a source."""
    column = source.line(line).index(piece) + 1
    return {
        "path": source.path, "line": line, "column": column, "end_line": line, "end_column": column + len(piece),
    }  # fmt: skip


def finding(**given: Any) -> Finding:
    """A warning about a queue, with `given` in place of its fields."""
    fields: dict[str, Any] = {
        "rule": "visibility-timeout-too-short", "chapter": "sqs", "severity": "warning", "pillar": "reliability",
        "title": "A message comes back while its consumer is still working on it",
        "message": "orders hides a message for 59 s, ship with its window may need 60 s",
        "why": "A second copy is handed out before the first is done, so the same work is done twice.",
        "remedy": "Set `visibility_timeout` of orders to 60 s or more.", "facts": ("N132", "N133"),
        "source": "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
        "subject": "orders -> ship", "scenario": None, "related": (), "monthly_cost": None, "suppressed": False,
        "because": "", "component": "orders", **place(SOURCE, "visibility_timeout: 59s", 3),
    }  # fmt: skip
    return Finding(**fields | given)


def report(*findings: Finding, **given: Any) -> Report:
    """A report of these findings, with `given` in place of its other fields."""
    fields: dict[str, Any] = {
        "findings": findings, "suppressed": (), "questions": (), "files": (PATH,), "components": 10, "flows": 6,
        "sources": {PATH: SOURCE, OTHER.path: OTHER},
    }  # fmt: skip
    return Report(**fields | given)


def nasty() -> Report:
    """Every kind of finding there is, with the worst of texts."""
    attack = {"message": NASTY, "why": NASTY, "remedy": NASTY, "title": NASTY, "subject": NASTY, "component": NASTY}
    ship = Label(**place(SOURCE, "timeout: 10s", 6), message=NASTY)
    queue = Label(**place(SOURCE, "漢字キュー", 3), message="this queue")
    elsewhere = Label(**place(OTHER, "timeout: 10s", 2), message="")
    return report(
        finding(related=(ship, queue, elsewhere), monthly_cost=Decimal("312.40")),
        finding(**attack, severity="error", pillar="security", rule="group-open-to-world", scenario="launch|day"),
        finding(
            rule="event-loop", severity="advice", subject="a -> b", way=True, related=(ship, elsewhere), source="",
            **place(SOURCE, "timeout: 10s", 7),
        ),
        finding(rule="unreadable-description", severity="error", path="empty.yaml", line=1, column=1, end_line=1,
                end_column=1, facts=(), component="", subject="", source=""),
        suppressed=(finding(suppressed=True, because=NASTY),),
        questions=(finding(**attack, rule="idempotency-unstated"),),
        files=(PATH, "clean.yaml", "empty.yaml"),
    )  # fmt: skip


def many(number: int, **given: Any) -> Report:
    return report(*(finding(component=f"c{n}", subject=f"c{n}", **given) for n in range(number)))

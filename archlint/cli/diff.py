"""`archlint diff OLD NEW`: which findings came and went, and by what the bill differs, component by component."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archlint.cli.cost import add_terms, tell_of_others, terms_of
from archlint.cli.main import FOUND, note, say
from archlint.cli.options import add_configuration, configuration
from archlint.lint.configuration import ConfigurationError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from archlint.cost.bill import Bill
    from archlint.cost.compare import Comparison
    from archlint.lint.configuration import Configuration
    from archlint.lint.report import Finding, Report
    from archlint.lint.review import Before

FORMATS = {"text": "text", "json": "json_text", "markdown": "markdown_text"}


def arguments(command: ArgumentParser) -> None:
    command.add_argument("old", metavar="OLD", help="the description before, or its report in HTML")
    command.add_argument("new", metavar="NEW", help="the description after, or its report in HTML")
    command.add_argument("--format", choices=tuple(FORMATS), default="text", help="text, json or markdown")
    command.add_argument(
        "--max-increase", metavar="SHARE", type=_share, help="exit with 1 where the bill grows by more, such as 10%%"
    )
    command.add_argument(
        "--fail-on",
        choices=("error", "warning", "advice", "never"),
        help="exit with 1 for a new finding from this severity on",
    )
    add_terms(command)
    add_configuration(command)


def _share(text: str) -> Decimal:
    from argparse import ArgumentTypeError
    from decimal import InvalidOperation

    try:
        return Decimal(text.strip().removesuffix("%").strip()) / 100
    except InvalidOperation:
        raise ArgumentTypeError(f"`{text}` is no share such as 10%") from None


def run(parsed: Namespace) -> int:
    from archlint.cost.compare import compare
    from archlint.lint.configuration import reaches
    from archlint.reports import cost_diff

    settings = configuration(parsed)
    sides = [_side(Path(path), parsed, settings) for path in (parsed.old, parsed.new)]
    costs = compare(sides[0][0], sides[1][0])
    new, gone = only_in(sides[1][1], sides[0][1]), only_in(sides[0][1], sides[1][1])
    render: Any = getattr(cost_diff, FORMATS[parsed.format])
    say(render(costs, new, gone))
    worse = any(reaches(finding.severity, settings.fail_on) for finding in new)
    return FOUND if _grows(costs, parsed.max_increase) or worse else 0


def _side(path: Path, parsed: Namespace, settings: Configuration) -> tuple[Bill, Report | Before]:
    """The bill and the findings of a description, or of the report that was written of one."""
    if path.suffix.lower() in (".html", ".htm"):
        from archlint.reports.review.data import NoReportError, read

        try:
            reported = read(path)
        except NoReportError:
            raise ConfigurationError(f"{path} is no report of archlint") from None
        return reported.bill, reported
    from archlint.cost.estimate import estimate
    from archlint.lint.running import Wanted, by_default, designs, refuse_unknown_scenario, run, shown

    found, others = by_default(designs([path], settings, dict(parsed.parameter), parsed.scenario))
    tell_of_others(shown(path), others)
    refuse_unknown_scenario([path], Wanted(parsed.scenario), fits=bool(found))
    if len(found) != 1:
        remedy = "Name one scenario with `--scenario`."
        raise ConfigurationError(f"{path} is not one description but {len(found)}", remedy=remedy)
    return estimate(found[0], terms_of(parsed)), run([path], settings, Wanted(parsed.scenario, dict(parsed.parameter)))


def only_in(one: Report | Before, other: Report | Before) -> list[Finding]:
    """The findings of one report that the other does not have, whatever file and line they are at; repeats count."""
    from collections import Counter

    known = Counter(_identity(finding) for finding in other.findings)
    found = []
    for finding in one.findings:
        identity = _identity(finding)
        if known[identity]:
            known[identity] -= 1
        else:
            found.append(finding)
    return found


def _identity(finding: Finding) -> tuple[str, str, str, str | None]:
    return finding.rule, finding.component, finding.subject, finding.scenario


def _grows(costs: Comparison, most: Decimal | None) -> bool:
    """Whether the bill grows by more than is allowed; from nothing, any growth is."""
    if most is None:
        return False
    grown = costs.by > 0 if costs.share is None else costs.share > most
    if grown:
        from archlint.reports.cost_words import change

        note(f"the bill changes by {change(costs.by)} a month, more than the {most * 100:g} % allowed")
    return grown

"""Runs one rule over a description in us-east-1 and reads the money of its findings."""

from __future__ import annotations

from textwrap import dedent
from typing import NamedTuple

from rules.examples import run_rule, whole


class Case(NamedTuple):
    """A description, a rule, and the amounts of its findings to the cent; None where one stands without."""

    name: str
    rule: str
    description: str
    amounts: list[str | None]


def described(text: str) -> str:
    return whole("region: us-east-1\n" + dedent(text))


def amounts(rule: str, text: str) -> list[str | None]:
    """The money of a rule's findings, to the cent."""
    found = [finding for finding in run_rule(rule, described(text)).findings if finding.rule == rule]
    return [None if finding.monthly_cost is None else f"{finding.monthly_cost:.2f}" for finding in found]

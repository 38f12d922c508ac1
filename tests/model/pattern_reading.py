"""Reads a pattern that has to be right."""

from __future__ import annotations

from archlint.model.patterns import Dialect, Pattern, parse


def read(data: object, dialect: Dialect = "eventbridge") -> Pattern:
    pattern, wrong = parse(data, dialect)
    assert pattern is not None, wrong
    return pattern

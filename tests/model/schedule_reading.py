"""Reads a schedule that has to be right, at a moment that stands still."""

from __future__ import annotations

from datetime import UTC, datetime

from archlint.model.schedules import Schedule, parse

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def schedule(text: str) -> Schedule:
    reading = parse(text, "scheduler")
    assert reading.schedule is not None, reading.faults
    return reading.schedule

"""The section about limits: how near the design is to each, at today's load and at twice and ten times that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.document.quantities import Duration, Size
from archlint.reports.review.blocks import Bars, Block, Cell, Column, Table, Text

if TYPE_CHECKING:
    from archlint.design.headroom import Room
    from archlint.lint.review import Review

_MOST = 40


def headroom(review: Review) -> tuple[Block, ...]:
    rooms = review.rooms[:_MOST]
    if not rooms:
        return ()
    bars = tuple(
        (f"{room.subject}: {room.what}", min(room.share, 1.0), f"{room.share:.0%} used", tone(room))
        for room in rooms[:8]
    )
    columns = (
        Column("About"), Column("Limit"), Column("Used", True), Column("Limit is", True), Column("×1", True), Column("×2", True),
        Column("×10", True), Column("Breaks at", True), Column("Kind"), Column("Source"),
    )  # fmt: skip
    rows = tuple(_row(review, room) for room in rooms)
    guessed = any(not room.at_peak and room.grows for room in rooms)
    remark = Text("Where no peak is stated, the average stands for it.", "muted") if guessed else None
    table = Table("What is used of each limit, the tightest first", columns, rows)
    return (Bars("The tightest limits", bars), table, *([remark] if remark else []))


def _row(review: Review, room: Room) -> tuple[Cell, ...]:
    entry = review.design.limits.entry(room.id) if room.id else None
    grown = [_share(room, factor) for factor in (1, 2, 10)]
    breaks = "does not depend on load" if not room.grows else f"×{room.breaks_at:,.1f}" if room.breaks_at else ""
    kind = (
        "the design's own"
        if entry is None
        else {"hard": "hard", "adjustable": "can be raised"}.get(entry.kind, entry.kind)
    )
    source = Cell(
        f"{room.id}, {entry.as_of}" if entry is not None else "", href=entry.source if entry is not None else ""
    )
    return (
        Cell(room.subject), Cell(room.what), Cell(figure(room.used, room.unit), order=f"{room.used:020.6f}"),
        Cell(figure(room.limit, room.unit), order=f"{room.limit:020.6f}"), *grown,
        Cell(breaks, order=f"{room.breaks_at or 1e12:020.6f}"), Cell(kind), source,
    )  # fmt: skip


def _share(room: Room, factor: int) -> Cell:
    share = room.share * (factor if room.grows else 1)
    how = "error" if share > 1 else "warning" if share >= 0.8 else ""
    return Cell(f"{share:.0%}" + (" over" if share > 1 else ""), how, order=f"{share:020.6f}")


def tone(room: Room) -> str:
    """How bad it is: over the limit, near it, or neither."""
    return "error" if room.share > 1 else "warning" if room.share >= 0.8 else "good"


def figure(value: float, unit: str) -> str:
    """A value with its unit, as a person writes it."""
    if unit == "bytes":
        return str(Size(value))
    if unit == "bytes/s":
        return f"{Size(value)}/s"
    if unit == "s":
        return str(Duration(round(value, 3)))
    number = f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2g}"
    return f"{number} {unit}" if not unit.startswith("/") else f"{number}{unit}"

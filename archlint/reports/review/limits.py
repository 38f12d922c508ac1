"""The section about limits: how near the design is to each, at today's load and at twice and ten times that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.document.quantities import Duration, Size
from archlint.reports.review.blocks import Bars, Block, Cell, Column, Table, Text

if TYPE_CHECKING:
    from archlint.design.headroom import Room
    from archlint.lint.review import Review

FACTORS = (1, 2, 10)
_MOST, _MOST_BARS = 60, 8
_KINDS = {"adjustable": "can be raised", "range": "hard", "semantic": "how it works"}


def headroom(review: Review) -> tuple[Block, ...]:
    rooms = review.rooms[:_MOST]
    if not rooms:
        return ()
    bars = tuple(
        (f"{room.subject}: {room.what}", min(room.share, 1.0), used(room), tone(room.share))
        for room in rooms[:_MOST_BARS]
    )
    columns = (
        Column("About"), Column("Limit", look="medium"), Column("Used", True, "wraps"), Column("Of", True, "wraps"),
        *(Column(f"At ×{factor}", True, "short") for factor in FACTORS), Column("Breaks at", True, "wraps"),
        Column("Kind"), Column("As of", look="short"),
    )  # fmt: skip
    table = Table(
        "What is used of each limit, the tightest first", columns, tuple(_row(review, room) for room in rooms)
    )
    remarks = []
    if any(room.breaks_at is None and room.share <= 1 for room in rooms):
        remarks.append("What never breaks does not grow with the load.")
    if any(not room.at_peak and room.grows for room in rooms):
        remarks.append("Where no peak is stated, the average stands for it.")
    if len(review.rooms) > _MOST:
        remarks.append(f"{len(review.rooms) - _MOST:,} more limits are used less than these.")
    return (Bars("The tightest limits", bars), table, *(Text(remark, "muted") for remark in remarks))


def _row(review: Review, room: Room) -> tuple[Cell, ...]:
    entry = review.design.limits.entry(room.id) if room.id else None
    kind, source = Cell("own setting"), Cell("")
    if entry is not None:
        kind, source = Cell(_KINDS.get(entry.kind, entry.kind)), Cell(entry.as_of, href=entry.source)
    return (
        Cell(room.subject), Cell(room.what), Cell(figure(room.used, room.unit), order=room.used),
        Cell(figure(room.limit, room.unit), order=room.limit), *(_share(room, factor) for factor in FACTORS),
        _breaks(room), kind, source,
    )  # fmt: skip


def _share(room: Room, factor: int) -> Cell:
    share = room.at(factor)
    return Cell(percent(share), tone(share) if share >= 0.8 else "", order=share)


def _breaks(room: Room) -> Cell:
    if room.share > 1:
        return Cell("now", "error", order=0.0)
    if room.breaks_at is None:
        return Cell("never", order=float("inf"))
    return Cell(f"×{room.breaks_at:,.1f}" if room.breaks_at < 100 else f"×{room.breaks_at:,.0f}", order=room.breaks_at)


def nearest(review: Review, most: int) -> tuple[Cell, ...]:
    """The limits with the least room, in words."""
    return tuple(
        Cell(f"{room.subject}: {used(room)} of {room.what} ({figure(room.limit, room.unit)})", tone(room.share))
        for room in review.rooms[:most]
    )


def used(room: Room) -> str:
    return f"{percent(room.share)} used"


def percent(share: float) -> str:
    """`51 %`, `<1 %`, `200 %`; what is not over a limit is never shown as all of it, and the other way round."""
    whole = round(share * 100)
    if 0 < share < 0.01:
        return "<1 %"
    if share != 1 and whole == 100:
        return f"{share * 100:.2f} %" if round(share * 100, 2) != 100 else f"{'>' if share > 1 else '<'}100 %"
    return f"{whole:,} %"


def tone(share: float) -> str:
    """How bad it is: over the limit, near it, or neither."""
    return "error" if share > 1 else "warning" if share >= 0.8 else "good"


def figure(value: float, unit: str) -> str:
    """A value with its unit, as a person writes it."""
    if unit == "bytes":
        return str(Size(value))
    if unit == "bytes/s":
        return f"{Size(value)}/s"
    if unit == "s":
        return str(Duration(round(value, 3)))
    number = f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2g}"
    return f"{number} {unit}"

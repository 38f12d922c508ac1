"""Buckets and tables: streams that are not there or read by too many, and functions that set themselves off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks.hit import Fix, Hit
from archlint.design.notices import sets_off
from archlint.model.storage import Bucket, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow


def stream_not_enabled(design: Design) -> Iterator[Hit]:
    for table in design.of(Table):
        reading = _readers(design, table)
        if table.stream == "none" and reading:
            at = table.field("stream")
            yield Hit(
                at=at,
                related=[flow.at for flow in reading],
                values={"table": table, "readers": _names(reading)},
                fix=Fix(at, "new_and_old"),
            )


def stream_has_too_many_readers(design: Design, *, replicated: int) -> Iterator[Hit]:
    for table in design.of(Table):
        reading = _readers(design, table)
        most = replicated if table.replicas else int(design.limit("ddb.stream.readers"))
        if len(reading) > most:
            yield Hit(
                at=reading[most].at,
                subject=table,
                related=[flow.at for flow in reading[:most]],
                values={
                    "table": table,
                    "count": len(reading),
                    "readers": _names(reading),
                    "most": "one reader" if most == 1 else f"{most} readers",
                },
            )


def _readers(design: Design, table: Table) -> list[AnyFlow]:
    """The flows that read a table's stream."""
    return [flow for flow in design.events_out_of(table) if design.delivery(flow).mode == "poll_stream"]


def _names(flows: list[AnyFlow]) -> list[str]:
    return list(dict.fromkeys(flow.target.name for flow in flows))


def bucket_triggers_itself(design: Design) -> Iterator[Hit]:
    for bucket in design.of(Bucket):
        writing: dict[str, list[AnyFlow]] = {}
        for flow in design.events_into(bucket):
            writing.setdefault(flow.source.name, []).append(flow)
        for notice in design.events_out_of(bucket):
            for function in _told(design, notice):
                write = next((flow for flow in writing.get(function.name, ()) if sets_off(flow, notice)), None)
                if write is not None:
                    yield Hit(
                        at=write.at,
                        subject=write,
                        related=[notice.at],
                        values={"function": function, "bucket": bucket, "notice": notice},
                    )


def _told(design: Design, notice: AnyFlow) -> list[Component]:
    """The functions that a notification reaches: itself, or through queues and topics that filter nothing out."""
    todo, found, seen = [notice.target], [], {notice.target.name}
    while todo:
        here = todo.pop()
        if here.type == "lambda":
            found.append(here)
        elif here.type in ("sqs", "sns"):
            for flow in design.events_out_of(here):
                if flow.filter is None and flow.target.name not in seen:
                    seen.add(flow.target.name)
                    todo.append(flow.target)
    return found

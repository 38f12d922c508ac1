"""Streaming analytics: the engine that is gone, what an application can read and write, and who needs it at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._amounts import always_paid
from archlint.checks._freshness import wishes
from archlint.checks.hit import Hit
from archlint.document.quantities import Duration
from archlint.model.component import Component
from archlint.model.streaming import Flink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow


def sql_analytics_discontinued(design: Design) -> Iterator[Hit]:
    for application in design.of(Flink):
        if _is_gone(design, application):
            yield Hit(at=application.field("engine"), values={"application": application})


def _is_gone(design: Design, application: Flink) -> bool:
    """True for an application on the SQL engine, which the notes still have."""
    return application.engine == "sql" and design.limit("kda.sql.eol") == "discontinued"


def analytics_input_unsupported(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Component, Flink):
        by_notes = flow.source.type == "firehose" and design.limit("flink.input.firehose") is True
        if not by_notes and not _is_gone(design, flow.target):
            yield from _unsupported(design, flow)


def analytics_output_unsupported(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Flink, Component):
        if not _is_gone(design, flow.source):
            yield from _unsupported(design, flow)


def _unsupported(design: Design, flow: AnyFlow) -> Iterator[Hit]:
    delivery = design.delivery(flow)
    if delivery.supported is False:
        yield Hit(
            at=flow.at,
            subject=flow,
            values={
                "source": flow.source,
                "target": flow.target,
                "why": delivery.why,
                "way_round": delivery.way_round,
            },
        )


def analytics_without_real_time_need(design: Design, *, limit: float) -> Iterator[Hit]:
    for application in design.of(Flink):
        if _is_gone(design, application):
            continue
        stated = wishes(design, application)
        if stated and stated[0].freshness >= limit:
            yield Hit(
                at=application.at,
                related=[wish.at for wish in stated],
                monthly=always_paid(design, application),
                values={
                    "application": application,
                    "reader": stated[0].reader,
                    "freshness": stated[0].freshness,
                    "limit": Duration(limit),
                },
            )

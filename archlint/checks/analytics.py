"""Streaming analytics: the engine that is gone, what an application can read and write, and who needs it at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    if design.limit("kda.sql.eol") != "discontinued":
        return
    for application in design.of(Flink):
        if application.engine == "sql":
            yield Hit(at=application.field("engine"), values={"application": application})


def analytics_input_unsupported(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Component, Flink):
        by_notes = flow.source.type == "firehose" and design.limit("flink.input.firehose") is True
        if flow.target.engine == "flink" and not by_notes:
            yield from _unsupported(design, flow)


def analytics_output_unsupported(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Flink, Component):
        if flow.source.engine == "flink":
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
        if application.engine == "sql":
            continue
        stated = wishes(design, application)
        if stated and stated[0].freshness >= limit:
            yield Hit(
                at=application.at,
                related=[wish.at for wish in stated],
                values={
                    "application": application,
                    "reader": stated[0].reader,
                    "freshness": stated[0].freshness,
                    "limit": Duration(limit),
                },
            )

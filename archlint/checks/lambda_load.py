"""Functions under load: environments that are kept warm for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._words import percent
from archlint.checks.hit import Hit
from archlint.document.money import dollars
from archlint.model.compute import Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design


def provisioned_concurrency_idle(design: Design) -> Iterator[Hit]:
    for function in design.of(Function):
        kept = function.provisioned_concurrency
        if not kept:
            continue
        from archlint.cost.alternatives import saving

        saved = saving(design, function, provisioned_concurrency=0)
        if saved is not None and saved > 0:
            busy = design.load.concurrency(function) or 0.0
            yield Hit(
                at=function.field("provisioned_concurrency"),
                subject=function,
                monthly=saved,
                values={
                    "function": function,
                    "kept": kept,
                    "share": percent(min(1.0, busy / kept)),
                    "saved": dollars(saved),
                },
            )

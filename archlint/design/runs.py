"""The run of calls from a component that comes to the most: in length, or in attempts that multiply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.design.postorder import postorder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow


class Runs:
    """The runs of calls that wait for one another, in one design and by one measure, each worked out once.

    `worth` is what a flow and the rest of the run behind it come to, where the end of a run comes to `nothing`;
    `follows` says which calls a run goes on with.
    """

    def __init__(
        self,
        design: Design,
        worth: Callable[[AnyFlow, float], float],
        nothing: float,
        follows: Callable[[AnyFlow], bool] = lambda _: True,
    ) -> None:
        self.design = design
        self._worth = worth
        self._follows = follows
        self._end: tuple[float, int, AnyFlow | None] = (nothing, 0, None)
        self._found: dict[Component, tuple[float, int, AnyFlow | None]] = {}  # its worth, its length, its first flow

    def best(self, start: Component) -> tuple[float, Sequence[AnyFlow]]:
        """What the best run from a component comes to, and its flows."""
        if start not in self._found:
            for here in postorder(start, lambda one: [flow.target for flow in self._calls(one)], self._found):
                self._found[here] = self._best(here)
        worth, length, flow = self._found[start]
        run: list[AnyFlow] = []
        while flow is not None and len(run) < length:  # in a circle it would never end
            run.append(flow)
            flow = self._found[flow.target][2]
        return worth, run

    def _best(self, here: Component) -> tuple[float, int, AnyFlow | None]:
        best = self._end
        for flow in self._calls(here):
            after, length, _ = self._found.get(flow.target, self._end)
            worth = self._worth(flow, after)
            if worth > best[0]:
                best = worth, length + 1, flow
        return best

    def _calls(self, component: Component) -> list[AnyFlow]:
        out = self.design.events_out_of(component)
        return [flow for flow in out if self._follows(flow) and self.design.timing.is_call(flow)]

"""Rates as a linear system: against plain iteration, with loops that end and loops that do not, and run backwards."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archlint.design.load.system import Link, System

NODES = 8
links = st.lists(
    st.builds(Link, st.integers(0, NODES - 1), st.integers(0, NODES - 1), st.floats(0, 0.24)), max_size=4 * NODES
).map(lambda found: [link for at, link in enumerate(found) if sum(one.source == link.source for one in found[:at]) < 4])
amounts = st.lists(st.floats(0, 100), min_size=NODES, max_size=NODES)


def repeated(found: list[Link], inputs: list[float]) -> list[float]:
    """x = b + P'x by repeating it: no node hands on more than 0.96 of what it gets, so it settles."""
    values = list(inputs)
    for _ in range(2000):
        following = list(inputs)
        for source, target, weight in found:
            following[target] += values[source] * weight
        values = following
    return values


@settings(max_examples=60)
@given(links, amounts)
def test_the_solution_is_what_repeating_it_comes_to(found: list[Link], inputs: list[float]) -> None:
    solution = System(NODES, found).solve(inputs)
    assert solution.endless == ()
    assert solution.values == pytest.approx(repeated(found, inputs), rel=1e-9, abs=1e-9)


@settings(max_examples=60)
@given(links, amounts, amounts)
def test_costs_run_backwards_add_up_to_the_same_total(
    found: list[Link], inputs: list[float], costs: list[float]
) -> None:
    system = System(NODES, found)
    forwards = sum(cost * value for cost, value in zip(costs, system.solve(inputs).values, strict=True))
    backwards = sum(start * value for start, value in zip(inputs, system.reversed().solve(costs).values, strict=True))
    assert backwards == pytest.approx(forwards, rel=1e-9, abs=1e-9)


def test_a_loop_multiplies_what_enters_it() -> None:
    system = System(3, [Link(0, 1, 1.0), Link(1, 2, 0.8), Link(2, 1, 0.5)])
    assert system.solve([6.0, 0.0, 0.0]).values == pytest.approx([6.0, 10.0, 8.0])
    (loop,) = system.loops()
    assert (loop.nodes, loop.gain) == ((1, 2), pytest.approx(0.4))


@pytest.mark.parametrize(("gain", "endless"), [(0.999, False), (1.0, True), (1.5, True)])
def test_a_loop_is_endless_from_a_gain_of_one_on(gain: float, endless: bool) -> None:
    solution = System(3, [Link(0, 1, 1.0), Link(1, 2, gain), Link(2, 1, 1.0)]).solve([1.0, 0.0, 0.0])
    assert bool(solution.endless) is endless


def test_an_endless_loop_that_nothing_enters_is_no_storm() -> None:
    solution = System(3, [Link(1, 2, 2.0), Link(2, 1, 1.0)]).solve([5.0, 0.0, 0.0])
    assert solution == ([5.0, 0.0, 0.0], ())


def test_behind_an_endless_loop_rates_are_lower_bounds_of_one_round() -> None:
    solution = System(4, [Link(0, 1, 1.0), Link(1, 2, 1.0), Link(2, 1, 1.0), Link(2, 3, 1.0)]).solve(
        [2.0, 0.0, 0.0, 0.0]
    )
    assert solution.values == [2.0, 2.0, 2.0, 2.0]


def test_two_loops_that_share_a_node_are_judged_together() -> None:
    both = [Link(0, 1, 0.6), Link(1, 0, 1.0), Link(0, 2, 0.6), Link(2, 0, 1.0)]
    assert System(3, both[:2]).solve([1.0, 0.0, 0.0]).endless == ()
    assert System(3, both).solve([1.0, 0.0, 0.0]).endless != ()


def test_a_node_holds_back_what_it_cannot_take_and_says_what_was_offered() -> None:
    held: dict[int, float] = {}
    system = System(3, [Link(0, 1, 1.0), Link(1, 2, 2.0)])
    assert system.solve([10.0, 0.0, 0.0], {1: 4.0}, held).values == [10.0, 4.0, 8.0]
    assert held == {1: 10.0}


def test_a_chain_of_any_length_is_no_recursion() -> None:
    size = 50_000
    system = System(size, (Link(at, at + 1, 1.0) for at in range(size - 1)))
    assert system.solve([1.0] + [0.0] * (size - 1)).values[-1] == 1.0

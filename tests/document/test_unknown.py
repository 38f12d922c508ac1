"""What is not known stays silent in every comparison and unknown in every sum."""

import copy
import math
import operator
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from archlint.document import UNKNOWN, Unknown
from archlint.document.quantities import Duration, Share

OTHERS = [0, 1.5, True, None, "x", [], Duration("2s"), Share("30%"), math.nan]


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("compare", [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge])
def test_every_comparison_is_false(compare: Callable[[Any, Any], bool], other: Any) -> None:
    assert compare(UNKNOWN, other) is False
    assert compare(other, UNKNOWN) is False


def test_it_is_only_equal_to_itself() -> None:
    assert UNKNOWN == UNKNOWN
    assert (UNKNOWN != UNKNOWN) is False
    assert (UNKNOWN < UNKNOWN) is False
    assert Unknown() is UNKNOWN
    assert {UNKNOWN: 1}[Unknown()] == 1


@pytest.mark.parametrize("other", [2, 2.5, Duration("2s"), Share("30%"), UNKNOWN])
@pytest.mark.parametrize(
    "combine",
    [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, operator.pow],
)
def test_every_sum_is_unknown(combine: Callable[[Any, Any], Any], other: Any) -> None:
    assert combine(UNKNOWN, other) is UNKNOWN
    assert combine(other, UNKNOWN) is UNKNOWN


def test_a_sum_with_an_unknown_in_it_is_unknown() -> None:
    assert sum([Duration("2s"), UNKNOWN, Duration("3s")]) is UNKNOWN


@pytest.mark.parametrize("function", [operator.neg, operator.pos, abs, math.ceil, math.floor, math.trunc, round])
def test_every_function_of_it_is_unknown(function: Callable[[Any], Any]) -> None:
    assert function(UNKNOWN) is UNKNOWN


def test_it_counts_as_false_and_prints_as_unknown() -> None:
    assert not UNKNOWN
    assert (str(UNKNOWN), repr(UNKNOWN), f"{UNKNOWN}") == ("unknown", "unknown", "unknown")
    assert UNKNOWN.low is UNKNOWN.high is UNKNOWN
    assert round(UNKNOWN, 2) is UNKNOWN


def test_its_parts_are_unknown_and_it_holds_nothing() -> None:
    value: Any = UNKNOWN
    assert value.anything is value["key"] is value[0] is value.method(1, key=2) is UNKNOWN
    assert (list(value), len(value), "x" in value, value in value) == ([], 0, False, False)
    assert not hasattr(value, "__float__")


def test_there_is_only_one() -> None:
    assert copy.copy(UNKNOWN) is copy.deepcopy(UNKNOWN) is pickle.loads(pickle.dumps(UNKNOWN)) is UNKNOWN

"""What holds under some conditions of a template only says under which, as briefly as can be."""

from __future__ import annotations

from itertools import product

import pytest

from archlint.lint.circumstances import Truths, under


def variants(*names: str) -> dict[str, Truths]:
    """Every combination of conditions as a variant by itself, named by those that hold: `AB`, `A`, `B`, ``."""
    found = {}
    for values in product([False, True], repeat=len(names)):
        truth = dict(zip(names, values, strict=True))
        found["".join(name for name in names if truth[name])] = (truth,)
    return found


@pytest.mark.parametrize(
    ("holds", "says"),
    [
        ([""], "not A and not B"),
        (["A", "AB"], "A"),
        (["", "B"], "not A"),
        (["AB"], "A and B"),
        (["A"], "A and not B"),
        (["A", "B", "AB"], "A or B"),
        (["", "A", "B"], "not A or not B"),
        (["A", "B"], "A and not B or B and not A"),
        (["", "A", "B", "AB"], ""),
    ],
)
def test_the_fewest_conditions_that_tell_it_are_named(holds: list[str], says: str) -> None:
    every = variants("A", "B")
    assert under([every[name] for name in holds], [every[name] for name in every if name not in holds]) == says


def test_a_variant_of_several_combinations_is_told_by_what_they_share() -> None:
    every = variants("A", "B", "C")
    merged: Truths = (*every["A"], *every["AB"])
    others = [every[name] for name in every if name not in ("A", "AB")]
    assert under([merged], others) == "A and not C"


def test_a_description_has_no_conditions() -> None:
    assert under([()], []) == ""
    assert under([()], [()]) == ""


def test_many_conditions_are_not_all_named() -> None:
    names = [f"C{number}" for number in range(8)]
    base: Truths = (dict.fromkeys(names, False),)
    others: list[Truths] = [({**base[0], name: True},) for name in names]
    assert under([base], others) == " and ".join(f"not {name}" for name in names)
    assert under([others[0]], [base, *others[1:]]) == "C0"

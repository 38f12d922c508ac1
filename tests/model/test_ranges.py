"""What lies outside of AWS's ranges is a wrong value, unless a rule judges it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pytest

from archlint.document import parse
from archlint.document.quantities import UNKNOWN
from archlint.lint.cards import all_cards
from archlint.model.base import Fields
from archlint.model.flow import Flow
from archlint.model.reading import Notes, read
from archlint.model.registry import TYPES, model_of
from archlint.model.understanding import understand

if TYPE_CHECKING:
    from archlint.model.description import Description

TOP = "archlint: 1\nname: test\nregion: eu-west-1\n"


def _models() -> list[type[Fields]]:
    """Every model of a component or flow, and of their parts."""
    pending: list[Any] = [Flow, *(model_of(name) for name in TYPES)]
    found: list[type[Fields]] = []
    while pending:
        kind = pending.pop()
        if isinstance(kind, type) and issubclass(kind, Fields) and kind not in found:
            found.append(kind)
            pending += get_type_hints(kind).values()
        pending += get_args(kind)
    return found


RANGES = [
    pytest.param(model, name, id=f"{model.__name__}.{name}")
    for model in _models()
    for name, field in model.specs.items()
    if field.within
]


def _steps(model: type[Fields], name: str) -> tuple[Any, Any, Any, Any]:
    """A value just under, at both ends of, and just over a range, as a description writes them."""
    low, high = model.specs[name].within.split(" to ")
    (amount, _, unit), (most, _, most_unit) = low.partition(" "), high.partition(" ")
    least, most_amount = int(amount.replace(",", "")), int(most.replace(",", ""))
    if not unit:
        return least - 1, least, most_amount, most_amount + 1
    step = 0.001 if unit != "B" else 1
    return f"{least - step:.3f} {unit}", low, high, f"{most_amount + step:.3f} {most_unit}"


def _said(model: type[Fields], name: str, value: object) -> list[str]:
    notes = Notes([], [])
    read(model, {model.specs[name].alias or name: value}, ("components", "it"), "it", notes)
    return [wrong.message for wrong in notes.wrong if wrong.rule == "wrong-value"]


@pytest.mark.parametrize(("model", "name"), RANGES)
def test_the_ends_of_a_range_belong_to_it(model: type[Fields], name: str) -> None:
    _, least, most, _ = _steps(model, name)
    assert _said(model, name, least) == _said(model, name, most) == []


@pytest.mark.parametrize(("model", "name"), RANGES)
def test_a_step_beyond_a_range_is_told_by_one_and_only_one(model: type[Fields], name: str) -> None:
    under, _, _, over = _steps(model, name)
    field = model.specs[name]
    if field.judged:
        assert field.judged in all_cards()
        assert _said(model, name, over) == []
        return
    bound = field.within.split(" to ")[1]
    assert _said(model, name, over)[0].endswith(f"is over the {bound} that AWS allows")
    told = _said(model, name, under)
    assert len(told) == 1  # below zero, it is no quantity at all


def _described(text: str) -> Description:
    return understand(parse(TOP + text, "test.yaml"))


QUEUE = """components:
  orders: {type: sqs, dlq: {to: dead, max_receives: RECEIVES}}
  dead: {type: sqs}
  ship: {type: lambda}
flows:
  - orders -> ship: {batch_size: SIZE, batch_window: 5m, max_concurrency: MOST}
"""


def _queue(size: object = 10, receives: object = 5, most: object = 2) -> Description:
    text = QUEUE.replace("SIZE", str(size)).replace("RECEIVES", str(receives)).replace("MOST", str(most))
    return _described(text)


def test_a_batch_of_one_more_than_aws_takes_is_told_at_its_place() -> None:
    (problem,) = _queue(size=10_001).problems
    assert (problem.rule, problem.at.line, problem.at.column) == ("wrong-value", 9, 22)
    assert problem.message == "batch_size of orders -> ship: 10001 is over the 10,000 that AWS allows"
    assert problem.remedy == "Set `batch_size` to 10,000 or less."


def test_a_bound_from_below_is_told_as_such() -> None:
    (problem,) = _queue(most=1).problems
    assert problem.message == "max_concurrency of orders -> ship: 1 is under the 2 that AWS allows"
    assert problem.remedy == "Set `max_concurrency` to 2 or more."


def test_a_field_of_a_part_is_named_with_the_part() -> None:
    (problem,) = _queue(receives=1001).problems
    assert problem.message == "dlq.max_receives of orders: 1001 is over the 1,000 that AWS allows"


def test_what_is_out_of_its_range_is_unknown_from_then_on() -> None:
    found = _queue(size=10_001)
    assert found.flows[0].batch_size is UNKNOWN
    assert found.flows[0].gives("batch_size")
    assert _queue(size=10_000).flows[0].batch_size == 10_000


def test_a_default_out_of_its_range_is_told_where_it_is_written_and_once() -> None:
    text = "defaults:\n  sqs: {retention: 15d}\ncomponents:\n  a: {type: sqs}\n  b: {type: sqs}\n"
    problems = [problem for problem in _described(text).problems if problem.rule == "wrong-value"]
    assert [(problem.at.line, problem.message) for problem in problems] == [
        (5, "retention of a: 15 days is over the 14 days that AWS allows")
    ]

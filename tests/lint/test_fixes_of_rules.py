"""Every fix that a rule declares mends the rule's own examples, once and for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rules.examples import Example, examples, run, run_rule

from archlint.document import Document, parse
from archlint.lint.fixes import Mended, mend

if TYPE_CHECKING:
    from archlint.lint.engine import Result


def mended(example: Example) -> Mended:
    """The example mended by its own rule alone, unsafe fixes too."""

    def judge(text: str) -> tuple[Document, Result]:
        return parse(text, "example.yaml"), run_rule(example.rule, text)

    return mend(example.text, judge, unsafe=True)


def mended_by_all(text: str) -> str:
    """The text mended by every rule there is, unsafe fixes too."""

    def judge(given: str) -> tuple[Document, Result]:
        return parse(given, "example.yaml"), run(given)

    return mend(text, judge, unsafe=True).after


FIXABLE = [example for example in examples() if example.expect and run_rule(example.rule, example.text).fixes]


@pytest.mark.parametrize("example", FIXABLE, ids=str)
def test_a_declared_fix_mends_its_own_example_once_and_for_all(example: Example) -> None:
    once = mended(example)
    before, left = run_rule(example.rule, example.text), run_rule(example.rule, once.after)
    assert len(left.findings) <= len(before.findings) - len(once.mended)
    assert len(left.fixes) <= len(once.refused)
    assert mended(example._replace(text=once.after)).after == once.after


@pytest.mark.parametrize("example", list(examples()), ids=str)
def test_what_all_rules_have_mended_they_leave_alone(example: Example) -> None:
    windows = example.text.rstrip("\n").replace("\n", "\r\n")
    once = mended_by_all(windows)
    assert mended_by_all(once) == once
    assert once == mended_by_all(example.text).rstrip("\n").replace("\n", "\r\n")


@pytest.mark.parametrize("rule", sorted({example.rule for example in FIXABLE}))
def test_a_fix_that_a_rule_declares_is_good_for_something(rule: str) -> None:
    assert any(mended(example).mended for example in FIXABLE if example.rule == rule)


def test_rules_with_a_certain_remedy_declare_it() -> None:
    assert {"visibility-timeout-too-short", "visibility-timeout-refused"} <= {example.rule for example in FIXABLE}

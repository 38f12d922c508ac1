"""Findings at which money is at stake carry it once the use is known: descriptions, rules, and amounts worked out by hand.

Prices of us-east-1. A month has 2,628,000 s (730 h). One invocation of a function logs 300 B of its own: 0.5 $ a GB to take
in, 0.03 $ to keep, of 15 % of it; that is 142.3 n$ each with 300 B (300 / 2**30 × (0.5 + 0.15 × 0.03)).
"""

from __future__ import annotations

import pytest
from rules.money_of_functions import FUNCTIONS
from rules.money_of_networks import NETWORKS
from rules.money_of_standing_things import STANDING
from rules.priced import Case, amounts

from archlint.lint.cards import all_cards

CASES = [*FUNCTIONS, *STANDING, *NETWORKS]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_a_finding_carries_what_it_costs(case: Case) -> None:
    assert amounts(case.rule, case.description) == case.amounts


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_an_amount_is_of_a_card_that_promises_money(case: Case) -> None:
    assert all_cards()[case.rule].money

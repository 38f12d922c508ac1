"""What holds of reachability in every topology."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st
from network.topologies import CIDRS, ENDS, OUTSIDE, PORTS, Drawn, drawn, protocols, targets

from archlint.design.network.addresses import Block, read_block
from archlint.design.network.answer import Answer, Question
from archlint.design.network.linked import link
from archlint.design.network.reach import ask
from archlint.design.network.topology import AclRule, GroupRule, Route, To

if TYPE_CHECKING:
    from random import Random

T = TypeVar("T")

MANY = settings(max_examples=100)
ANSWERS = {"dropped": 0, "partial": 1, "delivered": 2}


def answer(parts: Drawn, source: str, target: str | int, port: int = 443) -> Answer:
    return ask(link(parts.topology()), Question(source, target, port))


@MANY
@given(drawn(), st.sampled_from(ENDS), targets(), st.data())
def test_one_more_rule_that_allows_never_makes_things_worse(
    parts: Drawn, source: str, target: str | int, data: st.DataObject
) -> None:
    before = answer(parts, source, target)
    block, ports = read_block(data.draw(st.sampled_from(CIDRS))), data.draw(st.sampled_from(PORTS))
    protocol = data.draw(protocols())
    ingress = data.draw(st.booleans())
    if data.draw(st.booleans()):
        name = data.draw(st.sampled_from(["g", "h"]))
        sides = list(parts.groups[name])
        sides[not ingress] = (*sides[not ingress], GroupRule((block,), frozenset(), protocol, *ports))
        more = replace(parts, groups={**parts.groups, name: (sides[0], sides[1])})
    else:
        name = data.draw(st.sampled_from(["s1", "s2", "s3"]))
        lists = list(parts.acls[name])
        number = data.draw(st.integers(301, 2000).filter(lambda each: each != 1000))
        lists[not ingress] = (*lists[not ingress], AclRule(number, True, block, protocol, *ports))
        more = replace(parts, acls={**parts.acls, name: (lists[0], lists[1])})
    assert ANSWERS[answer(more, source, target).verdict] >= ANSWERS[before.verdict]


@MANY
@given(drawn(), st.sampled_from(ENDS), targets(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_written_changes_nothing(
    parts: Drawn, source: str, target: str | int, random: Random
) -> None:
    shuffled = replace(
        parts,
        routes={name: _shuffled(routes, random) for name, routes in parts.routes.items()},
        acls={name: (_shuffled(i, random), _shuffled(e, random)) for name, (i, e) in parts.acls.items()},
        groups={name: (_shuffled(i, random), _shuffled(e, random)) for name, (i, e) in parts.groups.items()},
        worn={name: _shuffled(groups, random) for name, groups in parts.worn.items()},
    )
    one, other = answer(parts, source, target), answer(shuffled, source, target)
    assert one.verdict == other.verdict
    assert [(stop.why, stop.where) for stop in one.stops] == [(stop.why, stop.where) for stop in other.stops]


def _shuffled(items: tuple[T, ...], random: Random) -> tuple[T, ...]:
    return tuple(random.sample(items, len(items)))


@MANY
@given(drawn(), st.sampled_from(["a", "b", "c"]), st.sampled_from(["d", OUTSIDE]))
def test_a_more_specific_blackhole_always_wins(parts: Drawn, source: str, target: str | int) -> None:
    address = OUTSIDE if target == OUTSIDE else 0x0A02010A
    hole = Route("hole", (Block(address, address),), To.NOTHING, live=False)
    routes = {name: (*each, hole) for name, each in parts.routes.items()}
    routes = {name: tuple(r for r in each if r is hole or r.blocks != hole.blocks) for name, each in routes.items()}
    network = link(replace(parts, routes=routes).topology())
    found = ask(network, Question(source, target, 443, public=False))
    assert found.verdict == "dropped"
    assert "blackhole" in [stop.why for stop in found.stops]


@MANY
@given(drawn(), st.sampled_from([("a", "c"), ("c", "a"), ("a", "d"), ("d", "b")]))
def test_every_delivered_path_has_a_delivered_reply(parts: Drawn, ends: tuple[str, str]) -> None:
    """With open groups, the way back is itself a request that gets there, from the service's port to the client's."""
    source, target = ends
    network = link(parts.open_groups().topology())
    there = ask(network, Question(source, target, 443, client_ports=((40000, 40000),), public=False))
    if there.verdict == "delivered" and "nat-gateway" not in {hop.kind for path in there.paths for hop in path.hops}:
        back = Question(target, source, 40000, client_ports=((443, 443),), public=False)
        assert ask(network, back).verdict == "delivered"


@MANY
@given(drawn(), st.sampled_from(ENDS), targets())
def test_an_answer_says_why_exactly_when_it_is_not_delivered(parts: Drawn, source: str, target: str | int) -> None:
    found = answer(parts, source, target)
    assert bool(found.stops) == (found.verdict != "delivered")
    assert (found.verdict == "partial") <= all(stop.passed for stop in found.stops)


@MANY
@given(drawn(), st.sampled_from(ENDS), targets(), st.integers(32768, 60999))
def test_partial_means_that_some_client_ports_get_through_and_some_do_not(
    parts: Drawn, source: str, target: str | int, port: int
) -> None:
    network = link(parts.topology())
    whole = ask(network, Question(source, target, 443)).verdict
    single = ask(network, Question(source, target, 443, client_ports=((port, port),))).verdict
    if whole != "partial":
        assert single == whole

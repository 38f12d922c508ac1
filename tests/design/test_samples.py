"""Sample events on the patterns that pick among them: in which shape each filter sees them, and what nobody declares."""

from __future__ import annotations

from textwrap import dedent

import pytest

from archlint.design.graph import Design
from archlint.design.samples import passes
from archlint.document import parse
from archlint.model.understanding import understand

HEAD = "archlint: 1\nname: test\nregion: eu-west-1\n"


def design(text: str) -> Design:
    description = understand(parse(HEAD + dedent(text), "test.yaml"))
    assert description.problems == []
    return Design(description)


def through(source: str, filter_: str, sample: str, more: str = "") -> bool | None:
    """Whether one declared sample passes from a component of a type; None where that cannot be told."""
    found = design(f"""
        components:
          shop: {{type: lambda}}
          middle: {{{source}}}
          work: {{type: lambda}}
        flows:
          - shop -> middle: {{samples: [{sample}]}}
          - middle -> work: {{{filter_}{more}}}
        """)
    (picked,) = found.patterns
    samples = found.samples.declared(picked)
    return passes(picked, samples[0]) if samples else None


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ("{source: shop, detail-type: Placed, detail: {total: 5}}", True),
        ("{source: shop, detail-type: Placed, detail: {total: 4}}", False),
        ("{source: till, detail-type: Placed, detail: {total: 5}}", False),
        ("{source: shop, detail-type: Placed}", True),  # its detail is not stated
        ("{detail: {total: 5}}", True),
        ("{total: 5}", True),  # the detail alone
        ("{total: 4, source: web}", False),
        ("{Source: shop, DetailType: Placed, Detail: {total: 5}}", True),
        ("{Source: shop, DetailType: Placed, Detail: '{\"total\": 4}'}", False),
        ('\'{"source": "shop", "detail": {"total": 4}}\'', False),
        ("{event: {source: shop, detail: {total: 4}}, share: 10%}", False),
        ("some words", False),
    ],
)
def test_a_bus_sees_an_event_however_its_producer_writes_it(sample: str, expected: bool) -> None:
    pattern = "pattern: {source: [shop], detail: {total: [{numeric: ['>=', 5]}]}}"
    assert through("type: eventbridge", pattern, sample) is expected


@pytest.mark.parametrize(
    ("source", "root"),
    [("type: sqs", "body"), ("type: kinesis, capacity: on_demand", "data"), ("type: kafka", "value")],
)
def test_a_mapping_sees_what_was_sent_under_the_field_of_its_source(source: str, root: str) -> None:
    more = "" if root == "body" else ", starting_position: latest"
    assert through(source, f"filter: {{{root}: {{kind: [sale]}}}}", "{kind: sale}", more) is True
    assert through(source, f"filter: {{{root}: {{kind: [sale]}}}}", "{kind: gift}", more) is False
    assert through(source, f"filter: {{{root}: {{kind: [sale]}}}}", '\'{"kind": "gift"}\'', more) is False
    assert through(source, f"filter: {{{root}: {{kind: [sale]}}}}", f"{{{root}: {{kind: gift}}}}", more) is False
    assert through(source, f"filter: {{{root}: {{kind: [sale]}}, other: [x]}}", "{kind: sale}", more) is True


def test_a_table_is_tried_only_on_records_of_its_stream() -> None:
    source, more = "type: dynamodb, billing: on_demand, stream: new", ", starting_position: latest"
    filter_ = "filter: {eventName: [INSERT], dynamodb: {NewImage: {kind: {S: [sale]}}}}"
    assert through(source, filter_, "{kind: sale}", more) is None
    assert through(source, filter_, "{dynamodb: {NewImage: {kind: {S: sale}}}}", more) is True
    assert through(source, filter_, "{dynamodb: {NewImage: {kind: {S: gift}}}}", more) is False


def test_a_subscription_looks_at_attributes_or_at_the_body() -> None:
    filter_ = "filter: {kind: [sale]}"
    in_attributes = "{Message: {kind: gift}, MessageAttributes: {kind: {DataType: String, StringValue: sale}}}"
    assert through("type: sns", filter_, in_attributes) is True
    assert through("type: sns", filter_, in_attributes, ", filter_on: body") is False
    assert through("type: sns", filter_, '{Message: \'{"kind": "sale"}\'}', ", filter_on: body") is True
    assert through("type: sns", filter_, "{kind: sale}", ", filter_on: body") is True
    assert through("type: sns", filter_, "{kind: sale}") is True


@pytest.mark.parametrize(
    ("bus", "flows"),
    [
        ("type: eventbridge", "- till -> bus: {}"),
        ("type: eventbridge, policy: [till]", ""),
        ("type: eventbridge, bus: partner", ""),
        ("type: eventbridge, bus: unknown", ""),
        ("type: eventbridge, bus: default", ""),
        ("type: eventbridge, outside: true", ""),
    ],
)
def test_nothing_is_told_of_a_bus_to_which_others_may_send(bus: str, flows: str) -> None:
    found = design(f"""
        components:
          shop: {{type: lambda}}
          till: {{type: lambda}}
          bus: {{{bus}}}
          work: {{type: lambda}}
        flows:
          - shop -> bus: {{samples: [{{detail-type: Placed}}]}}
          - bus -> work: {{pattern: {{detail-type: [Paid]}}}}
          {flows}
        """)
    assert found.samples.declared(found.patterns[0]) == []


def test_a_function_that_reports_its_successes_to_a_bus_is_a_producer_without_samples() -> None:
    text = """
        components:
          shop: {type: lambda}
          till: {type: lambda%s}
          bus: {type: eventbridge}
          work: {type: lambda}
        flows:
          - shop -> bus: {samples: [{detail-type: Placed}]}
          - shop -> till: {mode: async}
          - bus -> work: {pattern: {detail-type: [Paid]}}
        """
    for more, known in (("", 1), (", on_success: bus", 0)):
        found = design(text % more)
        assert len(found.samples.declared(found.patterns[0])) == known


def test_only_what_is_sure_to_pass_comes_back() -> None:
    text = """
        components:
          bus: {type: eventbridge}
          work: {type: lambda}
        flows:
          - bus -> work: {pattern: {source: [shop], detail: {state: [new]}}}
          - work -> bus: {samples: [%s]}
        """
    for sample, comes_back in (
        ("{source: shop, detail-type: Placed, detail: {state: new}}", True),
        ("{source: shop, detail-type: Placed}", False),
        ("{source: shop, detail-type: Placed, detail: {state: old}}", False),
        ("{state: new}", False),
    ):
        found = design(text % sample)
        assert bool(list(found.samples.returning(found.patterns[0]))) is comes_back

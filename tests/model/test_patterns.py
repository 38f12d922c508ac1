"""Event patterns: what is refused and where, which events match, and what a pattern says without any event."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from model.pattern_reading import read

from archlint.model.pattern_facts import (
    aws_sources,
    field_no_event_has,
    fields_at_the_top,
    is_match_all,
    may_be_from_aws,
    sources,
)
from archlint.model.pattern_matching import FILLED_IN, as_attributes, as_record, matches, matches_any, wildcard_fits
from archlint.model.patterns import combinations, leaves, parse, parse_filters

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

EVENT = {
    "version": "0",
    "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "detail-type": "EC2 Instance State-change Notification",
    "source": "aws.ec2",
    "account": "111122223333",
    "time": "2026-11-22T18:43:48Z",
    "region": "us-west-1",
    "resources": ["arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0"],
    "detail": {
        "instance-id": "i-1234567890abcdef0",
        "state": "terminated",
        "note": "",
        "owner": None,
        "cost": 301.8,
        "count": 3,
        "spot": True,
        "source-ip": "10.0.0.33",
        "tags": ["Web", "blue"],
        "disks": [{"kind": "ssd", "size": 100}, {"kind": "hdd", "size": 2000}],
        "nothing": [],
    },
}


def in_detail(**fields: Any) -> bool:
    return matches(read({"detail": {name.replace("_", "-"): value for name, value in fields.items()}}), EVENT)


def test_a_field_matches_when_one_of_its_values_does() -> None:
    assert matches(read({"source": ["aws.s3", "aws.ec2"]}), EVENT)
    assert not matches(read({"source": ["aws.s3"]}), EVENT)
    assert matches(read({"source": [{"exactly": "aws.ec2"}]}), EVENT)


def test_every_field_has_to_match() -> None:
    assert in_detail(state=["terminated"], count=[3])
    assert not in_detail(state=["terminated"], count=[4])


def test_text_numbers_flags_and_null_are_told_apart() -> None:
    assert in_detail(count=[3])
    assert in_detail(count=[3.0])
    assert not in_detail(count=["3"])
    assert in_detail(spot=[True])
    assert not in_detail(spot=["true"])
    assert not in_detail(spot=[1])
    assert not in_detail(count=[True])
    assert in_detail(owner=[None])
    assert not in_detail(owner=[""])
    assert in_detail(note=[""])
    assert not in_detail(note=[None])
    assert not in_detail(missing=[None])


def test_prefix_and_suffix_look_at_text_only() -> None:
    assert in_detail(state=[{"prefix": "term"}])
    assert in_detail(state=[{"suffix": "nated"}])
    assert not in_detail(state=[{"prefix": "nated"}])
    assert not in_detail(count=[{"prefix": ""}])
    assert in_detail(note=[{"prefix": ""}])
    assert not in_detail(tags=[{"prefix": "web"}])
    assert in_detail(tags=[{"prefix": {"equals-ignore-case": "WE"}}])
    assert in_detail(state=[{"suffix": {"equals-ignore-case": "ATED"}}])


def test_case_is_ignored_where_it_says_so() -> None:
    assert in_detail(state=[{"equals-ignore-case": "TERMINATED"}])
    assert not in_detail(state=["TERMINATED"])


def test_anything_but_needs_the_field_and_another_value() -> None:
    assert in_detail(state=[{"anything-but": "running"}])
    assert not in_detail(state=[{"anything-but": "terminated"}])
    assert not in_detail(state=[{"anything-but": ["running", "terminated"]}])
    assert not in_detail(missing=[{"anything-but": "running"}])
    assert in_detail(count=[{"anything-but": [1, 2]}])
    assert not in_detail(count=[{"anything-but": 3}])
    assert in_detail(count=[{"anything-but": "3"}])
    assert not in_detail(state=[{"anything-but": {"prefix": "term"}}])
    assert not in_detail(state=[{"anything-but": {"suffix": ["ing", "ated"]}}])
    assert not in_detail(state=[{"anything-but": {"wildcard": "t*d"}}])
    assert not in_detail(state=[{"anything-but": {"equals-ignore-case": ["RUNNING", "Terminated"]}}])
    assert in_detail(state=[{"anything-but": {"prefix": "run"}}])


def test_anything_but_on_a_list_asks_for_one_other_value() -> None:
    assert in_detail(tags=[{"anything-but": "Web"}])
    assert not in_detail(tags=[{"anything-but": ["Web", "blue"]}])
    assert not in_detail(nothing=[{"anything-but": "Web"}])


@pytest.mark.parametrize(
    ("bounds", "fits"),
    [
        (["=", 301.8], True),
        ([">", 301.8], False),
        ([">=", 301.8], True),
        (["<", 301.8], False),
        (["<=", 301.8], True),
        ([">", 300, "<", 302], True),
        ([">", 302, "<=", 400], False),
        ([">=", -5e9, "<=", 5e9], True),
    ],
)
def test_a_number_lies_within_its_bounds(bounds: list[Any], fits: bool) -> None:
    assert in_detail(cost=[{"numeric": bounds}]) is fits


def test_numeric_looks_at_numbers_of_up_to_five_billion() -> None:
    assert not in_detail(state=[{"numeric": [">", 0]}])
    assert not in_detail(spot=[{"numeric": [">", 0]}])
    large = read({"detail": {"x": [{"numeric": [">", 0]}]}})
    assert matches(large, {"detail": {"x": 5_000_000_000}})
    assert not matches(large, {"detail": {"x": 5_000_000_001}})


def test_exists_asks_for_values_and_not_for_mappings() -> None:
    assert in_detail(state=[{"exists": True}])
    assert not in_detail(state=[{"exists": False}])
    assert in_detail(missing=[{"exists": False}])
    assert not in_detail(missing=[{"exists": True}])
    assert in_detail(owner=[{"exists": True}])  # null is a value
    assert matches(read({"detail": [{"exists": False}]}), EVENT)  # `detail` is not a leaf
    assert in_detail(nothing=[{"exists": False}])
    assert in_detail(missing=["x", {"exists": False}])
    assert not in_detail(disks={"kind": [{"exists": False}]})


def test_an_address_lies_within_its_block() -> None:
    assert in_detail(source_ip=[{"cidr": "10.0.0.0/24"}])
    assert in_detail(source_ip=[{"cidr": "10.0.0.77/24"}])
    assert not in_detail(source_ip=[{"cidr": "10.0.1.0/24"}])
    assert not in_detail(state=[{"cidr": "10.0.0.0/8"}])
    six = read({"detail": {"x": [{"cidr": "2001:db8::/32"}]}})
    assert matches(six, {"detail": {"x": "2001:db8::1"}})
    assert not matches(six, {"detail": {"x": "10.0.0.1"}})


@pytest.mark.parametrize(
    ("pattern", "value", "fits"),
    [
        ("*", "", True),
        ("a*", "abc", True),
        ("*c", "abc", True),
        ("a*c", "ac", True),
        ("a*a", "a", False),
        ("a*b*c", "aXbYc", True),
        ("a*b*c", "acb", False),
        ("*ab*ab*", "ab", False),
        ("a\\*c", "a*c", True),
        ("a\\*c", "abc", False),
        ("a\\\\c", "a\\c", True),
        ("abc", "abc", True),
        ("abc", "abcd", False),
        ("a.c", "abc", False),
    ],
)
def test_a_star_stands_for_any_text(pattern: str, value: str, fits: bool) -> None:
    assert wildcard_fits(pattern, value) is fits
    assert matches(read({"x": [{"wildcard": pattern}]}), {"x": value}) is fits


def test_a_list_in_the_event_matches_by_any_of_its_values() -> None:
    assert in_detail(tags=["blue", "green"])
    assert not in_detail(tags=["green"])
    assert matches(read({"x": [1]}), {"x": [[2, [1]]]})


def test_fields_of_a_list_match_together_in_one_of_its_mappings() -> None:
    assert in_detail(disks={"kind": ["ssd"], "size": [100]})
    assert not in_detail(disks={"kind": ["ssd"], "size": [2000]})


def test_one_pattern_of_an_or_is_enough() -> None:
    pattern = read({"source": ["aws.ec2"], "$or": [{"detail": {"count": [4]}}, {"detail": {"state": ["terminated"]}}]})
    assert matches(pattern, EVENT)
    assert not matches(pattern, {**EVENT, "source": "aws.s3"})
    nested = read({"detail": {"$or": [{"count": [4]}, {"state": ["running"]}]}})
    assert not matches(nested, EVENT)
    both = read({"$or": [{"a": [1]}, {"b": [1]}, {"$or": [{"c": [1]}, {"d": [1]}], "e": [1]}]})
    assert matches(both, {"d": 1, "e": 1})
    assert not matches(both, {"d": 1})


def test_a_pattern_may_be_json_text() -> None:
    assert matches(read('{"source": ["aws.ec2"]}'), EVENT)


def test_what_eventbridge_fills_in_need_not_stand_in_a_sample() -> None:
    sample = {"source": "shop", "detail-type": "Placed", "detail": {"total": 5}}
    pattern = read({"source": ["shop"], "account": ["111122223333"]})
    assert not matches(pattern, sample)
    assert matches(pattern, sample, FILLED_IN)
    assert not matches(pattern, {**sample, "account": "9"}, FILLED_IN)
    assert not matches(read({"detail": {"account": ["1"]}}), sample, FILLED_IN)


@pytest.mark.parametrize(
    ("data", "path", "says"),
    [
        ({}, (), "the pattern names no field"),
        ([], (), "the pattern is a list, not a mapping"),
        (None, (), "the pattern is `null`, not a mapping"),
        ("{", (), "text that is no JSON from line 1"),
        ({"source": "aws.s3"}, ("source",), "source is `aws.s3`, not a list"),
        ({"detail": {"count": 5}}, ("detail", "count"), "detail.count is `5`, not a list"),
        ({"detail": {}}, ("detail",), "detail names no field"),
        ({"source": []}, ("source",), "source lists no value"),
        ({"source": [["a"]]}, ("source", 0), "source has a list inside its list"),
        ({"source": [float("inf")]}, ("source", 0), "source has `inf`, which JSON does not know"),
        ({"source": [{"prefx": "a"}]}, ("source", 0), "no condition `prefx`; did you mean `prefix`?"),
        ({"source": [{"anything_but": "a"}]}, ("source", 0), "did you mean `anything-but`?"),
        ({"source": [{}]}, ("source", 0), "a condition of 0 keys (none), not 1"),
        ({"source": [{"prefix": "a", "suffix": "b"}]}, ("source", 0), "2 keys (`prefix`, `suffix`), not 1"),
        ({"source": [{"prefix": 5}]}, ("source", 0, "prefix"), "`prefix` of source is `5`, not text"),
        ({"source": [{"exists": "yes"}]}, ("source", 0, "exists"), "`exists` of source is `yes`, not true or false"),
        ({"x": [{"wildcard": "a**b"}]}, ("x", 0, "wildcard"), "`wildcard` of x has `**`"),
        ({"x": [{"wildcard": "a\\b"}]}, ("x", 0, "wildcard"), "escapes more than `*` and `\\`"),
        ({"x": [{"cidr": "10.0.0.0"}]}, ("x", 0, "cidr"), "`10.0.0.0`, no block of addresses"),
        ({"x": [{"cidr": "10.0.0.0/33"}]}, ("x", 0, "cidr"), "no block of addresses"),
        ({"x": [{"numeric": 5}]}, ("x", 0, "numeric"), "is `5`, not one or two pairs"),
        ({"x": [{"numeric": [">"]}]}, ("x", 0, "numeric"), "not one or two pairs"),
        ({"x": [{"numeric": ["=>", 5]}]}, ("x", 0, "numeric"), "has `=>` for an operator"),
        ({"x": [{"numeric": [">", "5"]}]}, ("x", 0, "numeric"), "has `5`, not a number from -5 to 5 billion"),
        ({"x": [{"numeric": [">", 5_000_000_001]}]}, ("x", 0, "numeric"), "not a number from -5 to 5 billion"),
        ({"x": [{"numeric": ["<", 5, ">", 0]}]}, ("x", 0, "numeric"), "not a lower end and an upper one"),
        ({"x": [{"numeric": [">", 5, "<", 5]}]}, ("x", 0, "numeric"), "starts at 5 and ends at 5"),
        ({"x": [{"anything-but": []}]}, ("x", 0, "anything-but"), "lists no value"),
        ({"x": [{"anything-but": ["a", 1]}]}, ("x", 0, "anything-but"), "lists numbers and text"),
        ({"x": [{"anything-but": [None]}]}, ("x", 0, "anything-but"), "lists `null`"),
        ({"x": [{"anything-but": {"cidr": "a"}}]}, ("x", 0, "anything-but"), "other than one of prefix"),
        ({"x": [{"anything-but": {"prefix": ""}}]}, ("x", 0, "anything-but", "prefix"), "has an empty `prefix`"),
        ({"$or": [{"a": [1]}]}, ("$or",), "$or has 1, not a list of 2 mappings or more"),
        ({"$or": {"a": [1]}}, ("$or",), "$or is a mapping, not a list of 2"),
        ({"$or": [{"a": [1]}, "b"]}, ("$or", 1), "$or is `b`, not a mapping of fields"),
        ({"$or": [{"a": [1]}, {"prefix": ["b"]}]}, ("$or", 1, "prefix"), "`prefix` stands as a field's name"),
    ],
)
def test_what_aws_refuses_is_named_at_its_place(data: object, path: tuple[str | int, ...], says: str) -> None:
    pattern, wrong = parse(data)
    assert pattern is None
    assert wrong[0].rule == "pattern-malformed"
    assert wrong[0].path == path
    assert says in wrong[0].message
    assert wrong[0].remedy.endswith(".")


def test_every_mistake_is_named_at_once() -> None:
    _, wrong = parse({"source": "a", "detail": {"x": [], "y": [{"prefx": "b"}]}})
    assert [fault.path for fault in wrong] == [("source",), ("detail", "x"), ("detail", "y", 0)]


def test_lambda_filters_and_pipes_know_fewer_conditions() -> None:
    but_prefix = {"x": [{"anything-but": {"prefix": "a"}}]}
    assert parse(but_prefix, "lambda")[0] is None
    assert parse(but_prefix, "pipe")[0] is None
    assert (
        parse({"x": [{"wildcard": "a*"}]}, "lambda")[1][0].message
        == "x has `wildcard`, which a Lambda filter does not take"
    )
    assert parse({"x": [{"prefix": "a"}]}, "lambda")[0] is not None


def test_a_filter_of_attributes_is_flat_and_one_of_bodies_is_not() -> None:
    assert (
        parse({"store": {"city": ["Rome"]}}, "sns-attributes")[1][0].message
        == "store holds fields, and attributes have none"
    )
    assert parse({"store": {"city": ["Rome"]}}, "sns-body")[0] is not None
    attributes = {
        "event": {"Type": "String", "Value": "placed"},
        "to": {"DataType": "String.Array", "StringValue": '["a", "b"]'},
    }
    pattern = read({"event": ["placed"], "to": ["b"]}, "sns-attributes")
    assert matches(pattern, as_attributes({"MessageAttributes": attributes}))
    assert matches(pattern, as_attributes(attributes))
    assert matches(pattern, as_attributes({"event": "placed", "to": ["b"]}))


def test_a_filter_policy_has_five_keys_and_150_combinations() -> None:
    five = {name: [1] for name in "abcde"}
    assert parse(five, "sns-attributes")[0] is not None
    assert "has 6 keys" in parse({**five, "f": [1]}, "sns-attributes")[1][0].message
    wide = {"a": list(range(15)), "b": list(range(10))}
    assert parse(wide, "sns-body")[0] is not None
    assert "151 combinations" in parse({"a": list(range(151))}, "sns-body")[1][0].message
    assert "not a number from -1 to 1 billion" in parse({"a": [{"numeric": ["=", 2e9]}]}, "sns-body")[1][0].message


def test_combinations_multiply_over_fields_and_add_over_alternatives() -> None:
    assert combinations(read({"a": [1, 2], "b": {"c": [1, 2, 3]}, "$or": [{"d": [1]}, {"e": [1, 2]}]})) == 18


@pytest.mark.parametrize(
    "data",
    [
        {"body": {"kind": ["placed"]}},
        '{"body": {"kind": ["placed"]}}',
        [{"body": {"kind": ["x"]}}, {"body": {"kind": ["placed"]}}],
        {"Filters": [{"Pattern": '{"body": {"kind": ["placed"]}}'}]},
    ],
)
def test_a_lambda_filter_is_a_pattern_or_several(data: object) -> None:
    patterns, wrong = parse_filters(data)
    assert not wrong
    assert matches_any(patterns, as_record({"kind": "placed"}, "body"))
    assert matches_any(patterns, {"body": {"kind": "placed"}})
    assert not matches_any(patterns, as_record({"kind": "gone"}, "body"))


def test_the_mistakes_of_a_lambda_filter_keep_their_place() -> None:
    _, wrong = parse_filters({"Filters": [{"Pattern": {"body": "x"}}]})
    assert wrong[0].path == ("Filters", 0, "Pattern", "body")
    assert matches_any((), {"anything": 1})


@pytest.mark.parametrize(
    ("data", "everything"),
    [
        ({"source": [{"prefix": ""}]}, True),
        ({"source": [{"wildcard": "*"}]}, True),
        ({"source": [{"suffix": "x"}]}, False),
        ({"detail-type": [{"exists": True}]}, True),
        ({"version": ["0"]}, True),
        ({"account": ["111122223333"]}, True),
        ({"source": ["x"]}, False),
        ({"source": [{"exists": False}]}, False),
        ({"detail": {"x": [{"exists": True}]}}, False),
        ({"detail": {"x": [{"exists": True}, {"exists": False}]}}, True),
        ({"detail": {"source": [{"prefix": ""}]}}, False),
        ({"resources": [{"prefix": ""}]}, False),  # an event may have no resources
        ({"source": [{"prefix": ""}], "detail": {"x": [1]}}, False),
        ({"$or": [{"source": ["x"]}, {"source": [{"prefix": ""}]}]}, True),
        ({"$or": [{"source": ["x"]}, {"source": ["y"]}]}, False),
    ],
)
def test_a_pattern_that_catches_everything_is_known_as_such(data: object, everything: bool) -> None:
    assert is_match_all(read(data)) is everything


def test_the_sources_that_a_pattern_names_keep_their_place() -> None:
    pattern = read({"$or": [{"source": ["aws.s3", {"prefix": "aws."}]}, {"source": ["shop", {"suffix": "x"}]}]})
    assert [(found.text, found.is_prefix) for found in sources(pattern)] == [
        ("aws.s3", False),
        ("aws.", True),
        ("shop", False),
    ]
    assert [found.path for found in aws_sources(pattern)] == [("$or", 0, "source", 0), ("$or", 0, "source", 1)]
    assert not aws_sources(read({"detail": {"source": ["aws.s3"]}}))


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"source": ["y"], "detailType": ["x"]}, ("detailType",)),
        ({"source": ["y"], "detail-type": ["x"]}, None),
        ({"source": ["y"], "detailType": [{"exists": False}]}, None),
        ({"source": ["y"], "detailType": ["x", {"exists": False}]}, None),
        ({"Detail": {"a": [1]}}, ("Detail",)),
        ({"Detail": {"a": [{"exists": False}]}}, None),
        ({"source": ["y"], "$or": [{"Detail": {"a": [1]}}, {"id": ["z"]}]}, None),
        ({"source": ["y"], "$or": [{"Detail": {"a": [1]}}, {"Source": ["z"]}]}, ("$or", 0, "Detail")),
    ],
)
def test_a_field_that_no_event_has_is_found(data: object, path: tuple[str | int, ...] | None) -> None:
    found = field_no_event_has(read(data))
    assert (None if found is None else found.path) == path


@pytest.mark.parametrize(
    ("data", "may_be"),
    [
        ({"source": ["shop"]}, False),
        ({"source": ["aws.s3"]}, True),
        ({"source": ["shop", "aws.s3"]}, True),
        ({"source": [{"prefix": "a"}]}, True),
        ({"source": [{"prefix": "aws.ec"}]}, True),
        ({"source": [{"prefix": "awesome"}]}, False),
        ({"source": [{"equals-ignore-case": "AWS.S3"}]}, True),
        ({"source": [{"anything-but": "shop"}]}, True),
        ({"source": [{"suffix": ".s3"}]}, True),
        ({"source": [1]}, False),
        ({"detail-type": ["Placed"]}, True),
        ({"$or": [{"source": ["shop"]}, {"source": ["till"]}]}, False),
        ({"$or": [{"source": ["shop"]}, {"detail-type": ["Placed"]}]}, True),
    ],
)
def test_whether_an_event_of_aws_could_match_is_told_by_the_source(data: object, may_be: bool) -> None:
    assert may_be_from_aws(read(data)) is may_be


def test_the_fields_at_the_top_are_those_of_every_alternative() -> None:
    pattern = read({"source": ["x"], "$or": [{"detail": {"a": [1]}}, {"id": ["z"]}]})
    assert fields_at_the_top(pattern) == ["source", "detail", "id"]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of public templates is not here")
def test_the_patterns_of_public_templates_are_read() -> None:
    found = 0
    for path in sorted(CORPUS.glob("*/*.yaml")):
        for block in _pattern_blocks(path.read_text(encoding="utf-8")):
            pattern, wrong = parse(block)
            assert pattern is not None, (path, wrong)
            assert leaves(pattern)
            found += 1
    assert found >= 4


def _pattern_blocks(text: str) -> list[object]:
    import textwrap

    import yaml

    class Loader(yaml.SafeLoader):
        """YAML with CloudFormation's tags, which stand for text."""

    Loader.add_multi_constructor("!", lambda *tag: f"!{tag[1]}")
    lines, blocks = text.splitlines(), []
    for index, line in enumerate(lines):
        if line.strip() == "EventPattern:":
            indent = len(line) - len(line.lstrip())
            block = []
            for inner in lines[index + 1 :]:
                if inner.strip() and len(inner) - len(inner.lstrip()) <= indent:
                    break
                block.append(inner)
            blocks.append(yaml.load(textwrap.dedent("\n".join(block)), Loader))
    return blocks

"""Whatever a template holds, reading it gives variants or none, never an error."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from importers.described import Described
from importers.test_access_and_network import NETWORK, ROLE
from importers.test_resources import CASES

from archlint.document import parse
from archlint.document.tree import Map, Seq
from archlint.importers import load
from archlint.importers.dump import dump
from archlint.importers.overlay import Overlay
from archlint.lint.configuration import Configuration
from archlint.lint.engine import lint
from archlint.model.understanding import understand

SEEDS = [
    (Path(__file__).parent / "templates" / "every-event.yaml").read_text(),
    (Path(__file__).parent / "templates" / "cdk-synth.template.json").read_text(),
    *(
        f"Resources:\n{''.join(chr(10) + '  ' + line for line in text.splitlines())}"
        for text in (NETWORK, ROLE, *(case[1] for case in CASES))
    ),
]
TREES = [parse(seed).data for seed in SEEDS]
WORDS = [
    "",
    "x",
    "arn:aws:sqs:::q",
    "${A.B}",
    "${",
    "{{resolve:ssm:/x}}",
    "AWS::SQS::Queue",
    "!Ref",
    "GET /",
    "$default",
    "a/b",
    "::",
]


def plain(value: Any) -> Any:
    if isinstance(value, Map):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, Seq) else value


NEVER = ("ambiguous-name", "dangling-name", "unknown-field", "unknown-type")  # whatever the template holds


def reads(text: str) -> None:
    """Read a text as a template, lint what was read, and write that down."""
    for variant in load(parse(text, "template.yaml")):
        made = Described(variant)
        assert made.data["archlint"] == 1
        result = lint(variant.document, Configuration(), date(2026, 11, 24), asks=True)
        assert not [wrong for wrong in result.design.description.problems if wrong.rule in NEVER]
        dump(variant.document, "template.yaml")


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 10**6),
    st.floats(allow_nan=False),
    st.sampled_from(WORDS),
    st.text(max_size=8),
)
FUNCTIONS = st.sampled_from(
    [
        "Ref",
        "Fn::GetAtt",
        "Fn::Sub",
        "Fn::Join",
        "Fn::If",
        "Fn::Select",
        "Fn::FindInMap",
        "Fn::Split",
        "Fn::ForEach::X",
        "Fn::Transform",
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*WORDS, "Arn", "Type", "Properties"]), inner, max_size=3),
        st.dictionaries(FUNCTIONS, inner, min_size=1, max_size=1),
    ),
    max_leaves=6,
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A good template in which a few parts are replaced, left out, doubled or wrapped in a function."""
    tree = plain(draw(st.sampled_from(TREES)))
    for _ in range(draw(st.integers(1, 4))):
        at: Any = tree
        key: Any = None
        holder: Any = None
        while isinstance(at, dict | list) and at and (holder is None or draw(st.integers(0, 4))):
            holder = at
            key = (
                draw(st.sampled_from(sorted(at, key=str)))
                if isinstance(at, dict)
                else draw(st.integers(0, len(at) - 1))
            )
            at = at[key]
        if holder is None:  # all of it was dropped already
            break
        change = draw(st.sampled_from(["replace", "drop", "wrap", "list"]))
        if change == "drop":
            del holder[key]
        elif change == "wrap":
            holder[key] = {draw(FUNCTIONS): at}
        else:
            holder[key] = draw(VALUES) if change == "replace" else [at]
    return json.dumps(tree)


@settings(max_examples=300)
@given(mutated())
def test_a_mutated_template_never_breaks(text: str) -> None:
    reads(text)


@settings(max_examples=150)
@given(st.sampled_from(SEEDS), st.data())
def test_a_truncated_template_never_breaks(seed: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(seed)))
    end = data.draw(st.integers(start, len(seed)))
    reads(seed[:start] + seed[end:] if data.draw(st.booleans()) else seed[:end])


@settings(max_examples=100)
@given(VALUES)
def test_any_data_under_the_sections_of_a_template_never_breaks(value: Any) -> None:
    for section in (
        "Resources",
        "Parameters",
        "Conditions",
        "Mappings",
        "Globals",
        "Outputs",
        "Rules",
        "Transform",
        "Metadata",
    ):
        reads(
            json.dumps(
                {"AWSTemplateFormatVersion": "x", "Resources": {"A": {"Type": "AWS::SQS::Queue"}}, section: value}
            )
        )


@settings(max_examples=150)
@given(st.sampled_from(sorted({word for seed in SEEDS for word in seed.split() if word.startswith("AWS::")})), VALUES)
def test_any_properties_of_any_type_never_break(kind: str, properties: Any) -> None:
    reads(json.dumps({"Resources": {"A": {"Type": kind.strip(",}"), "Properties": properties}}}))


SMALL = load(
    parse(
        """
Resources:
  Jobs: {Type: AWS::SQS::Queue}
  Work: {Type: AWS::Lambda::Function, Properties: {Timeout: 3, DeadLetterConfig: {TargetArn: !GetAtt Jobs.Arn}}}
  Feed: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Work, EventSourceArn: !GetAtt Jobs.Arn}}
""",
        "template.yaml",
    )
)[0].document
OVERLAYS = st.fixed_dictionaries(
    {"template": st.just("template.yaml")},
    optional={
        "components": st.one_of(VALUES, st.dictionaries(st.sampled_from(["Work", "Jobs", "New"]), VALUES, max_size=3)),
        "flows": st.one_of(
            VALUES, st.lists(st.dictionaries(st.sampled_from(["Jobs -> Work", "a->b", "->", "F"]), VALUES))
        ),
        "usage": VALUES,
        "roles": VALUES,
        "vpcs": VALUES,
        "scenarios": VALUES,
        "region": VALUES,
    },
)


@settings(max_examples=300)
@given(OVERLAYS)
def test_any_overlay_never_breaks(overlay: dict[str, Any]) -> None:
    data, _ = Overlay(parse(json.dumps(overlay), "archlint.yaml")).over(SMALL.data)
    understand(SMALL.with_data(data))


def doubled(times: int) -> str:
    """A text that is put together of itself twice, so many times over."""
    text: Any = "x"
    for _ in range(times):
        text = {"Fn::Sub": ["${A}${A}", {"A": text}]}
    return json.dumps(text)


@pytest.mark.parametrize(
    "text",
    [
        f"Resources: {{Jobs: {{Type: AWS::SQS::Queue, Properties: {{QueueName: {doubled(18)}}}}}}}",
        "Parameters: {P0: {Type: String, Default: xxxxxxxxxx}}\nResources:\n"
        + "".join(
            f"  S{at}: {{Type: AWS::EC2::Subnet, Properties: {{CidrBlock: !Sub '${{S{at - 1}.CidrBlock}}${{S{at - 1}.CidrBlock}}'}}}}\n"
            for at in range(1, 60)
        ),
    ],
    ids=["functions", "attributes"],
)
def test_texts_that_double_do_no_harm(text: str) -> None:
    reads(text)

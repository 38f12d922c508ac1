"""The matrix of integrations: what AWS offers, what it refuses, and how an event travels; pairs written out by hand."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from catalog.pairs import OFFERED, REFUSED

from archlint.catalog import sources
from archlint.catalog.integrations import integrations
from archlint.catalog.limits import limits
from archlint.catalog.shapes.integrations import shape
from archlint.model.flow import Flow
from archlint.model.registry import model_of

if TYPE_CHECKING:
    from archlint.catalog.edges import Integration


def find(edge: str) -> Integration:
    """Read "sns:fifo -> sqs:standard as=dead_letter mode=async owner=mapping" and look it up."""
    path, *options = edge.replace(" -> ", "->").split()
    source, target = path.split("->")
    source, _, source_variant = source.partition(":")
    target, _, target_variant = target.partition(":")
    words = dict(option.split("=") for option in options)
    return integrations().find(
        source,
        target,
        source_variant=source_variant or None,
        target_variant=target_variant or None,
        purpose=words.get("as", "destination"),
        mode=words.get("mode", ""),
        owner=words.get("owner", ""),
    )


@pytest.mark.parametrize(("edge", "mode"), OFFERED.items())
def test_what_aws_offers_is_offered_in_its_mode(edge: str, mode: str) -> None:
    found = find(edge)
    assert (found.support, found.mode) == ("yes", mode), found


@pytest.mark.parametrize("edge", REFUSED)
def test_what_aws_refuses_is_refused_with_a_reason_and_a_way_round(edge: str) -> None:
    found = find(edge)
    assert found.support == "no", found
    assert found.why
    assert not found.why.endswith(".")
    assert found.way_round.endswith(".")


def test_every_pair_of_types_has_an_answer() -> None:
    matrix = integrations()
    answers = [matrix.find(one, other) for one in sorted(matrix.types) for other in sorted(matrix.types)]
    assert len(answers) == 38 * 38
    for answer in answers:
        if answer.support == "yes":
            assert answer.mode, answer
            assert answer.retries is not None, answer
        elif answer.support == "no":
            assert answer.why, answer
        assert answer.source.startswith("https://docs.aws.amazon.com/"), answer
        assert answer.as_of, answer


def test_a_foreign_type_is_nobodys_business() -> None:
    for one, other in (("lambda", "AWS::Glue::Job"), ("AWS::Glue::Job", "sqs")):
        assert integrations().find(one, other).support == "unknown"


def test_what_is_not_known_is_judged_kindly() -> None:
    """A topic of unknown kind may deliver to a FIFO queue; one that is known to be standard cannot."""
    matrix = integrations()
    assert matrix.find("sns", "sqs", source_variant="", target_variant="fifo").support == "yes"
    assert matrix.find("sns", "sqs", source_variant="standard", target_variant="").support == "yes"
    assert matrix.find("sns", "sqs", source_variant="standard", target_variant="fifo").support == "no"
    assert matrix.find("api_gateway", "sns").support == "yes"


def test_variants_come_from_a_components_own_field() -> None:
    matrix = integrations()
    assert matrix.variant_field("sqs") == "fifo"
    assert [matrix.variant("sqs", value) for value in (True, False, None)] == ["fifo", "standard", "standard"]
    assert matrix.variant("kinesis", {"shards": 3}) == "provisioned"
    assert matrix.variant("kinesis", "on_demand") == "on_demand"
    assert matrix.variant("sqs", float("nan")) == ""
    assert (matrix.variant_field("s3"), matrix.variant("s3")) == ("", "")


@pytest.mark.parametrize(
    ("edge", "once", "again", "order"),
    [
        ("api_gateway:rest -> lambda", "at_most_once", "at_least_once", "as_sent"),
        ("lambda -> sqs:fifo", "at_most_once", "exactly_once", "as_sent"),
        ("sqs:standard -> lambda", "at_least_once", "at_least_once", "best_effort"),
        ("sqs:fifo -> lambda", "at_least_once", "at_least_once", "per_group"),
        ("sqs:fifo -> ec2", "exactly_once", "at_least_once", "per_group"),
        ("sns:fifo -> sqs:fifo", "exactly_once", "exactly_once", "per_group"),
        ("sns:fifo -> sqs:standard", "at_least_once", "at_least_once", "best_effort"),
        ("kinesis -> lambda", "at_least_once", "at_least_once", "per_shard"),
        ("dynamodb -> lambda", "at_least_once", "at_least_once", "per_item"),
        ("eventbridge -> lambda", "at_least_once", "at_least_once", "none"),
        ("lambda -> step_functions:express", "at_least_once", "at_least_once", "as_sent"),
        ("lambda -> step_functions:express mode=sync", "at_most_once", "at_least_once", "as_sent"),
        ("step_functions:standard -> lambda", "exactly_once", "at_least_once", "as_sent"),
    ],
)
def test_guarantee_and_order(edge: str, once: str, again: str, order: str) -> None:
    found = find(edge)
    assert (found.once, found.again, found.order) == (once, again, order)


@pytest.mark.parametrize(
    ("edge", "tries"),
    [
        ("api_gateway:rest -> lambda", [("error", "client", 0, None, "caller")]),
        ("lambda -> lambda", [("error", "caller", 0, None, "caller")]),
        ("lambda -> lambda mode=async", [("throttle", "lambda", math.inf, 21_600, "discarded"),
                                         ("error", "lambda", 2, 21_600, "discarded")]),
        ("sns -> lambda", [("handover", "sns", 100_015, 1_987_200, "discarded"),
                           ("throttle", "lambda", math.inf, 21_600, "discarded"),
                           ("error", "lambda", 2, 21_600, "discarded")]),
        ("eventbridge -> sqs", [("handover", "eventbridge", 185, 86_400, "discarded")]),
        ("sqs -> lambda", [("error", "sqs", math.inf, 345_600, "redrive")]),
        ("kinesis -> lambda", [("error", "lambda", math.inf, 86_400, "blocks")]),
        ("cognito_user_pool -> lambda", [("error", "cognito", 2, 15, "caller")]),
        ("firehose -> lambda as=transform", [("error", "firehose", 3, None, "error_output")]),
        ("firehose -> redshift:public", [("error", "firehose", math.inf, 3600, "error_output")]),
        ("step_functions -> lambda", [("error", "workflow", 0, None, "failed")]),
        ("sns -> http_endpoint", [("error", "sns", 50, 3600, "discarded")]),
        ("schedule -> lambda", [("handover", "scheduler", 185, 86_400, "discarded"),
                                ("throttle", "lambda", math.inf, 21_600, "discarded"),
                                ("error", "lambda", 2, 21_600, "discarded")]),
    ],
)  # fmt: skip
def test_who_tries_again_how_often_and_where_it_ends(edge: str, tries: list[tuple[object, ...]]) -> None:
    assert [(one.on, one.owner, one.attempts, one.over, one.final) for one in find(edge).tries] == tries


def test_a_size_counts_at_the_end_that_has_it_and_grows_where_aws_encodes() -> None:
    sizes = {(size.limit, size.end, size.of): size for size in find("api_gateway:rest -> lambda").sizes}
    assert set(sizes) == {
        ("apigw.payload", "source", "event"),
        ("lambda.payload.sync", "target", "event"),
        ("lambda.payload.sync", "target", "answer"),
        ("apigw.payload", "source", "answer"),
    }
    (batch,) = find("kinesis -> lambda").sizes
    assert (batch.limit, batch.of, batch.factor) == ("lambda.esm.batch.payload", "batch", pytest.approx(4 / 3))
    (batch,) = find("sqs -> lambda").sizes
    assert batch.factor == 1


def test_a_topics_own_limit_holds_into_a_queue_and_not_the_queues() -> None:
    assert [size.limit for size in find("sns -> sqs").sizes] == ["sns.message.default"]


def test_modes_that_a_flow_may_ask_for_are_listed_with_awss_own_first() -> None:
    assert find("api_gateway:rest -> lambda").modes == ("sync", "stream", "async")
    assert find("api_gateway:http -> lambda").modes == ("sync",)
    assert find("step_functions:standard -> lambda").modes == ("sync", "async", "callback")
    assert find("step_functions:express -> lambda").modes == ("sync", "async")
    assert find("lambda -> step_functions:standard").modes == ("async",)


def test_a_mode_that_no_row_has_is_refused_by_name() -> None:
    assert find("sqs -> lambda mode=callback").why == "sqs does not call lambda in mode callback"


def test_by_the_notes_the_sql_applications_are_still_there() -> None:
    noted = integrations("notes")
    for one, other, side in (("firehose", "flink", "target"), ("flink", "lambda", "source")):
        variant: dict[str, Any] = {f"{side}_variant": "sql"}
        assert integrations().find(one, other, **variant).support == "no"
        assert noted.find(one, other, **variant).support == "yes"
    assert noted.find("sqs", "flink", target_variant="sql").support == "no"


def test_jobs_and_tokens_of_workflow_tasks() -> None:
    matrix = integrations()
    assert [matrix.waits_for_job(name) for name in ("glue", "ecs", "lambda", "sqs")] == [True, True, False, False]
    assert [matrix.takes_token(name) for name in ("sqs", "lambda", "glue", "dynamodb")] == [True, True, False, False]


def book() -> dict[str, Any]:
    shipped = Path(__file__).parents[2] / "archlint" / "catalog" / "integrations.yaml"
    data: dict[str, Any] = sources.parse(shipped.read_text())
    return data


def test_every_size_batch_and_timeout_names_a_limit_that_is_a_number() -> None:
    data = book()
    named = [(one["limit"], one.get("part")) for one in data["sizes"].values()]
    named += [(one["most"], one.get("part")) for one in data["batches"].values()]
    named += [(row["timeout"], None) for section in data["sections"] for row in section["rows"] if "timeout" in row]
    for key, part in named:
        value = limits().value(key)
        picked = value[part] if isinstance(value, tuple) and part is not None else value
        assert isinstance(picked, float | int | tuple), key
        assert part is None or isinstance(value, tuple), key


def test_every_setting_is_a_field_of_the_description() -> None:
    """Who repeats, how much and where to is set by fields; each must be one of the flow, the source or the target."""
    matrix = integrations()
    for one in matrix.types:
        for other in matrix.types:
            found = matrix.find(one, other)
            fields = {
                "flow": Flow.specs,
                "source": model_of(one).specs,
                "target": model_of(other).specs,
            }
            named = [name for tries in found.tries for name in (*tries.settings, *tries.rescue)]
            named += [size.setting for size in found.sizes if size.setting]
            named += found.batch.settings if found.batch else ()
            for name in named:
                side, _, field = name.partition(".")
                assert side == "state" or field in fields[side], (one, other, name)


@pytest.mark.parametrize(
    "wrong",
    [{"mode": "quick"}, {"use": "call", "tries": ["nobody"]}, {"use": "call", "sizes": ["huge"]}, {"mode": "sync"},
     {"support": "no", "why": "because"}, {"use": "call", "speed": 1}, {"use": "call", "when": {"moon": "full"}}],
)  # fmt: skip
def test_a_row_that_names_something_unknown_or_leaves_something_out_is_refused(wrong: dict[str, Any]) -> None:
    data = book()
    data["sections"][0]["rows"] = [{"from": "lambda", "to": "sqs", **wrong}]
    with pytest.raises(ValueError, match="lambda -> sqs"):
        shape({"integrations": data})

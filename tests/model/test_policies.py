"""IAM policies: both ways of writing them, what they decide, and what in them goes too far."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archlint.document.quantities import UNKNOWN
from archlint.model.policies import Grants, Principal, read_document, read_resource_policy, read_role, service_principal
from archlint.model.policy_decisions import (
    Caller,
    Resource,
    admits,
    decide,
    lacking,
    too_broad,
    trusts,
)
from archlint.model.wildcards import fits, overlap

ORDERS = Resource("arn:aws:sqs:*:*:orders", ("orders",))
VIDEOS = Resource("arn:aws:s3:::cat-videos", ("videos", "cat-videos"))
UPLOADS = Resource("arn:aws:s3:::cat-videos/uploads/*", ("videos", "cat-videos"))
MANAGED = {
    "AWSLambdaBasicExecutionRole": read_document(
        {"Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*"}
    )[0],
    "AdministratorAccess": read_document({"Action": "*", "Resource": "*"})[0],
}


def role(**fields: Any) -> Grants:
    grants, wrong = read_role(fields)
    assert not wrong, wrong
    return grants


def outcome(grants: Grants, action: str, resource: Resource = ORDERS) -> str:
    return decide(grants, action, resource, MANAGED.get).outcome


def send_to(*resources: str) -> Grants:
    return role(allow=[{"actions": "sqs:SendMessage", "resources": list(resources)}])


def test_nothing_is_allowed_that_is_not_granted() -> None:
    assert outcome(role(), "sqs:SendMessage") == "implicit"
    assert outcome(send_to("orders"), "sqs:DeleteMessage") == "implicit"
    assert outcome(send_to("orders"), "sqs:SendMessage", Resource("arn:aws:sqs:*:*:jobs", ("jobs",))) == "implicit"


@pytest.mark.parametrize(
    ("pattern", "covered"),
    [
        ("sqs:SendMessage", True),
        ("SQS:sendmessage", True),
        ("sqs:Send*", True),
        ("sqs:*", True),
        ("*", True),
        ("sqs:SendMessag?", True),
        ("sqs:SendMessage?", False),
        ("sqs:Receive*", False),
        ("sns:*", False),
    ],
)
def test_actions_are_matched_with_stars_and_without_case(pattern: str, covered: bool) -> None:
    grants = role(allow=[{"actions": [pattern], "resources": ["orders"]}])
    assert outcome(grants, "sqs:SendMessage") == ("allowed" if covered else "implicit")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*", "allowed"),
        ("orders", "allowed"),
        ("ord*", "allowed"),
        ("order", "implicit"),
        ("arn:aws:sqs:eu-west-1:111122223333:orders", "allowed"),
        ("arn:aws:sqs:*:*:orders", "allowed"),
        ("arn:aws:sqs:*:*:order?", "allowed"),
        ("arn:aws:sqs:*:*:ORDERS", "implicit"),
        ("arn:aws:sns:*:*:orders", "implicit"),
        ("arn:aws-cn:sqs:*:*:orders", "implicit"),
        ("arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:orders", "allowed"),
        ("arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:${Queue}", "unknown"),
        ("arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:${Stage}-jobs", "implicit"),
        ("arn:aws:sqs:*", "unknown"),
        ("arn:aws:sns:*", "implicit"),
    ],
)
def test_resources_are_matched_as_arns_or_by_name(pattern: str, expected: str) -> None:
    assert outcome(send_to(pattern), "sqs:SendMessage") == expected


@pytest.mark.parametrize(
    ("pattern", "bucket", "objects"),
    [
        ("videos", "allowed", "allowed"),
        ("videos/*", "allowed", "allowed"),
        ("videos/uploads/*", "implicit", "allowed"),
        ("videos/uploads/2026/*", "implicit", "unknown"),
        ("arn:aws:s3:::cat-videos", "allowed", "implicit"),
        ("arn:aws:s3:::cat-videos/*", "implicit", "allowed"),
        ("arn:aws:s3:::cat-videos/uploads/2026/*", "implicit", "unknown"),
        ("arn:aws:s3:::cat-videos*", "allowed", "allowed"),
        ("cat-videos/uploads/*", "implicit", "allowed"),
        ("cat-videos/thumbnails/*", "implicit", "implicit"),
    ],
)
def test_a_bucket_and_its_objects_are_two_resources(pattern: str, bucket: str, objects: str) -> None:
    grants = role(allow=[{"actions": "s3:*", "resources": pattern}])
    assert outcome(grants, "s3:ListBucket", VIDEOS) == bucket
    assert outcome(grants, "s3:PutObject", UPLOADS) == objects


def test_a_deny_wins_over_every_allow() -> None:
    grants = role(
        allow=[{"actions": "*", "resources": "*"}, "AdministratorAccess"],
        deny=[{"actions": ["sqs:Delete*"], "resources": ["*"]}],
    )
    verdict = decide(grants, "sqs:DeleteMessage", ORDERS, MANAGED.get)
    assert verdict.outcome == "denied"
    assert verdict.by is not None
    assert verdict.by.path == ("deny", 0)
    assert outcome(grants, "sqs:SendMessage") == "allowed"


def test_what_hinges_on_a_condition_is_unknown() -> None:
    grants = role(allow=[{"actions": "sqs:*", "resources": "*", "conditions": {"Bool": {"aws:SecureTransport": True}}}])
    assert outcome(grants, "sqs:SendMessage") == "unknown"
    denied = role(
        allow=[{"actions": "sqs:*", "resources": "*"}], deny=[{"actions": "*", "resources": "*", "condition": {"a": 1}}]
    )
    assert outcome(denied, "sqs:SendMessage") == "unknown"


def test_not_action_and_not_resource_speak_of_all_the_rest() -> None:
    grants = role(allow=[{"NotAction": ["iam:*", "sqs:Purge*"], "Resource": "*"}])
    assert outcome(grants, "sqs:SendMessage") == "allowed"
    assert outcome(grants, "sqs:PurgeQueue") == "implicit"
    fenced = role(allow=["AdministratorAccess"], deny=[{"actions": "*", "NotResource": ["arn:aws:sqs:*:*:orders"]}])
    assert outcome(fenced, "sqs:SendMessage") == "allowed"
    assert outcome(fenced, "s3:PutObject", UPLOADS) == "denied"
    unsure = role(allow=[{"actions": "sqs:*", "NotResource": "arn:aws:sqs:*:*:${Queue}"}])
    assert outcome(unsure, "sqs:SendMessage") == "unknown"


def test_managed_policies_are_looked_up_and_unknown_ones_leave_it_open() -> None:
    assert outcome(role(allow=["AWSLambdaBasicExecutionRole"]), "logs:PutLogEvents") == "allowed"
    assert outcome(role(allow=["arn:aws:iam::aws:policy/AdministratorAccess"]), "sqs:SendMessage") == "allowed"
    assert outcome(role(allow=["AWSLambdaBasicExecutionRole"]), "sqs:SendMessage") == "implicit"
    assert outcome(role(allow=["CompanyBasics"]), "sqs:SendMessage") == "unknown"
    assert outcome(role(allow=[UNKNOWN]), "sqs:SendMessage") == "unknown"
    assert outcome(role(allow=UNKNOWN), "sqs:SendMessage") == "unknown"


def test_a_boundary_limits_what_is_allowed() -> None:
    limited = role(
        allow=[{"actions": "sqs:*", "resources": "*"}], boundary=[{"actions": "sqs:Send*", "resources": "*"}]
    )
    assert outcome(limited, "sqs:SendMessage") == "allowed"
    verdict = decide(limited, "sqs:DeleteMessage", ORDERS, MANAGED.get)
    assert (verdict.outcome, verdict.at_boundary) == ("implicit", True)
    assert outcome(role(boundary="AdministratorAccess"), "sqs:SendMessage") == "implicit"
    assert outcome(role(allow=["AdministratorAccess"], boundary="CompanyLimits"), "sqs:SendMessage") == "unknown"
    denying = role(allow=["AdministratorAccess"], boundary=[{"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}])
    assert outcome(denying, "sqs:SendMessage") == "denied"


def test_needed_actions_may_end_in_a_star() -> None:
    key = Resource("arn:aws:kms:*:*:key/master", ("master",))
    assert (
        outcome(role(allow=[{"actions": "kms:GenerateDataKey*", "resources": "*"}]), "kms:GenerateDataKey*", key)
        == "allowed"
    )
    assert (
        outcome(role(allow=[{"actions": "kms:GenerateDataKey", "resources": "*"}]), "kms:GenerateDataKey*", key)
        == "unknown"
    )


def test_the_actions_that_are_lacking_are_listed() -> None:
    grants = role(allow=[{"actions": ["sqs:ReceiveMessage"], "resources": "orders"}])
    needed = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
    assert [action for action, _ in lacking(grants, needed, ORDERS, MANAGED.get)] == list(needed[1:])


def test_a_document_may_be_json_text_with_one_statement() -> None:
    document = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}}
    (statement,), wrong = read_document(json.dumps(document))
    assert not wrong
    assert statement.actions == ("sqs:SendMessage",)
    assert statement.path == ("Statement",)
    assert outcome(role(allow=[document]), "sqs:SendMessage") == "allowed"


@pytest.mark.parametrize(
    ("data", "path", "says"),
    [
        (
            {"action": ["sqs:SendMessage"], "resorces": ["*"]},
            ("resorces",),
            "no field `resorces`; did you mean `resources`?",
        ),
        ({"Effect": "Permit", "Action": "sqs:*"}, ("Effect",), "the effect `Permit` is neither Allow nor Deny"),
        ({"resources": ["*"]}, (), "names no action"),
        ({"actions": ["SendMessage"]}, (), "the action `SendMessage` names no service"),
        ({"Action": "sqs:*", "NotAction": "sqs:Purge*"}, (), "both Action and NotAction"),
        ({"actions": [5]}, (), "`5` of Action is not text"),
        ("{", (), "text that is no JSON"),
        ("ReadOnlyAccess", (), "`ReadOnlyAccess` is no statement"),
        (5, (), "`5` is neither a statement nor the name of a policy"),
        (True, (), "`true` is neither a statement nor the name of a policy"),
    ],
)
def test_what_is_no_statement_is_named_at_its_place(data: object, path: tuple[str, ...], says: str) -> None:
    _, wrong = read_document(data)
    assert wrong[0].path == path
    assert says in wrong[0].message
    assert wrong[0].remedy.endswith(".")


def test_a_statement_that_cannot_be_read_leaves_it_open() -> None:
    grants, wrong = read_role({"allow": [{"actions": [5], "resources": "*"}]})
    assert wrong
    assert outcome(grants, "sqs:SendMessage") == "unknown"


def policy(*statements: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*", **statement} for statement in statements]


@pytest.mark.parametrize(
    ("principal", "caller", "expected"),
    [
        ({"Service": "sns.amazonaws.com"}, Caller(service="sns.amazonaws.com"), "allowed"),
        ({"Service": "sns.amazonaws.com"}, Caller(service="sns"), "allowed"),
        ({"Service": "events.amazonaws.com"}, Caller(service="eventbridge"), "allowed"),
        (
            {"Service": ["s3.amazonaws.com", "states.eu-west-1.amazonaws.com"]},
            Caller(service="step_functions"),
            "allowed",
        ),
        ({"Service": "sns.amazonaws.com"}, Caller(service="s3"), "implicit"),
        ({"Service": "sns.amazonaws.com"}, Caller(account="111122223333"), "implicit"),
        ("*", Caller(service="sns"), "allowed"),
        ({"AWS": "*"}, Caller(account="111122223333"), "allowed"),
        ({"AWS": "111122223333"}, Caller(account="111122223333"), "allowed"),
        ({"AWS": 111122223333}, Caller(account="111122223333"), "allowed"),
        ({"AWS": "arn:aws:iam::111122223333:root"}, Caller(account="111122223333"), "allowed"),
        (
            {"AWS": "arn:aws:iam::111122223333:role/app/sender"},
            Caller(account="111122223333", role="sender"),
            "allowed",
        ),
        ({"AWS": "arn:aws:iam::111122223333:role/sender"}, Caller(account="111122223333", role="other"), "implicit"),
        ({"AWS": "arn:aws:iam::111122223333:role/sender"}, Caller(account="111122223333"), "unknown"),
        ({"AWS": "444455556666"}, Caller(account="111122223333"), "implicit"),
        ({"AWS": "444455556666"}, Caller(), "unknown"),
        ({"AWS": "444455556666"}, Caller(service="sns"), "implicit"),
        ({"AWS": "arn:aws:iam::${Partner}:root"}, Caller(account="111122223333"), "unknown"),
        ({"Federated": "accounts.google.com"}, Caller(account="111122223333"), "implicit"),
    ],
)
def test_a_resource_policy_admits_those_it_names(principal: object, caller: Caller, expected: str) -> None:
    statements, wrong = read_resource_policy(policy({"Principal": principal}), {})
    assert not wrong
    assert admits(statements, caller, "sqs:SendMessage", ORDERS).outcome == expected


def test_a_resource_policy_may_deny_all_but_one() -> None:
    statements, _ = read_resource_policy(
        policy({"Principal": "*"}, {"Effect": "Deny", "NotPrincipal": {"Service": "sns.amazonaws.com"}}), {}
    )
    assert admits(statements, Caller(service="sns"), "sqs:SendMessage", ORDERS).outcome == "allowed"
    assert admits(statements, Caller(service="s3"), "sqs:SendMessage", ORDERS).outcome == "denied"


def test_a_resource_policy_with_a_condition_leaves_it_open() -> None:
    statements, _ = read_resource_policy(
        policy({"Principal": {"Service": "sns.amazonaws.com"}, "Condition": {"ArnEquals": {"aws:SourceArn": "x"}}}), {}
    )
    assert admits(statements, Caller(service="sns"), "sqs:SendMessage", ORDERS).outcome == "unknown"


def test_a_short_policy_lists_those_who_may() -> None:
    statements, wrong = read_resource_policy(["sns", "444455556666", "partner"], {"partner": "111122223333"})
    assert not wrong
    assert statements[0].principals == (
        Principal("service", "sns.amazonaws.com"),
        Principal("aws", "444455556666"),
        Principal("aws", "111122223333"),
    )
    for caller in (Caller(service="sns"), Caller(account="444455556666"), Caller(account="111122223333")):
        assert admits(statements, caller, "sqs:SendMessage", ORDERS).outcome == "allowed"
    assert admits(statements, Caller(service="s3"), "sqs:SendMessage", ORDERS).outcome == "implicit"
    (everyone,), _ = read_resource_policy("*", {})
    assert admits([everyone], Caller(account="9"), "sqs:SendMessage", ORDERS).outcome == "allowed"


@pytest.mark.parametrize(
    ("written", "principal"),
    [
        ("lambda", "lambda"),
        ("step_functions", "states"),
        ("api_gateway", "apigateway"),
        ("events.amazonaws.com", "events"),
        ("states.eu-west-1.amazonaws.com", "states"),
        ("ec2.amazonaws.com.cn", "ec2"),
    ],
)
def test_a_service_has_one_principal(written: str, principal: str) -> None:
    assert service_principal(written) == f"{principal}.amazonaws.com"


def test_a_role_is_trusted_by_those_it_names() -> None:
    assert trusts((), "lambda")
    assert trusts(("lambda.amazonaws.com",), "lambda")
    assert trusts(("scheduler", "step_functions"), "states.amazonaws.com")
    assert not trusts(("lambda.amazonaws.com",), "events")
    assert not trusts(("arn:aws:iam::111122223333:root",), "events")


def test_a_whole_service_or_every_resource_is_too_broad() -> None:
    grants = role(
        allow=[
            {"actions": ["sqs:*"], "resources": ["orders"]},
            {"actions": ["s3:PutObject"], "resources": ["*"]},
            {"actions": ["xray:PutTraceSegments"], "resources": ["*"]},
            {"actions": ["dynamodb:*Item"], "resources": ["arn:aws:dynamodb:*:*:table/carts"]},
            {"actions": ["sns:Publish"], "resources": ["arn:aws:sns:eu-west-1:111122223333:*"]},
            {"NotAction": ["iam:*"], "Resource": ["orders"]},
            {"actions": ["*"], "resources": ["*"], "condition": {"a": "b"}},
            "AdministratorAccess",
        ],
        deny=[{"actions": ["*"], "resources": ["jobs"]}],
    )
    needs = [("sqs:SendMessage", ORDERS), ("s3:PutObject", UPLOADS)]
    found = too_broad(grants, needs, lambda action: action.startswith("xray:"), MANAGED.get)
    assert [(one.statement.path, one.what, one.pattern, one.covers) for one in found] == [
        (("allow", 0), "actions", "sqs:*", ("sqs:SendMessage",)),
        (("allow", 1), "resources", "*", ("videos",)),
        (("allow", 4), "resources", "arn:aws:sns:eu-west-1:111122223333:*", ()),
        (("allow", 5), "actions", "everything but iam:*", ()),
        (("allow", 7), "actions", "*", ("s3:PutObject", "sqs:SendMessage")),
        (("allow", 7), "resources", "*", ("orders", "videos")),
    ]


_globs = st.text(alphabet="ab*?", max_size=4)
_texts = ["".join(letters) for size in range(5) for letters in itertools.product("ab", repeat=size)]


def _language(glob: str) -> set[str]:
    expression = re.compile(glob.replace("*", ".*").replace("?", "."))
    return {text for text in _texts if expression.fullmatch(text)}


@settings(max_examples=300)
@given(_globs, _globs)
def test_overlap_is_having_a_text_in_common(first: str, second: str) -> None:
    if _language(first) & _language(second):
        assert overlap(first, second)
    elif len(first.replace("*", "")) + len(second.replace("*", "")) <= 4:
        assert not overlap(first, second)  # a common text would be no longer than both together
    assert overlap(first, second) == overlap(second, first)


@settings(max_examples=300)
@given(_globs, _globs)
def test_a_pattern_that_fits_covers_every_text_of_the_other(pattern: str, text: str) -> None:
    if fits(pattern, text):
        assert _language(text) <= _language(pattern)
    if "*" not in text and "?" not in text:
        assert fits(pattern, text) == (text in _language(pattern))


_plain_data = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.just("arn:aws:sqs:::a")
    | st.just(UNKNOWN),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "Statement",
                    "Action",
                    "NotAction",
                    "resources",
                    "NotResource",
                    "Effect",
                    "Principal",
                    "Condition",
                    "AWS",
                    "Service",
                ]
            )
            | st.integers(),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=400)
@given(_plain_data, _plain_data)
def test_no_data_makes_reading_or_deciding_raise(first: Any, second: Any) -> None:
    grants, _ = read_role({"allow": first, "deny": second, "boundary": second})
    assert outcome(grants, "sqs:SendMessage") in ("allowed", "denied", "implicit", "unknown")
    statements, _ = read_resource_policy(first, {"partner": "1"})
    admits(statements, Caller(service="sns"), "sqs:SendMessage", ORDERS)
    too_broad(grants, [("sqs:SendMessage", ORDERS)], lambda _: False, MANAGED.get)

"""Mistakes in roles and policies are told where they stand, once each."""

from __future__ import annotations

from textwrap import dedent

import pytest
from access.designing import HEAD

from archlint.document import parse
from archlint.model.understanding import understand


def told(text: str) -> list[tuple[str, int, str]]:
    """The rule, line and message of each problem of a description; its head has three lines."""
    problems = understand(parse(HEAD + dedent(text), "test.yaml")).problems
    return [(one.rule, one.at.line - 3, one.message) for one in problems]


@pytest.mark.parametrize(
    ("statement", "rule", "message"),
    [
        ("{actoins: sqs:SendMessage}", "unknown-field", "a statement has no field `actoins`; did you mean `actions`?"),
        ("{resources: jobs}", "wrong-value", "a statement names no action"),
        ("{actions: SendMessage}", "wrong-value", "the action `SendMessage` names no service"),
        ("3", "wrong-value", "`3` is neither a statement nor the name of a policy"),
        (
            "{Effect: Maybe, Action: sqs:SendMessage}",
            "wrong-value",
            "the effect `Maybe` is neither Allow nor Deny",
        ),
    ],
)
@pytest.mark.parametrize("field", ["allow", "deny", "boundary"])
def test_a_mistake_in_a_role_is_told_at_its_statement(field: str, statement: str, rule: str, message: str) -> None:
    text = f"""\
    roles:
      worker:
        note: of the upload function
        {field}:
          - {{actions: sqs:ReceiveMessage, resources: jobs}}
          - {statement}
    """
    assert told(text) == [(rule, 6, message)]


def test_a_mistake_in_a_components_policy_is_told_there() -> None:
    text = """\
    components:
      jobs:
        type: sqs
        policy:
          - {principals: sns, actions: sqs:SendMessage, efect: Deny}
    """
    assert told(text) == [("unknown-field", 5, "a statement has no field `efect`; did you mean `Effect`?")]


def test_a_policy_that_is_text_and_no_json_is_one_mistake() -> None:
    text = """\
    components:
      jobs: {type: sqs, policy: "{not json"}
    """
    assert told(text) == [("wrong-value", 2, "the policy is text that is no JSON")]


def test_policies_in_all_their_forms_are_right() -> None:
    text = """\
    accounts: {partner: "111122223333"}
    roles:
      worker: {allow: [AWSLambdaBasicExecutionRole, {actions: "sqs:*"}, {NotAction: "iam:*", Resource: "*"}]}
      other: {allow: [{Version: "2012-10-17", Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}]}
      fenced: {boundary: PowerUserAccess}
    components:
      jobs: {type: sqs, policy: [sns, partner, "111122223333"]}
      mails: {type: sqs, policy: '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage"}]}'}
    """
    assert told(text) == []


@pytest.mark.parametrize(
    ("policy", "message"),
    [("denny", "`denny` is no statement"), ("[{resources: files}]", "a statement names no action")],
)
def test_a_mistake_in_an_endpoints_policy_is_told_there(policy: str, message: str) -> None:
    text = f"""\
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        endpoints:
          s3: {{kind: gateway, policy: {policy}}}
    """
    assert told(text) == [("wrong-value", 5, message)]


def test_an_endpoint_may_say_in_a_word_what_it_lets_through() -> None:
    text = "vpcs: {shop: {cidr: 10.0.0.0/16, endpoints: {s3: {kind: gateway, policy: %s}}}}"
    assert [told(text % word) for word in ("allow", "deny")] == [[], []]

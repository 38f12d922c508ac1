"""When access is judged at all, and what is left alone because it is not known."""

from __future__ import annotations

import pytest
from access.designing import HEAD, design, flow
from rules.examples import run

from archlint.document.quantities import UNKNOWN
from archlint.model.policies import read_document, read_role

PLAIN = """
components:
  news: {type: sns}
  upload: {type: lambda}
  jobs: {type: sqs}
flows:
  - news -> upload: {}
  - upload -> jobs: {}
"""


def test_where_access_is_derived_nothing_of_it_is_worked_out() -> None:
    result = run(HEAD + PLAIN, "access", "sqs", "sns")
    assert "access" not in vars(result.design)


@pytest.mark.parametrize(
    ("head", "declared"),
    [("", False), ("access: derived", False), ("access: declared", True), ("roles: {a: {}}", True)],
)
def test_access_is_declared_by_word_or_by_roles(head: str, declared: bool) -> None:
    assert design(head + PLAIN).access.declared is declared


def test_derived_access_grants_every_flow() -> None:
    found = design(PLAIN)
    assert found.access.grants(flow(found, "upload -> jobs")).outcome == "granted"


@pytest.mark.parametrize(
    ("role", "outcome"),
    [
        ("allow: [{actions: sqs:SendMessage, resources: jobs}]", "granted"),
        ("allow: [{actions: sqs:SendMessage, resources: other}]", "missing"),
        ("allow: [CompanyBasics]", "unknown"),
        ("allow: [{actions: sqs:SendMessage, resources: jobs, condition: {Bool: {a: true}}}]", "unknown"),
    ],
)
def test_declared_access_is_granted_missing_or_not_known(role: str, outcome: str) -> None:
    text = PLAIN.replace("{type: lambda}", "{type: lambda, role: worker}")
    found = design(f"roles:\n  worker: {{{role}}}" + text)
    one = flow(found, "upload -> jobs")
    assert found.access.grants(one).outcome == outcome
    held = found.access.holder(one)
    assert held is not None
    assert held.name == "worker"


def test_who_names_no_role_is_granted_nothing_for_sure() -> None:
    found = design("access: declared" + PLAIN)
    assert found.access.grants(flow(found, "upload -> jobs")).outcome == "unknown"
    assert found.access.holder(flow(found, "upload -> jobs")) is None
    assert found.access.grants(flow(found, "news -> upload")).outcome == "granted"


RULES = ("access", "queue-without-policy", "topic-without-policy")


@pytest.mark.parametrize("attribute", ["role", "policy", "account", "encryption", "aws_name", "region"])
def test_what_is_not_known_of_a_component_is_not_held_against_it(attribute: str) -> None:
    from archlint.lint.configuration import Configuration
    from archlint.lint.engine import examine
    from rules.examples import TODAY

    text = """
    access: declared
    accounts: {shop: "111122223333"}
    roles:
      worker: {trust: lambda, allow: [AWSLambdaBasicExecutionRole, {actions: "sqs:*", resources: "arn:aws:sqs:eu-west-1:*:jobs"}]}
    components:
      news: {type: sns}
      upload: {type: lambda, role: worker, policy: [sns]}
      jobs: {type: sqs, policy: [sns], encryption: master}
      master: {type: kms_key, policy: [sns, s3]}
    flows:
      - news -> jobs: {}
      - upload -> jobs: {}
      - news -> upload: {}
    """
    found = design(text)
    for component in found.components.values():
        component.__dict__[attribute] = UNKNOWN
    rules = {finding.rule for finding in examine(found.description, Configuration(select=RULES), TODAY).findings}
    assert rules <= {"permission-missing", "permission-too-broad"}
    if attribute in ("role", "account"):
        assert rules <= {"permission-too-broad", "permission-missing"} and "execution-role-missing" not in rules


def test_a_statement_that_names_no_resource_speaks_of_every_one() -> None:
    (statement,), _ = read_document({"Action": "sqs:SendMessage"})
    assert (statement.resources, statement.but_resources) == (("*",), False)
    grants, _ = read_role({"allow": [{"actions": "sqs:SendMessage"}]})
    assert grants.statements[0].but_resources is False

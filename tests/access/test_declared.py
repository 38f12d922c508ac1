"""When access is judged at all, and what is left alone because it is not known."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from access.designing import HEAD, design, flow
from rules.examples import TODAY, run

from archlint.document.quantities import UNKNOWN
from archlint.lint.configuration import Configuration
from archlint.lint.engine import examine
from archlint.model.policies import read_document, read_role

if TYPE_CHECKING:
    from archlint.design.graph import Design

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
    encrypted = PLAIN.replace("jobs: {type: sqs}", "jobs: {type: sqs, encryption: master}\n  master: {type: kms_key}")
    result = run(HEAD + encrypted, "access", "queue-without-policy", "topic-without-policy")
    assert "access" not in vars(result.design)


@pytest.mark.parametrize(
    ("head", "declared"),
    [("", False), ("access: derived", False), ("access: declared", True), ("roles: {a: {}}", True)],
)
def test_access_is_declared_by_word_or_by_roles(head: str, declared: bool) -> None:
    assert design(head + PLAIN).access.declared is declared


def test_nothing_that_reads_policies_is_even_loaded() -> None:
    code = f"""
import sys
from rules.examples import run
run({HEAD + PLAIN!r}, "access", "queue-without-policy", "topic-without-policy")
print([name for name in sys.modules if name.startswith(("archlint.model.polic", "archlint.design.access"))])
"""
    tests = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=tests, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['archlint.model.policy_problems']"


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


def test_a_flow_for_which_no_role_acts_has_no_holder() -> None:
    text = PLAIN.replace("{type: sns}", "{type: sns, role: worker}")
    found = design("roles: {worker: {}}" + text)
    assert found.access.holder(flow(found, "news -> upload")) is None


def test_what_a_flow_needs_is_worked_out_once() -> None:
    found = design("access: declared" + PLAIN)
    one = flow(found, "upload -> jobs")
    assert found.access.needed(one) is found.access.needed(one)
    assert found.access.grants(one) is found.access.grants(one)


def test_a_policy_and_a_role_are_read_once() -> None:
    text = PLAIN.replace("{type: lambda}", "{type: lambda, role: worker, policy: [sns]}")
    found = design("roles: {worker: {}}" + text)
    upload = found.components["upload"]
    assert found.access.statements(upload) is found.access.statements(upload)
    assert found.access.role("worker") is found.access.role("worker")


def test_who_names_no_role_is_granted_nothing_for_sure() -> None:
    found = design("access: declared" + PLAIN)
    assert found.access.grants(flow(found, "upload -> jobs")).outcome == "unknown"
    assert found.access.holder(flow(found, "upload -> jobs")) is None
    assert found.access.grants(flow(found, "news -> upload")).outcome == "granted"


ARN = "arn:aws:sqs:us-east-1:*:prod-jobs"


@pytest.mark.parametrize(
    ("field", "on", "value", "rule"),
    [
        ("role", "upload", "idle", "permission-missing"),
        ("policy", "upload", "[s3]", "resource-policy-missing"),
        ("encryption", "jobs", "master", "key-grant-missing"),
        ("account", "report", "shop", "cross-account-half-open"),
        ("aws_name", "jobs", "dev-jobs", "permission-missing"),
        ("region", "jobs", "eu-west-1", "permission-missing"),
    ],
)
def test_what_is_not_known_of_a_component_is_not_held_against_it(field: str, on: str, value: str, rule: str) -> None:
    text = f"""
    accounts: {{shop: "111122223333"}}
    roles:
      idle: {{}}
      worker: {{allow: [{{actions: "lambda:*", resources: "*"}}, {{actions: sqs:SendMessage, resources: "{ARN}"}}]}}
    components:
      news: {{type: sns}}
      upload: {{type: lambda, role: worker, policy: [sns]}}
      report: {{type: lambda, role: idle}}
      jobs: {{type: sqs, region: us-east-1, aws_name: prod-jobs, policy: [sns]}}
      master: {{type: kms_key}}
    flows:
      - news -> jobs: {{}}
      - news -> upload: {{}}
      - upload -> jobs: {{}}
      - upload -> report: {{}}
    """
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip().startswith(f"{on}: {{type"))
    plain = re.sub(rf", {field}: (\[[^\]]*\]|[^,}}]+)", "", lines[at])
    lines[at] = f"{plain[:-1]}, {field}: {value}}}"
    assert judged_by(rule, design("\n".join(lines))) > 0
    unknown = design("\n".join(lines))
    vars(unknown.components[on])[field] = UNKNOWN
    assert judged_by(rule, unknown) == 0


def judged_by(rule: str, found: Design) -> int:
    return len(examine(found.description, Configuration(select=(rule,)), TODAY).findings)


def test_the_account_of_a_function_that_is_not_known_is_nobodys_mistake() -> None:
    text = """
    accounts: {shop: "111122223333"}
    roles:
      worker: {account: shop}
    components:
      upload: {type: lambda, role: worker}
    """
    found = design(text)
    assert judged_by("execution-role-missing", found) == 1
    vars(found.components["upload"])["account"] = UNKNOWN
    assert judged_by("execution-role-missing", found) == 0


@pytest.mark.parametrize(
    ("head", "settings", "state"),
    [
        ("access: declared", "", "shut"),
        ("access: declared", "policy: true", "open"),
        ("access: derived", "", "open"),
        ("access: derived", "policy: false", "shut"),
    ],
)
def test_a_door_is_open_or_shut_as_it_is_written(head: str, settings: str, state: str) -> None:
    found = design(head + PLAIN.replace("news -> upload: {}", f"news -> upload: {{{settings}}}"))
    (door,) = found.access.doors(flow(found, "news -> upload"))
    assert found.access.door(door) == state


def test_a_door_of_which_a_flow_says_nothing_sure_is_not_known() -> None:
    found = design("access: declared" + PLAIN.replace("news -> upload: {}", "news -> upload: {policy: false}"))
    one = flow(found, "news -> upload")
    vars(one)["policy"] = UNKNOWN
    (door,) = found.access.doors(one)
    assert found.access.door(door) == "unknown"


def test_a_policy_that_is_not_known_may_let_a_role_in() -> None:
    text = PLAIN.replace("{type: lambda}", "{type: lambda, role: worker}")
    found = design("roles: {worker: {}}" + text)
    assert judged_by("permission-missing", found) == 1
    vars(found.components["jobs"])["policy"] = UNKNOWN
    assert judged_by("permission-missing", found) == 0


def test_a_trust_that_is_not_known_is_nobodys_mistake() -> None:
    for trust in (UNKNOWN, ("lambda", UNKNOWN)):
        found = design("roles:\n  worker: {trust: ec2}\ncomponents:\n  upload: {type: lambda, role: worker}\n")
        assert judged_by("execution-role-missing", found) == 1
        vars(found.description.roles["worker"])["trust"] = trust
        assert judged_by("execution-role-missing", found) == 0


def test_a_statement_that_names_no_resource_speaks_of_every_one() -> None:
    (statement,), _ = read_document({"Action": "sqs:SendMessage"})
    assert (statement.resources, statement.but_resources) == (("*",), False)
    grants, _ = read_role({"allow": [{"actions": "sqs:SendMessage"}]})
    assert grants.statements[0].but_resources is False

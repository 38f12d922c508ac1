"""What a finding about access shows beside its message, and for which types a rule looks."""

from __future__ import annotations

from textwrap import dedent

import pytest
from access.designing import HEAD, component, design
from rules.examples import TODAY, run

from archlint.document.quantities import UNKNOWN
from archlint.lint.configuration import Configuration
from archlint.lint.engine import examine


def related(rule: str, text: str) -> list[list[int]]:
    """The lines of what each finding of a rule is related to; the text's first line is 1."""
    findings = run(HEAD + dedent(text), rule).findings
    return [[label.line - HEAD.count("\n") for label in finding.related] for finding in findings]


@pytest.mark.parametrize(
    "flow",
    [
        ("sqs", "pipe"),
        ("kinesis", "firehose"),
        ("kinesis", "flink"),
        ("sqs", "ec2"),
        ("sqs", "ecs_service"),
        ("sqs", "auto_scaling_group"),
        ("schedule", "sqs"),
        ("lambda", "sqs"),
        ("step_functions", "sqs"),
    ],
)
def test_what_acts_for_a_flow_has_to_name_a_role(flow: tuple[str, str]) -> None:
    source, target = flow
    text = (
        f"access: declared\ncomponents:\n  a: {component(source)}\n  b: {component(target)}\nflows:\n  - a -> b: {{}}\n"
    )
    assert [finding.rule for finding in run(HEAD + text, "execution-role-missing").findings] == [
        "execution-role-missing"
    ]


@pytest.mark.parametrize("flow", [("eventbridge", "kinesis"), ("api_gateway", "sqs"), ("sns", "firehose")])
def test_the_role_of_a_single_connection_need_not_be_written(flow: tuple[str, str]) -> None:
    source, target = flow
    pattern = "pattern: {source: [shop]}" if source == "eventbridge" else ""
    text = f"""
    access: declared
    components:
      a: {component(source)}
      b: {component(target)}
    flows:
      - a -> b: {{{pattern}}}
    """
    assert run(HEAD + dedent(text), "execution-role-missing").findings == []


def test_a_missing_permission_shows_every_flow_that_needs_it() -> None:
    text = """\
    roles:
      worker: {}
    components:
      upload: {type: lambda, role: worker}
      import: {type: lambda, role: worker}
      jobs: {type: sqs}
    flows:
      - upload -> jobs: {}
      - import -> jobs: {}
    """
    assert related("permission-missing", text) == [[8, 9]]
    assert related("log-permission-missing", text) == [[4, 5]]


@pytest.mark.parametrize(
    ("rule", "more", "subject"),
    [
        ("permission-missing", "", "upload -> jobs"),
        ("permission-missing", ", tracing: true", "upload"),
        ("log-permission-missing", "", "upload"),
    ],
)
def test_a_missing_permission_is_about_what_needs_it(rule: str, more: str, subject: str) -> None:
    text = f"""\
    roles:
      worker: {{}}
    components:
      upload: {{type: lambda, role: worker{more}}}
      jobs: {{type: sqs}}
    flows:
      - upload -> jobs: {{}}
    """
    assert subject in [finding.subject for finding in run(HEAD + dedent(text), rule).findings]


def test_a_shared_role_shows_who_shares_it() -> None:
    text = """\
    roles:
      worker: {}
    components:
      upload:
        type: lambda
        role: worker
      report:
        type: lambda
        role: worker
      jobs: {type: sqs}
    flows:
      - upload -> jobs: {}
    """
    assert related("role-shared", text) == [[6, 9]]


def test_what_is_refused_shows_the_flows_that_come() -> None:
    text = """\
    access: declared
    components:
      news: {type: sns}
      photos: {type: s3}
      handle: {type: lambda}
      jobs: {type: sqs, encryption: master}
      master: {type: kms_key}
    flows:
      - news -> handle: {}
      - photos -> handle: {}
      - news -> jobs: {}
      - photos -> jobs: {}
    """
    assert related("resource-policy-missing", text) == [[9, 10]]
    assert related("queue-without-policy", text) == [[11, 12]]
    assert related("key-grant-missing", text) == [[11, 12]]
    admitting = text.replace("handle: {type: lambda}", "handle: {type: lambda, policy: [sns, s3]}")
    assert related("permission-for-several-services", admitting) == [[9, 10]]


def test_a_half_open_door_shows_every_flow_through_it() -> None:
    text = """\
    accounts: {partner: "111122223333"}
    components:
      feed: {type: lambda, account: partner}
      poll: {type: lambda, account: partner}
      handle: {type: lambda}
    flows:
      - feed -> handle: {policy: false}
      - poll -> handle: {policy: false}
    """
    assert related("cross-account-half-open", text) == [[7, 8]]


def test_a_missing_policy_is_written_by_the_fix() -> None:
    text = """\
    access: declared
    accounts: {partner: "111122223333"}
    components:
      news: {type: sns}
      feed: {type: lambda, account: partner}
      handle: {type: lambda}
    flows:
      - news -> handle: {}
      - feed -> handle: {}
    """
    result = run(HEAD + dedent(text), "resource-policy-missing")
    fix = result.fixes[0]
    assert (fix.value, fix.safe, fix.at.path) == (
        '[sns.amazonaws.com, "111122223333"]',
        False,
        ("components", "handle", "policy"),
    )


@pytest.mark.parametrize("more", [", policy: [s3]", ", account: shop"])
def test_a_policy_that_is_there_or_cannot_be_told_is_left_to_people(more: str) -> None:
    text = f"""\
    access: declared
    accounts: {{shop: "111122223333"}}
    components:
      news: {{type: sns}}
      feed: {{type: lambda}}
      handle: {{type: lambda{more}}}
    flows:
      - news -> handle: {{}}
      - feed -> handle: {{}}
    """
    result = run(HEAD + dedent(text), "resource-policy-missing")
    assert len(result.findings) == 1
    assert result.fixes == {}


def test_a_key_that_is_not_known_is_not_held_against_anybody() -> None:
    text = """
    components:
      photos: {type: s3}
      news: {type: sns, encryption: aws}
    flows:
      - photos -> news: {}
    """
    found = design(text)
    assert len(examine(found.description, Configuration(select=("key-grant-missing",)), TODAY).findings) == 1
    vars(found.components["news"].encryption)["key"] = UNKNOWN
    assert examine(found.description, Configuration(select=("key-grant-missing",)), TODAY).findings == []


@pytest.mark.parametrize(
    "action",
    [
        "sqs:SendMessage", "sns:Publish", "s3:PutObject", "dynamodb:PutItem", "lambda:InvokeFunction",
        "kinesis:PutRecord", "firehose:PutRecord", "states:StartExecution", "events:PutEvents",
        "secretsmanager:GetSecretValue", "kms:Decrypt", "es:ESHttpPut",
    ],
)  # fmt: skip
def test_an_action_that_is_granted_by_resource_is_too_broad_on_all_of_them(action: str) -> None:
    text = f"""
    roles:
      worker: {{allow: [AWSLambdaBasicExecutionRole, {{actions: {action}, resources: "*"}}]}}
    components:
      upload: {{type: lambda, role: worker}}
    """
    (finding,) = run(HEAD + dedent(text), "permission-too-broad").findings
    assert finding.message == f"role worker allows {action} on every resource, its flows need nothing of it"


def test_what_is_missing_is_told_of_the_flow_or_of_the_function_that_needs_it() -> None:
    text = """
    roles:
      worker: {allow: [AWSLambdaBasicExecutionRole]}
    components:
      upload: {type: lambda, role: worker, tracing: true}
      jobs: {type: sqs}
    flows:
      - upload -> jobs: {}
    """
    found = run(HEAD + dedent(text), "permission-missing").findings
    assert sorted(finding.subject for finding in found) == ["upload", "upload -> jobs"]


def test_what_an_imported_function_needs_nobody_knows() -> None:
    text = """
    roles:
      worker: {allow: [AWSLambdaBasicExecutionRole, {actions: sqs:SendMessage, resources: "*"}]}
    components:
      upload: {type: lambda, role: worker}
    """
    (finding,) = run(f"{HEAD}imported_from: template.yaml\n{dedent(text)}", "permission-too-broad").findings
    assert finding.message.endswith("its flows need nothing of it that is known")

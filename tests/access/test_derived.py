"""The policies that grant exactly what flows need, and how they are told to a person."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from access.designing import design

from archlint.design.access.derived import own_policy, role_policy
from archlint.reports.explain import named

SHOP = """
accounts: {shop: "111122223333", partner: "444455556666"}
components:
  viewer: {type: client, browser: true}
  ids: {type: cognito_identity_pool, providers: [google]}
  photos: {type: s3}
  master: {type: kms_key}
  news: {type: sns, account: shop}
  jobs: {type: sqs, fifo: true, encryption: master}
  mails: {type: sqs, encryption: master}
  upload: {type: lambda, dlq: failed}
  failed: {type: sqs}
  feed: {type: lambda, account: partner}
flows:
  - viewer -> ids: {}
  - viewer -> photos: {operation: put, key: uploads/}
  - news -> upload: {}
  - news -> mails: {}
  - jobs -> upload: {}
  - upload -> photos: {operation: get}
  - feed -> failed: {}
"""


def role(name: str) -> list[dict[str, Any]]:
    found = design(SHOP)
    document = role_policy(found.access, found.components[name])
    assert document is not None
    assert document["Version"] == "2012-10-17"
    return list(document["Statement"])


def own(name: str) -> list[dict[str, Any]]:
    found = design(SHOP)
    document = own_policy(found.access, found.components[name])
    assert document is not None
    return list(document["Statement"])


def test_a_role_gets_what_its_flows_and_its_logs_need_and_no_more() -> None:
    assert role("upload") == [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::photos/*"},
        {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:*:failed"},
        {
            "Effect": "Allow",
            "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
            "Resource": "arn:aws:sqs:eu-west-1:*:jobs.fifo",
        },
        {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:*:key/${master}"},
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": "arn:aws:logs:eu-west-1:*:log-group:/aws/lambda/upload:*",
        },
    ]


def test_the_same_actions_on_several_resources_are_one_statement() -> None:
    text = """
    components:
      upload: {type: ec2, instance_type: t4g.small}
      jobs: {type: sqs}
      mails: {type: sqs}
    flows:
      - upload -> jobs: {}
      - upload -> mails: {}
      - upload -> mails: {name: again}
    """
    found = design(text)
    document = role_policy(found.access, found.components["upload"])
    assert document is not None
    arns = ["arn:aws:sqs:eu-west-1:*:jobs", "arn:aws:sqs:eu-west-1:*:mails"]
    assert document["Statement"] == [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": arns}]


def test_an_identity_pools_role_gets_what_its_clients_do() -> None:
    assert role("ids") == [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::photos/uploads/*"}]


def test_a_client_without_an_identity_pool_adds_nothing_to_any_role() -> None:
    text = """
    components:
      viewer: {type: client, browser: true}
      ids: {type: cognito_identity_pool, providers: [google]}
      photos: {type: s3}
    flows:
      - viewer -> photos: {operation: get}
    """
    found = design(text)
    assert role_policy(found.access, found.components["ids"]) is None


def test_what_acts_for_nothing_needs_no_role_and_what_nobody_knocks_at_no_policy() -> None:
    found = design(SHOP)
    assert role_policy(found.access, found.components["viewer"]) is None
    assert role_policy(found.access, found.components["news"]) is None
    assert own_policy(found.access, found.components["photos"]) is None


def test_a_services_statement_says_for_which_source_and_account() -> None:
    assert own("upload") == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "lambda:InvokeFunction",
            "Resource": "arn:aws:lambda:eu-west-1:*:function:upload",
            "Condition": {
                "ArnLike": {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:news"},
                "StringEquals": {"aws:SourceAccount": "111122223333"},
            },
        }
    ]


def test_another_account_is_let_in_by_its_number() -> None:
    assert own("failed") == [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
            "Action": "sqs:SendMessage",
            "Resource": "arn:aws:sqs:eu-west-1:*:failed",
        }
    ]


def test_a_role_of_another_account_is_let_in_by_its_name() -> None:
    text = """
    accounts: {partner: "444455556666"}
    roles: {sender: {account: partner}}
    components:
      feed: {type: lambda, account: partner, role: sender}
      jobs: {type: sqs}
    flows:
      - feed -> jobs: {}
    """
    found = design(text)
    document = own_policy(found.access, found.components["jobs"])
    assert document is not None
    assert document["Statement"][0]["Principal"] == {"AWS": "arn:aws:iam::444455556666:role/sender"}


def test_what_acts_on_no_resource_is_allowed_on_all() -> None:
    found = design("components:\n  upload: {type: lambda, tracing: true}\n")
    document = role_policy(found.access, found.components["upload"])
    assert document is not None
    traces = {"Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "Effect": "Allow", "Resource": "*"}
    assert document["Statement"][1] == traces


def test_a_key_lets_in_the_services_that_write_to_what_it_encrypts() -> None:
    (statement,) = own("master")
    assert statement["Principal"] == {"Service": "sns.amazonaws.com"}
    assert statement["Action"] == ["kms:GenerateDataKey*", "kms:Decrypt"]
    assert statement["Resource"] == "arn:aws:kms:eu-west-1:*:key/${master}"


def test_the_account_of_a_caller_without_a_number_is_left_to_be_filled_in() -> None:
    text = """
    accounts: {shop: "111122223333"}
    components:
      feed: {type: lambda}
      jobs: {type: sqs, account: shop}
    flows:
      - feed -> jobs: {}
    """
    found = design(text)
    document = own_policy(found.access, found.components["jobs"])
    assert document is not None
    assert document["Statement"][0]["Principal"] == {"AWS": "arn:aws:iam::${account}:root"}


def told(text: str, name: str) -> str:
    said = named(design(text), name, datetime(2026, 11, 24, tzinfo=UTC))
    assert said is not None
    return said


def test_explaining_a_component_prints_its_policies() -> None:
    said = told(SHOP, "upload")
    heading = "Its role is derived, which lambda.amazonaws.com may assume; its flows need:\n"
    assert heading in said
    assert json.loads(said.partition(heading)[2].partition("\n\n")[0]) == {
        "Version": "2012-10-17",
        "Statement": role("upload"),
    }
    assert json.loads(said.partition("Its own policy is derived; those who come need:\n")[2])["Statement"] == own(
        "upload"
    )


def test_explaining_what_needs_no_permission_prints_none() -> None:
    assert '"Statement"' not in told(SHOP, "viewer")


DECLARED = """
roles:
  worker: {allow: [AWSLambdaBasicExecutionRole]}
components:
  upload: {type: lambda, role: worker}
  report: {type: ecs_service, cpu: 1, memory: 2 GB}
  news: {type: sns}
  clicks: {type: kinesis, capacity: on_demand}
flows:
  - upload -> clicks: {}
  - report -> clicks: {}
  - news -> upload: {}
"""


def test_explaining_names_the_role_where_access_is_declared() -> None:
    upload, report = told(DECLARED, "upload"), told(DECLARED, "report")
    assert "It acts as the role worker, which lambda.amazonaws.com may assume; its flows need:" in upload
    assert "Its own policy is declared; those who come need:" in upload
    assert "It names no role, which ecs-tasks.amazonaws.com may assume; its flows need:" in report


def test_explaining_a_flow_says_what_allows_it_and_what_is_missing() -> None:
    lines = told(DECLARED, "upload -> clicks").splitlines()
    assert "Allowed by: the role of upload, kinesis:PutRecord or kinesis:PutRecords on clicks" in lines
    assert "Missing: kinesis:PutRecord, kinesis:PutRecords" in lines
    knocking = told(DECLARED, "news -> upload").splitlines()
    assert "Allowed by: the policy of upload, lambda:InvokeFunction for sns.amazonaws.com" in knocking
    assert not any(line.startswith("Missing") for line in knocking)


SIGNED_IN = """
roles: {member: {allow: [{actions: s3:GetObject, resources: photos/*}]}, visitor: {}}
components:
  app: {type: client, mobile: true, signs_in_with: google}
  ids: {type: cognito_identity_pool, providers: [google], guests: true, roles: {authenticated: member, guest: visitor}}
  bare: {type: cognito_identity_pool, providers: [google]}
  server: {type: client}
  photos: {type: s3}
flows:
  - app -> photos: {operation: get, credentials: ids}
  - app -> photos: {name: bare, operation: get, credentials: bare}
  - server -> photos: {operation: put}
"""


def test_explaining_names_the_roles_that_an_identity_pool_gives() -> None:
    assert "It gives its clients the role member and visitor, which cognito-identity" in told(SIGNED_IN, "ids")
    assert "It gives its clients no role, which" in told(SIGNED_IN, "bare")
    assert "Allowed by: the role that ids gives app, s3:GetObject on photos" in told(SIGNED_IN, "app -> photos")
    assert "Allowed by: the credentials of server, s3:PutObject on photos" in told(SIGNED_IN, "server -> photos")

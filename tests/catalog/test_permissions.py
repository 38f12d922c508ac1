"""Who must be allowed to do what, and what the policies allow that go by a name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from archlint.catalog import policies, sources
from archlint.catalog.integrations import integrations
from archlint.catalog.permissions import permissions
from archlint.catalog.shapes.permissions import shape

if TYPE_CHECKING:
    from archlint.catalog.permissions import Access

CATALOG = Path(__file__).parents[2] / "archlint" / "catalog"


def needed(edge: str) -> Access | None:
    """Read "schedule:rule -> sqs operation=put mode=sync as=dead_letter credentials=iam" and look it up."""
    path, *options = edge.replace(" -> ", "->").split()
    source, target = path.split("->")
    source, _, source_variant = source.partition(":")
    target, _, target_variant = target.partition(":")
    words = dict(option.split("=") for option in options)
    return permissions().needed(
        source,
        target,
        source_variant=source_variant or None,
        target_variant=target_variant or None,
        purpose=words.pop("as", "destination"),
        **words,
    )


STREAM = "dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams"
BY_URL = "lambda:InvokeFunctionUrl lambda:InvokeFunction"
NESTED = (
    "states:StartExecution states:DescribeExecution states:StopExecution "
    "events:PutTargets events:PutRule events:DescribeRule"
)


@pytest.mark.parametrize(
    ("edge", "role", "principal", "needs", "either"),
    [
        ("lambda -> sqs", "source", "lambda", "sqs:SendMessage", ""),
        ("lambda -> sns", "source", "lambda", "sns:Publish", ""),
        ("lambda -> eventbridge", "source", "lambda", "events:PutEvents", ""),
        ("lambda -> kinesis", "source", "lambda", "", "kinesis:PutRecord kinesis:PutRecords"),
        ("lambda -> firehose", "source", "lambda", "", "firehose:PutRecord firehose:PutRecordBatch"),
        ("lambda -> step_functions", "source", "lambda", "states:StartExecution", ""),
        ("lambda -> step_functions mode=sync", "source", "lambda", "states:StartSyncExecution", ""),
        ("lambda -> lambda", "source", "lambda", "lambda:InvokeFunction", ""),
        ("lambda -> dynamodb operation=query", "source", "lambda", "dynamodb:Query", ""),
        ("lambda -> dynamodb operation=get", "source", "lambda", "", "dynamodb:GetItem dynamodb:BatchGetItem"),
        ("lambda -> dynamodb operation=increment", "source", "lambda", "dynamodb:UpdateItem", ""),
        ("lambda -> s3 operation=put", "source", "lambda", "s3:PutObject", ""),
        ("ecs_service -> s3 operation=get", "source", "ecs-tasks", "s3:GetObject", ""),
        ("auto_scaling_group -> sqs", "source", "ec2", "sqs:SendMessage", ""),
        ("client -> s3 operation=put", "source", "cognito-identity", "s3:PutObject", ""),
        ("sqs -> lambda", "target", "lambda", "sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes", ""),
        ("sqs -> auto_scaling_group", "target", "ec2", "sqs:ReceiveMessage sqs:DeleteMessage", ""),
        ("dynamodb -> lambda", "target", "lambda", STREAM, ""),
        ("lambda -> sqs as=on_failure", "source", "lambda", "sqs:SendMessage", ""),
        ("lambda -> s3 as=on_failure", "source", "lambda", "s3:PutObject s3:ListBucket", ""),
        ("kinesis -> sqs as=on_failure", "owner", "lambda", "sqs:SendMessage", ""),
        ("eventbridge -> kinesis", "flow", "events", "", "kinesis:PutRecord kinesis:PutRecords"),
        ("eventbridge -> step_functions", "flow", "events", "states:StartExecution", ""),
        ("eventbridge -> ecs_service", "flow", "events", "ecs:RunTask iam:PassRole", ""),
        ("eventbridge -> eventbridge", "flow", "events", "events:PutEvents", ""),
        ("schedule -> lambda", "flow", "scheduler", "lambda:InvokeFunction", ""),
        ("schedule -> sqs as=dead_letter", "flow", "scheduler", "sqs:SendMessage", ""),
        ("pipe -> step_functions", "source", "pipes", "states:StartExecution", ""),
        ("sqs -> pipe", "target", "pipes", "sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes", ""),
        ("step_functions -> lambda", "source", "states", "lambda:InvokeFunction", ""),
        ("step_functions:standard -> step_functions mode=sync", "source", "states", NESTED, ""),
        ("api_gateway -> sqs", "flow", "apigateway", "sqs:SendMessage", ""),
        ("api_gateway -> step_functions mode=sync", "flow", "apigateway", "states:StartSyncExecution", ""),
        ("sns -> firehose", "flow", "sns", "", "firehose:PutRecord firehose:PutRecordBatch"),
        ("cloudwatch_logs -> firehose", "flow", "logs", "", "firehose:PutRecord firehose:PutRecordBatch"),
        ("firehose -> lambda as=transform", "source", "firehose", "lambda:InvokeFunction", ""),
        ("lambda -> api_gateway credentials=iam", "source", "lambda", "execute-api:Invoke", ""),
        ("lambda -> api_gateway:websocket", "source", "lambda", "execute-api:ManageConnections", ""),
        ("client -> lambda credentials=iam", "source", "cognito-identity", BY_URL, ""),
    ],
)  # fmt: skip
def test_a_role_needs_exactly_what_its_flow_does(edge: str, role: str, principal: str, needs: str, either: str) -> None:
    access = needed(edge)
    assert access is not None
    assert access.grant is not None
    grant = access.grant
    assert (grant.role, grant.principal) == (role, f"{principal}.amazonaws.com")
    assert (" ".join(grant.needs), " ".join(grant.either)) == (needs, either)


@pytest.mark.parametrize(
    ("edge", "knocks", "admits"),
    [
        ("sns -> lambda", "sns", "lambda:InvokeFunction"),
        ("s3 -> lambda", "s3", "lambda:InvokeFunction"),
        ("eventbridge -> lambda", "events", "lambda:InvokeFunction"),
        ("schedule:rule -> lambda", "events", "lambda:InvokeFunction"),
        ("api_gateway -> lambda", "apigateway", "lambda:InvokeFunction"),
        ("api_gateway -> lambda as=authorizer", "apigateway", "lambda:InvokeFunction"),
        ("cognito_user_pool -> lambda as=PreSignUp", "cognito-idp", "lambda:InvokeFunction"),
        ("load_balancer -> lambda", "elasticloadbalancing", "lambda:InvokeFunction"),
        ("cloudwatch_logs -> lambda", "logs", "lambda:InvokeFunction"),
        ("sns -> sqs", "sns", "sqs:SendMessage"),
        ("s3 -> sqs", "s3", "sqs:SendMessage"),
        ("eventbridge -> sqs", "events", "sqs:SendMessage"),
        ("eventbridge -> sqs as=dead_letter", "events", "sqs:SendMessage"),
        ("sns -> sqs as=dead_letter", "sns", "sqs:SendMessage"),
        ("s3 -> sns", "s3", "sns:Publish"),
        ("eventbridge -> sns", "events", "sns:Publish"),
    ],
)
def test_a_service_without_a_role_must_be_let_in(edge: str, knocks: str, admits: str) -> None:
    access = needed(edge)
    assert access is not None
    assert (access.grant, access.knocks, " ".join(access.admits)) == (None, f"{knocks}.amazonaws.com", admits)


@pytest.mark.parametrize(
    "edge", ["sqs -> lambda", "kinesis -> lambda", "schedule -> lambda", "pipe -> lambda", "step_functions -> lambda"]
)
def test_where_a_role_acts_the_functions_own_policy_is_not_asked(edge: str) -> None:
    access = needed(edge)
    assert access is not None
    assert access.admits == ()


def test_nothing_is_said_of_a_pair_that_is_not_known() -> None:
    assert needed("rds -> lambda") is None
    assert permissions().needed("AWS::Glue::Job", "sqs") is None


def test_a_network_call_asks_for_no_permission() -> None:
    access = needed("lambda -> api_gateway:rest")
    assert access is not None
    assert (access.grant, access.admits) == (None, ())


def test_what_is_needed_belongs_to_pairs_that_aws_offers() -> None:
    data = book()
    for section in data["sections"]:
        for row in section["rows"]:
            if "when" in row:
                continue
            for one in _types(row["from"], data):
                for other in _types(row["to"], data):
                    found = integrations().find(one, other, source_variant="", target_variant="")
                    assert found.support != "no", (one, other)


@pytest.mark.parametrize(
    ("what", "managed"),
    [
        ("logs", "AWSLambdaBasicExecutionRole"),
        ("tracing", "AWSXRayDaemonWriteAccess"),
        ("vpc", "AWSLambdaVPCAccessExecutionRole"),
    ],
)
def test_the_managed_policy_that_is_named_allows_what_is_always_needed(what: Any, managed: str) -> None:
    always = permissions().always(what)
    policy = policies.managed(managed)
    assert always.managed == managed
    assert policy is not None
    assert [action for action in always.needs + always.helps if not policy.allows(action)] == []


@pytest.mark.parametrize(
    ("edge", "managed"),
    [
        ("sqs -> lambda", "AWSLambdaSQSQueueExecutionRole"),
        ("kinesis -> lambda", "AWSLambdaKinesisExecutionRole"),
        ("dynamodb -> lambda", "AWSLambdaDynamoDBExecutionRole"),
        ("kafka -> lambda", "AWSLambdaMSKExecutionRole"),
        ("lambda -> sqs", "AmazonSQSFullAccess"),
        ("lambda -> s3 operation=put", "AmazonS3FullAccess"),
        ("lambda -> dynamodb operation=query", "AmazonDynamoDBReadOnlyAccess"),
        ("lambda -> sns", "AmazonSNSFullAccess"),
        ("step_functions -> lambda", "AWSLambdaRole"),
        ("lambda -> lambda", "AWSLambda_FullAccess"),
    ],
)
def test_awss_own_policy_for_a_flow_allows_what_the_flow_needs(edge: str, managed: str) -> None:
    access, policy = needed(edge), policies.managed(managed)
    assert access is not None
    assert access.grant is not None
    assert policy is not None
    assert [action for action in access.grant.needs if not policy.allows(action)] == []


@pytest.mark.parametrize(
    ("edge", "template"),
    [
        ("sqs -> lambda", "SQSPollerPolicy"),
        ("dynamodb -> lambda", "DynamoDBStreamReadPolicy"),
        ("lambda -> sqs", "SQSSendMessagePolicy"),
        ("lambda -> sns", "SNSPublishMessagePolicy"),
        ("lambda -> eventbridge", "EventBridgePutEventsPolicy"),
        ("lambda -> lambda", "LambdaInvokePolicy"),
        ("lambda -> dynamodb operation=query", "DynamoDBReadPolicy"),
        ("lambda -> dynamodb operation=update", "DynamoDBCrudPolicy"),
        ("lambda -> s3 operation=get", "S3ReadPolicy"),
        ("lambda -> s3 operation=put", "S3WritePolicy"),
        ("lambda -> secret", "AWSSecretsManagerGetSecretValuePolicy"),
        ("lambda -> step_functions", "StepFunctionsExecutionPolicy"),
    ],
)
def test_sams_template_for_a_flow_allows_what_the_flow_needs(edge: str, template: str) -> None:
    access, policy = needed(edge), policies.template(template)
    assert access is not None
    assert access.grant is not None
    assert policy is not None
    assert [action for action in access.grant.needs if not policy.allows(action)] == []
    assert any(statement.narrowed_by for statement in policy.statements)


def test_a_read_only_policy_does_not_allow_writing() -> None:
    for name, action in (
        ("AmazonDynamoDBReadOnlyAccess", "dynamodb:PutItem"),
        ("AmazonS3ReadOnlyAccess", "s3:PutObject"),
        ("AmazonSQSReadOnlyAccess", "sqs:SendMessage"),
        ("PowerUserAccess", "iam:PassRole"),
    ):
        policy = policies.managed(name)
        assert policy is not None
        assert not policy.allows(action), name


def test_everything_but_iam_is_allowed_to_a_power_user_and_everything_to_an_administrator() -> None:
    power, administrator = (
        policies.managed("arn:aws:iam::aws:policy/PowerUserAccess"),
        policies.managed("AdministratorAccess"),
    )
    assert power is not None
    assert power.allows("sqs:SendMessage")
    assert administrator is not None
    assert administrator.allows("iam:PassRole")


@pytest.mark.parametrize(
    ("pattern", "action", "covers"),
    [
        ("*", "sqs:SendMessage", True),
        ("sqs:*", "sqs:SendMessage", True),
        ("sqs:Send*", "sqs:SendMessage", True),
        ("SQS:sendmessage", "sqs:SendMessage", True),
        ("sqs:Send?essage", "sqs:SendMessage", True),
        ("sqs:Send*", "sqs:ReceiveMessage", False),
        ("sqs:SendMessage", "sqs:SendMessageBatch", False),
        ("s3:*", "s3-object-lambda:GetObject", False),
    ],
)
def test_a_pattern_covers_an_action_as_iam_reads_it(pattern: str, action: str, covers: bool) -> None:
    assert policies.matches(pattern, action) is covers


def test_names_that_are_no_policies_are_not_known() -> None:
    assert policies.managed("AmazonSqsFullAccess") is None
    assert policies.template("SqsPollerPolicy") is None


def test_all_templates_of_sam_are_there() -> None:
    names = policies.names("templates")
    assert len(names) == 81
    assert {"SQSPollerPolicy", "DynamoDBCrudPolicy", "S3ReadPolicy", "VPCAccessPolicy"} <= set(names)


def test_keys_and_resource_policies_know_both_directions() -> None:
    queue = permissions().key("sqs")
    assert queue is not None
    assert (queue.write, queue.read) == (("kms:GenerateDataKey", "kms:Decrypt"), ("kms:Decrypt",))
    assert queue.service == ("kms:GenerateDataKey*", "kms:Decrypt")
    topic = permissions().resource_policy("sns")
    assert topic is not None
    assert (topic.write, topic.read) == (("sns:Publish",), ())
    assert permissions().resource_policy("elasticache") is None


def test_a_job_is_watched_by_a_managed_rule_where_its_service_tells_its_end() -> None:
    assert "events:PutRule" in permissions().job("ecs")
    assert "events:PutRule" not in permissions().job("glue")
    assert permissions().job("lambda") == ()


def test_every_service_a_workflow_can_wait_for_has_its_actions() -> None:
    jobs = [name for name in book()["jobs"]["services"] if not integrations().waits_for_job(name)]
    assert jobs == []
    waited = sources.parse((CATALOG / "integrations.yaml").read_text())["patterns"]["job"]
    assert [name for name in waited if not permissions().job(name)] == []


def book() -> dict[str, Any]:
    data: dict[str, Any] = sources.parse((CATALOG / "permissions.yaml").read_text())
    return data


def _types(named: Any, data: dict[str, Any]) -> list[str]:
    listed = named if isinstance(named, list) else [named]
    return [one for name in listed for one in data["groups"].get(name, [name])]


@pytest.mark.parametrize(
    "wrong",
    [{"role": "nobody", "needs": ["a:B"]}, {"role": "source"}, {"role": "none", "does": "target"},
     {"role": "source", "jobs": "bakery"}, {"role": "source", "needs": ["a:B"], "colour": 1}],
)  # fmt: skip
def test_a_row_that_names_something_unknown_or_has_a_role_without_work_is_refused(wrong: dict[str, Any]) -> None:
    data = book()
    data["sections"][0]["rows"] = [{"from": "lambda", "to": "sqs", **wrong}]
    with pytest.raises(ValueError, match="lambda -> sqs"):
        shape({"permissions": data})

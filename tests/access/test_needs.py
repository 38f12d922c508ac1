"""What a flow needs: whose role does what, what the target's policy admits, and the use of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from access.designing import component, design, flow

from archlint.document.quantities import UNKNOWN

if TYPE_CHECKING:
    from archlint.design.access.needs import Need


def needed(text: str, name: str) -> Need:
    found = design(text)
    return found.access.needed(flow(found, name))


def acts(need: Need) -> list[str]:
    return [" or ".join(act.action for act in choice) + f" on {choice[0].on}" for choice in need.acts]


def between(source: str, target: str, settings: str = "", of_source: str = "", of_target: str = "") -> Need:
    ends = f"components:\n  a: {component(source, of_source)}\n  b: {component(target, of_target)}\n"
    return needed(f"{ends}flows:\n  - a -> b: {{{settings}}}\n", "a -> b")


def test_a_caller_needs_its_action_on_the_target() -> None:
    need = between("lambda", "sqs")
    assert (str(need.actor), need.principal, acts(need)) == ("a", "lambda.amazonaws.com", ["sqs:SendMessage on b"])
    assert (need.service, need.admits) == ("", ())


def test_a_mapping_reads_with_the_role_of_its_function() -> None:
    need = between("sqs", "lambda")
    assert str(need.actor) == "b"
    assert acts(need) == ["sqs:ReceiveMessage on a", "sqs:DeleteMessage on a", "sqs:GetQueueAttributes on a"]


def test_what_depends_on_the_code_is_a_choice() -> None:
    assert acts(between("lambda", "kinesis")) == ["kinesis:PutRecord or kinesis:PutRecords on b"]


def test_a_service_without_a_role_knocks_at_the_targets_policy() -> None:
    need = between("sns", "lambda")
    assert (need.principal, need.acts, need.service) == ("", (), "sns.amazonaws.com")
    assert [[act.action for act in choice] for choice in need.admits] == [["lambda:InvokeFunction"]]


def test_the_operation_and_the_mode_of_a_flow_count() -> None:
    assert acts(between("lambda", "dynamodb", "operation: query")) == ["dynamodb:Query on b"]
    assert acts(between("lambda", "step_functions", "", of_target="workflow: express")) == [
        "states:StartExecution on b"
    ]
    sync = between("lambda", "step_functions", "mode: sync", of_target="workflow: express")
    assert acts(sync) == ["states:StartSyncExecution on b"]


def test_the_mode_that_aws_takes_by_itself_counts_where_none_is_stated() -> None:
    assert acts(between("pipe", "step_functions", of_target="workflow: express")) == ["states:StartSyncExecution on b"]


def test_nothing_is_known_of_a_pair_that_aws_does_not_offer_or_that_is_not_its_own() -> None:
    for need in (between("sns", "sqs", of_target="fifo: true"), between("lambda", "aws_service")):
        assert (need.principal, need.acts, need.service, need.admits, need.unlocks) == ("", (), "", (), ())


def test_a_schedule_sends_its_failures_itself() -> None:
    text = """
    components:
      nightly: {type: schedule, expression: rate(1 day)}
      report: {type: lambda}
      failed: {type: sqs}
    flows:
      - nightly -> report: {dlq: failed}
    """
    assert str(needed(text, "nightly -> failed").actor) == "nightly"


def test_a_copy_of_an_encrypted_bucket_takes_the_use_of_its_key() -> None:
    text = """
    components:
      photos: {type: s3}
      copies: {type: s3, encryption: master}
      master: {type: kms_key}
    flows:
      - photos -> copies: {}
    """
    need = needed(text, "photos -> copies")
    assert [act.action for choice in need.acts for act in choice if act.on.name == "master"] == [
        "kms:GenerateDataKey",
        "kms:Decrypt",
    ]


def test_failures_are_sent_on_by_whoever_gives_up() -> None:
    text = """
    components:
      clicks: {type: kinesis, capacity: on_demand}
      copy: {type: pipe}
      count: {type: lambda, dlq: failed}
      failed: {type: sqs}
    flows:
      - clicks -> copy: {starting_position: latest, on_failure: failed}
      - clicks -> count: {starting_position: latest, on_failure: failed}
    """
    found = design(text)
    actors = [str(found.access.needed(one).actor) for one in found.into(found.components["failed"])]
    assert actors == ["count", "copy", "count"]


def test_an_error_action_of_iot_is_an_action_of_its_rule() -> None:
    text = """
    components:
      pick: {type: iot_rule, sql: "SELECT 1", error_action: failed}
      failed: {type: sqs}
    """
    need = needed(text, "pick -> failed")
    assert (str(need.actor), acts(need)) == ("pick", ["sqs:SendMessage on failed"])


@pytest.mark.parametrize(
    ("kind", "settings", "way", "expected"),
    [
        ("sqs", "", "a -> b", ["kms:GenerateDataKey", "kms:Decrypt"]),
        ("sqs", "", "b -> a", ["kms:Decrypt"]),
        ("sqs", "operation: purge", "a -> b", []),
        ("sqs", "operation: receive", "a -> b", ["kms:Decrypt"]),
        ("sns", "", "a -> b", ["kms:GenerateDataKey", "kms:Decrypt"]),
        ("opensearch", "credentials: iam, operation: put", "a -> b", []),
        ("dynamodb", "operation: get", "a -> b", ["kms:Decrypt"]),
        ("dynamodb", "operation: scan", "a -> b", ["kms:Decrypt"]),
        ("dynamodb", "operation: update", "a -> b", ["kms:Decrypt"]),
        ("s3", "operation: get", "a -> b", ["kms:Decrypt"]),
        ("s3", "operation: put", "a -> b", ["kms:GenerateDataKey", "kms:Decrypt"]),
        ("s3", "operation: delete", "a -> b", []),
        ("s3", "", "a -> b", []),
        ("kinesis", "", "a -> b", ["kms:GenerateDataKey"]),
        ("kinesis", "starting_position: latest", "b -> a", ["kms:Decrypt"]),
        ("dynamodb", "operation: put", "a -> b", ["kms:Decrypt"]),
        ("dynamodb", "operation: query", "a -> b", ["kms:Decrypt"]),
        ("secret", "", "a -> b", ["kms:Decrypt"]),
        ("firehose", "", "a -> b", []),
    ],
)
def test_an_encrypted_thing_takes_the_use_of_its_key(kind: str, settings: str, way: str, expected: list[str]) -> None:
    text = f"""
    components:
      a: {{type: lambda}}
      b: {component(kind, "encryption: master")}
      master: {{type: kms_key}}
    flows:
      - {way}: {{{settings}}}
    """
    need = needed(text, way)
    assert [act.action for choice in need.acts for act in choice if act.on.name == "master"] == expected


@pytest.mark.parametrize("encryption", ["aws", "none", "alias/other", "a"])
def test_a_key_that_is_nobodys_component_is_not_asked(encryption: str) -> None:
    assert acts(between("lambda", "sqs", of_target=f"encryption: {encryption}")) == ["sqs:SendMessage on b"]


def test_a_key_has_to_let_in_a_service_that_writes() -> None:
    text = """
    components:
      news: {type: sns}
      jobs: {type: sqs, encryption: master}
      master: {type: kms_key}
    flows:
      - news -> jobs: {}
    """
    need = needed(text, "news -> jobs")
    assert [choice[0].action for choice in need.unlocks] == ["kms:GenerateDataKey*", "kms:Decrypt"]
    assert {choice[0].on.name for choice in need.unlocks} == {"master"}
    with_role = needed(text.replace("news: {type: sns}", "news: {type: lambda}"), "news -> jobs")
    assert with_role.unlocks == ()


@pytest.mark.parametrize(
    ("settings", "of_target", "expected"),
    [
        ("", "protocol: http", []),
        ("credentials: iam", "protocol: http", ["execute-api:Invoke on b"]),
        ("", "protocol: http, authorizer: {iam: true}", ["execute-api:Invoke on b"]),
        ("", "protocol: http, authorizer: {jwt: issuer}", []),
        ("credentials: none", "protocol: http, authorizer: {iam: true}", []),
        ("", "protocol: websocket", ["execute-api:ManageConnections on b"]),
    ],
)
def test_an_api_asks_a_role_only_where_requests_are_signed(settings: str, of_target: str, expected: list[str]) -> None:
    text = f"""
    components:
      a: {{type: lambda}}
      b: {{type: api_gateway, {of_target}}}
    flows:
      - a -> b: {{{settings}}}
    """
    assert acts(needed(text, "a -> b")) == expected


def test_a_client_needs_more_of_a_function_that_has_an_address_for_signed_requests() -> None:
    assert acts(between("client", "lambda", of_target="url: iam")) == [
        "lambda:InvokeFunctionUrl on b",
        "lambda:InvokeFunction on b",
    ]
    assert acts(between("client", "lambda")) == ["lambda:InvokeFunction on b"]
    assert acts(between("lambda", "lambda", of_target="url: iam")) == ["lambda:InvokeFunction on b"]


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("lambda", "", ["logs"]),
        ("lambda", "tracing: true", ["logs", "traces"]),
        ("lambda", "tracing: true, vpc: main", ["logs", "traces", "network interfaces"]),
        ("step_functions", "", []),
        ("step_functions", "logs: off", []),
        ("step_functions", "logs: error", ["logs"]),
        ("step_functions", "tracing: true", ["traces"]),
        ("sqs", "", []),
        ("api_gateway", "tracing: true", []),
    ],
)
def test_a_role_has_duties_beside_its_flows(kind: str, more: str, expected: list[str]) -> None:
    text = f"vpcs:\n  main: {{cidr: 10.0.0.0/16}}\ncomponents:\n  a: {component(kind, more)}\n"
    found = design(text)
    assert [duty.what for duty in found.access.duties(found.components["a"])] == expected


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("INLINE", []),
        (
            "DISTRIBUTED, ExecutionType: EXPRESS",
            [
                "states:StartExecution arn:aws:states:eu-west-1:*:stateMachine:each",
                "states:DescribeExecution arn:aws:states:eu-west-1:*:execution:each:*",
                "states:StopExecution arn:aws:states:eu-west-1:*:execution:each:*",
            ],
        ),
    ],
)
def test_a_distributed_map_starts_executions_of_its_own_workflow(mode: str, expected: list[str]) -> None:
    found = design(f"""
    components:
      each:
        type: step_functions
        definition:
          StartAt: Both
          States:
            Both:
              Type: Parallel
              Branches:
                - StartAt: Each
                  States:
                    Each:
                      Type: Map
                      ItemProcessor:
                        ProcessorConfig: {{Mode: {mode}}}
                        StartAt: Work
                        States: {{Work: {{Type: Pass, End: true}}}}
                      End: true
              End: true
    """)
    duties = found.access.duties(found.components["each"])
    assert [f"{act.action} {act.arn}" for duty in duties for choice in duty.acts for act in choice] == expected


def test_a_place_in_a_network_that_is_not_known_is_no_duty() -> None:
    found = design("components:\n  a: {type: lambda}\n")
    vars(found.components["a"])["vpc"] = UNKNOWN
    assert [duty.what for duty in found.access.duties(found.components["a"])] == ["logs"]


def test_a_key_that_is_not_known_is_not_asked() -> None:
    text = """
    components:
      a: {type: lambda}
      b: {type: sqs, encryption: master}
      master: {type: kms_key}
    flows:
      - a -> b: {}
    """
    unknown_key, unknown_encryption = design(text), design(text)
    vars(unknown_key.components["b"].encryption)["key"] = UNKNOWN
    vars(unknown_encryption.components["b"])["encryption"] = UNKNOWN
    for found in (unknown_key, unknown_encryption):
        assert acts(found.access.needed(flow(found, "a -> b"))) == ["sqs:SendMessage on b"]

"""infracost's resources that carry or handle events: a description for each, from its terraform and usage keys."""

from __future__ import annotations

from typing import Any

from .draft import Draft, first, gb, kb, mb, ms, number, truth

Terraform = dict[str, Any]
Usage = dict[str, Any]


def aws_lambda_function(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("lambda",)
    arm = "arm64" in str(terraform.get("architectures", ""))
    disk = first(terraform, "ephemeral_storage.size")
    draft.add(
        "function",
        "lambda",
        memory=mb(terraform.get("memory_size", 128)),
        storage=mb(disk),
        architecture="arm64" if arm else None,
    )
    requests = usage.get("monthly_requests")
    if requests is not None:  # a call that is not measured takes 1 ms: infracost's default
        draft.enter("function", requests, duration=ms(usage.get("request_duration_ms", 1)))


def aws_lambda_provisioned_concurrency_config(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("lambda",)
    draft.add(
        "function",
        "lambda",
        memory=mb(usage.get("memory_mb", 128)),
        alias="live",
        architecture="arm64" if "arm" in str(usage.get("architecture", "")) else None,
        provisioned_concurrency=int(terraform.get("provisioned_concurrent_executions", 1)),
    )
    draft.uses("function", hours=number(usage.get("monthly_duration_hrs", 730)))
    if usage.get("monthly_requests") is not None:
        draft.enter("function", usage["monthly_requests"], duration=ms(usage.get("request_duration_ms", 1)))


def aws_sqs_queue(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("sqs",)
    draft.add("queue", "sqs", fifo=truth(terraform.get("fifo_queue")) or None)
    if usage.get("monthly_requests") is not None:  # every request is taken as a send of this size
        draft.enter("queue", usage["monthly_requests"], payload=kb(usage.get("request_size_kb", 64)))


def aws_sns_topic(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("sns",)
    fifo = truth(terraform.get("fifo_topic"))
    draft.add("topic", "sns", fifo=fifo or None)
    requests = usage.get("monthly_requests")
    if requests is None:
        return
    draft.enter("topic", requests, payload=kb(usage.get("request_size_kb", 64)))
    kinds = {
        "http": ("http_endpoint", None),
        "email": ("client", "email"),
        "kinesis": ("firehose", None),
        "mobile_push": ("client", "push"),
        "macos": ("client", "push"),
        "sms": ("client", "sms"),
    }
    for name, (kind, operation) in kinds.items():
        count = usage.get(f"{name}_subscriptions")
        if count:
            draft.add(name, kind, subject=False)
            draft.flow("topic", name, ratio=number(count), operation=operation)
    subscriptions = usage.get("subscriptions") or terraform.get("subscriptions")
    if fifo and subscriptions:
        draft.add("reader", "sqs", subject=False, fifo=True)
        draft.flow("topic", "reader", ratio=number(subscriptions))


def aws_sns_topic_subscription(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("sns.delivery", "sns.fifo_delivery")
    draft.add("topic", "sns")
    requests = usage.get("monthly_requests")
    if requests is not None:
        draft.enter("topic", requests, payload=kb(usage.get("request_size_kb", 64)))
    kind = "http_endpoint" if "http" in str(terraform.get("protocol", "http")) else "sqs"
    draft.add("subscriber", kind, subject=False)
    draft.flow("topic", "subscriber")


def aws_sfn_state_machine(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("stepfunctions",)
    express = str(terraform.get("type", "STANDARD")).upper() == "EXPRESS"
    if not express:
        workflow(draft, first(usage, "monthly_transitions", default=None))
        return
    duration = usage.get("workflow_duration_ms")
    workflow(draft, usage.get("monthly_requests"), express=True, duration=ms(duration), memory=usage.get("memory_mb"))


def workflow(
    draft: Draft, executions: Any, *, express: bool = False, duration: str | None = None, memory: Any = None
) -> None:
    """A workflow of one state, so that an execution is one transition."""
    task = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True}
    state = task if express else {"Type": "Pass", "End": True}
    draft.add(
        "workflow",
        "step_functions",
        workflow="express" if express else "standard",
        definition={"StartAt": "Work", "States": {"Work": state}},
        memory=mb(memory) if memory else None,
        states={"Work": {"duration": duration}} if duration else None,
    )
    if executions is not None:
        draft.enter("workflow", executions)


def aws_api_gateway_rest_api(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    del terraform
    draft.about = ("apigateway",)
    draft.add("api", "api_gateway", protocol="rest", endpoint="regional")
    if usage.get("monthly_requests") is not None:
        draft.enter("api", usage["monthly_requests"])


def aws_api_gateway_stage(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    del usage
    draft.about = ("apigateway",)
    size = terraform.get("cache_cluster_size")
    cached = truth(terraform.get("cache_cluster_enabled", size is not None))
    draft.add("api", "api_gateway", protocol="rest", endpoint="regional", cache={"size": gb(size)} if cached else None)


def aws_apigatewayv2_api(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("apigateway",)
    protocol = "websocket" if str(terraform.get("protocol_type", "HTTP")).upper() == "WEBSOCKET" else "http"
    draft.add("api", "api_gateway", protocol=protocol)
    if protocol == "http":
        if usage.get("monthly_requests") is not None:
            draft.enter("api", usage["monthly_requests"], payload=kb(usage.get("request_size_kb", 512)))
        return
    if usage.get("monthly_messages") is not None:
        draft.enter("api", usage["monthly_messages"], payload=kb(usage.get("message_size_kb", 32)))
    minutes = usage.get("monthly_connection_mins")
    if minutes is not None:
        draft.uses("api", connections=float(minutes) / 43_800)


def aws_kinesis_stream(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("kinesis",)
    mode = str(first(terraform, "stream_mode_details.stream_mode", "stream_mode", default="PROVISIONED")).upper()
    if mode == "ON_DEMAND":
        stream(draft, "on_demand")
        for key, dimension in (
            ("data_in", "ondemand_in"),
            ("data_out", "ondemand_out"),
            ("efo_data_out", "ondemand_efo_out"),
            ("extended_retention", "ondemand_extended_retention"),
            ("long_term_retention", "ondemand_long_term_retention"),
        ):
            draft.meters("stream", f"kinesis.{dimension}", usage.get(f"monthly_on_demand_{key}_gb"))
        return
    stream(draft, {"shards": int(terraform.get("shard_count", 1))})
    units = usage.get("monthly_provisioned_put_units")
    if units is not None:
        draft.enter("stream", units, payload="25 KB")
    for key, dimension in (
        ("extended_retention_gb", "extended_retention_shard_hour"),
        ("long_term_retention_gb", "long_term_retention"),
        ("long_term_retrieval_gb", "long_term_retrieval"),
        ("efo_data_out_gb", "efo_data"),
        ("efo_consumer_hours", "efo_consumer_shard_hour"),
    ):
        draft.meters("stream", f"kinesis.{dimension}", usage.get(f"monthly_provisioned_{key}"))


def stream(draft: Draft, capacity: Any) -> None:
    draft.add("stream", "kinesis", capacity=capacity)


def aws_kinesis_firehose_delivery_stream(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("firehose",)
    text = " ".join(terraform)
    converts = "data_format_conversion_configuration" in text and not str(
        terraform.get("extended_s3_configuration.data_format_conversion_configuration.enabled", "true")
    ).lower().startswith("false")
    vpc = None
    if "vpc_config" in text:
        subnets = count_of(first(terraform, *(key for key in terraform if key.endswith("subnet_ids")), default=None), 2)
        draft.vpcs["net"] = network(subnets)
        vpc = {"name": "net", "subnets": [f"s{at}" for at in range(subnets)]}
    draft.add("delivery", "firehose", format_conversion=converts or None, vpc=vpc)
    taken = usage.get("monthly_data_ingested_gb")
    if taken is not None:  # records of exactly 5 KB, for the volume is given after rounding
        draft.enter("delivery", float(taken) * 1024 * 1024 / 5, payload="5 KB")


def network(subnets: int) -> dict[str, Any]:
    return {
        "cidr": "10.0.0.0/16",
        "subnets": {f"s{at}": {"cidr": f"10.0.{at}.0/24", "zone": "abcdef"[at % 6]} for at in range(subnets)},
    }


def scaled(usage: Usage, dimension: str, default: Any) -> Any:
    """What an autoscaling target of that dimension stands at: as its usage says, else at its least."""
    targets = usage.get("autoscaling") or {}
    stated = next((target for name, target in targets.items() if str(name).endswith(dimension)), None) or {}
    return first(stated, "capacity", "min_capacity", default=default)


def count_of(value: Any, default: int) -> int:
    """How many things a terraform list names, also where it is written as text."""
    if isinstance(value, list):
        return len(value)
    if isinstance(value, str) and value.startswith("["):
        inner = value.strip("[] ")
        return inner.count(",") + 1 if inner else default
    return default


def aws_cloudwatch_event_bus(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    del terraform
    draft.about = ("eventbridge",)
    draft.add("bus", "eventbridge")
    if usage.get("monthly_custom_events") is not None:
        draft.enter("bus", usage["monthly_custom_events"], payload="1 KB")
    if usage.get("monthly_third_party_events") is not None:
        draft.add("partners", "eventbridge", bus="partner")
        draft.enter("partners", usage["monthly_third_party_events"], payload="1 KB")
    draft.meters("bus", "eventbridge.archive_processing", usage.get("monthly_archive_processing_gb"))
    draft.meters("bus", "eventbridge.archive_storage", usage.get("archive_storage_gb"))
    draft.meters("bus", "eventbridge.schema_discovery", usage.get("monthly_schema_discovery_events"))


def aws_kinesisanalyticsv2_application(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("managed_flink",)
    sql = str(terraform.get("runtime_environment", "FLINK")).upper().startswith("SQL")
    units = int(usage.get("kinesis_processing_units", 1))
    draft.add("application", "flink", engine="sql" if sql else None, kpu=units)
    if not sql:
        draft.meters("application", "managed_flink.durable_backup", usage.get("durable_application_backup_gb"))


def aws_kinesisanalytics_application(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    aws_kinesisanalyticsv2_application(draft, {**terraform, "runtime_environment": "SQL-1_0"}, usage)


def aws_kinesisanalyticsv2_application_snapshot(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    del terraform
    draft.about = ("managed_flink.durable_backup",)
    draft.add("application", "flink")
    draft.meters("application", "managed_flink.durable_backup", usage.get("durable_application_backup_gb"))


def aws_msk_cluster(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("msk",)
    brokers = int(first(terraform, "number_of_broker_nodes", default=3))
    size = first(terraform, *(key for key in terraform if key.endswith("volume_size")), default=0)
    size = scaled(usage, "VolumeSize", first(usage, "broker_node_storage_gb", "broker_storage_gb", default=size))
    draft.add(
        "cluster",
        "kafka",
        brokers=brokers,
        storage=gb(float(size) * brokers),
        instance_type=first(terraform, "broker_node_group_info.instance_type", "instance_type"),
    )

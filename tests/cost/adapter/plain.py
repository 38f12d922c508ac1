"""Examples in prose, reduced to a few keys (`requests`, `duration_ms`, `shards`): a description for each service."""

from __future__ import annotations

from typing import Any

from .draft import Draft, first, gb, kb, mb, ms, number
from .infracost_events import stream, workflow
from .infracost_rest import nat

Inputs = dict[str, Any]


def lambda_(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("lambda",)
    arm = "arm" in str(first(inputs, "arch", "architecture", default=""))
    chip = "arm64" if arm else None
    memory = mb(
        first(inputs, "memory_mb", "memory", default=None if "memory_gb" not in inputs else inputs["memory_gb"] * 1024)
        or 128
    )
    if "provisioned_concurrency_gb" in inputs:
        draft.add(
            "function",
            "lambda",
            memory="1024 MB",
            architecture=chip,
            alias="live",
            provisioned_concurrency=int(inputs["provisioned_concurrency_gb"]),
        )
        draft.uses("function", hours=inputs["seconds"] / 3600)
        return
    if "provisioned_concurrency" in inputs:
        draft.add(
            "warm",
            "lambda",
            memory=memory,
            architecture=chip,
            alias="live",
            provisioned_concurrency=int(inputs["provisioned_concurrency"]),
        )
        draft.uses("warm", hours=first(inputs, "enabled_hours", "hours", default=730))
        if "requests_on_pc" in inputs:
            draft.enter("warm", inputs["requests_on_pc"], duration=ms(inputs["duration_on_pc_ms"]))
        if "requests_on_demand" in inputs:
            draft.add("cold", "lambda", memory=memory, architecture=chip)
            draft.enter("cold", inputs["requests_on_demand"], duration=ms(inputs["duration_on_demand_ms"]))
        return
    disk = first(inputs, "ephemeral_mb", "storage_mb")
    draft.add("function", "lambda", memory=memory, architecture=chip, storage=mb(disk))
    requests = first(inputs, "requests", "invocations", "monthly_requests")
    if requests is not None:
        draft.enter("function", requests, duration=ms(first(inputs, "duration_ms", "avg_duration_ms")))


def lambda_at_edge(draft: Draft, inputs: Inputs) -> None:
    """A function that a CloudFront distribution calls."""
    draft.about = ("lambda",)
    draft.add("function", "lambda", memory=mb(inputs.get("memory_mb", 128)))
    draft.add("site", "cloudfront", subject=False)
    draft.enter("site", inputs["requests"])
    draft.flow("site", "function", duration=ms(inputs["duration_ms"]))


def sqs(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("sqs",)
    draft.add("queue", "sqs", fifo=("fifo" in str(first(inputs, "type", "queue", "fifo", default=""))) or None)
    requests = first(inputs, "requests", "monthly_requests", "api_requests", "messages")
    if requests is not None:
        draft.enter("queue", requests, payload=kb(first(inputs, "payload_kb", "message_kb", "size_kb", default=1)))


def sns(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("sns.delivery", "sns.sms")
    draft.add("topic", "sns")
    published = first(inputs, "publishes", "requests", "messages")
    size = kb(first(inputs, "payload_kb", "message_kb", default=1))
    if published is not None:
        draft.about = ("sns",)
        draft.enter("topic", published, payload=size)
    kinds = {
        "http": ("http_endpoint", None),
        "email": ("client", "email"),
        "sms": ("client", "sms"),
        "push": ("client", "push"),
        "mobile": ("client", "push"),
        "sqs": ("sqs", None),
        "lambda": ("lambda", None),
        "firehose": ("firehose", None),
    }
    for key, count in inputs.items():
        word = key.split("_")[0]
        if key.endswith(("_deliveries", "_notifications")) and word in kinds:
            kind, operation = kinds[word]
            draft.add(f"to-{word}", kind, subject=False)
            flow = draft.flow("topic", f"to-{word}", operation=operation, payload=size)
            draft.usage[flow] = {"rate": f"{count}/month"}


def stepfunctions(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("stepfunctions",)
    if "express" in str(inputs.get("type", "")):
        duration = first(inputs, "duration_ms", default=None)
        workflow(
            draft,
            first(inputs, "requests", "executions"),
            express=True,
            duration=ms(duration),
            memory=first(inputs, "memory_mb"),
        )
        return
    transitions = inputs.get("transitions")
    if transitions is None:
        transitions = inputs["executions"] * first(inputs, "transitions_per_execution", "states", default=1)
    workflow(draft, transitions)


def eventbridge(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("eventbridge",)
    if "pipe_requests" in inputs or "source_events" in inputs:
        pipe(draft, inputs)
        return
    if "invocations" in inputs or "scheduler_invocations" in inputs:
        draft.add("clock", "schedule", expression="rate(1 minute)")
        draft.add("woken", "lambda", subject=False)
        draft.usage[draft.flow("clock", "woken")] = {
            "rate": f"{first(inputs, 'scheduler_invocations', 'invocations')}/month"
        }
        return
    draft.add("bus", "eventbridge", bus="partner" if "partner_events" in inputs else None)
    events = first(inputs, "custom_events", "events", "partner_events", "replayed_events")
    size = first(inputs, "payload_kb", "event_kb", "size_kb", default=1)
    if events is not None:
        draft.enter("bus", events, payload=kb(size))
    if inputs.get("schema_discovery"):
        draft.meters("bus", "eventbridge.schema_discovery", events * -(-float(size) // 8))
    if "api_destination_events" in inputs or "api_destinations" in inputs:
        draft.add("abroad", "http_endpoint", subject=False)
        flow = draft.flow("bus", "abroad", payload=kb(size))
        draft.usage[flow] = {"rate": f"{first(inputs, 'api_destination_events', 'api_destinations')}/month"}
    draft.meters("bus", "eventbridge.archive_processing", inputs.get("archive_gb"))
    draft.meters("bus", "eventbridge.archive_storage", first(inputs, "archive_storage_gb", "archive_stored_gb"))
    for key in ("cross_account_events", "cross_account"):
        draft.meters("bus", "eventbridge.cross_account_delivery", inputs.get(key))


def pipe(draft: Draft, inputs: Inputs) -> None:
    """A queue, a pipe whose filter passes a share, and a function; batches fill, for the window is long."""
    batch = int(inputs.get("batch_size", 1))
    events = first(inputs, "pipe_requests", "source_events")
    draft.add("source", "sqs", subject=False)
    draft.add("pipe", "pipe", batch_size=batch, batch_window="300s" if batch > 1 else None)
    draft.add("target", "lambda", subject=False)
    flow = draft.flow("source", "pipe", payload=kb(inputs.get("payload_kb", 1)))
    draft.usage[flow] = {"rate": f"{events}/month"}
    draft.flow("pipe", "target", ratio=first(inputs, "filter_pass_ratio", default=1))


def apigateway(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("apigateway",)
    protocol = str(first(inputs, "api", "type", "protocol", default="rest")).lower()
    draft.add("api", "api_gateway", protocol=protocol, endpoint="regional" if protocol == "rest" else None)
    size = kb(first(inputs, "payload_kb", "message_kb", "size_kb", default=1))
    count = first(inputs, "requests", "messages", "calls")
    if count is not None:
        draft.enter("api", count, payload=size)
    minutes = first(inputs, "connection_minutes", "minutes")
    if minutes is not None:
        draft.uses("api", connections=float(minutes) / 43_800)
    cache = first(inputs, "cache_gb")
    if cache is not None:
        draft.components["api"]["cache"] = {"size": gb(cache)}


def kinesis(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("kinesis",)
    demand = "demand" in str(inputs.get("mode", "provisioned"))
    stream(draft, "on_demand" if demand else {"shards": int(inputs.get("shards", 1))})
    if "hours" in inputs:
        draft.uses("stream", hours=inputs["hours"])
    if demand:
        draft.meters("stream", "kinesis.ondemand_in", inputs.get("gb_in"))
        draft.meters("stream", "kinesis.ondemand_out", inputs.get("gb_out"))
        return
    size = kb(first(inputs, "record_kb", "payload_kb", default=25))
    count = first(inputs, "put_units", "records")
    if count is not None:
        draft.enter("stream", count, payload="25 KB" if "put_units" in inputs else size)
    draft.meters("stream", "kinesis.efo_data", inputs.get("efo_gb"))
    draft.meters("stream", "kinesis.efo_consumer_shard_hour", inputs.get("efo_consumer_shard_hours"))


def firehose(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("firehose", "s3.standard_storage")
    draft.add("delivery", "firehose", format_conversion=inputs.get("format_conversion"))
    if "records" in inputs:
        draft.enter("delivery", inputs["records"], payload=kb(inputs.get("record_kb", 5)))
        draft.add("bucket", "s3")
        draft.flow("delivery", "bucket")
        stored = inputs["records"] * inputs.get("record_kb", 5)
        draft.uses("bucket", storage=f"{stored} KB")
    elif "gb" in inputs:
        draft.enter("delivery", inputs["gb"] * 1024 * 1024 / 5, payload="5 KB")


def managed_flink(draft: Draft, inputs: Inputs) -> None:
    """The units of the examples include the one for orchestration."""
    draft.about = ("managed_flink",)
    units = int(inputs.get("kpu", 1))
    sql = "sql" in str(inputs.get("engine", inputs.get("type", ""))).lower()
    draft.add("application", "flink", engine="sql" if sql else None, kpu=units if sql else max(1, units - 1))
    hours = inputs["minutes"] / 60 if "minutes" in inputs else inputs.get("hours")
    if hours is not None:
        draft.uses("application", hours=hours)


def cognito(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("cognito",)
    draft.add("users", "cognito_user_pool", tier=inputs.get("tier"))
    draft.uses("users", monthly_active_users=inputs.get("mau"))


def dynamodb(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("dynamodb",)
    provisioned = "wcu" in inputs or "rcu" in inputs
    billing: Any = (
        {"provisioned": {"read": inputs.get("rcu", 0), "write": inputs.get("wcu", 0)}} if provisioned else "on_demand"
    )
    draft.add("table", "dynamodb", billing=billing)
    writes, reads = first(inputs, "writes", "wru", "write_units"), first(inputs, "reads", "rru", "read_units")
    if writes is not None:
        draft.enter(
            "table", writes, name="writes", operation="put", payload=kb(first(inputs, "item_kb", "write_kb", default=1))
        )
    if reads is not None:
        draft.enter(
            "table",
            reads,
            name="reads",
            operation="get",
            response=kb(first(inputs, "item_kb", "read_kb", default=4)),
            consistent=not inputs.get("eventually_consistent", False),
        )
    draft.uses("table", storage=gb(first(inputs, "storage_gb", "gb")))
    if "hours" in inputs:
        draft.uses("table", hours=inputs["hours"])


def vpc(draft: Draft, inputs: Inputs) -> None:
    if "nat_gateways" in inputs or "nat" in inputs:
        draft.about = ("vpc.nat",)
        nat(draft, int(first(inputs, "nat_gateways", "nat")), first(inputs, "gb", "processed_gb"))
        return
    draft.about = ("vpc.endpoint",)
    zones = int(first(inputs, "azs", "zones", "enis", default=1)) * int(
        first(inputs, "endpoints", "interface_endpoints", default=1)
    )
    draft.add("holder", "aws_service", service="sqs")
    draft.meters("holder", "vpc.endpoint_hour", zones * inputs.get("hours", 730))
    draft.meters("holder", "vpc.endpoint_gb", first(inputs, "gb", "processed_gb"))


def fargate(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("fargate",)
    hours = inputs.get("hours", 730)
    tasks = int(inputs.get("tasks", 1))
    if "tasks_per_day" in inputs:
        hours = inputs["tasks_per_day"] * inputs.get("days", 30) * inputs["seconds_each"] / 3600
    arm = "arm" in str(inputs.get("arch", ""))
    draft.add(
        "service",
        "ecs_service",
        cpu=inputs["vcpu"],
        memory=gb(inputs["memory_gb"]),
        tasks=tasks,
        storage=gb(inputs.get("ephemeral_gb")),
        architecture="arm64" if arm else None,
    )
    draft.uses("service", hours=hours)


def ec2(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("ec2",)
    volume = next((kind for kind in ("gp3", "gp2") if f"{kind}_gb" in inputs), None)
    disk = {"size": gb(inputs[f"{volume}_gb"]), "kind": volume} if volume else None
    draft.add("instance", "ec2", instance_type=inputs["instance"], count=inputs.get("count"), volume=disk)
    draft.uses("instance", hours=inputs.get("hours", 730))


def rds(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("rds",)
    volume = next((kind for kind in ("gp3", "gp2") if f"{kind}_gb" in inputs), "gp2")
    acu = first(inputs, "acu", "acus")
    draft.add(
        "database",
        "rds",
        engine="aurora" if acu is not None else inputs.get("engine", "mysql"),
        instance_type="serverless" if acu is not None else inputs["instance"],
        capacity=acu,
        storage=gb(first(inputs, f"{volume}_gb", "storage_gb")),
        storage_type=volume,
        zones=2 if inputs.get("multi_az") else None,
    )
    draft.uses("database", hours=inputs.get("hours", 730))


def elasticache(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("elasticache",)
    mode = str(inputs.get("mode", ""))
    engine = "valkey" if "valkey" in mode or "valkey" in str(inputs.get("engine", "")) else "redis"
    if "serverless" in mode:
        draft.add("cache", "elasticache", engine=engine, node_type="serverless")
        draft.uses("cache", storage=gb(str(inputs.get("gb", "0.1")).split(" ")[0]))
        draft.meters("cache", "elasticache.serverless_valkey_ecpu", first(inputs, "million_ecpu", "ecpu_millions"))
    else:
        draft.add(
            "cache",
            "elasticache",
            engine="redis",
            node_type=first(inputs, "node", "instance"),
            nodes=inputs.get("nodes"),
        )
    draft.uses("cache", hours=inputs.get("hours", 730))


def opensearch(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("opensearch",)
    nodes = int(first(inputs, "nodes", "count", default=1))
    volume = next((kind for kind in ("gp3", "gp2") if f"{kind}_gb" in inputs), None)
    draft.add(
        "domain",
        "opensearch",
        instance_type=first(inputs, "instance", "node"),
        nodes=nodes,
        storage=gb(inputs[f"{volume}_gb"] / nodes) if volume else None,
        storage_type=volume,
    )
    draft.uses("domain", hours=inputs.get("hours", 730))


def redshift(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("redshift",)
    if "rpu" in inputs:
        draft.add("warehouse", "redshift", serverless=True, capacity=int(inputs["rpu"]))
    else:
        draft.add("warehouse", "redshift", node_type=first(inputs, "node", "instance"), nodes=inputs.get("nodes"))
    draft.uses("warehouse", hours=inputs.get("hours", 730), storage=gb(inputs.get("storage_gb")))


def appsync(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("appsync",)
    draft.add("api", "appsync")
    if inputs.get("queries") is not None:
        draft.enter("api", inputs["queries"])
    if inputs.get("realtime_updates") is not None:
        draft.add("screens", "client", subject=False)
        draft.usage[draft.flow("api", "screens", payload=kb(inputs.get("payload_kb", 5)))] = {
            "rate": f"{inputs['realtime_updates']}/month"
        }
    minutes = first(inputs, "connection_minutes", "minutes")
    if minutes is not None:
        draft.uses("api", connections=float(minutes) / 43_800)


def cloudwatch(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("cloudwatch",)
    draft.add("group", "cloudwatch_logs")
    keys = {
        "ingest_gb": "logs_ingest",
        "lambda_gb": "logs_ingest_vended",
        "vended_gb": "logs_ingest_vended",
        "stored_gb": "logs_storage",
        "storage_gb": "logs_storage",
        "scanned_gb": "logs_insights",
        "metrics": "custom_metrics",
        "custom_metrics": "custom_metrics",
        "alarms": "alarm_standard",
        "dashboards": "dashboard",
        "api_requests": "api_requests",
        "gb": "logs_ingest",
    }
    if "lambda" in str(inputs.get("type", "")) or "vended" in str(inputs.get("type", "")):
        keys["gb"] = "logs_ingest_vended"
    for key, dimension in keys.items():
        draft.meters("group", f"cloudwatch.{dimension}", inputs.get(key))


def kms(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("kms",)
    for at in range(int(inputs.get("keys", 1))):
        draft.add(f"key-{at}", "kms_key")
    if inputs.get("requests") is not None:
        draft.enter("key-0", inputs["requests"])


def secretsmanager(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("secretsmanager",)
    for at in range(int(inputs.get("secrets", 1))):
        draft.add(f"secret-{at}", "secret")
    count = first(inputs, "requests", "api_calls")
    if count is not None:
        draft.enter("secret-0", count)


def s3(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("s3",)
    draft.add("bucket", "s3")
    draft.uses("bucket", storage=gb(first(inputs, "storage_gb", "gb")))
    puts, gets = (
        first(inputs, "puts", "put_requests", "tier1_requests"),
        first(inputs, "gets", "get_requests", "tier2_requests"),
    )
    if puts is not None:
        draft.enter("bucket", puts, name="puts", operation="put")
    if gets is not None:
        draft.enter("bucket", gets, name="gets", operation="get")


def data_transfer(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("data_transfer",)
    draft.add("sender", "ec2", instance_type="t3.micro")
    draft.add("world", "http_endpoint", subject=False)
    amount = first(inputs, "internet_gb", "out_gb", "gb", default=0)
    draft.usage[draft.flow("sender", "world", payload=gb(float(amount) / 1000))] = {"rate": "1000/month"}


def efs(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("efs",)
    draft.add("files", "efs", throughput="bursting")
    draft.uses("files", storage=gb(first(inputs, "storage_gb", "gb")))


def msk(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("msk",)
    draft.add(
        "cluster",
        "kafka",
        brokers=int(first(inputs, "brokers", "nodes", default=3)),
        instance_type=first(inputs, "broker", "instance"),
        storage=gb(first(inputs, "storage_gb", "gb", default=0)),
    )
    draft.uses("cluster", hours=inputs.get("hours", 730))


def xray(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("xray",)
    draft.add("traced", "lambda")
    draft.meters("traced", "xray.traces_recorded", first(inputs, "traces", "traces_recorded"))
    draft.meters("traced", "xray.traces_scanned", first(inputs, "traces_scanned", "traces_retrieved"))


def elb(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("elb",)
    kind = (
        "network" if "nlb" in str(inputs.get("type", "")) or "network" in str(inputs.get("type", "")) else "application"
    )
    draft.add("balancer", "load_balancer", kind=kind)
    draft.uses("balancer", hours=inputs.get("hours", 730))
    hours = number(inputs.get("hours", 730))
    if "lcu" in inputs or "lcus" in inputs:
        draft.meters(
            "balancer",
            f"elb.{'nlb' if kind == 'network' else 'alb'}_lcu_hour",
            float(first(inputs, "lcu", "lcus")) * hours,
        )
    elif "gb" in inputs:
        draft.enter("balancer", 1000, payload=gb(inputs["gb"] / 1000))

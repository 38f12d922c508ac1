"""Examples in prose, reduced to a few keys (`requests`, `duration_ms`): what carries and handles events."""

from __future__ import annotations

from typing import Any

from .draft import Draft, duration, per_month_text, size_text
from .infracost_events import stream, workflow
from .inputs import Inputs

CALLS = ("requests", "invocations", "calls", "executions", "events", "messages", "transactions", "api_requests")
PAYLOAD = ("payload", "message", "event", "record", "item", "request", "body", "")


def chip(inputs: Inputs) -> str | None:
    return "arm64" if any(word in inputs.text("arch", "architecture") for word in ("arm", "graviton")) else None


def lambda_(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("lambda",)
    memory = size_text(inputs.size("memory", "ram", unit="mb") or 128 * 2**20)
    arch = chip(inputs)
    warm_memory = inputs.size("provisioned_concurrency", unit="")
    if warm_memory is not None:  # so many environments of 1 GB
        _warm(draft, inputs, warm_memory / 2**30, "1024 MB", arch)
        return
    warm = inputs.count("provisioned_concurrency", "provisioned_concurrent_executions", "environments")
    if warm is not None:
        _warm(draft, inputs, warm, memory, arch)
        on_demand = inputs.count("requests_on_demand", "on_demand_requests")
        on_warm = inputs.count("requests_on_pc", "pc_requests", "provisioned_requests", *CALLS)
        if on_warm is not None:
            took = inputs.time("duration_on_pc", "pc_duration", "duration", unit="ms")
            draft.enter("function", on_warm, duration=duration(took))
        if on_demand is not None:
            draft.add("cold", "lambda", memory=memory, architecture=arch)
            took = inputs.time("duration_on_demand", "on_demand_duration", "duration", unit="ms")
            draft.enter("cold", on_demand, duration=duration(took))
        return
    disk = inputs.size("ephemeral", "ephemeral_storage", "storage", "disk", "tmp", unit="mb")
    draft.add("function", "lambda", memory=memory, architecture=arch, storage=size_text(disk))
    _called(draft, inputs)


def _called(draft: Draft, inputs: Inputs) -> None:
    calls = inputs.count(*CALLS)
    took = inputs.time("duration", "execution", "execution_time", "billed_duration", "request_duration", "", unit="ms")
    stated = inputs.time("gb") or 0.0
    if stated and took is None:  # only its GB-seconds
        draft.meters("function", f"lambda.duration_{'arm' if chip(inputs) else 'x86'}", stated)
    if calls is not None:
        draft.enter("function", calls, duration=duration(took))


def _warm(draft: Draft, inputs: Inputs, environments: float, memory: str | None, arch: str | None) -> None:
    draft.add(
        "function", "lambda", memory=memory, architecture=arch, alias="live", provisioned_concurrency=int(environments)
    )
    draft.uses("function", hours=inputs.hours)


def lambda_at_edge(draft: Draft, inputs: Inputs) -> None:
    """A function that a CloudFront distribution calls."""
    draft.about = ("lambda",)
    draft.add("function", "lambda", memory=size_text(inputs.size("memory", unit="mb") or 128 * 2**20))
    draft.add("site", "cloudfront", subject=False)
    draft.enter("site", inputs.count(*CALLS) or 0.0)
    draft.flow("site", "function", duration=duration(inputs.time("duration", unit="ms")))


def sqs(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("sqs",)
    fifo = "fifo" in inputs.text("type", "queue", "queue_type", "fifo") or inputs.flag("fifo")
    draft.add("queue", "sqs", fifo=fifo or None)
    requests = inputs.count("requests", "api_requests", "calls", "api_calls")
    if requests is None:
        requests = inputs.count("messages")
        each = inputs.count("requests_per_message", "calls_per_message")
        requests = None if requests is None else requests * (each or 1.0)
    if requests is not None:
        draft.enter("queue", requests, payload=size_text(inputs.size(*PAYLOAD) or 1024))


SUBSCRIBERS = {
    "http": ("http_endpoint", None),
    "https": ("http_endpoint", None),
    "email": ("client", "email"),
    "sms": ("client", "sms"),
    "push": ("client", "push"),
    "mobile": ("client", "push"),
    "mobile_push": ("client", "push"),
    "sqs": ("sqs", None),
    "lambda": ("lambda", None),
    "firehose": ("firehose", None),
}


def sns(draft: Draft, inputs: Inputs) -> None:
    fifo = "fifo" in inputs.text("type", "topic", "fifo") or inputs.flag("fifo")
    draft.add("topic", "sns", fifo=fifo or None)
    published = inputs.count("publishes", "published", "requests", "api_requests", "messages", "publish_requests")
    size = size_text(inputs.size(*PAYLOAD) or 1024)
    draft.about = ("sns.delivery", "sns.sms", "sns.fifo_delivery") if published is None else ("sns",)
    if published is not None:
        draft.enter("topic", published, payload=size)
    for word, (kind, operation) in SUBSCRIBERS.items():
        count = inputs.count(*(f"{word}_{noun}" for noun in ("deliveries", "notifications", "messages", "delivery")))
        if count is not None:
            draft.add(f"to-{word}", kind, subject=False)
            flow = draft.flow("topic", f"to-{word}", operation=operation, payload=size)
            draft.usage[flow] = {"rate": per_month_text(count)}
    subscriptions = inputs.count("subscriptions", "subscribers")
    if fifo and subscriptions:
        draft.add("reader", "sqs", subject=False, fifo=True)
        draft.flow("topic", "reader", ratio=subscriptions)


def stepfunctions(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("stepfunctions",)
    executions = inputs.count("executions", "requests", "workflows", "workflow_executions")
    if "express" in inputs.text("type", "workflow", "workflow_type", "mode"):
        took = inputs.time("duration", "execution", "workflow_duration", unit="ms")
        memory = (inputs.size("memory", unit="mb") or 0.0) / 2**20
        workflow(draft, executions, express=True, duration=duration(took), memory=memory or None)
        return
    transitions = inputs.count("transitions", "state_transitions")
    if transitions is None and executions is not None:
        each = inputs.count("transitions_per_execution", "transitions_per_workflow", "states_per_execution", "states")
        transitions = executions * (each or inputs.count("steps", "state") or 1.0)
    workflow(draft, transitions)


def eventbridge(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("eventbridge",)
    size = inputs.size(*PAYLOAD) or 1024
    if inputs.has("pipe_requests", "source_events", "pipes_requests", "pipe_events"):
        pipe(draft, inputs, size)
        return
    woken = inputs.count("scheduler_invocations", "schedules", "schedule_invocations", "invocations")
    if woken is not None:
        draft.add("clock", "schedule", expression="rate(1 minute)")
        draft.add("woken", "lambda", subject=False)
        draft.usage[draft.flow("clock", "woken")] = {"rate": per_month_text(woken)}
    partner = inputs.count("partner_events", "third_party_events", "saas_events")
    if partner is not None:
        draft.add("partners", "eventbridge", bus="partner")
        draft.enter("partners", partner, payload=size_text(size))
    draft.add("bus", "eventbridge")
    custom = inputs.count("custom_events", "events", "requests", "published_events", "puts", "messages")
    replayed = inputs.count("replayed_events", "replay_events", "replays")  # they come as events once more
    if custom is not None or replayed is not None:
        draft.enter("bus", (custom or 0.0) + (replayed or 0.0), payload=size_text(size))
    discovered = inputs.count("schema_discovery_events", "discovery_events", "schema_events")
    if inputs.flag("schema_discovery"):
        discovered = (custom or 0.0) * -(-size // 8192)
    draft.meters("bus", "eventbridge.schema_discovery", discovered)
    abroad = inputs.count("api_destination_events", "api_destinations", "api_destination_invocations")
    if abroad is not None:
        draft.add("abroad", "http_endpoint", subject=False)
        draft.usage[draft.flow("bus", "abroad", payload=size_text(size))] = {"rate": per_month_text(abroad)}
    opted = inputs.count("optin_events", "opt_in_events", "aws_events", "s3_events", "optin_aws_data_events")
    draft.meters("bus", "eventbridge.optin_aws_data_events", opted)
    across = inputs.count("cross_account_events", "cross_account", "cross_account_deliveries")
    draft.meters("bus", "eventbridge.cross_account_delivery", across)
    for dimension, stems in (
        ("archive_processing", ("archive", "archive_processing", "archived", "archive_processed")),
        ("archive_storage", ("archive_storage", "archive_stored", "archive_retained")),
    ):
        held = inputs.size(*stems, unit="gb")
        draft.meters("bus", f"eventbridge.{dimension}", None if held is None else held / 2**30)


def pipe(draft: Draft, inputs: Inputs, size: float) -> None:
    """A queue, a pipe whose filter passes a share, and a function; batches fill, for the window is long."""
    batch = int(inputs.count("batch", "batch_size") or 1)
    events = inputs.count("pipe_requests", "source_events", "pipes_requests", "pipe_events") or 0.0
    draft.add("source", "sqs", subject=False)
    draft.add("pipe", "pipe", batch_size=batch, batch_window="300s" if batch > 1 else None)
    draft.add("target", "lambda", subject=False)
    flow = draft.flow("source", "pipe", payload=size_text(size))
    draft.usage[flow] = {"rate": per_month_text(events)}
    passed = inputs.count("filter_pass_ratio", "pass_ratio", "filter_ratio", "match_ratio")
    draft.flow("pipe", "target", ratio=1 if passed is None else passed)


def apigateway(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("apigateway",)
    said = inputs.text("api", "type", "protocol", "api_type", "kind")
    protocol = next((word for word in ("websocket", "http", "rest") if word in said), "rest")
    if protocol == "rest" and not said and inputs.has("connection", "connections", "messages"):
        protocol = "websocket"
    draft.add("api", "api_gateway", protocol=protocol, endpoint="regional" if protocol == "rest" else None)
    count = inputs.count("requests", "messages", "calls", "api_calls", "api_requests")
    if count is not None:
        draft.enter("api", count, payload=size_text(inputs.size(*PAYLOAD) or 1024))
    connected = inputs.time("connection", "connections", "connected", "")
    if connected is not None and protocol == "websocket":
        draft.uses("api", connections=connected / 60.0 / 43_800)
    stated = inputs.count("connection_minutes", "minutes")
    if stated is not None:
        draft.uses("api", connections=stated / 43_800)
    cache = inputs.size("cache", "cache_memory", unit="gb")
    if cache is not None:
        draft.components["api"]["cache"] = {"size": size_text(cache)}
        draft.uses("api", hours=inputs.hours)


def kinesis(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("kinesis",)
    demand = "demand" in inputs.text("mode", "capacity", "stream_mode", "capacity_mode", "type")
    streams = max(1, int(inputs.count("streams") or 1))
    shards = int(inputs.count("shards") or 1) * streams
    stream(draft, "on_demand" if demand else {"shards": shards})
    draft.uses("stream", hours=inputs.hours * (streams if demand else 1))
    if demand:
        for dimension, stems in (
            ("ondemand_in", ("in", "data_in", "ingested", "ingest", "written")),
            ("ondemand_out", ("out", "data_out", "retrieved", "read")),
            ("ondemand_efo_out", ("efo", "efo_out", "efo_data_out", "enhanced_fan_out")),
            ("ondemand_extended_retention", ("extended_retention", "extended")),
            ("ondemand_long_term_retention", ("long_term_retention", "long_term")),
        ):
            passed = inputs.size(*stems, unit="gb")
            draft.meters("stream", f"kinesis.{dimension}", None if passed is None else passed / 2**30)
        return
    units = inputs.count("put_units", "put_payload_units", "payload_units")
    count = units if units is not None else inputs.count("records", "puts", "messages", "events", "put_records")
    size = 25 * 1024.0 if units is not None else inputs.size(*PAYLOAD) or 25 * 1024.0
    if count is not None:
        draft.enter("stream", count, payload=size_text(size))
    fanned = inputs.size("efo", "efo_data", "enhanced_fan_out", "efo_out", unit="gb")
    draft.meters("stream", "kinesis.efo_data", None if fanned is None else fanned / 2**30)
    readers = inputs.time("efo_consumer_shard", "consumer_shard")
    consumers = inputs.count("efo_consumers", "consumers", "enhanced_consumers")
    hours = None if readers is None else readers / 3600.0
    if hours is None and consumers:
        hours = consumers * shards * inputs.hours
    draft.meters("stream", "kinesis.efo_consumer_shard_hour", hours)
    kept = inputs.time("extended_retention_shard", "extended_shard")
    draft.meters("stream", "kinesis.extended_retention_shard_hour", None if kept is None else kept / 3600.0)
    for dimension in ("long_term_retention", "long_term_retrieval"):
        held = inputs.size(dimension, unit="gb")
        draft.meters("stream", f"kinesis.{dimension}", None if held is None else held / 2**30)


def firehose(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("firehose", "s3.standard_storage")
    converts = inputs.flag("format_conversion", "conversion", "converts") or None
    draft.add("delivery", "firehose", format_conversion=converts)
    records = inputs.count("records", "events", "messages")
    size = inputs.size("record", *PAYLOAD)
    taken = inputs.size("ingested", "data_ingested", "data", "ingest", "", unit="gb")
    if records is not None:
        size = size or 5 * 1024.0
        draft.enter("delivery", records, payload=size_text(size))
        draft.add("bucket", "s3")
        draft.flow("delivery", "bucket")
        draft.uses("bucket", storage=size_text(records * size))
        inputs.size("billed_record")  # what is to be shown
    elif taken is not None:  # in records of exactly 5 KB, for the volume is given as it is billed
        draft.enter("delivery", taken / 5 / 1024, payload="5 KB")
    for dimension, stems in (
        ("format_conversion", ("format_conversion", "converted")),
        ("vpc_data", ("vpc", "vpc_data")),
        ("dynamic_partitioning_gb", ("dynamic_partitioning", "partitioned")),
    ):
        passed = None if converts and dimension == "format_conversion" else sized(inputs, *stems)
        draft.meters("delivery", f"firehose.{dimension}", passed)
    waiting = inputs.time("vpc_az", "az")
    draft.meters("delivery", "firehose.vpc_az_hour", None if waiting is None else waiting / 3600.0)


def sized(inputs: Inputs, *stems: str) -> float | None:
    """GB under a key that says so; a flag under the same word is none."""
    if any(isinstance(value, bool) for value in (inputs.data.get(stem) for stem in stems)):
        return None
    found = inputs.size(*stems, unit="gb")
    return None if found is None else found / 2**30


def managed_flink(draft: Draft, inputs: Inputs) -> None:
    """The units of the examples include the one for orchestration."""
    draft.about = ("managed_flink",)
    units = int(inputs.count("kpu", "kpus", "units") or 1)
    sql = "sql" in inputs.text("engine", "type", "runtime")
    stated = inputs.time("kpu")  # KPU-hours
    draft.add("application", "flink", engine="sql" if sql else None, kpu=units if sql else max(1, units - 1))
    if stated is not None and not inputs.has("kpus"):
        draft.components["application"].update(kpu=1, engine="sql")
        draft.uses("application", hours=stated / 3600.0)
    else:
        draft.uses("application", hours=inputs.hours)
    for dimension, stems in (
        ("durable_backup", ("backup", "durable_backup", "snapshots", "durable_application_backup")),
        ("running_storage", ("running_storage",)),
    ):
        held = inputs.size(*stems, unit="gb")
        draft.meters("application", f"managed_flink.{dimension}", None if held is None else held / 2**30)


SERVICES: dict[str, Any] = {
    "lambda": lambda_,
    "sqs": sqs,
    "sns": sns,
    "stepfunctions": stepfunctions,
    "eventbridge": eventbridge,
    "apigateway": apigateway,
    "kinesis": kinesis,
    "firehose": firehose,
    "managedflink": managed_flink,
}

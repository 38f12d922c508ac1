"""Examples in prose, reduced to a few keys: stores, instances, networks, identity and operations."""

from __future__ import annotations

from typing import Any

from .draft import Draft, per_month_text, size_text
from .infracost_networks import nat
from .inputs import Inputs
from .plain import CALLS, PAYLOAD, chip

VOLUMES = ("gp3", "gp2", "io1", "io2", "st1", "sc1", "magnetic")


def gigabytes(inputs: Inputs, *stems: str) -> float | None:
    found = inputs.size(*stems, unit="gb")
    return None if found is None else found / 2**30


def metered(draft: Draft, inputs: Inputs, component: str, service: str, table: dict[str, tuple[str, ...]]) -> None:
    """GB that the example states in AWS's own terms: dimension -> the words for it."""
    for dimension, stems in table.items():
        draft.meters(component, f"{service}.{dimension}", gigabytes(inputs, *stems))


def cognito(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("cognito",)
    tier = next((word for word in ("lite", "essentials", "plus") if word in inputs.text("tier", "plan", "")), None)
    draft.add("users", "cognito_user_pool", tier=tier)
    draft.uses(
        "users", monthly_active_users=inputs.count("mau", "maus", "users", "active_users", "monthly_active_users")
    )
    draft.meters(
        "users", "cognito.mau_saml_oidc", inputs.count("saml_mau", "saml_oidc_mau", "federated_mau", "oidc_mau")
    )


def dynamodb(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("dynamodb",)
    write_units = inputs.count("wcu", "wcus", "write_capacity", "write_capacity_units", "provisioned_wcu")
    read_units = inputs.count("rcu", "rcus", "read_capacity", "read_capacity_units", "provisioned_rcu")
    billing: Any = "on_demand"
    if write_units is not None or read_units is not None:
        billing = {"provisioned": {"read": int(read_units or 0), "write": int(write_units or 0)}}
    draft.add("table", "dynamodb", billing=billing)
    writes = inputs.count("wru", "wrus", "write_units", "write_request_units")
    size = 1024.0 if writes is not None else inputs.size("write", *PAYLOAD[:-1]) or 1024.0
    writes = writes if writes is not None else inputs.count("writes", "write_requests", "puts")
    if writes is not None:
        doubled = inputs.flag("transactional", "transactions") or None
        draft.enter("table", writes, name="writes", operation="put", payload=size_text(size), transactional=doubled)
    reads = inputs.count("rru", "rrus", "read_units", "read_request_units")
    size = 4096.0 if reads is not None else inputs.size("read", *PAYLOAD[:-1]) or 4096.0
    eventual = inputs.flag("eventually_consistent", "eventual") or "eventual" in inputs.text("consistency", "reads_are")
    eventual = eventual and reads is None
    reads = reads if reads is not None else inputs.count("reads", "read_requests", "gets")
    if reads is not None:
        draft.enter("table", reads, name="reads", operation="get", response=size_text(size), consistent=not eventual)
    draft.uses("table", storage=size_text(inputs.size("storage", "stored", "", unit="gb")), hours=inputs.hours)
    table = {
        "pitr": ("pitr", "pitr_backup"),
        "backup": ("backup", "on_demand_backup"),
        "restore": ("restore", "restored"),
    }
    metered(draft, inputs, "table", "dynamodb", table)
    draft.meters("table", "dynamodb.streams_reads", inputs.count("streams_reads", "stream_reads"))


def vpc(draft: Draft, inputs: Inputs) -> None:
    processed = gigabytes(inputs, "processed", "data", "data_processed", "")
    gateways = inputs.count("nat_gateways", "nats", "nat", "gateways")
    addresses = inputs.count("public_ipv4", "public_ips", "addresses", "elastic_ips", "ipv4_addresses", "eips", "ips")
    if gateways is not None:
        draft.about = ("vpc.nat",)
        nat(draft, int(gateways), processed, inputs.hours)
        return
    draft.add("holder", "aws_service", service="sqs")
    if addresses is not None:
        draft.about = ("vpc.public_ipv4",)
        idle = inputs.flag("idle", "unused") or inputs.text("attached") == "false"
        draft.meters("holder", f"vpc.public_ipv4_{'idle' if idle else 'in_use'}", addresses * inputs.hours)
        return
    attachments = inputs.count("transit_gateway_attachments", "attachments", "tgw_attachments")
    if attachments is not None:
        draft.about = ("vpc.transit",)
        draft.meters("holder", "vpc.transit_gateway_attachment_hour", attachments * inputs.hours)
        draft.meters("holder", "vpc.transit_gateway_gb", processed)
        return
    draft.about = ("vpc.endpoint",)
    zones = (inputs.count("azs", "zones", "enis") or 1.0) * (
        inputs.count("endpoints", "interface_endpoints", "vpc_endpoints") or 1.0
    )
    draft.meters("holder", "vpc.endpoint_hour", zones * inputs.hours)
    draft.meters("holder", "vpc.endpoint_gb", processed)


def fargate(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("fargate",)
    each = inputs.time("each", "duration", "task", "runtime", "run")
    tasks, hours = inputs.count("tasks", "pods", "task"), inputs.hours
    if each is not None:  # so many tasks of that length in the month
        hours, tasks = (tasks or 1.0) * each / 3600.0, 1.0
    draft.add(
        "service",
        "ecs_service",
        cpu=inputs.count("vcpu", "vcpus", "cpu", "cpus"),
        memory=size_text(inputs.size("memory", "ram", "", unit="gb")),
        tasks=int(tasks or 1),
        storage=size_text(inputs.size("ephemeral", "ephemeral_storage", "storage", "disk", unit="gb")),
        architecture=chip(inputs),
    )
    draft.uses("service", hours=hours)


def _volume(inputs: Inputs) -> tuple[str | None, float | None]:
    """The kind of volume an example names and its bytes."""
    for kind in VOLUMES:
        size = inputs.size(kind, f"ebs_{kind}", f"{kind}_storage", unit="gb")
        if size is not None:
            return kind, size
    return None, inputs.size("storage", "ebs", "volume", "disk", "root_volume", "allocated_storage", unit="gb")


def ec2(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("ec2",)
    kind, size = _volume(inputs)
    disk = {"size": size_text(size), "kind": kind or "gp3"} if size is not None else None
    typed = inputs.text("instance", "instance_type", "type")
    if not typed:
        draft.about = ("ec2.ebs",)
    draft.add(
        "instance", "ec2", instance_type=typed or "t3.micro", volume=disk,
        count=int(inputs.count("count", "instances", "number") or 1),
    )  # fmt: skip
    draft.uses("instance", hours=inputs.hours)


def rds(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("rds",)
    kind, size = _volume(inputs)
    units = inputs.count("acu", "acus", "capacity_units")
    typed, engine = inputs.text("instance", "instance_type", "instance_class", "class"), inputs.text("engine")
    if units is not None or "serverless" in typed:
        typed, engine = "serverless", "aurora"
    requests = inputs.count("io_requests", "ios", "io", "requests")
    draft.add(
        "database",
        "rds",
        engine="aurora" if "aurora" in engine else engine or "mysql",
        instance_type=typed or "db.t3.micro",
        capacity=units,
        storage=None if "aurora" in engine else size_text(size),
        storage_type=kind or "gp2",
        zones=2 if inputs.flag("multi_az", "multi_zone") else None,
    )
    draft.uses("database", hours=inputs.hours, storage=size_text(size) if "aurora" in engine else None)
    draft.meters("database", "rds.aurora_io" if "aurora" in engine else "rds.storage_magnetic_io", requests)
    backup = gigabytes(inputs, "backup", "backup_storage", "snapshot")
    draft.meters("database", "rds.aurora_backup_storage" if "aurora" in engine else "rds.backup_storage", backup)


def elasticache(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("elasticache",)
    said = inputs.text("mode", "engine", "type")
    engine = next((word for word in ("valkey", "memcached") if word in said), "redis")
    node = inputs.text("node", "instance", "node_type", "instance_type")
    stored = inputs.size("", "storage", "data", "stored", unit="gb")
    processed = inputs.count("ecpu", "ecpus")
    if "serverless" in said or not node:
        draft.add("cache", "elasticache", engine=engine, node_type="serverless")
        draft.uses("cache", storage=size_text(0.0 if stored is None else stored))
        millions = None if processed is None else processed / 1e6
        draft.meters("cache", f"elasticache.serverless_{engine}_ecpu", millions)
    else:
        draft.add("cache", "elasticache", engine=engine, node_type=node, nodes=int(inputs.count("nodes", "count") or 1))
    draft.meters("cache", "elasticache.backup", gigabytes(inputs, "backup", "snapshot"))
    draft.uses("cache", hours=inputs.hours)


def opensearch(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("opensearch",)
    kind, size = _volume(inputs)
    nodes = int(inputs.count("nodes", "count", "instances", "data_nodes") or 1)
    typed = inputs.text("instance", "node", "instance_type", "node_type")
    per_node = inputs.size("storage_per_node", "gp3_per_node", unit="gb")
    each = per_node if per_node is not None else None if size is None else size / nodes
    draft.add(
        "domain",
        "opensearch",
        instance_type=typed if typed.endswith(".search") or not typed else f"{typed}.search",
        nodes=nodes,
        storage=size_text(each),
        storage_type=kind,
    )
    draft.uses("domain", hours=inputs.hours)


def redshift(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("redshift",)
    units, unit_hours = inputs.count("rpu", "rpus"), inputs.time("rpu")
    if units is not None or unit_hours is not None:
        draft.add("warehouse", "redshift", serverless=True, capacity=int(units or 1))
        draft.uses("warehouse", hours=inputs.hours if unit_hours is None else unit_hours / 3600.0 / (units or 1))
    else:
        typed = inputs.text("node", "instance", "node_type", "instance_type")
        draft.add("warehouse", "redshift", node_type=typed, nodes=int(inputs.count("nodes", "count") or 1))
        draft.uses("warehouse", hours=inputs.hours)
    held = inputs.size("storage", "managed_storage", "rms", unit="gb")
    draft.uses("warehouse", storage=size_text(held))
    metered(draft, inputs, "warehouse", "redshift", {"backup": ("backup",)})
    scanned = inputs.size("spectrum", "spectrum_scanned", "scanned", unit="tb")
    draft.meters("warehouse", "redshift.spectrum", None if scanned is None else scanned / 2**40)


def appsync(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("appsync",)
    draft.add("api", "appsync")
    queries = inputs.count("queries", "operations", "requests", "query_operations")
    if queries is not None:
        draft.enter("api", queries)
    updates = inputs.count("realtime_updates", "updates", "real_time_updates", "messages", "subscription_updates")
    if updates is not None:
        draft.add("screens", "client", subject=False)
        size = size_text(inputs.size("payload", "update", "message", "") or 5 * 1024.0)
        draft.usage[draft.flow("api", "screens", payload=size)] = {"rate": per_month_text(updates)}
    connected = inputs.time("connection", "connections", "")
    if connected is not None:
        draft.uses("api", connections=connected / 60.0 / 43_800)


def cloudwatch(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("cloudwatch",)
    draft.add("group", "cloudwatch_logs")
    vended = any(word in inputs.text("type", "source", "class") for word in ("lambda", "vended"))
    plain_logs = ("ingest", "ingested", "logs", "logs_ingested", "log_ingest", "log_ingested", "ingestion", "")
    table = {
        "logs_ingest": () if vended else plain_logs,
        "logs_ingest_vended": ("lambda", "vended", "lambda_logs", "vended_logs", *(plain_logs if vended else ())),
        "logs_storage": ("stored", "storage", "archived", "archive", "logs_stored", "log_storage"),
        "logs_insights": ("scanned", "insights", "queried", "insights_scanned"),
        "logs_ingest_ia": ("infrequent", "ia", "infrequent_access"),
    }
    metered(draft, inputs, "group", "cloudwatch", table)
    for dimension, stems in (
        ("custom_metrics", ("metrics", "custom_metrics")),
        ("alarm_standard", ("alarms", "standard_alarms", "alarm_metrics")),
        ("alarm_high_resolution", ("high_resolution_alarms", "hires_alarms")),
        ("dashboard", ("dashboards",)),
        ("api_requests", ("api_requests", "requests", "api_calls")),
    ):
        draft.meters("group", f"cloudwatch.{dimension}", inputs.count(*stems))


def kms(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("kms",)
    keys = inputs.count("keys", "cmks", "customer_keys", "customer_managed_keys", "kms_keys")
    for at in range(max(1, int(1 if keys is None else keys))):
        draft.add(f"key-{at}", "kms_key", subject=keys != 0)
    requests = inputs.count(*CALLS)
    if requests is not None:
        draft.subjects.add("key-0")
        draft.enter("key-0", requests)


def secretsmanager(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("secretsmanager",)
    for at in range(int(inputs.count("secrets") or 1)):
        draft.add(f"secret-{at}", "secret")
    count = inputs.count("requests", "api_calls", "calls", "api_requests")
    if count is not None:
        draft.enter("secret-0", count)


def s3(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("s3",)
    draft.add("bucket", "s3")
    draft.uses("bucket", storage=size_text(inputs.size("storage", "stored", "standard", "", unit="gb")))
    for name, operation, stems in (
        ("puts", "put", ("puts", "put_requests", "tier1_requests", "tier_1_requests", "put", "writes", "uploads")),
        ("gets", "get", ("gets", "get_requests", "tier2_requests", "tier_2_requests", "get", "reads", "downloads")),
    ):
        count = inputs.count(*stems)
        if count is not None:
            draft.enter("bucket", count, name=name, operation=operation)
    table = {
        "ia_storage": ("ia", "infrequent", "ia_storage", "standard_ia"),
        "onezone_ia_storage": ("onezone_ia", "one_zone_ia"),
        "ia_retrieval": ("ia_retrieval", "retrieved", "retrieval"),
    }
    metered(draft, inputs, "bucket", "s3", table)


def data_transfer(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("data_transfer",)
    draft.add("sender", "aws_service", service="sqs")
    table = {
        "internet_out": (
            "internet",
            "out",
            "internet_out",
            "egress",
            "outbound",
            "outbound_internet",
            "to_internet",
            "",
        ),
        "inter_az": ("inter_az", "cross_az", "az"),
        "inter_region_out": ("inter_region", "cross_region", "other_regions", "inter_region_out"),
    }
    for dimension, stems in table.items():
        passed = gigabytes(inputs, *stems)
        twice = dimension == "inter_az" and (inputs.flag("both_directions") or "both" in inputs.text("direction"))
        draft.meters("sender", f"data_transfer.{dimension}", None if passed is None else passed * (2 if twice else 1))


def efs(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("efs",)
    draft.add("files", "efs", throughput="bursting")
    draft.uses("files", storage=size_text(inputs.size("storage", "standard", "stored", "", unit="gb")))
    table = {
        "storage_ia": ("ia", "infrequent", "ia_storage"),
        "storage_one_zone": ("one_zone", "onezone"),
        "elastic_read": ("read", "reads", "elastic_read"),
        "elastic_write": ("write", "writes", "elastic_write", "written"),
    }
    metered(draft, inputs, "files", "efs", table)


def msk(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("msk",)
    brokers = int(inputs.count("brokers", "nodes", "broker_nodes") or 3)
    each = inputs.size("storage_per_broker", "per_broker", unit="gb")
    whole = inputs.size("storage", "", unit="gb") or 0.0
    draft.add(
        "cluster",
        "kafka",
        brokers=brokers,
        instance_type=inputs.text("broker", "instance", "instance_type", "broker_type", "type"),
        storage=size_text(whole if each is None else each * brokers),
    )
    draft.uses("cluster", hours=inputs.hours)


def xray(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("xray",)
    draft.add("traced", "lambda")
    draft.meters(
        "traced", "xray.traces_recorded", inputs.count("traces", "traces_recorded", "recorded", "recorded_traces")
    )
    draft.meters(
        "traced", "xray.traces_scanned", inputs.count("traces_scanned", "traces_retrieved", "scanned", "retrieved")
    )


def elb(draft: Draft, inputs: Inputs) -> None:
    draft.about = ("elb",)
    said = inputs.text("type", "kind", "balancer", "load_balancer_type")
    short = "nlb" if any(word in said for word in ("nlb", "network")) else "alb"
    count = inputs.count("load_balancers", "balancers", "albs", "nlbs", "alb", "nlb") or 1.0
    if inputs.has("nlbs", "nlb"):
        short = "nlb"
    for at in range(int(count)):
        draft.add(f"balancer-{at}", "load_balancer", kind="network" if short == "nlb" else "application")
        draft.uses(f"balancer-{at}", hours=inputs.hours)
    units, unit_hours = inputs.count("lcu", "lcus", "nlcu", "nlcus"), inputs.time("lcu", "nlcu")
    processed = inputs.size("processed", "processed_bytes", "data", "", unit="gb")
    if units is not None or unit_hours is not None:
        quantity = (units or 0.0) * inputs.hours if unit_hours is None else unit_hours / 3600.0
        draft.meters("balancer-0", f"elb.{short}_lcu_hour", quantity)
    elif processed is not None:
        draft.enter("balancer-0", 1000, payload=size_text(processed / 1000))


SERVICES: dict[str, Any] = {
    "cognito": cognito,
    "dynamodb": dynamodb,
    "vpc": vpc,
    "fargate": fargate,
    "ec2": ec2,
    "rds": rds,
    "elasticache": elasticache,
    "opensearch": opensearch,
    "redshift": redshift,
    "appsync": appsync,
    "cloudwatch": cloudwatch,
    "kms": kms,
    "secretsmanager": secretsmanager,
    "s3": s3,
    "datatransfer": data_transfer,
    "efs": efs,
    "msk": msk,
    "xray": xray,
    "elb": elb,
}

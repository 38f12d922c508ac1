"""infracost's other resources: stores, instances, networks, operations."""

from __future__ import annotations

from typing import Any

from .draft import Draft, first, gb, number, plain, truth
from .infracost_events import Terraform, Usage, count_of, network


def aws_dynamodb_table(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("dynamodb",)
    on_demand = str(terraform.get("billing_mode", "PROVISIONED")).upper() == "PAY_PER_REQUEST"
    replicas = terraform.get("replica.region_name")
    replicas = replicas if isinstance(replicas, list) else [replicas] if replicas else None
    scaled = usage.get("autoscaling") or {}

    def units(word: str, key: str) -> int:
        stated = scaled.get(f"{word}CapacityUnits") or {}
        return int(first(stated, "capacity", "min_capacity", default=terraform.get(key, 1)))

    billing: Any = (
        "on_demand"
        if on_demand
        else {"provisioned": {"read": units("Read", "read_capacity"), "write": units("Write", "write_capacity")}}
    )
    draft.add("table", "dynamodb", billing=billing, replicas=replicas)
    writes, reads = usage.get("monthly_write_request_units"), usage.get("monthly_read_request_units")
    if on_demand and writes is not None:
        draft.enter("table", writes, name="writes", operation="put", payload="1 KB")
    if on_demand and reads is not None:
        draft.enter("table", reads, name="reads", operation="get", response="4 KB", consistent=True)
    draft.uses("table", storage=gb(usage.get("storage_gb")))
    for key, dimension in (
        ("pitr_backup_storage_gb", "pitr"),
        ("on_demand_backup_storage_gb", "backup"),
        ("monthly_data_restored_gb", "restore"),
        ("monthly_streams_read_request_units", "streams_reads"),
    ):
        draft.meters("table", f"dynamodb.{dimension}", usage.get(key))


_S3 = {
    "standard": {
        "storage_gb": "standard_storage",
        "monthly_tier_1_requests": "requests_tier1",
        "monthly_tier_2_requests": "requests_tier2",
        "monthly_select_data_scanned_gb": "select_scanned",
        "monthly_select_data_returned_gb": "select_returned",
    },
    "intelligent_tiering": {
        "frequent_access_storage_gb": "int_frequent_storage",
        "infrequent_access_storage_gb": "int_infrequent_storage",
        "archive_access_storage_gb": "int_archive_storage",
        "deep_archive_access_storage_gb": "int_deep_archive_storage",
        "monitored_objects": "int_monitoring",
        "monthly_tier_1_requests": "requests_tier1",
        "monthly_tier_2_requests": "requests_tier2",
        "monthly_lifecycle_transition_requests": "int_transition",
        "monthly_select_data_scanned_gb": "select_scanned",
        "monthly_select_data_returned_gb": "select_returned",
        "early_delete_gb": "int_frequent_storage",
    },
    "standard_infrequent_access": {
        "storage_gb": "ia_storage",
        "monthly_tier_1_requests": "ia_requests_tier1",
        "monthly_tier_2_requests": "ia_requests_tier2",
        "monthly_lifecycle_transition_requests": "ia_transition",
        "monthly_data_retrieval_gb": "ia_retrieval",
        "monthly_select_data_scanned_gb": "select_scanned",
        "monthly_select_data_returned_gb": "ia_select_returned",
    },
    "one_zone_infrequent_access": {
        "storage_gb": "onezone_ia_storage",
        "monthly_tier_1_requests": "onezone_ia_requests_tier1",
        "monthly_tier_2_requests": "onezone_ia_requests_tier2",
        "monthly_lifecycle_transition_requests": "onezone_ia_transition",
        "monthly_data_retrieval_gb": "onezone_ia_retrieval",
        "monthly_select_data_scanned_gb": "select_scanned",
        "monthly_select_data_returned_gb": "onezone_ia_select_returned",
    },
    "glacier_flexible_retrieval": {
        "storage_gb": "gfr_storage",
        "monthly_tier_1_requests": "gfr_requests_tier1",
        "monthly_tier_2_requests": "requests_tier2",
        "monthly_lifecycle_transition_requests": "gfr_transition",
        "monthly_standard_data_retrieval_requests": "gfr_retrieval_requests_standard",
        "monthly_standard_data_retrieval_gb": "gfr_retrieval_standard",
        "monthly_expedited_data_retrieval_requests": "gfr_retrieval_requests_expedited",
        "monthly_expedited_data_retrieval_gb": "gfr_retrieval_expedited",
        "monthly_standard_select_data_scanned_gb": "gfr_select_scanned_standard",
        "monthly_standard_select_data_returned_gb": "gfr_select_returned_standard",
        "monthly_expedited_select_data_scanned_gb": "gfr_select_scanned_expedited",
        "monthly_expedited_select_data_returned_gb": "gfr_select_returned_expedited",
        "monthly_bulk_select_data_scanned_gb": "gfr_select_scanned_bulk",
        "monthly_bulk_select_data_returned_gb": "gfr_select_returned_bulk",
        "early_delete_gb": "gfr_storage",
    },
    "glacier_deep_archive": {
        "storage_gb": "gda_storage",
        "monthly_tier_1_requests": "gda_requests_tier1",
        "monthly_tier_2_requests": "requests_tier2",
        "monthly_lifecycle_transition_requests": "gda_transition",
        "monthly_standard_data_retrieval_requests": "gda_retrieval_requests_standard",
        "monthly_standard_data_retrieval_gb": "gda_retrieval_standard",
        "monthly_bulk_data_retrieval_requests": "gda_retrieval_requests_bulk",
        "monthly_bulk_data_retrieval_gb": "gda_retrieval_bulk",
        "early_delete_gb": "gda_storage",
    },
}
"""What infracost asks for one bucket -> AWS's dimension. Data deleted early is billed as if it were kept."""


def aws_s3_bucket(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    """One bucket per storage class, and one for what is deleted early."""
    del terraform
    draft.about = ("s3",)
    for kind, keys in _S3.items():
        stated = usage.get(kind) or {}
        for key, dimension in keys.items():
            if stated.get(key) is None:
                continue
            name = f"{kind}-{'deleted-early' if key == 'early_delete_gb' else 'objects'}"
            if name not in draft.components:
                draft.add(name, "s3")
            draft.meters(name, f"s3.{dimension}", stated[key])


def aws_instance(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("ec2", "cloudwatch.custom_metrics")
    kind = str(terraform.get("instance_type", "t3.micro"))
    size = terraform.get("root_block_device.volume_size", 8)  # GB of gp2: infracost's default root volume
    volume = {"size": gb(size), "kind": str(terraform.get("root_block_device.volume_type", "gp2"))}
    draft.add("instance", "ec2", instance_type=kind, volume=volume)
    earned, cores = usage.get("monthly_cpu_credit_hrs"), usage.get("vcpu_count", 2)
    if earned:
        draft.meters("instance", "ec2.cpu_credits", float(earned) * float(cores))
    if truth(terraform.get("monitoring")):
        draft.meters("instance", "cloudwatch.custom_metrics", 7)


def aws_ebs_volume(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("ec2.ebs",)
    kind = {"standard": "magnetic"}.get(str(terraform.get("type", "gp2")), str(terraform.get("type", "gp2")))
    iops = terraform.get("iops")
    draft.add(
        "instance",
        "ec2",
        instance_type="t3.micro",
        volume={
            "size": gb(terraform.get("size", 8)),
            "kind": "io1" if kind == "io2" else kind,
            "iops": int(iops) if iops else None,
        },
    )
    draft.meters("instance", "ec2.ebs_magnetic_io", usage.get("monthly_standard_io_requests"))
    throughput = float(terraform.get("throughput", 125)) - 125
    draft.meters("instance", "ec2.ebs_gp3_throughput", throughput if throughput > 0 else None)


def aws_db_instance(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("rds",)
    engine = str(terraform.get("engine", "mysql"))
    iops = terraform.get("iops")
    kind = terraform.get("storage_type") or ("io1" if iops else "gp2")
    kind = {"standard": "magnetic"}.get(str(kind), kind)
    if kind == "io1" and int(iops or 0) < 1000:
        iops = 1000
    draft.add(
        "database",
        "rds",
        engine=engine,
        instance_type=str(terraform.get("instance_class")),
        storage_type=kind,
        storage=gb(terraform.get("allocated_storage", 20)),
        zones=2 if truth(terraform.get("multi_az")) else None,
        iops=int(iops) if iops else None,
    )
    extra = usage.get("additional_backup_storage_gb")
    draft.meters("database", f"rds.{'aurora_' if engine.startswith('aurora') else ''}backup_storage", extra)
    draft.meters("database", "rds.storage_magnetic_io", usage.get("monthly_standard_io_requests"))


def aws_rds_cluster_instance(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("rds",)
    kind = str(terraform.get("instance_class", ""))
    draft.add("database", "rds", engine="aurora", instance_type=kind, capacity=usage.get("capacity_units_per_hr"))
    earned = usage.get("monthly_cpu_credit_hrs")
    if earned:
        draft.meters("database", "rds.aurora_cpu_credits", float(earned) * float(usage.get("vcpu_count", 2)))


def aws_rds_cluster(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("rds.aurora_storage", "rds.aurora_io", "rds.aurora_sv2", "rds.aurora_backup")
    del terraform
    draft.add(
        "database",
        "rds",
        engine="aurora",
        instance_type="db.serverless",
        capacity=usage.get("capacity_units_per_hr", 0),
    )
    draft.uses("database", storage=gb(usage.get("storage_gb", 0)))
    requests = sum(float(usage.get(f"{way}_requests_per_sec", 0)) for way in ("read", "write")) * 2_628_000
    draft.meters("database", "rds.aurora_io", requests or None)
    draft.meters("database", "rds.aurora_backup_storage", usage.get("backup_snapshot_size_gb"))


def aws_elasticache_cluster(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("elasticache",)
    count = first(terraform, "num_cache_nodes", "number_cache_clusters", "num_cache_clusters", default=1)
    groups = first(terraform, "num_node_groups", "cluster_mode.num_node_groups", default=None)
    if groups is not None:
        replicas = first(terraform, "replicas_per_node_group", "cluster_mode.replicas_per_node_group", default=0)
        count = int(groups) * (int(replicas) + 1)
    draft.add(
        "cache",
        "elasticache",
        engine=str(terraform.get("engine", "redis")),
        node_type=str(terraform["node_type"]),
        nodes=int(count),
    )
    draft.meters("cache", "elasticache.backup", usage.get("snapshot_storage_size_gb"))


aws_elasticache_replication_group = aws_elasticache_cluster


def aws_opensearch_domain(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    del usage
    draft.about = ("opensearch",)
    kind = str(terraform.get("cluster_config.instance_type", "m4.large.search")).replace(".elasticsearch", ".search")
    count = int(terraform.get("cluster_config.instance_count", 1))
    disk = str(terraform.get("ebs_options.volume_type", "gp2"))
    iops = terraform.get("ebs_options.iops") if disk == "io1" else None
    # the volume's size is that of the whole domain in infracost's tables
    size = float(terraform.get("ebs_options.volume_size", 8)) / count
    draft.add(
        "domain",
        "opensearch",
        instance_type=kind,
        nodes=count,
        storage=gb(size),
        storage_type={"standard": "magnetic"}.get(disk, disk),
        iops=None,
    )
    draft.meters("domain", "opensearch.ebs_io1_iops", iops)
    if truth(terraform.get("cluster_config.dedicated_master_enabled")):
        extra_nodes(
            draft,
            str(terraform.get("cluster_config.dedicated_master_type")),
            int(terraform.get("cluster_config.dedicated_master_count", 1)),
        )
    if truth(terraform.get("cluster_config.warm_enabled")):
        count = int(terraform.get("cluster_config.warm_count", 1))
        draft.meters("domain", "opensearch.ultrawarm_medium", count * 730)


def extra_nodes(draft: Draft, kind: str, count: int) -> None:
    name = kind.replace(".elasticsearch", ".search").replace(".", "_")
    draft.meters("domain", f"opensearch.instance_{name}", count * 730)


aws_elasticsearch_domain = aws_opensearch_domain


def aws_redshift_cluster(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("redshift",)
    draft.add(
        "warehouse",
        "redshift",
        node_type=str(terraform.get("node_type")),
        nodes=int(terraform.get("number_of_nodes", 1)),
    )
    draft.uses("warehouse", storage=gb(usage.get("managed_storage_gb")))
    draft.meters("warehouse", "redshift.spectrum", usage.get("spectrum_data_scanned_tb"))
    draft.meters("warehouse", "redshift.backup", usage.get("backup_storage_gb"))


def aws_efs_file_system(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("efs",)
    mode = str(terraform.get("throughput_mode", "bursting"))
    one_zone = terraform.get("availability_zone_name") is not None
    stated = usage.get("storage_gb")
    draft.add("files", "efs", throughput=mode, provisioned=terraform.get("provisioned_throughput_in_mibps"))
    if one_zone:
        draft.meters("files", "efs.storage_one_zone", stated)
    else:
        draft.uses("files", storage=gb(stated))
    held = "storage_one_zone_ia" if one_zone else "storage_ia_legacy"
    for key, dimension in (
        ("infrequent_access_storage_gb", held),
        ("monthly_infrequent_access_read_gb", "ia_read"),
        ("monthly_infrequent_access_write_gb", "ia_write"),
    ):
        draft.meters("files", f"efs.{dimension}", usage.get(key))


def aws_lb(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("elb",)
    kind = str(terraform.get("load_balancer_type", "application"))
    draft.add("balancer", "load_balancer", kind=kind)
    processed, new = usage.get("processed_bytes_gb"), float(usage.get("new_connections", 1) or 1)
    if processed is not None:
        draft.enter("balancer", new, payload=gb(float(processed) / new))
        draft.uses("balancer", connections=number(usage.get("active_connections", 0)))


aws_alb = aws_lb


def aws_ecs_service(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    del usage
    draft.about = ("fargate",)
    cpu = (
        str(first(terraform, "cpu", "task.cpu", "aws_ecs_task_definition.cpu", default="1")).replace("vCPU", "").strip()
    )
    memory = str(first(terraform, "memory", "task.memory", "aws_ecs_task_definition.memory", default="2 GB"))
    cores = float(cpu) / 1024 if float(cpu) >= 128 else float(cpu)
    draft.add(
        "service",
        "ecs_service",
        cpu=cores,
        memory=memory if memory.upper().endswith("B") else f"{memory} MB",
        tasks=int(terraform.get("desired_count", 1)),
    )


def aws_nat_gateway(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    del terraform
    draft.about = ("vpc.nat",)
    nat(draft, 1, usage.get("monthly_data_processed_gb"))


def nat(draft: Draft, gateways: int, processed: Any) -> None:
    """Instances in private subnets that send to the internet through a NAT gateway each."""
    subnets: dict[str, Any] = {}
    for at in range(gateways):
        zone = "abc"[at]
        subnets[f"public-{zone}"] = {
            "cidr": f"10.0.{at}.0/24",
            "zone": zone,
            "routes": {"0.0.0.0/0": "internet_gateway"},
        }
        subnets[f"private-{zone}"] = {
            "cidr": f"10.0.{at + 100}.0/24",
            "zone": zone,
            "routes": {"0.0.0.0/0": f"nat-{zone}"},
        }
        draft.subjects.add(f"net.nat-{zone}")
    draft.vpcs["net"] = {
        "cidr": "10.0.0.0/16",
        "internet_gateway": True,
        "subnets": subnets,
        "nat_gateways": {f"nat-{'abc'[at]}": {"subnet": f"public-{'abc'[at]}"} for at in range(gateways)},
    }
    if processed:
        draft.add("world", "http_endpoint", subject=False)
        for at in range(gateways):
            sender = draft.add(
                f"sender-{at}",
                "ec2",
                subject=False,
                instance_type="t3.micro",
                vpc={"name": "net", "subnets": [f"private-{'abc'[at]}"]},
            )
            flow = draft.flow(sender, "world", payload=gb(float(processed) / gateways / 1000))
            draft.usage[flow] = {"rate": "1000/month"}


def aws_vpc_endpoint(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    kind = str(terraform.get("vpc_endpoint_type", "Gateway"))
    draft.about = ("vpc.endpoint",)
    if kind == "Gateway":
        return
    zones = count_of(terraform.get("subnet_ids"), int(terraform.get("interfaces", 1)))
    draft.vpcs["net"] = {
        **network(zones),
        "endpoints": {"sqs": {"kind": "interface", "subnets": [f"s{at}" for at in range(zones)]}},
    }
    draft.subjects.add("net.sqs")
    processed = usage.get("monthly_data_processed_gb")
    if processed is not None:
        draft.add("holder", "aws_service", service="sqs")
        draft.meters("holder", "vpc.endpoint_gb", processed)


def aws_eip(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    del usage
    draft.about = ("vpc.public_ipv4",)
    attached = truth(terraform.get("attached", terraform.get("instance") is not None))
    if not attached:
        draft.vpcs["net"] = {**network(1), "idle_addresses": int(terraform.get("elastic_ips", 1))}
        draft.subjects.add("net")


def aws_cloudwatch_log_group(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    del terraform
    draft.about = ("cloudwatch",)
    draft.add("group", "cloudwatch_logs")
    taken = usage.get("monthly_data_ingested_gb")
    if taken is not None:
        draft.enter("group", 1000, payload=gb(float(taken) / 1000))
    draft.uses("group", storage=gb(usage.get("storage_gb", 0)))
    draft.meters("group", "cloudwatch.logs_insights", usage.get("monthly_data_scanned_gb"))


def aws_cloudwatch_metric_alarm(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    del usage
    draft.about = ("cloudwatch.alarm",)
    periods = terraform.get("metric_query.metric.period", terraform.get("period"))
    metrics = periods if isinstance(periods, list) else [periods]
    fast = any(str(period) not in ("None", "null") and int(str(period)) < 60 for period in metrics)
    draft.add(
        "watched", "ec2", instance_type="t3.micro", alarms=None if fast else [f"m{at}" for at in range(len(metrics))]
    )
    if fast:
        anomaly = "ANOMALY" in str(terraform.get("metric_query.expression", ""))
        draft.meters("watched", "cloudwatch.alarm_high_resolution", 3 if anomaly else len(metrics))


def aws_cloudwatch_dashboard(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    del terraform, usage
    draft.about = ("cloudwatch.dashboard",)
    draft.add("watched", "cloudwatch_logs")
    draft.meters("watched", "cloudwatch.dashboard", 1)


def aws_kms_key(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("kms",)
    draft.add("key", "kms_key", rotation=truth(terraform.get("rotation", terraform.get("enable_key_rotation"))) or None)
    if usage.get("monthly_requests") is not None:
        draft.enter("key", usage["monthly_requests"])


def aws_secretsmanager_secret(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("secretsmanager",)
    for at in range(int(terraform.get("secrets", 1))):
        draft.add(f"secret-{at}", "secret")
    if usage.get("monthly_requests") is not None:
        draft.enter("secret-0", usage["monthly_requests"])


def aws_data_transfer(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    """Instances that send: to the internet, to another zone, to another region."""
    del terraform
    draft.about = ("data_transfer",)
    draft.region = str(usage.get("region", draft.region))
    draft.vpcs["net"] = network(2)
    sender = draft.add("sender", "ec2", instance_type="t3.micro", vpc={"name": "net", "subnets": ["s0"]})
    other = "us-west-2" if draft.region != "us-west-2" else "us-east-1"
    draft.add("world", "http_endpoint", subject=False)
    draft.add("neighbour", "ec2", subject=False, instance_type="t3.micro", vpc={"name": "net", "subnets": ["s1"]})
    draft.add("abroad", "ec2", subject=False, instance_type="t3.micro", region=other)
    for key, target in (
        ("monthly_intra_region_gb", "neighbour"),
        ("monthly_outbound_internet_gb", "world"),
        ("monthly_outbound_other_regions_gb", "abroad"),
    ):
        if usage.get(key) is not None:
            flow = draft.flow(sender, target, payload=f"{plain(float(usage[key]) / 1000)} GB")
            draft.usage[flow] = {"rate": "1000/month"}

"""infracost's resources that keep data: a description for each, from its terraform and usage keys."""

from __future__ import annotations

import re
from typing import Any

from .draft import Draft, first, gb, truth
from .infracost_events import Terraform, Usage, scaled


def vcpus(kind: str) -> int:
    """vCPUs of a database class: 2 up to `large`, 4 for `xlarge`, 4 for each of so many."""
    size = kind.rpartition(".")[2]
    return 2 if not size.endswith("xlarge") else 4 * int(size.removesuffix("xlarge") or 1)


def aws_dynamodb_table(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("dynamodb",)
    on_demand = str(terraform.get("billing_mode", "PROVISIONED")).upper() == "PAY_PER_REQUEST"
    replicas = terraform.get("replica.region_name")
    replicas = replicas if isinstance(replicas, list) else [replicas] if replicas else None

    def units(word: str, key: str) -> int:
        return int(scaled(usage, f"{word}CapacityUnits", terraform.get(key, 1)))

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


_LAST_STANDARD = {"mysql": 5.7, "postgres": 12.0, "aurora-mysql": 5.7, "aurora-postgresql": 12.0}
"""Engine -> the last version that is past its standard support; `mysql 5.7` and all before it pay for being old."""


def extended_support(draft: Draft, terraform: Terraform, kind: str) -> None:
    """What an engine past its standard support costs, by the vCPU."""
    found = re.match(r"\d+(\.\d+)?", str(terraform.get("engine_version", "")))
    last = _LAST_STANDARD.get(str(terraform.get("engine")))
    if found is None or last is None:
        return
    major = float(found[0]) if "mysql" in str(terraform["engine"]) else float(found[0].partition(".")[0])
    if major <= last:
        draft.meters("database", "rds.extended_support_year1", vcpus(kind) * 730)


def performance_insights(draft: Draft, terraform: Terraform, usage: Usage, kind: str, capacity: Any = None) -> None:
    """Performance Insights that are kept for longer than a week, and the requests to them."""
    if not truth(terraform.get("performance_insights_enabled")):
        return
    if float(terraform.get("performance_insights_retention_period", 7)) > 7:
        serverless = kind.endswith("serverless")
        size = "serverless" if serverless else kind.replace(".", "_")
        draft.meters("database", f"rds.performance_insights_{size}", capacity if serverless else vcpus(kind))
    draft.meters(
        "database", "rds.performance_insights_requests", usage.get("monthly_additional_performance_insights_requests")
    )


def aws_db_instance(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("rds",)
    engine = str(terraform.get("engine", "mysql")).replace("-cdb", "")
    if engine.startswith("oracle") and str(terraform.get("license_model", "")).startswith("bring"):
        engine = "oracle-byol"
    iops = terraform.get("iops")
    kind = terraform.get("storage_type") or ("io1" if iops else "gp2")
    kind = {"standard": "magnetic"}.get(str(kind), kind)
    if kind == "io1" and int(iops or 0) < 1000:
        iops = 1000
    draft.add(
        "database",
        "rds",
        engine=engine,
        instance_type=str(terraform["instance_class"]),
        storage_type=kind,
        storage=gb(terraform.get("allocated_storage", 20)),
        zones=2 if truth(terraform.get("multi_az")) else None,
        iops=int(iops) if iops else None,
    )
    extra = usage.get("additional_backup_storage_gb")
    draft.meters("database", f"rds.{'aurora_' if engine.startswith('aurora') else ''}backup_storage", extra)
    draft.meters("database", "rds.storage_magnetic_io", usage.get("monthly_standard_io_requests"))
    extended_support(draft, terraform, str(terraform["instance_class"]))
    performance_insights(draft, terraform, usage, str(terraform["instance_class"]))


def aws_rds_cluster_instance(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("rds",)
    kind, capacity = str(terraform["instance_class"]), usage.get("capacity_units_per_hr")
    draft.add("database", "rds", engine="aurora", instance_type=kind, capacity=capacity)
    extended_support(draft, terraform, kind)
    performance_insights(draft, terraform, usage, kind, capacity)
    earned = usage.get("monthly_cpu_credit_hrs")
    if earned:
        draft.meters("database", "rds.aurora_cpu_credits", float(earned) * float(usage.get("vcpu_count", 2)))


def aws_rds_cluster(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    """A cluster by itself: its instances are other resources, but for a serverless one of the first generation."""
    draft.about = ("rds.aurora_storage", "rds.aurora_io", "rds.aurora_sv1", "rds.aurora_back", "rds.snapshot")
    draft.add("database", "rds", engine="aurora", instance_type="db.serverless", capacity=0)
    units = usage.get("capacity_units_per_hr") if terraform.get("engine_mode") == "serverless" else None
    draft.meters("database", "rds.aurora_sv1_acu", None if units is None else float(units) * 730)
    draft.uses("database", storage=gb(usage.get("storage_gb", 0)))
    requests = sum(float(usage.get(f"{way}_requests_per_sec", 0)) for way in ("read", "write")) * 2_628_000
    draft.meters("database", "rds.aurora_io", requests or None)
    kept = int(terraform.get("backup_retention_period", 1))
    snapshot = usage.get("backup_snapshot_size_gb")  # of each day; the first is free
    draft.meters(
        "database", "rds.aurora_backup_storage", float(snapshot) * (kept - 1) if snapshot and kept > 1 else None
    )
    draft.meters("database", "rds.snapshot_export", usage.get("snapshot_export_size_gb"))
    statements, hours = usage.get("average_statements_per_hr"), usage.get("backtrack_window_hrs")
    if "mysql" in str(terraform.get("engine")) and statements and hours:
        changes = float(statements) * 730 * float(usage.get("change_records_per_statement", 0)) * float(hours)
        draft.meters("database", "rds.aurora_backtrack", changes)


def aws_elasticache_cluster(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("elasticache",)
    count = first(terraform, "num_cache_nodes", "number_cache_clusters", "num_cache_clusters", default=1)
    groups = first(terraform, "num_node_groups", "cluster_mode.num_node_groups", default=None)
    replicas = first(terraform, "replicas_per_node_group", "cluster_mode.replicas_per_node_group", default=0)
    groups, replicas = scaled(usage, "NodeGroups", groups), scaled(usage, "Replicas", replicas)
    if groups is not None:
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
    node = str(terraform.get("node_type")).replace(".", "_")
    draft.meters("warehouse", f"redshift.concurrency_scaling_{node}", usage.get("concurrency_scaling_secs"))
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

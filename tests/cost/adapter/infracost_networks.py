"""infracost's resources that run, connect and watch: instances, networks, keys, alarms."""

from __future__ import annotations

from typing import Any

from .draft import Draft, first, gb, number, plain, truth
from .infracost_events import Terraform, Usage, count_of, network


def aws_instance(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    instances(draft, terraform, usage, 1)


def aws_autoscaling_group(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    """So many instances of its launch template or configuration, whose keys stand beside its own or below a name."""
    shared = {
        key.rpartition("launch_template.")[2].rpartition("launch_configuration.")[2]: value
        for key, value in terraform.items()
    }
    count = first(usage, "instances", default=first(shared, "desired_capacity", "min_size", default=1))
    instances(draft, shared, usage, max(1, int(count)))


def instances(draft: Draft, terraform: Terraform, usage: Usage, count: int) -> None:
    draft.about = ("ec2", "cloudwatch.custom_metrics")
    kind = str(terraform.get("instance_type", "t3.micro"))
    size = terraform.get("root_block_device.volume_size", 8)  # GB of gp2: infracost's default root volume
    volume = {"size": gb(size), "kind": str(terraform.get("root_block_device.volume_type", "gp2"))}
    draft.add("instance", "ec2", instance_type=kind, volume=volume, count=count)
    for at, (disk, storage, iops) in enumerate(more_volumes(terraform)):  # an instance has one `volume`
        draft.add(f"disk-{at}", "aws_service", service="ebs")
        draft.meters(f"disk-{at}", f"ec2.ebs_{disk}_storage", storage * count)
        draft.meters(f"disk-{at}", f"ec2.ebs_{disk}_iops", None if iops is None else iops * count)
    earned, cores = usage.get("monthly_cpu_credit_hrs"), usage.get("vcpu_count", 2)
    if earned and kind.startswith("t"):
        draft.meters("instance", "ec2.cpu_credits", float(earned) * float(cores) * count)
    if truth(terraform.get("monitoring")):
        draft.meters("instance", "cloudwatch.custom_metrics", 7 * count)
    if truth(terraform.get("ebs_optimized")) and kind.partition(".")[0] in _OPTIMIZED_AT_A_PRICE:
        draft.meters("instance", f"ec2.ebs_optimized_{kind.replace('.', '_')}", 730 * count)


_OPTIMIZED_AT_A_PRICE = frozenset({"c1", "c3", "g2", "i2", "m1", "m2", "r3"})
"""Families of instances for which EBS optimization is not included."""


def more_volumes(terraform: Terraform) -> list[tuple[str, float, float | None]]:
    """Kind, GB and IOPS of the further volumes; values that fewer volumes have than there are belong to the last."""
    sizes = listed(terraform.get("ebs_block_device.volume_size"))
    kinds = listed(terraform.get("ebs_block_device.volume_type"))
    kinds = ["gp2"] * (len(sizes) - len(kinds)) + [KINDS.get(str(kind), str(kind)) for kind in kinds]
    given = listed(terraform.get("ebs_block_device.iops"))
    found = []
    for kind, size in zip(kinds, sizes, strict=True):
        iops = float(given.pop(0)) if kind == "io1" and given else None
        found.append((kind, float(size), iops))
    return found


KINDS = {"standard": "magnetic", "io2": "io1"}
"""Kinds of volumes that have another name in the price list, or the same price."""


def listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [] if value is None else [value]


def aws_ebs_volume(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("ec2.ebs",)
    kind = KINDS.get(str(terraform.get("type", "gp2")), str(terraform.get("type", "gp2")))
    iops = terraform.get("iops")
    draft.add(
        "instance",
        "ec2",
        instance_type="t3.micro",
        volume={
            "size": gb(terraform.get("size", 8)),
            "kind": kind,
            "iops": int(iops) if iops else None,
        },
    )
    draft.meters("instance", "ec2.ebs_magnetic_io", usage.get("monthly_standard_io_requests"))
    throughput = float(terraform.get("throughput", 125)) - 125
    draft.meters("instance", "ec2.ebs_gp3_throughput", throughput if throughput > 0 else None)


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


def nat(draft: Draft, gateways: int, processed: Any, hours: float = 730.0) -> None:
    """Instances in private subnets that send to the internet through a NAT gateway each, or the hours of some months."""
    if hours != 730.0 or gateways > 6:
        draft.add("gateways", "aws_service", service="nat")
        draft.meters("gateways", "vpc.nat_hour", gateways * hours)
        draft.meters("gateways", "vpc.nat_gb", processed)
        return
    subnets: dict[str, Any] = {}
    for at in range(gateways):
        zone = "abcdef"[at]
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
        "nat_gateways": {f"nat-{zone}": {"subnet": f"public-{zone}"} for zone in "abcdef"[:gateways]},
    }
    if processed:
        draft.add("world", "http_endpoint", subject=False)
        for at in range(gateways):
            sender = draft.add(
                f"sender-{at}",
                "ec2",
                subject=False,
                instance_type="t3.micro",
                vpc={"name": "net", "subnets": [f"private-{'abcdef'[at]}"]},
            )
            flow = draft.flow(sender, "world", payload=gb(float(processed) / gateways / 1000))
            draft.usage[flow] = {"rate": "1000/month"}


def aws_vpc_endpoint(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    kind = str(terraform.get("vpc_endpoint_type", "Gateway"))
    draft.about = ("vpc.endpoint",)
    if kind == "Gateway":
        return
    if kind == "GatewayLoadBalancer":
        draft.add("holder", "aws_service", service="gwlb")
        zones = count_of(terraform.get("subnet_ids"), int(terraform.get("interfaces", 1)))
        draft.meters("holder", "vpc.endpoint_gwlb_hour", zones * 730)
        draft.meters("holder", "vpc.endpoint_gwlb_gb", usage.get("monthly_data_processed_gb"))
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
    metrics = listed(terraform.get("metric_query.metric.period", terraform.get("period"))) or [300]
    fast = any(str(period) not in ("None", "null") and int(str(period)) < 60 for period in metrics)
    # an anomaly's alarm watches the metric and both edges of its band
    count = 3 if "ANOMALY" in str(terraform.get("metric_query.expression", "")) else len(metrics)
    alarms = None if fast else [f"m{at}" for at in range(count)]
    draft.add("watched", "ec2", instance_type="t3.micro", alarms=alarms)
    if fast:
        draft.meters("watched", "cloudwatch.alarm_high_resolution", count)


def aws_cloudwatch_dashboard(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    del terraform, usage
    draft.about = ("cloudwatch.dashboard",)
    draft.add("watched", "cloudwatch_logs")
    draft.meters("watched", "cloudwatch.dashboard", 1)


def aws_kms_key(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("kms",)
    draft.add("key", "kms_key", rotation=truth(terraform.get("rotation", terraform.get("enable_key_rotation"))) or None)
    spec = str(terraform.get("customer_master_key_spec", "SYMMETRIC_DEFAULT"))
    requests = usage.get("monthly_requests")
    if requests is not None and spec in ("SYMMETRIC_DEFAULT", "RSA_2048"):
        draft.enter("key", requests)
    else:
        draft.meters("key", "kms.requests_asymmetric", requests)


aws_kms_external_key = aws_kms_key


def aws_elb(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    """A classic load balancer; the description has no words for it but the quantities."""
    del terraform
    draft.about = ("elb.clb",)
    draft.add("balancer", "load_balancer")
    draft.meters("balancer", "elb.clb_hour", 730)
    draft.meters("balancer", "elb.clb_gb", usage.get("monthly_data_processed_gb"))


def aws_ec2_transit_gateway_vpc_attachment(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    del terraform
    draft.about = ("vpc.transit_gateway",)
    draft.add("holder", "aws_service", service="transit-gateway")
    draft.meters("holder", "vpc.transit_gateway_attachment_hour", 730)
    draft.meters("holder", "vpc.transit_gateway_gb", usage.get("monthly_data_processed_gb"))


aws_ec2_transit_gateway_peering_attachment = aws_ec2_transit_gateway_vpc_attachment


def aws_vpn_connection(draft: Draft, terraform: Terraform, usage: Usage) -> None:
    draft.about = ("vpc.transit_gateway", "vpc.vpn")
    draft.add("holder", "aws_service", service="vpn")
    draft.meters("holder", "vpc.vpn_hour", 730)
    if terraform.get("transit_gateway_id"):
        draft.meters("holder", "vpc.transit_gateway_attachment_hour", 730)
        draft.meters("holder", "vpc.transit_gateway_gb", usage.get("monthly_data_processed_gb"))


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
    draft.meters("sender", "data_transfer.us_east_out", usage.get("monthly_outbound_us_east_to_us_east_gb"))

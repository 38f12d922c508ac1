"""Instances, auto scaling groups and the load balancers before them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.mapping import Rows, carry, flag, number, seconds, text, whole, word
from archlint.importers.cloudformation.network import attach, resource_named
from archlint.importers.cloudformation.values import Properties, Setting, as_item, find, items, value_at
from archlint.importers.draft import Part

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.cloudformation.world import World

_GROUP: Rows = (
    ("MinSize", "min", whole),
    ("MaxSize", "max", whole),
    ("DesiredCapacity", "desired", whole),
    ("InstanceType", "instance_type", text),
)
_BALANCER: Rows = (
    ("Type", "kind", lambda value: str(value).lower()),
    ("Scheme", "scheme", word({"internal": "internal", "internet-facing": "internet_facing"})),
)


def instance(world: World, resource: Resource) -> None:
    part = world.component(resource, "ec2")
    carry((("InstanceType", "instance_type", text),), resource.properties, part)
    _typed(world, resource, part, "LaunchTemplate")


def _template(world: World, resource: Resource, *path: str) -> Any:
    """What a launch template or launch configuration says of instances."""
    named = find(resource.properties, *path)
    if named is None:
        return None
    reference = value_at(named.value, "LaunchTemplateId") or value_at(named.value, "LaunchTemplateName") or named.value
    found = resource_named(world, reference, "AWS::EC2::LaunchTemplate", "AWS::AutoScaling::LaunchConfiguration")
    if found is None:
        return None
    return value_at(found.properties, "LaunchTemplateData") or found.properties


def _typed(world: World, resource: Resource, part: Part, *path: str) -> None:
    if "instance_type" in part.fields:
        return
    kind = find(_template(world, resource, *path), "InstanceType")
    part.put("instance_type", kind.value if kind else UNKNOWN, kind.at if kind else None, kind.note if kind else "")


def link_instance(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    _as_profile(world, part, find(resource.properties, "IamInstanceProfile"))
    subnet, interface = (
        find(resource.properties, "SubnetId"),
        next(items(resource.properties, "NetworkInterfaces"), None),
    )
    place = interface if subnet is None and interface is not None else Setting(resource.properties, resource.at)
    if interface is not None and subnet is None:
        attach(world, part, place, "SubnetId", "GroupSet")
        public = find(interface.value, "AssociatePublicIpAddress")
        if public is not None and isinstance(part.get("vpc"), Properties):
            part.set("vpc.public_address", public, flag(public.value) if public.is_known else UNKNOWN)
    elif subnet is not None:
        attach(world, part, place, "SubnetId", "SecurityGroupIds")


def _as_profile(world: World, part: Part, profile: Setting | None) -> None:
    if profile is None:
        return
    value = value_at(profile.value, "Arn") or value_at(profile.value, "Name") or profile.value
    found = resource_named(world, value, "AWS::IAM::InstanceProfile")
    name = world.facts.get(("profile", found.name)) if found is not None else None
    part.set("role", profile, UNKNOWN if name is None else name)


def group(world: World, resource: Resource) -> None:
    part = world.component(resource, "auto_scaling_group", find(resource.properties, "AutoScalingGroupName"))
    carry(_GROUP, resource.properties, part)
    for path in (
        ("LaunchTemplate",),
        ("LaunchConfigurationName",),
        ("MixedInstancesPolicy", "LaunchTemplate", "LaunchTemplateSpecification"),
    ):
        if find(resource.properties, *path) is not None:
            _typed(world, resource, part, *path)
    for field in ("instance_type", "max"):
        if field not in part.fields:
            part.put(field, UNKNOWN)
    spot = find(
        resource.properties, "MixedInstancesPolicy", "InstancesDistribution", "OnDemandPercentageAboveBaseCapacity"
    )
    if spot is not None and isinstance(spot.value, int):
        part.set("spot", spot, f"{100 - spot.value}%")


def link_group(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    properties = resource.properties
    place = Properties(as_item(resource.at))
    subnets = find(properties, "VPCZoneIdentifier")
    if subnets is not None:
        place.put("SubnetIds", subnets.value, subnets.at, subnets.note)
        inner = _template(world, resource, "LaunchTemplate") or _template(world, resource, "LaunchConfigurationName")
        groups = find(inner, "SecurityGroupIds") or find(inner, "SecurityGroups")
        if groups is not None:
            place.put("SecurityGroupIds", groups.value, groups.at, groups.note)
        attach(world, part, Setting(place, subnets.at))
        _as_profile(world, part, find(inner, "IamInstanceProfile"))
    for arn in items(properties, "TargetGroupARNs"):
        behind(world, arn.value, resource.name, arn.at)


def scaling_policy(world: World, resource: Resource) -> None:
    """What an auto scaling group follows."""
    found = world.target(value_at(resource.properties, "AutoScalingGroupName"), "auto_scaling_group")
    configuration = find(resource.properties, "TargetTrackingConfiguration")
    if found is None or configuration is None:
        return
    part = world.draft.components[found.name]
    metric = value_at(configuration.value, "PredefinedMetricSpecification", "PredefinedMetricType")
    goal = find(configuration.value, "TargetValue")
    if metric == "ASGAverageCPUUtilization" and goal is not None:
        part.set("scale_on.cpu", goal, f"{number(goal.value)}%" if goal.is_known else UNKNOWN)
    queue = world.mentioned(value_at(configuration.value, "CustomizedMetricSpecification"), "sqs")
    if queue is not None:
        field = "backlog_per_instance" if "Metrics" in str(configuration.value) else "queue_depth"
        part.put(f"scale_on.{field}.queue", queue.name, configuration.at)
        if goal is not None:
            part.set(f"scale_on.{field}.target", goal, number(goal.value) if goal.is_known else UNKNOWN)


def balancer(world: World, resource: Resource) -> None:
    part = world.component(resource, "load_balancer", find(resource.properties, "Name"))
    carry(_BALANCER, resource.properties, part)
    if "scheme" not in part.fields:
        part.put("scheme", "internet_facing")
    for attribute in items(resource.properties, "LoadBalancerAttributes"):
        key, value = value_at(attribute.value, "Key"), find(attribute.value, "Value")
        if key == "idle_timeout.timeout_seconds" and value is not None:
            part.set("timeout", value, seconds(value.value) if value.is_known else UNKNOWN)
        elif key == "load_balancing.cross_zone.enabled" and value is not None:
            part.set("cross_zone", value, flag(value.value) if value.is_known else UNKNOWN)


def link_balancer(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    attach(world, part, Setting(resource.properties, resource.at), "Subnets", "SecurityGroups")


def listener(world: World, resource: Resource) -> None:
    """A port of a load balancer; where it forwards to is remembered for the targets behind it."""
    found = world.target(value_at(resource.properties, "LoadBalancerArn"), "load_balancer")
    port = find(resource.properties, "Port")
    if found is None or port is None:
        return
    part = world.draft.components[found.name]
    name = str(whole(port.value)) if port.is_known else resource.name
    world.facts["listener", resource.name] = (found.name, name)
    held = part.fields.get("listeners")
    if not isinstance(held, Properties):
        held = Properties(part.fields.span)
        part.put("listeners", held, resource.at)
    one = Part(name, resource.at)
    carry((("Protocol", "protocol", lambda value: str(value).lower()),), resource.properties, one)
    held.put(name, one.fields, resource.at)
    for action in items(resource.properties, "DefaultActions"):
        _forwards(world, action, found.name, name, None)


def listener_rule(world: World, resource: Resource) -> None:
    named = resource_named(world, value_at(resource.properties, "ListenerArn"), "AWS::ElasticLoadBalancingV2::Listener")
    place = world.facts.get(("listener", named.name)) if named is not None else None
    if place is not None:
        for action in items(resource.properties, "Actions"):
            _forwards(world, action, place[0], place[1], resource)


def _forwards(world: World, action: Setting, balancer_: str, port: str, rule: Resource | None) -> None:
    groups = [find(action.value, "TargetGroupArn")]
    groups += [find(entry.value, "TargetGroupArn") for entry in items(action.value, "ForwardConfig", "TargetGroups")]
    for arn in groups:
        found = (
            resource_named(world, arn.value, "AWS::ElasticLoadBalancingV2::TargetGroup") if arn is not None else None
        )
        if found is not None:
            routes = world.facts.setdefault(("routes to", found.name), [])
            if (balancer_, port, rule) not in routes:
                routes.append((balancer_, port, rule))


def target_group(world: World, resource: Resource) -> None:
    for entry in items(resource.properties, "Targets"):
        target = world.target_or_outside(find(entry.value, "Id"))
        if target is not None:
            behind(world, resource.ref, target.name, entry.at, target.qualifier)


def behind(world: World, group_: Any, component: str, at: Any, alias: str = "") -> None:
    """A component stands in a target group: flows lead to it from every listener that forwards there."""
    found = resource_named(world, group_, "AWS::ElasticLoadBalancingV2::TargetGroup")
    if found is None:
        return
    port = whole(value_at(found.properties, "Port"))
    for balancer_, listener_, rule in world.facts.get(("routes to", found.name), ()):
        flow = world.flow(balancer_, component, at, rule.name if rule is not None else found.name)
        flow.put("listener", listener_, at)
        if rule is not None:
            flow.put("rule", rule.name, rule.at)
            carry((("Priority", "priority", whole),), rule.properties, flow)
        if isinstance(port, int) and world.draft.type_of(component) != "lambda":
            flow.put("port", port, found.at)
        if alias and world.draft.type_of(component) == "lambda":
            flow.put("alias", alias, at)


READERS = {
    "AWS::EC2::Instance": instance,
    "AWS::AutoScaling::AutoScalingGroup": group,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": balancer,
}
SECOND = {"AWS::ElasticLoadBalancingV2::Listener": listener}
THIRD = {"AWS::ElasticLoadBalancingV2::ListenerRule": listener_rule}
LINKS = {
    "AWS::EC2::Instance": link_instance,
    "AWS::AutoScaling::AutoScalingGroup": link_group,
    "AWS::AutoScaling::ScalingPolicy": scaling_policy,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": link_balancer,
    "AWS::ElasticLoadBalancingV2::TargetGroup": target_group,
}

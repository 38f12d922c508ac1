"""Databases, proxies, caches, search domains, warehouses and file systems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.mapping import Rows, carry, flag, gigabytes, positive, text, whole, word
from archlint.importers.cloudformation.messaging import encrypt
from archlint.importers.cloudformation.network import attach
from archlint.importers.cloudformation.values import Items, Properties, Setting, as_item, find, items, value_at

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.cloudformation.world import World
    from archlint.importers.draft import Part

_DATABASE: Rows = (
    ("Engine", "engine", text),
    ("DBInstanceClass", "instance_type", text),
    ("DBClusterInstanceClass", "instance_type", text),
    ("MultiAZ", "zones", word({"true": 2, "false": 1})),
    ("AllocatedStorage", "storage", gigabytes),
    ("PubliclyAccessible", "public", flag),
    ("Port", "port", whole),
)
_CACHE: Rows = (
    ("Engine", "engine", lambda value: str(value).lower()),
    ("CacheNodeType", "node_type", text),
    ("NumCacheNodes", "nodes", positive),
    ("NumCacheClusters", "nodes", positive),
    ("Port", "port", whole),
)
_SEARCH: Rows = (
    ("ClusterConfig.InstanceType", "instance_type", text),
    ("ClusterConfig.InstanceCount", "nodes", positive),
    ("ElasticsearchClusterConfig.InstanceType", "instance_type", text),
    ("ElasticsearchClusterConfig.InstanceCount", "nodes", positive),
    ("EBSOptions.VolumeSize", "storage", gigabytes),
)
_WAREHOUSE: Rows = (
    ("NodeType", "node_type", text),
    ("NumberOfNodes", "nodes", positive),
    ("PubliclyAccessible", "public", flag),
    ("Port", "port", whole),
    ("BaseCapacity", "capacity", whole),
)
_FILES: Rows = (
    ("ThroughputMode", "throughput", lambda value: str(value).lower()),
    ("ProvisionedThroughputInMibps", "provisioned", whole),
)


def database(world: World, resource: Resource) -> None:
    part = world.component(resource, "rds", find(resource.properties, "DBInstanceIdentifier"))
    carry(_DATABASE, resource.properties, part)
    if find(resource.properties, "ServerlessV2ScalingConfiguration") is not None:
        part.put("instance_type", "serverless")
    for field in ("engine", "instance_type"):
        if field not in part.fields:
            part.put(field, UNKNOWN)


def cluster_member(world: World, resource: Resource) -> None:
    """An instance of a cluster belongs to the cluster."""
    cluster = world.target(value_at(resource.properties, "DBClusterIdentifier"))
    if cluster is None or resource.name not in world.draft.components:
        return
    del world.draft.components[resource.name]
    world.stands_for(resource, cluster)
    part = world.draft.components[cluster.name]
    members = world.facts["members", cluster.name] = world.facts.get(("members", cluster.name), 0) + 1
    carry(
        (
            (
                "DBInstanceClass",
                "instance_type",
                lambda value: "serverless" if value == "db.serverless" else text(value),
            ),
        ),
        resource.properties,
        part,
    )
    part.put("zones", members, resource.at)


def link_database(world: World, resource: Resource) -> None:
    part = world.part_of(resource)
    if part is not None:
        encrypt(world, part, find(resource.properties, "KmsKeyId"))
        _in_subnet_group(
            world,
            part,
            resource,
            "DBSubnetGroupName",
            "AWS::RDS::DBSubnetGroup",
            "VPCSecurityGroups",
            "VpcSecurityGroupIds",
        )


def _in_subnet_group(world: World, part: Part, resource: Resource, key: str, kind: str, *groups: str) -> None:
    """Where a resource lives that names its subnets through a subnet group."""
    named = find(resource.properties, key)
    if named is None:
        return
    group = next((one for one in world.of_type(kind) if named.value == one.ref), None)
    place = Properties(as_item(named.at))
    subnets = find(group.properties, "SubnetIds") if group is not None else None
    if subnets is None:
        part.set("vpc", named, UNKNOWN)
        return
    place.put("SubnetIds", subnets.value, named.at, named.note)
    for one in groups:
        held = find(resource.properties, one)
        if held is not None:
            place.put("SecurityGroupIds", held.value, held.at, held.note)
    attach(world, part, Setting(place, named.at, named.note))


def proxy(world: World, resource: Resource) -> None:
    part = world.component(resource, "rds_proxy", find(resource.properties, "DBProxyName"))
    part.put("target", UNKNOWN)


def link_proxy(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    attach(world, part, Setting(resource.properties, resource.at), "VpcSubnetIds", "VpcSecurityGroupIds")


def proxy_targets(world: World, resource: Resource) -> None:
    named = value_at(resource.properties, "DBProxyName")
    found = world.target(named, "rds_proxy")
    part = world.draft.components.get(found.name) if found is not None else None
    for key in ("DBInstanceIdentifiers", "DBClusterIdentifiers"):
        for entry in items(resource.properties, key):
            target = world.target(entry.value, "rds")
            if part is not None and target is not None:
                part.set("target", entry, target.name)
    share = find(resource.properties, "ConnectionPoolConfigurationInfo", "MaxConnectionsPercent")
    if part is not None and share is not None and isinstance(share.value, int):
        part.set("max_connections", share, f"{share.value}%")


def _plain(kind: str, rows: Rows, name: str, **required: Any) -> Any:
    """Reads a resource whose properties are fields one by one; `required` are the fields it must have."""

    def read(world: World, resource: Resource) -> None:
        part = world.component(resource, kind, find(resource.properties, name))
        carry(rows, resource.properties, part)
        for field, value in required.items():
            if field not in part.fields:
                part.put(field, value)

    return read


def _placed(subnets: str, groups: str, *path: str) -> Any:
    def link(world: World, resource: Resource) -> None:
        place = find(resource.properties, *path) if path else Setting(resource.properties, resource.at)
        attach(world, world.draft.components[resource.name], place, subnets, groups)

    return link


def link_cache(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    key, kind = "CacheSubnetGroupName", "AWS::ElastiCache::SubnetGroup"
    _in_subnet_group(world, part, resource, key, kind, "VpcSecurityGroupIds", "SecurityGroupIds")


def link_warehouse(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    key, kind = "ClusterSubnetGroupName", "AWS::Redshift::ClusterSubnetGroup"
    _in_subnet_group(world, part, resource, key, kind, "VpcSecurityGroupIds")


def access_point(world: World, resource: Resource) -> None:
    world.stands_for(resource, world.target(value_at(resource.properties, "FileSystemId")))


def mount_target(world: World, resource: Resource) -> None:
    """A file system lives where its mount targets are."""
    found = world.target(value_at(resource.properties, "FileSystemId"))
    if found is None:
        return
    part = world.draft.components[found.name]
    place = Properties(as_item(resource.at))
    subnets = Items(as_item(resource.at))
    earlier = world.facts.setdefault(("mounts", found.name), [])
    earlier.append(find(resource.properties, "SubnetId"))
    for subnet in earlier:
        if subnet is not None:
            subnets.add(subnet.value, as_item(subnet.at))
    place.put("SubnetIds", subnets, resource.at)
    groups = find(resource.properties, "SecurityGroups")
    if groups is not None:
        place.put("SecurityGroupIds", groups.value, groups.at)
    attach(world, part, Setting(place, resource.at))


READERS = {
    "AWS::RDS::DBInstance": database,
    "AWS::RDS::DBCluster": database,
    "AWS::RDS::DBProxy": proxy,
    "AWS::ElastiCache::CacheCluster": _plain("elasticache", _CACHE, "ClusterName", engine=UNKNOWN, node_type=UNKNOWN),
    "AWS::ElastiCache::ReplicationGroup": _plain(
        "elasticache", _CACHE, "ReplicationGroupId", engine="redis", node_type=UNKNOWN
    ),
    "AWS::ElastiCache::ServerlessCache": _plain("elasticache", _CACHE, "ServerlessCacheName", node_type="serverless"),
    "AWS::OpenSearchService::Domain": _plain("opensearch", _SEARCH, "DomainName"),
    "AWS::Elasticsearch::Domain": _plain("opensearch", _SEARCH, "DomainName"),
    "AWS::OpenSearchServerless::Collection": _plain("opensearch", (), "Name", serverless=True),
    "AWS::Redshift::Cluster": _plain("redshift", _WAREHOUSE, "ClusterIdentifier"),
    "AWS::RedshiftServerless::Workgroup": _plain("redshift", _WAREHOUSE, "WorkgroupName", serverless=True),
    "AWS::EFS::FileSystem": _plain("efs", _FILES, "FileSystemTags", throughput="bursting"),
}
SECOND = {"AWS::RDS::DBInstance": cluster_member, "AWS::EFS::AccessPoint": access_point}
LINKS = {
    "AWS::RDS::DBInstance": link_database,
    "AWS::RDS::DBCluster": link_database,
    "AWS::RDS::DBProxy": link_proxy,
    "AWS::RDS::DBProxyTargetGroup": proxy_targets,
    "AWS::ElastiCache::CacheCluster": link_cache,
    "AWS::ElastiCache::ReplicationGroup": link_cache,
    "AWS::ElastiCache::ServerlessCache": _placed("SubnetIds", "SecurityGroupIds"),
    "AWS::OpenSearchService::Domain": _placed("SubnetIds", "SecurityGroupIds", "VPCOptions"),
    "AWS::Elasticsearch::Domain": _placed("SubnetIds", "SecurityGroupIds", "VPCOptions"),
    "AWS::Redshift::Cluster": link_warehouse,
    "AWS::RedshiftServerless::Workgroup": _placed("SubnetIds", "SecurityGroupIds"),
    "AWS::EFS::MountTarget": mount_target,
}

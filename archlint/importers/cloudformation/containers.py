"""Container services and their tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.access import assume
from archlint.importers.cloudformation.compute import behind
from archlint.importers.cloudformation.mapping import Rows, carry, number, text, whole, word
from archlint.importers.cloudformation.network import attach, resource_named
from archlint.importers.cloudformation.values import Open, Properties, find, items, text_at, value_at

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.cloudformation.world import World
    from archlint.importers.draft import Part


def service(world: World, resource: Resource) -> None:
    part = world.component(resource, "ecs_service", find(resource.properties, "ServiceName"))
    carry(
        (
            ("LaunchType", "launch", word({"FARGATE": "fargate", "EC2": "ec2"})),
            ("DesiredCount", "tasks.min", whole),
        ),
        resource.properties,
        part,
    )
    task = resource_named(world, value_at(resource.properties, "TaskDefinition"), "AWS::ECS::TaskDefinition")
    if task is not None:
        world.facts["used", task.name] = resource.name
    _task_size(part, task)
    _launch(part, resource.properties, task)


def _task_size(part: Part, task: Resource | None) -> None:
    if task is not None:
        rows: Rows = (
            ("Cpu", "cpu", lambda value: number(value) / 1024 if isinstance(number(value), int | float) else UNKNOWN),
            (
                "Memory",
                "memory",
                lambda value: f"{number(value)} MB" if isinstance(number(value), int | float) else text(value),
            ),
            ("RuntimePlatform.CpuArchitecture", "architecture", word({"ARM64": "arm64", "X86_64": "x86_64"})),
        )
        carry(rows, task.properties, part)
    for field in ("cpu", "memory"):
        if field not in part.fields:
            part.put(field, UNKNOWN)


def _launch(part: Part, service: Properties, task: Resource | None) -> None:
    """What the tasks run on, where no `LaunchType` says it: the service's strategy or what the task is made for."""
    kinds = [text_at(entry.value, "CapacityProvider") for entry in items(service, "CapacityProviderStrategy")]
    if not kinds and task is not None:
        kinds = [str(entry.value) for entry in items(task.properties, "RequiresCompatibilities")]
    if "launch" not in part.fields:
        fits = {("fargate" if kind.startswith("FARGATE") else "ec2") for kind in kinds if "$" not in kind}
        part.put("launch", fits.pop() if len(fits) == 1 else UNKNOWN)


def task(world: World, resource: Resource) -> None:
    """A task that no service keeps running is started by something else: it stands for itself."""
    keeper = world.facts.get(("used", resource.name))
    if keeper is not None:
        world.stands_for(resource, world.target(Open("${" + keeper + "}")))
        return
    part = world.component(resource, "ecs_service", find(resource.properties, "Family"))
    part.put("tasks.min", 0)
    _task_size(part, resource)
    _launch(part, Properties(resource.properties.span), resource)
    assume(world, part, find(resource.properties, "TaskRoleArn"))


def link_service(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    definition = resource_named(world, value_at(resource.properties, "TaskDefinition"), "AWS::ECS::TaskDefinition")
    if definition is not None:
        assume(world, part, find(definition.properties, "TaskRoleArn"))
    attach(
        world,
        part,
        find(resource.properties, "NetworkConfiguration", "AwsvpcConfiguration"),
        "Subnets",
        "SecurityGroups",
    )
    for entry in items(resource.properties, "LoadBalancers"):
        behind(world, value_at(entry.value, "TargetGroupArn"), resource.name, entry.at)


READERS = {"AWS::ECS::Service": service}
SECOND = {"AWS::ECS::TaskDefinition": task}
LINKS = {"AWS::ECS::Service": link_service}

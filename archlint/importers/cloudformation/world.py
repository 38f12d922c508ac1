"""All resources of one stack while they become a description, and what a value of one of them points at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.document.tree import Map, MapEntry, Seq
from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.arns import Arn, parse_arn
from archlint.importers.cloudformation.values import PLACEHOLDER, Open, Setting
from archlint.model.registry import OUTSIDE, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.draft import Draft, FlowPart, Part

_WHOLE = re.compile(r"\$\{([^!}][^}]*)\}(?::(.+)|/.*)?\Z", re.DOTALL)
_WORD = re.compile(r"[A-Za-z0-9/]+(?:\.\w+)*")
_ARN_INSIDE = re.compile(r"arn:[^\s\"'\\,]+")


class Target(NamedTuple):
    """The component a value points at, and the alias or version of it (empty for itself)."""

    name: str
    qualifier: str = ""


class World:
    """What the chapters of the importer share.

    `points` says which component a resource's logical id leads to; in `facts` one chapter leaves what another needs.
    """

    def __init__(self, draft: Draft, resources: list[Resource]) -> None:
        self.draft = draft
        self.resources = {resource.name: resource for resource in resources}
        self.points: dict[str, Target] = {}
        self.aws_names: dict[tuple[str, str], str] = {}
        self.facts: dict[tuple[str, str], Any] = {}
        self.regions: set[str] = set()

    def of_type(self, *kinds: str) -> Iterator[Resource]:
        return (resource for resource in self.resources.values() if resource.type in kinds)

    def component(self, resource: Resource, kind: str, named: Setting | None = None) -> Part:
        """A component for a resource; `named` is the property that gives it its name in AWS."""
        part = self.draft.component(resource.name, kind, resource.at)
        self.points[resource.name] = Target(resource.name)
        if named is not None and isinstance(named.value, str):
            self.aws_names.setdefault((kind, named.value), resource.name)
            if not isinstance(named.value, Open):
                part.set("aws_name", named, named.value)
        return part

    def part_of(self, resource: Resource) -> Part | None:
        return self.draft.components.get(resource.name)

    def stands_for(self, resource: Resource, target: Target | None) -> None:
        """Let references to a resource that is no component lead to the component it belongs to."""
        if target is not None:
            self.points[resource.name] = target

    # what a value points at

    def target(self, value: Any, kind: str = "") -> Target | None:
        """The component a value names: by reference, by ARN, or (given its `kind`) by its name in AWS."""
        if not isinstance(value, str) or not value:
            return None
        whole = _WHOLE.match(value) if isinstance(value, Open) else None
        if whole is not None:
            return self._pointed(whole.group(1), whole.group(2) or "")
        arn = parse_arn(value)
        if arn is not None:
            return self._by_arn(arn)
        if kind:
            name, _, qualifier = value.partition(":") if kind == "lambda" else (value, "", "")
            known = self.aws_names.get((kind, name)) or self.aws_names.get((kind, value))
            if known is not None:
                return Target(known, qualifier)
        return None

    def _pointed(self, reference: str, suffix: str) -> Target | None:
        name, _, attribute = reference.partition(".")
        found = self.points.get(name)
        if found is None:
            return None
        if attribute == "Alias":
            return Target(found.name, str(self.facts.get(("alias", name), "")))
        if suffix and self.draft.type_of(found.name) == "lambda":
            return Target(found.name, suffix.lstrip(":"))
        return found

    def _by_arn(self, arn: Arn) -> Target | None:
        whole = _WHOLE.match(arn.name)
        if whole is not None and whole.group(2) is None:
            return self._pointed(whole.group(1), arn.qualifier)
        if arn.region and not PLACEHOLDER.search(arn.region) and arn.region not in self.regions and self.regions:
            return None
        known = self.aws_names.get((arn.kind, arn.name))
        return Target(known, arn.qualifier) if known is not None else None

    def target_or_outside(self, setting: Setting | None, kind: str = "", plain_names: bool = False) -> Target | None:
        """As `target`; for what this template does not hold, a component that stands for it with nothing known of it.

        `kind` is the type it has where the value does not tell; without one, what cannot be told is left out.
        """
        if setting is None or not isinstance(setting.value, str) or not setting.value:
            return None
        found = self.target(setting.value, kind)
        if found is not None:
            return found
        arn = parse_arn(setting.value)
        if arn is not None:
            return self._outside_arn(arn, setting, kind)
        label = label_of(setting.value)
        if kind and label and (isinstance(setting.value, Open) or plain_names):
            return self.outside(label, kind, setting.at, setting.value)
        return None

    def _outside_arn(self, arn: Arn, setting: Setting, kind: str) -> Target | None:
        short = arn.kind or ("" if kind == "aws_service" else kind)
        label = label_of(arn.name)
        if not label:
            return None
        if not short:
            return self.service(arn.service, setting.at)
        if short not in TYPES:
            return self.outside(label, short, setting.at, arn.name)
        region = "" if PLACEHOLDER.search(arn.region) else arn.region
        target = self.outside(f"{label}-{region}" if region else label, short, setting.at, f"{region}:{arn.name}")
        part = self.draft.components[target.name]
        if region:
            part.put("region", region, setting.at)
        if not PLACEHOLDER.search(arn.name):
            part.put("aws_name", arn.name, setting.at)
        return Target(target.name, arn.qualifier)

    def outside(self, label: str, kind: str, at: MapEntry, identity: str = "") -> Target:
        """A component for something that other templates or other people run."""
        known = self.facts.get(("outside", f"{kind} {identity or label}"))
        if known is not None:
            return Target(known)
        name = self.draft.unused_name(label)
        self.facts["outside", f"{kind} {identity or label}"] = name
        part = self.draft.component(name, kind, at)
        if kind == "aws_service":
            part.put("service", UNKNOWN, at)
        if kind not in OUTSIDE:
            part.put("outside", value=True, at=at)
        return Target(name)

    def service(self, service: str, at: MapEntry) -> Target:
        """A component for an AWS service that has no type of its own."""
        known = self.facts.get(("service", service))
        if known is None:
            known = self.facts["service", service] = self.draft.unused_name(service)
            self.draft.component(known, "aws_service", at).put("service", service, at)
        return Target(known)

    def mentioned(self, value: Any, *kinds: str) -> Target | None:
        """The first component of one of these types that is named anywhere inside a value."""
        for text in _texts(value):
            for reference in _references(text):
                target = self._pointed(reference, "")
                if target is not None and self.draft.type_of(target.name) in kinds:
                    return target
            for inner in _ARN_INSIDE.finditer(text):
                target = self.target(inner.group())
                if target is not None and self.draft.type_of(target.name) in kinds:
                    return target
            for kind in kinds:
                for (of, name), component in self.aws_names.items():
                    if of == kind and len(name) > 2 and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
                        return Target(component)
        return None

    def endpoint(self, setting: Setting | None, kind: str = "http_endpoint") -> Target | None:
        """What an address leads to: something of this template that has one, else somebody's HTTP endpoint."""
        if setting is None or not isinstance(setting.value, str) or not setting.value:
            return None
        found = self.mentioned(setting.value, "api_gateway", "lambda", "load_balancer", "cloudfront", "appsync")
        if found is not None:
            return found
        address = re.sub(r"^\w+://", "", setting.value)
        host = re.split(r"[/?]", PLACEHOLDER.sub(lambda match: match.group().replace("/", "\0"), address))[0].replace(
            "\0", "/"
        )
        label = label_of(host)
        return self.outside(label, kind, setting.at, host) if label else None

    def flow(self, source: Target | str, target: Target | str, at: MapEntry, hint: str = "") -> FlowPart:
        one = source if isinstance(source, str) else source.name
        two = target if isinstance(target, str) else target.name
        return self.draft.flow(one, two, at, hint)


def _references(text: str) -> Iterator[str]:
    """What a text refers to, also inside functions that could not be worked out."""
    for found in PLACEHOLDER.finditer(text):
        name, bracket, rest = found.group(1).partition("(")
        yield from (_WORD.findall(rest) if bracket else (name,))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Map):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Seq):
        for inner in value:
            yield from _texts(inner)


def label_of(text: str) -> str:
    """A name for a component made of a reference or a text: letters, digits, dots and dashes."""
    shown = re.sub(r"Fn::\w+\(([^)]*)\)", r"\1", text)
    shown = re.sub(r"AWS::\w+|\.(?:Arn|ARN)\b", "", shown)
    shown = re.sub(r"[^\w./*+-]+", "-", shown).strip("-./*")
    return shown[-60:].strip("-./")

"""SAM's `Globals`: what they add to each resource's own properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.tree import Map
from archlint.importers.cloudformation.intrinsics import evaluate
from archlint.importers.cloudformation.template import section
from archlint.importers.cloudformation.values import Items, Properties

if TYPE_CHECKING:
    from archlint.importers.cloudformation.scope import Scope

_REPLACED = frozenset({("Function", "Architectures")})
"""Lists that a resource's own replaces; all others are added to the global ones."""


class Globals:
    """The global properties of one template, worked out once."""

    def __init__(self, data: Any, scope: Scope) -> None:
        worked, _ = evaluate(section(data, "Globals"), scope)
        self.kinds: Properties = worked if isinstance(worked, Properties) else Properties(scope.top)

    def merged(self, kind: str, own: Properties, attributes: Properties, written: Any) -> Properties:
        """The properties of a resource with those that `Globals` gives its type, unless it ignores them.

        `written` are its own properties as they stand in the template: what a function makes of one of them, be it
        nothing, stands in place of the global one.
        """
        name = kind.removeprefix("AWS::Serverless::")
        given = self.kinds.get(name)
        ignored = attributes.get("IgnoreGlobals")
        if not isinstance(given, Properties) or ignored == "*":
            return own
        made = [key for key, value in written.items() if _is_function(value)] if isinstance(written, Map) else []
        left_out = {*made, *(ignored if isinstance(ignored, list) else ())}
        kept = Properties(given.span)
        for key in given:
            if key not in left_out:
                kept.put(key, given[key], given.spans[key], given.notes.get(key, ""))
        return _merge(kept, own, name)

    def of(self, name: str) -> Properties | None:
        """The global properties of a kind (`Api`, `HttpApi`), for the APIs that SAM makes by itself."""
        given = self.kinds.get(name)
        return given if isinstance(given, Properties) else None


def _is_function(raw: Any) -> bool:
    return isinstance(raw, Map) and len(raw) == 1 and next(iter(raw)).startswith(("Ref", "Fn::"))


def _merge(given: Properties, own: Properties, path: str) -> Properties:
    """Mappings are merged, lists joined, and of two scalars the resource's own wins."""
    result = Properties(own.span)
    for key in given:
        result.put(key, given[key], given.spans[key], given.notes.get(key, ""))
    for key in own:
        value, note = own[key], own.notes.get(key, "")
        known = result.get(key)
        if isinstance(known, Properties) and isinstance(value, Properties):
            value = _merge(known, value, "")
        elif isinstance(known, Items) and isinstance(value, Items) and (path, key) not in _REPLACED:
            value = _joined(known, value)
        result.put(key, value, own.spans[key], note)
    return result


def _joined(first: Items, second: Items) -> Items:
    result = Items(second.span)
    for part in (first, second):
        for index, value in enumerate(part):
            result.add(value, part.spans[index], part.notes.get(index, ""))
    return result

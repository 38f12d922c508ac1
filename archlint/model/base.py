"""What every part of a description shares: its fields' three classes, its place, and how it is read from plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from archlint.document.quantities import UNKNOWN

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """Where in the description something stands: the path of keys and indexes that leads to it."""

    path: Path

    def field(self, name: str) -> Place:
        return Place((*self.path, name))


class _Empty(dict[str, Any]):
    """The default of a mapping field: hashable, so that pydantic shares it instead of copying it for every component."""

    __slots__ = ()

    def __hash__(self) -> int:  # type: ignore[override]
        return 0


EMPTY = _Empty()


def _described(kind: str, default: Any, doc: str, extra: dict[str, Any]) -> Any:
    alias = extra.pop("alias", None)  # a key that is a word of Python: `class`, `as`, `lambda`
    if alias is None:
        return FieldInfo(default=default, description=doc, json_schema_extra={"x-class": kind, **extra})
    return Field(default=default, alias=alias, description=doc, json_schema_extra={"x-class": kind, **extra})


def setting(default: Any, doc: str, **extra: Any) -> Any:
    """A field that AWS keeps: absent, it has AWS's own default, and rules judge that default.

    `extra` may hold `required=True`, `within="60 s to 14 days"` (AWS's range, for the schema), `names="sqs"` (what the
    value is the name of: component types, or `role`, `vpc`, `account`, `flow`; `|` between several).
    """
    return _described("setting", default, doc, extra)


def measurement(doc: str, default: Any = UNKNOWN, **extra: Any) -> Any:
    """A field that is known from watching the system: absent, it is unknown and no rule fires on it."""
    return _described("measurement", default, doc, extra)


def intent(doc: str, default: Any = UNKNOWN, **extra: Any) -> Any:
    """A field that says what is wanted: absent, it is unknown and a rule asks instead of judging."""
    return _described("intent", default, doc, extra)


_building: list[type] = []
"""The model whose validator is being built."""


class Fields(BaseModel):
    """A mapping of the description with known keys."""

    model_config = ConfigDict(
        defer_build=True, frozen=True, extra="forbid", arbitrary_types_allowed=True, protected_namespaces=()
    )

    shorthand: ClassVar[str] = ""
    """The field that a bare value stands for: `dlq: jobs-dlq` is `dlq: {to: jobs-dlq}`."""

    if TYPE_CHECKING:
        path: Path
    else:
        path: ClassVar[Path] = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """The validator of this model; inside another model, one that is built only when such a part is met.

        Most descriptions use few of the parts that a component may have, and building a validator costs more than
        reading a small description.
        """
        from pydantic_core import core_schema

        if _building:
            return core_schema.no_info_plain_validator_function(cls._part)
        _building.append(cls)
        try:
            schema = handler(source)
        finally:
            _building.pop()
        return core_schema.no_info_before_validator_function(cls._spelled_out, schema) if cls.shorthand else schema

    @classmethod
    def _part(cls, value: Any) -> Any:
        return cls.model_validate(value)

    @classmethod
    def _spelled_out(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {cls.shorthand: value}

    __hash__ = object.__hash__  # identity: two components with the same settings are two components

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def at(self) -> Place:
        return Place(self.path)

    def field(self, name: str) -> Place:
        """The place of a field, by its dotted name (`dlq.to`), whether it is written or left to its default."""
        return Place((*self.path, *name.split(".")))

    def gives(self, name: str) -> bool:
        """True when the description gives this field itself."""
        return name in self.model_fields_set


"""What every part of a description shares: its fields in their three classes, its place, and how it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, Self

from archlint.document.quantities import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """Where in the description something stands: the path of keys and indexes that leads to it."""

    path: Path

    def field(self, name: str) -> Place:
        return Place((*self.path, name))


class Field:
    """How one field is declared. `key` is how it is written: its name, or a word that Python keeps for itself."""

    __slots__ = ("alias", "default", "doc", "judged", "kind", "names", "required", "within")

    def __init__(
        self,
        kind: Literal["setting", "measurement", "intent"],
        default: Any,
        doc: str,
        alias: str = "",
        required: bool | str = False,
        within: str = "",
        names: str = "",
        judged: str = "",
    ) -> None:
        self.kind = kind
        self.default = default
        self.doc = doc
        self.alias = alias
        self.required = required
        self.within = within
        self.names = names
        self.judged = judged


def setting(default: Any, doc: str, **more: Any) -> Any:
    """A field that AWS keeps: absent, it has AWS's own default, and rules judge that default.

    `more`: `required=True` (or "a or b": either will do), `within` (AWS's range: what lies outside is a wrong value),
    `judged` (the rule that judges that range instead), `names` (what the value is the name of: component types with `|`
    between them, `component`, `role`, `vpc` or `account`), `alias` (the key, where it is a word of Python: `class`,
    `as`, `lambda`).
    """
    return Field("setting", default, doc, **more)


def measurement(doc: str, default: Any = UNKNOWN, **more: Any) -> Any:
    """A field that is known from watching the system: absent, it is unknown and no rule fires on it."""
    return Field("measurement", default, doc, **more)


def intent(doc: str, default: Any = UNKNOWN, **more: Any) -> Any:
    """A field that says what is wanted: absent, it is unknown and a rule asks instead of judging."""
    return Field("intent", default, doc, **more)


class _Empty(dict[str, Any]):
    """The default of a mapping field, shared by all."""

    __slots__ = ()

    def __setitem__(self, key: str, value: Any) -> None:
        raise TypeError("the default of a mapping field is shared")


EMPTY = _Empty()


class Fields:
    """A mapping of the description with known keys; frozen once it is read."""

    specs: ClassVar[dict[str, Field]] = {}
    """Every field by its attribute."""
    shorthand: ClassVar[str] = ""
    """The field that a bare value stands for: `dlq: jobs-dlq` is `dlq: {to: jobs-dlq}`."""
    open: ClassVar[bool] = False
    """Whether it takes keys that it does not know."""
    path: Path = ()
    given: frozenset[str] = frozenset()
    """The attributes that the description gives itself."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Field)}
        for name, field in own.items():
            setattr(cls, name, field.default)
        cls.specs = {**cls.specs, **own}

    @classmethod
    def of(cls, data: Any) -> Self:
        """Plain data as this part of a description. Raises `pydantic_core.ValidationError`."""
        if cls.shorthand and not isinstance(data, dict):
            data = {cls.shorthand: data}
        return cls.made((_PARSERS.get(cls) or _parsers(cls))(data))

    @classmethod
    def made(cls, values: dict[str, Any]) -> Self:
        """An instance that holds these values, which are taken as they are, and the mapping itself with them."""
        instance = object.__new__(cls)
        values["given"] = frozenset(values)
        object.__setattr__(instance, "__dict__", values)
        return instance

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is read once and then stays as it is")

    @property
    def at(self) -> Place:
        return Place(self.path)

    def field(self, name: str) -> Place:
        """The place of a field, by its dotted name (`dlq.to`), whether it is written or left to its default."""
        return Place((*self.path, *name.split(".")) if "." in name else (*self.path, name))

    def gives(self, name: str) -> bool:
        """True when the description gives this field itself."""
        return name in self.given


def annotations_of(model: type[Fields]) -> dict[str, Any]:
    """What kind of value each field of a model takes, as annotated; worked out once for a class and its parents."""
    found = _ANNOTATIONS.get(model)
    if found is None:
        found = _ANNOTATIONS[model] = {}
        for parent in model.__bases__:
            if issubclass(parent, Fields) and parent is not Fields:
                found.update(annotations_of(parent))
        own = model.__annotations__
        if any(isinstance(kind, str) for kind in own.values()):
            from typing import get_type_hints

            own = get_type_hints(model, include_extras=True)
        found.update(own)
    return found


_ANNOTATIONS: dict[type[Fields], dict[str, Any]] = {}


def _parsers(cls: type[Fields]) -> Callable[[Any], dict[str, Any]]:
    from archlint.model.parsers import Parsers

    found = _PARSERS[cls] = Parsers(cls).values
    return found


_PARSERS: dict[type[Fields], Callable[[Any], dict[str, Any]]] = {}

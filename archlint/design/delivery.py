"""How one flow is delivered: who waits, who tries again and how often, in what order, and where failures end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from archlint.catalog.integrations import Integrations, integrations
from archlint.document import quantities as q
from archlint.model.component import Component, known

if TYPE_CHECKING:
    from archlint.catalog.edges import Integration, Tries
    from archlint.catalog.edges import Size as SizeRow
    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow

INFINITE = float("inf")


class Attempts(NamedTuple):
    """One layer of trying again. `times` counts every try, the first too; inf without end, UNKNOWN where not known.

    `over` is how long after the first try the last can come. `on` is what is repeated: handover (the target was not
    reached), throttle (it had no room) or error (it failed). `rescue` is where the event goes when every try failed.
    """

    on: str
    owner: str
    times: float
    over: q.Duration
    final: str
    rescue: Component | None


class PayloadLimit(NamedTuple):
    """A size that an event, a batch or an answer may have on this flow; `factor` is by how much it grows on the way."""

    id: str
    limit: q.Size
    of: Literal["event", "batch", "answer"]
    end: Literal["source", "target"]
    factor: float
    setting: str
    """The field of that end that moves the limit, or ""."""


class Sizes(NamedTuple):
    """What AWS limits on every flow of one kind, the tightest by what is sent, and what an end can set in its place."""

    all: tuple[PayloadLimit, ...]
    tightest: dict[str, PayloadLimit]
    settings: tuple[tuple[str, str], ...]


class Delivery:
    """What happens to an event of one flow; attempts and sizes are worked out when they are asked for."""

    __slots__ = ("_attempts", "_design", "_flow", "_sizes", "integration")

    def __init__(self, design: Design, flow: AnyFlow, integration: Integration, sizes: Sizes) -> None:
        self._design = design
        self._flow = flow
        self._sizes = sizes
        self._attempts: tuple[Attempts, ...] | None = None
        self.integration = integration

    @property
    def supported(self) -> bool | None:
        """False where AWS does not offer the pair (see `why` and `way_round`), None where nothing is known of it."""
        return {"yes": True, "no": False}.get(self.integration.support)

    @property
    def why(self) -> str:
        return self.integration.why

    @property
    def way_round(self) -> str:
        return self.integration.way_round

    @property
    def mode(self) -> str:
        """sync, async, push, poll_queue, poll_stream, callback, or "" where it is not known."""
        return self.integration.mode

    @property
    def order(self) -> str:
        """as_sent, none, best_effort, per_group, per_shard, per_item, or "" where it is not known."""
        return self.integration.order

    @property
    def attempts(self) -> tuple[Attempts, ...]:
        """The layers of trying again, in the order in which an event meets them."""
        if self._attempts is None:
            self._attempts = tuple(_attempts(self._design, self._flow, tries) for tries in self.integration.tries)
        return self._attempts

    @property
    def sizes(self) -> tuple[PayloadLimit, ...]:
        """The sizes that count on this flow: AWS's limits, or what one of its ends sets in their place."""
        return tuple(_as_set(self._flow, size) for size in self._sizes.all) if self._is_set() else self._sizes.all

    def tightest(self, of: str) -> PayloadLimit | None:
        """The smallest of the sizes that an event, a batch or an answer may have, by what is sent; None without one."""
        return (_tightest(self.sizes) if self._is_set() else self._sizes.tightest).get(of)

    def _is_set(self) -> bool:
        flow = self._flow
        return any(getattr(flow, end).gives(field) for end, field in self._sizes.settings)

    @property
    def guarantee(self) -> str:
        """at_most_once, at_least_once, exactly_once, or "" where it is not known."""
        again = any(layer.times > 1 for layer in self.attempts if layer.on == "error")
        return (again and self.integration.again) or self.integration.once

    @property
    def calls(self) -> float:
        """How often a caller that waits makes the call at worst."""
        times = self.attempts[-1].times if self.attempts else 1.0
        return times if known(times) and times != INFINITE else 1.0

    @property
    def repeats(self) -> bool:
        """True where the target can be given one event twice by this flow alone."""
        return self.guarantee == "at_least_once"

    @property
    def longest(self) -> q.Duration:
        """How long after the first delivery the last can come, layer upon layer; zero where nothing is repeated."""
        return sum((layer.over for layer in self.attempts if layer.times > 1), q.Duration(0))

    @property
    def rescue(self) -> Component | None:
        """Where an event goes for whose work every try failed; None where it is lost or its caller is told."""
        return self.attempts[-1].rescue if self.attempts else None

    @property
    def final(self) -> str:
        """What becomes of an event that nothing rescues."""
        return self.attempts[-1].final if self.attempts else ""

    @property
    def facts(self) -> tuple[str, ...]:
        return self.integration.facts

    @property
    def source(self) -> str:
        return self.integration.source


class Deliveries:
    """The deliveries of one design; what AWS offers is looked up once for each pair of variants."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.matrix = integrations(design.book)
        self._variants: dict[str, str | None] = {}
        self._found: dict[int, Delivery] = {}
        self._integrations: dict[tuple[str | None, ...], Integration] = {}
        self._sizes: dict[int, Sizes] = {}  # by the identity of the matrix's own sizes

    def of(self, flow: AnyFlow) -> Delivery:
        found = self._found.get(id(flow))
        if found is None:
            integration = self._integration(flow)
            sizes = self._sizes.get(id(integration.sizes))
            if sizes is None:
                sizes = self._sizes[id(integration.sizes)] = _sizes(self.design, integration.sizes)
            found = self._found[id(flow)] = Delivery(self.design, flow, integration, sizes)
        return found

    def _integration(self, flow: AnyFlow) -> Integration:
        found = self._offered(flow)
        if found.once == "at_least_once" and flow.target.type == "lambda" and self._runs_once(flow.source):
            return found._replace(once="at_most_once")
        return found

    def _runs_once(self, workflow: Component) -> bool:
        """True for an Express workflow that is only started by callers that wait for it: those run at most once."""
        if workflow.type != "step_functions" or self.variant(workflow) != "express":
            return False
        arriving = self.design.events_into(workflow)
        return bool(arriving) and all(self._offered(flow).mode == "sync" for flow in arriving)

    def _offered(self, flow: AnyFlow) -> Integration:
        source, target = flow.source, flow.target
        if flow.edge == "event":
            purpose, owner = flow.purpose, ""
        else:
            purpose, owner = flow.edge, _owner(flow)
            if source.type == "iot_rule":
                purpose = "error_action"
        mode = flow.mode if isinstance(flow.mode, str) else "" if known(flow.mode) else "?"
        key = (source.type, target.type, self.variant(source), self.variant(target), purpose, mode, owner)
        found = self._integrations.get(key)
        if found is None:
            found = self.matrix.find(
                key[0],
                key[1],
                source_variant=key[2],
                target_variant=key[3],
                purpose=purpose,
                mode=mode.strip("?"),
                owner=owner,
            )
            if mode == "?":  # the target is called, nobody says how
                found = found._replace(mode="", order="", once="", again="", tries=())
            self._integrations[key] = found
        return found

    def variant(self, component: Component) -> str | None:
        """The variant of a component in the matrix's words: None for AWS's own, "" where it is not known."""
        name = component.name
        if name not in self._variants:
            self._variants[name] = _variant(self.matrix, component)
        return self._variants[name]


def _owner(flow: AnyFlow) -> str:
    """Whose failure edge it is, in the words of the matrix."""
    owner = flow.owner
    if isinstance(owner, Component):
        return "async" if owner.type == "lambda" else ""
    if owner is None or owner.target.type not in ("lambda", "pipe"):
        return ""
    return {"sqs": "queue", "kinesis": "mapping", "dynamodb": "mapping", "kafka": "mapping"}.get(owner.source.type, "")


def _variant(matrix: Integrations, component: Component) -> str | None:
    field = matrix.variant_field(component.type)
    if not field:
        return None
    value = getattr(component, field, None)
    if not known(value):
        return ""
    if field == "capacity" and not isinstance(value, str | None):
        return "provisioned"
    return matrix.variant(component.type, value)


def _attempts(design: Design, flow: AnyFlow, tries: Tries) -> Attempts:
    times = UNKNOWN_TIMES if tries.attempts is None else 1.0 + tries.attempts
    over = q.Duration(tries.over) if tries.over is not None else q.Duration(0)
    for setting in tries.settings:
        times, over = _set(flow, setting, times, over)
    rescue = next((found for name in tries.rescue if (found := _named(design, flow, name)) is not None), None)
    return Attempts(tries.on, tries.owner, times, over, tries.final, rescue)


UNKNOWN_TIMES: float = q.UNKNOWN  # type: ignore[assignment]  # unknown hides in a float as NaN does


def _set(flow: AnyFlow, setting: str, times: float, over: q.Duration) -> tuple[float, q.Duration]:
    """Times and span once one setting, such as `target.retries`, has had its say."""
    end, _, field = setting.partition(".")
    owner: Any = {"flow": flow, "source": flow.source, "target": flow.target}.get(end)
    value = getattr(owner, field, None)
    if value is None or (end == "flow" and not flow.gives(field)):
        return times, over
    if field == "retries":
        return (1.0 + value, over) if end != "source" or not flow.gives("retries") else (times, over)
    if field in ("max_age", "max_record_age"):
        return times, min(value, over) if over > 0 and known(value) else value
    if field == "dlq" and owner.type == "sqs":
        receives: float = value.max_receives if known(value) else UNKNOWN_TIMES
        return receives, over
    if field == "visibility_timeout" and known(times) and times != INFINITE:
        return times, value * (times - 1)
    if field == "retention":
        return times, min(value, over) if known(over) and known(times) and times != INFINITE else value
    if field == "retry":
        return times, value
    return times, over


def _named(design: Design, flow: AnyFlow, name: str) -> Component | None:
    end, _, field = name.partition(".")
    owner: Any = {"flow": flow, "source": flow.source, "target": flow.target}.get(end)
    value = getattr(owner, field, None)
    value = getattr(value, "to", value)  # a queue's redrive policy names its target inside
    return design.components.get(value) if isinstance(value, str) else None


def _sizes(design: Design, rows: tuple[SizeRow, ...]) -> Sizes:
    found = tuple(_limit(design, row) for row in rows)
    return Sizes(found, _tightest(found), tuple((size.end, size.setting) for size in found if size.setting))


def _tightest(sizes: tuple[PayloadLimit, ...]) -> dict[str, PayloadLimit]:
    found: dict[str, PayloadLimit] = {}
    for size in sizes:
        if known(size.limit):
            least = found.setdefault(size.of, size)
            if float(size.limit) / size.factor < float(least.limit) / least.factor:
                found[size.of] = size
    return found


def _limit(design: Design, size: SizeRow) -> PayloadLimit:
    value = design.limit(size.limit)
    if isinstance(value, tuple):
        value = value[size.part or 0]
    return PayloadLimit(size.limit, value, size.of, size.end, size.factor, size.setting.partition(".")[2])


def _as_set(flow: AnyFlow, size: PayloadLimit) -> PayloadLimit:
    """A limit with what the flow's end sets in its place."""
    end = getattr(flow, size.end)
    return size._replace(limit=getattr(end, size.setting)) if size.setting and end.gives(size.setting) else size

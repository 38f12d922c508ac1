"""How one flow is delivered: who waits, who tries again and how often, in what order, and where failures end."""

from __future__ import annotations

from functools import cache
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
_SUPPORT = {"yes": True, "no": False}


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
        return _SUPPORT.get(self.integration.support)

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
            tries = self.integration.tries
            self._attempts = tuple([_attempts(self._design, self._flow, each) for each in tries])
        return self._attempts

    @property
    def sizes(self) -> tuple[PayloadLimit, ...]:
        """The sizes that count on this flow: AWS's limits, or what one of its ends sets in their place."""
        return tuple(_as_set(self._flow, size) for size in self._sizes.all) if self._is_set() else self._sizes.all

    def tightest(self, of: str) -> PayloadLimit | None:
        """The smallest of the sizes that an event, a batch or an answer may have, by what is sent; None without one."""
        return (_tightest(self.sizes) if self._is_set() else self._sizes.tightest).get(of)

    def _is_set(self) -> bool:
        settings = self._sizes.settings
        return bool(settings) and any(getattr(self._flow, end).gives(field) for end, field in settings)

    @property
    def guarantee(self) -> str:
        """at_most_once, at_least_once, exactly_once, or "" where it is not known."""
        once, again = self.integration.once, self.integration.again
        if not again or again == once:
            return once
        return again if any(layer.times > 1 for layer in self.attempts if layer.on == "error") else once

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


class Deliveries(dict["AnyFlow", Delivery]):
    """The deliveries of one design by their flows, each made when it is first asked for.

    What AWS offers is looked up once for each pair of variants.
    """

    def __init__(self, design: Design) -> None:
        super().__init__()
        self.design = design
        self.matrix = integrations(design.book)
        self._ends: dict[Component, tuple[str, str | None]] = {}
        self._offers: dict[tuple[Any, ...], tuple[Integration, Sizes]] = {}

    def __missing__(self, flow: AnyFlow) -> Delivery:
        integration, sizes = self._offered(flow)
        if flow.source.type == "step_functions" and integration.once == "at_least_once" and self._runs_once(flow):
            integration = integration._replace(once="at_most_once")
        found = self[flow] = Delivery(self.design, flow, integration, sizes)
        return found

    def _runs_once(self, flow: AnyFlow) -> bool:
        """True for a call of a function by an Express workflow that all who start it wait for: at most once."""
        workflow = flow.source
        if flow.target.type != "lambda" or self.variant(workflow) != "express":
            return False
        arriving = self.design.events_into(workflow)
        return bool(arriving) and all(self._offered(flow)[0].mode == "sync" for flow in arriving)

    def _offered(self, flow: AnyFlow) -> tuple[Integration, Sizes]:
        if flow.edge == "event":
            purpose, owner = flow.purpose, ""
        else:
            purpose, owner = flow.edge, _owner(flow)
            if flow.source.type == "iot_rule":
                purpose = "error_action"
        key = (self._end(flow.source), self._end(flow.target), purpose, flow.mode, owner)
        found = self._offers.get(key)
        if found is None:
            found = self._offers[key] = self._offer(*key)
        return found

    def _offer(
        self, source: tuple[str, str | None], target: tuple[str, str | None], purpose: str, mode: Any, owner: str
    ) -> tuple[Integration, Sizes]:
        found = self.matrix.find(
            source[0],
            target[0],
            source_variant=source[1],
            target_variant=target[1],
            purpose=purpose,
            mode=mode if isinstance(mode, str) else "",
            owner=owner,
        )
        if not known(mode):  # the target is called, nobody says how
            found = found._replace(mode="", order="", once="", again="", tries=())
        return found, _sizes(self.design, found.sizes)

    def _end(self, component: Component) -> tuple[str, str | None]:
        found = self._ends.get(component)
        if found is None:
            found = self._ends[component] = component.type, _variant(self.matrix, component)
        return found

    def variant(self, component: Component) -> str | None:
        """The variant of a component in the matrix's words: None for AWS's own, "" where it is not known."""
        return self._end(component)[1]


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
    over = _seconds(tries.over or 0)
    for setting in tries.settings:
        times, over = _set(flow, setting, times, over)
    rescue = next((found for name in tries.rescue if (found := _named(design, flow, name)) is not None), None)
    return Attempts(tries.on, tries.owner, times, over, tries.final, rescue)


@cache
def _seconds(number: float) -> q.Duration:
    return q.Duration(number)


@cache
def _end_and_field(setting: str) -> tuple[str, str]:
    """The end of a flow (source, target, or the flow itself) whose field a word such as `target.retries` names."""
    end, _, field = setting.partition(".")
    return end, field


UNKNOWN_TIMES: float = q.UNKNOWN  # type: ignore[assignment]  # unknown hides in a float as NaN does


def _set(flow: AnyFlow, setting: str, times: float, over: q.Duration) -> tuple[float, q.Duration]:
    """Times and span once one setting, such as `target.retries`, has had its say."""
    end, field = _end_and_field(setting)
    owner: Any = flow if end == "flow" else getattr(flow, end)
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
    end, field = _end_and_field(name)
    owner: Any = flow if end == "flow" else getattr(flow, end)
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

"""Reading one state of each type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.document.quantities import UNKNOWN
from archlint.model.asl.choices import read_choices
from archlint.model.asl.fields import (
    EVERY_STATE,
    FIELDS,
    LONGEST,
    Reader,
    as_text,
    is_open,
    known_fields,
    moment,
    number,
    seconds,
    shown,
    substituted,
    text,
)
from archlint.model.asl.resources import read_resource, resource_fault
from archlint.model.asl.retries import read_catches, read_retries
from archlint.model.problems import did_you_mean
from archlint.model.states import (
    Call,
    Choice,
    Fail,
    Machine,
    MapState,
    Parallel,
    Pass,
    State,
    Succeed,
    Task,
    Wait,
)

if TYPE_CHECKING:
    from archlint.model.base import Path
    from archlint.model.states import Catcher, Language, Retrier

ReadMachine = Callable[[Reader, object, "Path", "Language", int], Machine]


class _Written(NamedTuple):
    """One state as it is written, with all that reading it needs."""

    reader: Reader
    name: str
    data: Mapping[str, Any]
    path: Path
    language: Language
    depth: int
    machine: ReadMachine

    @property
    def basics(self) -> dict[str, Any]:
        """What every state has."""
        following = text(self.reader, self.data, "Next", self.path, f"`{self.name}`")
        return {
            "name": self.name,
            "path": self.path,
            "next": following,
            "is_end": self.data.get("End") is True,
            "language": self.language,
        }

    @property
    def retries(self) -> tuple[Retrier, ...]:
        return read_retries(self.reader, self.data, self.path, f"`{self.name}`")

    @property
    def catches(self) -> tuple[Catcher, ...]:
        return read_catches(self.reader, self.data, self.path, f"`{self.name}`", self.language)

    @property
    def arguments(self) -> Any:
        return self.data.get("Arguments", self.data.get("Parameters"))

    def inner(self, data: object, path: Path) -> Machine:
        return self.machine(self.reader, data, path, self.language, self.depth + 1)

    def missing(self, field: str, remedy: str) -> None:
        self.reader.fault("missing-field", self.path, f"`{self.name}` has no {field}", remedy)


def read_state(
    reader: Reader,
    name: str,
    data: Mapping[str, Any],
    path: Path,
    language: Language,
    depth: int,
    machine: ReadMachine,
) -> State:
    """One state by its `Type`; a bare state, and a fault, where there is no such type."""
    written = _Written(reader, name, data, path, language, depth, machine)
    kind = data.get("Type")
    if not isinstance(kind, str) or kind not in FIELDS:
        if "Type" not in data:
            reader.fault("missing-field", path, f"`{name}` has no Type", f"Add its type: {', '.join(FIELDS)}.")
        else:
            guess = did_you_mean(str(kind), FIELDS) if isinstance(kind, str) else ""
            message = f"`{name}` has the type {shown(kind)}, which there is not{guess}"
            reader.value((*path, "Type"), message, f"Use one of {', '.join(FIELDS)}.")
        return State(**written.basics)
    known_fields(reader, data, path, (*EVERY_STATE, *FIELDS[kind], "Next", "End"), f"`{name}`", language)
    if "End" in data and not isinstance(data["End"], bool):
        reader.value(
            (*path, "End"), f"End of `{name}` is {shown(data['End'])}, not true or false", "Write `End: true`."
        )
    _check_ends(written, kind)
    return _READ[kind](written)


def _check_ends(written: _Written, kind: str) -> None:
    """Where a state goes on: `Next` or `End`, not both, and neither for those that end or fork by themselves."""
    reader, name, data, path, *_ = written
    rule = "state-unreachable"
    goes_on = [key for key in ("Next", "End") if data.get(key) not in (None, False)]
    if kind in ("Choice", "Succeed", "Fail"):
        ends = "forks by its Choices" if kind == "Choice" else "ends the machine"
        for key in goes_on:
            reader.fault(rule, (*path, key), f"`{name}` has {key}, and a {kind} {ends}", f"Remove `{key}` of `{name}`.")
    elif not goes_on:
        reader.fault(rule, path, f"`{name}` has neither Next nor End", "Name the next state, or write `End: true`.")
    elif len(goes_on) == 2:
        reader.fault(rule, (*path, "End"), f"`{name}` has both Next and End", "Keep one of Next and End.")


def _task(written: _Written) -> State:
    reader, name, data, path, *_ = written
    call = _call(written, data, path, f"`{name}`")
    timeout = seconds(reader, data, "TimeoutSeconds", path)
    heartbeat = seconds(reader, data, "HeartbeatSeconds", path)
    if heartbeat is not None and timeout is not None and heartbeat >= timeout:
        message = f"`{name}` has a heartbeat of {heartbeat}, not less than its timeout of {timeout}"
        reader.value((*path, "HeartbeatSeconds"), message, "Lower HeartbeatSeconds under TimeoutSeconds.")
    return Task(
        **written.basics,
        retries=written.retries,
        catches=written.catches,
        call=call or Call("", "", ""),
        arguments=written.arguments,
        timeout=timeout,
        heartbeat=heartbeat,
    )


def _call(written: _Written, data: Mapping[str, Any], path: Path, owner: str) -> Call | None:
    """The call of a `Resource`; None, and told, where it is absent or no text."""
    reader = written.reader
    if "Resource" not in data:
        reader.fault("missing-field", path, f"{owner} has no Resource", "Name what it calls in `Resource`.")
        return None
    resource = as_text(data["Resource"])
    if not resource:
        if not is_open(data["Resource"]):
            reader.value(
                (*path, "Resource"), f"Resource of {owner} is {shown(data['Resource'])}, not text", "Write its ARN."
            )
        return None
    resource = as_text(substituted(resource, reader.substitutions))
    fault = resource_fault(resource)
    if fault:
        message = f"{owner}: `{resource.rpartition(':::')[2]}` {fault}"
        reader.fault(
            "integration-unsupported", (*path, "Resource"), message, "Use a way of calling that AWS offers here."
        )
    return read_resource(resource)


def _parallel(written: _Written) -> State:
    branches = written.data.get("Branches")
    machines: list[Machine] = []
    if not isinstance(branches, list) or not branches:
        written.missing("Branches", "List its branches, each with StartAt and States.")
    else:
        at = (*written.path, "Branches")
        machines = [written.inner(branch, (*at, index)) for index, branch in enumerate(branches)]
    return Parallel(**written.basics, retries=written.retries, catches=written.catches, branches=tuple(machines))


def _map(written: _Written) -> State:
    reader, name, data, path, *_ = written
    key = "ItemProcessor" if "ItemProcessor" in data else "Iterator"
    if "ItemProcessor" in data and "Iterator" in data:
        reader.value((*path, "Iterator"), f"`{name}` has both ItemProcessor and Iterator", "Keep ItemProcessor.")
    processor = None
    if key not in data:
        written.missing("ItemProcessor", "Add the states for each item as `ItemProcessor`.")
    else:
        processor = written.inner(data[key], (*path, key))
    config = _mapping(_mapping(data.get(key)).get("ProcessorConfig"))
    distributed = _is_distributed(written, config, (*path, key, "ProcessorConfig"))
    if not distributed:
        for extra in ("ItemReader", "ItemBatcher", "ResultWriter", "Label"):
            if extra in data:
                message = f"`{name}` has {extra}, which only a distributed map has"
                reader.value(
                    (*path, extra), message, "Set `ProcessorConfig: {Mode: DISTRIBUTED, ExecutionType: STANDARD}`."
                )
    concurrency = number(reader, data, "MaxConcurrency", path, 0, LONGEST)
    batcher = _mapping(data.get("ItemBatcher"))
    batch = number(reader, batcher, "MaxItemsPerBatch", (*path, "ItemBatcher"), 1, LONGEST)
    in_batches = UNKNOWN if batcher else 1
    return MapState(
        **written.basics,
        retries=written.retries,
        catches=written.catches,
        processor=processor,
        is_distributed=distributed,
        children="EXPRESS" if config.get("ExecutionType") == "EXPRESS" else "STANDARD",
        concurrency=0 if concurrency is None else int(concurrency) if isinstance(concurrency, float) else concurrency,
        batch=int(batch) if isinstance(batch, float) else in_batches,
        reader=_transfer(written, "ItemReader"),
        reader_arguments=_arguments(data.get("ItemReader")),
        writer=_transfer(written, "ResultWriter"),
        writer_arguments=_arguments(data.get("ResultWriter")),
    )


def _is_distributed(written: _Written, config: Mapping[str, Any], path: Path) -> bool:
    mode, name = config.get("Mode", "INLINE"), written.name
    if mode not in ("INLINE", "DISTRIBUTED"):
        message = f"the Mode of `{name}` is {shown(mode)}, neither INLINE nor DISTRIBUTED"
        written.reader.value((*path, "Mode"), message, "Write `INLINE` or `DISTRIBUTED`.")
    kind = config.get("ExecutionType")
    if mode == "DISTRIBUTED" and kind not in ("STANDARD", "EXPRESS"):
        message = f"`{name}` is a distributed map without the ExecutionType STANDARD or EXPRESS"
        written.reader.value(path, message, "Say the type of its child executions in `ExecutionType`.")
    return bool(mode == "DISTRIBUTED")


def _transfer(written: _Written, key: str) -> Call | None:
    """The call that reads items or writes results; a writer without `Resource` only shapes them."""
    data = written.data.get(key)
    if not isinstance(data, Mapping) or (key == "ResultWriter" and "Resource" not in data):
        return None
    return _call(written, data, (*written.path, key), f"{key} of `{written.name}`")


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _arguments(value: object) -> Any:
    return _mapping(value).get("Arguments", _mapping(value).get("Parameters"))


def _choice(written: _Written) -> State:
    reader, name, data, path, *_ = written
    branches = read_choices(reader, data, path, f"`{name}`", written.language)
    default = text(reader, data, "Default", path, f"`{name}`")
    return Choice(**{**written.basics, "next": "", "is_end": False}, branches=branches, default=default)


def _wait(written: _Written) -> State:
    reader, name, data, path, *_ = written
    given = [key for key in ("Seconds", "SecondsPath", "Timestamp", "TimestampPath") if key in data]
    if len(given) != 1:
        has = " and ".join(given) if given else "no time"
        message = f"`{name}` has {has}, and a Wait has one of Seconds, SecondsPath, Timestamp, TimestampPath"
        reader.value(path, message, "Say in one of them how long it waits.")
    return Wait(
        **written.basics,
        seconds=seconds(reader, {key: data[key] for key in given[:1]}, "Seconds", path, low=0),
        until=moment(reader, data, "Timestamp", path),
    )


def _pass(written: _Written) -> State:
    return Pass(**written.basics, result=written.data.get("Result"))


def _succeed(written: _Written) -> State:
    return Succeed(**{**written.basics, "next": "", "is_end": False})


def _fail(written: _Written) -> State:
    error = written.data.get("Error", "")
    return Fail(**{**written.basics, "next": "", "is_end": False}, error=error if isinstance(error, str) else "")


_READ: dict[str, Callable[[_Written], State]] = {
    "Task": _task,
    "Parallel": _parallel,
    "Map": _map,
    "Choice": _choice,
    "Wait": _wait,
    "Pass": _pass,
    "Succeed": _succeed,
    "Fail": _fail,
}

"""The states of a Step Functions definition, as they are once read from Amazon States Language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from archlint.document.quantities import Duration, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archlint.model.base import Path

Language = Literal["JSONPath", "JSONata"]
Way = Literal["request", "sync", "callback", "activity"]
"""How a task calls: for the answer to a request, until a job is done, until a token comes back, or by an activity."""

Seconds = Duration | Unknown | None
"""A time in a definition: None where it is not set, unknown where it comes from the input."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a `Resource` calls: `arn:aws:states:::sqs:sendMessage.waitForTaskToken` is sqs, sendMessage, callback.

    `is_sdk` marks `aws-sdk:` calls, `is_direct` the plain ARN of a function or activity (or a placeholder for one).
    """

    resource: str
    service: str
    action: str
    way: Way = "request"
    is_sdk: bool = False
    is_direct: bool = False


@dataclass(frozen=True, slots=True)
class Retrier:
    """One entry of `Retry`: seconds before the first retry, its growth, and how many retries there are."""

    errors: tuple[str, ...]
    path: Path
    interval: float = 1
    backoff: float = 2
    max_attempts: int = 3
    max_delay: float | None = None
    jitter: bool = False


@dataclass(frozen=True, slots=True)
class Catcher:
    """One entry of `Catch`."""

    errors: tuple[str, ...]
    path: Path
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What every state has; `path` leads to it in the definition as it was written."""

    name: str
    path: Path
    next: str = ""
    is_end: bool = False
    language: Language = "JSONPath"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker(State):
    """A state that can fail: its retries and catchers."""

    retries: tuple[Retrier, ...] = ()
    catches: tuple[Catcher, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Worker):
    """A unit of work; `arguments` is its `Parameters` or `Arguments` as written."""

    call: Call
    arguments: Any = None
    timeout: Seconds = None
    heartbeat: Seconds = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel(Worker):
    """Branches that run at the same time."""

    branches: tuple[Machine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MapState(Worker):
    """The same states for every item.

    `concurrency` is 0 where as many as possible run, `batch` the items of one child execution; `children` is the type
    of the child executions of a distributed map.
    """

    processor: Machine | None = None
    is_distributed: bool = False
    children: Literal["STANDARD", "EXPRESS"] = "STANDARD"
    concurrency: int | Unknown = 0
    batch: int | Unknown = 1
    reader: Call | None = None
    reader_arguments: Any = None
    writer: Call | None = None
    writer_arguments: Any = None


@dataclass(frozen=True, slots=True)
class Branch:
    """One rule of a Choice: where it leads, where it stands, and whether every input fits it."""

    next: str
    path: Path
    always: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(State):
    """A fork; `default` is empty where there is none."""

    branches: tuple[Branch, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(State):
    """A pause of some seconds, or until a moment (`until`, empty where it comes from the input)."""

    seconds: Seconds = None
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass(State):
    """Hands its input on, or a `result` of its own (None where it has none)."""

    result: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Succeed(State):
    """Ends the machine well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fail(State):
    """Ends the machine in failure."""

    error: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """States with a first one: a whole definition, a branch, or the processor of a map; `path` leads to it."""

    start: str
    states: Mapping[str, State]
    path: Path = ()

    @property
    def first(self) -> State | None:
        return self.states.get(self.start)


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole definition; `timeout` is its own `TimeoutSeconds`."""

    machine: Machine
    timeout: Seconds = None
    language: Language = "JSONPath"
    substitutions: Mapping[str, Any] = field(default_factory=dict)


def kind_of(state: State) -> str:
    """The `Type` of a state; empty where it has none that is known."""
    return "" if type(state) is State else type(state).__name__.removesuffix("State")


def inner_machines(state: State) -> tuple[Machine, ...]:
    """The machines inside a Parallel or Map."""
    if isinstance(state, Parallel):
        return state.branches
    if isinstance(state, MapState) and state.processor is not None:
        return (state.processor,)
    return ()


def machines(machine: Machine) -> Iterator[Machine]:
    """A machine and all those inside its states, outermost first."""
    yield machine
    for state in machine.states.values():
        for inner in inner_machines(state):
            yield from machines(inner)


def all_states(machine: Machine) -> Iterator[State]:
    """Every state, also those inside Parallel and Map, in the order of the file."""
    for state in machine.states.values():
        yield state
        for inner in inner_machines(state):
            yield from all_states(inner)


def all_tasks(machine: Machine) -> Iterator[Task]:
    """Every Task, also those inside Parallel and Map."""
    for state in all_states(machine):
        if isinstance(state, Task):
            yield state


def successors(state: State) -> list[str]:
    """The names of the states that may follow, each once: by `Next`, branches, the default and catchers."""
    names = [state.next]
    if isinstance(state, Choice):
        names = [*(branch.next for branch in state.branches), state.default]
    if isinstance(state, Worker):
        names += [catcher.next for catcher in state.catches]
    return [name for name in dict.fromkeys(names) if name]


def is_last(state: State) -> bool:
    """Whether the machine can end at this state in the regular way."""
    return state.is_end or isinstance(state, Succeed | Fail)


def awaits(task: Task) -> bool:
    """Whether a call of a function waits until it has run: not where it only hands an event over."""
    return not (isinstance(task.arguments, dict) and task.arguments.get("InvocationType") == "Event")


def nested(machine: Machine, around: tuple[Worker, ...] = ()) -> Iterator[tuple[State, tuple[Worker, ...]]]:
    """Every state with the Parallels and Maps that it stands in."""
    for state in machine.states.values():
        yield state, around
        inside = (*around, state) if isinstance(state, Worker) else around
        for inner in inner_machines(state):
            yield from nested(inner, inside)


def calls(machine: Machine) -> Iterator[tuple[State, Call]]:
    """Every call of the machine: its tasks', and the readers and writers of distributed maps."""
    for state in all_states(machine):
        if isinstance(state, Task):
            yield state, state.call
        elif isinstance(state, MapState):
            for call in (state.reader, state.writer):
                if call is not None:
                    yield state, call


def standard_only(machine: Machine) -> Iterator[tuple[State, Literal["sync", "callback", "activity", "distributed"]]]:
    """The states that wait for a job, token or activity, or map in distributed mode, as only Standard workflows can."""
    for state in all_states(machine):
        if isinstance(state, Task) and state.call.way != "request":
            yield state, state.call.way
        elif isinstance(state, MapState) and state.is_distributed:
            yield state, "distributed"

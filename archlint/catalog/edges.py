"""What is known of one connection AWS offers: its manner of delivery, who tries again, and the sizes that count."""

# Annotations are real here, not text: of text each field of a NamedTuple would be compiled at every start.
from typing import Literal, NamedTuple

Support = Literal["yes", "no", "unknown"]
Mode = Literal["", "sync", "async", "push", "poll_queue", "poll_stream", "callback"]
Guarantee = Literal["", "at_most_once", "at_least_once", "exactly_once"]
Order = Literal["", "as_sent", "none", "best_effort", "per_group", "per_shard", "per_item"]


class Tries(NamedTuple):
    """Who tries again. `on`: handover (the target was not reached), throttle (it had no room), error (it failed).

    `attempts` are the tries after the first by AWS's default: inf without end, None not known. `over`, `first` and
    `longest` are seconds: how long it goes on, the first pause, the longest. `blocks` is what waits meanwhile (group,
    shard or ""). `settings` change it and `rescue` saves the event, as "flow.dlq", "source.dlq", "target.on_failure".
    `final` is where the event ends otherwise: caller, discarded, redrive, blocks, failed, error_output or reader.
    """

    on: Literal["handover", "throttle", "error"]
    owner: str
    attempts: float | None
    over: float | None
    first: float | None
    longest: float | None
    blocks: str
    settings: tuple[str, ...]
    final: str
    rescue: tuple[str, ...]


class Size(NamedTuple):
    """A size that counts: the limit (and which of its numbers), at which end, of one event, a batch or the answer."""

    limit: str
    part: int | None
    end: Literal["source", "target"]
    of: Literal["event", "batch", "answer"]
    setting: str
    envelope: Literal["", "base64", "base64_if_binary"]

    @property
    def factor(self) -> float:
        """By how much the payload grows on the way; text that may be binary is taken for text."""
        return 4 / 3 if self.envelope == "base64" else 1.0


class Batch(NamedTuple):
    """How many events go together: AWS's default, the limit (and which of its numbers), its window, its fields."""

    default: int
    most: str
    part: int | None
    window: str
    settings: tuple[str, ...]


class Integration(NamedTuple):
    """One pair as AWS offers it; where `support` is not yes, as far as the reason, the modes and the origin.

    `once` holds as AWS delivers by default, `again` once the event is tried again. `tries` stand in the order in which
    the event meets them. `modes` are the words a flow may ask for here. `timeout` is the id of the limit on waiting.
    """

    support: Support
    why: str
    way_round: str
    mode: Mode
    modes: tuple[str, ...]
    once: Guarantee
    again: Guarantee
    order: Order
    tries: tuple[Tries, ...]
    sizes: tuple[Size, ...]
    batch: Batch | None
    timeout: str
    facts: tuple[str, ...]
    source: str
    as_of: str

    @property
    def retries(self) -> Tries | None:
        """Who repeats the work when the target fails, or the hand-over where nothing else is repeated."""
        return self.tries[-1] if self.tries else None

    @property
    def final(self) -> str:
        """Where an event ends that is given up and that nothing rescues."""
        return self.tries[-1].final if self.tries else ""

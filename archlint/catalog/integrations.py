"""What AWS connects to what, and how an event travels there: the one place that delivery is worked out from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from archlint.catalog import store
from archlint.catalog.edges import Batch, Integration, Size, Support, Tries

if TYPE_CHECKING:
    from archlint.catalog.limits import Book

# Purposes of their own: where no row admits one for a pair, AWS does not offer it. Any other word is a plain flow.
PURPOSES = frozenset({"transform", "backup", "staging", "enrichment", "authorizer", "dead_letter", "on_failure",
                      "on_success", "error_action", "lifecycle_hook"})  # fmt: skip


class Integrations:
    """The whole matrix, by one of the two books."""

    __slots__ = ("_data", "_found", "book", "types")

    def __init__(self, book: Book = "today") -> None:
        self.book = book
        self._data: dict[str, Any] = store.load("integrations")
        self._found: dict[tuple[str | None, ...], Integration] = {}
        self.types: frozenset[str] = frozenset(self._data["types"])

    def variant_field(self, kind: str) -> str:
        """Return the field that tells the variants of a component type apart, such as `fifo` of `sqs`, or ""."""
        field: str = self._data["variants"].get(kind, {}).get("field", "")
        return field

    def variant(self, kind: str, value: object = None) -> str:
        """Return the variant for that field's value: AWS's own for None, "" for a value that is not known."""
        words: dict[str, str] = self._data["variants"].get(kind, {})
        if value is None:
            return words.get("default", "")
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return words.get("yes" if value else "no", "")
        return words.get("other", "") if isinstance(value, dict) else ""

    def find(
        self,
        source: str,
        target: str,
        *,
        source_variant: str | None = None,
        target_variant: str | None = None,
        purpose: str = "destination",
        mode: str = "",
        owner: str = "",
    ) -> Integration:
        """Return what AWS offers from one component type to another.

        A variant of None is AWS's own (a standard queue), "" is not known and rules nothing out. `purpose` is what
        the flow is for, or dead_letter, on_failure, on_success; then `owner` says of what: async (an asynchronous
        invocation), mapping (a stream mapping), queue (a queue mapping). `mode` is the word the flow asks for. Types
        that the matrix does not know give support "unknown".
        """
        key = (source, target, source_variant, target_variant, purpose, mode, owner)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._find(source, target, self._traits(*key))
        return found

    def waits_for_job(self, service: str) -> bool:
        """Return whether a Standard workflow can wait until a job of this service (`glue`, `ecs`) is done: `.sync`."""
        return service in self._data["patterns"]["job"]

    def takes_token(self, service: str) -> bool:
        """Return whether a workflow can hand this service (`sqs`, `lambda`) a token and wait for it to come back."""
        return service in self._data["patterns"]["callback"]

    def _traits(
        self,
        source: str,
        target: str,
        source_variant: str | None,
        target_variant: str | None,
        purpose: str,
        mode: str,
        owner: str,
    ) -> dict[str, str]:
        return {
            "from": self.variant(source) if source_variant is None else source_variant,
            "to": self.variant(target) if target_variant is None else target_variant,
            "as": purpose,
            "mode": mode,
            "owner": owner,
        }

    def _find(self, source: str, target: str, traits: dict[str, str]) -> Integration:
        if source not in self.types or target not in self.types:
            return self._not_offered("unknown")
        rows = self._rows(source, target)
        fitting = _fitting(rows, traits)
        if not fitting and traits["as"] not in PURPOSES:
            fitting = _fitting(rows, {**traits, "as": "destination"})
        if not fitting:
            why = f"{source} has no {target} as {traits['as']}"
            return self._not_offered("no", why, "Use another kind of component.")
        words = dict.fromkeys(_word(row) for row, _ in fitting if row[1] == "yes")
        modes = tuple(word for word in words if _offers(_chosen(fitting, word)))
        row = _chosen(fitting, traits["mode"])
        if row is None:
            why = f"{source} does not call {target} in mode {traits['mode']}"
            return self._not_offered("no", why, f"Use mode {' or '.join(modes)}.", modes, fitting[0][0])
        if row[1] != "yes":
            return self._not_offered(row[1], row[2], row[3], modes, row)
        return self._made(source, row, modes)

    def _rows(self, source: str, target: str) -> list[list[Any]]:
        """Return the rows of a pair in the file's order, as this book has them."""
        pairs = self._data["pairs"]
        lists = [pairs.get(one, {}).get(other, "") for one in (source, "*") for other in (target, "*")]
        rows = [self._data["rows"][number] for number in sorted(map(int, " ".join(lists).split()))]
        return rows if self.book == "today" else [row[15] or row for row in rows]

    def _made(self, source: str, row: list[Any], modes: tuple[str, ...]) -> Integration:
        mode, once, again, order, tries, sizes, batch, timeout = row[4:12]
        return Integration(
            "yes", "", "", mode, modes, once, again, order,
            tuple(self._tries(name, source) for name in tries),
            tuple(self._size(name) for name in sizes),
            self._batch(batch),
            timeout,
            *self._origin(row),
        )  # fmt: skip

    def _not_offered(
        self,
        support: Support,
        why: str = "",
        way_round: str = "",
        modes: tuple[str, ...] = (),
        row: list[Any] | None = None,
    ) -> Integration:
        origin = self._origin(row) if row else ((), "", "")
        return Integration(support, why, way_round, "", modes, "", "", "", (), (), None, "", *origin)

    def _origin(self, row: list[Any]) -> tuple[tuple[str, ...], str, str]:
        return tuple(row[12]), self._data["sources"][row[13]], row[14]

    def _tries(self, name: str, source: str) -> Tries:
        name = self._data["calling"].get(source, name) if name == "caller" else name
        on, owner, attempts, over, first, longest, blocks, settings, final, rescue = self._data["tries"][name]
        attempts = float("inf") if attempts == -1 else attempts
        return Tries(on, owner, attempts, over, first, longest, blocks, tuple(settings), final, tuple(rescue))

    def _size(self, name: str) -> Size:
        one = self._data["sizes"][name]
        return Size(
            one["limit"], one.get("part"), one["end"], one["of"], one.get("setting", ""), one.get("envelope", "")
        )

    def _batch(self, name: str) -> Batch | None:
        one = self._data["batches"].get(name)
        return one and Batch(
            one["default"], one["most"], one.get("part"), one.get("window", ""), tuple(one["settings"])
        )


@cache
def integrations(book: Book = "today") -> Integrations:
    """Return the matrix of one book, loaded once a process."""
    return Integrations(book)


def _fitting(rows: list[list[Any]], traits: dict[str, str]) -> list[tuple[list[Any], bool]]:
    """Return the rows that can hold for these variants, purpose and owner, and of each whether it certainly does.

    A row that certainly holds whatever the mode hides the later ones, but for those of a mode of their own.
    """
    fitting = []
    settled = False
    for row in rows:
        when: dict[str, list[str]] = row[0]
        purposes = when.get("as", _PLAIN)
        if (settled and "mode" not in when) or (traits["as"] not in purposes and "*" not in purposes):
            continue
        if "owner" in when and traits["owner"] not in when["owner"]:
            continue
        open_sides = [traits[side] for side in ("from", "to") if side in when and traits[side] not in when[side]]
        if not any(open_sides):
            fitting.append((row, not open_sides))
            settled = settled or not (open_sides or "mode" in when)
    return fitting


_PLAIN = ["destination"]


def _chosen(rows: list[tuple[list[Any], bool]], mode: str) -> list[Any] | None:
    """Return the first row for the mode asked for; one that only may hold gives way unless it says yes."""
    doubtful = None
    for row, certain in rows:
        if not _answers(row, mode):
            continue
        if certain or row[1] == "yes":
            return row
        doubtful = doubtful or row
    return doubtful


def _offers(row: list[Any] | None) -> bool:
    return row is not None and row[1] == "yes"


def _answers(row: list[Any], mode: str) -> bool:
    when = row[0]
    if "mode" in when:
        return mode in when["mode"]
    return not mode or row[1] != "yes" or mode == row[4] or mode in row[16]


def _word(row: list[Any]) -> str:
    """Return the word by which a flow asks for this row."""
    word: str = row[0].get("mode", [row[4]])[0]
    return word

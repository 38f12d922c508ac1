"""Quantities are read as people write them, keep their range and unit through sums, and print in the user's units."""

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archlint.document.quantities import (
    Duration,
    Money,
    Number,
    Quantity,
    QuantityError,
    Rate,
    Share,
    Size,
)

MONTH = 730 * 3600


@pytest.mark.parametrize(
    ("text", "seconds", "shown"),
    [
        ("500ms", 0.5, "500 ms"),
        ("30s", 30, "30 s"),
        ("59 s", 59, "59 s"),
        ("12m", 720, "12 min"),
        ("90 min", 5400, "90 min"),
        ("2h", 7200, "2 h"),
        ("1d", 86400, "1 day"),
        ("4d", 4 * 86400, "4 days"),
        ("2w", 14 * 86400, "2 weeks"),
        ("1y", 365 * 86400, "1 year"),
        ("1.5h", 5400, "1.5 h"),
        ("0.25s", 0.25, "0.25 s"),
        ("30 seconds", 30, "30 s"),
        ("1 Minute", 60, "1 min"),
        ("3 hours", 10800, "3 h"),
        ("1,200 s", 1200, "1200 s"),
        ("12,000ms", 12, "12,000 ms"),
        ("0s", 0, "0 s"),
        ("0", 0, "0 s"),
    ],
)
def test_durations_are_read_and_printed_in_the_users_unit(text: str, seconds: float, shown: str) -> None:
    duration = Duration.parse(text)
    assert duration == pytest.approx(seconds)
    assert str(duration) == shown
    assert type(Duration(text)) is Duration


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (900, "15 min"),
        (30, "30 s"),
        (100, "100 s"),
        (43200, "12 h"),
        (345600, "4 days"),
        (1209600, "14 days"),
        (0.18, "180 ms"),
        (90.5, "90.5 s"),
        (0.0005, "0.5 ms"),
        (1 / 3, "333 ms"),
        (10 / 3, "3.33 s"),
        (1000 / 3, "5.56 min"),
    ],
)
def test_a_duration_without_a_unit_takes_the_one_that_reads_best(seconds: float, shown: str) -> None:
    assert str(Duration(seconds)) == shown


@pytest.mark.parametrize(
    ("text", "bytes_", "shown"),
    [
        ("256 KB", 256 * 1024, "256 KB"),
        ("256kb", 256 * 1024, "256 KB"),
        ("6 MB", 6 * 1024**2, "6 MB"),
        ("1 MiB", 1024**2, "1 MiB"),
        ("1.5 KiB", 1536, "1.5 KiB"),
        ("4 TB", 4 * 1024**4, "4 TB"),
        ("2PB", 2 * 1024**5, "2 PB"),
        ("500 B", 500, "500 B"),
        ("12 bytes", 12, "12 B"),
        ("0 KB", 0, "0 B"),
    ],
)
def test_sizes_count_in_1024s(text: str, bytes_: float, shown: str) -> None:
    assert Size.parse(text) == bytes_
    assert str(Size.parse(text)) == shown


@pytest.mark.parametrize(
    ("bytes_", "shown"),
    [(262144, "256 KB"), (500, "500 B"), (1536, "1.5 KB"), (1_000_000, "1,000,000 B"), (1024**2, "1 MB")],
)
def test_a_size_without_a_unit_takes_the_one_that_reads_best(bytes_: float, shown: str) -> None:
    assert str(Size(bytes_)) == shown


@pytest.mark.parametrize(
    ("text", "per_second", "shown"),
    [
        ("50/s", 50, "50/s"),
        ("1200/s", 1200, "1200/s"),
        ("100/min", 100 / 60, "100/min"),
        ("2k/h", 2000 / 3600, "2k/h"),
        ("10/d", 10 / 86400, "10/d"),
        ("10 / day", 10 / 86400, "10/d"),
        ("3M/month", 3e6 / MONTH, "3M/month"),
        ("1B/month", 1e9 / MONTH, "1B/month"),
        ("1.5 million per month", 1.5e6 / MONTH, "1.5M/month"),
        ("30,000/h", 30000 / 3600, "30,000/h"),
        ("5 per minute", 5 / 60, "5/min"),
        ("1/y", 1 / (12 * MONTH), "1/y"),
        ("0/s", 0, "0/s"),
        ("0", 0, "0/s"),
    ],
)
def test_rates_are_read_and_printed_as_they_are_written(text: str, per_second: float, shown: str) -> None:
    assert Rate.parse(text) == pytest.approx(per_second)
    assert str(Rate.parse(text)) == shown


@pytest.mark.parametrize(
    ("per_second", "shown"),
    [
        (40, "40/s"),
        (1.2, "1.2/s"),
        (0.5, "30/min"),
        (3e6 / MONTH, "3M/month"),
        (1 / MONTH, "1/month"),
        (0.1 / MONTH, "0.1/month"),
    ],
)
def test_a_rate_without_a_unit_takes_the_one_that_reads_best(per_second: float, shown: str) -> None:
    assert str(Rate(per_second)) == shown


@pytest.mark.parametrize(
    ("text", "dollars", "shown"),
    [
        ("$1200/month", 1200, "$1,200/month"),
        ("$400", 400, "$400/month"),
        ("$1,200.50/month", 1200.5, "$1,200/month"),
        ("$12.3", 12.3, "$12.30/month"),
        ("$99.99/mo", 99.99, "$99.99/month"),
        ("$2k/month", 2000, "$2,000/month"),
        ("$120/year", 10, "$10/month"),
        ("$1/h", 730, "$730/month"),
        ("$0.004/month", 0.004, "$0.004/month"),
    ],
)
def test_money_is_dollars_a_month(text: str, dollars: float, shown: str) -> None:
    assert Money.parse(text) == pytest.approx(dollars)
    assert str(Money.parse(text)) == shown


@pytest.mark.parametrize(
    ("value", "share", "shown"),
    [
        ("30%", 0.3, "30 %"),
        ("30 %", 0.3, "30 %"),
        (0.3, 0.3, "30 %"),
        ("0.05%", 0.0005, "0.05 %"),
        (1, 1, "100 %"),
        (0, 0, "0 %"),
    ],
)
def test_shares_are_percents_or_parts_of_one(value: Any, share: float, shown: str) -> None:
    assert Share.parse(value) == pytest.approx(share)
    assert str(Share.parse(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("40k", "40k"), (3, "3"), (2.5, "2.5"), ("1.5M", "1.5M"), (1234567, "1,234,567"), (0, "0")]
)
def test_numbers_are_plain(value: Any, shown: str) -> None:
    assert str(Number.parse(value)) == shown


def test_a_bare_number_is_read_in_the_unit_of_its_field() -> None:
    assert str(Duration.parse(30, "s")) == "30 s"
    assert str(Size.parse("512", "MB")) == "512 MB"
    assert str(Rate.parse(5, "/min")) == "5/min"
    assert str(Money.parse(400, "$")) == "$400/month"


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (Duration, "30 sec.", "`30 sec.` is not a duration; write it like 30s, 15m or 7d"),
        (Duration, "", "`` is not a duration; write it like 30s, 15m or 7d"),
        (Duration, "s", "`s` is not a duration; write it like 30s, 15m or 7d"),
        (Duration, "1e3s", "`1e3s` is not a duration; write it like 30s, 15m or 7d"),
        (Duration, "1,00 s", "`1,00 s` is not a duration; write it like 30s, 15m or 7d"),
        (Duration, "1.2.3 s", "`1.2.3 s` is not a duration; write it like 30s, 15m or 7d"),
        (Duration, "5 M", "`5 M` is not a duration; write it like 30s, 15m or 7d"),
        (Duration, "٣s", "`٣s` is not a duration; write it like 30s, 15m or 7d"),
        (Duration, True, "`true` is not a duration; write it like 30s, 15m or 7d"),
        (Duration, None, "`null` is not a duration; write it like 30s, 15m or 7d"),
        (Duration, {"a": 1}, "`{...}` is not a duration; write it like 30s, 15m or 7d"),
        (Duration, float("nan"), "`nan` is not a duration; write it like 30s, 15m or 7d"),
        (Duration, 30, "`30` has no unit; write it like 30s, 15m or 7d"),
        (Duration, "30", "`30` has no unit; write it like 30s, 15m or 7d"),
        (Duration, "-3s", "`-3s` is below zero, which a duration is not"),
        (Duration, -3, "`-3` is below zero, which a duration is not"),
        (Duration, float("inf"), "`inf` is too large for a duration"),
        (Duration, float("-inf"), "`-inf` is below zero, which a duration is not"),
        (Duration, 10**400, "`1000000000000000000000000000000000000...` is too large for a duration"),
        (
            Duration,
            "99999999999999999y",
            "`99999999999999999y` is more than a duration can be; write it like 30s, 15m or 7d",
        ),
        (Duration, "9" * 50 + "s", f"`{'9' * 37}...` is not a duration; write it like 30s, 15m or 7d"),
        (Duration, "a\nb", "`a b` is not a duration; write it like 30s, 15m or 7d"),
        (Size, "5 XB", "`5 XB` is not a size; write it like 256 KB or 6 MB"),
        (Size, "5", "`5` has no unit; write it like 256 KB or 6 MB"),
        (Rate, "50", "`50` has no unit; write it like 50/s or 3M/month"),
        (Rate, "50/m", "`50/m` is not a rate; write it like 50/s or 3M/month"),
        (Rate, "50 x/s", "`50 x/s` is not a rate; write it like 50/s or 3M/month"),
        (Rate, "50s", "`50s` is not a rate; write it like 50/s or 3M/month"),
        (Money, "€400", "`€400` is not an amount of money; write it like $400/month"),
        (Money, "400/month", "`400/month` is not an amount of money; write it like $400/month"),
        (Money, "-$3", "`-$3` is below zero, which an amount of money is not"),
        (Share, 30, "`30` is more than a share can be; write it like 30% or 0.3"),
        (Share, "101%", "`101%` is more than a share can be; write it like 30% or 0.3"),
        (Share, "x", "`x` is not a share; write it like 30% or 0.3"),
        (Number, "ten", "`ten` is not a number; write it like 3, 2.5 or 40k"),
        (Duration, [], "a range has 2 or 3 numbers, [low, likely, high], and this has 0"),
        (Duration, ["1s"], "a range has 2 or 3 numbers, [low, likely, high], and this has 1"),
        (Duration, ["3s", "2s"], "`[3s, 2s]` is not in order; a range goes from low to high"),
        (Duration, ["1s", "5s", "4s"], "`[1s, 5s, 4s]` is not in order; a range goes from low to high"),
        (Duration, ["1s", [1, 2]], "`[1, 2]` is not a duration; write it like 30s, 15m or 7d"),
        (Duration, ["1s", "x"], "`x` is not a duration; write it like 30s, 15m or 7d"),
    ],
)
def test_what_is_no_quantity_is_said_in_our_words(kind: type[Quantity], value: Any, message: str) -> None:
    with pytest.raises(QuantityError) as error:
        kind.parse(value)
    assert str(error.value) == message


@given(
    st.sampled_from([Duration, Size, Rate, Money, Share, Number]),
    st.one_of(st.text(), st.floats(), st.integers(), st.lists(st.text("0123456789.,$%/smhdkMB -"), max_size=4)),
)
def test_any_value_is_read_or_refused(kind: type[Quantity], value: Any) -> None:
    try:
        quantity = kind.parse(value)
    except QuantityError:
        return
    assert 0 <= quantity.low <= quantity <= quantity.high <= 1e21
    assert "\n" not in str(quantity)


def test_a_range_has_a_low_a_likely_and_a_high_end() -> None:
    duration = Duration(["1s", "2s", "4s"])
    assert (duration.low, float(duration), duration.high) == (1, 2, 4)
    assert duration.is_range
    assert not Duration("2s").is_range


def test_the_likely_value_of_a_range_of_two_is_their_mean() -> None:
    duration = Duration(["1s", "4s"])
    assert (duration.low, float(duration), duration.high, str(duration)) == (1, 2.5, 4, "2.5 s")


def test_ranges_are_carried_through_sums_and_products() -> None:
    a, b = Duration(["1s", "2s", "4s"]), Duration(["10s", "20s", "30s"])
    for result, ends in [
        (a + b, (11, 22, 34)),
        (a + 1, (2, 3, 5)),
        (1 + a, (2, 3, 5)),
        (b - a, (6, 18, 29)),
        (100 - a, (96, 98, 99)),
        (a * 3, (3, 6, 12)),
        (3 * a, (3, 6, 12)),
        (3.0 * a, (3, 6, 12)),
        (a / 2, (0.5, 1, 2)),
        (-a, (-4, -2, -1)),
        (a * -1, (-4, -2, -1)),
        (a * Number([1, 2, 3]), (1, 4, 12)),
        (Number([1, 2, 3]) * a, (1, 4, 12)),
        (sum([a, b]), (11, 22, 34)),
    ]:
        assert type(result) is Duration
        assert (result.low, float(result), result.high) == ends


def test_arithmetic_keeps_the_kind_and_prints_in_the_users_unit() -> None:
    assert str(6 * Duration("15m")) == "90 min"
    assert str(6 * Duration("30s")) == "180 s"
    assert str(6 * Duration("3s") + Duration("1m")) == "78 s"
    assert str(10 * Rate("3M/month")) == "30M/month"
    assert str(Rate("3M/month") / 3) == "1M/month"
    assert str(Rate("3M/month") * 0.0001) == "300/month"
    assert str(Rate("3M/month") * Share("50%")) == "1.5M/month"
    assert str(Share("50%") * Rate("3M/month")) == "1.5M/month"
    assert str(Size("4 TB") * 0.3) == "1.2 TB"
    assert str(1 - Share("30%")) == "70 %"
    assert str(Duration("12m") / 7) == "1.71 min"
    assert str(Duration("3s") - Duration("5s")) == "-2 s"


def test_two_of_a_kind_divided_and_two_kinds_multiplied_are_plain_numbers() -> None:
    for result, value in [
        (Duration("1m") / Duration("30s"), 2),
        (Rate("50/s") * Duration("2s"), 100),
        (Size("1 KB") / Duration("2s"), 512),
        (Share("30%") / Share("10%"), pytest.approx(3)),
    ]:
        assert type(result) is float
        assert result == value


def test_kinds_that_do_not_go_together_cannot_be_added() -> None:
    with pytest.raises(TypeError):
        Duration("2s") + Size("3 KB")
    with pytest.raises(TypeError):
        Duration("2s") - Size("3 KB")
    with pytest.raises(TypeError):
        Duration("2s") * "x"  # type: ignore[operator]


def test_quantities_compare_as_numbers() -> None:
    assert Duration("59s") < Duration("1m") == 60 == Duration(["1s", "60s", "2m"])
    assert max(Duration("59s"), Duration("1m")) == 60
    assert hash(Duration("1m")) == hash(60.0)
    assert not Duration(0)


def test_quantities_can_be_copied_and_pickled() -> None:
    duration = Duration(["1m", "2m", "3m"])
    for other in (copy.copy(duration), copy.deepcopy(duration), pickle.loads(pickle.dumps(duration))):
        assert (type(other), other.low, float(other), other.high, other.unit) == (Duration, 60, 120, 180, "min")
    assert repr(duration) == "Duration('2 min')"


def test_a_quantity_of_the_kind_is_read_as_itself() -> None:
    duration = Duration("2m")
    assert Duration.parse(duration) is duration


AMOUNTS = st.integers(0, 999_999).map(lambda number: number / 1000)


@given(AMOUNTS, st.sampled_from(["ms", "s", "m", "min", "h", "d", "w", "y"]))
def test_a_printed_duration_reads_as_the_same_duration(amount: float, unit: str) -> None:
    duration = Duration.parse(f"{amount:.3f}{unit}")
    assert Duration.parse(str(duration)) == pytest.approx(float(duration), rel=1e-9)
    assert str(Duration.parse(str(duration))) == str(duration)


@given(AMOUNTS, st.sampled_from(["B", "KB", "MB", "GB", "TB", "PB", "KiB", "GiB"]))
def test_a_printed_size_reads_as_the_same_size(amount: float, unit: str) -> None:
    size = Size.parse(f"{amount:.3f} {unit}")
    assert Size.parse(str(size)) == pytest.approx(float(size), rel=1e-9)


@given(AMOUNTS, st.sampled_from(["", "k", "M", "B"]), st.sampled_from(["s", "min", "h", "d", "w", "month", "y"]))
def test_a_printed_rate_reads_as_the_same_rate(amount: float, suffix: str, period: str) -> None:
    rate = Rate.parse(f"{amount:.3f}{suffix}/{period}")
    assert Rate.parse(str(rate)) == pytest.approx(float(rate), rel=1e-9)


@given(st.floats(0, 1e15, allow_subnormal=False), st.sampled_from([Duration, Size, Rate, Number]))
def test_any_amount_prints_nearly_what_it_is(amount: float, kind: type[Quantity]) -> None:
    shown = kind.parse(str(kind(amount)))
    assert float(shown) == pytest.approx(amount, rel=0.006, abs=1e-12)


@given(st.floats(0, 1e15, allow_subnormal=False))
def test_money_prints_to_the_cent_below_a_hundred_dollars_and_to_the_dollar_above(amount: float) -> None:
    shown = Money.parse(str(Money(amount)))
    assert float(shown) == pytest.approx(amount, rel=1e-9, abs=0.005001 if amount < 99.99 else 0.5)

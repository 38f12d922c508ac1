"""Bills of whole descriptions: what is not known is named, entry points add up, ranges have two ends."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cost.designs import bill, design, item, quantity

from archlint.cost.compare import compare
from archlint.cost.curve import curve
from archlint.cost.estimate import Terms
from archlint.cost.sensitivity import sensitivity
from archlint.cost.tiers import total

D = Decimal

SHOP = """
    components:
      web: {type: client}
      app: {type: client}
      api: {type: api_gateway, protocol: http}
      order: {type: lambda, memory: 1024 MB, duration: 200ms}
      jobs: {type: sqs}
      work: {type: lambda, memory: 512 MB, duration: 1s}
      orders: {type: dynamodb, billing: on_demand}
    flows:
      - web -> api: {payload: 2 KB, response: 1 KB}
      - app -> api: {payload: 2 KB, response: 1 KB}
      - api -> order
      - order -> jobs: {payload: 4 KB}
      - jobs -> work
      - work -> orders: {operation: put, payload: 3 KB}
    usage:
      web -> api: 3M/month
      app -> api: 1M/month
      orders: {storage: 100 GB}
"""


def test_what_somebody_else_runs_is_in_no_bill() -> None:
    found = bill("""
        components:
          app: {type: client}
          work: {type: lambda, memory: 1 GB, duration: 1s, url: public}
          theirs: {type: sqs, outside: true}
        flows:
          - app -> work: {response: 1 KB}
          - work -> theirs: {payload: 1 KB}
        usage: {app -> work: {rate: 1M/month}}
    """)
    assert "work" in (billed := {part.name for part in found.components if part.items})
    assert "theirs" not in billed
    assert [str(gap) for gap in found.unknown if "theirs" in str(gap)] == []
    assert "theirs is run by somebody else, who pays for it" in map(str, found.assumed)


def test_components_and_charges_both_add_up_to_the_total() -> None:
    found = bill(SHOP)
    assert total(part.monthly for part in found.components) == found.monthly
    assert total(charge.monthly for charge in found.charges) == found.monthly
    assert found.unknown == ()


def test_entry_points_and_what_is_paid_anyway_add_up_to_the_total() -> None:
    found = bill(SHOP)
    web, app = found.entries
    assert web.monthly + app.monthly + found.standing == found.monthly
    assert float(web.monthly / app.monthly) == pytest.approx(3.0)
    assert web.per_million is not None
    assert float(web.per_million) == pytest.approx(float(web.monthly) / 3)
    # storage and polling in vain are there whatever happens
    assert float(found.standing) == pytest.approx(100 * 0.25 + float(_empty(found)), rel=1e-9)


def _empty(found: object) -> Decimal:
    lines = item(found, "jobs", "sqs.requests_standard").lines  # type: ignore[arg-type]
    return total(line.monthly for line in lines if line.event.flow is None)


def test_the_lines_of_a_function_are_those_of_awss_price_page() -> None:
    found = bill(SHOP)
    assert quantity(found, "order", "lambda.requests_x86") == 4e6
    assert quantity(found, "order", "lambda.duration_x86") == 800_000
    assert item(found, "order", "lambda.duration_x86").monthly == D("13.33336")


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (SHOP.replace(", duration: 200ms", ""), "duration of order: its time is not in the bill"),
        (SHOP.replace("storage: 100 GB", "hours: 730"), "storage of orders: it is not in the bill"),
        (
            SHOP.replace("order -> jobs: {payload: 4 KB}", "order -> jobs"),
            "payload of order -> jobs: every message is counted as one request",
        ),
        (SHOP.replace(", payload: 3 KB", ""), "payload of work -> orders: every item is counted as 1 KB"),
    ],
)
def test_a_size_or_duration_that_is_not_stated_is_named_and_makes_the_bill_a_lower_bound(
    broken: str, says: str
) -> None:
    found = bill(broken)
    assert found.unknown == (says,)
    assert found.monthly <= bill(SHOP).monthly


def test_a_price_that_is_not_known_is_named_and_not_zero() -> None:
    found = bill(
        "archlint: 1\nname: x\nregion: eu-west-1\n"
        """
components: {web: {type: client}, bus: {type: eventbridge}}
flows: [{web -> bus: {payload: 1 KB}}]
usage: {web -> bus: 1M/month}
"""
    )
    assert found.unknown == ("no price of eventbridge.custom_events in eu-west-1 (bus)",)


def test_a_range_gives_the_bill_two_ends() -> None:
    found = bill(SHOP.replace("web -> api: 3M/month", "web -> api: [1M/month, 3M/month, 30M/month]"))
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.monthly < found.high
    assert found.monthly == bill(SHOP).monthly
    assert found.low == bill(SHOP.replace("web -> api: 3M/month", "web -> api: 1M/month")).monthly


def test_sizes_that_vary_are_rounded_up_one_by_one() -> None:
    text = """
        components: {{web: {{type: client}}, jobs: {{type: sqs}}}}
        flows: [{{web -> jobs: {{payload: {}}}}}]
        usage: {{web -> jobs: 1M/month}}
    """
    fixed, varying = bill(text.format("55 KB")), bill(text.format("[15 KB, 55 KB, 200 KB]"))
    assert quantity(fixed, "jobs", "sqs.requests_standard") == 1e6
    assert 1.3e6 < quantity(varying, "jobs", "sqs.requests_standard") < 1.5e6


def test_an_items_tiers_are_its_part_of_each_tier() -> None:
    text = """
        components:
          web: {type: client}
          a: {type: api_gateway, protocol: rest, endpoint: regional}
          b: {type: api_gateway, protocol: rest, endpoint: regional}
        flows: [{web -> a: {response: 1 KB}}, {web -> b: {response: 1 KB}}]
        usage: {web -> a: 300M/month, web -> b: 100M/month}
    """
    one = item(bill(text), "a", "apigateway.rest_requests")
    assert [part.quantity for part in one.slices] == [D("249750000"), D("50250000")]
    assert total(part.monthly for part in one.slices) == one.monthly


def test_a_cycle_is_paid_by_what_sets_it_off() -> None:
    found = bill("""
        components: {web: {type: client}, q: {type: sqs}, f: {type: lambda, duration: 100ms}}
        flows: [{web -> q: {payload: 1 KB}}, q -> f, {f -> q: {ratio: 0.5, payload: 1 KB}}]
        usage: {web -> q: 10M/month}
    """)
    assert quantity(found, "f", "lambda.requests_x86") == pytest.approx(20e6)
    (entry,) = found.entries
    assert entry.monthly + found.standing == found.monthly


def test_a_metered_quantity_is_priced_as_it_is_stated() -> None:
    found = bill("""
        components: {files: {type: s3}}
        usage: {files: {storage: 1 GB, metered: {s3.select_scanned: 500}}}
    """)
    assert item(found, "files", "s3.select_scanned").monthly == D(1)


def test_requests_of_aurora_that_are_stated_are_not_missing() -> None:
    text = """
        components: {data: {type: rds, engine: aurora-mysql, instance_type: serverless, capacity: 1}}
        usage: {data: {storage: 10 GBMORE}}
    """
    missing = "I/O requests of data: they are not in the bill"
    assert missing in bill(text.replace("MORE", "")).unknown
    assert bill(text.replace("MORE", ", metered: {rds.aurora_io: 1000000}")).unknown == ()


def test_ten_small_functions_reach_a_tier_together() -> None:
    parts = "\n".join(f"          f{at}: {{type: lambda, memory: 1024 MB, duration: 1s}}" for at in range(10))
    flows = "\n".join(f"          - web -> f{at}: {{response: 1 KB}}" for at in range(10))
    usage = "\n".join(f"          web -> f{at}: 1B/month" for at in range(10))
    found = bill(f"""
        components:
          web: {{type: client}}
{parts}
        flows:
{flows}
        usage:
{usage}
    """)
    charge = item(found, "f0", "lambda.duration_x86").charge
    assert [part.quantity for part in charge.slices] == [D(6_000_000_000), D(4_000_000_000)]


def test_the_curve_names_the_tier_that_is_reached() -> None:
    points = curve(design(SHOP), Terms(), (1.0, 10.0, 1000.0))
    assert [point.factor for point in points] == [1.0, 10.0, 1000.0]
    assert points[0].monthly < points[1].monthly < points[2].monthly
    assert any(
        "HTTP API calls (512 KB units): the price of the tier from 300,000,000 on" in step for step in points[2].steps
    )


def test_an_elasticity_is_what_a_little_more_really_changes() -> None:
    influences = {one.what: one for one in sensitivity(design(SHOP), Terms(), 100)}
    before, after = bill(SHOP).monthly, bill(SHOP.replace("3M/month", "3.003M/month")).monthly
    measured = float((after - before) / before) / 0.001
    assert influences["rate of web -> api"].elasticity == pytest.approx(measured, rel=0.01)
    slower = bill(SHOP.replace("duration: 1s", "duration: 1.01s")).monthly
    assert influences["duration of work"].elasticity == pytest.approx(
        float((slower - before) / before) / 0.01, rel=0.001
    )


def test_time_of_workers_storage_and_users_move_the_bill_as_much_as_is_billed_by_them() -> None:
    text = """
        components:
          web: {type: client}
          jobs: {type: sqs}
          work: {type: auto_scaling_group, instance_type: c7g.large, min: 0, max: 50, volume: 8 GB}
          users: {type: cognito_user_pool}
          files: {type: s3}
        flows:
          - web -> jobs: {payload: 1 KB}
          - jobs -> work: {duration: 10s, wait_time: 20s}
        usage:
          web -> jobs: 1/s
          users: {monthly_active_users: 1000}
          files: {storage: 500 GB}
    """
    influences = {one.what: one for one in sensitivity(design(text), Terms(), 100)}
    assert influences["monthly active users of users"].monthly == pytest.approx(15.0)
    assert influences["storage of files"].monthly == pytest.approx(11.5)
    before = bill(text)
    slower = bill(text.replace("duration: 10s", "duration: 10.1s"))
    measured = float((slower.monthly - before.monthly) / before.monthly) / 0.01
    assert influences["duration of jobs -> work"].elasticity == pytest.approx(measured, rel=0.01)


def test_what_a_worker_is_told_to_manage_does_not_hang_on_its_duration() -> None:
    text = """
        components:
          web: {type: client}
          jobs: {type: sqs}
          work: {type: auto_scaling_group, instance_type: c7g.large, min: 0, max: 50, capacity: 1, volume: 8 GB}
        flows:
          - web -> jobs: {payload: 1 KB}
          - jobs -> work: {wait_time: 20s}
        usage:
          web -> jobs: 5/s
    """
    assert "duration of jobs -> work" not in {one.what for one in sensitivity(design(text), Terms(), 100)}


def test_a_comparison_has_every_component_of_either_bill_the_largest_change_first() -> None:
    changed = SHOP.replace("storage: 100 GB", "storage: 300 GB").replace(
        "work: {type: lambda, memory: 512 MB", "work: {type: lambda, memory: 256 MB"
    )
    found = compare(bill(SHOP), bill(changed))
    assert [(one.name, one.by > 0) for one in found.changes if one.by] == [("orders", True), ("work", False)]
    assert found.by == found.after - found.before

"""Cognito, keys, secrets and IoT: by users, keys, secrets and requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.catalog.billing import billed
from archlint.cost.meters.rounding import Spread, chunks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.cost.site import Site
    from archlint.model.devices import IotCore, IotRule
    from archlint.model.identity import UserPool
    from archlint.model.operations import Key, Secret

IOT_CHUNK = billed("iot.message.chunk")


def user_pool(component: UserPool, site: Site) -> Iterator[Event]:
    users = site.pick(site.usage.monthly_active_users) if site.usage is not None else None
    if users is None:
        yield site.gap(f"monthly active users of {component}: they are not in the bill", site.usage_place)
    else:
        yield site.metered(f"cognito.mau_{component.tier}", users, "{} users who sign in within the month", users)


def key(component: Key, site: Site) -> Iterator[Event]:
    """A customer's key by the month; requests to it are on the bill of what it encrypts."""
    yield site.metered("kms.key_month", 1.0, "{} key", 1.0)
    if component.rotation is True:
        yield site.assumed(
            f"{component} has not been replaced yet: its first two replacements cost another $1 a month each"
        )
    for traffic in site.arriving:
        yield site.metered("kms.requests", traffic.calls, "{} requests", traffic.calls, by=traffic)


def secret(_: Secret, site: Site) -> Iterator[Event]:
    yield site.metered("secretsmanager.secret_month", 1.0, "{} secret", 1.0)
    for traffic in site.arriving:
        yield site.metered("secretsmanager.api_calls", traffic.calls, "{} requests", traffic.calls, by=traffic)


def iot_core(component: IotCore, site: Site) -> Iterator[Event]:
    """Messages by 5 KB, and the minutes devices are connected."""
    for traffic in site.arriving:
        size = site.payload(traffic)
        if size is None and traffic.events > 0.0:
            yield site.no_payload(traffic, f"every message to {component} is counted as one of 5 KB")
        count = traffic.events * chunks(size or Spread(0.0), IOT_CHUNK)
        yield site.metered("iot.messages", count, "{} messages, by 5 KB", traffic.events, by=traffic)


def iot_rule(component: IotRule, site: Site) -> Iterator[Event]:
    for traffic in site.arriving:
        yield site.metered(
            "iot.rules_triggered", traffic.events, "{} messages to " + str(component), traffic.events, by=traffic
        )
    for traffic in site.leaving:
        yield site.metered("iot.actions", traffic.events, "{} actions", traffic.events, by=traffic)

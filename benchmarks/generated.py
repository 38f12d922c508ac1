"""Descriptions of any size, made the same way every time, for measuring."""

from __future__ import annotations

_TYPES = (
    "{type: lambda, memory: 512 MB, timeout: 20s, runtime: python3.13, idempotent: true, on_failure: dead, alias: a}",
    "{type: sqs, visibility_timeout: 3m, wait_time: 20s, dlq: {to: dead, max_receives: 5}}",
    "{type: dynamodb, billing: on_demand}",
    "{type: sns, delivery_status: true, encryption: aws}",
    "{type: lambda, memory: 256 MB, timeout: 10s, runtime: nodejs22.x, idempotent: true, on_failure: dead, alias: a}",
)


def description(components: int, flows: int) -> str:
    """A description with so many components and flows: chains of functions, queues, tables and topics."""
    lines = [
        "archlint: 1",
        "name: generated",
        "region: eu-west-1",
        "components:",
        "  dead: {type: sqs, alarms: true, retention: 14d}",
    ]
    lines += [f"  c{n}: {_TYPES[n % 5]}" for n in range(components - 1)]
    lines.append("flows:")
    groups = (components - 1) // 5
    for n in range(flows):
        group = n % groups * 5
        further = (n * 7 + 1) % groups
        after = max(group // 5 + 1, further) % groups * 5 if further > group // 5 else group
        lines.append(_flow(n // groups, group, after))
    return "\n".join(lines) + "\n"


def _flow(kind: int, group: int, after: int) -> str:
    onward, mode = (after, ", mode: async") if after > group else (group + 2, "")
    function, queue, table, topic, second = (f"c{group + k}" for k in range(5))
    return (
        f"  - {function} -> {queue}: {{payload: 2 KB}}",
        f"  - {queue} -> {second}: {{batch_size: 5, partial_failures: true}}",
        f"  - {second} -> {table}: {{operation: put, payload: 1 KB}}",
        f"  - {function} -> {topic}: {{payload: 1 KB}}",
        f"  - {topic} -> {second}: {{dlq: dead, name: n{group}}}",
        f"  - {function} -> {table}: {{operation: get}}",
        f"  - {second} -> {table}: {{operation: query, name: q{group}}}",
        f"  - {second} -> c{after + 2}: {{operation: put, payload: 3 KB, name: w{group}}}",
        f"  - {function} -> c{after + 2}: {{operation: get, name: r{group}}}",
        f"  - {second} -> c{onward}: {{payload: 1 KB, name: p{group}{mode}}}",
    )[kind % 10]

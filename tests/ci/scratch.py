"""The tree under test, and a small description with one mistake that every test here knows."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]

MISTAKEN = """\
archlint: 1
name: orders
region: eu-west-1
components:
  orders: {type: sqs, visibility_timeout: 59s, wait_time: 20s, dlq: {to: dead, max_receives: 5}}
  dead: {type: sqs, retention: 14d, alarms: true}
  ship:
    type: lambda
    timeout: 10s
flows:
  - orders -> ship: {batch_size: 1}
"""

"""Buses, rules and schedules."""

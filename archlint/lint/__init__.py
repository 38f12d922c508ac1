"""Runs the rules: cards, selection, suppressions, baseline, configuration, fixes."""

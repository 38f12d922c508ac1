"""The check functions: one file per chapter of the rules, each function joined to its card by name."""

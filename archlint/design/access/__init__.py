"""Who may do what: the permissions that flows need at roles, policies and keys, and the callers' credentials."""

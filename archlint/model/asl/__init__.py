"""Amazon States Language: reading a definition, and working out what an execution of it does."""

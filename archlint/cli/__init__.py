"""The command line: argument parsing and exit codes, one file per command, no logic."""

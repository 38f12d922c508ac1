"""`make bench`: every benchmark in turn, or those that are named; `--peers` installs other tools to run beside.

A benchmark is a module of this package with a function `run()` that yields lines.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

BENCHMARKS = ("small", "large", "hubs", "actions", "cost", "networks", "corpus", "beside_cfn_lint")


def main(arguments: list[str]) -> int:
    """Runs the benchmarks named, or all; 2 where there is none of that name."""
    wanted = [word for word in arguments if not word.startswith("-")] or BENCHMARKS
    unknown = [name for name in wanted if name not in BENCHMARKS]
    if unknown:
        sys.stderr.write(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}\n")
        return 2
    for name in wanted:
        module = import_module(f"benchmarks.{name}")
        sys.stdout.write(f"\n{name}: {(module.__doc__ or '').partition(chr(10))[0]}\n")
        for line in module.run():
            sys.stdout.write(f"  {line}\n")
            sys.stdout.flush()
    return 0


try:
    code = main(sys.argv[1:])
except BrokenPipeError:  # `| head` has seen enough
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    code = 0
sys.exit(code)

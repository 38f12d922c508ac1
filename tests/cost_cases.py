"""Prices published worked examples with archlint: `python tests/cost_cases.py FILE --json`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cost.adapter.compare import verdict


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Price worked examples and compare them line by line, to the cent.")
    parser.add_argument("file", type=Path, help="a YAML file with `cases`")
    parser.add_argument("--json", action="store_true", help="print id, expected, got and verdict of each case as JSON")
    given = parser.parse_args(arguments)
    cases = yaml.safe_load(given.file.read_text(encoding="utf-8"))["cases"]
    answers = [verdict(case) for case in cases]
    if given.json:
        json.dump(answers, sys.stdout, indent=1, ensure_ascii=False)
        print()
        return 0
    for answer in answers:
        print(f"{answer['verdict']:13} {answer['id']}")
        if answer["verdict"] == "differ":
            if "why" in answer:
                print(f"{'':13}   {answer['why']}")
            for wanted, one in zip(answer["expected"], answer["got"], strict=False):
                print(f"{'':13}   {wanted['item']}: expected {wanted['usd']}, got {one['usd']} ({one['dimension']})")
    judged = [answer for answer in answers if answer["verdict"] != "out of scope"]
    agree = sum(answer["verdict"] == "agree" for answer in judged)
    print(f"{agree} of {len(judged)} agree to the cent; {len(answers) - len(judged)} are out of scope")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

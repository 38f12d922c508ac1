"""The overlay that `archlint init --from` writes: what a template leaves open, as comments to be answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from archlint.document.quoting import written

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEAD = """\
# What {template} cannot say. `archlint lint {template}` reads this file beside it: answer what you know.
template: {quoted}
# region: eu-west-1
# environment: production

components:
  # By logical id. For example how long a function takes:
  # {function}: {{duration: {{average: 200ms, p99: 1s}}}}
"""
_FLOWS = """
flows:
  # By `A -> B`, or by the name of a flow. For example how large an event is:
  # {flow}: {{payload: 4 KB}}
"""
_USAGE = """
usage:
  # Where requests and events enter. For example:
  # {flow}: {{rate: 3M/month, peak: 40/s}}
"""


class Question(NamedTuple):
    """One thing that a template leaves open: whom it is about, what is asked, and how the answer is written."""

    subject: str
    asks: str
    answer: str


def overlay_text(template: str, components: Iterable[str], flows: Iterable[str], questions: Iterable[Question]) -> str:
    """The YAML text of an overlay for `template`; its questions stand at their components, flows and usage."""
    function = next(iter(components), "MyFunction")
    flow = next(iter(flows), "A -> B")
    parts: dict[str, list[str]] = {"components": [], "flows": [], "usage": []}
    for question in questions:
        section = "components" if "->" not in question.subject else "usage" if "usage" in question.answer else "flows"
        parts[section] += _asked(question)
    text = _HEAD.format(template=template, quoted=written(template), function=function) + "".join(parts["components"])
    text += _FLOWS.format(flow=flow) + "".join(parts["flows"])
    return text + _USAGE.format(flow=flow) + "".join(parts["usage"])


def _asked(question: Question) -> list[str]:
    subject, asks, answer = (re.sub(r"\s+", " ", text) for text in question)
    return [f"\n  # {asks}\n", f"  #   {answer}\n", f"  # {written(subject)}: {{}}\n"]

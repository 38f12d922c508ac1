"""What one run of lint says: findings with their labelled places, and the report that carries them to every format."""

# Annotations are real here, not text: of text each field of a NamedTuple would be compiled at every start.
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from archlint.document.tree import Source

Severity = Literal["error", "warning", "advice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice")


class Label(NamedTuple):
    """A second place of a finding. Lines and columns count from 1, in code points; the end is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    message: str


class Finding(NamedTuple):
    """One thing that is wrong (or, among `Report.questions`, not stated) at one place.

    Lines and columns count from 1, in code points; the end is exclusive. `path` has `/` separators. `source` is the
    address of the documentation or "", `monthly_cost` is US dollars a month, `because` the reason of a suppression,
    `component` the name of the component the place lies in or "", `until` the last day of a suppression or "". With
    `way`, the place and its related places are the steps of a chain or a circle, in their order.
    """

    rule: str
    chapter: str
    severity: Severity
    pillar: str
    title: str
    message: str
    why: str
    remedy: str
    facts: tuple[str, ...]
    source: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    subject: str
    scenario: str | None
    related: tuple[Label, ...]
    monthly_cost: Decimal | None
    suppressed: bool
    because: str
    component: str
    way: bool = False
    until: str = ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What a finding is told from others of one description by: rule, component and subject."""
        return self.rule, self.component, self.subject

    @property
    def fingerprint(self) -> str:
        """What a finding is known by between runs, whatever its line: 32 hexadecimal digits.

        Two findings of one rule about one subject share it.
        """
        from hashlib import sha256

        identity = "\n".join((self.rule, self.path, self.component, self.subject, self.scenario or ""))
        return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class Report(NamedTuple):
    """Everything a reporter needs; findings are sorted by path, line, column and rule."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    questions: tuple[Finding, ...]
    files: tuple[str, ...]
    components: int
    flows: int
    sources: Mapping[str, Source]

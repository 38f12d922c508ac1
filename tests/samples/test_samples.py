"""The samples: every planted mistake is named, the mended ones have none, and all of them fit the schema."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from samples.renew import GOLDENS, ROOT, goldens, judged, reports, samples

from archlint.document import read
from archlint.model.schema import schema

FILES = sorted((ROOT / "samples").glob("*/*.yaml"))
RENEW = "if it is right so: python -m tests.samples.renew"


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


@pytest.mark.parametrize("sample", samples())
def test_every_planted_mistake_is_named(sample: str) -> None:
    for path, text in goldens(sample).items():
        assert text == path.read_text(encoding="utf-8"), RENEW


@pytest.mark.parametrize("sample", samples())
def test_the_reports_beside_a_sample_are_what_archlint_writes(sample: str) -> None:
    for path, text in reports(sample).items():
        assert without_places(text) == without_places(path.read_text(encoding="utf-8")), RENEW


def without_places(page: str) -> str:
    """A page with the words of its pictures, but not where each version of Graphviz puts them."""
    words = re.sub(
        r"<svg xmlns.*?</svg>", lambda svg: "\n".join(re.findall(r">([^<>]+)<", svg[0])), page, flags=re.DOTALL
    )
    return re.sub(r"--natural:\d+px| class=\"across\"", "", words)


@pytest.mark.parametrize("sample", samples())
def test_the_mended_sample_has_no_finding_of_any_severity_in_any_scenario(sample: str) -> None:
    report = judged(sample, "after")
    assert [(finding.line, finding.rule, finding.message) for finding in report.findings] == []
    assert all(finding.because for finding in report.suppressed)
    assert report.questions == ()


@pytest.mark.parametrize("sample", samples())
def test_a_mistaken_sample_has_errors_and_is_the_same_system_as_its_mended_one(sample: str) -> None:
    before, after = (read(ROOT / "samples" / sample / f"{which}.yaml") for which in ("before", "after"))
    assert before.problems == after.problems == []
    for key in ("name", "description", "region"):
        assert before.data[key] == after.data[key]
    assert any(finding.severity == "error" for finding in judged(sample, "before").findings)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_sample_fits_the_schema(file: Path, validator: Draft202012Validator) -> None:
    wrong = [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(read(file).data)]
    assert wrong == []


def test_there_are_no_goldens_of_samples_that_are_gone() -> None:
    assert {path.name.partition(".")[0] for path in GOLDENS.iterdir()} == set(samples())


def test_the_samples_together_show_rules_of_every_chapter_that_they_can() -> None:
    found = {
        finding["chapter"] for path in GOLDENS.glob("*.json") for finding in json.loads(path.read_text())["findings"]
    }
    assert {
        "structure",
        "delivery",
        "lambda",
        "sqs",
        "sns",
        "network",
        "access",
        "cognito",
        "kinesis",
        "step-functions",
    } <= found

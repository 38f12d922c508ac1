"""Real templates: all are read, each resource that is a component appears, and the edges are those a reader sees."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from importers.corpus_edges import EDGES, NO_COMPONENTS
from importers.described import Described

from archlint.document import read
from archlint.document.tree import Map
from archlint.importers import load
from archlint.importers.dump import dump
from archlint.lint.configuration import Configuration
from archlint.lint.discovery import below
from archlint.lint.running import Wanted, run
from archlint.model.understanding import understand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.lint.report import Finding

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
TEMPLATES = list(below(CORPUS)) if CORPUS.is_dir() else []
NAMES = [path.relative_to(CORPUS).as_posix() for path in TEMPLATES]

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus of templates is not at {CORPUS}")


def edges(made: Described) -> Iterator[str]:
    """The edges of a description: its flows, where failures go, who is asked before a call passes."""
    for name, fields in made.flows:
        source, target = name.split(" -> ")
        yield f"{source} ~> {target}" if fields.get("as") == "authorizer" else name
        for key in ("dlq", "on_failure"):
            if key in fields:
                yield f"{target if made.components[target]['type'] == 'lambda' else source} => {fields[key]}"
    for name, component in made.components.items():
        for key in ("dlq", "on_failure", "on_success"):
            if isinstance(component.get(key), str | dict):
                goes = component[key]
                yield f"{name} => {goes['to'] if isinstance(goes, dict) else goes}"
        authorizer = component.get("authorizer", {})
        yield from (f"{name} ~> {authorizer[kind]}" for kind in ("lambda", "cognito", "jwt") if kind in authorizer)


@pytest.mark.parametrize(("name", "expected"), EDGES.items(), ids=EDGES.keys())
def test_the_edges_are_those_a_reader_sees(name: str, expected: str) -> None:
    made = Described(load(CORPUS / name)[0])
    assert sorted(set(edges(made))) == sorted(line.strip() for line in expected.strip().splitlines() if line.strip())


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_every_resource_that_is_a_component_appears(path: Path) -> None:
    data = read(path).data
    names = {
        name
        for name, resource in data["Resources"].items()
        if isinstance(resource, Map) and resource.get("Type") not in NO_COMPONENTS
    }
    found = {name for variant in load(path) for name in variant.document.data.get("components", ())}
    assert names <= found


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_what_is_read_is_a_description_without_mistakes(path: Path) -> None:
    for variant in load(path):
        problems = understand(variant.document).problems
        assert [problem for problem in problems if problem not in variant.document.problems] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_the_imported_description_lints_to_the_same_findings(path: Path, tmp_path: Path) -> None:
    imported = tmp_path / "description.yaml"
    imported.write_text(dump(load(path)[0].document, str(path)))
    wanted = Wanted(today=date(2026, 11, 24))
    one, two = run([path], Configuration(), wanted), run([imported], Configuration(), wanted)
    assert sorted(map(_said, two.findings)) == sorted(
        _said(each) for each in one.findings if each.rule != "unreadable-description"
    )
    assert {_said(each) for each in two.questions} <= {_said(each) for each in one.questions}


def _said(finding: Finding) -> tuple[str, str, str]:
    """A finding without what it rests on: a parameter's default, a combination of conditions."""
    return finding.rule, finding.subject, re.sub(r" \((?:with|when) [^)]*\)", "", finding.message)


def test_conditions_that_exclude_each_other_are_variants() -> None:
    first, second = load(CORPUS / "msk-lambda-iam-java-sam" / "MSKAndKafkaClientEC2.yaml")
    assert (first.label, second.label) == ("", "CreateServerlessCluster and not CreateProvisionedCluster")
    assert "MSKCluster" in first.document.data["components"]
    assert "ServerlessMSKCluster" in second.document.data["components"]

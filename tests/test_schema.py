"""The JSON Schema agrees with the reader: what archlint takes, an editor takes, and what it refuses is marked there too."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator
from rules.examples import Example, examples

from archlint.document import Map, parse
from archlint.model.schema import schema
from archlint.model.starter import starter
from archlint.model.understanding import understand


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    made = schema()
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


def test_every_example_that_reads_without_problems_fits_the_schema(validator: Draft202012Validator) -> None:
    wrong = []
    for example in examples():
        document = parse(example.text)
        if isinstance(document.data, Map) and not understand(document).problems:
            wrong += [
                f"{example}: {error.json_path}: {error.message[:150]}" for error in validator.iter_errors(document.data)
            ]
    assert wrong == []


@pytest.mark.parametrize(
    "example", [one for one in examples() if one.rule in {"unknown-field", "missing-field"} and one.expect], ids=str
)
def test_a_misspelt_or_missing_field_is_marked_by_the_schema_too(
    validator: Draft202012Validator, example: Example
) -> None:
    assert list(validator.iter_errors(parse(example.text).data))


def test_the_starter_fits_the_schema(validator: Draft202012Validator) -> None:
    assert list(validator.iter_errors(parse(starter()).data)) == []


def test_every_field_has_a_description() -> None:
    def undescribed(part: object, path: str) -> list[str]:
        if isinstance(part, list):
            return [name for at, below in enumerate(part) for name in undescribed(below, f"{path}[{at}]")]
        if not isinstance(part, dict):
            return []
        missing = [
            f"{path}.{name}"
            for name, field in part.get("properties", {}).items()
            if isinstance(field, dict) and not {"description", "const", "$ref"} & field.keys() and "if" not in path
        ]
        return missing + [name for key, below in part.items() for name in undescribed(below, f"{path}.{key}")]

    assert undescribed(schema(), "") == []

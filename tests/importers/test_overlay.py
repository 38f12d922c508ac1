"""The overlay beside a template: what no template can say, merged over what was imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from importers.described import Described

from archlint.document import read
from archlint.importers import is_template, load

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = """\
Resources:
  Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 60}}
  Work:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: 10
      Events: {Queue: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn}}}
"""


def overlaid(folder: Path, overlay: str) -> Described:
    (folder / "template.yaml").write_text(TEMPLATE)
    (folder / "archlint.yaml").write_text(overlay)
    return Described(load(folder / "template.yaml")[0])


def test_components_flows_usage_and_head_are_merged_over(tmp_path: Path) -> None:
    made = overlaid(
        tmp_path,
        """\
template: template.yaml
region: eu-west-1
environment: staging
components:
  Work: {duration: {average: 2s}, timeout: 20s}
  Shop: {type: client}
flows:
  Jobs -> Work: {payload: 3 KB}
  Shop -> Jobs: {payload: 3 KB}
usage:
  Shop -> Jobs: {rate: 5/s}
""",
    )
    assert made.data["region"] == "eu-west-1"
    assert made.data["environment"] == "staging"
    assert made.components["Work"] == {
        "type": "lambda",
        "timeout": "20s",
        "role": "WorkRole",
        "duration": {"average": "2s"},
    }
    assert made.components["Shop"] == {"type": "client"}
    assert made.flows == [("Jobs -> Work", {"payload": "3 KB"}), ("Shop -> Jobs", {"payload": "3 KB"})]
    assert made.data["usage"] == {"Shop -> Jobs": {"rate": "5/s"}}


def test_what_an_overlay_says_stands_in_the_overlay(tmp_path: Path) -> None:
    made = overlaid(tmp_path, "template: template.yaml\ncomponents:\n  Work: {duration: {average: 2s}}\n")
    duration = made.document.locate(("components", "Work", "duration"))
    assert (duration.source.path, duration.line) == (str(tmp_path / "archlint.yaml"), 3)
    assert made.document.locate(("components", "Work", "timeout")).source.path == str(tmp_path / "template.yaml")


def test_flows_of_an_overlay_may_be_a_list(tmp_path: Path) -> None:
    made = overlaid(tmp_path, "template: template.yaml\nflows:\n  - Jobs -> Work: {payload: 3 KB}\n")
    assert made.flows == [("Jobs -> Work", {"payload": "3 KB"})]


def test_a_flow_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    made = overlaid(tmp_path, "template: template.yaml\nflows:\n  orders: {payload: 3 KB}\n")
    (problem,) = made.document.problems
    assert problem.rule == "dangling-name"
    assert problem.message == "the overlay speaks of a flow `orders` that the template does not have"
    assert (problem.at.source.path, problem.at.line, problem.at.text) == (str(tmp_path / "archlint.yaml"), 3, "orders")


def test_an_overlay_of_another_template_is_left_alone(tmp_path: Path) -> None:
    made = overlaid(tmp_path, "template: other.yaml\ncomponents: {Work: {timeout: 99s}}\n")
    assert made.components["Work"]["timeout"] == "10s"
    assert not load(tmp_path / "template.yaml")[0].overlaid


def test_an_overlay_stands_for_its_template(tmp_path: Path) -> None:
    overlaid(tmp_path, "template: template.yaml\ncomponents: {Work: {idempotent: true, because: it only reads}}\n")
    overlay = read(tmp_path / "archlint.yaml")
    assert is_template(overlay)
    (variant,) = load(overlay, path=tmp_path / "archlint.yaml")
    assert variant.overlaid
    assert Described(variant).components["Work"]["idempotent"] is True
    assert variant.document.source.path == str(tmp_path / "template.yaml")


def test_places_stay_in_the_template_but_for_what_the_overlay_says(tmp_path: Path) -> None:
    made = overlaid(tmp_path, "template: template.yaml\ncomponents:\n  Work: {duration: {average: 2s}, timeout: 20s}\n")
    places = {
        path: made.document.locate(("components", *path))
        for path in [("Work",), ("Work", "role"), ("Work", "timeout"), ("Work", "duration", "average"), ("Jobs",)]
    }
    assert {path: (span.source.path.rpartition("/")[2], span.line) for path, span in places.items()} == {
        ("Work",): ("template.yaml", 3),
        ("Work", "role"): ("template.yaml", 3),
        ("Work", "timeout"): ("archlint.yaml", 3),
        ("Work", "duration", "average"): ("archlint.yaml", 3),
        ("Jobs",): ("template.yaml", 2),
    }


def test_what_the_overlay_says_is_no_longer_a_guess(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(
        "Parameters: {Wait: {Type: Number, Default: 20}}\nResources:\n"
        "  Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: !Ref Wait, DelaySeconds: !Ref Wait}}\n"
    )
    (tmp_path / "archlint.yaml").write_text(
        "template: template.yaml\nregion: eu-west-1\ncomponents: {Jobs: {delay: 3s}}\n"
    )
    assumed = load(template)[0].document.assumed
    assert assumed == {("components", "Jobs", "visibility_timeout"): "the default 20 of parameter Wait"}

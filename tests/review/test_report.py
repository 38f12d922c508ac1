"""What the command writes: its sections, what it bears, what changed, and always the same bytes."""

from __future__ import annotations

import io
import itertools
import re
from pathlib import Path

import pytest
from graph.drawn import shop
from written import ROOT, Reader, archlint, as_html, as_markdown

from archlint.cli.main import main
from archlint.reports.review.page import SECTIONS

BEFORE, AFTER = "samples/cat-videos/before.yaml", "samples/cat-videos/after.yaml"


def written(tmp_path: Path, *arguments: str | Path, name: str = "review.html", **more: str) -> str:
    done = archlint("report", *arguments, "-o", tmp_path / name, **more)
    assert done.returncode == 0, done.stderr
    return (tmp_path / name).read_text(encoding="utf-8")


def test_the_sections_stand_in_the_order_of_a_meeting_and_the_silent_ones_are_named_at_the_end() -> None:
    read = Reader(as_html(BEFORE))
    shown = [attributes["id"] for attributes in read.named("h2")]
    assert shown == [name for name in SECTIONS if name in shown]
    assert set(SECTIONS) - set(shown) == {"changes", "questions", "suppressions"}
    assert "Nothing to say about: what changed, open questions, suppressions." in read.text
    assert [link["href"] for link in read.named("a") if link["href"].startswith("#")][1 : len(shown) + 1] == [
        f"#{name}" for name in shown
    ]


def test_only_the_sections_asked_for_are_written_and_no_link_leads_to_others(tmp_path: Path) -> None:
    read = Reader(written(tmp_path, BEFORE, "--sections", "findings,cost"))
    assert [attributes["id"] for attributes in read.named("h2")] == ["findings", "cost"]
    ids = {attributes["id"] for _, attributes in read.elements if "id" in attributes}
    assert all(link["href"][1:] in ids for link in read.named("a") if link["href"].startswith("#"))
    refused = archlint("report", BEFORE, "--sections", "findigs")
    assert refused.returncode == 2
    assert "did you mean `findings`" in refused.stderr


def test_every_link_inside_a_report_leads_somewhere_and_every_id_is_there_once() -> None:
    for sample in (BEFORE, "samples/private-reports/before.yaml"):
        read = Reader(as_html(sample))
        ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
        assert len(ids) == len(set(ids))
        assert all(link["href"][1:] in ids for link in read.named("a") if link["href"].startswith("#"))


def test_a_note_leads_from_its_finding_to_what_it_says_and_to_everything_that_rests_on_it() -> None:
    read = Reader(as_html(BEFORE))
    links = {link["href"] for link in read.named("a") if link["href"].startswith("#note-")}
    facts = {fact for one in read.data["lint"]["findings"] for fact in one["facts"]}
    assert links == {f"#note-{fact}" for fact in facts}
    by_note = {
        row["Note"]: row
        for row in read.tables["From notes to findings: each note behind a finding, and the rules that rest on it"]
    }
    by_component = {
        row["About"]: row
        for row in read.tables["From findings to notes: each component, its findings' rules, and the notes behind them"]
    }
    for one, owner in zip(read.data["lint"]["findings"], read.data["owners"], strict=True):
        for fact in one["facts"]:
            assert one["rule"] in by_note[fact]["Rules that rest on it"]
            assert fact in by_component[owner or one["subject"]]["Notes they rest on"]


def test_a_report_bears_what_it_is_told_to_bear(tmp_path: Path) -> None:
    plain = Reader(written(tmp_path, BEFORE)).text
    assert "Reviewers" not in plain
    stamped = Reader(
        written(
            tmp_path, BEFORE, "--date", "2026-11-24", "--revision", "v7", "--reviewer", "A. One", "--reviewer", "B. Two"
        )
    ).text
    for said in ("Date 2026-11-24", "Version v7", "Reviewers A. One, B. Two"):
        assert said in stamped


@pytest.mark.parametrize("from_report", [False, True], ids=["description", "report"])
def test_what_changed_is_told_from_an_older_description_or_its_report(from_report: bool, tmp_path: Path) -> None:
    old: str | Path = BEFORE
    if from_report:
        old = tmp_path / "old.html"
        written(tmp_path, BEFORE, name="old.html")
    read = Reader(written(tmp_path, AFTER, "--compare", old))
    assert read.named("h2")[1]["id"] == "changes"
    gone = len([one for one in Reader(as_html(BEFORE)).data["lint"]["findings"] if not one["suppressed"]])
    assert f"0 new and {gone} gone since {BEFORE}" in read.text
    assert f"Findings that are gone: {gone}" in read.text
    rows = read.tables["The bill before and after"]
    before = Reader(as_html(BEFORE)).data["cost"]["monthly_total"]
    assert rows[-1]["Before"] == f"${round(float(before), 2):,.2f}"
    same = Reader(written(tmp_path, BEFORE, "--compare", BEFORE))
    assert "The findings and the components are the same." in same.text


@pytest.mark.parametrize(
    ("name", "text"), [("page.html", "<html></html>"), ("old.md", "# A\n\n**b: c**\n"), ("old.yaml", "a: [")]
)
def test_what_is_compared_with_must_be_a_description_or_a_report(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    refused = archlint("report", BEFORE, "--compare", tmp_path / name)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "is neither a description nor a report of one" in refused.stderr


@pytest.mark.parametrize(
    "text", ["archlint: 1\n", "archlint: 1\nname: x\nregion: mars-1\ncomponents: {}\n", "a: [\n", ""]
)
@pytest.mark.parametrize("ending", ["html", "md"])
def test_a_description_of_nothing_has_its_report_too(text: str, ending: str, tmp_path: Path) -> None:
    (tmp_path / "design.yaml").write_text(text, encoding="utf-8")
    assert "esign review" in written(tmp_path, tmp_path / "design.yaml", name=f"review.{ending}")


def test_a_call_that_cannot_be_followed_says_why(tmp_path: Path) -> None:
    for arguments, said in (
        (("--scenario", "lunch"), "no description has a scenario `lunch`; they have launch-day"),
        (("--date", "2026-13-01"), "`2026-13-01` is no date such as 2026-11-24"),
        (("-o", tmp_path / "none" / "review.html"), f"{tmp_path / 'none' / 'review.html'}: no such file or directory"),
    ):
        refused = archlint("report", BEFORE, *arguments)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert said in refused.stderr
    assert "they have launch-day" in archlint("graph", BEFORE, "--scenario", "lunch").stderr


def test_a_suppression_is_shown_with_its_reason_and_its_last_day(tmp_path: Path) -> None:
    text = (ROOT / BEFORE).read_text(encoding="utf-8")
    hidden = "  api:  # archlint: ignore[throttle-defaulted] because it is a trial until 2099-12-31\n"
    changed = re.sub(r"^  api:.*\n", hidden, text, count=1, flags=re.MULTILINE)
    (tmp_path / "design.yaml").write_text(changed, encoding="utf-8")
    read = Reader(written(tmp_path, tmp_path / "design.yaml"))
    (row,) = read.tables["Findings that the design's authors have decided to live with"]
    assert (row["Rule"], row["Because"], row["Until"]) == ("throttle-defaulted", "it is a trial", "2099-12-31")


def test_findings_of_a_design_in_several_pictures_lead_to_the_one_with_their_component(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(shop(28, 4), encoding="utf-8")
    read = Reader(written(tmp_path, tmp_path / "shop.yaml"))
    nodes = {one["id"] for one in read.named("g") if one.get("class") == "node"}
    led = {link["href"][1:] for link in read.named("a") if link["href"].startswith("#picture")}
    assert led <= nodes
    assert {name.partition("-")[0] for name in led} == {f"picture{number}" for number in range(2, 7)}


def test_the_next_actions_and_the_plan_lead_to_their_findings() -> None:
    read = Reader(as_html(BEFORE))
    rows = read.tables["What is to be done, the most important first"]
    links = [link["href"] for link in read.named("a") if link["href"].startswith("#finding-")]
    assert links[5:] == [f"#finding-{number}" for number in range(1, len(rows) + 1)]
    rules = [row["Rule"] for row in rows]
    assert [rules[int(link.removeprefix("#finding-")) - 1] for link in links[:5]] == list(dict.fromkeys(rules))[:5]
    assert sorted(one["id"] for one in read.named("article")) == sorted(link[1:] for link in set(links))


def test_diff_reads_a_report_as_it_reads_the_description(tmp_path: Path) -> None:
    written(tmp_path, BEFORE, name="before.html")
    written(tmp_path, AFTER, name="after.html")
    of_descriptions = archlint("diff", BEFORE, AFTER, "--format", "json")
    of_reports = archlint("diff", tmp_path / "before.html", tmp_path / "after.html", "--format", "json")
    assert of_descriptions.stdout == of_reports.stdout != ""
    (tmp_path / "page.html").write_text("<html></html>", encoding="utf-8")
    refused = archlint("diff", tmp_path / "page.html", AFTER)
    assert refused.returncode == 2
    assert "is no report of archlint" in refused.stderr


@pytest.mark.parametrize("name", ["review.html", "review.md"])
def test_the_same_description_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text("<fontconfig/>", encoding="utf-8")
    one = written(tmp_path, BEFORE, name=name, PYTHONHASHSEED="1")
    assert one == written(tmp_path, BEFORE, name=name, PYTHONHASHSEED="2", FONTCONFIG_FILE=str(fonts))


def test_without_graphviz_the_place_of_the_picture_says_how_to_get_it(tmp_path: Path) -> None:
    read = Reader(written(tmp_path, BEFORE, before="sys.modules['pygraphviz'] = None"))
    assert "pip install 'archlint[report]'" in read.text
    assert not [one for one in read.named("svg") if one.get("role") == "img" and "xmlns" in one]
    whole = Reader(as_html(BEFORE))
    assert list(read.tables) == list(whole.tables)
    assert read.data == whole.data


def test_a_report_is_one_file_that_asks_for_nothing() -> None:
    text = as_html(BEFORE)
    read = Reader(text)
    for tag, attributes in read.elements:
        assert tag not in {"link", "img", "iframe", "object", "embed", "video", "audio", "base", "form"}
        assert not {"src", "srcset", "action", "formaction", "ping", "background"} & set(attributes)
    assert "@import" not in text
    assert "url(" not in text
    policy = next(meta["content"] for meta in read.named("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe-inline'; script" in policy
    assert "script-src 'unsafe" not in policy


def test_markdown_goes_to_stdout_where_no_file_is_named_and_another_ending_is_refused(tmp_path: Path) -> None:
    done = archlint("report", BEFORE)
    assert done.stdout.startswith("# Design review: cat-videos\n")
    assert [line[3:] for line in done.stdout.splitlines() if line.startswith("## ")] == [
        line[3:] for line in as_markdown(BEFORE).splitlines() if line.startswith("## ")
    ]
    assert archlint("report", BEFORE, "-o", tmp_path / "review.docx").returncode == 2
    assert archlint("report", "samples", "-o", tmp_path / "review.html").returncode == 2


def test_every_table_of_the_page_is_in_the_markdown_too() -> None:
    text = as_markdown(BEFORE)
    for caption, rows in Reader(as_html(BEFORE)).tables.items():
        assert caption.replace("'", "'") in text or caption == "Decision"
        assert rows or caption == "Decision"


def test_progress_is_told_to_a_person_at_a_terminal_and_to_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / BEFORE).read_text(encoding="utf-8")
    for number in range(30):
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    clock = itertools.count(step=0.2)  # seconds at each look
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    told = on_a_terminal(monkeypatch, CI="")
    assert "archlint: 4 of 30 files ..." in told
    assert "archlint: 3 of 30 files" not in told  # nobody asks so soon what takes so long
    assert told.endswith("\r\x1b[K")
    assert on_a_terminal(monkeypatch, CI="true") == ""
    assert on_a_terminal(monkeypatch, CI="", TERM="dumb") == ""


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    """What lint writes to stderr where that is a terminal."""
    for name, value in {"TERM": "xterm", **environment}.items():
        monkeypatch.setenv(name, value)
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    assert main(["lint", "--exit-zero", "--format", "concise"]) == 0
    return screen.getvalue()

"""Every format is read by something that is not ours: the official schema, another project's reader, or the rules of
the program that takes it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from reports.nasty import NASTY, OTHER, PATH, SOURCE, finding, many, nasty, place, report
from reports.readers import runner_reads, shown, unescaped
from rules.examples import examples, run_rule

from archlint.lint.cards import all_cards
from archlint.lint.report import Label, Report
from archlint.reports import checkstyle, github, gitlab, junit, rdjson, renderer, sarif
from archlint.reports.escape import legible, sarif_link, sarif_message, unheard, xml_text
from archlint.reports.json_ import dumps

DATA = Path(__file__).parent / "data"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((DATA / name).read_text(encoding="utf-8")))


# --- GitHub's runner: ActionCommand.TryParseV2 and its escapes


def test_the_runner_reads_what_was_found() -> None:
    commands = runner_reads(github.render(nasty()))
    assert [command["command"] for command in commands] == ["error", "error", "warning", "notice"]
    attack = commands[0]
    assert (attack["file"], attack["line"], attack["col"], attack["endColumn"]) == (PATH, "3", "22", "45")
    assert attack["message"].startswith(f"{NASTY}\nscenario: launch|day\nhelp: {NASTY}\ndocs: https://")
    assert commands[2]["message"].splitlines()[1] == "this costs $312 a month"


@given(TEXTS, TEXTS)
def test_no_text_escapes_from_a_workflow_command(message: str, path: str) -> None:
    (command,) = runner_reads(github.render(report(finding(message=message, path=f"x{path}y", remedy="r", source=""))))
    assert command["file"] == f"x{path}y"
    assert command["message"] == f"{message}\nhelp: r"


def test_columns_are_given_for_one_line_only() -> None:
    (command,) = runner_reads(github.render(report(finding(end_line=4))))
    assert (command["line"], command["endLine"]) == ("3", "4")
    assert "col" not in command


def test_no_level_has_more_annotations_than_the_runner_shows() -> None:
    findings = [*many(12, severity="error").findings, *many(3).findings, *many(14, severity="advice").findings]
    commands = runner_reads(github.render(report(*findings)))
    assert [c["command"] for c in commands] == ["error"] * 10 + ["warning"] * 3 + ["notice"] * 10
    assert commands[-1]["message"] == "7 more findings, see the job summary"
    assert commands[-2]["message"].startswith("orders hides")


def test_ten_of_each_level_leave_no_word_of_more() -> None:
    findings = [*many(10, severity="error").findings, *many(10, severity="advice").findings]
    assert "more finding" not in github.render(report(*findings))


def test_a_message_is_not_longer_than_the_runner_keeps() -> None:
    (command,) = runner_reads(github.render(report(finding(message="x" * 9000))))
    assert len(command["message"]) == 4096
    assert command["message"].endswith("…")


@pytest.mark.parametrize(
    ("text", "shown_as"),
    [
        ("plain", "plain"), ("\x1b[31mred", "␛[31mred"), ("a\tb\r\nc", "a␉b␍␊c"), ("\x7f", "␡"), ("\x9b1m", "\ufffd1m"),
        ("é漢😀", "é漢😀"), ("\u202eabc\u2066", "\ufffdabc\ufffd"), ("\ud800", "\ufffd"), ("\ufeffx", "\ufffdx"),
    ],
)  # fmt: skip
def test_everything_in_a_legible_text_is_seen_and_columns_stay(text: str, shown_as: str) -> None:
    assert legible(text) == shown_as
    assert len(shown_as) == len(text)


@given(st.text("\x00\x1b\x7f\x85\u2028\u202e\ud83d ab", max_size=12))
def test_no_text_steers_a_terminal(text: str) -> None:
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]", legible(text))


def test_what_is_no_command_is_not_heard_as_one() -> None:
    attack = "##[error]a ##vso[task.setvariable variable=x]b\n::error::c\n \t::set-output::d\nx::y ##"
    said = unheard(attack)
    assert said == "# #[error]a # #vso[task.setvariable variable=x]b\n: :error::c\n \t: :set-output::d\nx::y ##"
    assert json.loads(dumps([attack])) == [attack]
    assert "##[" not in dumps([attack])
    assert "##vso[" not in dumps([attack])


@given(st.text("#:[vso \n\t", max_size=12))
def test_no_line_is_heard_and_nothing_but_blanks_is_added(text: str) -> None:
    said = unheard(text)
    assert not re.search(r"^\s*::|##\[|##vso\[", said, re.MULTILINE)
    assert said.replace(" ", "") == text.replace(" ", "")


# --- SARIF


@pytest.mark.parametrize("given", [nasty(), report(), report(finding(end_line=5, end_column=2))])
def test_sarif_keeps_to_the_official_schema(given: Report) -> None:
    schema("sarif-2.1.0.json").validate(json.loads(sarif.render(given)))


def test_the_schema_of_sarif_would_say_no() -> None:
    log = json.loads(sarif.render(nasty()))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not schema("sarif-2.1.0.json").is_valid(log)


def test_another_sarif_reader_counts_the_same(tmp_path: Path) -> None:
    from sarif import loader

    file = tmp_path / "archlint.sarif"
    file.write_text(sarif.render(nasty()), encoding="utf-8")
    read = loader.load_sarif_file(str(file))
    assert read.get_distinct_tool_names() == ["archlint"]
    assert read.get_report().get_issue_count_for_severity("error") == 2
    records = read.get_records()
    assert {record["Code"] for record in records} == {finding.rule for finding in nasty().findings}
    assert [(r["Line"], r["Location"]) for r in records if r["Code"] == "event-loop"] == [
        (7, "odd%20dir/s%C3%BC%C3%9F%2C%20100%25.yaml")
    ]


def results(given: Report) -> list[Any]:
    found: list[Any] = json.loads(sarif.render(given))["runs"][0]["results"]
    return found


def test_code_scanning_gets_all_that_it_requires() -> None:
    run = json.loads(sarif.render(nasty()))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        for text in ("shortDescription", "fullDescription", "help"):
            assert 0 < len(rule[text]["text"]) <= 2048
        assert len(rule["properties"]["tags"]) <= 10
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert len(result["locations"]) == 1
        assert re.fullmatch("[0-9a-f]{32}", result["partialFingerprints"]["archlint/v1"])
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert uri["uriBaseId"] == "%SRCROOT%"
        assert not uri["uri"].startswith(("/", ".", "file:"))
    assert run["automationDetails"]["id"] == "archlint/lint/"


@pytest.mark.parametrize(("length", "shown_length"), [(1023, 1023), (1024, 1024), (1025, 1024), (5000, 1024)])
def test_a_description_is_not_longer_than_github_takes(length: int, shown_length: int) -> None:
    log = json.loads(sarif.render(report(finding(title="é" * length))))
    text = log["runs"][0]["tool"]["driver"]["rules"][0]["shortDescription"]["text"]
    assert (len(text), text.endswith("…")) == (shown_length, length > 1024)


def test_only_security_is_filed_under_security() -> None:
    rules = json.loads(sarif.render(nasty()))["runs"][0]["tool"]["driver"]["rules"]
    severities = {rule["id"]: rule["properties"].get("security-severity") for rule in rules}
    assert severities == {
        "event-loop": None, "group-open-to-world": "8.0", "unreadable-description": None,
        "visibility-timeout-too-short": None,
    }  # fmt: skip


def test_links_in_a_sarif_message_lead_to_the_related_places() -> None:
    label = Label(**place(OTHER, "timeout: 10s", 2), message="a [b](2) c")
    (result,) = results(report(finding(related=(label,), message="see [x](1)")))
    assert result["message"]["text"].splitlines()[:2] == ["see \\[x\\](1)", "See [a \\[b\\](2) c](1)"]
    assert result["relatedLocations"][0]["id"] == 1


@given(st.text("[]()\\\\1a ", max_size=14))
def test_no_text_becomes_a_link_of_a_sarif_message(text: str) -> None:
    escaped = sarif_message(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*\[(?:\\.|[^\[\]\\])*\]\(", escaped)
    assert re.sub(r"\\([\\\[\]])", r"\1", escaped) == text
    link = sarif_link(text)
    assert re.fullmatch(r"(?:\\.|[^\[\]\\])*", link)
    assert re.sub(r"\\([\\\[\]])", r"\1", link) == text


def steps(result: Any) -> list[tuple[int, str]]:
    """Line and words of every step of a result's code flow."""
    (code_flow,) = result["codeFlows"]
    (thread,) = code_flow["threadFlows"]
    places = [step["location"] for step in thread["locations"]]
    return [(at["physicalLocation"]["region"]["startLine"], at["message"]["text"]) for at in places]


def test_a_cycle_is_told_step_by_step() -> None:
    here, there = place(SOURCE, "visibility_timeout: 59s", 3), place(OTHER, "timeout: 10s", 2)
    labels = (Label(**here, message=""), Label(**there, message="then here"), Label(**there, message=""))
    circle, pair, alone = results(report(finding(related=labels, way=True), finding(related=labels), finding(way=True)))
    assert steps(circle) == [(3, finding().message), (2, "then here"), (2, "timeout: 10s")]
    assert "codeFlows" not in pair
    assert "codeFlows" not in alone


WAYS = [card.id for card in all_cards().values() if card.way]


@pytest.mark.parametrize("rule", WAYS)
def test_every_rule_about_a_chain_or_a_circle_tells_its_steps(rule: str) -> None:
    bad = [run_rule(rule, example.text) for example in examples() if example.rule == rule and example.expect]
    told = [finding for result in bad for finding in result.findings if finding.related]
    assert told
    for result in results(report(*told, sources={})):
        assert len(steps(result)) == len(dict.fromkeys(steps(result))) > 1


def test_the_help_of_a_rule_is_about_the_rule_and_not_about_one_finding() -> None:
    log = json.loads(sarif.render(report(finding(rule="gives-up-too-soon", why="work fails", facts=()))))
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert "work" not in rule["fullDescription"]["text"]
    assert "<function>" in rule["help"]["text"]
    words, tags = shown(rule["help"]["markdown"])
    assert tags <= {"p", "strong", "code"}
    assert re.findall(r"^(\w+): ", words, re.MULTILINE) == ["When", "Why", "Remedy", "More"]


def test_the_worst_findings_stay_where_a_run_is_too_long() -> None:
    findings = [finding(line=n, end_line=n, severity="error" if n > 25_000 else "advice") for n in range(1, 25_011)]
    kept = results(report(*findings))
    assert len(kept) == 25_000
    assert sum(result["level"] == "error" for result in kept) == 10


def test_an_absolute_path_is_an_address_of_its_own_and_has_a_folder_to_be_told_from() -> None:
    outside = report(finding(path="/srv/a b.yaml"))
    (result,) = results(outside)
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///srv/a%20b.yaml"}
    label = Label(**place(OTHER, "timeout: 10s", 2) | {"path": "/srv/x.yaml"}, message="")
    for told, needed in ((outside, True), (report(finding(related=(label,))), True), (nasty(), False)):
        log = json.loads(sarif.render(told))
        schema("sarif-2.1.0.json").validate(log)
        folders = [call["workingDirectory"]["uri"] for call in log["runs"][0].get("invocations", [])]
        assert folders == (["file:///"] if needed else [])


# --- GitLab


@pytest.mark.parametrize("given", [nasty(), report(), report(finding(path="./a.yaml", end_line=5))])
def test_gitlab_gets_what_its_documentation_asks_for(given: Report) -> None:
    entries = json.loads(gitlab.render(given))
    schema("gitlab-code-quality.json").validate(entries)
    assert [entry["description"].partition(": ")[0] for entry in entries] == [f.rule for f in given.findings]


def test_gitlabs_shape_would_say_no() -> None:
    for broken in (
        {"severity": "error"},
        {"location": {"path": "a.yaml"}},
        {"location": {"path": "./a", "lines": {"begin": 1}}},
    ):
        (entry,) = json.loads(gitlab.render(report(finding())))
        assert not schema("gitlab-code-quality.json").is_valid([entry | broken])


def test_gitlab_gets_unique_fingerprints_and_relative_paths() -> None:
    found = finding(path="./a.yaml")
    entries = json.loads(gitlab.render(report(found, found._replace(line=9, end_line=9), finding(component="other"))))
    assert len({entry["fingerprint"] for entry in entries}) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", entry["fingerprint"]) for entry in entries)
    assert entries[0]["location"]["path"] == "a.yaml"
    assert {entry["severity"] for entry in json.loads(gitlab.render(nasty()))} == {"critical", "major", "minor"}


# --- XML


def test_junitparser_reads_the_suites() -> None:
    from junitparser import JUnitXml

    suites = list(JUnitXml.fromstring(junit.render(nasty()).encode()))
    assert [(suite.name, suite.tests, suite.failures) for suite in suites] == [
        (PATH, 3, 3), ("clean.yaml", 1, 0), ("empty.yaml", 1, 1),
    ]  # fmt: skip
    attacked = list(suites[0])[1]
    assert (attacked.name, attacked.is_passed) == ("archlint.group-open-to-world", False)
    assert attacked.result[0].message == xml_text(NASTY)
    assert next(iter(suites[1])).is_passed


@given(TEXTS, TEXTS)
def test_no_text_escapes_from_xml(message: str, path: str) -> None:
    given = report(finding(message=message, path=path), files=(path,))
    (file,) = ElementTree.fromstring(checkstyle.render(given).encode())
    (error,) = file
    assert (file.get("name"), error.get("message")) == (xml_text(path), xml_text(message))
    failure = ElementTree.fromstring(junit.render(given).encode()).find(".//failure")
    assert failure is not None
    assert failure.get("message") == xml_text(message)


def test_checkstyle_names_every_finding_under_its_file() -> None:
    root = ElementTree.fromstring(checkstyle.render(nasty()).encode())
    assert [(file.get("name"), len(file)) for file in root] == [(PATH, 3), ("empty.yaml", 1)]
    assert [error.get("severity") for error in root.iter("error")] == ["warning", "error", "info", "error"]


# --- reviewdog


def test_rdjson_keeps_to_its_schema() -> None:
    for written in (nasty(), report()):
        schema("rdjson.json").validate(json.loads(rdjson.render(written)))


def test_rdjson_counts_bytes() -> None:
    diagnostic = json.loads(rdjson.render(report(finding())))["diagnostics"][0]
    span = diagnostic["location"]["range"]
    line = SOURCE.line(3).encode()
    assert line[span["start"]["column"] - 1 : span["end"]["column"] - 1] == b"visibility_timeout: 59s"


def test_rdjson_names_whole_lines_where_it_does_not_know_the_text() -> None:
    diagnostic = json.loads(rdjson.render(report(finding(path="gone.yaml"))))["diagnostics"][0]
    assert diagnostic["location"]["range"] == {"start": {"line": 3}, "end": {"line": 3}}


# --- Azure


def agent_reads(output: str) -> list[dict[str, str]]:
    """The logging commands that the Azure Pipelines agent makes of a task's output."""
    commands = []
    undo = {"%0D": "\r", "%0A": "\n", "%3B": ";", "%5D": "]", "%AZP25": "%"}
    for line in re.split("\r\n|\r|\n", output)[:-1]:
        head, bracket, message = line.removeprefix("##vso[").partition("]")
        assert line.startswith("##vso[")
        assert bracket
        name, _, properties = head.partition(" ")
        command = {"command": name, "message": unescaped(message, undo)}
        for pair in filter(None, properties.split(";")):
            key, _, value = pair.partition("=")
            command[key] = unescaped(value, undo)
        commands.append(command)
    return commands


@given(TEXTS, TEXTS)
def test_no_text_escapes_from_a_logging_command(message: str, path: str) -> None:
    (command,) = agent_reads(renderer("azure")(report(finding(message=message, path=path, remedy="r"))))
    assert command == {
        "command": "task.logissue", "type": "warning", "sourcepath": path, "linenumber": "3", "columnnumber": "22",
        "code": "visibility-timeout-too-short", "message": f"{message} (r)",
    }  # fmt: skip


# --- JSON


def test_json_is_what_was_promised() -> None:
    document = json.loads(renderer("json")(nasty()))
    assert list(document) == ["schema", "tool", "files", "findings", "questions", "summary"]
    assert document["summary"] == {
        "error": 2, "warning": 1, "advice": 1, "suppressed": 1, "files": 3, "components": 10, "flows": 6,
    }  # fmt: skip
    assert list(document["findings"][0]) == [
        "rule", "chapter", "severity", "pillar", "message", "why", "remedy", "path", "line", "column", "end_line",
        "end_column", "subject", "scenario", "facts", "related", "monthly_cost", "suppressed", "fingerprint",
    ]  # fmt: skip
    by_rule = {(f["rule"], f["suppressed"]): f for f in document["findings"]}
    costly = by_rule["visibility-timeout-too-short", False]
    assert costly["monthly_cost"] == "312.40"
    assert list(costly["related"][0]) == ["path", "line", "column", "message"]
    assert by_rule["group-open-to-world", False]["message"] == NASTY
    assert ("visibility-timeout-too-short", True) in by_rule


@given(TEXTS)
def test_json_carries_any_text_as_it_is(text: str) -> None:
    (found,) = json.loads(renderer("json")(report(finding(message=text, path=text))))["findings"]
    assert (found["message"], found["path"]) == (text, text)

"""Reports in a real browser: nothing is asked for, nothing breaks, everything can be reached, and paper holds it all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from graph.drawn import SAMPLES as FILES
from graph.drawn import drawn
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from test_attacks import attack_page
from written import ROOT, SAMPLES, Reader, as_html

from archlint.reports import mermaid
from archlint.reports.review import html

BEFORE = "samples/cat-videos/before.yaml"
PAPER = 695  # pixels between the margins of an upright A4, the narrower of the two papers
ALIKE = "tbody tr:nth-child(n+9), .finding:nth-of-type(n+41)"
"""What repeats in a page: rows and findings of which enough are left."""


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report of every sample, and of the description that attacks, each in a file."""
    folder = tmp_path_factory.mktemp("reports")
    texts = {sample: as_html(sample) for sample in SAMPLES} | {"attack": html.render(attack_page(folder))}
    made = {}
    for number, (name, text) in enumerate(texts.items()):
        made[name] = folder / f"{number}.html"
        made[name].write_text(text, encoding="utf-8")
    return made


@contextmanager
def opened(browser: Browser, file: Path, **options: Any) -> Iterator[Page]:
    """A page with the file, which at its end must have asked for nothing, said nothing and opened nothing."""
    context = browser.new_context(**options)
    page = context.new_page()
    wrong: list[str] = []
    page.on("request", lambda request: wrong.append(request.url) if request.url != file.as_uri() else None)
    page.on("console", lambda message: wrong.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.goto(file.as_uri())
    yield page
    assert wrong == []
    context.close()


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("name", [*SAMPLES, "attack"])
def test_a_report_opens_from_disk_asks_for_nothing_and_never_scrolls_sideways(
    name: str, browser: Browser, files: dict[str, Path]
) -> None:
    with opened(browser, files[name], viewport={"width": 375, "height": 800}) as page:
        assert not is_too_wide(page)
        page.set_viewport_size({"width": 1440, "height": 900})
        assert not is_too_wide(page)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": PAPER, "height": 1000})
        assert not is_too_wide(page), "nothing is cut off on paper"
        page.emulate_media(media="screen")
        assert page.locator("h2").count() == len(Reader(files[name].read_text(encoding="utf-8")).named("h2"))


@pytest.mark.parametrize("name", [BEFORE, "attack"])
def test_with_scripts_off_everything_is_there_but_the_tools(
    name: str, browser: Browser, files: dict[str, Path]
) -> None:
    with opened(browser, files[name], java_script_enabled=False, viewport={"width": 1440, "height": 900}) as page:
        said = set(page.locator("main").inner_text().split())
        assert page.locator(".tool:visible").count() == 0
    with opened(browser, files[name], viewport={"width": 1440, "height": 900}) as page:
        assert page.locator(".tool:visible").count() >= 1
        assert set(page.locator("main").inner_text().split()) >= {word for word in said if word.isalnum()}


@pytest.mark.parametrize("name", [*(sample for sample in SAMPLES if "before" in sample), "attack"])
def test_axe_finds_nothing_serious_in_light_and_dark(
    name: str, browser: Browser, files: dict[str, Path], scripts: dict[str, Path]
) -> None:
    with opened(browser, files[name], color_scheme="light", bypass_csp=True) as page:
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.evaluate(f"document.querySelectorAll('{ALIKE}').forEach((one) => one.remove())")
        page.evaluate(scripts["axe-core"].read_text(encoding="utf-8"))
        assert serious(page, "{ resultTypes: ['violations'] }") == []
        page.emulate_media(color_scheme="dark")  # the elements stay, the colours change
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
        assert serious(page, "{ resultTypes: ['violations'], runOnly: ['color-contrast'] }") == []


def serious(page: Page, options: str) -> list[Any]:
    """What axe-core finds that keeps somebody from reading the page."""
    found = page.evaluate(f"axe.run(document, {options})")
    wrong = [one for one in found["violations"] if one["impact"] in ("serious", "critical", "moderate")]
    return [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in wrong]


def test_findings_are_filtered_by_mouse_and_by_keyboard(browser: Browser, files: dict[str, Path]) -> None:
    data = Reader(files[BEFORE].read_text(encoding="utf-8")).data["lint"]
    with opened(browser, files[BEFORE]) as page:
        told = page.locator("#filter output")
        total = len(data["findings"])
        assert told.inner_text() == f"{total} of {total} shown"
        page.locator("#filter select").select_option("error")
        assert page.locator(".finding:visible").count() == data["summary"]["error"]
        assert told.inner_text() == f"{data['summary']['error']} of {total} shown"
        headings = page.locator("h3[id^='findings-']:visible").all_inner_texts()
        assert headings == ["Reliability"]
        page.locator("#filter select").focus()
        page.keyboard.press("Home")
        page.keyboard.press("Tab")
        page.keyboard.type("short-polling")
        assert page.locator(".finding:visible").count() == 1
        assert told.inner_text() == f"1 of {total} shown"


def test_tables_are_sorted_by_mouse_and_by_keyboard_and_say_so(browser: Browser, files: dict[str, Path]) -> None:
    with opened(browser, files[BEFORE]) as page:
        table = page.locator("table", has=page.locator("caption", has_text="The bill, line by line"))
        head = table.locator("thead th").nth(4)

        def amounts() -> list[float]:
            cells = table.locator("tbody tr td:nth-child(5)").all_inner_texts()
            return [float(cell.translate(str.maketrans("", "", "$,"))) for cell in cells]

        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "ascending"
        assert amounts() == sorted(amounts())
        head.locator("button").focus()
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "descending"
        assert amounts() == sorted(amounts(), reverse=True)
        assert table.locator("tfoot tr").count() == 1


def test_the_slider_moves_over_the_points_by_keyboard_and_by_mouse_and_says_its_value(
    browser: Browser, files: dict[str, Path]
) -> None:
    rows = Reader(files[BEFORE].read_text(encoding="utf-8")).tables["The same in figures"]
    with opened(browser, files[BEFORE]) as page:
        slider = page.get_by_role("slider", name="Load")
        at = [row["Load"] for row in rows].index("×1")
        assert says(page) == f"×1: {rows[at]['Monthly']} a month"
        slider.focus()
        page.keyboard.press("ArrowRight")
        assert says(page).startswith(f"{rows[at + 1]['Load']}: {rows[at + 1]['Monthly']} a month")
        page.keyboard.press("End")
        assert says(page).startswith(f"{rows[-1]['Load']}: {rows[-1]['Monthly']} a month")
        assert page.locator(".dot.here").count() == 1
        slider.click(position={"x": 2, "y": 8})
        assert says(page).startswith(f"{rows[0]['Load']}: {rows[0]['Monthly']} a month")


def says(page: Page) -> str:
    """What the slider says to the eye, which is what it says to a screen reader."""
    shown = page.locator("label.tool output").inner_text()
    assert page.get_by_role("slider", name="Load").get_attribute("aria-valuetext") == shown
    return shown


def test_only_what_can_be_scrolled_stops_the_tab_key(browser: Browser, files: dict[str, Path]) -> None:
    stops = "document.querySelectorAll('[tabindex=\"0\"]').length"
    with opened(browser, files[BEFORE], viewport={"width": 1440, "height": 900}) as page:
        page.wait_for_function(f"{stops} < 3")
        page.set_viewport_size({"width": 375, "height": 800})
        page.wait_for_function(f"{stops} > 10")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", [BEFORE, "samples/private-reports/before.yaml"])
def test_paper_holds_every_finding_whole(
    name: str, paper: str, browser: Browser, files: dict[str, Path], tmp_path: Path
) -> None:
    with opened(browser, files[name], color_scheme="dark") as page:
        page.pdf(path=tmp_path / "review.pdf", format=paper, prefer_css_page_size=True, print_background=True)
        heights = page.evaluate("[...document.querySelectorAll('.finding')].map((one) => one.offsetHeight)")
    printed = PdfReader(tmp_path / "review.pdf")
    short, long = {"A4": (595, 842), "Letter": (612, 792)}[paper]
    for one in printed.pages:
        assert sorted((one.mediabox.width, one.mediabox.height)) == pytest.approx([short, long], abs=1.5)
    texts = [squeezed(one.extract_text()) for one in printed.pages]
    assert all(len(text) > 60 for text in texts), "no page is empty"
    data = Reader(files[name].read_text(encoding="utf-8")).data["lint"]
    findings = [one for one in data["findings"] if not one["suppressed"]]
    assert len(heights) == len(findings)
    for one in findings:
        if max(len(one["message"]), len(one["remedy"])) < 400:  # what is longer than a page has to be parted
            both = [
                at
                for at, text in enumerate(texts)
                if squeezed(one["message"]) in text and squeezed(one["remedy"]) in text
            ]
            assert both, one["message"]
    assert "severityall" not in "".join(texts)


def squeezed(text: str) -> str:
    """Letters and digits alone: how words are set on paper is not what matters."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def test_the_mermaid_package_parses_and_draws_what_is_written_for_it(
    browser: Browser, scripts: dict[str, Path], files: dict[str, Path]
) -> None:
    texts = {str(path): path.read_text(encoding="utf-8") for path in FILES}
    charts = {name: [chart for _, chart in mermaid.render(drawn(text))] for name, text in texts.items()}
    attack = Reader(files["attack"].read_text(encoding="utf-8"))
    charts["attack"] = [text for text in attack.preformatted if text.startswith("flowchart LR\n")]
    assert charts["attack"]
    context = browser.new_context()
    page = context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.set_content("<main></main>")
    page.add_script_tag(content=scripts["mermaid"].read_text(encoding="utf-8"))
    page.evaluate("mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' })")
    for name, pictures in charts.items():
        for number, chart in enumerate(pictures):
            assert page.evaluate("(text) => mermaid.parse(text)", chart), (name, chart)
            drawing = page.evaluate(
                "([id, text]) => mermaid.render(id, text).then((made) => made.svg)", [f"g{number}", chart]
            )
            assert drawing.count('class="node ') == len(re.findall(r":::\w+$", chart, flags=re.MULTILINE)), name
    assert dialogs == []
    assert page.evaluate("document.querySelectorAll('main script, main img').length") == 0
    context.close()


def test_the_page_of_an_attack_has_the_data_of_its_run(files: dict[str, Path], browser: Browser) -> None:
    with opened(browser, files["attack"]) as page:
        text = page.locator("#data").text_content()
    assert text is not None
    assert json.loads(text)["schema"] == 1
    assert (ROOT / "samples").is_dir()

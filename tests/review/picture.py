"""The README's picture of a report, drawn by `python -m tests.review.picture` from the one that lies beside its sample."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.review.conftest import BROWSERS, FLAGS, found

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "samples" / "cat-videos" / "before.html"
PICTURE = ROOT / "docs" / "report.png"
WIDTH = 1180
FONT = "body, svg { font-family: Inter, system-ui, sans-serif !important; }"


def main() -> None:
    """Draws the report from its head to its picture of the architecture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(*BROWSERS, package="chromium"), args=list(FLAGS))
        page = browser.new_page(viewport={"width": WIDTH, "height": 800}, color_scheme="light", bypass_csp=True)
        page.goto(REPORT.as_uri())
        page.add_style_tag(content=FONT)
        end = page.locator(".legend").evaluate("(legend) => legend.getBoundingClientRect().bottom")
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": round(end) + 16}
        page.screenshot(path=PICTURE, full_page=True, clip=clip)
        browser.close()


if __name__ == "__main__":
    main()

"""One real browser for all tests that need one, and the npm packages that judge what it shows."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
MERMAID, AXE = "mermaid@11.17.2", "axe-core@4.14.1"
SCRIPTS = {MERMAID: "package/dist/mermaid.min.js", AXE: "package/axe.min.js"}


def install(package: str) -> None:
    """Installs a package of Debian's, where it is Debian and we may."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        pytest.fail(f"these tests need `{package}`, and only root can install it here: apt-get install {package}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", package]):
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


def found(*names: str, package: str) -> str:
    """The path of the first of these programs, which is installed where there is none."""
    for attempt in range(2):
        for name in names:
            path = shutil.which(name)
            if path:
                return path
        if attempt == 0:
            install(package)
    pytest.fail(f"{package} is installed and has no {names[0]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    path = found(*BROWSERS, package="chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def scripts(request: pytest.FixtureRequest) -> dict[str, Path]:
    """The script of each npm package, fetched once and kept in pytest's cache."""
    assert request.config.cache is not None
    kept = {}
    for package, inside in SCRIPTS.items():
        folder = request.config.cache.mkdir(f"archlint-{package.replace('@', '-')}")
        script = folder / Path(inside).name
        if not script.exists():
            npm = found("npm", package="npm")
            subprocess.run([npm, "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
            (archive,) = folder.glob("*.tgz")
            with tarfile.open(archive) as packed:
                member = packed.extractfile(inside)
                assert member is not None
                fresh = script.with_suffix(".new")
                fresh.write_bytes(member.read())
            fresh.replace(script)
            archive.unlink()
        kept[package.partition("@")[0]] = script
    return kept

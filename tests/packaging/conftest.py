"""The distributions and an environment with the wheel in it, each made once for all tests."""

from __future__ import annotations

import sys

import pytest
from fresh import ROOT, Distributions, Installed, environment, succeed


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """The sdist, and the wheel as it is built from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    succeed(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return Distributions(sdist, wheel)


@pytest.fixture(scope="session")
def installed(distributions: Distributions, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A fresh environment with the wheel, and only what the wheel asks for, in it."""
    return environment(tmp_path_factory.mktemp("installed"), distributions.wheel)

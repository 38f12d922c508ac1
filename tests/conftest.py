"""What all tests share: helping modules importable by name, and properties that no clock can fail."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import settings

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), *sorted(str(folder) for folder in HERE.iterdir() if any(folder.glob("*.py")))]

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

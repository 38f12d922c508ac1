"""What all tests share: their helping modules are importable by name, from their own folder or from the one above."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), *sorted(str(folder) for folder in HERE.iterdir() if any(folder.glob("*.py")))]

"""What all tests share: the samples' folder, and tests' own modules importable by their folder's name."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

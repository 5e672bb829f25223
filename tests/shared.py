"""Where the real documents stand beside the project, for tests marked `shared_data`."""

from __future__ import annotations

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"

needs_shared_data = pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents do not stand beside the project")

"""Execute docs/research.ipynb on the built-in sample and keep what it shows: run after a change of what is extracted.

    python scripts/execute_notebook.py

Needs the test extra (nbclient, ipykernel).
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

NOTEBOOK = Path(__file__).resolve().parent.parent / "docs" / "research.ipynb"
_TIMEOUT_S = 300


def executed(path: Path) -> Any:
    """Return a notebook with what its cells show now.

    Raises:
        nbclient.exceptions.CellExecutionError: A cell fails.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    described = dict(notebook.metadata)
    with TemporaryDirectory() as folder:
        place = {"metadata": {"path": folder}}
        NotebookClient(notebook, timeout=_TIMEOUT_S, record_timing=False, resources=place).execute()
    # The kernel writes its own version here, which says nothing about the notebook.
    notebook.metadata = nbformat.from_dict(described)
    return notebook


def shown(notebook: Any) -> list[str]:
    """Return what each code cell of a notebook shows, as text."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return ["".join(output.get("text", "") for output in cell.outputs) for cell in cells]


def main() -> int:
    """Write the notebook with what it shows now."""
    import nbformat

    nbformat.write(executed(NOTEBOOK), NOTEBOOK)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What lies where in a library's folder."""

from __future__ import annotations

from corpus.settings import FILE

SETTINGS_FILE = FILE
BLOBS_FOLDER = "blobs"
GRAPH_FOLDER = "graph"
INDEX_FOLDER = "index"
MERGE_FILE = "merges.db"

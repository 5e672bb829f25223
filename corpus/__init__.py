"""Files become documents: read, clean, structure, record. Knows nothing of entities."""

"""Documents become facts with evidence, an RDF dataset and exports. Knows nothing of search."""

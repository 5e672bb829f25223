"""Answers become pages, an API and SPARQL. Knows nothing of how anything is found."""

"""Findings and comparisons as files: SARIF for editors, pages in HTML, Word with comments."""

"""One module a format, chosen by content in `corpus.readers.registry`."""

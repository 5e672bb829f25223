"""One finder a phenomenon; their order stands in `kg.extract`."""

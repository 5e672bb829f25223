"""The Model Context Protocol: the library as tools for language models, over standard input and output or HTTP."""

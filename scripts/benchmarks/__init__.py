"""Parts of scripts/benchmark.py, one a module: each has `main(arguments)`."""

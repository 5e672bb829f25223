"""Documents and facts become passages, hits, answers and draft findings. Knows nothing of Flask."""

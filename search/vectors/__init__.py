"""Meaning as vectors: words trained on official documents, sentences as weighted sums of their words."""

"""Tests: flat, named test_<layer>_<thing>.py."""

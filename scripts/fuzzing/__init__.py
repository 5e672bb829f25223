"""Inputs that nobody meant to send, and what must hold for them."""

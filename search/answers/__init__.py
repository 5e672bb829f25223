"""Strategies that answer typed questions: each turns facts of the graph or sentences of the documents into a draft."""

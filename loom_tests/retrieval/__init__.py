"""Benchmarks of the retrieval capability."""

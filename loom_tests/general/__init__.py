"""Benchmarks of the general capability."""

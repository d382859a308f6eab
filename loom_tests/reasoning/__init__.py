"""Benchmarks of the reasoning capability."""

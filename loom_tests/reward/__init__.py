"""Benchmarks of reward models: they judge answers, and are judged by which one they prefer."""

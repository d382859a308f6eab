"""Rows of reward benchmarks, the order responses are shown in, prompts of judges, and invented rows."""

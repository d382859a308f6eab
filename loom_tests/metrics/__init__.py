"""Scoring functions: pure, named after the official code they agree with."""

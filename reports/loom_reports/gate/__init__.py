"""The regression gate: a candidate run against a baseline run, sample by sample."""

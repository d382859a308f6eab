"""How pytest runs LoomBench: options, cells, scheduling, evaluation, summary."""

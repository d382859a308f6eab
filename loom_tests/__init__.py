"""What LoomBench measures: one module per benchmark, in a folder per capability."""

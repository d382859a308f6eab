"""What came out: records, run folder, statistics and report writers. Imports neither torch nor pytest."""

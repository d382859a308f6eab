"""The synthetic tasks of InfiniteBench: generators, and the official files."""

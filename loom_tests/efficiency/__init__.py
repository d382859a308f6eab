"""How fast models answer, and in how much memory: not part of any score."""

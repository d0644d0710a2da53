"""Closed forms: the answers that a simulation must come back to, and small questions that need none."""

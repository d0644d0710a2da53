"""Exposure: the same simulated patients paid under every arrangement, and what the tail may cost."""

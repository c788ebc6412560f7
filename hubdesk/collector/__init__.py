"""Asks sources, enriches, matches, writes. Headless, its own process."""

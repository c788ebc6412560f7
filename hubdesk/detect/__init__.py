"""Counts in, episodes out. Pure."""

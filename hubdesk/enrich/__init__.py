"""Text in, notes out. Pure."""

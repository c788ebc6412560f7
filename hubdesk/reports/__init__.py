"""Pages and sheets from a reader. Headless."""

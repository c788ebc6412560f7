"""The window: docks, scope, refresh. Starts the collector as a process."""

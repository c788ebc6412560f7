"""Parts of the screen that know values, not the store."""

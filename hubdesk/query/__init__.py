"""Words to a tree, a tree to a test on a mention. Pure."""

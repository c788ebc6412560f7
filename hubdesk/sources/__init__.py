"""One file per network: from the network to pages of mentions."""

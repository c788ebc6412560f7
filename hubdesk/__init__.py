"""Hubdesk: the social hub on one desk."""

__version__ = "0.1.0"

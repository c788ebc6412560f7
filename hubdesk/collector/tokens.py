"""The token of a source: by its server's address. Never stored, never logged."""

from __future__ import annotations

from hubdesk import secret
from hubdesk.core import SourceRow


def account(row: SourceRow) -> str:
    """The name under which a source's token is kept: its server's address."""
    return str(row.config.get("url") or row.config.get("endpoint") or row.kind).rstrip("/")


def token(row: SourceRow) -> str:
    """The token for a source, "" when there is none. HubdeskError when the token file is open to others."""
    return secret.secret(account(row), keyring_too=row.config.get("mode") == "stream")

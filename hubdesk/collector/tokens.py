"""Tokens: from the system's keyring, or from a file that the administrator gives. Never stored, never logged."""

from __future__ import annotations

import logging
import os
import stat
import tomllib
from pathlib import Path
from typing import Final

from hubdesk.core import HubdeskError, SourceRow
from hubdesk.i18n import _

SERVICE: Final = "hubdesk"
FILE_VARIABLE: Final = "HUBDESK_TOKEN_FILE"  # TOML: "https://server" = "token"; readable by its owner alone
logger = logging.getLogger(__name__)


def account(row: SourceRow) -> str:
    """The name under which a source's token is kept: its server's address."""
    return str(row.config.get("url") or row.config.get("endpoint") or row.kind).rstrip("/")


def token(row: SourceRow) -> str:
    """The token for a source, "" when there is none. HubdeskError when the token file is open to others."""
    given = os.environ.get(FILE_VARIABLE)
    if given:
        return _from_file(Path(given)).get(account(row), "")
    if row.config.get("mode") != "stream":
        return ""
    import keyring  # half a second of import, for the few sources that need a token
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, account(row)) or ""
    except KeyringError as error:
        logger.warning("the keyring could not be asked: %s", error)
        return ""


def _from_file(path: Path) -> dict[str, str]:
    try:
        mode = path.stat().st_mode
        if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise HubdeskError(_("{path} can be read by others; run: chmod 600 {path}").format(path=path))
        found = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise HubdeskError(
            _("The token file {path} cannot be read: {why}").format(path=path, why=error.strerror)
        ) from None
    except ValueError:  # its text is a secret: it is never quoted
        raise HubdeskError(
            _('The token file {path} is not TOML; write lines such as "https://server" = "token"').format(path=path)
        ) from None
    return {key.rstrip("/"): value for key, value in found.items() if isinstance(value, str)}

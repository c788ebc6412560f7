"""Secrets by the name of what they open: from the administrator's file, or the system's keyring. Never logged.

Where HUBDESK_TOKEN_FILE names a file, that file alone is asked: TOML, `"name" = "secret"`, readable by its owner alone.
"""

from __future__ import annotations

import contextlib
import logging
import os
import stat
import tomllib
from pathlib import Path
from typing import Final

from hubdesk.core import FailedError, HubdeskError
from hubdesk.i18n import _

SERVICE: Final = "hubdesk"
FILE_VARIABLE: Final = "HUBDESK_TOKEN_FILE"
logger = logging.getLogger(__name__)


def secret(name: str, *, keyring_too: bool = True) -> str:
    """The secret of that name, "" when there is none. HubdeskError when the administrator's file is open to others."""
    given = os.environ.get(FILE_VARIABLE)
    if given:
        return _from_file(Path(given)).get(name, "")
    if not keyring_too:
        return ""
    import keyring  # half a second of import, for the few who need a secret
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name) or ""
    except KeyringError as error:
        logger.warning("the keyring could not be asked: %s", error)
        return ""


def keep_secret(name: str, text: str) -> None:
    """Put a secret into the system's keyring; "" takes it out. FailedError when the keyring does not keep it."""
    import keyring  # as above
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        if text:
            keyring.set_password(SERVICE, name, text)
            kept = keyring.get_password(SERVICE, name) == text  # the "null" keyring says yes and keeps nothing
        else:
            with contextlib.suppress(PasswordDeleteError):  # there was none
                keyring.delete_password(SERVICE, name)
            kept = True
    except KeyringError as error:
        raise FailedError(_("The keyring does not keep the secret: {why}").format(why=error)) from error
    if not kept:
        raise FailedError(_("The keyring of this machine keeps nothing: choose another one"))


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

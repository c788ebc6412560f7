"""The one way out to a browser: http and https only, the host shown in plain and asked about once."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from hubdesk.core import HubdeskError
from hubdesk.i18n import _
from hubdesk.settings import Settings

KEPT_HOSTS = 500


def host_of(address: str) -> tuple[str, str]:
    """The host as people read it and as the network spells it (punycode). HubdeskError when it must not be opened."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if url.scheme().lower() not in ("http", "https"):
        raise HubdeskError(_("Not opened: only http and https addresses are."))
    spelled = bytes(QUrl.toAce(url.host()).data()).decode("ascii") or url.host()
    if not url.isValid() or not spelled:
        raise HubdeskError(_("Not opened: the address has no valid host."))
    if url.userInfo():
        raise HubdeskError(_("Not opened: the address hides a name before its host."))
    return url.host(), spelled


def open_link(address: str, settings: Settings, parent: QWidget | None = None) -> bool:
    """Open a page in the person's browser, asking once for each host. HubdeskError when it must not be opened."""
    plain, spelled = host_of(address)
    if settings.flag("confirm_links") and spelled not in settings.texts("known_hosts"):
        if not _agrees(plain, spelled, parent):
            return False
        settings.change("known_hosts", (spelled, *settings.texts("known_hosts"))[:KEPT_HOSTS])
    return QDesktopServices.openUrl(QUrl(address, QUrl.ParsingMode.StrictMode))


def _agrees(plain: str, spelled: str, parent: QWidget | None) -> bool:
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(_("Open a page"))
    box.setText(_("Open a page of {host} in your browser?").format(host=plain))
    if plain != spelled:
        box.setInformativeText(
            _("Spelled {host} on the network: letters that look alike may hide.").format(host=spelled)
        )
    box.setStandardButtons(QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    answer = box.exec()
    box.deleteLater()
    return answer == QMessageBox.StandardButton.Open

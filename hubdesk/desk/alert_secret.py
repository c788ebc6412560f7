"""The webhook's secret in the preferences: given to the system's keyring, off the GUI thread, and never shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hubdesk.alert_settings import keep_webhook_secret
from hubdesk.desk.aside import Aside
from hubdesk.i18n import _
from hubdesk.settings import Settings
from hubdesk.widgets.empty import Button
from hubdesk.widgets.text import tame
from hubdesk.widgets.wrapped import WrapLabel


class AlertSecret(QWidget):
    """A field that hides what is typed, and one line about what became of it."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings, self._keeping = settings, Aside(self)
        self.field, self.keep = QLineEdit(), Button(_("Keep"))
        self.said = WrapLabel("", "small", "text2")
        self.said.hide()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(1_000)
        self.field.setAccessibleName(_("Secret"))
        self.field.setPlaceholderText(_("Kept in the system's keyring, never shown"))
        self.keep.setAccessibleName(_("Keep the secret"))
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(self.field, 1)
        row.addWidget(self.keep)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.said)
        self.keep.clicked.connect(self._keep)
        self._keeping.done.connect(self._say)
        self._keeping.failed.connect(self._say)

    def close_all(self) -> None:
        """Leave. A keyring may be asking its person: nobody waits for that."""
        if not self._keeping.is_busy:
            self._keeping.close()
            return
        self._keeping.setParent(QApplication.instance())
        for end in (self._keeping.done, self._keeping.failed):
            end.connect(self._keeping.deleteLater)

    def _keep(self) -> None:
        url, text = self._settings.text("alert_webhook_url"), self.field.text()
        if not url:
            self._say(_("Enter the webhook's address first: the secret belongs to its server."))
        elif not self._keeping.is_busy:
            self.field.clear()
            self._say(_("Asking the keyring…"))
            self._keeping.run(partial(_kept, url, text))

    def _say(self, words: str) -> None:
        self.said.show_text(tame(words, 400))
        self.said.show()


def _kept(url: str, text: str) -> str:
    """Off the GUI thread: a keyring may ask its person first."""
    keep_webhook_secret(url, text)
    return _("The keyring keeps it.") if text else _("The secret is out of the keyring.")

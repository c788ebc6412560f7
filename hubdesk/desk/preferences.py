"""The preferences: forms made from the table of settings, one page for the desk and one for alerts."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QTabWidget, QVBoxLayout, QWidget

from hubdesk.desk.alert_page import AlertPage, Surrounding
from hubdesk.desk.alert_try import try_command
from hubdesk.desk.setting_fields import Field, SettingFields
from hubdesk.desk.sheet import Sheet
from hubdesk.i18n import _
from hubdesk.settings import SETTINGS, Settings
from hubdesk.widgets.text import plain_label

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk

LEAST_WIDTH: Final = 680
HEIGHT: Final = 620  # fits a screen of 768 with its bars


class Preferences(Sheet):
    """Each change is kept and put in force at once; there is nothing to confirm."""

    changed = Signal(str)  # the setting's name

    def __init__(
        self, settings: Settings, parent: QWidget | None = None, alerts: Surrounding | None = None, page: str = ""
    ) -> None:
        """`alerts`: what their page is given; None: there is none. `page`: `alerts` opens that one."""
        super().__init__(parent)
        self.setWindowTitle(_("Preferences"))
        self._general = SettingFields(settings, self)
        self.setMinimumWidth(LEAST_WIDTH)
        self._fault = plain_label("", "label", "text", wrap=True)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self.pages.addTab(self._general_page(), _("The desk"))
        self.alerts = AlertPage(settings, alerts) if alerts is not None else None
        if self.alerts is not None:
            self.pages.addTab(self.alerts, _("Alerts"))
            self.alerts.changed.connect(self.changed)
            self.alerts.refused.connect(self._fault.setText)
            self.resize(LEAST_WIDTH, HEIGHT)
        self.pages.setCurrentIndex(1 if page == "alerts" and self.alerts is not None else 0)
        self._general.changed.connect(self.changed)
        self._general.refused.connect(self._fault.setText)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.pages, 1)
        column.addWidget(self._fault)
        column.addWidget(buttons)

    @property
    def fields(self) -> dict[str, Field]:
        """Every field by its setting's name."""
        return self._general.fields | (self.alerts.fields.fields if self.alerts is not None else {})

    def done(self, result: int) -> None:
        """Closed, however that was wished."""
        self._general.keep_all()
        if self.alerts is not None:
            self.alerts.close_all()
        super().done(result)

    def _general_page(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 16, 0, 0)
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(12)
        for setting in SETTINGS:
            if setting.shown:
                form.addRow(_(setting.title), self._general.with_help(setting))
        return page


def preferences_of(desk: Desk, settings: Settings, profile: Path | None, page: str) -> Preferences:
    """The preferences over a desk, gone when they are closed."""
    session = desk.session if desk.session is not None and desk.session.basis is not None else None
    reader = session.refresher if session is not None else None
    try_out = partial(try_command, profile=profile)
    given = Surrounding(try_out, desk.alerts.notice.tell, reader, desk.looking.scope().end)
    form = Preferences(settings, desk, given, page)
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return form

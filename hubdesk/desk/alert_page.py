"""The preferences of alerts: what alerts, how it is told here and elsewhere, and what the week's alarms were worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hubdesk.alert_settings import alert_rules, table
from hubdesk.core import HubdeskError, Millis, Scope
from hubdesk.core.alert_budget import WEEK
from hubdesk.desk.alert_budget import AlertBudget, Around, departments, read_around
from hubdesk.desk.alert_rule_form import AlertRuleForm, Offered
from hubdesk.desk.alert_secret import AlertSecret
from hubdesk.desk.alert_trial import KEY as TRIAL
from hubdesk.desk.alert_trial import AlertTrial, TrialTold, read_trial
from hubdesk.desk.alert_try import AlertTry
from hubdesk.desk.aside import Aside
from hubdesk.desk.help import HelpWindow, show_alerts
from hubdesk.desk.refresh import Refresher
from hubdesk.desk.setting_fields import SettingFields
from hubdesk.i18n import N_, _
from hubdesk.settings import Settings
from hubdesk.settings_table import TABLE
from hubdesk.widgets.empty import Button
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.text import plain_label
from hubdesk.widgets.wrapped import WrapLabel

KEY: Final = "alert-preferences"
LABEL: Final = 190  # px, in which a setting's title wraps
WEBHOOK, COMMAND = "webhook", "command"
_WHAT: Final = ("alert_severity", "alert_cool_down")
_HERE: Final = ("alert_notification", "alert_sound")
_QUIET: Final = ("alert_quiet", "alert_quiet_from", "alert_quiet_to", "alert_quiet_zone", "alert_quiet_breaks")
_WEBHOOK: Final = ("alert_webhook", "alert_webhook_url", "alert_webhook_private")
_COMMAND: Final = ("alert_command", "alert_command_line")


@dataclass(frozen=True, slots=True)
class Surrounding:
    """What the page is given. `reader`: of the session on the desk, up to `end`; None: there is none.

    `try_out` gives the command line that tries `webhook` or `command`. `notify` shows a notification, False when this
    desktop shows none.
    """

    try_out: Callable[[str], Sequence[str]]
    notify: Callable[[str, str], bool]
    reader: Refresher | None = None
    end: Millis = 0


class AlertPage(QWidget):
    """Scrolls. Each change is kept at once. Nothing is read or tried on the GUI thread."""

    changed = Signal(str)  # a setting's name
    refused = Signal(str)  # why a value is not kept; "" when it is mended

    def __init__(self, settings: Settings, given: Surrounding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings, self._given = settings, given
        self.fields = SettingFields(settings, self)
        self.fields.changed.connect(self.changed)
        self.fields.refused.connect(self.refused)
        self.rules = AlertRuleForm(alert_rules(settings, "").rules)
        self.rules.edited.connect(self._keep_rules)
        self.budget, self.trial = AlertBudget(), AlertTrial()
        self.secret = AlertSecret(settings)
        self.tries = {way: Button(_("Try")) for way in (WEBHOOK, COMMAND)}
        self.notice_try, self.help = Button(_("Try")), Button(_("How alerts work"))
        self.answers = {way: WrapLabel("", "small", "text2") for way in (WEBHOOK, COMMAND, "notice")}
        self._trying = {way: AlertTry(self) for way in (WEBHOOK, COMMAND)}
        self._saving = {way: Aside(self) for way in (WEBHOOK, COMMAND)}
        self._looking = Aside(self)
        self._build()
        self._wire()
        self._ask()

    def close_all(self) -> None:
        """Keep what was typed; end what still runs."""
        self.fields.keep_all()
        for page in self.window().findChildren(HelpWindow):
            page.close()
        for trying in self._trying.values():
            trying.close()
        for aside in (*self._saving.values(), self._looking):
            aside.close()
        self.secret.close_all()
        if self._given.reader is not None:
            self._given.reader.forget(KEY)
            self._given.reader.forget(TRIAL)
            self._given.reader.answered.disconnect(self._take)

    # -- how it is laid out

    def _build(self) -> None:
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 4, 14, 8)
        rows.setSpacing(10)
        self._head(rows, N_("What alerts"), _WHAT, self.help)
        rows.addWidget(plain_label(_("Alert for"), "label"))
        rows.addWidget(self.rules)
        rows.addWidget(plain_label(_(TABLE["alert"].help), "small", "text3", wrap=True))
        rows.addWidget(self.trial)
        self.trial.setVisible(self._given.reader is not None)
        form = self._head(rows, N_("On this desk"), _HERE)
        form.addRow("", _beside(self.notice_try, self.answers["notice"]))
        self._head(rows, N_("Quiet hours"), _QUIET)
        form = self._head(rows, N_("Webhook"), _WEBHOOK)
        form.addRow(_("Secret"), self.secret)
        form.addRow("", _beside(self.tries[WEBHOOK], self.answers[WEBHOOK]))
        form = self._head(rows, N_("Command"), _COMMAND)
        form.addRow("", _beside(self.tries[COMMAND], self.answers[COMMAND]))
        self._row(form, "alert_names")
        rows.addWidget(plain_label(_("Alarms of the last seven days"), "strong"))
        rows.addWidget(self.budget)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        slim(area)
        area.setWidget(body)
        for ground in (body, area.viewport()):
            ground.setAutoFillBackground(False)  # the dialog's ground shows through
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)

    def _head(self, rows: QVBoxLayout, title: str, names: Sequence[str], button: Button | None = None) -> QFormLayout:
        """A head, with a button at its right, and the settings under it."""
        line = QHBoxLayout()
        line.addWidget(plain_label(_(title), "strong"), 1)
        if button is not None:
            line.addWidget(button)
        rows.addLayout(line)
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name in names:
            self._row(form, name)
        rows.addLayout(form)
        return form

    def _row(self, form: QFormLayout, name: str) -> None:
        label = plain_label(_(TABLE[name].title), wrap=True)
        label.setFixedWidth(LABEL)
        form.addRow(label, self.fields.with_help(TABLE[name]))

    # -- what it does

    def _wire(self) -> None:
        self.tries[WEBHOOK].clicked.connect(self._try_webhook)
        self.tries[COMMAND].clicked.connect(self._try_command)
        self.tries[WEBHOOK].setAccessibleName(_("Try the webhook"))
        self.tries[COMMAND].setAccessibleName(_("Try the command"))
        self.notice_try.setAccessibleName(_("Try the notification"))
        self.notice_try.clicked.connect(self._try_notice)
        self.help.clicked.connect(self._explain)
        self.trial.wished.connect(self._try_past)
        self._looking.done.connect(self._offer_places)
        for way, saving, run, say in (
            (WEBHOOK, self._saving[WEBHOOK], self._run_webhook, self._say_webhook),
            (COMMAND, self._saving[COMMAND], self._run_command, self._say_command),
        ):
            saving.done.connect(run)
            saving.failed.connect(self.answers[way].show_text)
            self._trying[way].said.connect(say)

    def _ask(self) -> None:
        """What rules may name here, and the week's alarms."""
        reader, end = self._given.reader, self._given.end
        if reader is not None:
            reader.answered.connect(self._take)
            reader.ask(KEY, read_around, Scope((), end - WEEK, end))
        else:
            self._looking.run(departments)

    def _take(self, key: str, around: object) -> None:
        if key == KEY and isinstance(around, Around):
            self.rules.offer(around.offered)
            self.budget.show_weeks(around)
        elif key == TRIAL and isinstance(around, TrialTold):
            self.trial.show_told(around)

    def _offer_places(self, named: tuple[tuple[str, str], ...]) -> None:
        self.rules.offer(Offered(departments=named))

    def _keep_rules(self) -> None:
        try:
            self._settings.change("alert", tuple(table(rule) for rule in self.rules.rules))
        except HubdeskError as error:
            self.refused.emit(str(error))
            return
        self.refused.emit("")
        self.changed.emit("alert")

    def _try_past(self) -> None:
        """The rules as they stand here, on what was told in the week."""
        reader, end = self._given.reader, self._given.end
        if reader is not None:
            self.fields.keep_all()
            reader.ask(TRIAL, read_trial, Scope((), end - WEEK, end), alert_rules(self._settings, ""))

    def _try_webhook(self) -> None:
        self._try(WEBHOOK)

    def _try_command(self) -> None:
        self._try(COMMAND)

    def _try(self, way: str) -> None:
        """The settings are saved before, because the process reads them."""
        self.fields.keep_all()
        self.answers[way].show_text(_("Trying…"))
        self._saving[way].run(self._settings.save)

    def _run_webhook(self, _nothing: object) -> None:
        self._trying[WEBHOOK].run(self._given.try_out(WEBHOOK))

    def _run_command(self, _nothing: object) -> None:
        self._trying[COMMAND].run(self._given.try_out(COMMAND))

    def _say_webhook(self, is_well: bool, why: str) -> None:
        self.answers[WEBHOOK].show_text(_("It arrived.") if is_well else why)

    def _say_command(self, is_well: bool, why: str) -> None:
        self.answers[COMMAND].show_text(_("It ran.") if is_well else why)

    def _explain(self) -> None:
        show_alerts(self.window())  # ours, which nothing else may be used beside

    def _try_notice(self) -> None:
        shown = self._given.notify(_("Hubdesk: a try"), _("An alarm would be told here like this."))
        line = _("It was sent to the desktop.") if shown else _("This desktop shows none: the bar alone tells alarms.")
        self.answers["notice"].show_text(line)


def _beside(button: Button, answer: WrapLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(button)
    row.addWidget(answer, 1, Qt.AlignmentFlag.AlignVCenter)
    return row

"""The sheet in which the analyst says where a mention happens: places by name, number or code, chosen one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from hubdesk.desk.correct_sheet import CorrectSheet
from hubdesk.desk.place_names import LONGEST, Offered, Place, Typed, offers
from hubdesk.desk.refresh import Refresher
from hubdesk.desk.session import NOWHERE
from hubdesk.i18n import _
from hubdesk.panels.correcting import Choosing
from hubdesk.panels.reading_words import place_groups
from hubdesk.store.corrections import MOST_VALUES
from hubdesk.widgets.text import plain_label, tame

KEY: Final = "place-names"
_PLACE: Final = Qt.ItemDataRole.UserRole
_DOWN: Final = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_TAKE: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PlaceSheet(CorrectSheet):
    """Type, choose with the arrows, Enter takes; Enter in an empty field saves; Delete takes one out again."""

    def __init__(self, wanted: Choosing, parent: QWidget) -> None:
        super().__init__(wanted, parent)
        self._refresher: Refresher | None = None
        self._typed = Typed("", place_groups(wanted.value))
        self.field, self.offers, self.kept = QLineEdit(), QListWidget(), QListWidget()
        self.field.setMaxLength(LONGEST)
        self.field.setPlaceholderText(_("Commune, department, region, INSEE or postal code"))
        self.field.setAccessibleName(_("Place"))
        self.offers.setAccessibleName(_("Places found"))
        self.kept.setAccessibleName(_("Places chosen"))
        self.fault = plain_label("", "small", "text", wrap=True)
        self.fault.hide()
        for part, height in ((self.offers, 170), (self.kept, 90)):
            part.setMinimumHeight(height)
            part.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.column.addWidget(self.field)
        self.column.addWidget(self.offers, 1)
        self.column.addWidget(self.fault)
        self.column.addWidget(
            plain_label(_("Chosen (Delete takes one out; none: it names no place)"), "small", "text2")
        )
        self.column.addWidget(self.kept)
        self.column.addWidget(self.buttons)
        self.setMinimumWidth(420)
        for texts in self._typed.kept:
            self._keep(Place(tame(texts[0], LONGEST), texts, ""))
        self.field.textEdited.connect(self._ask)
        self.offers.itemClicked.connect(self._take)
        self.offers.itemActivated.connect(self._take)
        self.field.installEventFilter(self)
        self.kept.installEventFilter(self)

    def serve(self, refresher: Refresher) -> None:
        self._refresher = refresher
        refresher.answered.connect(self._show)
        refresher.failed.connect(self._fail)
        refresher.ask(KEY, offers, NOWHERE, self._typed)

    def value(self) -> tuple[str, ...]:
        chosen = [self.kept.item(row).data(_PLACE) for row in range(self.kept.count())]
        return tuple(dict.fromkeys(text for place in chosen for text in place.texts))

    def accept(self) -> None:
        if len(self.value()) > MOST_VALUES:
            self.fault.setText(_("More places than one mention can be given: take some out."))
            self.fault.show()
            return
        super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.field:
                return self._steer(event)
            if watched is self.kept and event.key() == Qt.Key.Key_Delete:
                self.kept.takeItem(self.kept.currentRow())
                return True
        return super().eventFilter(watched, event)

    def _steer(self, event: QKeyEvent) -> bool:
        """The arrows go through what is offered while the field keeps the keys."""
        if event.key() in _DOWN and self.offers.count():
            step = 1 if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -1
            row = max(0, min(self.offers.count() - 1, self.offers.currentRow() + step))
            self.offers.setCurrentRow(row)
            return True
        if event.key() in _TAKE and self.field.text().strip():
            chosen = self.offers.currentItem() or self.offers.item(0)
            if chosen is not None:
                self._take(chosen)
            return True
        return False

    def _ask(self, text: str) -> None:
        self._typed = replace(self._typed, text=text)
        if self._refresher is not None:
            self._refresher.ask(KEY, offers, NOWHERE, self._typed)

    def _show(self, key: str, answer: object) -> None:
        if key != KEY or not isinstance(answer, Offered):
            return
        self._complete(dict(zip(answer.typed.kept, answer.kept, strict=True)))
        if answer.typed != self._typed:
            return
        self.fault.setVisible(bool(answer.typed.text.strip()) and not answer.offers)
        self.fault.setText(_("No place of that name in France."))
        self.offers.clear()
        for place in answer.offers:
            item = QListWidgetItem(tame(place.label, LONGEST))
            item.setData(_PLACE, place)
            self.offers.addItem(item)
        if answer.offers:
            self.offers.setCurrentRow(0)

    def _complete(self, whole: dict[tuple[str, ...], Place]) -> None:
        """Of what was read, notes hold a shared department once: now each place has all of its own."""
        for row in range(self.kept.count()):
            item = self.kept.item(row)
            place = whole.get(item.data(_PLACE).texts)
            if place is not None and place.key:
                item.setText(tame(place.label, LONGEST))
                item.setData(_PLACE, place)

    def _fail(self, key: str, line: str) -> None:
        if key == KEY:
            self.fault.setText(tame(line))
            self.fault.show()

    def _take(self, item: QListWidgetItem) -> None:
        self._keep(item.data(_PLACE))
        self.field.clear()
        self.offers.clear()
        self._typed = replace(self._typed, text="")
        self.field.setFocus()

    def _keep(self, place: Place) -> None:
        if any(self.kept.item(row).data(_PLACE).texts == place.texts for row in range(self.kept.count())):
            return
        item = QListWidgetItem(tame(place.label, LONGEST))
        item.setData(_PLACE, place)
        self.kept.addItem(item)

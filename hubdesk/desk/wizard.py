"""The first run, in three steps: which brands, which sources, where to keep the session. No account is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hubdesk.core import HubdeskError, Role, SourceRow, Topic
from hubdesk.desk.aside import Aside
from hubdesk.desk.sheet import Sheet
from hubdesk.desk.wizard_sources import AddressBox, SourceList, default_rows, rows_for
from hubdesk.desk.writes import AddSources, AddTopics
from hubdesk.i18n import _
from hubdesk.settings import Places
from hubdesk.store.session import NewSession, create, open_writer
from hubdesk.widgets.empty import Button
from hubdesk.widgets.glyphs import paint_marker
from hubdesk.widgets.text import plain_label, tame
from hubdesk.widgets.theme import theme

SUFFIX = ".hubdesk"
WITH = {"Orange": "Sosh", "SFR": "RED", "Bouygues Telecom": "B&You", "Free": "Free Mobile"}  # brands in their queries


@dataclass(frozen=True, slots=True)
class Plan:
    """A session to be made."""

    path: Path
    title: str
    topics: tuple[Topic, ...]
    sources: tuple[SourceRow, ...]
    addresses: tuple[str, ...] = ()
    full_text: bool = False

    def __call__(self) -> Path:
        """Off the GUI thread: make it, or leave nothing behind. Raises HubdeskError."""
        sources = self.sources + rows_for(self.addresses, self.full_text)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HubdeskError(
                _("The folder {folder} cannot be made: {why}.").format(folder=self.path.parent, why=error.strerror)
            ) from error
        create(self.path, NewSession(self.title))
        try:
            with open_writer(self.path) as writer:
                AddTopics(self.topics)(writer)
                AddSources(sources)(writer)
        except BaseException:
            self.path.unlink(missing_ok=True)  # ours: it was not there before
            raise
        return self.path


def default_topics() -> tuple[Topic, ...]:
    """Off the GUI thread: the four operators, with queries that leave out the fruit, the colour and the town."""
    from hubdesk.query.defaults import operators  # it loads the query language, which a start does not need

    return operators()


class Brands(QWidget):
    """One row an operator: ours, or followed as a rival."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        super().__init__()
        self._topics = tuple(topics)
        self._ours = QButtonGroup(self)
        self.follow: list[QCheckBox] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 12, 0, 0)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(16)
        grid.addWidget(plain_label(_("followed"), "small", "text3"), 0, 0)
        grid.addWidget(plain_label(_("with"), "small", "text3"), 0, 1)
        grid.addWidget(plain_label(_("ours"), "small", "text3"), 0, 2)
        for at, topic in enumerate(self._topics):
            box = QCheckBox(tame(topic.name, 60).replace("&", "&&"))
            box.setChecked(True)
            box.setIcon(_marker(topic, self._topics))
            radio = QRadioButton()
            radio.setAccessibleName(_("{brand} is ours").format(brand=topic.name))
            radio.setChecked(at == 0)
            self._ours.addButton(radio, at)
            self.follow.append(box)
            grid.addWidget(box, at + 1, 0)
            grid.addWidget(plain_label(WITH.get(topic.name, ""), "body", "text2"), at + 1, 1)
            grid.addWidget(radio, at + 1, 2)

    def choose_ours(self, at: int) -> None:
        self._ours.button(at).setChecked(True)

    def chosen(self) -> tuple[Topic, ...]:
        """Ours first, then the rivals that are followed."""
        ours = self._ours.checkedId()
        own = [replace(topic, role=Role.OWN) for at, topic in enumerate(self._topics) if at == ours]
        rivals = [
            replace(topic, role=Role.RIVAL)
            for at, (topic, box) in enumerate(zip(self._topics, self.follow, strict=True))
            if at != ours and box.isChecked()
        ]
        return (*own, *rivals)


class Wizard(Sheet):
    """Back, Next, Create; or straight to the demonstration."""

    created = Signal(object)  # the new session's path
    demo_wished = Signal()

    def __init__(self, here: Places, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("A new session"))
        self.resize(640, 560)
        self.brands: Brands | None = None
        self.sources, self.addresses = SourceList(), AddressBox()
        self.place = QLineEdit(str(free_place(here.data)))
        self._pages = QStackedWidget()
        self._fault = plain_label("", "label", "text", wrap=True)
        self._defaults, self._making = Aside(self), Aside(self)
        self._defaults.done.connect(self._fill)
        self._defaults.failed.connect(self._complain)
        self._making.done.connect(self._finish)
        self._making.failed.connect(self._complain)
        self._build()
        self._defaults.run(_defaults)

    def _build(self) -> None:
        self._brands_page = self._page(
            _("Which brand is yours, which do you follow?"),
            _("Each comes with words that leave out the fruit, the colour and the town."),
        )
        sources = self._page(
            _("Where shall we listen?"), _("None of these asks for an account or a key. More can be added later.")
        )
        sources.addWidget(self.sources, 1)
        sources.addWidget(self.addresses)
        where = self._page(
            _("Where shall the session be kept?"), _("A session is one file. Everything that is heard stays in it.")
        )
        self.place.setAccessibleName(_("The session's file"))
        self.place.returnPressed.connect(self.go_on)
        choose = Button(_("Choose…"))
        choose.clicked.connect(self._choose_place)
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        row.addWidget(choose)
        where.addLayout(row)
        where.addStretch(1)
        self.back, self.next, self.demo = Button(_("Back")), Button(_("Next")), Button(_("Open the demonstration"))
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.demo.clicked.connect(self._wish_demo)
        buttons = QHBoxLayout()
        buttons.addWidget(self.demo)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.addWidget(self._pages, 1)
        column.addWidget(self._fault)
        column.addLayout(buttons)
        self._show_page(0)

    def _page(self, head: str, text: str) -> QVBoxLayout:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(plain_label(head, "head", wrap=True))
        column.addWidget(plain_label(text, "body", "text2", wrap=True))
        self._pages.addWidget(page)
        return column

    @property
    def page(self) -> int:
        return self._pages.currentIndex()

    def go_back(self) -> None:
        self._show_page(max(0, self.page - 1))

    def go_on(self) -> None:
        """The next page; from the last one, make the session."""
        self._fault.setText("")
        if self.page == 1 and not self.addresses.take_rest():
            return
        if self.page < self._pages.count() - 1:
            self._show_page(self.page + 1)
        elif self.brands is not None:
            self.next.setEnabled(False)
            path = Path(self.place.text().strip()).expanduser()
            path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
            own, full_text = self.addresses.addresses, self.addresses.whole.isChecked()
            plan = Plan(path, path.stem, self.brands.chosen(), self.sources.chosen(), own, full_text)
            self._making.run(plan)

    def _show_page(self, at: int) -> None:
        self._pages.setCurrentIndex(at)
        self.back.setVisible(at > 0)
        self.next.setText(_("Create and listen") if at == self._pages.count() - 1 else _("Next"))
        self.next.updateGeometry()
        self.next.setEnabled(self.brands is not None)
        self.next.setFocus()

    def _fill(self, found: tuple[tuple[Topic, ...], tuple[SourceRow, ...]]) -> None:
        topics, rows = found
        self.brands = Brands(topics)
        self._brands_page.addWidget(self.brands)
        self._brands_page.addStretch(1)
        self.sources.show_rows(rows)
        self.next.setEnabled(True)
        self.next.setFocus()

    def _choose_place(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Where shall the session be kept?"), self.place.text(), f"Hubdesk (*{SUFFIX})"
        )
        if chosen:
            self.place.setText(chosen)

    def _wish_demo(self) -> None:
        self.demo_wished.emit()
        self.accept()

    def _finish(self, path: Path) -> None:
        self.accept()
        self.created.emit(path)

    def _complain(self, line: str) -> None:
        self._fault.setText(line)
        self.next.setEnabled(self.brands is not None)

    def done(self, code: int) -> None:
        self._leave()
        super().done(code)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave()
        super().closeEvent(event)

    def _leave(self) -> None:
        self._defaults.close()
        self._making.close()


def _marker(topic: Topic, others: Sequence[Topic]) -> QIcon:
    """A brand's marker in its colour, as on every chart."""
    style, ground = theme().topic_style(topic, others), QPixmap(32, 32)
    ground.setDevicePixelRatio(2)
    ground.fill(Qt.GlobalColor.transparent)
    painter = QPainter(ground)
    paint_marker(painter, style.marker, QPointF(8, 8), 10, style.colour)
    painter.end()
    return QIcon(ground)


def free_place(folder: Path) -> Path:
    """A file name that is not taken: Hubdesk, Hubdesk 2, Hubdesk 3, ..."""
    number = 1
    while (path := folder / (f"Hubdesk{SUFFIX}" if number == 1 else f"Hubdesk {number}{SUFFIX}")).exists():
        number += 1
    return path


def _defaults() -> tuple[tuple[Topic, ...], tuple[SourceRow, ...]]:
    return default_topics(), default_rows()

"""Choosing sources: those that ask for no key, each with what it brings and its terms, and addresses of one's own."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hubdesk.core import HubdeskError, SourceRow
from hubdesk.desk.aside import Aside
from hubdesk.desk.sheet import Sheet
from hubdesk.i18n import _, duration, ngettext
from hubdesk.widgets.empty import Button
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.text import plain_label, tame

LONGEST_ADDRESS: Final = 2_000
LONGEST_NOTE: Final = 400
TALLEST_LIST: Final = 96  # px
OUR_NAMES: Final = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa")


def web_address(text: str) -> str:
    """The http or https address a person typed; https is put before one without a scheme. Raises HubdeskError."""
    text = text.strip()
    if not text:
        raise HubdeskError(_("Write the address of a site, an article or a feed."))
    if len(text) > LONGEST_ADDRESS or any(char.isspace() or ord(char) < 32 for char in text):
        raise HubdeskError(_("This is not an address: it is too long, or has spaces in it."))
    scheme, colon, rest = text.partition(":")
    if "://" not in text and colon and "." not in scheme and not rest[:1].isdigit():
        raise HubdeskError(_only_web(scheme))  # mailto:, javascript:, file:
    if "://" not in text:
        text = f"https://{text}"
    url = QUrl(text, QUrl.ParsingMode.StrictMode)
    if url.scheme().lower() not in ("http", "https"):
        raise HubdeskError(_only_web(url.scheme()))
    if is_ours(url.host()):
        raise HubdeskError(
            _(
                "{host} is on this machine or its own network. Such a source is only taken from a setup file, "
                "with allow_private = true: hubdesk init --from setup.toml."
            ).format(host=url.host())
        )
    if not url.isValid() or not url.host() or ("." not in url.host() and ":" not in url.host()):
        raise HubdeskError(_("This address has no valid host; write it as in https://example.org."))
    if url.userInfo():
        raise HubdeskError(_("Leave out the name before the @: no account is asked for, none is kept in a session."))
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)


def is_ours(host: str) -> bool:
    """Whether a host, as it is written, is this machine or its own network. The collector checks every name again."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return f".{host.rstrip('.').lower()}".endswith(OUR_NAMES)


def _only_web(scheme: str) -> str:
    return _("Only http and https addresses can be listened to, not “{scheme}”.").format(scheme=scheme[:20])


def brings(row: SourceRow) -> str:
    """What a source brings and on what terms, in one line."""
    what = {
        "feed": _("articles and comments"),
        "bluesky": _("public posts, as they are written"),
        "mastodon": _("public posts"),
    }.get(row.kind, row.kind)
    pace = _("asked every {time}").format(time=duration(row.every)) if row.every else ""
    days = row.terms.keep_days
    kept = ngettext("kept {n} day", "kept {n} days", days).format(n=days) if days is not None else ""
    deletes = {"events": _("withdrawals are followed at once"), "recheck": _("withdrawals are looked for")}
    parts = (
        what,
        pace,
        kept,
        deletes.get(row.terms.deletes, ""),
        tame(_(row.terms.note), LONGEST_NOTE) if row.terms.note else "",
    )
    return " · ".join(part for part in parts if part)


def rows_for(addresses: Sequence[str], full_text: bool = False) -> tuple[SourceRow, ...]:
    """Off the GUI thread: a source for each address. The feed behind it is found by the collector."""
    from hubdesk.plugins import source_row  # it loads the networks, which a desk does not need

    more = {"full_text": True} if full_text else {}
    return tuple(source_row("feed", {"url": address, **more}) for address in addresses)


def default_rows() -> tuple[SourceRow, ...]:
    """Off the GUI thread: what asks for no account and no key."""
    from hubdesk.plugins import default_sources  # it loads the networks, which a desk does not need

    return default_sources()


class AddressBox(QWidget):
    """A line for an address. A good one joins the list under it, where it can be unticked; a bad one is told why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("https://… a site, an article or a feed"))
        self.line.setAccessibleName(_("Address of a site, an article or a feed"))
        self.line.setMaxLength(LONGEST_ADDRESS)
        self.line.returnPressed.connect(self.add)
        self._add = Button(_("Add"))
        self._add.clicked.connect(self.add)
        self.said = plain_label("", "small", "text", wrap=True)
        self.whole = QCheckBox(_("Read whole articles"))
        self.whole.setToolTip(
            _("Where a feed brings only the beginning of an article, its page is read once, with its comments.")
        )
        self._boxes: dict[str, QCheckBox] = {}
        self._list, self._rows = _quiet_scroll()
        self._list.setMaximumHeight(TALLEST_LIST)
        self._list.hide()
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        row.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.said)
        column.addWidget(self._list)
        column.addWidget(self.whole)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Those that were added and are still ticked."""
        return tuple(address for address, box in self._boxes.items() if box.isChecked())

    def add(self) -> bool:
        """Take what is written; False when it is no address."""
        try:
            address = web_address(self.line.text())
        except HubdeskError as error:
            self.said.setText(str(error))
            return False
        if address not in self._boxes:
            box = QCheckBox(tame(address, 70).replace("&", "&&"))
            self._boxes[address] = box
            self._rows.insertWidget(self._rows.count() - 1, box)
            self._list.setMinimumHeight(min(TALLEST_LIST, len(self._boxes) * (box.sizeHint().height() + 2)))
            self._list.show()
        self._boxes[address].setChecked(True)
        self.line.clear()
        self.said.setText("")
        return True

    def take_rest(self) -> bool:
        """What was typed and not added counts too; False when it is no address."""
        return not self.line.text().strip() or self.add()


def _quiet_scroll() -> tuple[QScrollArea, QVBoxLayout]:
    """A list that scrolls on its dialog's own ground, and the column of its rows, which ends in a stretch."""
    area, body = QScrollArea(), QWidget()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    slim(area)
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 8, 0)
    column.setSpacing(2)
    column.addStretch(1)
    area.setWidget(body)
    for ground in (body, area.viewport()):
        ground.setAutoFillBackground(False)  # the dialog's ground shows through
    return area, column


class SourceList(QWidget):
    """A box to tick for each source."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        area, self._rows = _quiet_scroll()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        self._waiting = plain_label(_("Looking up the sources…"), "small", "text3")
        self._rows.insertWidget(0, self._waiting)
        self._boxes: list[tuple[QCheckBox, SourceRow]] = []

    def show_rows(self, rows: Sequence[SourceRow]) -> None:
        self._waiting.hide()
        for row in rows:
            box = QCheckBox(tame(row.name, 80).replace("&", "&&"))
            box.setChecked(True)
            box.setAccessibleDescription(brings(row))
            about = plain_label(brings(row), "small", "text3", wrap=True)
            about.setContentsMargins(24, 0, 0, 6)
            for part in (box, about):
                self._rows.insertWidget(self._rows.count() - 1, part)
            self._boxes.append((box, row))

    def chosen(self) -> tuple[SourceRow, ...]:
        return tuple(row for box, row in self._boxes if box.isChecked())


class SourceDialog(Sheet):
    """Add addresses to a session that is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Add a source"))
        self.resize(520, 250)
        self.rows: tuple[SourceRow, ...] = ()
        self.box = AddressBox()
        self._aside = Aside(self)
        self._aside.done.connect(self._take)
        self._aside.failed.connect(self.box.said.setText)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(plain_label(_("The feed of a site or an article is found from its address."), wrap=True))
        column.addWidget(self.box)
        column.addStretch(1)
        column.addWidget(buttons)

    def accept(self) -> None:
        if self.box.take_rest() and self.box.addresses:
            self._aside.run(_Rows(self.box.addresses, self.box.whole.isChecked()))

    def done(self, code: int) -> None:
        self._aside.close()
        super().done(code)

    def _take(self, rows: tuple[SourceRow, ...]) -> None:
        self.rows = rows
        super().accept()


class _Rows:
    """Addresses to sources, as work for a thread."""

    def __init__(self, addresses: tuple[str, ...], full_text: bool) -> None:
        self._addresses, self._full_text = addresses, full_text

    def __call__(self) -> tuple[SourceRow, ...]:
        return rows_for(self._addresses, self._full_text)


def ask_source(parent: QWidget) -> tuple[SourceRow, ...]:
    """The sources a person wants added; none when they changed their mind."""
    dialog = SourceDialog(parent)
    rows = dialog.rows if dialog.exec() == QDialog.DialogCode.Accepted else ()
    dialog.deleteLater()
    return rows

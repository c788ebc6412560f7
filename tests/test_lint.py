"""What no linter knows of our rules: names that must not appear, and text that must not be taken for markup."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRODUCT = sorted((ROOT / "hubdesk").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

# They run pickles or abort on altered bytes (Qt's own formats), drop foreign data, follow links, or rename Qt.
FORBIDDEN = {
    *("QSettings", "QDataStream", "saveState", "restoreState", "saveGeometry", "restoreGeometry"),
    *("setDragEnabled", "InternalMove", "DragDrop", "DragOnly", "DropOnly", "setDragDropOverwriteMode"),
    *("setOpenExternalLinks", "RichText", "AutoText", "MarkdownText", "setHtml", "insertHtml", "setMarkdown"),
    *("snake_case", "true_property", "QIconifyIcon"),
}
SHOW_TEXT = {"QLabel", "QMessageBox", "QErrorMessage"}
PLAIN = "PlainText"


def parse(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"), str(file))


def called(node: ast.AST) -> str:
    """The last name of what a call calls: `self.button.clicked.connect(...)` -> "connect"."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def switches_off(call: ast.Call) -> bool:
    return len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and call.args[0].value is False


def forbidden_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    switched_off = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call) and switches_off(node)}
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Attribute) and id(node) not in switched_off:
            names = [node.attr]
        elif isinstance(node, ast.Name):
            names = [node.id]
        elif isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names]
        for name in names:
            if name in FORBIDDEN:
                yield node.lineno, f"{name} is not used here"


def slots_that_hold_self(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) == "connect":
            for slot in node.args:
                if isinstance(slot, ast.Lambda) or called(slot) == "partial":
                    yield node.lineno, "connect a bound method: a lambda or partial keeps its widget alive"


def messages_nobody_can_translate(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in {"_", "N_", "ngettext"}:
            for text in node.args[:2]:
                built = isinstance(text, ast.JoinedStr | ast.BinOp) or called(text) == "format"
                if built:
                    yield node.lineno, "a translated text is written whole, with named placeholders, then formatted"


def text_that_may_be_markup(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """QLabel guesses whether a text is markup: a post of 211 characters froze one for 7.7 s."""
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.Module | ast.ClassDef | ast.FunctionDef):
            continue
        plain = any(isinstance(node, ast.Attribute) and node.attr == PLAIN for node in ast.walk(scope))
        for node in own_nodes(scope):
            if called(node) in SHOW_TEXT and not plain:
                yield node.lineno, f"{called(node)} without {PLAIN} in the same function"


def own_nodes(scope: ast.AST) -> Iterator[ast.expr]:
    """The nodes of a scope that are in no smaller scope."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(child, ast.expr):
            yield child
        yield from own_nodes(child)


def waits_on_the_clock(tree: ast.Module) -> Iterator[tuple[int, str]]:
    entered = {id(item.context_expr) for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = ast.unparse(node.func.value)
        if (owner, node.func.attr) in {("qtbot", "wait"), ("time", "sleep"), ("QTest", "qWait"), ("QThread", "msleep")}:
            yield node.lineno, f"{owner}.{node.func.attr}: wait for what should happen, not for a while"
        if node.func.attr in {"waitExposed", "waitActive", "waitSignal", "waitSignals"} and id(node) not in entered:
            yield node.lineno, f"{node.func.attr} waits only when it is entered with `with`"


Look = Callable[[ast.Module], Iterator[tuple[int, str]]]
IN_PRODUCT: list[Look] = [forbidden_names, slots_that_hold_self, messages_nobody_can_translate, text_that_may_be_markup]


@pytest.mark.parametrize("look", IN_PRODUCT, ids=lambda look: look.__name__)
def test_that_the_product_has_none_of_these(look: Look) -> None:
    assert [f"{file.relative_to(ROOT)}:{line}: {why}" for file in PRODUCT for line, why in look(parse(file))] == []


def test_that_no_two_test_files_share_a_name() -> None:
    names = Counter(file.name for file in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, files in names.items() if files > 1] == [], "only one of them can be imported"


def test_that_no_test_waits_on_the_clock() -> None:
    tests = [file for file in TESTS if file.parent.name != "benchmarks"]  # a paced load is no wait for something
    found = [
        f"{file.relative_to(ROOT)}:{line}: {why}" for file in tests for line, why in waits_on_the_clock(parse(file))
    ]
    assert found == []


BAD = {
    forbidden_names: "from PySide6.QtCore import QSettings\nx.setDragEnabled(False)\nx.setDragEnabled(True)",
    slots_that_hold_self: "button.clicked.connect(lambda: self.go())\nbutton.clicked.connect(partial(go, 1))",
    messages_nobody_can_translate: "_(f'{n} held')\n_('{n} held'.format(n=1))",
    text_that_may_be_markup: "class A:\n  def a(self):\n    self.x = QLabel(text)\n  def b(self):\n    return QLabel()",
    waits_on_the_clock: "qtbot.wait(5)\nqtbot.waitExposed(w)",
}


@pytest.mark.parametrize("look", BAD, ids=lambda look: look.__name__)
def test_that_each_look_sees_what_it_is_for(look: Look) -> None:
    assert len(list(look(ast.parse(BAD[look])))) == 2

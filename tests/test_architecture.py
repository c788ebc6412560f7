"""Who may import whom. If this fails, move the code, not the rule."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "hubdesk"
MODULES = sorted(PACKAGE.rglob("*.py"))

OPEN_TO_ALL = {"i18n", "resources", "text_file", "toml_file", "told"}
ALL = {"anything"}
# The table in hubdesk/README.md.
MAY_IMPORT = {
    "__init__": set(),
    "__main__": {"cli"},
    "core": set(),
    "resources": set(),
    "i18n": {"core"},
    "text_file": {"core"},
    "toml_file": {"core"},
    "told": set(),
    "query": {"core"},
    "sources": {"core"},
    "enrich": {"core"},
    "detect": {"core"},
    "store": {"core", "query"},
    "collector": {"core", "query", "sources", "enrich", "detect", "store", "plugins"} | {"secret", "alert_words"},
    "reports": {"core", "query", "store"},
    "widgets": {"core", "query"},
    "panels": {"core", "query", "store", "widgets", "reports"},
    "desk": {"core", "query", "store", "widgets", "panels", "reports"}
    | {"settings", "settings_table", "setup_file", "plugins", "demo", "doctor", "alert_settings", "alert_words"},
    "wall": {"core", "query", "store", "widgets", "panels", "reports", "desk", "plugins", "scene_file"}
    | {"settings", "settings_table"},
    "scene_file": {"core", "plugins", "reports"},
    "settings": {"core", "settings_table"},
    "settings_table": {"core"},
    "secret": {"core"},
    "alert_settings": {"core", "secret", "settings", "settings_table"},
    "alert_words": {"core", "settings_table"},
    "setup_file": {"core", "query", "plugins"},
    "doctor": {"core", "doctor_files"},
    "doctor_files": {"core"},
    "demo": {"core", "store"},
    "plugins": ALL,
    "cli": ALL,
}
QT = {"widgets", "panels", "desk", "wall"}
SPEAK_SQL = {"store"}
MAY_ASK_FOR_SQLITE = {"doctor.py"}  # for its version; it opens no session


@dataclass(frozen=True)
class Import:
    name: str
    line: int
    local: bool  # inside a function
    for_types: bool  # under `if TYPE_CHECKING`


def room(file: Path) -> str:
    first = file.relative_to(PACKAGE).with_suffix("").parts[0]
    return "cli" if first.startswith("cli_") else first


def module_name(file: Path) -> str:
    return ".".join(("hubdesk", *file.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


def imports(file: Path) -> list[Import]:
    found: list[Import] = []

    def walk(node: ast.AST, local: bool, for_types: bool) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                found.extend(Import(alias.name, child.lineno, local, for_types) for alias in child.names)
            elif isinstance(child, ast.ImportFrom) and child.module:
                assert child.level == 0, f"{file}:{child.lineno}: write the whole name"
                names = [f"{child.module}.{alias.name}" for alias in child.names]
                found.extend(Import(name, child.lineno, local, for_types) for name in names)
            types = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
            function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            walk(child, local or function, for_types or types)

    walk(ast.parse(file.read_text("utf-8")), False, False)
    return found


def ours(name: str) -> list[str]:
    """`hubdesk.store.reader.Reader` -> ["store", "reader", "Reader"]; [] for the package itself and strangers."""
    top, _, rest = name.partition(".")
    parts = rest.split(".") if top == "hubdesk" and rest else []
    return [] if parts == ["__version__"] else parts


every_module = pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(PACKAGE).as_posix())


@every_module
def test_that_imports_point_down(file: Path) -> None:
    here = room(file)
    assert here in MAY_IMPORT, f"{here} is a new room: say here and in hubdesk/README.md what it may import"
    for found in imports(file):
        parts = ours(found.name)
        if not parts or MAY_IMPORT[here] is ALL:
            continue
        assert parts[0] in MAY_IMPORT[here] | {here} | OPEN_TO_ALL, f"{here} may not import {found.name}"
        if here == "panels" and parts[0] == "store":
            assert parts[:2] == ["store", "reader"], f"a panel reads through store.reader, not {found.name}"


@every_module
def test_that_qt_stays_in_its_rooms(file: Path) -> None:
    here = room(file)
    for found in imports(file):
        top = found.name.split(".")[0]
        if top in {"PySide6", "shiboken6", "pyqtgraph"}:
            late = found.local and here in {"cli", "doctor"}
            assert here in QT or late, f"{here} must run without a screen, but imports {found.name}"
        assert top != "pyqtgraph" or file == PACKAGE / "widgets" / "chart.py", "only widgets/chart.py knows pyqtgraph"


@every_module
def test_that_only_the_store_speaks_sql(file: Path) -> None:
    for found in imports(file):
        if found.name.split(".")[0] in {"sqlite3", "sqlite_utils", "apsw"}:
            assert room(file) in SPEAK_SQL or file.name in MAY_ASK_FOR_SQLITE, f"{found.name} belongs in store"


@every_module
def test_that_an_import_inside_a_function_says_why(file: Path) -> None:
    if room(file) in {"plugins", "cli"}:
        return
    lines = file.read_text("utf-8").splitlines()
    reasons = {n for n, line in enumerate(lines, 1) if "#" in line}
    for found in imports(file):
        near = found.line
        while near > 1 and "import " in lines[near - 2] and near not in reasons:
            near -= 1  # one reason serves the imports that stand together
        assert not found.local or near in reasons or near - 1 in reasons, f"{file}:{found.line}: say why it is here"


@pytest.mark.parametrize(
    "file",
    MODULES + sorted((ROOT / "packaging").rglob("*.py")),
    ids=lambda file: file.relative_to(ROOT).as_posix(),
)
def test_that_a_module_fits_in_a_head(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.count("\n") <= 300
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "a module opens with one sentence: what it is for"


def test_that_no_modules_import_each_other_in_a_circle() -> None:
    names = {module_name(file) for file in MODULES}

    def targets(file: Path) -> Iterator[str]:
        for found in imports(file):
            if not (found.local or found.for_types):
                name = found.name if found.name in names else found.name.rpartition(".")[0]
                if name in names and name != "hubdesk":
                    yield name

    graph = {module_name(file): set(targets(file)) for file in MODULES}
    while ends := {name for name, needed in graph.items() if not needed & graph.keys()}:
        graph = {name: needed - ends for name, needed in graph.items() if name not in ends}
    assert not graph, f"a circle among {sorted(graph)}: a smaller module is missing underneath"

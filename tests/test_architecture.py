"""What ruff, mypy and import-linter cannot say about the shape of the project."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "newsgen"
MODULES = sorted(PACKAGE.rglob("*.py"))
BUDGETS = {
    "lines of src/newsgen": 44_700,  # 28,000 and what reads other systems' texts
    "modules of src/newsgen": 227,  # each __init__.py counts
    "modules of a folder": 16,  # folders of tables may have more
    "lines of a function": 100,
    "lines of tests": 26_850,
}
"""The most that there may be of each; to be lowered when there is less."""
DOORS = ("checks/run.py", "export/run.py")
"""Modules of a table's folder that run what it lists, or what is run on demand."""
FOLDERS_OF_TABLES = ("checks", "cli", "loader/formats", "renderer/pages")
TABLES = {
    "loader/formats": "FORMATS",
    "renderer/pages": "PAGE_KINDS",
    "checks": "CHECKS",
    "export": "EXPORTS",
}

in_each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(tree: ast.AST) -> Iterator[str]:
    """Full name of each module and of each name that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write imports with their full name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def tracked() -> list[Path]:
    """Text files under version control, or about to be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_budgets_hold() -> None:
    """A stranger can hold the program in the head: few lines, few modules, short lists of them."""
    folders = Counter(str(path.parent.relative_to(PACKAGE)) for path in MODULES)
    functions = [
        (function.end_lineno or 0) - function.lineno + 1
        for path in MODULES
        for function in functions_of(tree_of(path))
    ]
    found = {
        "lines of src/newsgen": sum(map(lines_of, MODULES)),
        "modules of src/newsgen": len(MODULES),
        "modules of a folder": max(n for name, n in folders.items() if name not in FOLDERS_OF_TABLES),
        "lines of a function": max(functions),
        "lines of tests": sum(map(lines_of, (ROOT / "tests").rglob("*.py"))),
    }
    assert found.keys() == BUDGETS.keys()
    assert not {name: f"{n:,} of at most {BUDGETS[name]:,}" for name, n in found.items() if n > BUDGETS[name]}


@pytest.mark.parametrize(("folder", "table"), TABLES.items())
def test_no_line_of_a_table_is_forgotten(folder: str, table: str) -> None:
    """Each module with a format, a kind of page or a check is named in its room's table."""
    package = PACKAGE / folder
    tree = tree_of(package / "__init__.py")
    assert table in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    named = {
        found
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if (alias.asname or alias.name) in used
        for found in (f"{node.module}", f"{node.module}.{alias.name}")
    }
    for module in sorted(package.glob("*.py")):
        if f"{folder}/{module.name}" not in DOORS and module.name != "__init__.py" and entry_of(module):
            assert name_of(module) in named, f"{name_of(module)} stands in no line of {table}"


def entry_of(module: Path) -> bool:
    """True if a module of a table's folder is an entry of it: it defines what the table lists."""
    return any(not function.name.startswith("_") for function in functions_of(tree_of(module)))


@in_each_module
def test_no_error_is_caught_unseen(path: Path) -> None:
    """No bare or broad except: which error is meant, and who hears of it?"""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            assert caught not in ("everything", "Exception", "BaseException"), f"line {node.lineno}"


def test_nothing_names_a_registry() -> None:
    """Lock files and scripts take packages from wherever the machine is set up to find them."""
    hosts = re.compile(
        "|".join([r"pypi\.or" + "g", "python" + r"hosted\.org", "registry" + r"\.npm", "npm" + r"js\.org"])
    )
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found = hosts.search(text)
        assert not found, f"{path.relative_to(ROOT)} names {found and found[0]}"
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_every_pinned_file_has_its_hash() -> None:
    """Each requirement of a lock is one version with at least one sha256."""
    for lock in ("run", "test"):
        text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
        pins = re.split(r"(?m)^(?=[a-z])", text)[1:]
        assert pins
        for pin in pins:
            assert re.match(r"[a-z0-9-]+==\S+", pin), pin
            assert "--hash=sha256:" in pin, pin


def test_ignored_paths_are_anchored() -> None:
    """An unanchored `site/` would drop packages of that name from the wheel; only caches are unanchored."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert [line for line in lines if not line.startswith("/")] == ["__pycache__/"]


def test_the_table_of_rooms_names_each_room() -> None:
    """Who looks for the place of a change finds every package and module of the top level in docs/architecture.md."""
    table = (
        (ROOT / "docs/architecture.md")
        .read_text(encoding="utf-8")
        .partition("## Rooms")[2]
        .partition("\n## ")[0]
    )
    rooms = {f"{path.name}/" if path.is_dir() else path.name for path in PACKAGE.iterdir()}
    named = set(re.findall(r"`(\w+(?:/|\.py))`", table))
    assert {room for room in rooms if not room.startswith("_") and room != "py.typed"} <= named


def test_the_description_of_the_architecture_is_short() -> None:
    """A newcomer reads it in one go: at most 1,400 words."""
    assert len((ROOT / "docs/architecture.md").read_text(encoding="utf-8").split()) <= 1400

"""Promises of the code that is kept: it is what would be compiled, and nobody else's."""

from __future__ import annotations

import marshal
import sys
from pathlib import Path
from types import CodeType

import pytest

from newsgen.renderer.compiled import Compiled, beside_modules
from newsgen.renderer.environment import make_environment
from newsgen.renderer.theme import open_theme
from newsgen.renderer.words import Words
from tests.renderer.samples import read
from tests.support.archives import write


def code_of(text: str) -> CodeType:
    return compile(f"shown = {text!r}", "a.html", "exec")


def shown_by(code: CodeType) -> object:
    names: dict[str, object] = {}
    exec(code, names)
    return names["shown"]


def unwanted() -> CodeType:
    raise AssertionError("it was compiled again")


def test_what_was_compiled_is_not_compiled_again(tmp_path: Path) -> None:
    compiled = Compiled(tmp_path / "cache" / "templates", "1")
    assert shown_by(compiled.code("a.html", "en", ("x",), lambda: code_of("x"))) == "x"
    assert shown_by(Compiled(compiled.folder, "1").code("a.html", "en", ("x",), unwanted)) == "x"


@pytest.mark.parametrize(
    ("engine", "name", "made_of"), [("2", "a.html", ("x",)), ("1", "a.html", ("y",)), ("1", "b.html", ("x",))]
)
def test_code_of_another_template_or_version_is_not_taken(
    tmp_path: Path, engine: str, name: str, made_of: tuple[str, ...]
) -> None:
    Compiled(tmp_path, "1").code("a.html", "en", ("x",), lambda: code_of("x"))
    [file] = tmp_path.iterdir()
    if name != "a.html":
        Compiled(tmp_path, "1").code(name, "en", made_of, lambda: code_of("other"))
        [other] = set(tmp_path.iterdir()) - {file}
        file.replace(other)
    compiled = Compiled(tmp_path, engine)
    assert shown_by(compiled.code(name, "en", made_of, lambda: code_of("new"))) == "new"
    assert shown_by(compiled.code(name, "en", made_of, unwanted)) == "new"
    assert len(list(tmp_path.iterdir())) == 1


def test_code_of_another_language_stands_beside_it(tmp_path: Path) -> None:
    """Else archives in two languages would take turns to write it."""
    compiled = Compiled(tmp_path, "1")
    for language in ("en", "de"):
        compiled.code("a.html", language, (), lambda language=language: code_of(language))
    assert [shown_by(compiled.code("a.html", one, (), unwanted)) for one in ("en", "de")] == ["en", "de"]


def test_a_damaged_or_foreign_file_is_never_run(tmp_path: Path) -> None:
    """Not even read as code: its seal is that of no template here."""
    compiled = Compiled(tmp_path, "1")
    compiled.code("a.html", "en", ("x",), lambda: code_of("x"))
    [file] = tmp_path.iterdir()
    data = file.read_bytes()
    turned = bytes([data[-1] ^ 1])
    foreign = marshal.dumps(code_of("foreign"))
    for bad in (b"", data[:31], data[:-1], data[:-1] + turned, data + b"\0", foreign, data[:32] + foreign):
        file.write_bytes(bad)
        assert shown_by(compiled.code("a.html", "en", ("x",), lambda: code_of("new"))) == "new"


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    compiled = Compiled(tmp_path / "file", "1")
    assert shown_by(compiled.code("a.html", "en", (), lambda: code_of("x"))) == "x"


def test_templates_show_what_they_say_now_in_the_language_of_now(tmp_path: Path) -> None:
    """Whatever is kept: an edit, another language, and then what was there before."""
    compiled, german = Compiled(tmp_path, "1"), Words("de", {"Feed": ("Strom",)}, fingerprint="1")
    for text, words, shown in [
        ("{{ _('Feed') }}<", Words(), "Feed<"),
        ("{{ _('Feed') }}<", german, "Strom<"),
        ("{{ _('Feed') }}>", german, "Strom>"),
        ("{{ _('Feed') }}<", Words(), "Feed<"),
    ]:
        for _ in range(2):
            environment = make_environment(
                {"a.html": text}, {"a.html": "templates/a.html"}, read, words, compiled
            )
            assert environment.get_template("a.html").render() == shown


def test_code_from_the_cache_knows_its_own_environment(tmp_path: Path) -> None:
    """Filters, macros and the templates it names are those of the environment that runs it."""
    texts = {
        "a.html": "{% extends 'b.html' %}{% from 'c.html' import m %}{% block x %}{{ m(2023 | number('en')) }}{% endblock %}",
        "b.html": "<{% block x %}{% endblock %}>",
        "c.html": "{% macro m(x) %}{{ x }}{% endmacro %}",
    }
    for parent in (texts["b.html"], "({% block x %}{% endblock %})"):
        texts["b.html"] = parent
        environment = make_environment(
            texts, {name: name for name in texts}, read, compiled=Compiled(tmp_path, "1")
        )
        assert environment.get_template("a.html").render() == f"{parent[0]}2,023{parent[-1]}"
    assert len(list(tmp_path.iterdir())) == 3


def test_code_of_newsgens_own_templates_is_kept_for_all_archives(tmp_path: Path) -> None:
    """That of an archive's own stays with the archive; so does all where the folder for all cannot be written."""
    names = frozenset({"a.html"})
    shared = tmp_path / "shared"
    for name, folder in (("a.html", shared), ("b.html", tmp_path / "own")):
        Compiled(tmp_path / "own", "1", shared, names).code(name, "en", (), lambda: code_of("x"))
        assert len(list(folder.iterdir())) == 1
    other = Compiled(tmp_path / "other", "1", shared, names)
    assert shown_by(other.code("a.html", "en", (), unwanted)) == "x"
    assert shown_by(other.code("b.html", "en", (), lambda: code_of("y"))) == "y"
    (tmp_path / "file").write_bytes(b"")
    refused = Compiled(tmp_path / "refused", "1", tmp_path / "file", names)
    refused.code("a.html", "en", (), lambda: code_of("x"))
    assert shown_by(refused.code("a.html", "en", (), unwanted)) == "x"


def test_an_archive_with_templates_of_its_own_shares_the_others(tmp_path: Path) -> None:
    """One with translations of its own shares none: with them the same template is other code."""
    write(tmp_path, {"article.html": "own", "assets/site.css": "a{}"})
    theme = open_theme(tmp_path)
    assert theme.templates.keys() - theme.shipped == {"article.html"}
    assert open_theme().shipped == theme.templates.keys()
    write(tmp_path, {"locales/de.po": 'msgid ""\nmsgstr ""\n'})
    assert not open_theme(tmp_path).shipped


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module whose code Python keeps."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # as in many containers: it tells of other code
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "__pycache__").mkdir(0o755)
    return str(tmp_path / "m.py")


def test_the_folder_for_all_stands_where_python_keeps_code(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = beside_modules(module)
    assert folder is not None
    assert folder.parent == Path(module).with_name("__pycache__")
    assert beside_modules(module) == folder
    monkeypatch.setattr(sys.implementation, "cache_tag", None)  # of a Python that keeps no code
    assert beside_modules(module) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_folder_that_others_may_write_is_not_believed(module: str, tmp_path: Path) -> None:
    folder = beside_modules(module)
    assert folder is not None
    for mode, believed in ((0o755, True), (0o775, False), (0o757, False), (0o700, True)):
        folder.chmod(mode)
        assert (beside_modules(module) == folder) is believed
    folder.rmdir()
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    assert beside_modules(module) is None


def test_there_is_no_folder_for_all_where_none_can_be_made(module: str) -> None:
    Path(module).with_name("__pycache__").rmdir()
    assert beside_modules(module) is None
    Path(module).with_name("__pycache__").write_bytes(b"")
    assert beside_modules(module) is None

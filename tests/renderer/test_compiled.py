"""Promises of the code that is kept: it is what would be compiled, and nobody else's."""

from __future__ import annotations

import marshal
from pathlib import Path
from types import CodeType

import pytest

from newsgen.renderer.compiled import Compiled
from newsgen.renderer.environment import make_environment
from newsgen.renderer.words import Words
from tests.renderer.samples import read


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
    assert shown_by(compiled.code("a.html", ("x",), lambda: code_of("x"))) == "x"
    assert shown_by(Compiled(compiled.folder, "1").code("a.html", ("x",), unwanted)) == "x"


@pytest.mark.parametrize(
    ("engine", "name", "made_of"), [("2", "a.html", ("x",)), ("1", "a.html", ("y",)), ("1", "b.html", ("x",))]
)
def test_code_of_another_template_or_version_is_not_taken(
    tmp_path: Path, engine: str, name: str, made_of: tuple[str, ...]
) -> None:
    Compiled(tmp_path, "1").code("a.html", ("x",), lambda: code_of("x"))
    [file] = tmp_path.iterdir()
    if name != "a.html":
        Compiled(tmp_path, "1").code(name, made_of, lambda: code_of("other"))
        [other] = set(tmp_path.iterdir()) - {file}
        file.replace(other)
    compiled = Compiled(tmp_path, engine)
    assert shown_by(compiled.code(name, made_of, lambda: code_of("new"))) == "new"
    assert shown_by(compiled.code(name, made_of, unwanted)) == "new"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_damaged_or_foreign_file_is_never_run(tmp_path: Path) -> None:
    """Not even read as code: its seal is that of no template here."""
    compiled = Compiled(tmp_path, "1")
    compiled.code("a.html", ("x",), lambda: code_of("x"))
    [file] = tmp_path.iterdir()
    data = file.read_bytes()
    turned = bytes([data[-1] ^ 1])
    foreign = marshal.dumps(code_of("foreign"))
    for bad in (b"", data[:31], data[:-1], data[:-1] + turned, data + b"\0", foreign, data[:32] + foreign):
        file.write_bytes(bad)
        assert shown_by(compiled.code("a.html", ("x",), lambda: code_of("new"))) == "new"


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    compiled = Compiled(tmp_path / "file", "1")
    assert shown_by(compiled.code("a.html", (), lambda: code_of("x"))) == "x"


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

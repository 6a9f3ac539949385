"""Write docs/settings.md, docs/commands.md and docs/values.md from the docstrings and the help of the code.

Run as `python -m tools.reference` after a change of settings, commands, options or views.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from textwrap import dedent
from typing import get_args, get_type_hints

import click
import msgspec

import newsgen.renderer
from newsgen.cli.main import COMMANDS, cli
from newsgen.renderer.site import Site
from newsgen.renderer.views import DataFileView, View
from newsgen.settings.file import TYPES
from newsgen.settings.values import OMISSIBLE, SECTIONS, NavigationEntry

DOCS = Path(__file__).resolve().parents[1] / "docs"
Struct = type[msgspec.Struct]

NOTE = "<!-- Written by `python -m tools.reference`; edit the docstrings in the code instead. -->"
SETTINGS = """\
# Settings

{note}

The settings of an archive are in `newsgen.toml`, or under `[tool.newsgen]` in `pyproject.toml`. Every setting has a default,
so no file is needed. `newsgen init` writes a file that shows them all. An unknown setting is an error that suggests the nearest
name. Paths are relative to the settings file.

```toml
[site]
title = "Harbour Record"
url = "https://example.org/news/"

[loader]
period = "2004..2008"
```
"""
COMMANDS_PAGE = """\
# Commands

{note}

`newsgen COMMAND --help` prints the same. A command works in an archive's folder, and in each folder below it.

| exit code | means |
|---|---|
| 0 | done |
| 1 | a text, a seed, a template or an address has an error; `check` has found an error |
| 2 | an option or a setting is wrong |
| 3 | refused, so that nothing is lost: files in `site/` that newsgen did not write, a folder with other files |
| 74 | the system failed: the disk is full, a file cannot be read or written |
| 75 | another build is running |
| 130 | interrupted; the site is as it was |
"""
VALUES = """\
# Values that templates see

{note}

Every field of every value, with its type. [Theming](theming.md) explains how templates use them. A template sees `page`, one of
the pages below, and `site`. Every `href` and `address` is a path inside the site: write `page.root` before it.

| type | is |
|---|---|
| `str` | a text, which is escaped when it is printed |
| `int` `float` `bool` | a number; a number with a fraction; true or false |
| `tuple[X, ...]` | a list of X, of any length |
| `tuple[X, Y]` | a pair |
| `Kind` | 'topics', 'people', 'places', 'organizations', 'sources' or 'authors' |
| `CoOccurring` | `tuple[tuple[Kind, tuple[Link, ...]], ...]`: the names of each kind |
| `X \\| None` | an X, or nothing: `{% if page.image %}` |
"""
TEMPLATES = {
    "FrontView": "front.html",
    "ArticleView": "article.html",
    "DatesView": "dates.html",
    "PeriodView": "year.html, month.html, day.html",
    "AnniversariesView": "on-this-day.html",
    "AnniversaryView": "anniversary.html",
    "IndexView": "names.html",
    "GroupView": "group.html",
    "UndatedView": "undated.html",
    "ListView": "list.html",
    "AboutView": "about.html",
    "CorrectionsView": "corrections.html, corrections.xml",
    "SearchView": "search.html",
    "StandaloneView": "standalone.html",
    "MapOutlineView": "land.svg",
    "LlmsView": "llms.txt",
    "RedirectView": "redirect.html",
    "FeedView": "feed.xml",
    "SitemapView": "sitemap.xml, sitemap-index.xml",
}
"""The templates of each view, in the order of the page."""


def reference_pages() -> dict[str, str]:
    """Write the text of each page, by its name in docs/."""
    return {"settings.md": _settings_page(), "commands.md": _commands_page(), "values.md": _values_page()}


def _table(head: str, rows: Iterator[tuple[str, ...]]) -> str:
    columns = head.split(", ")
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _settings_page() -> str:
    parts = [SETTINGS.format(note=NOTE)]
    for name, kind in [*SECTIONS.items(), ("navigation", NavigationEntry)]:
        _, _, text = (inspect.getdoc(kind) or "").partition(": ")
        parts.append(f"## {name}\n\n{text[0].upper()}{text[1:]}\n")
        docs = _field_docs(kind)
        parts.append(_table("setting, value, default, meaning", (
            (f"`{field.name}`", TYPES[field.type], f"`{_toml(field.default)}`", docs[field.name][1])
            for field in msgspec.structs.fields(kind)
        )))  # fmt: skip
        if name == "pages":
            parts.append(f"Pages that can be left out: {', '.join(f'`{page}`' for page in OMISSIBLE)}.\n")
    return "\n".join(parts)


def _toml(value: object) -> str:
    """Write a default as TOML."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def _field_docs(kind: Struct) -> dict[str, tuple[str, str]]:
    """Read the type and the docstring of each field and property that a class itself defines."""
    tree = ast.parse(dedent(inspect.getsource(kind))).body[0]
    assert isinstance(tree, ast.ClassDef)
    found: dict[str, tuple[str, str]] = {}
    last = ""
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            last = node.target.id
            found[last] = ast.unparse(node.annotation), ""
        elif isinstance(node, ast.FunctionDef) and any(map(_is_property, node.decorator_list)):
            doc = ast.get_docstring(node) or ""
            found[node.name] = ast.unparse(node.returns) if node.returns else "", _joined(doc)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and last:
            found[last] = found[last][0], _joined(str(node.value.value))
    return found


def _is_property(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "property"


def _joined(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _commands_page() -> str:
    parts = [COMMANDS_PAGE.format(note=NOTE)]
    context = click.Context(cli, info_name="newsgen")
    names = ", ".join(f"[{name}](#newsgen-{name})" for name in COMMANDS)
    parts.append(f"{names}.\n")
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        parts += _describe_command(command, click.Context(command, info_name=name, parent=context), "##")
        if isinstance(command, click.Group):
            if COMMANDS[name][0].startswith("names:") and name != "topics":
                below = ", ".join(f"`{below}`" for below in sorted(command.commands))
                parts.append(f"Commands below it, as in [newsgen topics](#newsgen-topics): {below}.\n")
                continue
            for below, child in sorted(command.commands.items()):
                inner = click.Context(child, info_name=below, parent=click.Context(command, info_name=name))
                parts += _describe_command(child, inner, "###")
    return "\n".join(parts)


def _describe_command(command: click.Command, context: click.Context, level: str) -> Iterator[str]:
    """Write a command's help: what it does, how it is called, its options, examples."""
    path = (
        context.command_path
        if context.command_path.startswith("newsgen")
        else f"newsgen {context.command_path}"
    )
    yield f"{level} {path}\n"
    yield f"`{path} {' '.join(command.collect_usage_pieces(context))}`\n"
    yield inspect.cleandoc(command.help or "") + "\n"
    records = [param.get_help_record(context) for param in command.params if isinstance(param, click.Option)]
    rows = [(f"`{left}`", text) for left, text in filter(None, records)]
    if rows:
        yield _table("option, does", iter(rows))
    lines = [line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  ")]
    if lines and level == "##":
        yield "Examples:\n" if len(lines) > 1 else "Example:\n"
        yield "".join(f"- `{line}`\n" for line in lines)


def page_views() -> dict[str, Struct]:
    """Find the views of all pages with a template, by name."""
    found: dict[str, Struct] = {}
    for module in walk_packages(newsgen.renderer.__path__, "newsgen.renderer."):
        for name, value in vars(import_module(module.name)).items():
            if isinstance(value, type) and issubclass(value, View) and value not in (View, DataFileView):
                found[name] = value
    return found


def _values_page() -> str:
    views = page_views()
    pages = [(f"{TEMPLATES[name]}", views[name]) for name in TEMPLATES]
    parts = [
        VALUES.replace("{note}", NOTE),
        "## site\n",
        _describe_fields(Site),
        "## Every page\n",
        _describe_fields(View),
    ]
    for title, kind in pages:
        parts += [f"## {title}\n", f"{_summary(kind)}\n", _describe_fields(kind)]
    parts.append("## Types of fields\n")
    for kind in _reachable([Site, View, *(kind for _, kind in pages)]):
        parts += [f"### {kind.__name__}\n", f"{_summary(kind)}\n", _describe_fields(kind)]
    return "\n".join(parts)


def _summary(kind: Struct) -> str:
    return _joined((inspect.getdoc(kind) or "").partition("\n\n")[0])


def _describe_fields(kind: Struct) -> str:
    docs = _field_docs(kind)
    return _table(
        "field, type, meaning", ((f"`{name}`", f"`{type_}`", text) for name, (type_, text) in docs.items())
    )


def _reachable(kinds: list[Struct]) -> list[Struct]:
    """Find the structs that fields of these have, and fields of those, in order of name."""
    found: set[Struct] = set()
    queue = list(kinds)
    while queue:
        for hint in get_type_hints(queue.pop()).values():
            for part in _parts(hint):
                if part not in found and part not in kinds:
                    found.add(part)
                    queue.append(part)
    return sorted(found, key=lambda kind: kind.__name__)


def _parts(hint: object) -> Iterator[Struct]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for part in get_args(hint):
        yield from _parts(part)


def main() -> None:
    """Write the pages."""
    for name, text in reference_pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

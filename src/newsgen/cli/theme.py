"""newsgen theme: print or copy files of the default theme."""

from __future__ import annotations

from pathlib import Path

import click

from newsgen.cli.options import add_options, open_project_from_options
from newsgen.cli.output import print_next_step, print_report
from newsgen.errors import Problem, RefusedError, suggest_name
from newsgen.files import write_atomically
from newsgen.renderer.theme.theme import read_default_files


@click.group(
    "theme",
    epilog="Examples: newsgen theme show   newsgen theme show article.html   newsgen theme copy article.html",
)
def command() -> None:
    """Print a file of the default theme, or copy it into templates/ to change it there.

    To change one block of a template, extend it: docs/theming.md shows how. A copy does not change when newsgen does.
    """


@command.command("show")
@click.argument("name", required=False)
def show(name: str | None) -> None:
    """Print the file NAME; without NAME, list all files."""
    files = read_default_files()
    if name is None:
        click.echo("\n".join(files))
    else:
        _require_known_names([name], files)
        click.echo(files[name], nl=False)


@command.command("copy")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@add_options("config", "quiet")
def copy(names: tuple[str, ...], config: Path | None) -> None:
    """Copy the files NAME into templates/.

    Nothing is copied if one of them is there already.
    """
    files = read_default_files()
    _require_known_names(names, files)
    project = open_project_from_options(config)
    folder = project.settings.paths.templates
    targets = {name: project.folder(folder) / name for name in dict.fromkeys(names)}
    if existing := [name for name, path in targets.items() if path.exists() or path.is_symlink()]:
        message, remedy = "this file exists, so nothing was copied", "rename or delete it first"
        raise RefusedError(Problem(f"{folder}/{name}", 0, 0, message, remedy) for name in existing)
    for name, path in targets.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, files[name])
        print_report(f"made {folder}/{name}")
    print_next_step("edit the copy; newsgen serve shows each change")


def _require_known_names(names: tuple[str, ...] | list[str], files: dict[str, bytes]) -> None:
    """Raise a usage error that suggests the nearest name if the theme has no file of a name."""
    for name in names:
        if name not in files:
            remedy = suggest_name(name, files, "newsgen theme show lists all files", 0.5)
            raise click.BadParameter(f'the default theme has no file "{name}"; {remedy}')

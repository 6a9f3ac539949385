"""newsgen init."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from newsgen import __version__
from newsgen.cli.options import add_options, current_day
from newsgen.cli.output import print_report_line
from newsgen.errors import Problem, RefusedError

FOLDERS = ("seeds", "articles", "pages", "templates", "static")
FILES = {
    "newsgen.toml": "newsgen.toml",
    ".gitignore": "gitignore",
    "requirements.txt": "requirements.txt",
    ".github/workflows/pages.yml": "pages.yml",
    "seeds/{today}-welcome.txt": "welcome.txt",
}
"""Each file of a new archive, and the file of starter/ that it is made from."""


@click.command("init", epilog="Example: newsgen init my-archive && cd my-archive && newsgen build")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--force", is_flag=True, help="Allow a folder that is not empty; existing files are kept.")
@add_options("quiet")
def command(folder: Path, force: bool, quiet: bool) -> None:
    """Make a new archive in FOLDER, or here.

    It gets its folders, newsgen.toml with every setting explained, .gitignore, requirements.txt and a workflow for
    GitHub Pages, and one sample article.
    """
    if folder.is_dir() and not force:
        held = sorted(path.name for path in folder.iterdir() if path.name != ".git")
        if held:
            message, remedy = f"the folder is not empty: it holds {held[0]}", "empty it, or use --force"
            raise RefusedError(Problem(str(folder), 0, 0, message, remedy))
    made = make_archive(folder)
    for path in made:
        print_report_line(f"made {path}", quiet=quiet)
    way = f"./{folder}" if str(folder).startswith("-") else str(folder)
    name = f"cd {shlex.quote(way)} && " if folder != Path() else ""
    print_report_line(f"next: {name}newsgen build", quiet=quiet)


def make_archive(folder: Path) -> list[str]:
    """Make the folders and files of a new archive; keep those that exist.

    Returns:
        Paths of what was made, relative to `folder`.
    """
    made = []
    for name in FOLDERS:
        if not (folder / name).is_dir():
            (folder / name).mkdir(parents=True)
            made.append(f"{name}/")
    starter = Path(__file__).resolve().parents[1] / "starter"
    title = folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize() or "News archive"
    for pattern, source in FILES.items():
        name = pattern.format(today=current_day())
        target = folder / name
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (starter / source).read_text(encoding="utf-8")
        text = text.replace("@TITLE@", _in_toml(title)).replace("@VERSION@", __version__)
        target.write_text(text, encoding="utf-8", newline="\n")
        made.append(name)
    return made


def _in_toml(text: str) -> str:
    """Escape a text for a TOML basic string (TOML 1.0, String)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return "".join(sign if sign >= " " and sign != "\x7f" else f"\\u{ord(sign):04x}" for sign in escaped)

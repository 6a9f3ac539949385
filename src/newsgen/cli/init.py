"""newsgen init."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import sys
from collections.abc import Collection
from importlib.metadata import PackageNotFoundError, distribution
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import click

from newsgen import __version__
from newsgen.cli.options import add_options, current_day
from newsgen.cli.output import is_quiet, print_next_step, print_report
from newsgen.errors import Problem, RefusedError, count_noun
from newsgen.loader.formats import find_format_by_name
from newsgen.loader.report import NEUTRAL, PICTURES
from newsgen.pipeline.project import find_archive_upwards
from newsgen.pipeline.published_addresses import run_git

FOLDERS = ("seeds", "articles", "pages", "templates", "static")
FILES = {
    "newsgen.toml": "newsgen.toml",
    ".gitignore": "gitignore",
    ".gitattributes": "gitattributes",
    "requirements.txt": "requirements.txt",
    ".github/workflows/pages.yml": "pages.yml",
}
"""Each file of a new archive, and the file of starter/ that it is made from."""
SAMPLE = {"seeds/{today}-welcome.txt": "welcome.txt"}
WEB = {".github/workflows/seeds.yml": "seeds.yml", "README.md": "web.md", "seeds/.gitkeep": "gitkeep"}
"""Files for an archive whose texts are put into seeds/ on the code host's web page."""
CONTAINERS = tuple(".zip .xml .csv .tsv .json .jsonl .mbox .eml .mht .mhtml .warc .wacz".split())
"""Suffixes of files with several articles; whether newsgen reads them is seen only in their content."""
MOST = 50_000
"""Files that are looked at in a folder: it may be the user's home."""
_SSH = re.compile(r"(?:ssh://)?git@([\w.-]+)[:/]([\w./-]+)")
PLACEHOLDER = "newsgen @ git+https://HOST/OWNER/newsgen@COMMIT"


@click.command("init", epilog="Example: newsgen init my-archive && cd my-archive && newsgen build")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--sample", is_flag=True, help="Add a sample text to begin with.")
@click.option(
    "--web",
    is_flag=True,
    help="Add a workflow for people without a terminal: texts that they put into seeds/ on GitHub's web page "
    "become a pull request with the records and the evidence.",
)
@click.option(
    "--install",
    metavar="REQUIREMENT",
    help="What the workflow installs, e.g. git+https://HOST/OWNER/newsgen@COMMIT; "
    "without it, the place that this newsgen was installed from.",
)
@click.option("--force", is_flag=True, help="Allow a folder with other files; existing files are kept.")
@add_options("quiet")
def command(folder: Path, sample: bool, web: bool, install: str | None, force: bool) -> None:
    """Make a new archive in FOLDER, or here.

    It gets its folders, newsgen.toml with every setting explained, files for git, requirements.txt and a workflow for
    GitHub Pages. Texts that are in the folder already stay where they are; `newsgen load .` copies them into seeds/.
    """
    texts, others = find_texts(folder) if folder.is_dir() else (0, "")
    if not force:
        _refuse_other_folders(folder, texts, others)
    requirement, reason = (install, "") if install else find_requirement(("images", "import") if web else ())
    if not requirement and sys.stdin.isatty() and not is_quiet():
        question = f"{reason}. Where can a code host install it from? (empty: decide later)"
        requirement = click.prompt(question, default="", show_default=False)
    files = FILES | (SAMPLE if sample else {}) | (WEB if web else {})
    made = make_archive(folder, requirement or PLACEHOLDER, files)
    for path in made:
        print_report(f"made {path}")
    if not requirement and "requirements.txt" in made:
        line = f"{reason}; before you publish, write an address that they can reach into requirements.txt"
        print_report(line)
    way = f"./{folder}" if str(folder).startswith("-") else str(folder)
    steps = [f"cd {shlex.quote(way)}"] if folder != Path() else []
    if texts:
        steps.append("newsgen load .")
        print_report(f"{count_noun(texts, 'text')} found here: newsgen load copies texts into seeds/")
    elif "seeds/" in made and not sample:
        print_report("seeds/ is empty: put your texts there, as they are")
    print_next_step(" && ".join([*steps, "newsgen build"]))


def _refuse_other_folders(folder: Path, texts: int, others: str) -> None:
    """Refuse a folder that is an archive, or inside one, or that holds files other than texts."""
    archive, name = find_archive_upwards(folder.resolve()), folder.resolve().name
    if name in ("seeds", "articles") and archive is None:
        message = f"{name}/ is where an archive keeps its texts"
        remedy = f"make the archive one folder higher: newsgen init {shlex.quote(str(folder / '..'))}"
    elif archive == folder.resolve():
        message = "the folder is an archive already"
        remedy = "newsgen build builds it; newsgen init --force adds files that it lacks"
    elif archive is not None:
        message = f"the folder is inside the archive {archive}"
        remedy = "newsgen's commands work from here, too; for a separate archive use --force"
    elif others:
        message = f"the folder contains other files, such as {others}"
        remedy = "name a new folder: newsgen init my-archive"
        if texts:
            remedy += f"; there, newsgen load PATH copies the {count_noun(texts, 'text')} of this one"
        remedy += "; or use --force, which keeps all files"
    else:
        return
    raise RefusedError(Problem(str(folder), 0, 0, message, remedy))


def find_texts(folder: Path) -> tuple[int, str]:
    """Count the files in and below a folder that may be articles, and find one that is neither text nor picture ('' for none).

    Hidden ones and newsgen's own are not looked at.
    """
    texts, other = 0, ""
    for path in sorted(islice(folder.rglob("*"), MOST)):
        inside = path.relative_to(folder)
        is_own = inside.parts[0] in (*FOLDERS, "site") or any(part.startswith(".") for part in inside.parts)
        if is_own or path.is_dir() or inside.parts[0].lower().startswith(NEUTRAL):
            continue
        if find_format_by_name(path.name) or path.name.lower().endswith(CONTAINERS):
            texts += 1
        elif not path.name.lower().endswith(PICTURES):
            other = other or inside.as_posix()
    return texts, other


def make_archive(folder: Path, requirement: str, files: dict[str, str]) -> list[str]:
    """Make the folders and files of a new archive, except those that exist; return the paths of what was made.

    `requirement` goes into requirements.txt; `files` are as FILES.
    """
    made = []
    for name in FOLDERS:
        if not (folder / name).is_dir():
            (folder / name).mkdir(parents=True)
            made.append(f"{name}/")
    starter = Path(__file__).resolve().parents[1] / "starter"
    title = folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize() or "News archive"
    for pattern, source in files.items():
        name = pattern.format(today=current_day())
        target = folder / name
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (starter / source).read_text(encoding="utf-8")
        if source == "pages.yml" and "seeds.yml" in files.values():
            # Texts wait in seeds/ until their request is merged.
            text = text.replace("build --locked", "build --locked --no-load")
        text = text.replace("@TITLE@", _in_toml(title) if name.endswith(".toml") else title)
        text = text.replace("@REQUIREMENT@", requirement)
        target.write_text(text, encoding="utf-8", newline="\n")
        made.append(name)
    return made


def _in_toml(text: str) -> str:
    """Escape a text for a TOML basic string (TOML 1.0, String)."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")


def find_requirement(extras: Collection[str] = ()) -> tuple[str, str]:
    """Return the requirement that installs this newsgen on another machine, or '' and the reason why there is none.

    A checkout with a remote repository is named by its address and commit. `extras` are parts of newsgen that are needed
    there; `images` is added if it is installed here.
    """
    try:
        stated = distribution("newsgen").read_text("direct_url.json")
    except PackageNotFoundError:
        stated = json.dumps({"url": Path(__file__).resolve().parents[3].as_uri()})
    wanted = sorted({*extras, "images"} if importlib.util.find_spec("PIL") else extras)
    name = f"newsgen[{','.join(wanted)}]" if wanted else "newsgen"
    return make_requirement(name, json.loads(stated or "{}"))


def make_requirement(name: str, origin: dict[str, Any]) -> tuple[str, str]:
    """Return the requirement for a direct_url.json, or '' and the reason why there is none.

    `name` is the package with its extras; `origin` is empty if newsgen came from a package registry.

    Source: the Python packaging user guide, "Recording the Direct URL Origin of installed distributions" (PEP 610).
    """
    url = str(origin.get("url", ""))
    if not url:
        return f"{name}=={__version__}", ""
    folder = f"/{origin['subdirectory']}" if origin.get("subdirectory") else ""
    if "vcs_info" in origin and not url.startswith("file:"):
        vcs = origin["vcs_info"]
        tail = f"#subdirectory={folder[1:]}" if folder else ""
        return f"{name} @ {vcs['vcs']}+{url}@{vcs['commit_id']}{tail}", ""
    if not url.startswith("file:"):
        return f"{name} @ {url}", ""
    path = Path(url2pathname(urlsplit(url).path))
    if url := _find_pushed_commit(path):
        return f"{name} @ git+{url}", ""
    return "", f"newsgen was installed from {path}, which other machines cannot reach"


def _find_pushed_commit(folder: Path) -> str:
    """Return URL@COMMIT of a checkout whose commit is in its remote repository; '' for any other folder."""
    url = run_git(folder, "remote", "get-url", "origin").strip()
    if found := _SSH.fullmatch(url):
        url = f"https://{found[1]}/{found[2]}"
    commit = run_git(folder, "rev-parse", "HEAD").strip()
    if not url.startswith("https://") or not run_git(folder, "branch", "--remotes", "--contains", commit):
        return ""
    return f"{url}@{commit}"

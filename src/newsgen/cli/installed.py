"""The place that newsgen was installed from, as a line of requirements.txt."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
from collections.abc import Collection
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from newsgen import __version__

_SSH = re.compile(r"(?:ssh://)?git@([\w.-]+)[:/]([\w./-]+)")


def find_requirement(extras: Collection[str] = ()) -> tuple[str, str]:
    """Return the requirement that installs this newsgen on another machine, or '' and the reason why there is none.

    A checkout with a remote repository is named by its address and commit.

    Args:
        extras: parts of newsgen that are needed there; `images` is added if it is installed here.
    """
    try:
        stated = distribution("newsgen").read_text("direct_url.json")
    except PackageNotFoundError:
        stated = json.dumps({"url": Path(__file__).resolve().parents[3].as_uri()})
    wanted = sorted({*extras, "images"} if importlib.util.find_spec("PIL") else extras)
    return make_requirement(
        f"newsgen[{','.join(wanted)}]" if wanted else "newsgen", json.loads(stated or "{}")
    )


def make_requirement(name: str, origin: dict[str, Any]) -> tuple[str, str]:
    """Return the requirement for a direct_url.json, or '' and the reason why there is none.

    Source: the Python packaging user guide, "Recording the Direct URL Origin of installed distributions" (PEP 610).

    Args:
        name: the package, with its extras.
        origin: the content of direct_url.json; empty if newsgen came from a package registry.
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
    url = _run_git(folder, "remote", "get-url", "origin")
    if found := _SSH.fullmatch(url):
        url = f"https://{found[1]}/{found[2]}"
    commit = _run_git(folder, "rev-parse", "HEAD")
    if not url.startswith("https://") or not _run_git(folder, "branch", "--remotes", "--contains", commit):
        return ""
    return f"{url}@{commit}"


def _run_git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""

"""The Nu HTML checker."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support.serving import served

_OWN_HOST = "-Dnu.validator.servlet.allow-forbidden-hosts=true"
"""Lets the checker fetch from this machine; by default it would not."""
_SHORT_RUN = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
"""Half the processor's time: no second compiler, which would pay after minutes; its code needs deeper stacks."""


def _java() -> str:
    """Path of a Java that is new enough for the checker, '' if there is none."""
    found = shutil.which("java")
    if not found:
        return ""
    said = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    return found if version and int(version[1]) >= 17 else ""


@pytest.fixture(scope="session")
def vnu(require: Callable[[object, str], None], root: Path) -> Callable[..., list[str]]:
    """`vnu(folder, …)`: what the Nu checker says of all HTML files in some folders, as address:line: message.

    It fetches them from a server: a page read from disk has no origin that its policy's 'self' could mean.
    """
    jar = root / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    java = _java()
    require(java, "Java 17 or newer is not installed")
    require(jar.is_file(), "vnu-jar is not installed (npm ci)")

    def check(*folders: Path) -> list[str]:
        urls: list[str] = []
        with ExitStack() as servers:
            for folder in folders:
                address = servers.enter_context(served(folder))
                pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
                urls += [address + quote(page) for page in pages]
            command = [java, *_SHORT_RUN, _OWN_HOST, "-jar", str(jar), "--format", "json", "--stdout", *urls]
            run = subprocess.run(command, capture_output=True, text=True, check=False)
        messages = json.loads(run.stdout)["messages"]
        return [
            f"{m.get('url', '')}:{m.get('lastLine', 0)}: {m['message']}"
            for m in messages
            if m["type"] != "info" or m.get("subType") == "warning"
        ]

    return check

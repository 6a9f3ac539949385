"""`newsgen serve` as it really runs, what a page of it sees, and requests sent as they are written."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import subprocess
import sys
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from tests.support.waiting import eventually, started

Result = TypeVar("Result")
Address = tuple[str, int]
"""Host and port."""


def ask(
    address: Address, path: str, *, host: str | None = "127.0.0.1", method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of an answer to a path, sent as it is; `headers` have '_' for '-'.

    `host` is the Host header, with the port unless it names one (PORT stands for the right one); None sends none.
    """
    connection = http.client.HTTPConnection(*address, timeout=30)
    connection.putrequest(method, path, skip_host=True)
    if host is not None:
        full = host.replace("PORT", str(address[1])) if ":" in host else f"{host}:{address[1]}"
        connection.putheader("Host", full)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value.replace("PORT", str(address[1])))
    connection.endheaders()
    response = connection.getresponse()
    body = response.read().decode()
    found = {name.lower(): value for name, value in response.getheaders()}
    connection.close()
    return response.status, found, body


def run_alone(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine to its end in a thread of its own; in this one a browser may have its loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


class Preview:
    """A running preview."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Read on what the process says, so that it is never held up."""
        self.process = process
        self.said: list[str] = []
        self.complained: list[str] = []
        for stream, lines in ((process.stdout, self.said), (process.stderr, self.complained)):
            threading.Thread(target=self._read, args=(stream, lines), daemon=True).start()
        eventually(lambda: any("serving " in line for line in self.said) or process.poll() is not None, 60)
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", "".join(self.said))
        assert found, "".join([*self.said, *self.complained])
        self.base, self.address = found[0], ("127.0.0.1", int(found[1]))

    @staticmethod
    def _read(stream: Any, lines: list[str]) -> None:
        lines.extend(iter(stream.readline, ""))

    def page(self, path: str) -> str:
        """The text that stands at a path."""
        return ask(self.address, f"/{path}")[2]

    def status(self, path: str) -> int:
        """The status of what stands at a path."""
        return ask(self.address, f"/{path}")[0]

    def shows(self, path: str, text: str) -> None:
        """Wait until a page shows a text."""
        eventually(lambda: text in self.page(path), 60)

    def lacks(self, path: str) -> None:
        """Wait until there is no such page."""
        eventually(lambda: self.status(path) == 404, 60)

    def problems(self) -> list[dict[str, str]]:
        """What is shown over every page."""
        era = re.search(r'data-era="(\w+)"', self.page(""))
        assert era
        answer = json.loads(ask(self.address, f"/.newsgen/news?era={era[1]}&since=0")[2])
        return list(answer["problems"])

    def complains(self, place: str) -> dict[str, str]:
        """Wait until something is wrong at a place, and return what."""
        eventually(lambda: any(one["place"].startswith(place) for one in self.problems()), 60)
        return next(one for one in self.problems() if one["place"].startswith(place))

    def is_content(self) -> None:
        """Wait until nothing is wrong."""
        eventually(lambda: not self.problems(), 60)

    @property
    def alive(self) -> bool:
        """It still runs."""
        return self.process.poll() is None


@contextmanager
def previewing(root: Path, *options: str) -> Iterator[Preview]:
    """Show the archive at `root` on a free port, as of a day after its articles."""
    command = [sys.executable, "-m", "newsgen", "serve", "-p", "0", "--as-of", "2026-11-24", *options]
    with started(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        yield Preview(process)

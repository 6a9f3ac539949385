"""How long from a save to the screen: `python -m benchmarks.serve --articles 1000 10000`.

An archive is made up and shown by `newsgen serve`. A text, a title and a template are saved again and again; the clock
runs from the save until the preview has told its channel and handed out the page with the new words. The browser's own
time to draw the page is not in it.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.corpus import Article, articles
from benchmarks.peers.newsgen import FULL

PATIENCE = 300.0
"""Seconds after which a change that does not show is given up."""


class Preview:
    """A running preview, and its channel."""

    def __init__(self, port: int) -> None:
        """Open the channel."""
        self.port = port
        self.channel = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.channel.request("GET", "/.newsgen/channel")
        self.stream = self.channel.getresponse()

    def wait(self) -> None:
        """Return when there is news."""
        while not self.stream.readline().startswith(b"data"):
            pass

    def page(self, path: str) -> bytes:
        """Fetch a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", f"/{path}")
        data = connection.getresponse().read()
        connection.close()
        return data

    def until(self, path: str, words: bytes) -> float:
        """Seconds until a page shows some words; it is asked for only when there is news."""
        begin = time.perf_counter()
        while words not in self.page(path):
            self.wait()
        return time.perf_counter() - begin


@contextmanager
def serving(root: Path) -> Iterator[Preview]:
    """Show the archive at `root`."""
    command = [sys.executable, "-m", "newsgen", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
        if found is None:
            raise RuntimeError("the preview did not start")
        try:
            yield Preview(int(found[1]))
        finally:
            process.terminate()


def make(root: Path, count: int) -> list[Article]:
    """Write an archive of made-up articles; return them, oldest first."""
    FULL.prepare(root)
    made = sorted(articles(count), key=lambda article: article.date)
    for article in made:
        path = root / FULL.path(article)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FULL.text(article), encoding="utf-8")
    return made


def save(path: Path, text: str) -> None:
    """Save a file as editors do: a new one takes the place of the old one."""
    fresh = path.with_name(f".{path.name}.tmp")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)  # noqa: PTH105


def measure(root: Path, made: list[Article], rounds: int) -> dict[str, list[float]]:
    """Seconds of each round, by what was saved and where it was awaited."""
    article = made[len(made) // 2]
    path, text = root / FULL.path(article), FULL.text(article)
    page = f"{article.date:%Y/%m/%d}/{article.slug}.html"
    day = f"{article.date:%Y/%m/%d}/index.html"
    took: dict[str, list[float]] = {}

    def timed(what: str, act: Callable[[], None], path: str, words: str) -> None:
        act()
        took.setdefault(what, []).append(preview.until(path, words.encode()))

    with serving(root) as preview:
        settle(root, preview)
        for number in range(rounds):
            word = f"Freshword{number}"
            timed("a text → its page", lambda: save(path, f"{text}\n{word}\n"), page, word)  # noqa: B023
            settle(root, preview)
        for number in range(max(2, rounds // 3)):
            title = f"{article.title} again {number}"
            fresh = text.replace(article.title, title, 1)
            save(path, fresh)
            took.setdefault("a title → its page", []).append(preview.until(page, title.encode()))
            took.setdefault("a title → the list of its day", []).append(preview.until(day, title.encode()))
            settle(root, preview)
        template = root / "templates" / "article.html"
        template.parent.mkdir(exist_ok=True)
        save(
            template,
            '{% extends "default/article.html" %}\n{% block footer %}<p>Freshfooter</p>{% endblock %}\n',
        )
        took["a template → the page in view"] = [preview.until(page, b"Freshfooter")]
    return took


def settle(root: Path, preview: Preview) -> None:
    """Wait until the preview has nothing to do: one more file is saved, and its generation awaited."""
    mark = root / "static" / "mark.txt"
    mark.parent.mkdir(exist_ok=True)
    words = f"{time.time_ns()}"
    mark.write_text(words)
    preview.until("mark.txt", words.encode())
    generation = root / ".newsgen" / "preview" / "mark.txt"
    while not generation.exists() or generation.read_text() != words:
        time.sleep(0.05)
    time.sleep(0.5)


def main() -> None:
    """Print the medians and the worst."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--folder", type=Path, help="an archive of the first size that stands already")
    given = parser.parse_args()
    for count in given.articles:
        with tempfile.TemporaryDirectory(prefix="newsgen-serve-") as name:
            root = given.folder or Path(name)
            took = measure(root, make(root, count), given.rounds)
        print(f"{count:,} articles")
        for what, seconds in took.items():
            middle, worst = statistics.median(seconds) * 1000, max(seconds) * 1000
            print(f"  {what:<32} median {middle:7.0f} ms, worst {worst:7.0f} ms, {len(seconds)} rounds")


if __name__ == "__main__":
    main()

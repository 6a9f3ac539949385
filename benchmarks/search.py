"""Search an archive in Chromium and compare with the truth: `python -m benchmarks.search [--articles 10000] [--folder DIR]`.

The truth is computed from the texts, by rules written for this script. Every answer must name all articles that hold
what was asked for and no others in its first ten, with their number. Prints what the build took and how long readers
wait for the first result: cold is a page opened with the question in its address, in a browser that has seen nothing;
warm is a question typed into the open page, and processor is what the browser spends on that.
"""

from __future__ import annotations

import argparse
import json
import random
import runpy
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import msgspec
from benchmarks.corpus import Article, articles
from benchmarks.measure import run
from benchmarks.peers.model import fill
from benchmarks.peers.newsgen import FULL
from benchmarks.reader import WATCH, Answer, ask, open_with, processor
from benchmarks.truth import Question, Truth, questions
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 400
"""Milliseconds after which readers shall see the first results."""
RARE = 40
"""Words that stand in few texts."""
NAMES = (
    "Søren Øverbø", "Đặng Thị Hồng", "Łucja Żurawska", "Jürgen Straßner", "Zoë Ångström", "Çağla Şahin",
    "Ægir Þórsson", "José Núñez", "Věra Dvořáková", "Đorđe Đurić",
)  # fmt: skip
"""People with letters that many keyboards lack."""
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


def corpus(count: int) -> Iterator[Article]:
    """The corpus, with words that stand in one to five texts, and names with accents in every hundredth or so."""
    chance = random.Random(3)
    sown: dict[int, list[str]] = defaultdict(list)
    for rank in range(RARE):
        word = "".join(chance.choice("qxz") + chance.choice("aeiou") for _ in range(5))
        for number in chance.sample(range(count), 1 + rank % 5):
            sown[number].append(word)
    for article in articles(count):
        people, sentences = article.people, [f"They spoke of {word} again." for word in sown[article.number]]
        if article.number % 97 == 5:
            people = (*people, NAMES[article.number // 97 % len(NAMES)])
            sentences.append(f"The words of {people[-1]} were noted.")
        first, gap, rest = article.body.partition("\n\n")
        body = f"{first}{gap}{' '.join(sentences)}{gap}{rest}" if sentences else article.body
        yield msgspec.structs.replace(article, people=people, body=body)


def wrong(question: Question, answer: Answer) -> str:
    """Say what is wrong with an answer; '' if nothing is."""
    number = int("0" + "".join(sign for sign in answer.said if sign.isdigit()))
    found, true = answer.links, set(question.addresses)
    if number != len(true):
        return f"{number} articles, {len(true)} are true"
    if len(found) != min(10, len(true)) or not set(found) <= true:
        return f"{len(set(found) - true)} of the first ten are not true"
    if question.days and [question.days[address] for address in found] != question.first_days:
        return "not in the order of their dates"
    return ""


def build(folder: Path, count: int) -> None:
    """Write the archive, build it, and print what that took."""
    fill(FULL, folder, corpus(count))
    (folder / "newsgen.toml").write_text('[site]\ntitle = "Bench"\n', encoding="utf-8")
    command = [sys.executable, "-m", "newsgen", "build", "--format", "json"]
    took = run(command, folder, memory=True)
    size = sum(path.stat().st_size for path in (folder / "site/pagefind").rglob("*") if path.is_file())
    print(f"build of {count:,} articles with search: {took.wall:.1f} s, {took.cpu:.1f} s of processor time, "
          f"{took.memory / 1e9:.2f} GB of all processes; the index {size / 1e6:.1f} MB")  # fmt: skip
    summary = folder / ".newsgen/state/site/report"
    made = msgspec.msgpack.decode(summary.read_bytes()).get("search") or {}
    print(f"  the indexer: {made.get('seconds', 0):.1f} s of processor time, {made.get('memory', 0) / 1e9:.2f} GB; "
          f"words of each text that are searched: {made.get('words') or 'all'}")  # fmt: skip
    again = run(command, folder)
    print(f"build again, nothing changed: {again.wall:.2f} s")


def compare(browser: Browser, base: str, asked: list[Question]) -> int:
    """Ask every question twice, cold and warm; print a table; the number of wrong answers."""
    page = browser.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{base}search.html")
    page.wait_for_selector("#search:not([hidden])")
    session = browser.new_browser_cdp_session()
    mistakes = 0
    for kind in dict.fromkeys(question.kind for question in asked):
        cold, warm, spent, bad = [], [], [], []
        for question in (question for question in asked if question.kind == kind):
            opened, before = open_with(browser, base, question), processor(session)
            answers = opened, ask(page, question)
            spent.append(processor(session) - before)
            cold.append(answers[0].milliseconds)
            warm.append(answers[1].milliseconds)
            bad += [
                f"  {json.dumps(question.asked, ensure_ascii=False)}: {why}"
                for a in answers
                if (why := wrong(question, a))
            ]
        mistakes += len(bad)
        print(f"{kind:<32} {len(cold):>3} asked  {len(bad):>2} wrong  "
              f"cold {statistics.median(cold):>4.0f} ms, at most {max(cold):>4.0f}   "
              f"warm {statistics.median(warm):>4.0f} ms, at most {max(warm):>4.0f}; "
              f"processor {statistics.median(spent):>4.0f} ms, at most {max(spent):>4.0f}", flush=True)  # fmt: skip
        print(*bad, sep="\n", end="\n" if bad else "")
    return mistakes


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> int:
    """Run it; 1 if an answer is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument(
        "--folder", type=Path, help="where to build, or an archive that this script built before"
    )
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp()) / "archive"
    if not folder.exists():
        build(folder, given.articles)
    asked = questions(Truth(corpus(given.articles)), NAMES)
    handler = partial(_Quiet, directory=str(folder / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        Thread(target=server.serve_forever, daemon=True).start()
        path = runpy.run_path(str(ROOT / "tools" / "browser.py"))["find_chromium"]()
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        mistakes = compare(browser, f"http://127.0.0.1:{server.server_port}/", asked)
        browser.close()
        server.shutdown()
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())

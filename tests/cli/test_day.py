"""A day of an archive, from init to the build that finds nothing new, as a person at a terminal lives it."""

from __future__ import annotations

import signal
import urllib.request
from pathlib import Path

import pytest

from tests.support.archives import write
from tests.support.terminal import Terminal
from tests.support.waiting import eventually

pytestmark = pytest.mark.long

SEEDS = {
    "seeds/ferry.txt": """Night ferry to Bergen is to return in spring

Anna Lund, who runs the harbour of Hirtshals, said on Wednesday, Nov. 22, that the night ferry would sail again.

In Bergen, the harbour office confirmed that a berth was being kept free for container ships and ferries.
""",
    "seeds/2021-03-29-canal.txt": """Container ship afloat again after six days

The container ship, which had blocked the Suez Canal since Tuesday, was afloat again on Monday afternoon.

Freight brokers in Hamburg expect crowded berths for weeks; container ships will all come at once.
""",
}
FERRY = "2023/11/22/night-ferry-to-bergen-is-to-return-in-spring.html"


def told(root: Path, *arguments: str, code: int = 0) -> str:
    """What a command says on a terminal."""
    with Terminal(root, *arguments) as terminal:
        ended, text = terminal.end()
    assert ended == code, text
    return text


def following(text: str) -> str:
    """The next step that a command names."""
    return text.rstrip().rpartition("\nnext: ")[2]


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


def the_record(root: Path, pattern: str) -> Path:
    (path,) = root.glob(f"articles/{pattern}")
    return path


def begin(home: Path) -> Path:
    """Make the archive, put two texts in, load them."""
    assert (
        following(told(home, "init", "port-letter", "--install", "newsgen==1"))
        == "cd port-letter && newsgen build"
    )
    root = home / "port-letter"
    write(root, SEEDS)
    assert "would make 2 records" in told(root, "load", "--dry-run", "--period", "2019..2024")
    assert not list(root.glob("articles/**/*.md"))
    assert following(told(root, "load", "--period", "2019..2024")) == "newsgen build"
    return root


def review(root: Path) -> None:
    """Accept both dates at once, set the ferry's places, and leave the rest for later."""
    with Terminal(root, "review") as terminal:
        assert "2 dates, confidence 0.86 to 0.95" in (shown := terminal.until("not; ? "))
        assert "2023-11-22  Night ferry to Bergen is to return in spring" in shown
        terminal.type("")
        assert "written: 2 records" in terminal.until("?")
        terminal.press("q") if "[q]uit" in terminal.printed else terminal.type("q")
        code, closing = terminal.end()
    assert (code, "answered: 2 decisions" in closing, following(closing)) == (0, True, "newsgen build")
    assert "Suez Canal" in told(root, "review", "--list", "--field", "places")
    told(root, "review", "ferry", "--set", "places=Bergen, Hirtshals")
    text = the_record(root, "2023/*ferry*").read_text()
    assert "places: [Bergen, Hirtshals]" in text
    assert "confidence: 0.86" not in text


def write_under_the_preview(root: Path) -> None:
    """Edit a record, make one, correct one and withdraw one while `serve` shows the archive."""
    with Terminal(root, "serve", "--port", "0", "--drafts") as serving:
        serving.until("serving 2 articles at ")
        address = serving.until(" (Ctrl-C").split()[0]
        assert "Night ferry to Bergen" in page(address)
        ferry = the_record(root, "2023/*ferry*")
        ferry.write_text(ferry.read_text().replace("Night ferry to Bergen", "The night ferry to Bergen"))
        eventually(lambda: "The night ferry to Bergen" in page(address + FERRY))
        eventually(lambda: "The night ferry to Bergen" in page(address))
        made = told(root, "new", "Why this letter exists", "--date", "2024-01-05", "--draft")
        assert following(made) == "write its text, then newsgen serve --drafts"
        eventually(lambda: "Why this letter exists" in page(address))
        told(root, "correct", "ferry", "The berth is in Bergen, not in Stavanger.")
        eventually(lambda: "not in Stavanger" in page(address + FERRY))
        told(root, "withdraw", "container-ship", "The report rested on a mistake.")
        gone = "2021/03/29/container-ship-afloat-again-after-six-days.html"
        eventually(lambda: "rested on a mistake" in page(address + gone))
        assert "Freight brokers" not in page(address + gone)
        serving.child.kill(signal.SIGINT)
        assert serving.end()[0] in (0, 130)
    assert not (root / "site").exists()


def test_a_day_from_init_to_a_build_that_finds_nothing_new(tmp_path: Path) -> None:
    """Each step says what it did and what comes next, and what it promises is there."""
    root = begin(tmp_path)
    review(root)
    write_under_the_preview(root)
    built = told(root, "build")
    assert "kept back: 1 draft (--drafts shows it)" in built
    assert "not in Stavanger" in (root / "site" / FERRY).read_text()
    assert following(told(root, "check")).startswith("publish")
    assert "Why this letter" not in (root / "site/index.html").read_text()
    draft = the_record(root, "2024/*why*")
    draft.write_text(draft.read_text().replace("status: draft\n", "") + "\nBecause of the ports.\n")
    assert following(told(root, "check", code=1)) == "newsgen build, then newsgen check"
    assert "Why this letter" not in (root / "site/index.html").read_text()
    assert "kept back" not in told(root, "build")
    assert "Why this letter" in (root / "site/index.html").read_text()
    told(root, "check")
    before = (root / "site").stat().st_ino
    assert "nothing changed: 3 articles in site/" in told(root, "build")
    assert (root / "site").stat().st_ino == before

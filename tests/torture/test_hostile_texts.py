"""Texts of attackers in every field and every format: nothing of them runs, for a browser's parser and in a browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import browser  # noqa: F401 - a fixture
from tests.conftest import Require
from tests.support.archives import newsgen, record, write
from tests.support.serving import served
from tests.torture.conftest import Size, Tally
from tests.torture.hostile import (
    Found,
    find_active,
    find_foreign,
    list_own,
    read_payloads,
    write_records,
    write_seeds,
)

BATCH = 100
"""Payloads for each build."""
SETTINGS = '[site]\nurl = "https://example.org/"\n[search]\nenabled = {}\n'
HARMLESS = [
    *(["Harmless words"] * 20),
    "x",
    "Le bateau est de retour dans le port de la ville depuis ce matin",
    "船は港に戻った。",
    "عادت السفينة إلى ميناء المدينة هذا الصباح",
]
"""Their site has all that the theme makes of itself."""


@pytest.fixture(scope="module")
def payloads(shared: Path, require: Require) -> list[str]:
    require(find_spec("selectolax"), "selectolax is not installed")
    found = read_payloads(shared)
    assert len(found) > 7_600
    return Random(17).sample(found, len(found))


def build(root: Path, files: Mapping[str, str | bytes], search: str = "false") -> Path:
    """Build an archive; half surrogate pairs become '?'."""
    known = {
        path: data if isinstance(data, bytes) else data.encode(errors="replace")
        for path, data in files.items()
    }
    write(root, {**known, "newsgen.toml": SETTINGS.format(search)})
    loaded = newsgen(root, "load", "--as-of", "2026-11-24")
    done = newsgen(root, "build", "--no-load", "--as-of", "2026-11-24")
    assert "Traceback" not in loaded.stderr + done.stderr
    assert loaded.returncode in (0, 1)  # some attacks leave a page without an article
    assert done.returncode == 0, done.stderr[-3000:]
    return root / "site"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, payloads: list[str]) -> Found:
    places = record("Harbours", places=["Oslo", "Tokyo", "Auckland", "Lima", "Honolulu"])
    files = {**write_records(HARMLESS), **write_seeds(HARMLESS), "articles/places.md": places}
    return list_own(build(tmp_path_factory.mktemp("harmless"), files))


@pytest.mark.parametrize(
    ("write_texts", "where"), [(write_records, "fields and Markdown"), (write_seeds, "ten formats")]
)
def test_nothing_of_an_attack_is_active(
    write_texts: Callable[[list[str]], dict[str, str | bytes]],
    where: str,
    payloads: list[str],
    own: Found,
    tmp_path: Path,
    size: Size,
    tally: Tally,
) -> None:
    number = size(150 if write_texts is write_records else 16, len(payloads))
    texts = 0
    for start in range(0, number, BATCH):
        files = write_texts(payloads[start : min(start + BATCH, number)])
        found, read = find_active(build(tmp_path / str(start), files), own)
        assert found == {}
        texts += read
    tally(number, f"payloads in {where}", f"nothing active in {texts:,} texts")


def test_attacks_would_be_seen(payloads: list[str], own: Found) -> None:
    """In a text without our care."""
    sample = payloads[:300]
    assert sum(bool(find_foreign(f"<p>{payload}</p>", own)) for payload in sample) > 250


@pytest.mark.browser
def test_nothing_of_an_attack_runs_in_a_browser(
    browser: Browser,  # noqa: F811 - the fixture
    payloads: list[str],
    tmp_path: Path,
    size: Size,
    tally: Tally,
) -> None:
    """No dialog, nothing that the policy of the pages had to stop; nor on the page of a search, whose results show the texts."""
    number = size(30, 300)
    site = build(tmp_path, write_records(payloads[-number:]), "true")
    pages = [
        path.relative_to(site).as_posix()
        for path in sorted(site.glob("2*/*/*/*.html"))
        if path.stem != "index"
    ]
    searches = [f"search.html?q={word}" for word in ("alert", "script", "img", "onerror", "test", "xss")]
    said: list[str] = []
    page = browser.new_page()
    page.on("dialog", lambda dialog: (said.append(f"dialog at {page.url}"), dialog.dismiss()))
    page.on(
        "console",
        lambda message: (
            said.append(f"{page.url}: {message.text}") if "Security Policy" in message.text else None
        ),
    )
    with served(site) as address:
        for path in (*pages, *searches):
            page.goto(address + path, wait_until="load")
            if path in searches:
                page.locator("#status:not(:empty)").wait_for()
    page.close()
    assert said == []
    tally(len(pages), "pages in Chromium", f"no dialog, no report, also in {len(searches)} searches")

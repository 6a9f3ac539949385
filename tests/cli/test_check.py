"""newsgen check."""

from __future__ import annotations

from pathlib import Path

from tests.support.archives import four, newsgen, stamps, write


def test_a_sound_site_has_no_findings(tmp_path: Path) -> None:
    write(tmp_path, four())
    newsgen(tmp_path, "build")
    before = stamps(tmp_path / "site")
    run = newsgen(tmp_path, "check")
    assert (run.returncode, run.stdout, run.stderr) == (
        0,
        "checked: nothing to find fault with\nnext: publish: git push, or copy the site to its host\n",
        "",
    )
    assert stamps(tmp_path / "site") == before

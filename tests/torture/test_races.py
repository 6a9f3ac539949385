"""A human saves a record while a command waits at one of its calls to the file system."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.archives import AS_OF, UNSEARCHED, record, write
from tests.torture.conftest import Size, Tally
from tests.torture.faulty import BUILD, STOP, STOPPED, Builder

SEEDS = {
    f"seeds/{name}.txt": f"{title}\n\nOSLO, Nov. {day}, 2023 - {title}, Minister Åse Holm said.\n\nFish and quays.\n"
    for name, title, day in (("a", "Fish talks end", 20), ("b", "A quay is built", 21))
}
OWN = "OSLO - The new quay is open.\n\nIt is long, and two quays lie beside it. Ships wait at the quay.\n"
TOPICS = '[[topic]]\nname = "Quays"\nphrases = ["quay", "quays"]\n'
DAY = ["--as-of", AS_OF.isoformat()]
COMMANDS = {
    "load": ["load", *DAY],
    "load --infer": ["load", "--infer", *DAY],
    "load --refresh": ["load", "--refresh", *DAY],
    "build": BUILD,
}


@pytest.fixture
def loaded(tmp_path: Path, builder: Builder) -> Path:
    """An archive with records of two seeds and one that somebody wrote; then the first seed and the topics change."""
    root = tmp_path / "loaded" / "archive"
    write(root, SEEDS | UNSEARCHED | {"articles/own.md": record("A quay opens", OWN)})
    assert builder.run(root, *COMMANDS["load"]).code == 0
    for path in (root / "seeds/a.txt", root / "articles/own.md"):
        path.write_text(path.read_text(encoding="utf-8") + "\nMore of it.\n", encoding="utf-8")
    write(root, {"topics.toml": TOPICS})
    return root


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_human_saves_is_not_overwritten(
    command: str, loaded: Path, builder: Builder, size: Size, tally: Tally, tmp_path: Path
) -> None:
    """Whenever it is saved; and the new text of a changed seed is kept and named."""
    root = tmp_path / "archive"

    def begin(call: int) -> int:
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(loaded, root)
        run = builder.run(root, *COMMANDS[command], call=call, fault=STOP)
        assert run.code in (0, STOPPED), run.said
        return run.calls

    calls, rounds = begin(0), size(6, 25)
    assert calls
    changed = sum(
        path.read_bytes() != (loaded / path.relative_to(root)).read_bytes()
        for path in root.glob("articles/**/*.md")
    )
    assert bool(changed) == command.startswith("load --")
    for number in range(rounds):
        begin(1 + number * calls // rounds)
        saved = f"Saved by hand, {number}."
        for path in sorted(root.glob("articles/**/*.md")):
            new = path.with_suffix(".new")
            new.write_text(f"{path.read_text(encoding='utf-8')}\n{saved}\n", encoding="utf-8")
            new.replace(path)
        run = builder.go_on()
        assert "Traceback" not in run.said
        for path in root.glob("articles/**/*.md"):
            assert saved in path.read_text(encoding="utf-8"), (path, number, run.said)
        assert not list(root.rglob("articles/**/.newsgen*"))
        if command == "load":
            assert "the text changed after" in run.said
            assert any(
                "More of it" in path.read_text() for path in (root / ".newsgen/conflicts").rglob("*.*")
            )
    tally(rounds, f"saves during {command}", "none overwritten")

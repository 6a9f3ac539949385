"""Every command that README and docs show does what they say, in the order in which they show it.

```console blocks are run, line by line after `$ `, in one folder a document, with newsgen on the PATH; a line that ends
in <<'END' takes the lines down to END with it.
`serve` runs, on a port of its own, until its address has answered. A document about an existing archive starts in one.
Blocks of any other kind (```text, ```yaml) are not run: `make …` is what .ci/run does, the rest are other programs.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from subprocess import PIPE

import pytest

from tests.support.documents import BLOCK, DOCUMENTS, ROOT, commands, environment, go_to, illustrated, run
from tests.support.previewing import Preview
from tests.support.waiting import started


def run_server(command: str, folder: Path) -> None:
    """Start a server, fetch the front page from the address that it prints, and stop it."""
    line = ["bash", "-c", f"exec {command} --port 0"]
    with started(line, cwd=folder, env=environment(), stdout=PIPE, stderr=PIPE) as process:
        preview = Preview(process)
        assert preview.status("") == 200
        assert "<html" in preview.page("")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new archive whose sample has been loaded."""
    folder = tmp_path_factory.mktemp("begun")
    for command in ("newsgen init . --sample", "newsgen load"):
        run(command, folder)
    return folder


@pytest.mark.skipif(os.name == "nt", reason="the commands are written for a POSIX shell")
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_each_command_shown_works(document: Path, begun: Path, tmp_path: Path) -> None:
    """Each command ends with code 0, run in the order of the document."""
    lines = commands(document.read_text(encoding="utf-8"))
    folder = tmp_path
    if lines and not any(line.startswith("newsgen init") for line in lines):
        shutil.copytree(begun, folder, dirs_exist_ok=True)
    for line in lines:
        if line.startswith("cd "):
            folder = go_to(folder, line)
        elif line.startswith("newsgen serve"):
            run_server(line, folder)
        else:
            run(line, folder)


def test_the_readme_shows_commands() -> None:
    """The README's commands are found at all, so the test above runs something."""
    shown = commands((ROOT / "README.md").read_text(encoding="utf-8"))
    assert {"newsgen init my-archive --sample", "newsgen build", "newsgen check"} <= set(shown)


def test_the_tutorials_pictures_come_after_the_commands_that_make_what_they_show() -> None:
    """`make screenshots` takes them by running the tutorial up to each."""
    shown = list(illustrated((ROOT / "docs/tutorial.md").read_text(encoding="utf-8")))
    assert [name for _, name in shown] == ["tutorial-front.png", "tutorial-article.png", "tutorial-own.png"]
    assert "newsgen build" in shown[0][0]
    assert shown[2][0][-1] == "newsgen build"


def test_every_newsgen_command_is_in_a_block_that_runs() -> None:
    """A block of another kind does not hide a newsgen command from the test above."""
    for document in DOCUMENTS:
        for kind, text in BLOCK.findall(document.read_text(encoding="utf-8")):
            if kind in ("text", "sh", "bash", "shell"):
                hidden = [line for line in text.splitlines() if line.startswith(("newsgen ", "$ newsgen "))]
                assert not hidden, f"{document.name}: write these as ```console with '$ ': {hidden}"


def test_every_link_of_the_documents_leads_somewhere() -> None:
    """Relative links and images in README and docs name files of the project."""
    link = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
    for document in DOCUMENTS:
        text = re.sub(r"`[^`\n]+`", "", BLOCK.sub("", document.read_text(encoding="utf-8")))
        for target in link.findall(text):
            assert (document.parent / target).exists(), f"{document.name} links {target}"


def test_every_message_that_is_explained_is_one_of_newsgens() -> None:
    """A transcript shows it, or the code holds its words; `…` stands for what differs."""
    shown = re.findall(
        r"^\| `([^|]+)` \|", (ROOT / "docs/troubleshooting.md").read_text(encoding="utf-8"), re.M
    )
    files = [*ROOT.glob("tests/transcripts/*.txt"), *ROOT.glob("tests/bad_inputs/*.txt")]
    files += [ROOT / "tests/checks/findings/output.txt", *ROOT.glob("src/newsgen/**/*.py")]
    texts = "\n".join(file.read_text(encoding="utf-8") for file in files)
    patterns = {message: ".*".join(map(re.escape, message.split("…"))) for message in shown}
    assert len(shown) > 40
    assert [message for message, pattern in patterns.items() if not re.search(pattern, texts)] == []


def test_the_readme_leads_to_every_page_of_the_documents() -> None:
    """A page that nothing links is read by nobody."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [
        page.name for page in DOCUMENTS if page.parent.name == "docs" and f"(docs/{page.name})" not in readme
    ] == []

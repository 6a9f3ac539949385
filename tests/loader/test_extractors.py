"""Extractors of names: what they find is kept if the text bears it out, and the record says who found it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from newsgen.record.read import read_record
from tests.support.command import newsgen

TEXT = """\
Harbour board names its first woman

ADELBY, May 4 -- The board of the Adelby Harbour Trust chose Ilse Brandt on Monday, spokesman Karl Mohr said.

Brandt grew up in Nordhaven. She said that Mohr would stay.
"""
EXTRACTOR = """
def make_extract(options):
    spans = [("Ilse Brandt", "person"), ("Brandt grew", "person"), ("Nordhaven", "place"),
             ("Adelby Harbour Trust", "organization"),
             ("Karl Mohr", "person"), ("oard of", "organization"), ("Monday, spokesman", "day"), ("woman\\nADELBY", "person")]
    def extract(text, language):
        assert language == "en"
        yield 5, 3, "person"
        yield len(text) - 2, len(text) + 9, "person"
        for words, label in spans:
            at = text.find(words)
            yield at, at + len(words.removesuffix(" grew")), label
    return extract
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    (root / "seeds").mkdir(parents=True)
    (root / "articles").mkdir()
    (root / "newsgen.toml").write_text('[site]\ntitle = "Adelby"\n')
    (root / "seeds" / "2020-05-05-board.txt").write_text(TEXT)
    return root


@pytest.fixture
def installed(tmp_path: Path) -> str:
    """A folder with an installed extractor called 'words'."""
    about = tmp_path / "packages" / "words-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: words\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[newsgen.extractors]\nwords = words_of_mine:make_extract\n")
    (about.parent / "words_of_mine.py").write_text(EXTRACTOR)
    return str(about.parent)


def loaded(root: Path) -> Any:
    (path,) = (root / "articles").rglob("*.md")
    return read_record(path.name, path.read_bytes())


def test_the_text_bears_out_what_an_extractor_finds(archive: Path, installed: str) -> None:
    run = newsgen(archive, "load", "--extract", "words", PYTHONPATH=installed)
    assert run.returncode == 0, run.stderr
    record = loaded(archive)
    assert set(record.people) == {"Ilse Brandt", "Karl Mohr"}
    assert record.organizations == ("Adelby Harbour Trust",)
    assert "Nordhaven" in record.places
    assert record.inferred["people"].evidence["Ilse Brandt"] == 'line 3: "Ilse Brandt"'  # by the rules
    assert record.inferred["places"].evidence["Nordhaven"] == (
        'line 5: "Brandt grew up in Nordhaven. She said that Mohr would" (words)'
    )
    shown = newsgen(archive, "review", "--field", "places").stdout
    assert "Nordhaven: seeds/2020-05-05-board.txt:5: Brandt grew up in Nordhaven." in shown


def test_without_the_option_none_is_asked(archive: Path, installed: str) -> None:
    assert newsgen(archive, "load", PYTHONPATH=installed).returncode == 0
    assert "Nordhaven" not in loaded(archive).places


def test_a_rejected_name_stays_away(archive: Path, installed: str) -> None:
    (archive / "names.toml").write_text('[reject]\nNordhaven = "places"\n')
    newsgen(archive, "load", "--extract", "words", PYTHONPATH=installed)
    assert "Nordhaven" not in loaded(archive).places


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            "nonsense",
            "the extractor nonsense cannot run; none of this name is installed; there are chat, spacy",
        ),
        ("spacy", "name an installed model: --extract spacy=en_core_web_sm"),
        ("chat", "name a model: --extract chat=MODEL"),
        ("chat=m", "set NEWSGEN_CHAT_URL to the server's address"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_written(archive: Path, given: str, said: str) -> None:
    run = newsgen(archive, "load", "--extract", given)
    assert run.returncode == 1
    assert said in run.stderr
    assert not list((archive / "articles").iterdir())


SPACY = """
import types
def load(name):
    if name != "some_model":
        raise OSError(f"Can't find model {name}")
    def model(text):
        at = text.find("Nordhaven")
        return types.SimpleNamespace(ents=[types.SimpleNamespace(start_char=at, end_char=at + 9, label_="GPE")])
    model.lang = "en"
    return model
"""


def test_spacy_is_asked_with_the_users_model(archive: Path, tmp_path: Path) -> None:
    """What stands in for spaCy has the attributes of its Doc and Span that are used."""
    (tmp_path / "spacy.py").write_text(SPACY)
    wrong = newsgen(archive, "load", "--extract", "spacy=other", PYTHONPATH=str(tmp_path))
    assert "install its model: python -m spacy download other" in wrong.stderr
    assert newsgen(archive, "load", "--extract", "spacy=some_model", PYTHONPATH=str(tmp_path)).returncode == 0
    assert "Nordhaven" in loaded(archive).places


class _Chat(BaseHTTPRequestHandler):
    """An endpoint for chat completions, with answers in order."""

    answers: list[tuple[int, Any]]
    asked: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append({"path": self.path, "key": self.headers["Authorization"], **json.loads(body)})
        status, answer = self.answers.pop(0)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", answer)
        self.end_headers()
        if status == 200:
            self.wfile.write(json.dumps({"choices": [{"message": {"content": answer}}]}).encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def chat() -> Iterator[tuple[str, type[_Chat]]]:
    handler = type("Chat", (_Chat,), {"answers": [], "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1", handler
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_language_model_gives_words_of_the_text_and_is_asked_once(
    archive: Path, chat: tuple[str, type[_Chat]]
) -> None:
    url, server = chat
    names = [("Ilse Brandt", "person"), ("Nordhaven", "place"), ("Elsewhere", "place"), ("Brand", "person")]
    answer = json.dumps({"names": [{"text": text, "label": label} for text, label in names]})
    server.answers.append((200, f"```json\n{answer}\n```"))
    ask = ("load", "--extract", "chat=tiny")
    assert newsgen(archive, *ask, NEWSGEN_CHAT_URL=url, NEWSGEN_CHAT_KEY="secret").returncode == 0
    record = loaded(archive)
    assert set(record.people) == {"Ilse Brandt", "Karl Mohr"}
    assert "Nordhaven" in record.places
    assert "Elsewhere" not in record.places
    asked = server.asked[0]
    assert (asked["path"], asked["key"], asked["model"]) == ("/v1/chat/completions", "Bearer secret", "tiny")
    assert not any(b"secret" in path.read_bytes() for path in archive.rglob("*") if path.is_file())
    assert newsgen(archive, *ask, "--refresh", NEWSGEN_CHAT_URL=url).returncode == 0
    assert len(server.asked) == 1
    assert "Nordhaven" in loaded(archive).places


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((500, ""), "answered 500"),
        ((200, "There are no names."), "did not answer with names in JSON"),
        ((302, "http://127.0.0.1:9/elsewhere"), "answered 302"),
    ],
)
def test_a_text_that_failed_is_loaded_again(
    archive: Path, chat: tuple[str, type[_Chat]], answer: tuple[int, str], said: str
) -> None:
    url, server = chat
    server.answers += [answer, (200, '{"names": []}')]
    run = newsgen(archive, "load", "--extract", "chat=tiny", NEWSGEN_CHAT_URL=url)
    assert run.returncode == 1
    assert said in run.stderr
    assert "seeds/2020-05-05-board.txt" in run.stderr
    assert not list((archive / "articles").rglob("*.md"))
    assert newsgen(archive, "load", "--extract", "chat=tiny", NEWSGEN_CHAT_URL=url).returncode == 0
    assert loaded(archive).title == "Harbour board names its first woman"

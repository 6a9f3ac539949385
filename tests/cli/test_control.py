"""No control character of a file name, a text or the lock reaches the terminal or a log, whatever the command and format."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.support.archives import UNSEARCHED, newsgen, record, write

BAD = "x\n::error::pwned\x1b[31m\x9b2J\u202ey"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]|^::error::|^::set-output", re.MULTILINE)
SEED = "A ferry is back\n\nIt came back on Monday, Nov. 20, 2023, and all were glad of it.\n"
LOCK = '["version",1]\n["address","a\\u001b\\n::error::l.html","articles/gone\\u001b[31m.md"]\n'
WRONG = {
    f"articles/{BAD}.md": record("A", date="foo"),
    "articles/e.md": '---\ntitle: A\ndate: "1\\e[31m\\n::error::q"\n"k\\e[0m\\n::error::z": 1\n---\nx\x1b[31m\n',
    f"static/{BAD}.css": "x",
    f"seeds/{BAD}.doc": "x",
    "newsgen.toml": '[site]\nlogo = "a\\u001b\\n::error::l.svg"\n[search]\nenabled = false\n',
    "topics.toml": '"a\\u001b[31m" = 1\n',
}
RIGHT = {
    f"articles/{BAD}.md": record("A", f"![a](no-{BAD!r}.png) [x](gone.html)", extra_key=BAD),
    f"seeds/{BAD}.txt": SEED,
    "newsgen.lock": LOCK,
    **UNSEARCHED,
}
COMMANDS = ["load -v", "build -v", "build", "check", "review", "export csv -o out.csv", "topics"]


@pytest.mark.skipif(sys.platform == "win32", reason="its names hold no such characters")
@pytest.mark.parametrize("files", [WRONG, RIGHT], ids=["wrong", "right"])
def test_nothing_raw_is_printed(files: dict[str, str], tmp_path: Path) -> None:
    write(tmp_path, files)
    printed = ""
    for command in COMMANDS:
        formats = ("text", "github") if command.partition(" ")[0] in ("load", "build", "check") else ("text",)
        for name in formats:
            done = newsgen(tmp_path, *command.split(), *(["--format", name] if name == "github" else []))
            assert "Traceback" not in done.stderr
            assert not RAW.search(done.stdout + "\n" + done.stderr), (command, name)
            printed += done.stdout + done.stderr
    assert r"x\n::error::pwned\x1b[31m\x9b2J\u202ey" in printed

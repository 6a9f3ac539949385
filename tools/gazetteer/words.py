#!/usr/bin/env python3
"""List the lower-case English words of public-domain texts: words.txt of the loader's name rules.

    python tools/gazetteer/words.py CORPUS.jsonl...     # one object a line, its text under 'text'

A word counts where it is written in small letters only; it is listed if three documents hold it, if it has three
letters or more, and if it does not occur with a capital in mid-sentence four times as often (names typed in small
letters).
"""

from __future__ import annotations

import collections
import json
import re
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent.parent / "src/newsgen/loader/data/words.txt"
SMALL = re.compile(r"(?<![\w'’@./#-])[a-z]{3,}(?![\w'’@/-]|\.\w)")
CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?![\w'’@/-]|\.\w)")


def main() -> None:
    """Count and write."""
    small: collections.Counter[str] = collections.Counter()
    capital: collections.Counter[str] = collections.Counter()
    for name in sys.argv[1:]:
        for line in Path(name).read_text("utf-8").split("\n"):
            if line.strip():
                text = json.loads(line)["text"]
                small.update(set(SMALL.findall(text)))
                capital.update({w.lower() for w in CAPITAL.findall(text)})
    words = sorted(w for w, n in small.items() if n >= 3 and capital[w] <= 4 * n)
    TARGET.write_text("".join(f"{w}\n" for w in words), "ascii")


if __name__ == "__main__":
    main()

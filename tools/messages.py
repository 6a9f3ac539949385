"""Write templates/locales/messages.pot, every text of the interface that can be translated, and bring catalogues up to date.

Run as `python -m tools.messages`. In each .po file beside it new messages are put in untranslated and those that are
gone are taken out; translations that stand are kept.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from babel.messages.pofile import read_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "templates" / "locales"
POT = LOCALES / "messages.pot"
HEAD = """\
# The texts of newsgen's interface. To translate them copy this file to LANGUAGE.po, e.g. fr.po or pt_BR.po, and fill in
# each msgstr. What stays empty is shown in English. See docs/languages.md.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: \\n"
"""
_TEXTS = {"_": 1, "gettext": 1, "pgettext": 2, "ngettext": 2, "npgettext": 3}
"""How many texts in quotes each function begins with; a context comes first."""


class Message(msgspec.Struct, frozen=True):
    """A text of the interface."""

    one: str
    many: str = ""
    """Its plural; '' if it has none."""
    context: str = ""
    """What tells apart meanings of one English text; '' if it has one meaning."""


Translations = Mapping[Message, tuple[str, ...]]


def messages() -> dict[Message, list[str]]:
    """Every message, with the files in which it stands, in the order of templates and modules."""
    found: dict[Message, list[str]] = {}
    for path in sorted(ROOT.glob("templates/**/*.*")):
        if path.suffix in (".html", ".xml", ".txt"):
            for message in _in_template(path.read_text(encoding="utf-8")):
                _add(found, message, path)
    for path in sorted(ROOT.glob("src/newsgen/renderer/**/*.py")):
        for message in _in_code(path.read_text(encoding="utf-8")):
            _add(found, message, path)
    return found


def _add(found: dict[Message, list[str]], message: Message, path: Path) -> None:
    places, place = found.setdefault(message, []), path.relative_to(ROOT).as_posix()
    if place not in places:
        places.append(place)


def _in_template(text: str) -> Iterator[Message]:
    for _, name, texts in extract_from_ast(Environment(autoescape=True).parse(text), babel_style=False):
        yield _message(name, [str(text) for text in texts or ()])


def _in_code(text: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            if name in _TEXTS and len(texts) >= _TEXTS[name]:
                yield _message(name, [str(text) for text in texts])


def _message(name: str, texts: list[str]) -> Message:
    context = texts.pop(0) if "p" in name.removesuffix("gettext") else ""
    return Message(texts[0], texts[1] if name.startswith("n") else "", context)


def po_text(head: str, found: Mapping[Message, list[str]], said: Translations, forms: int = 2) -> str:
    """Write a catalogue."""
    blocks = [head]
    for message, places in found.items():
        lines = ["#: " + " ".join(places)]
        if message.context:
            lines.append(f"msgctxt {_quoted(message.context)}")
        lines.append(f"msgid {_quoted(message.one)}")
        strings = said.get(message) or ("",) * (forms if message.many else 1)
        if message.many:
            lines.append(f"msgid_plural {_quoted(message.many)}")
            lines += [f"msgstr[{place}] {_quoted(string)}" for place, string in enumerate(strings)]
        else:
            lines.append(f"msgstr {_quoted(strings[0])}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def updated(text: str, found: Mapping[Message, list[str]]) -> str:
    """A catalogue with the messages that there are now."""
    catalogue = read_po(io.StringIO(text))
    said: dict[Message, tuple[str, ...]] = {}
    for one in catalogue:
        if one.id:
            ids = (one.id, "") if isinstance(one.id, str) else one.id
            strings = (one.string,) if isinstance(one.string, str) else tuple(one.string or ())
            said[Message(ids[0], ids[1], one.context or "")] = strings
    head = re.split(r"\n\n", text, maxsplit=1)[0].rstrip("\n") + "\n"
    return po_text(head, found, said, catalogue.num_plurals)


if __name__ == "__main__":
    there = messages()
    LOCALES.mkdir(exist_ok=True)
    POT.write_text(po_text(HEAD, there, {}), encoding="utf-8")
    for catalogue in sorted(LOCALES.glob("*.po")):
        catalogue.write_text(updated(catalogue.read_text(encoding="utf-8"), there), encoding="utf-8")

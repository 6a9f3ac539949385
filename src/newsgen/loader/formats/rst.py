"""reStructuredText, as of Pelican, Nikola and Sphinx: one article in each file, whose body becomes Markdown.

docutils reads it, which defines the language; few archives have such texts, so it comes with an extra.
"""

from __future__ import annotations

import importlib
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from typing import Any, ClassVar

import msgspec

from newsgen.errors import Problem
from newsgen.loader.foreign_files import convert_library_errors, import_extra
from newsgen.loader.front_matter import read_draft
from newsgen.loader.text import decode_seed
from newsgen.model import ParsedArticle

_TITLE = re.compile(
    r"\s*(?:(?P<over>[^\w\s])(?P=over)+[ \t]*\n)?[ \t]*(?P<title>\S.*?)[ \t]*\n(?P<under>[^\w\s])(?P=under){2,}[ \t]*\n\s*"
)
_FIELDS = re.compile(r":[A-Za-z][\w .-]{0,40}:(?:[ \t]|$)", re.MULTILINE)
_DIRECTIVE = re.compile(
    r"^[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?([A-Za-z][\w:+.-]*?)::(?:[ \t]|$)", re.MULTILINE
)
_ROLE = re.compile(r":([A-Za-z][\w:+.-]*?):`")
_TARGET = re.compile(r"(?s)(?P<title>.+?)\s*<[^<>]+>")
_NOTE = re.compile("([\ue010\ue011])(.*?)\ue012")
"""A reference to a note, or the beginning of a note."""
_VIDEOS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
"""Directives of Nikola and Pelican with the number of a film, and the address of its page."""
_SETTINGS = {
    "report_level": 3,
    "halt_level": 5,
    "file_insertion_enabled": False,
    "raw_enabled": True,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "sectsubtitle_xform": False,
    "syntax_highlight": "none",
    "math_output": "LaTeX",
    "embed_stylesheet": False,
    "footnote_backlinks": False,
    "input_encoding": "unicode",
    "_disable_config": True,
}
"""Errors become messages in the tree, none stops it, and no other file is read.

Source: docutils.sourceforge.io/docs/user/config.html."""


def parse_rst_seed(file: str, data: bytes) -> Iterator[ParsedArticle]:
    """Yield the article of a .rst file; front matter is a list of fields or of Nikola's comments, perhaps below the title."""
    text, seed = decode_seed(file, data)
    text, moved = move_title_into_fields(text)
    draft, warnings = read_draft(seed, text, "markdown")
    draft = draft or ParsedArticle(seed, text, "markdown", warnings=tuple(warnings))
    level = 2 if draft.stated.get("title") else 1
    body, problems = convert_rst(file, draft.text, level, draft.line + moved)
    yield msgspec.structs.replace(draft, text=body, line=0, warnings=(*draft.warnings, *problems))


def move_title_into_fields(text: str) -> tuple[str, int]:
    """Write a title above a list of fields as a field; return the text, and how many lines fewer it has."""
    title = _TITLE.match(text)
    if not title or not _FIELDS.match(text, title.end()):
        return text, 0
    return f":title: {title['title']}\n{text[title.end() :]}", text.count("\n", 0, title.end()) - 1


def convert_rst(file: str, text: str, level: int, line: int) -> tuple[str, list[Problem]]:
    """Convert reStructuredText that begins on a line of a file to Markdown; `level` is that of the highest heading.

    Directives and roles that docutils does not know keep their words; what it cannot read stays as it is written.

    Returns:
        Markdown, and warnings about what docutils cannot read.
    """
    core = import_extra(file, "documents", "docutils.core")
    html5 = importlib.import_module("docutils.writers.html5_polyglot")
    from newsgen.loader.html import convert_html

    settings = {**_SETTINGS, "initial_header_level": level, "warning_stream": io.StringIO()}
    with convert_library_errors(file, "reStructuredText"):
        _register_unknown(set(_DIRECTIVE.findall(text)), set(_ROLE.findall(text)))
        tree = core.publish_doctree(text, settings_overrides=settings)
        problems = _keep_refused(file, tree, line)
        _simplify(tree)
        html = core.publish_from_doctree(
            tree, writer=html5.Writer(), settings_overrides={**settings, "output_encoding": "unicode"}
        )
    body = convert_html(html.partition("<body")[2].partition(">")[2].rpartition("</body>")[0])
    return _NOTE.sub(lambda note: f"[^{note[2]}]" + (": " if note[1] == "\ue011" else ""), body), problems


def _keep_refused(file: str, tree: Any, first: int) -> list[Problem]:
    """Replace docutils' messages in a tree by the source that they are about; return them as warnings."""
    nodes = importlib.import_module("docutils.nodes")
    problems = []
    found_messages = [*tree.findall(nodes.system_message), *tree.parse_messages, *tree.transform_messages]
    for message in {id(message): message for message in found_messages}.values():
        words = " ".join(message.children[0].astext().split()).rstrip(".")
        line = first - 1 + (message.attributes.get("line") or 0)
        found = f"the reStructuredText is wrong: {words[:1].lower()}{words[1:]}"
        problems.append(Problem(file, line, 0, found, "look at the record", "bad-rst"))
        source = [one for one in message.children if isinstance(one, nodes.literal_block)]
        if message.parent:
            message.parent.replace(message, [] if "directive disabled" in words else source)
    tree.parse_messages, tree.transform_messages = [], []
    for words in list(tree.findall(nodes.problematic)):
        text = words.astext()
        words.parent.replace(words, nodes.Text(text.rstrip("_").strip("`") if text.endswith("_") else text))
    return problems


def _simplify(tree: Any) -> None:
    """Write code and notes in a tree in forms that become those of Markdown."""
    nodes = importlib.import_module("docutils.nodes")
    for code in list(tree.findall(lambda node: isinstance(node, nodes.literal | nodes.literal_block))):
        names = [name for name in code["classes"] if name not in ("code", "literal")]
        language = f' class="language-{escape(names[0])}"' if names else ""
        html = f"<code{language}>{escape(code.astext())}</code>"
        html = f"<pre>{html}</pre>" if isinstance(code, nodes.literal_block) else html
        code.parent.replace(code, nodes.raw("", html, format="html"))
    for reference in list(tree.findall(nodes.footnote_reference)):
        reference.parent.replace(reference, nodes.Text(f"\ue010{reference.astext()}\ue012"))
    for note in list(tree.findall(nodes.footnote)):
        label, *rest = note.children
        if rest and isinstance(rest[0], nodes.paragraph):
            rest[0].insert(0, nodes.Text(f"\ue011{label.astext()}\ue012"))
            note.parent.replace(note, rest)


def _register_unknown(directives: set[str], roles: set[str]) -> None:
    """Register the directives and roles that docutils does not know.

    The argument and the content of a directive become text; of a role the title of a reference, else its text, is shown.
    """
    nodes, rst = importlib.import_module("docutils.nodes"), importlib.import_module("docutils.parsers.rst")
    base: Any = rst.Directive
    known = importlib.import_module("docutils.parsers.rst.languages.en")

    class Words(base):  # type: ignore[misc]
        has_content, optional_arguments, final_argument_whitespace = True, 1, True
        option_spec: ClassVar[Any] = defaultdict(lambda: str, {"class": str})

        def run(self) -> list[Any]:
            words = self.arguments[0] if self.arguments else ""
            if address := _VIDEOS.get(self.name):
                link = nodes.reference("", address + words, refuri=address + words)
                return [nodes.paragraph("", "", link)]
            box = nodes.container()
            if words:
                box += nodes.paragraph("", "", *self.state.inline_text(words, self.lineno)[0])
            self.state.nested_parse(self.content, self.content_offset, box)
            return [box]

    def show(_name: str, raw: str, text: str, *_rest: Any, **_options: Any) -> tuple[list[Any], list[Any]]:
        found = _TARGET.fullmatch(text)
        return [nodes.inline(raw, found["title"] if found else text.lstrip("~!"))], []

    for name in {name.lower() for name in directives} - known.directives.keys():
        rst.directives.register_directive(name, Words)
    for name in {name.lower() for name in roles} - known.roles.keys():
        rst.roles.register_local_role(name, show)

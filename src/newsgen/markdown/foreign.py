"""Template code of other generators in Markdown: what is known becomes Markdown, of the rest only the inner text is shown.

shortcodes.py has the table of what is known. Records keep what was written: bodies are translated when they are read for a
page, a list, a search index or an export. Code is never touched.

Source: the manuals of Liquid, Jekyll, Hugo, Zola, Nunjucks, Eleventy, WordPress (Shortcode API), Kramdown, MyST and Pandoc.
"""

from __future__ import annotations

import posixpath
import re
import textwrap
from bisect import bisect_left
from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial
from html import escape

import msgspec

from newsgen.markdown.html import ELEMENTS, is_html_name, read_attributes
from newsgen.markdown.shortcodes import (
    BLOCKS,
    Shortcode,
    convert_unknown_picture_shortcode,
    escape_words,
    find_shortcode_converter,
    is_shortcode,
    read_arguments,
    split_name,
    write_address,
    write_link,
)
from newsgen.model import REFERENCE

_MOST = 4000
"""Longest piece of template code, in characters."""
_DEEPEST = 20
"""Deepest nesting of pieces that is read."""


class TemplateCodePiece(msgspec.Struct, frozen=True, gc=False):
    """A piece of foreign template code in a text."""

    kind: str
    """System and form, e.g. 'Hugo shortcode'."""
    name: str
    """Its name, e.g. 'figure'; '' if it has none."""
    offset: int
    """Place in the Markdown, in characters from 0."""
    known: bool
    """True if it is shown as its author meant it; False if only its inner text is shown, or nothing."""


_EMPTY_VARIABLE = re.compile(
    r"(?i)(?:[\w.]*\.)?(?:base_?url|base_?path|url|root|path_?prefix|permalink|content|toc)"
)
"""Variables that are empty because newsgen makes all addresses relative, or for which it has its own place."""
_CODE_ROLES = frozenset(
    "code literal samp kbd file command program option class func meth mod attr data const exc obj envvar guilabel menuselection"
    " math regexp token".split()
)

_GAP = rf"(?:(?!\n[ \t]*\n)[\s\S]){{0,{_MOST}}}?"
_ARGS = r"""(?:[\s=](?:[^\[\]"']|"[^"]*"|'[^']*'){0,2000})?"""
_ITEM = r"""(?:\#[^\s{}"'<>]+|\.[^\W\d][\w:.-]*|[\w-]+=(?:"[^"\n]*"|'[^'\n]*'|[\w%.-]+))"""
_ITEMS = rf"[ ]*{_ITEM}(?:[ ]+{_ITEM})*[ ]*"
_LIST = rf"\{{(?:{_ITEMS}|::?[^{{}}\n]*)\}}"
"""A list of attributes of Kramdown, Pandoc or Goldmark."""
_VALID_TAG = r"""[A-Za-z][\w-]*(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^"'=<>`\s]+|'[^']*'|"[^"]*"))?)*\s*/?>"""
_MODULE = (
    r"(?:\A|(?<=\n\n)|(?<=[;'\"}]\n))"
    r"(?:import[ ](?:[\w{}*,$\s]{1,300}?[ ]from[ ])?(?:'[^'\n]+'|\"[^\"\n]+\")[ ]*;?[ \t]*(?:\n|\Z)"
    r"|export[ ](?:const|let|default|function|async)\b(?:(?!\n[ \t]*\n)[\s\S]){0,2000}(?:\n|\Z))"
)
"""A statement of JavaScript in MDX."""
_PROPS = r"""(?:\s+[\w:-]+(?:=(?:"[^"]{0,2000}"|'[^']{0,2000}'|\{(?:[^{}]|\{[^{}]{0,500}\}){0,500}\}))?|\s*\{\.\.\.\w+\}){0,40}"""
_PELICAN = "filename|static|attach|author|category|tag|index"
"""What links of Pelican begin with."""
_MARKS = re.compile(
    rf"""
    (?=[^\w\s.,;'"()-]|\n[ \t]*\{{|[ \t]+(?:[{{!?>]|:::)|import[ ]|export[ ])  # most places are none, which is soon said
    (?:
      (?P<escape>\\[\\`\[\]{{:<&*%|])
    | (?P<role>\{{(?P<myst>[A-Za-z][\w:+.-]*)\}}(?P<tick>`+)(?P<said>[^`]+)(?P=tick)
        | (?<![\w:`]):(?P<rest>[a-z][\w+.-]*(?::[a-z][\w+.-]*)*):`(?P<saying>[^`]+)`
        | `(?P<words>[^`<>\n]+)[ ]<(?P<target>https?://[^`<>\s]+)>`__?)
    | (?P<ticks>`+)
    | (?P<math>\$\$(?:(?!\n[ \t]*\n)[^$]){{1,{_MOST}}}\$\$|\$(?=[^\s$])[^$\n]{{0,300}}[\\^][^$\n]{{0,300}}(?<=\S)\$)
    | <(?P<block>[a-z]+)(?P<before>\b[^<>]*?)\smarkdown=["']?(?:1|block|span|true)["']?(?P<behind>[^<>]*)>
    | <(?P<code>pre|code|script|style|textarea|kbd|samp)\b(?=[\s>])
    | (?P<comment><!--)
    | (?P<hugo>\{{\{{(?:
          /\*{_GAP}\*/\}}\}}
        | (?P<angle>[<%])(?P<call>{_GAP})[>%]\}}\}}))
    | (?P<tag>\{{%[-+]?(?P<liquid>{_GAP})[-+]?%\}})
    | (?P<note>\{{\#[^}}\n]{_GAP}\#\}}|\{{/\*{_GAP}\*/\}})
    | (?P<center><center\b[^<>]*>)
    | (?P<module>{_MODULE})
    | (?P<pelican>(?<=[("'<])(?:\{{(?P<scheme>{_PELICAN})\}}|\|(?P<old>{_PELICAN})\|))
    | (?P<alert>(?<![^\n])(?P<quote>[ ]{{0,3}}>[ ]?)\[!(?P<mood>\w+)\][-+]?[ \t]*(?P<heading>[^\n]*))
    | (?P<boxed>(?<![^\n])(?P<inset>[ ]*)(?:!!!|\?\?\?\+?)[ ]+(?P<sort>[\w-]+)[^"\n]*(?:"(?P<caption>[^"\n]*)")?[^"\n]*\n
        (?P<contents>(?:[ \t]*\n)*(?:(?P=inset)(?:[ ]{{4}}|\t)[^\n]*(?:\n|\Z)|[ \t]*\n(?=[ \t]*\n|(?P=inset)(?:[ ]{{4}}|\t)))+))
    | (?P<abbreviation>(?<![^\n])\*\[[^\[\]\n]+\]:[^\n]*\n?)
    | (?P<embed>%\[(?P<address>https?://[^\s\[\]]+)\])
    | (?P<output>\{{\{{\{{?(?P<expression>{_GAP})\}}?\}}\}})
    | (?P<list>(?P<own>\n[ \t]*(?={_LIST}[ \t]*(?:\n|\Z)))?
        (?:[ \t]*\{{::?(?P<ial>{_ITEMS}|[ ]*toc[ ]*|/\w*|(?<=::)[^{{}}\n]*)\}}
        | (?(own)|(?:(?<=[)\]*_`>])|[ \t]+(?=\{{\#[^{{}}\s]*\}}|\{{[^{{}}\n]*\}}[ \t]*(?:\n|\Z))))\{{(?P<attributes>{_ITEMS})\}}))
    | (?P<wp>\[(?P<double>\[)?(?P<close>/)?(?P<name>[A-Za-z][A-Za-z0-9_-]*)(?P<args>{_ARGS})\](?(double)\])(?![(:]))
    | (?P<container>(?<![^\n])(?P<margin>[ \t]*):::+[ \t]*(?P<title>[^\n]*)\n?)
    | (?P<zola>\]\(@/)
    | (?P<office>(?<![^\n])<--->(?=[ \t]*(?:\n|\Z))|</?(?:fb|g|m|o|st\d|u\d|v|w):[A-Za-z]+(?:\s[^<>]*)?/?>)
    | <(?P<component>[A-Z][a-z]\w*(?:\.\w+)?)(?P<props>{_PROPS})\s*(?P<single>/)?>
    | (?P<broken><(?!{_VALID_TAG})(?P<element>[A-Za-z][A-Za-z0-9]*)(?P<inside>\s[^<>]*)>)
    | (?P<entity>&amp;(?=\#(?:\d{{1,7}}|[xX][0-9a-fA-F]{{1,6}});))
    )
    """,
    re.VERBOSE,
)
_TRIGGERS = {
    "{": re.compile(rf"\{{(?<!\\\{{)(?:[{{%:#.]|/\*|(?:{_PELICAN})\}}|[\w:+.-]+(?:\}}`|=))"),
    "[": re.compile(
        r"\[(?<!\\\[)(?:/[A-Za-z]|[A-Za-z][\w-]*(?:=https?:|\s+(?:[\w-]+=|https?:))|(?:gallery|toc|TOC|playlist)\]"
        r"|(?:youtube|vimeo|gist)\s|[^\[\]]*\]\(@/|!\w+\]|(?<=%\[)https?:|(?<=\*\[)[^\[\]\n]+\]:)"
    ),
    "<": re.compile(
        rf"<(?<!\\<)(?:!--|--->|center|(?-i:[A-Z][a-z])|[a-z]+\b[^<>]*\smarkdown=|/?(?:fb|g|m|o|st\d|u\d|v|w):[A-Za-z]|(?!{_VALID_TAG})(?:{'|'.join(ELEMENTS)}|font|iframe)\s[^<>]*>)",
        re.IGNORECASE,
    ),
    "`": re.compile("`(?:_|(?<=:`))"),
    "&": re.compile("&amp;#"),
    ":": re.compile(":::"),
    "!": re.compile(r"!!! \w"),
    "?": re.compile(r"\?\?\?\+? \w"),
    "|": re.compile(rf"\|(?<=\(\|)(?:{_PELICAN})\|"),
    "\n": re.compile(r"\n(?:im|ex)port "),
}
"""A text without a match has no template code. Single characters are searched first, which is ten times as fast."""
_NAME = re.compile(r"\s*(/?)\s*([\w./-]+)\s*(\()?")
_VALUE_OF_VARIABLE = re.compile(r"""(?P<text>"[^"]*"|'[^']*')|[\w-]+\s*=\s*[A-Za-z_][\w.\[\]-]*(?=\s|\Z)""")
"""An argument of an include without quotation marks: Liquid's variable, whose value is not known."""
_LITERAL = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)')\s*((?:\|.*)?)""", re.DOTALL)
_VARIABLE = re.compile(r"\s*([A-Za-z_$.][\w.$\[\]'\"-]*)\s*(?:\|.*)?", re.DOTALL)
_FUNCTION = re.compile(r"\s*([A-Za-z_][\w:.]*)\s*\((.*)\)\s*(?:\|.*)?", re.DOTALL)
_TITLE = re.compile(rf'(\]\({REFERENCE}[^\s()]*[ \t]+)"([^\n()]*"[^\n()]*)"\)')
"""A link whose title has quotation marks in it, which Markdown does not read."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]*")
_LAST_ITEM = re.compile(r"(?:(?<=\n)|\A)[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+[^\n]*\Z")
_IN_ADDRESS = re.compile(
    r"(?:\]\(\s*<?|\]:[ \t]*<?|(?:href|src|poster|action|data)\s*=\s*[\"'])(?P<before>[^\s\"'<>]*)\Z"
)
_CONTROL = frozenset(
    "if elsif elif else endif unless case when assign set capture include render layout extends".split()
)
"""Tags of a template language; their conditions are not evaluated."""


Span = tuple[int, int]
"""Start and end of a block of a text, in characters."""


class Parser(msgspec.Struct, frozen=True):
    """What is used of the parser of Markdown."""

    find_blocks: Callable[[str], tuple[list[Span], list[Span]]]
    """Finds the blocks of code, and those of HTML."""
    write_html: Callable[[str], str]
    """Writes Markdown as HTML without blank lines, for a block of HTML."""


def has_template_code(markdown: str) -> bool:
    """True if a text may contain template code of others."""
    return markdown.startswith(("import ", "export ")) or any(
        string in markdown and pattern.search(markdown) for string, pattern in _TRIGGERS.items()
    )


@lru_cache(maxsize=64)
def translate_template_code(markdown: str, parser: Parser) -> tuple[str, tuple[TemplateCodePiece, ...]]:
    """Translate the template code of others in a text to Markdown; also return its pieces, in order."""
    translator = _Translator(markdown, parser)
    text = translator.read(0, len(markdown))
    if REFERENCE in text:
        text = _TITLE.sub(lambda found: f'{found[1]}"{found[2].replace(chr(34), "&quot;")}")', text)
    return text, tuple(sorted(translator.pieces, key=lambda piece: piece.offset))


class _Translator:
    """Translates one text."""

    def __init__(self, text: str, parser: Parser) -> None:
        self.text, self.parser = text, parser
        self.code, self.html = parser.find_blocks(text)
        self.code_starts = [start for start, _ in self.code]
        self.pieces: list[TemplateCodePiece] = []
        self.ends: dict[str, list[tuple[int, int]]] = {}
        self.pairs: dict[str, dict[int, tuple[int, int]]] = {}
        self.depth = 0
        self.out: list[str] = []

    def read(self, start: int, end: int) -> str:
        """Translate a part of the text."""
        outer, self.out = self.out, []
        self.depth += 1
        at = start
        while at < end:
            match = _MARKS.search(self.text, at, end)
            code = self._code_after(at, match.start() if match else end)
            if code and (match is None or code[0] <= match.start()):
                stop = min(code[1], end)
                self.out.append(self.text[at:stop])
                at = max(stop, at + 1)
                continue
            if match is None:
                break
            self.out.append(self.text[at : match.start()])
            at = min(end, self._replace(match, end))
        self.out.append(self.text[at:end] if at < end else "")
        self.depth -= 1
        found, self.out = "".join(self.out), outer
        return found

    def _code_after(self, at: int, until: int) -> tuple[int, int] | None:
        """Find the first code block that ends after `at` and starts before or at `until`."""
        place = max(bisect_left(self.code_starts, at) - 1, 0)
        for start, stop in self.code[place : place + 2]:
            if stop > at and start <= until:
                return max(start, at), stop
        return None

    def _replace(self, match: re.Match[str], end: int) -> int:
        """Write what a match becomes; return the offset after it."""
        groups = match.groupdict()
        handle = next(handle for name, handle in _HANDLERS.items() if groups[name] is not None)
        done = handle(self, match, end)
        if isinstance(done, int):
            return done
        if done:
            self.out.append(done)
        return match.end()

    def _keep(self, match: re.Match[str], _end: int) -> str:
        return match[0]

    def _keep_ticks(self, match: re.Match[str], end: int) -> int:
        """Copy code between backticks as it is."""
        ticks = match["ticks"]
        ends = self._find_all(f"(?<!`){ticks}(?!`)")
        place = bisect_left(ends, (match.end(), 0))
        stop = match.end()
        if place < len(ends) and ends[place][1] <= end and "\n\n" not in self.text[stop : ends[place][0]]:
            stop = ends[place][1]
        self.out.append(self.text[match.start() : stop])
        return stop

    def _keep_math(self, match: re.Match[str], _end: int) -> str | int:
        """Copy a formula as it is, unless template code is in it."""
        if any(mark in match[0] for mark in ("{%", "{{<", "`", "](")):
            self.out.append("$")
            return match.start() + 1
        return match[0]

    def _keep_code(self, match: re.Match[str], end: int) -> int:
        """Copy an HTML element with code as it is."""
        ends = self._find_all(rf"(?i)</{match['code']}\s*>")
        place = bisect_left(ends, (match.end(), 0))
        stop = ends[place][1] if place < len(ends) and ends[place][1] <= end else match.end()
        self.out.append(self.text[match.start() : stop])
        return stop

    def _drop_comment(self, match: re.Match[str], end: int) -> int:
        """Leave out an HTML comment; of one that is not closed only its mark."""
        ends = self._find_all("-->")
        place = bisect_left(ends, (match.end() - 2, 0))
        if place == len(ends) or ends[place][1] > end:
            return match.end()
        stop = ends[place][1]
        said = self.text[match.end() : stop - 3].strip(" -\n")
        block = re.match(r"/?wp:([\w/-]+)", said)
        if block is None or said[0] != "/":
            kind, name = ("WordPress block", block[1]) if block else ("HTML comment", "")
            self._note(kind, name, match.start(), known=True)
        line = self.text.rfind("\n", 0, match.start()) + 1
        after = self.text.find("\n", stop)
        after = len(self.text) if after < 0 else after
        alone = not self.text[line : match.start()].strip() and not self.text[stop:after].strip()
        if not alone:
            return stop
        above = self.text[self.text.rfind("\n", 0, max(line - 1, 0)) + 1 : max(line - 1, 0)].lstrip()
        below = self.text[after + 1 : after + 200].lstrip(" \t")
        between = (above[:1] == "<" and above[:4] != "<!--") or (below[:1] == "<" and below[:4] != "<!--")
        return min(after + 1, end) if between else stop

    def _role(self, match: re.Match[str], _end: int) -> str:
        """Write a role of MyST or reStructuredText: code as code, other roles as their text."""
        if match["target"]:
            self._note("reST link", "", match.start(), known=True)
            return write_link(match["target"], match["words"].strip())
        name = match["myst"] or match["rest"]
        said = match["said"] or match["saying"]
        role = name.rpartition(":")[2]
        self._note("MyST role" if match["myst"] else "reST role", name, match.start(), known=True)
        if role in _CODE_ROLES:
            return f"`{said.strip().lstrip('~!')}`"
        return escape_words(re.sub(r"\s*<[^<>]*>\s*\Z", "", said) or said)

    def _hugo(self, match: re.Match[str], end: int) -> str | int:
        """Write a shortcode of Hugo."""
        call = match["call"]
        if call is None:
            said = match[0][2:-2]
            if re.fullmatch(r"/\*\s*\w+\(.*\)\s*\*/", said, re.DOTALL):  # Zola's, shown as written
                return self._show("\\{{", said, "}}", match)
            return self._drop("template comment", "", match)
        if call.startswith("/*"):  # shown as written, such as in an article about shortcodes
            self._note("Hugo shortcode", "", match.start(), known=True)
            opening, closing = ("{{\\<", ">}}") if match["angle"] == "<" else ("{{%", "%}}")
            return opening + call[2:].removesuffix("*/") + closing
        found = _NAME.match(call)
        if found is None:
            return self._drop("Hugo shortcode", "", match, known=False)
        name, rest = found[2], call[found.end() :].rstrip().removesuffix("/")
        if found[1]:
            return ""
        word = re.escape(name)
        pair = rf"\{{\{{[<%]\s*{word}(?![\w./-])", rf"\{{\{{[<%]\s*/\s*{word}\s*[>%]\}}\}}"
        return self._call("Hugo shortcode", name, rest, match, end, pair)

    def _show(self, opening: str, said: str, closing: str, match: re.Match[str]) -> str:
        """Show a shortcode of Zola that its author wrote between marks of a comment."""
        self._note("Zola shortcode", "", match.start(), known=True)
        return opening + said.removeprefix("/*").removesuffix("*/") + closing

    def _drop(self, kind: str, name: str, match: re.Match[str], *, known: bool = True) -> str:
        """Leave out a piece that has no text."""
        self._note(kind, name, match.start(), known=known)
        return ""

    def _liquid(self, match: re.Match[str], end: int) -> str | int:
        """Write a tag of Liquid, Nunjucks, Twig or Zola."""
        said = match["liquid"].strip()
        said = said[1:-1] if said.startswith("<") else said  # a component of Zola
        found = _NAME.match(said)
        if found is None:
            return self._drop("template tag", "", match, known=False)
        if match["liquid"].startswith("/*"):  # Zola's, shown as written
            return self._show("{\\%", match["liquid"], "%}", match)
        name, rest = found[2], said[found.end() :]
        if found[1]:
            return ""
        if found[3]:
            pair = r"\{%-?\s*[\w:.]+\(", r"\{%-?\s*end\s*-?%\}"
            return self._call("Zola shortcode", name, rest.rstrip().removesuffix(")"), match, end, pair)
        if name.startswith("end"):
            return ""
        if name in ("include", "include_relative", "render", "partial", "include_cached"):
            return self._include(rest, match, end)
        if name == "link" and "://" not in rest:
            name = "post_url"
        word = re.escape(name)
        pair = rf"\{{%[-+]?\s*<?{word}(?![\w./-])", rf"\{{%[-+]?\s*(?:end_?|<?/\s*){word}\s*>?\s*[-+]?%\}}"
        return self._call("template tag", name, rest, match, end, pair)

    def _include(self, rest: str, match: re.Match[str], end: int) -> int:
        """Write an included file by its name, with the arguments of the tag."""
        found = re.match(r"\s*(\"[^\"]*\"|'[^']*'|[^\s,]+)", rest)
        file = found[1].strip("\"'") if found else ""
        name = posixpath.basename(file).partition(".")[0] or "include"
        args = _VALUE_OF_VARIABLE.sub(lambda arg: arg["text"] or "", rest[found.end() :] if found else "")
        return self._call("include", name, args, match, end)

    def _output(self, match: re.Match[str], end: int) -> int:
        """Write an expression: a text, a function of Zola, or a variable, whose value is not known."""
        said = match["expression"]
        if literal := _LITERAL.fullmatch(said):
            known = "date" not in literal[3]
            self._note("template variable", "", match.start(), known=known)
            self._write((literal[1] or literal[2] or "") if known else "", match)
        elif function := _FUNCTION.fullmatch(said):
            return self._call("Zola shortcode", function[1].rpartition(":")[2], function[2], match, end)
        elif variable := _VARIABLE.fullmatch(said):
            known = _EMPTY_VARIABLE.fullmatch(variable[1]) is not None
            self._note("template variable", variable[1], match.start(), known=known)
            mark = self._line_before(match)
            if _HEADING.fullmatch(mark) and not self.text[match.end() :].partition("\n")[0].strip():
                self.out[-1] = self.out[-1].removesuffix(mark)  # a heading of nothing
            self._write("", match)
        else:
            self._note("template variable", "", match.start(), known=False)
            is_code = self._address() or said.lstrip("{ ")[:1] in ("#", "/", ">", "^", "!", "&")
            self._write("" if is_code else said.strip("{} \n").replace("{", "\\{"), match)
        return match.end()

    def _shortcode(self, match: re.Match[str], end: int) -> str | int:
        """Write a shortcode of WordPress; other words in brackets stay."""
        name, args = match["name"], match["args"].rstrip().removesuffix("/")
        args = f" {args[1:]}" if args.startswith("=") else args
        word = re.escape(name)
        pair = rf"\[{word}(?=[\s\]])", rf"\[/{word}\]"
        is_pair = not args.strip() and match.start() in self._find_pairs(*pair)
        if not (match["close"] or is_pair or is_shortcode(name, args)):
            self.out.append("[")
            return match.start() + 1
        if match["double"]:  # shown as written, such as in an article about shortcodes
            return "\\" + match[0][1:-1]
        if match["close"]:
            return ""
        return self._call("WordPress shortcode", name, args, match, end, pair)

    def _attributes(self, match: re.Match[str], _end: int) -> str | int:
        """Drop a list of attributes; the id of a heading stays."""
        said = match["ial"] or match["attributes"] or ""
        if said == "comment" and (stop := self.text.find("{:/", match.end())) >= 0:
            self._note("attribute list", "", match.start(), known=True)
            return stop
        if said.strip() == "toc":  # in Kramdown it replaces the list above it
            self.out[:] = [_LAST_ITEM.sub("", "".join(self.out))]
        found = re.search(r"#([^\s{}\"'<>]+)", said)
        start = self.text.rfind("\n", 0, match.start()) + 1
        if found and re.match(r" {0,3}#{1,6}[ \t]", self.text[start : match.start()]):
            self.out.append(f" {{#{found[1]}}}")
        elif found and match["attributes"] and self.text[match.end() : match.end() + 1] not in ("", "\n"):
            return match[0]
        return self._drop("attribute list", "", match)

    def _container(self, match: re.Match[str], _end: int) -> str:
        """Write a box between lines of colons as its title and its text."""
        self._note("container", "", match.start(), known=True)
        words = match["title"].strip()
        words = re.sub(r"\A\{[^{}]*\}|\A[\w-]+", "", words, count=1).strip(" :[]")
        words = re.sub(r"\{[^{}]*\}", "", words).strip()
        return f"\n{match['margin']}**{escape_words(words)}**\n\n" if words and words != "…" else "\n"

    def _block(self, match: re.Match[str], end: int) -> str | int:
        """Write an HTML element with Markdown inside, as in Kramdown and PHP Markdown Extra."""
        self._note("Markdown attribute", match["block"], match.start(), known=True)
        tag = f"<{match['block']}{match['before']}{match['behind']}>"
        word = match["block"]
        found = self._find_pairs(rf"<{word}\b", rf"</{word}\s*>").get(match.start())
        if found is None or found[1] > end or self.depth > _DEEPEST:
            return tag
        inner = self._read_inside(match.end(), found[0]).strip("\n")
        self.out.append(f"{tag}\n\n{inner}\n\n{self.text[found[0] : found[1]]}{self._separate(found[1])}")
        return found[1]

    def _read_inside(self, start: int, end: int) -> str:
        """Translate what is inside an element as if no HTML were around it."""
        html, self.html = self.html, []
        inner = textwrap.dedent(self.read(start, end))
        self.html = html
        return inner

    def _center(self, match: re.Match[str], end: int) -> str | int:
        """Drop the tags around centred text at the start of a line, so that its Markdown is read."""
        found = self._find_pairs(r"<center\b", r"</center\s*>").get(match.start())
        place = bisect_left(self.html, (match.start() + 1, 0)) - 1
        is_start = place >= 0 and not self.text[self.html[place][0] : match.start()].strip()
        if found is None or found[1] > end or self.depth > _DEEPEST or not is_start:
            return match[0]
        inner = self._read_inside(match.end(), found[0]).strip()
        self.out.append(inner + self._separate(found[1]))
        return found[1]

    def _alert(self, match: re.Match[str], _end: int) -> str:
        """Write the first line of an alert, as in GitHub and Obsidian, as a title."""
        self._note("alert", match["mood"].lower(), match.start(), known=True)
        title = match["heading"].strip() or match["mood"].capitalize()
        return f"{match['quote']}**{escape_words(title)}**\n{match['quote']}"

    def _boxed(self, match: re.Match[str], _end: int) -> str:
        """Write a box of Python-Markdown as its title and its text."""
        self._note("admonition", match["sort"].lower(), match.start(), known=True)
        title = match["sort"].capitalize() if match["caption"] is None else match["caption"]
        text = textwrap.dedent(match["contents"].expandtabs(4)).strip("\n")
        inner, _ = translate_template_code(text, self.parser) if has_template_code(text) else (text, ())
        box = (f"**{escape_words(title)}**\n\n" if title else "") + f"{inner}\n\n"
        return textwrap.indent(box, match["inset"])

    def _pelican(self, match: re.Match[str], _end: int) -> str:
        """Write Pelican's link to a file as a link to a record, or to a file."""
        scheme = match["scheme"] or match["old"]
        self._note("Pelican link", scheme, match.start(), known=True)
        file = re.match(r"[^)\s\"'<>#?]*", self.text[match.end() : match.end() + _MOST])
        suffix = re.search(r"\.(?!md|markdown|rst|html?\b|txt)\w+\Z", file[0]) if file else None
        is_file = scheme in ("static", "attach") or (scheme == "filename" and suffix)
        return "" if is_file else REFERENCE

    def _embed(self, match: re.Match[str], _end: int) -> int:
        """Write an embedded page of Hashnode as a link."""
        self._note("embedded page", "", match.start(), known=True)
        self._write(write_link(match["address"], ""), match)
        return match.end()

    def _component(self, match: re.Match[str], end: int) -> str | int:
        """Write a component of MDX as the shortcode of its name; of an unknown one only the inner text is left."""
        name, props = match["component"], match["props"]
        is_picture = "src=" in props and name in ("Figure", "Image")
        closing = rf"</{re.escape(name)}\s*>"
        if is_html_name(name) and not is_picture:
            return match[0]
        if not (match["single"] or "=" in props or self._find_all(closing)):
            return match[0]
        pair = None if match["single"] else (rf"<{re.escape(name)}(?![\w.])", closing)
        props = re.sub(r"=\{\s*[\"'`]?([^{}\"'`]*)[\"'`]?\s*\}", r'="\1"', props)
        return self._call("MDX component", name, props, match, end, pair)

    def _repair(self, match: re.Match[str], _end: int) -> str:
        """Repair a tag that a browser would read and Markdown would not, such as one with a quotation mark too many."""
        if match["element"].lower() not in (*ELEMENTS, "font", "iframe"):
            return match[0]
        given = read_attributes(match["inside"]).items()
        written = "".join(
            f' {name}="{escape(value)}"' for name, value in given if re.fullmatch(r"[a-z][\w:-]*", name)
        )
        return f"<{match['element']}{written}>"

    def _call(
        self,
        kind: str,
        name: str,
        args: str,
        match: re.Match[str],
        end: int,
        pair: tuple[str, str] | None = None,
    ) -> int:
        """Write a call; return the offset after it, and after its closing tag if its writer knows what to do with it.

        Name and arguments are as written; `kind` is system and form, for the report. `pair` has the patterns of the tags that
        open and close such a call; None if it is never closed.
        """
        names = split_name(_CAMEL.sub("_", name).lower())
        write = None if name.lower() in _CONTROL else find_shortcode_converter(names)
        inner_end, after = match.end(), match.end()
        if write and pair and self.depth <= _DEEPEST:
            found = self._find_pairs(*pair).get(match.start())
            if found and found[0] >= after and found[1] <= end:
                inner_end, after = found
        read = cache(partial(self.read, match.end(), inner_end))
        values, named = read_arguments(args)
        call = Shortcode(names, args, values, named, read, lambda: self.text[match.end() : inner_end])
        text = write(call) if write else convert_unknown_picture_shortcode(call)
        self._note(kind, name, match.start(), known=text is not None)
        self._write(read() if text is None else text, match, block=write in BLOCKS, after=after)
        return after

    def _address(self) -> re.Match[str] | None:
        """Match the start of a link's or picture's address before the current place; None if it is in the text."""
        return _IN_ADDRESS.search("".join(self.out[-6:])[-600:])

    def _write(self, text: str, match: re.Match[str], *, block: bool = False, after: int = 0) -> None:
        """Write a translated piece: in an address only an address, a block on lines of its own."""
        after = after or match.end()
        if address := self._address():
            self._write_address(text, address["before"], after)
            return
        if text.strip() and self._is_in_html(match.start()):
            self.out.append(self.parser.write_html(text))
            return
        if not block or ("\n" not in text and text[:1] != ">"):
            is_html = text.lstrip().startswith("<") and not self._line_before(match).strip()
            if text.startswith("![") and self.text[after : after + 1].isalnum():
                text += " "  # the words that may stand in its place are not those of the text
            self.out.append(text.lstrip() + self._separate(after) if is_html else text)
            return
        indent = self._line_before(match)
        alone = not indent.strip()
        lead = re.match(r"[ \t]*(?:[-+*]|\d{1,9}[.)])?[ \t]*", indent)
        margin = " " * len(lead[0].expandtabs(4)) if lead and (alone or lead[0].strip()) else ""
        first, *others = text.lstrip(" \t").split("\n")
        if text.startswith(("```", "~~~")) and alone:
            others = [*others[:-1], margin + others[-1]]
        else:
            others = [
                margin + line if line.strip() and not line.startswith(margin) else line for line in others
            ]
        before = "" if alone or (lead and lead[0] == indent) else "\n\n"
        self.out.append(before + "\n".join([first, *others]) + self._separate(after))

    def _line_before(self, match: re.Match[str]) -> str:
        """Return the text before a match on its line."""
        return self.text[self.text.rfind("\n", 0, match.start()) + 1 : match.start()]

    def _separate(self, after: int) -> str:
        """Return the line ends that must follow a block, so that a blank line separates it from the text after it."""
        rest = self.text[after : after + 200].lstrip(" \t")
        if not rest.startswith("\n"):
            return "\n\n" if rest else ""
        return "" if not rest.strip() or rest[1:].lstrip(" \t").startswith("\n") else "\n"

    def _is_in_html(self, offset: int) -> bool:
        """True in a block of HTML, where Markdown is not read."""
        place = bisect_left(self.html, (offset + 1, 0)) - 1
        return place >= 0 and self.html[place][0] < offset < self.html[place][1]

    def _write_address(self, text: str, before: str, after: int) -> None:
        """Write a piece that is, or is part of, the target of a link."""
        link = re.search(r"\]\(([^()\s]+)", text)
        target = link[1] if link else write_address(text) if text and "\n" not in text else ""
        if target.startswith(REFERENCE):
            tail = "".join(self.out)
            self.out[:] = [tail[: len(tail) - len(before)] if before else tail, target]
        elif target or before or self.text[after : after + 1] not in (")", '"', "'", ">", " ", "\n", ""):
            self.out.append(target)
        else:
            self.out.append(REFERENCE)
        if self._address_is_of_link():
            rest = self.text[after : after + 80]
            if rest[:1] in ('"', "'"):
                self.out.append(" ")
            elif not re.match(r"[^\s.,]|\s*[)\"'(]", rest):  # the author forgot to close the link
                self.out.append(")")

    def _address_is_of_link(self) -> bool:
        """True if the current place is in the address of a link in Markdown."""
        return re.search(r"\]\([^\s()]*\Z", "".join(self.out[-6:])[-600:]) is not None

    def _note(self, kind: str, name: str, offset: int, *, known: bool) -> None:
        self.pieces.append(TemplateCodePiece(kind, name, offset, known))

    def _find_pairs(self, opening: str, closing: str) -> dict[int, tuple[int, int]]:
        """Find where each opening tag is closed, by its start; a closing tag closes the last open one."""
        if closing not in self.pairs:
            tags = re.compile(rf"(?<!\\)(?:(?P<closing>{closing})|{opening})")
            found: dict[int, tuple[int, int]] = {}
            opened: list[int] = []
            for tag in tags.finditer(self.text):
                if tag["closing"] is None:
                    opened.append(tag.start())
                elif opened:
                    found[opened.pop()] = tag.span()
            self.pairs[closing] = found
        return self.pairs[closing]

    def _find_all(self, pattern: str) -> list[tuple[int, int]]:
        """Find all matches of a pattern in the text, once."""
        if pattern not in self.ends:
            self.ends[pattern] = [found.span() for found in re.finditer(pattern, self.text)]
        return self.ends[pattern]


_HANDLERS: Mapping[str, Callable[[_Translator, re.Match[str], int], str | int]] = {
    "escape": _Translator._keep,
    "role": _Translator._role,
    "ticks": _Translator._keep_ticks,
    "math": _Translator._keep_math,
    "code": _Translator._keep_code,
    "block": _Translator._block,
    "center": _Translator._center,
    "module": lambda self, match, _end: self._drop("MDX statement", match[0].split()[0], match),
    "component": _Translator._component,
    "pelican": _Translator._pelican,
    "alert": _Translator._alert,
    "boxed": _Translator._boxed,
    "abbreviation": lambda self, match, _end: self._drop("abbreviation", "", match),
    "embed": _Translator._embed,
    "comment": _Translator._drop_comment,
    "hugo": _Translator._hugo,
    "tag": _Translator._liquid,
    "note": lambda _self, _match, _end: "",
    "output": _Translator._output,
    "list": _Translator._attributes,
    "wp": _Translator._shortcode,
    "container": _Translator._container,
    "zola": lambda _self, _match, _end: f"]({REFERENCE}",  # a link to a record
    "office": lambda _self, _match, _end: "",
    "broken": _Translator._repair,
    "entity": lambda _self, _match, _end: "&",  # it was escaped twice
}
"""For each form of template code the function that returns what it becomes, or the offset after what it wrote itself."""

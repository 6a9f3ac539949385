"""HTML in texts: the one place that says what is kept, what is replaced and what is dropped; docs/formats.md explains it.

Two steps. `apply_html_policy`, a rule of the parser, turns each tag of a text into a tag of `ELEMENTS` with only the attributes
named there, into a link or a picture of the text, or into nothing. `sanitize` then cleans the whole page with nh3, which
reads HTML as browsers do. Words stay in both steps.

Source: HTML §4 (the elements), §16.2 (obsolete elements).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, MutableMapping
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any, Final

from newsgen.model import REFERENCE

if TYPE_CHECKING:
    import nh3
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "ftp", "geo"})
"""Schemes of links; a link with another scheme is shown as the text that was typed."""

GENERAL: Final = frozenset({"dir", "id", "lang", "title"})
"""Attributes that every element may have."""

_NONE: Final = frozenset[str]()
_CELL: Final = frozenset({"colspan", "rowspan", "scope"})
ELEMENTS: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(
        "abbr b bdi bdo blockquote br caption cite code colgroup dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5"
        " h6 hr i ins kbd mark p pre q rp rt ruby s samp small span strong sub summary sup table tbody tfoot thead tr u ul"
        " var wbr".split(),
        _NONE,
    ),
    "a": frozenset({"href"}),
    "col": frozenset({"span"}),
    "data": frozenset({"value"}),
    "details": frozenset({"open"}),
    "img": frozenset({"alt", "src"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"reversed", "start"}),
    "td": _CELL,
    "th": _CELL,
    "time": frozenset({"datetime"}),
}  # fmt: skip
"""The allow-list: each element that a text may have, and its attributes besides `GENERAL`."""

REPLACED: Final = {
    **dict.fromkeys(
        "address article aside center dialog dir fieldset footer form frameset header hgroup legend main menu nav noscript option"
        " optgroup search section select".split(),
        "div",
    ),
    "acronym": "abbr",
    "big": "strong",
    "listing": "pre",
    "strike": "s",
    "tt": "code",
    "xmp": "pre",
}
"""Elements that become others; what they say about the layout is dropped."""

EMBEDS: Final = {"audio": "src", "embed": "src", "iframe": "src", "object": "data", "video": "src"}
"""Elements that become a link to what they embed, and the attribute with its address."""

WITHOUT_WORDS: Final = frozenset({"script", "style", "svg", "template"})
"""Elements that are dropped with their contents, which are no words."""

_DROPPED: Final = frozenset(
    "applet area base basefont bgsound blink body button canvas datalist font frame head html image input isindex keygen label"
    " link map marquee math meta meter multicol nobr noembed noframes output param picture plaintext progress rb rtc slot source"
    " spacer textarea title track".split()
)
"""Elements whose tags are dropped; a tag with a name that is in no list is shown as it was typed, such as `<your name>`."""

_BLOCKS: Final = frozenset(
    "blockquote br caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary table tbody td"
    " tfoot th thead tr ul".split()
)
"""Elements that separate words."""
_VOID: Final = frozenset({"br", "col", "hr", "img", "wbr"})

_ATTRIBUTES = r"""(?:[^"'<>]|"[^"]*"|'[^']*'){0,5000}"""
_PIECE = re.compile(
    rf"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)|<(?P<close>/?)(?P<name>[A-Za-z][^\s/<>\"']*)(?P<attributes>{_ATTRIBUTES})>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?""")
_CLOSER = re.compile(r"</([A-Za-z][^\s/<>\"']*)\s*>")
_ID = re.compile(r"(?!p\d+\Z|fn|main\Z)[^\s{}\"'<>]+")
_EMPTY = re.compile(r"<p>\s*</p>\n?")
_LINK_TO_RECORD = re.compile(rf"\[(?P<words>[^\[\]]*)\]\((?P<target>{REFERENCE}[^\s()]*)[^()]*\)")

_WORDLESS = "|".join(sorted(WITHOUT_WORDS))
_WORDLESS_TAG = re.compile(rf"<(?:/(?P<end>{_WORDLESS})\s*>|(?:{_WORDLESS})\b)", re.IGNORECASE)


@cache
def _compile_markdown_tag(wordless: str) -> re.Pattern[str]:
    """Compile the pattern of code, comments and tags in Markdown, and of whole elements of which the names are given."""
    return re.compile(
        rf"(?P<code>(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=ticks)(?!`))"
        rf"|<!--.*?(?:-->|\Z)"
        rf"|<(?P<silent>{wordless})\b.*?</(?P=silent)\s*>"
        rf"|(?<!\\)<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)(?=[\s/>])(?P<attributes>{_ATTRIBUTES})>",
        re.DOTALL | re.IGNORECASE,
    )


_MARKDOWN_TAG = _compile_markdown_tag(_WORDLESS)


def _replace_tags(replace: Callable[[re.Match[str]], str], markdown: str) -> str:
    """Replace what `_MARKDOWN_TAG` matches, in linear time: no element is looked for after the last end tag of its name."""
    tags = list(_WORDLESS_TAG.finditer(markdown))
    if not tags:
        return _MARKDOWN_TAG.sub(replace, markdown)
    ends = {tag["end"].lower(): tag.start() for tag in tags if tag["end"]}
    parts: list[str] = []
    at = 0
    for stop in (*sorted(ends.values()), len(markdown)):
        names = "|".join(sorted(name for name, end in ends.items() if end >= stop)) or "(?!)"
        while (found := _compile_markdown_tag(names).search(markdown, at)) and found.start() < stop:
            parts += markdown[at : found.start()], replace(found)
            at = found.end()
        if at < stop:
            parts.append(markdown[at:stop])
            at = stop
    return "".join(parts)


class _Replacer:
    """Turns the tags of one text into tokens."""

    def __init__(self, source: str, make: Callable[..., Token], parser: StateCore) -> None:
        self.closers = {name.lower() for name in _CLOSER.findall(source)}
        self.make, self.parser = make, parser
        self.dropped: list[str] = []
        self.skipped = ""
        """Name of the element whose contents are skipped; '' for none."""
        self.wants_source = False
        """True in a video or audio without an address of its own."""

    def read(self, html: str) -> Iterator[Token]:
        """Yield tokens for a piece of HTML."""
        at = 0
        while at < len(html):
            if self.skipped:
                end = re.compile(rf"</{self.skipped}\s*>", re.IGNORECASE).search(html, at)
                at = end.end() if end else len(html)
                self.skipped = "" if end else self.skipped
                continue
            match = _PIECE.search(html, at)
            yield from self._text(html[at : match.start() if match else len(html)])
            if match and match["name"]:
                yield from self._tag(match)
            at = match.end() if match else len(html)

    def _text(self, words: str) -> Iterator[Token]:
        at = 0
        # Markdown in a block of HTML is not read, but references are.
        for found in _LINK_TO_RECORD.finditer(words):
            yield self._new("text", unescape(words[at : found.start()]))
            yield from self._link({"href": found["target"]})
            yield self._new("text", unescape(found["words"]))
            yield self._new("link_close", tag="a", nesting=-1)
            at = found.end()
        if words[at:]:
            yield self._new("text", unescape(words[at:]))

    def _tag(self, match: re.Match[str]) -> Iterator[Token]:
        name, is_close = match["name"].lower(), bool(match["close"])
        attributes = {} if is_close else read_attributes(match["attributes"])
        if name in WITHOUT_WORDS or name in EMBEDS or name == "source":
            yield from self._embed(name, is_close, attributes)
        elif name == "a" and is_close:
            yield self._new("link_close", tag="a", nesting=-1)
        elif name == "a" and "href" in attributes:
            yield from self._link(attributes)
        elif name == "img":
            yield from self._picture(attributes)
        elif (shown := REPLACED.get(name, name)) in ELEMENTS:
            self._count(name)
            yield self._new("html_inline", _write_tag(shown, is_close, attributes), tag=shown)
        elif name in _DROPPED or is_component_name(match, self.closers):
            self._count(name)
        else:
            yield self._new("text", match[0])

    def _count(self, name: str) -> None:
        if name not in ELEMENTS:
            self.dropped.append(name)

    def _embed(self, name: str, is_close: bool, attributes: Mapping[str, str]) -> Iterator[Token]:
        if is_close:
            self.wants_source = False
            return
        address = attributes.get(EMBEDS.get(name, "src" if self.wants_source else ""), "").strip()
        self._count(name)
        if name in EMBEDS or address:
            self.wants_source = name in ("audio", "video", "object") and not address
        if address and name not in WITHOUT_WORDS:
            address = f"https:{address}" if address.startswith("//") else address
            yield from self._link({"href": address})
            words = attributes.get("title", "").strip() or address.partition("://")[2] or address
            yield self._new("text", words)
            yield self._new("link_close", tag="a", nesting=-1)
            yield self._new("text", " ")
        if name in (*WITHOUT_WORDS, "iframe") and name in self.closers:
            self.skipped = name

    def _link(self, attributes: Mapping[str, str]) -> Iterator[Token]:
        href = self.parser.md.normalizeLink(attributes["href"].strip())
        kept = {"href": REFERENCE}
        if self.parser.md.validateLink(href):
            kept = {"href": href}
            kept |= {name: attributes[name] for name in ("title", "lang") if attributes.get(name)}
        yield self._new("link_open", tag="a", nesting=1, attrs=kept)

    def _picture(self, attributes: Mapping[str, str]) -> Iterator[Token]:
        alt, src = attributes.get("alt", ""), self.parser.md.normalizeLink(attributes.get("src", "").strip())
        if not src or not self.parser.md.validateLink(src):
            yield from [self._new("text", alt)] if alt else ()
            return
        title = {"title": attributes["title"]} if attributes.get("title") else {}
        words = [self._new("text", alt)]
        image = self._new("image", alt, tag="img", attrs={"src": src, "alt": "", **title}, children=words)
        image.meta = {"html": True}
        yield image

    def _new(
        self,
        kind: str,
        content: str = "",
        *,
        tag: str = "",
        nesting: int = 0,
        attrs: Mapping[str, str] | None = None,
        children: list[Token] | None = None,
    ) -> Token:
        token = self.make(kind, tag, nesting)
        token.content, token.children = content, children
        token.attrs = dict(attrs or {})
        return token


def apply_html_policy(state: StateCore) -> None:
    """Replace the HTML of a parsed text by tokens that this policy allows; a rule of the parser."""
    if "<" not in state.src:
        return
    from markdown_it.token import Token

    replacer = _Replacer(state.src, Token, state)
    tokens: list[Token] = []
    for token in state.tokens:
        if token.type == "html_block":
            tokens += _make_block(list(replacer.read(token.content)), token)
            state.env["html"] = True
            continue
        if token.children and any(child.type in ("html_inline", "image") for child in token.children):
            token.children = list(_replace_children(token.children, replacer, state.env))
        elif replacer.skipped and token.children:
            token.children = []
        tokens.append(token)
    state.tokens = tokens
    state.env["dropped"] = replacer.dropped


def _replace_children(
    children: list[Token], replacer: _Replacer, env: MutableMapping[str, Any]
) -> Iterator[Token]:
    """Replace HTML among inline tokens; in a picture's alternative text only words are left of it."""
    for child in children:
        if child.type == "html_inline":
            env["html"] = True
            yield from replacer.read(child.content)
        elif not replacer.skipped:
            if child.type == "image" and child.children:
                words = _replace_children(child.children, replacer, {})
                child.children = [word for word in words if word.type != "html_inline"]
            yield child


def _make_block(children: list[Token], block: Token) -> list[Token]:
    """Make the tokens of an HTML block; one with only pictures is a paragraph, as in Markdown."""
    inline = block.copy(type="inline", content="", children=children)
    shown = [child for child in children if child.type != "text" or child.content.strip()]
    if not shown or any(child.type != "image" for child in shown):
        return [inline]
    inline.children = shown
    opening = block.copy(type="paragraph_open", tag="p", nesting=1, content="")
    return [opening, inline, block.copy(type="paragraph_close", tag="p", nesting=-1, content="")]


def is_component_name(match: re.Match[str], closers: Container[str]) -> bool:
    """True if a tag with an unknown name is markup: a component such as `<my-box>` or `<Video id="1" />`, or one of a pair."""
    name = match["name"]
    if match["close"] or "-" in name or ":" in name or name.lower() in closers or "=" in match["attributes"]:
        return True
    return name[:1].isupper() and match["attributes"].rstrip().endswith("/")


def is_html_name(name: str) -> bool:
    """True for the name of an element of HTML, now or formerly."""
    name = name.lower()
    return any(name in names for names in (ELEMENTS, REPLACED, EMBEDS, WITHOUT_WORDS, _DROPPED))


def read_attributes(written: str) -> dict[str, str]:
    """Read the attributes of a tag, with decoded values; the first of a name counts."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(written):
        found.setdefault(name.lower(), unescape("".join(values)))
    return found


def _write_tag(name: str, is_close: bool, attributes: Mapping[str, str]) -> str:
    """Write a tag of `ELEMENTS` with the attributes that it may have."""
    if is_close:
        return "" if name in _VOID else f"</{name}>"
    kept = {key: attributes[key] for key in attributes if key in GENERAL or key in ELEMENTS[name]}
    if name == "a" and not kept.get("id") and attributes.get("name"):
        kept["id"] = attributes["name"]
    if not is_usable_id(kept.get("id", "")):
        kept.pop("id", None)
    if name == "figure":
        kept = {"class": "picture", **kept}
    written = "".join(f' {key}="{escape(value)}"' for key, value in kept.items())
    return f"<{name}{written}>"


def is_usable_id(name: str) -> bool:
    """True if a text may give an element this id; the others are the page's own, such as p1 and fn1."""
    return _ID.fullmatch(name) is not None


def separates_words(token: Token) -> bool:
    """True if a token of `apply_html_policy` separates words."""
    return token.type == "html_inline" and token.tag in _BLOCKS


def sanitize(html: str) -> str:
    """Clean a rendered text: only elements of `ELEMENTS`, each of them closed, and nothing that a browser would run."""
    return _EMPTY.sub("", str(_cleaner().clean(html)))


@cache
def _cleaner() -> nh3.Cleaner:
    """Make the cleaner; besides the attributes of texts it keeps those that newsgen writes itself."""
    import nh3

    own = {
        "a": {"role"},
        "div": {"role"},
        "img": {"decoding", "fetchpriority", "height", "loading", "sizes", "srcset", "width"},
        "td": {"style"},
        "th": {"style"},
    }
    return nh3.Cleaner(
        tags=set(ELEMENTS),
        clean_content_tags={"script", "style"},
        attributes={
            "*": {*GENERAL, "class"},
            **{name: {*wanted, *own.get(name, ())} for name, wanted in ELEMENTS.items()},
        },
        filter_style_properties={"text-align"},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_TWICE = re.compile(r"&amp;(?=#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});)")
_LINE_TAG = re.compile(
    r"<!--.*?-->|<(?P<close>/?)(?P<name>a|abbr|b|big|br|cite|code|del|em|font|i|ins|mark|q|s|small|span|strong|sub|sup|tt|u|wbr)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)


def strip_line_html(text: str) -> str:
    """Decode the entities of a line such as a title, and remove pairs of tags and comments; a line of nothing else stays."""
    if "&" not in text and "<" not in text:
        return text
    tags = {(tag["close"], (tag["name"] or "").lower()) for tag in _LINE_TAG.finditer(text)}

    def replace(tag: re.Match[str]) -> str:
        name = (tag["name"] or "").lower()
        if name in _VOID:
            return " "
        return "" if not name or {("", name), ("/", name)} <= tags else tag[0]

    def decode(entity: re.Match[str]) -> str:
        character = unescape(entity[0])
        return " " if character.isspace() else character

    plain = _ENTITY.sub(decode, _TWICE.sub("&", _LINE_TAG.sub(replace, text)))
    return plain.strip(" ") or text if plain != text else text


def escape_line_html(text: str) -> str:
    """Write a line so that `strip_line_html` returns it as it is."""
    return text if strip_line_html(text) == text else text.replace("&", "&#38;").replace("<", "&#60;")


def may_drop_elements(markdown: str) -> bool:
    """True if a text may have HTML that is not shown as it was written."""
    return "<" in markdown and any(name.lower() not in ELEMENTS for name in _NAMES.findall(markdown))


_NAMES = re.compile(r"(?<!\\)</?(?!https?:|mailto:)([A-Za-z][\w:-]*)(?=[\s/>])")


def remove_html(markdown: str) -> str:
    """Remove comments and known tags from Markdown, for excerpts; code and other words stay."""
    closers = {name.lower() for name in _CLOSER.findall(markdown)}

    def replace(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        name = (match["name"] or "").lower()
        if not name:
            return ""
        if not is_html_name(name) and not is_component_name(match, closers):
            return match[0]
        return "\n" if REPLACED.get(name, name) in _BLOCKS else ""

    return _replace_tags(replace, markdown)


def remove_wordless(markdown: str) -> str:
    """Remove elements without words, such as scripts, from Markdown that other programs will read; code stays."""
    return _replace_tags(lambda match: "" if match["silent"] else match[0], markdown)


_TAG = re.compile(r"<[^>]*>")
_BARE = re.compile(r'://(?<!"http://)(?<!"https://)(?<!"ftp://)')
"""An address that does not begin an attribute."""
_ADDRESS = re.compile(
    r"\b(?:https?|ftp)://(?:[^\s<>&\"'`{}|\\^\[\]“”«»\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]|&amp;)+"
)
_CLOSED = re.compile(r"(</?)(a|code|pre)\b")


def link_addresses(html: str) -> str:
    """Turn bare addresses into links, in rendered HTML; only where `://` is, and not in links and code.

    Source: GitHub Flavored Markdown 0.29 §6.9, for the marks at the end that are not part of an address.
    """
    if _BARE.search(html) is None:
        return html
    parts: list[str] = []
    at = depth = 0
    for tag in _TAG.finditer(html):
        words = html[at : tag.start()]
        parts += (_ADDRESS.sub(_make_link, words) if not depth and "://" in words else words, tag[0])
        at = tag.end()
        if match := _CLOSED.match(tag[0]):
            depth += 1 if match[1] == "<" else -1
    words = html[at:]
    return "".join((*parts, _ADDRESS.sub(_make_link, words) if not depth else words))


def _make_link(match: re.Match[str]) -> str:
    """Write a link to an address; marks at its end stay outside."""
    written = match[0].replace("&amp;", "&")
    address, before = written, ""
    while address != before:
        before = address
        address = address.rstrip("?!.,:;&*_~")
        if address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1]
    if "://" not in address:
        return match[0]
    shown = escape(address, quote=False)
    return f'<a href="{shown}">{shown}</a>{escape(written[len(address) :], quote=False)}'

"""The table of shortcodes and tags of other generators, and what each becomes in Markdown.

A name counts in all systems alike: `{{< figure >}}` (Hugo), `{% figure %}` and `{% include figure.html %}` (Jekyll, Eleventy),
`{{ figure() }}` (Zola) and `[figure]` (WordPress).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from html import unescape
from urllib.parse import quote

import msgspec

from newsgen.markdown.html import read_attributes, remove_html
from newsgen.model import REFERENCE


class Shortcode(msgspec.Struct, frozen=True):
    """A shortcode or tag with its arguments."""

    names: tuple[str, ...]
    """Its name in lower case, then the parts of the name from the last to the first."""
    written: str
    """Its arguments as written."""
    values: list[str]
    """Arguments without a name."""
    named: dict[str, str]
    """Arguments with a name, in lower case."""
    inner: Callable[[], str]
    """Returns the translated text up to its closing tag, '' if it has none."""
    raw: Callable[[], str]
    """Returns the same text as written."""

    def find(self, *keys: str) -> str:
        """Return the first of some named arguments that is not empty; ''."""
        return next((self.named[key] for key in keys if self.named.get(key)), "")

    def first(self) -> str:
        """Return the first argument without a name; ''."""
        return next(iter(self.values), "")


Write = Callable[[Shortcode], str | None]
"""Writes a call as Markdown; None if it does not know how, and then only the inner text is shown."""

_PICTURE_FILE = re.compile(
    r"[^\s?#]+\.(?:avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)(?:[?#]\S*)?", re.IGNORECASE
)
_MEDIA_FILE = re.compile(
    r"[^\s?#]+\.(?:aac|flac|m4a|m4v|mov|mp3|mp4|oga|ogg|ogv|opus|wav|webm)", re.IGNORECASE
)
_WEB = re.compile(r"(?:https?:)?//\S+|mailto:\S+", re.IGNORECASE)
_SIZE = re.compile(
    r"[\d.]+(?:px|%|r?em|vw)?|\d*x\d*|auto|true|false|left|right|center|fit|fill|resize|crop", re.IGNORECASE
)
"""An argument of a picture that is no alternative text."""
_SOURCES = tuple("src url image img file path image_path filename source link href large u".split())
_MEDIA_SOURCES = tuple("url src link href mp4 mp3 m4a ogg webm file source path filepath".split())
_IDS = ("id", "video", "videoid", "video_id", "v", "key", "code", "name")
"""Arguments with an address, and with an identifier, in the order in which they count."""
_WORD = re.compile(r"[\w./@-]+")
"""An argument that can be part of an address, such as the id of a film."""
_TITLES = ("title", "summary", "heading", "label", "name", "header", "caption")
_CREDITS = ("attr", "credit", "attribution", "copyright", "photographer", "source_name")


def escape_words(text: str) -> str:
    """Write words as Markdown that shows them, on one line; HTML in them is removed."""
    return re.sub(r"([\\`*_\[\]<{])", r"\\\1", _plain_words(text))


def _plain_words(text: str) -> str:
    """Return words on one line, without HTML."""
    return " ".join(unescape(remove_html(text)).split())


def write_address(address: str) -> str:
    """Write an address as the target of a link."""
    return quote(unescape(address).strip(), safe="/:?#[]@!$&'*+,;=%~.-_|")


def _picture(call: Shortcode) -> str | None:
    """Write a picture, with alt, caption and credit; None if there is no picture's address."""
    if not call.written.strip() and (named := read_arguments(call.raw())[1]).keys() & set(_SOURCES):
        call = msgspec.structs.replace(call, named=named, inner=str)  # its arguments are the text inside
    src = call.find(*_SOURCES)
    if not src or (not _PICTURE_FILE.search(src) and "src" not in call.named):
        src = next(filter(_PICTURE_FILE.fullmatch, (*call.values, *call.named.values())), "")
    src = src or next(filter(_PICTURE_FILE.fullmatch, call.written.split()), "")
    src = src or next((value for value in call.values if "/" in value and _WORD.fullmatch(value)), "")
    src = src.removeprefix("@") if src.startswith("@/") else src  # Zola's, below content/
    if not src:
        return None
    at = call.values.index(src) + 1 if src in call.values else 0
    rest = [
        value
        for value in call.values[at:]
        if value and value not in src and not _SIZE.fullmatch(value) and value[:2] != "--"
    ]
    if rest and not re.search("[\"'“`]", call.written):  # words without quotation marks, as in Octopress
        rest = [" ".join(rest)]
    inner = " ".join(call.inner().split())
    caption = call.find("caption", "title", "description", "text") or inner
    alt = call.find("alt", "alttext", "alt_text") or (rest[0] if rest else "")
    return write_markdown_picture(src, alt, caption, call.find(*_CREDITS))


def write_markdown_picture(src: str, alt: str, caption: str, credit: str = "") -> str:
    """Write a picture in Markdown."""
    words = " | ".join(filter(None, [_plain_words(_remove_markup(text)) for text in (caption, credit)]))
    if credit and not caption:
        words = f" | {words}"
    title = words.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\<").replace("&", "&amp;")
    return f"![{escape_words(alt)}]({write_address(src)}" + (f' "{title}")' if words else ")")


_MARKUP = re.compile(
    r"!?\[(?P<link>[^\[\]]*)\]\([^()\s]*\)|(?P<mark>\*{1,3}|`+|(?<!\w)_{1,2})(?=\S)(?P<words>[^*`]*?\S)(?P=mark)(?!\w)"
)
"""A link, emphasis or code in the caption of a picture, which has no markup in Markdown."""


def _remove_markup(words: str) -> str:
    return _MARKUP.sub(lambda found: found["link"] or found["words"] or "", words)


def write_link(address: str, words: str) -> str:
    """Write a link in Markdown; without words the address is shown."""
    address = f"https:{address}" if address.startswith("//") else address
    shown = escape_words(words) or re.sub(
        r"([\\`*_\[\]<])", r"\\\1", re.sub(r"\A(?:https?://(?:www\.)?|mailto:)", "", address)
    )
    return f"[{shown}]({write_address(address)})"


def _link(call: Shortcode) -> str | None:
    """Write a link to a page on the web, or only its words; None if it has neither."""
    words = call.find("text", "title", "label", "name", "content", "caption", "alt", "cta") or call.inner()
    values = [call.find("url", "href", "link", "src", "address", "to", "button_url"), *call.values]
    address = next((value for value in values if _WEB.fullmatch(value)), "")
    others = [value for value in call.values if value != address and not _WEB.fullmatch(value)]
    words = words or next(iter(sorted(others, key=lambda value: "." in value[1:-1] and " " not in value)), "")
    if address:
        return write_link(address, words)
    return escape_words(words) or None


def _embed(*addresses: str) -> Write:
    """Return a function that writes a link to what a call embeds.

    Each address has a `{}` for each argument; the longest form comes first.
    """

    def write(call: Shortcode) -> str | None:
        words = call.find("title", "caption", "label", "alt")
        inner = call.inner().strip()
        values = call.find(*_MEDIA_SOURCES), *call.values
        address = next((value for value in (*values, inner) if _WEB.fullmatch(value)), "")
        provider = call.find("provider", "type", "service").lower()
        if not address and provider in KNOWN and not addresses:
            return KNOWN[provider](call)
        named = call.find("user", "username", "account"), call.find(*_IDS)
        given = [*filter(None, named)] or [*filter(_WORD.fullmatch, call.values)]
        for form in addresses if not address else ():
            wanted = given[:1] if given and "/" in given[0] else given[: form.count("{}")]
            if len(wanted) == form.count("{}") and all(map(_WORD.fullmatch, wanted)):
                address = form.format(*wanted)
                others = (value for value in call.values if value not in wanted and " " in value)
                words = words or next(others, "")
                break
        address = address or next(filter(_MEDIA_FILE.fullmatch, values), "")
        if address:
            return write_link(address, words)
        return escape_words(words) or inner or None

    return write


def _highlight(call: Shortcode) -> str:
    """Write code as a fenced block."""
    code = call.raw().strip("\n").rstrip()
    language = call.find("lang", "language", "type", "name") or call.first()
    language = language if re.fullmatch(r"[\w+#.-]+", language) else ""
    longest = max(map(len, re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code}\n{fence}" if code.strip() else ""


def _quotation(call: Shortcode) -> str | None:
    """Write a block quotation with its author."""
    words = call.inner().strip("\n") or call.find("text", "quote", "content") or call.first()
    names = [call.find("cite", "author", "by", "attribution", "name", "header"), call.find("source", "title")]
    if not words.strip():
        return None
    if "pullquote" in call.names:
        words = re.sub(r"\{\"\s*|\s*\"\}", "", words)
    elif call.inner().strip() and not any(names):
        names = [value for value in call.values if not _WEB.fullmatch(value)]
        # words without quotation marks, as in Octopress and Hexo
        if not re.match(r"\s*[\"'“]", call.written):
            names = [" ".join(word for word in call.written.split() if not _WEB.fullmatch(word)).strip(" ,")]
    by = ", ".join(escape_words(_remove_markup(name)) for name in names if name)
    lines = words.split("\n") + (["", f"— {by}"] if by else [])
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _details(call: Shortcode) -> str:
    """Write text that a reader unfolds."""
    title = call.find(*_TITLES) or " ".join(call.values) or "…"
    shown = _plain_words(title).replace("&", "&amp;").replace("<", "&lt;").replace("{", "&#123;")
    return f"<details><summary>{shown}</summary>\n\n{call.inner().strip(chr(10))}\n\n</details>"


def _box(call: Shortcode) -> str | None:
    """Write a box as its title and its text."""
    values = [value for value in call.values if " " in value or value[:1].isupper()]
    title = call.find(*_TITLES) or next(iter(values), "")
    text = call.inner().strip("\n") or call.find("text", "content", "body", "message")
    shown = [f"**{escape_words(_remove_markup(title))}**" if title else "", text]
    return "\n\n".join(filter(None, shown)) or None


def _caption(call: Shortcode) -> str | None:
    """Write WordPress's caption: the picture inside it with the words around it."""
    inner = call.inner()
    found = _INNER_PICTURE.search(inner)
    caption = call.find("caption")
    if found is None:
        return "\n\n".join(filter(None, [inner.strip(), escape_words(caption)])) or None
    if found["tag"]:
        attributes = read_attributes(found["tag"])
        src, alt = attributes.get("src", ""), attributes.get("alt", "")
    else:
        src, alt = found["src"], found["alt"]
    rest = inner[: found.start()] + " " + inner[found.end() :]
    words = re.sub(r"\[\s*\]\([^()\s]*\)", "", rest)
    words = re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)", r"\1", words)
    return write_markdown_picture(src, alt, caption or words)


_INNER_PICTURE = re.compile(
    r"<img\b(?P<tag>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>|!\[(?P<alt>[^\[\]]*)\]\(<?(?P<src>[^()\s<>]+)>?(?:\s+[^()]*)?\)"
)


def _reference(call: Shortcode) -> str | None:
    """Write a link to a record, or to a page on the web."""
    name = call.find("path", "url", "page", "slug") or call.first()
    if not name:
        return None
    if _WEB.fullmatch(name):
        return _link(call)
    words = (
        call.find("text", "title")
        or call.inner()
        or next((value for value in call.values[1:] if " " in value), "")
    )
    file = posixpath.basename(name.partition("#")[0].strip("/"))
    shown = escape_words(words) or escape_words(re.sub(r"\.(?:md|markdown|html)\Z", "", file))
    shown = shown or escape_words(name)
    return f"[{shown}]({'' if name[0] == '#' else REFERENCE}{write_address(name)})"


def _gallery(call: Shortcode) -> str:
    return call.inner().strip("\n") or escape_words(_remove_markup(call.find("caption")))


def _inner(call: Shortcode) -> str:
    return call.inner().strip("\n")


def _loop(call: Shortcode) -> str:
    """Write the words in a loop once; of one with only values nothing."""
    words = re.sub(r"\]\([^()]*\)", "]", call.inner())
    return call.inner() if re.search(r"\w", words) else ""


def _html(call: Shortcode) -> str:
    """Write HTML; a blank line would end it in Markdown."""
    return re.sub(r"\n\s*\n", "\n", call.raw().strip("\n"))


def _raw(call: Shortcode) -> str:
    return call.raw()


def _nothing(_call: Shortcode) -> str:
    return ""


def _table(*rows: tuple[str, Write]) -> dict[str, Write]:
    return {name: write for names, write in rows for name in names.split()}


KNOWN: Mapping[str, Write] = _table(
    ("figure fig image img picture photo imgproc imagecaption asset_img thumbnail lightbox", _picture),
    ("youtube yt", _embed("https://www.youtube.com/watch?v={}")),
    ("vimeo", _embed("https://vimeo.com/{}")),
    ("tweet twitter x", _embed("https://twitter.com/{}/status/{}", "https://twitter.com/i/status/{}")),
    ("gist", _embed("https://gist.github.com/{}/{}", "https://gist.github.com/{}")),
    ("instagram", _embed("https://www.instagram.com/p/{}/")),
    ("codepen", _embed("https://codepen.io/{}/pen/{}")),
    ("jsfiddle", _embed("https://jsfiddle.net/{}/")),
    ("github", _embed("https://github.com/{}")),
    ("dailymotion", _embed("https://www.dailymotion.com/video/{}")),
    ("asciinema", _embed("https://asciinema.org/a/{}")),
    ("embed video audio iframe soundcloud spotify bluesky mastodon tiktok", _embed()),
    ("facebook slideshare speakerdeck wistia podcast", _embed()),
    ("link button btn cta url href download asset file pdf", _link),
    ("ref relref post_url post_link internal_link", _reference),
    ("highlight code sourcecode codeblock prism snippet mermaid", _highlight),
    ("raw verbatim", _raw),
    ("quote blockquote pullquote epigraph", _quotation),
    ("details expand collapse collapsible accordion spoiler expandable", _details),
    ("note notice warning warn tip info alert callout admonition box aside", _box),
    ("important caution danger success hint attention panel", _box),
    ("tab tabitem step card", _box),
    ("caption wp_caption", _caption),
    ("comment", _nothing),
    ("for", _loop),
    ("gallery", _gallery),
    ("toc more excerpt contact_form clear clearfix ads adsense playlist", _inner),
    ("rawhtml raw_html html unsafe", _html),
    ("center left right columns column row tabs steps section div span lead small kbd", _inner),
    ("markdown safehtml capture", _inner),
)  # fmt: skip
"""For each name the function that writes it as Markdown."""

BLOCKS = (_highlight, _quotation, _details, _box, _caption)
"""Writers whose Markdown must stand on lines of its own."""
_BARE = frozenset({"gallery", "toc", "TOC", "playlist"})
"""WordPress shortcodes that are known without arguments; other words in brackets are prose."""
_ARGUMENT = re.compile(
    r"""\s*,?\s*(?:(?P<key>[A-Za-z_][\w.-]*)\s*(?:=|:(?!//))\s*)?(?:"(?P<a>(?:[^"\\]|\\.)*)"|'(?P<b>(?:[^'\\]|\\.)*)'|`(?P<c>[^`]*)`"""
    r"""|[“”″](?P<d>[^“”″]*)[“”″]|(?P<e>[^\s,"'`)]+))""",
    re.DOTALL,
)


def find_shortcode_converter(names: tuple[str, ...]) -> Write | None:
    """Find the writer of a name, or of the last part of it that says what it shows; None if it is unknown."""
    whole, *parts = names
    if whole in KNOWN:
        return KNOWN[whole]
    found = (KNOWN[part] for part in parts if part in KNOWN and len(part) > 2)
    return next((write for write in found if write not in (_inner, _raw, _nothing)), None)


def convert_unknown_picture_shortcode(call: Shortcode) -> str | None:
    """Write a call of an unknown name that has a picture."""
    given = call.named.get("src", ""), *call.values
    return _picture(call) if any(_PICTURE_FILE.fullmatch(value) for value in given) else None


def is_shortcode(name: str, args: str) -> bool:
    """True if a word in brackets is a shortcode of WordPress by itself and its arguments; else it may be prose."""
    known = split_name(name.lower())[0] in KNOWN
    if not args.strip():
        return name in _BARE
    if re.search(r"\s[\w-]+=(?:[\"'“”″]|&quot;|&#)", args):
        return True
    if (known or "_" in name or "-" in name) and re.search(r"\s[\w-]+=\S", args):
        return True
    return known and (_WEB.search(args) is not None or name in ("youtube", "vimeo", "gist"))


def split_name(name: str) -> tuple[str, ...]:
    """Return a name and its parts, the last first: 'legacy-img-right' → 'legacy_img_right', 'right', 'img', 'legacy'."""
    whole = name.replace("-", "_").replace("/", "_").replace(".", "_")
    if whole.replace("_", "") in KNOWN:  # YouTube
        return (whole.replace("_", ""),)
    return (whole, *reversed(whole.split("_"))) if "_" in whole else (whole,)


def read_arguments(written: str) -> tuple[list[str], dict[str, str]]:
    """Read the arguments of a call: those without a name, and those with one."""
    values: list[str] = []
    named: dict[str, str] = {}
    written = unescape(written) if "&" in written else written
    for match in _ARGUMENT.finditer(written):
        value = next((part for part in match.group("a", "b", "c", "d", "e") if part is not None), "")
        value = re.sub(r"\\([\"'_*\\\[\]])", r"\1", value)
        if match["key"]:
            named.setdefault(match["key"].lower().replace("-", "_"), value)
        elif value not in ("|", "/"):
            values.append(value)
    return values, named

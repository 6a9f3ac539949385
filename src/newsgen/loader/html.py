"""The door to markdownify: convert the body of an article from HTML to Markdown with all its words, in order."""

from __future__ import annotations

import gc
import re
from typing import Any, Final

import bs4
import markdownify

from newsgen.loader.text import clean_text

_CODE: Final = re.compile(
    r"\{\{|\{#|\{%-?\s*(?P<block>highlight|raw|codeblock)\b|\{%"
    r"|\[/?(?:caption|gallery|embed|audio|video|playlist|youtube|gist)\b"
)
"""Begins template code of other generators: it may stand anywhere, also inside a tag's attribute, and must stay as it is."""
_CODE_END: Final = {
    **{
        mark: re.compile(end)
        for mark, end in {"{{": r"\}\}", "{%": r"%\}", "{#": r"#\}", "[": r"[\]\r\n]"}.items()
    },
    **{name: re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}") for name in ("highlight", "raw", "codeblock")},
}
_LONGEST_CODE: Final = 4000
"""Most letters of template code that is no block."""
_KEPT: Final = re.compile("\ue000(\\d+)\ue001")
_LINK: Final = "\ufdd0"
"""Stands before each link while a text is converted; no seed holds it."""
_HIDDEN: Final = ("script", "style", "template", "noscript", "head", "svg")
"""Elements whose text readers do not see."""
_LANGUAGE: Final = re.compile(r"(?:lang(?:uage)?-|brush:\s*)([\w+#.-]+)")
_BRACKET: Final = re.compile(r"[\[\]\\]")
_COMMENT: Final = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
_SECTION: Final = re.compile(r"<!\[(?:CDATA\[|[^<>]*>)")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS: Final = (
    "address article aside blockquote center details dir div dl fieldset figcaption figure footer form header hr main menu nav ol"
    " p pre section table ul"
).split()
_HOLDERS: Final = frozenset((*_BLOCKS, *_HEADINGS, "li", "dt", "dd", "td", "th", "body", "html", "summary"))
_CLOSED_BY: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "li": (("li",), ("ul", "ol", "menu")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "tr": (("tr",), ("table",)),
    "option": (("option",), ("select",)),
    **dict.fromkeys((*_BLOCKS, *_HEADINGS), (("p",), ("td", "th", "li", "dd", "button", "object"))),
}
"""Elements that end when another begins, and elements outside of which they do not. Source: HTML §13.1.2.4."""
_BLANKS: Final = re.compile(r"\n{3,}")


_Base: Any = markdownify.MarkdownConverter  # it has no types


def convert_html(html: str) -> str:
    """Convert HTML to Markdown.

    Template code stays; embedded frames become links; scripts, styles and comments are dropped.
    """
    kept: list[str] = []
    source = html if "\ue000" in html else _keep_code(html, kept)
    tree = parse_html(source)
    for element in tree.find_all(_HIDDEN):
        element.decompose()
    for heading in tree.find_all(_HEADINGS):
        if not heading.get_text(strip=True) and not heading.find("img"):
            heading.unwrap()
    _unwrap_layout(tree)
    _drop_breaks(tree)
    markdown = _Converter(
        heading_style="atx",
        bullets="-",
        escape_misc=True,
        newline_style="backslash",
        sub_symbol="<sub>",
        sup_symbol="<sup>",
        table_infer_header=True,
        code_language_callback=_find_language,
    ).convert_soup(tree)
    del tree
    gc.collect(0)  # its elements refer to each other, and the next collection may be 1,000 articles away
    markdown = markdown.replace("!" + _LINK, "\\!").replace(_LINK, "")  # "![" would be a picture
    markdown = _BLANKS.sub("\n\n", markdown.strip("\n"))
    if kept:
        markdown = _KEPT.sub(lambda found: kept[int(found[1])], markdown)
    return clean_text(markdown.replace("\f", " ").replace("\v", " ")) + "\n"  # also "&#12;" became one


def _keep_code(html: str, kept: list[str]) -> str:
    """Put marks in the place of template code, which is added to `kept`; code without its end is text."""
    parts: list[str] = []
    done = at = 0
    missing: set[str] = set()
    while found := _CODE.search(html, at):
        end = _find_code_end(html, found, missing)
        at = end or found.end()
        if end:
            parts += html[done : found.start()], f"\ue000{len(kept)}\ue001"
            kept.append(html[found.start() : end])
            done = end
    return "".join([*parts, html[done:]])


def _find_code_end(html: str, found: re.Match[str], missing: set[str]) -> int:
    """Return the index after template code, 0 if it does not end; blocks that do not are added to `missing`."""
    if (block := found["block"]) and block not in missing:
        if end := _CODE_END[block].search(html, found.end()):
            return end.end()
        missing.add(block)
    mark = "[" if found[0].startswith("[") else found[0][:2]
    end = _CODE_END[mark].search(html, found.end(), found.end() + _LONGEST_CODE)
    return end.end() if end and end[0] not in "\r\n" else 0


def _simplify(html: str) -> str:
    """Drop comments and marked sections, and a tag without its end, on which the parser would spend minutes."""
    html = _COMMENT.sub("", html)
    if "<![" in html:
        html = html.replace("]]>", "") if "<![CDATA[" in html else html
        html = _SECTION.sub("", html).replace("<![", "&lt;![")
    end = html.rfind(">") + 1
    return html[:end] + html[end:].replace("<", "&lt;")


def _drop_breaks(tree: Any) -> None:
    """Drop line breaks at the start and end of blocks, which no reader sees; Markdown would show a backslash.

    One at the end of bold words or the like goes behind them.
    """
    parents = list({id(element.parent): element.parent for element in tree.find_all("br")}.values())
    for parent in parents:
        holds = parent is tree or parent.name in _HOLDERS
        at_edge, breaks = holds, list[Any]()
        for node in [*parent.children, None]:
            if node is not None and node.name == "br":
                breaks.append(node)
            elif node is None or node.name or node.strip():
                is_edge = holds if node is None else node.name in _HOLDERS
                for element in breaks if at_edge or is_edge or node is None else ():
                    element.name = "span"
                if node is None and breaks and not holds:
                    breaks[-1].name = "br"
                    parent.insert_after(breaks[-1].extract())
                    parents.append(parent.parent)
                at_edge, breaks = is_edge, []


def _unwrap_layout(tree: Any) -> None:
    """Turn tables that only place things on a page, as in newsletters, into blocks."""
    parts: list[Any] = []
    for table in filter(_is_layout, tree.find_all("table")):
        own = table.find_all(("caption", "thead", "tbody", "tfoot", "tr", "td", "th"))
        parts += [table, *(part for part in own if part.find_parent("table") is table)]
    for part in parts:
        part.name = "div"


def _is_layout(table: Any) -> bool:
    if table.get("role") in ("presentation", "none") or table.find("table"):
        return True
    if table.find(("th", "caption")):
        return False
    narrow = all(len(row.find_all("td")) < 2 for row in table.find_all("tr"))
    return narrow or table.find((*_HEADINGS, "hr")) is not None


def parse_html(html: str) -> Any:
    """Parse HTML with Beautiful Soup; comments are dropped."""
    return _Soup(_simplify(html) + "\n", "html.parser")  # it warns of a line that may be the name of a file


def _find_language(element: Any) -> str:
    """Find the language of a block of code in its classes."""
    code = element.find("code")
    names = " ".join([*element.get("class", ()), *(code.get("class", ()) if code else ())])
    found = _LANGUAGE.search(names)
    return found[1] if found else ""


class _Soup(bs4.BeautifulSoup):
    """Parses HTML; items, cells and paragraphs end where the next one begins, as in HTML without their end tags."""

    def handle_starttag(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """End the elements that cannot hold this one."""
        closed, outside = _CLOSED_BY.get(name, ((), ()))
        is_open = any(self.open_tag_counter[tag] for tag in closed)
        for element in reversed(self.tagStack) if is_open else ():
            if element.name in outside:
                break
            if element.name in closed:
                self.handle_endtag(element.name)
                break
        return super().handle_starttag(name, *args, **kwargs)


class _Converter(_Base):  # type: ignore[misc]
    """Markdownify's rules, with embedded frames, and addresses that hold blanks."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape what Markdown would read as markup, also the mark of a container of Pandoc."""
        return str(super().escape(text, parent_tags)).replace(":::", "\\:::")

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Convert a link; Markdown needs `< >` around an address with blanks or brackets."""
        if el.find_parent("a"):  # HTML and Markdown have no links inside links
            return text
        if "href" in el.attrs:
            el["href"] = _quote_address(el["href"])
        link = str(super().convert_a(el, text, parent_tags))
        return _LINK + link if link.startswith("[") else link

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Convert a picture, also where no markup is allowed, as in headings."""
        el["src"] = _quote_address(el.get("src") or el.get("data-src") or "")
        el["alt"] = _BRACKET.sub(r"\\\g<0>", " ".join((el.get("alt") or "").split()))
        return str(super().convert_img(el, text, parent_tags - {"_inline"}))

    def convert_iframe(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Convert an embedded frame to a link with its title or address."""
        address = el.get("src") or el.get("data-src") or ""
        if not address:
            return text
        title = self.escape(el.get("title") or address, parent_tags)
        return f"\n\n[{title}]({_quote_address(address)})\n\n"

    def convert_li(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Convert an item of a list; in a table's cell there are no lists in Markdown."""
        return f" {text} " if parent_tags & {"td", "th"} else str(super().convert_li(el, text, parent_tags))

    convert_dl = convert_dt = convert_dd = _Base.convert_div
    convert_embed = convert_iframe
    convert_details = convert_summary = convert_aside = convert_header = convert_footer = _Base.convert_div
    convert_main = convert_nav = convert_address = convert_center = _Base.convert_div
    convert_fieldset = convert_legend = convert_form = convert_option = _Base.convert_div

    def convert_audio(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Convert a sound or film to a link; the words inside are for old browsers."""
        address = el.get("src") or next((part["src"] for part in el.find_all("source", src=True)), "")
        name = address.partition("?")[0].rpartition("/")[2]
        words = self.escape(el.get("title") or name or address, parent_tags)
        return f"\n\n[{words}]({_quote_address(address)})\n\n" if address else text

    convert_video = convert_audio


def _quote_address(address: str) -> str:
    """Write an address as a link's target."""
    address = " ".join(address.split())
    return f"<{address}>" if " " in address or address.count("(") != address.count(")") else address

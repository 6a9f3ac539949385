"""The door to markdownify: convert the body of an article from HTML to Markdown with all its words, in order."""

from __future__ import annotations

import gc
import re
from typing import Any, Final

import bs4
import markdownify

_CODE: Final = re.compile(
    r"\{%-?\s*(?P<block>highlight|raw|codeblock)\b.*?\{%-?\s*end(?P=block)\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\[/?(?:caption|gallery|embed|audio|video|playlist|youtube|gist)\b[^\]\r\n]*\]",
    re.DOTALL,
)
"""Template code of other generators: it may stand anywhere, also inside a tag's attribute, and must stay as it is."""
_KEPT: Final = re.compile("\ue000(\\d+)\ue001")
_HIDDEN: Final = ("script", "style", "template", "noscript", "head")
"""Elements whose text readers do not see."""
_LANGUAGE: Final = re.compile(r"(?:lang(?:uage)?-|brush:\s*)([\w+#.-]+)")
_BLANKS: Final = re.compile(r"\n{3,}")


_Base: Any = markdownify.MarkdownConverter  # it has no types


def convert_html(html: str) -> str:
    """Convert HTML to Markdown.

    Template code stays; embedded frames become links; scripts, styles and comments are dropped.
    """
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\ue000{len(kept) - 1}\ue001"

    source = html if "\ue000" in html else _CODE.sub(keep, html)
    tree = bs4.BeautifulSoup(source, "html.parser")
    for element in tree.find_all(_HIDDEN):
        element.decompose()
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
    markdown = _BLANKS.sub("\n\n", markdown.strip("\n"))
    return _KEPT.sub(lambda found: kept[int(found[1])], markdown) + "\n" if kept else markdown + "\n"


def _find_language(element: Any) -> str:
    """Find the language of a block of code in its classes."""
    code = element.find("code")
    names = " ".join([*element.get("class", ()), *(code.get("class", ()) if code else ())])
    found = _LANGUAGE.search(names)
    return found[1] if found else ""


class _Converter(_Base):  # type: ignore[misc]
    """Markdownify's rules, with embedded frames, and addresses that hold blanks."""

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Convert a link; Markdown needs `< >` around an address with blanks or brackets."""
        if el.find_parent("a"):  # HTML and Markdown have no links inside links
            return text
        if "href" in el.attrs:
            el["href"] = _quote_address(el["href"])
        return str(super().convert_a(el, text, parent_tags))

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Convert a picture, also where no markup is allowed, as in headings."""
        el["src"] = _quote_address(el.get("src") or el.get("data-src") or "")
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
        """Convert a sound to a link."""
        address = el.get("src") or next((part["src"] for part in el.find_all("source", src=True)), "")
        words = text.strip() or self.escape(address.rpartition("/")[2], parent_tags)
        return f"\n\n[{words}]({_quote_address(address)})\n\n" if address else text


def _quote_address(address: str) -> str:
    """Write an address as a link's target."""
    address = " ".join(address.split())
    return f"<{address}>" if " " in address or address.count("(") != address.count(")") else address

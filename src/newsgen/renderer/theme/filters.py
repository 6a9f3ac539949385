"""The filters of templates, in addition to Jinja's; all are pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from newsgen.markdown.figures import render_figure, render_img
from newsgen.markdown.render import render_inline_html
from newsgen.model import ArticleImage, BodyReference
from newsgen.renderer.lists import charts
from newsgen.renderer.locale import dates
from newsgen.renderer.locale.translations import choose_plural_index, needs_language_styles
from newsgen.renderer.maps import draw_coast
from newsgen.renderer.outputs import article
from newsgen.renderer.outputs.data import encode_template_value, hash_script
from newsgen.renderer.outputs.feeds import render_entry_text
from newsgen.renderer.site import Site
from newsgen.renderer.texts import BodyRenderer

if TYPE_CHECKING:
    from newsgen.renderer.views import FeedEntry


def render_footer(site: Site, root: str) -> Markup:
    """Render the footer from the settings; `root` is the relative path to the top of the site."""
    return _render_line(site.footer, site.footer_links, root)


@lru_cache(maxsize=256)
def _render_line(text: str, links: tuple[tuple[str, str], ...], root: str) -> Markup:
    # safe: no raw HTML
    return Markup(render_inline_html(text, [(target, root + address) for target, address in links]))


def figure(image: ArticleImage, root: str, lead: bool = False, language: str = "") -> Markup:
    """Render a picture with caption and credit; '' if it is not in the site. The arguments are those of `render_figure`."""
    # safe: render_figure escapes all texts
    return Markup(render_figure(image, root, lead=lead, language=language))


_LEAD_SIZES = "(min-width: 62em) 650px, 92vw"
_ROW_SIZES = "(min-width: 30em) 160px, 88px"


def render_thumbnail(image: ArticleImage, root: str, lead: bool = False) -> Markup:
    """Render the picture of an article in a list, without words: the headline next to it says what it shows.

    `lead` is True for the wide picture of the lead story, which browsers fetch at once.
    """
    sizes = _LEAD_SIZES if lead else _ROW_SIZES
    shown = render_img(image.shown, "", root, lead=lead, sizes=sizes) if image.shown else ""
    return Markup(shown)  # safe: render_img escapes all texts


FILTERS: Mapping[str, Callable[..., Any]] = {
    "long_date": dates.long_date,
    "medium_date": dates.medium_date,
    "short_date": dates.short_month_day,
    "time_element": dates.time_element,
    "month_day": dates.month_day,
    "weekday": dates.weekday,
    "month_name": dates.month_name,
    "number": dates.format_number,
    "percent": dates.format_share,
    "plural_form": choose_plural_index,
    "listed": dates.join_words,
    "joint": dates.separator_before,
    "bars": charts.draw_bars,
    "tint": charts.choose_calendar_tint,
    "coast": draw_coast,
    "linked_data": article.make_linked_data,
    "machine_date": article.format_edtf_date,
    "footer": render_footer,
    "json": encode_template_value,
    "script_hash": hash_script,
    "citation": article.format_citation_line,
    "bibtex": article.write_bibtex,
    "ris": article.write_ris,
    "figure": figure,
    "thumbnail": render_thumbnail,
    "own_type": needs_language_styles,
}
"""Filters that depend only on their arguments."""


def make_filters(texts: BodyRenderer) -> dict[str, Callable[..., Any]]:
    """Return all filters by name."""

    @pass_context
    def markdown(
        context: Context, body: BodyReference, anchors: bool = False, folded: tuple[str, ...] = ()
    ) -> Markup:
        words = context["site"].words
        # safe: no raw HTML
        return Markup(texts.render_html(body, context["page"].root, anchors, words, folded))

    def feed_text(entry: FeedEntry, root: str, site: Site) -> Markup:
        return escape(render_entry_text(entry, root, site, texts))

    return {**FILTERS, "markdown": markdown, "feed_text": feed_text}

"""Pictures in a body become figures."""

from __future__ import annotations

import re

from newsgen.markdown.figures import render_figure
from newsgen.markdown.render import extract_text, find_pictures, render_html
from newsgen.model import Image, Picture

BIG = Picture("images/a.jpg", 1200, 800, ((480, "images/a-480.webp"), (960, "images/a-960.webp")))
SMALL = Picture("pic tures/ü.png", 90, 60)
PICTURES = [("a b.jpg", BIG), ("b.png", SMALL)]
IMG = (
    '<img src="../images/a.jpg" srcset="../images/a-480.webp 480w, ../images/a-960.webp 960w" '
    'sizes="(min-width: 680px) 627px, 92vw" width="1200" height="800" alt="{}" loading="lazy" decoding="async">'
)
LITTLE = (
    '<img src="../pic%20tures/%C3%BC.png" width="90" height="60" alt="{}" loading="lazy" decoding="async">'
)


def html(markdown: str) -> str:
    return re.sub(r"\n+", "\n", render_html(markdown, pictures=PICTURES, root="../")).strip()


def test_a_picture_alone_is_a_figure_with_caption_and_credit() -> None:
    assert html('![A *blue* `ferry`](a%20b.jpg "The <ferry> | Photo: A & B")') == (
        f'<figure class="picture">{IMG.format("A blue ferry")}'
        "<figcaption>The &lt;ferry&gt; <small>Photo: A &amp; B</small></figcaption></figure>"
    )


def test_either_may_be_missing() -> None:
    assert html("![x](b.png)") == f'<figure class="picture">{LITTLE.format("x")}</figure>'
    assert "<figcaption>C</figcaption>" in html('![x](b.png "C")')
    assert "<figcaption><small>P</small></figcaption>" in html('![x](b.png "| P")')
    assert "<figcaption>a|b</figcaption>" in html('![x](b.png "a|b")')


def test_pictures_in_one_paragraph_are_a_figure_each() -> None:
    assert html("![x](b.png)\n![y](b.png)  \n![z](b.png)").count("<figure") == 3


def test_within_a_line_a_picture_is_no_figure() -> None:
    assert html("See ![x](b.png) here.") == f"<p>See {LITTLE.format('x')} here.</p>"
    assert html("[![x](b.png)](t.html)") == f'<p><a href="t.html">{LITTLE.format("x")}</a></p>'


def test_what_says_nothing_is_told_to_nobody() -> None:
    assert 'alt=""' in html("![decorative](b.png)")
    assert 'alt=""' in html("![](b.png)")
    assert 'alt="Decorative"' in html("![Decorative](b.png)")


def test_nothing_breaks_out_of_an_attribute() -> None:
    shown = html("![a \"b\" <c> & 'd'](b.png)")
    assert LITTLE.format("a &quot;b&quot; &lt;c&gt; &amp; &#x27;d&#x27;") in shown


def test_a_picture_of_another_site_is_a_link() -> None:
    assert (
        html("![x & y](https://e.org/a.png?b=1&c=2)")
        == '<p><a href="https://e.org/a.png?b=1&amp;c=2">x &amp; y</a></p>'
    )
    assert html('![](//e.org/a.png "T")') == '<p><a href="//e.org/a.png">T</a></p>'
    assert html("[![x](https://e.org/a.png)](t.html)") == '<p><a href="t.html">x</a></p>'


def test_one_that_is_not_in_the_site_stays_as_it_is() -> None:
    assert html("![x](gone.png)") == '<p><img src="gone.png" alt="x"></p>'


def test_figures_stand_in_lists_and_quotations() -> None:
    for mark in ("- ", "> ", "1. "):
        assert html(f"{mark}![x](b.png)").count(f'<figure class="picture">{LITTLE.format("x")}</figure>') == 1


def test_figures_are_no_paragraphs() -> None:
    """They take no number from those."""
    shown = render_html("One.\n\n![<p>](b.png '<p>')\n\nTwo.", pictures=PICTURES, anchors=True)
    assert re.findall(r'id="(p\d)"', shown) == ["p1", "p2"]


def test_the_words_of_a_text_are_the_same_with_and_without_pictures() -> None:
    assert extract_text('One.\n\n![x](b.png "C")\n\nTwo.') == "One.\n\nTwo."


def test_the_first_picture_of_a_page_is_fetched_at_once() -> None:
    assert ' fetchpriority="high" decoding="async"' in render_figure(Image("a", "x", shown=BIG), lead=True)
    assert "loading" not in render_figure(Image("a", "x", shown=BIG), lead=True)
    assert render_figure(Image("a", "x")) == ""


def test_words_of_another_language_say_so() -> None:
    assert render_figure(Image("a", "x", shown=SMALL), language="ar").startswith(
        '<figure class="picture" lang="ar">'
    )
    assert " lang" not in render_figure(Image("a", "x", shown=SMALL))


def test_pictures_are_found_with_their_place() -> None:
    body = "A ![x](a%20b.jpg) and\n![y](a%20b.jpg) ![z](a%20b.jpg)\n\n![r][ref]\n\n`![n](no.png)`\n\n[ref]: far.png\n"
    assert [(ref.src, ref.line, ref.column, ref.alt) for ref in find_pictures(body, 10)] == [
        ("a b.jpg", 10, 8, "x"),
        ("a b.jpg", 11, 6, "y"),
        ("a b.jpg", 11, 22, "z"),
        ("far.png", 13, 0, "r"),
    ]

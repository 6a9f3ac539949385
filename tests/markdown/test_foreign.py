"""Template code of other generators is shown as Markdown, or as its inner text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgen.markdown.foreign import has_template_code
from newsgen.markdown.render import (
    escape_markdown,
    extract_text,
    find_links,
    find_pictures,
    find_template_code,
    render_html,
    translate,
    write_shown_markdown,
)
from newsgen.model import SitePicture
from tests.markdown.test_render import find_executable, visible
from tests.support.cases import read_cases

CASES = read_cases(Path(__file__).with_name("foreign.txt"))


@pytest.mark.parametrize(("markdown", "html"), CASES)
def test_template_code_becomes_markdown(markdown: str, html: list[str]) -> None:
    """What is known as its author meant it, of the rest the inner text; code and escaped marks stay."""
    assert re.sub(r"\n+", "\n", render_html(markdown)).strip() == "\n".join(html)


@pytest.mark.parametrize("markdown", [markdown for markdown, _ in CASES])
def test_the_search_index_has_the_words_of_the_page(markdown: str) -> None:
    """All but those of pictures and the marks of footnotes."""
    pictures = [(ref.src, SitePicture("x.png", 1, 1)) for ref in find_pictures(markdown)]
    html = re.sub(r"<figcaption>.*?</figcaption>", "", render_html(markdown, pictures=pictures))
    assert "".join(extract_text(markdown).split()) == "".join(visible(html))


def test_a_caption_is_shown_in_a_block_of_html() -> None:
    html = render_html('<div>\n    {% include figure.html src="a.jpg" caption="A boat" %}\n</div>')
    assert (
        re.sub(r"\s", "", html) == '<div><figureclass="picture"><figcaption>Aboat</figcaption></figure></div>'
    )


PIECES = st.sampled_from([
    "{{< figure ", "{{< note >}}", "{{< /note >}}", "{{% highlight x %}}", "{{% /highlight %}}", ">}}", "%}}", "{{",
    "{% raw %}", "{% endraw %}", "{% quote %}", "{% endquote %}", "{% if x %}", "{% include figure.html ", "%}",
    "{{</* x */>}}", '[caption id="x"]', "[/caption]", "[gallery]", "[b]", "[/b]", '[x a="', '"]', "{#id}", "{: .c}",
    "{.c}", "{::comment}", "{:/}", "<!--", "-->", "<!-- more -->", "::: note\n", ":::\n", "{ref}`", "`", ":doc:`",
    "<pre>", "</pre>", "<img ", 'src="a.png"', ">", "](", ")", "![", "[", "{{ site.url }}", '{{ "x" | url }}',
    "{% post_url x %}", '{{< ref "x.md" >}}', '<a href="', "&amp;#1;", "```\n", "    ", "\n", "\n\n", " ", "a",
    "Word", "- ", "> ", "# ", "\\", "é", "<script>", "</script>", "<o:p>", "](@/x.md)", "}}",
])  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
@settings(max_examples=500, deadline=None)
@example("{{< note >}}" * 60 + "x" + "{{< /note >}}" * 60)
@example("[x]({{< ref " + "x" * 10 + " >}}{{<")
@example("```{{< note >}}\n```{{< /note >}}")
@example('<a href="{{< note >}}<script>alert(1)</script>{{< /note >}}">x</a>')
@example('{{< figure src="javascript:alert(1)" >}}{{< button href="https://a/" text="<script>" >}}')
def test_any_template_code_is_read_and_runs_nothing(text: str) -> None:
    """Nothing fails, nothing runs, and a text is translated to the same again; places are inside the text."""
    assert find_executable(render_html(text)) == []
    assert translate(text) == translate(text)
    assert all(0 <= piece.offset < len(text) for piece in find_template_code(text))
    extract_text(text), find_links(text), find_pictures(text), write_shown_markdown(text)


@given(st.lists(PIECES, max_size=25).map("".join))
@settings(max_examples=300, deadline=None)
def test_template_code_in_plain_text_is_shown_as_typed(typed: str) -> None:
    """An article about shortcodes, loaded from plain text, shows them."""
    assert visible(render_html(escape_markdown(typed))) == typed.split()


@pytest.mark.parametrize(
    "text",
    [
        "A [link](x.html) and [sic], 5 < 6, {braces} & `code`.",
        "[a][b]\n\n[b]: x",
        "> *q*",
        "x {0} [1]",
        "[x = 5] a:b",
    ],
)
def test_ordinary_texts_have_none(text: str) -> None:
    assert not has_template_code(text)
    assert translate(text) is text


def test_pieces_are_found_with_their_places() -> None:
    text = 'A\n\n{{< figure src="a.png" >}} {{< foo >}}\n\n{% bar %}[baz x="y"]<!-- more -->'
    found = [(piece.kind, piece.name, text[piece.offset], piece.known) for piece in find_template_code(text)]
    assert found == [
        ("Hugo shortcode", "figure", "{", True),
        ("Hugo shortcode", "foo", "{", False),
        ("template tag", "bar", "{", False),
        ("WordPress shortcode", "baz", "[", False),
        ("HTML comment", "", "<", True),
    ]


def test_pictures_and_links_of_template_code_count() -> None:
    """So the build finds the files of pictures, and the archive the records; places are those of the file."""
    text = 'A\n\n{% highlight x %}\na\n{% endhighlight %}\n\n{{< figure src="b c.png" alt="d" >}}\n'
    text += "[x]({% post_url 2016-01-02-x %})"
    assert [(ref.src, ref.line, ref.alt) for ref in find_pictures(text, 10)] == [("b c.png", 16, "d")]
    assert [target for target, _ in find_links(text)] == ["record:2016-01-02-x"]


def test_references_become_links_where_the_archive_has_the_record() -> None:
    text = 'See [*x* y]({{< ref "a b.md#c" >}}) and {{< ref "z" >}}.'
    links = [("record:a b.md#c", "../2016/a.html#c")]
    assert render_html(text, links=links) == '<p>See <a href="../2016/a.html#c"><em>x</em> y</a> and z.</p>\n'
    assert write_shown_markdown(text, links=links) == "See [*x* y](../2016/a.html#c) and z."

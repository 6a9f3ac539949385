"""What own templates and style sheets load from other hosts."""

from __future__ import annotations

from pathlib import Path

from newsgen.checks.links import check_foreign_hosts
from newsgen.checks.site import check_templates
from tests.checks.samples import build_checked, open_built
from tests.support.archives import four, write

LOADED = {
    "templates/assets/own.css": '@import "https://fonts.example.org/a.css";\nh1 { background: url(//img.example.org/b.png) }',
    "templates/article.html": """{% extends "default/article.html" %}
{% block after_text %}<script async
 src="https://stats.example.org/c.js"></script>{% endblock %}""",
    "static/own.html": '<link href="https://cdn.example.org/d.css" rel=stylesheet><img alt="" src=http://e.example.org/e.png>',
}
LEFT = {
    "templates/about.html": """{% extends "default/about.html" %}
{% block main %}<a href="https://example.org/">Us</a> <link rel="license" href="https://example.org/l">
<form action="https://example.org/"></form><img src="{{ page.root }}x.png">{{ super() }}{% endblock %}""",
    "static/own.css": 'h1 { background: url("b.png") } /* see https://example.org/ */',
}


def test_what_browsers_load_is_found_and_links_are_not(tmp_path: Path) -> None:
    write(tmp_path, {"static/x.png": ""})
    found = list(check_foreign_hosts(build_checked(tmp_path, four() | LOADED | LEFT)))
    assert sorted((one.file, one.line, one.column, one.message.split()[2]) for one in found) == [
        ("static/own.html", 1, 13, "https://cdn.example.org/d.css:"),
        ("static/own.html", 1, 75, "http://e.example.org/e.png:"),
        ("templates/article.html", 3, 7, "https://stats.example.org/c.js:"),
        ("templates/assets/own.css", 1, 10, "https://fonts.example.org/a.css:"),
        ("templates/assets/own.css", 2, 22, "//img.example.org/b.png:"),
    ]


def test_a_template_that_broke_after_the_build_is_found(tmp_path: Path) -> None:
    checked = build_checked(tmp_path, four())
    assert list(check_templates(checked)) == []
    own = '{% extends "default/article.html" %}\n{% block after_text %}{{ page.titel }}{% endblock %}'
    write(tmp_path, {"templates/article.html": own})
    (found, *_) = check_templates(open_built(tmp_path))
    assert (found.file, found.line) == ("templates/article.html", 2)

"""What readers may search, and what is told of it."""

from __future__ import annotations

from newsgen.archive.model import Archive
from newsgen.builder.order import Result
from newsgen.builder.searched import Searched
from newsgen.pipeline.report import SearchReport
from newsgen.renderer.pages.search import search_documents, words_searched
from newsgen.renderer.site import Site


def searched(archive: Archive, site: Site) -> Searched | None:
    """What is to be indexed; None for a site without search."""
    if site.search is None:
        return None
    return Searched(list(search_documents(archive, site)), words_searched(archive, site.search))


def search_report(result: Result, archive: Archive, site: Site) -> SearchReport | None:
    """What is told of the search; None if readers cannot search."""
    made = result.search
    if site.search is None or made.folder is None:
        return None
    words = words_searched(archive, site.search)
    return SearchReport(made.fresh, result.index_bytes, words, made.seconds, made.memory)
